"""Why something was refused, as screens say it: by keys, where they do what is needed."""

from __future__ import annotations

from collections.abc import Mapping

from language import messages
from language.commands import NamedPlan
from tui.commands.catalogue import by_id


def message(code: str, params: Mapping[str, object], plan: NamedPlan | None = None) -> str:
    """Return the message of a refusal in the current language, with the keys of the interface."""
    return messages.message(code, params, plan, key=lambda command: by_id(command).sign())
