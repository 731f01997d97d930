"""The offer to set right what contradicts a status, after it was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from language import N_, _, ngettext
from language.registers import contradicting
from language.terms import status, status_mark
from tui.screens.running import RunningApp
from tui.screens.window import ConfirmScreen
from tui.widgets.draw import safe

_LISTED: Final = 3
"""Actions of which is said what contradicts their status."""


def offer_settling(
    app: RunningApp,
    code: str,
    against: Mapping[str, Mapping[str, object]],
    closed: Callable[[bool | None], None],
) -> None:
    """Ask whether to set right what contradicts the status, by the numbers of actions."""
    lines = [safe(f"{nr}: {contradicting(values)}") for nr, values in against.items()]
    if (more := len(lines) - _LISTED) > 0:
        lines[_LISTED:] = [ngettext("and {n} more", "and {n} more", more).format(n=more)]
    fields = {field for values in against.values() for field in values}
    words = _("Enter takes the percentage away.")
    if code == "implemented" and "percent" not in fields:
        words = _("Enter takes the reason for delay away.")
    elif code == "implemented":
        words = (
            _("Enter sets 100%.") if fields == {"percent"} else _("Enter sets 100% and no reason for delay.")
        )
    title = f"{status_mark(code)} {safe(status(code))}"
    app.push_screen(ConfirmScreen(title, "\n".join(lines), words, N_("set right")), closed)
