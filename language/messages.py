"""What is said when something is refused or found: one template a code, in English, sorted by code.

A template says what is wrong, where, and what to do. Its placeholders are figures of the refusal; keys that
end in ``_cents`` are money, lists are joined with commas.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from string import Formatter
from typing import Final

from language import N_, _
from language.numbers import money

MESSAGES: Final[dict[str, str]] = {
    "action_unknown": N_("The plan has no action {nr}. The nearest numbers are: {nearest}."),
}


class _Tolerant(Formatter):
    """Formats with an ellipsis for what is missing; a placeholder is a plain name, never an expression."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        return kwargs.get(field_name, "…"), field_name


def shown(key: str, value: object) -> str:
    """A figure as text that is safe on any screen: no control or format characters."""
    if value is None or value == "" or value == () or value == []:
        return "–"
    if isinstance(value, int) and not isinstance(value, bool) and key.endswith("_cents"):
        return money(value, 2)
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else str(value)
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def message(code: str, figures: Mapping[str, object]) -> str:
    """The message of a refusal in the current language; an unknown code is shown with its figures."""
    texts = {key: shown(key, value) for key, value in figures.items()}
    if code not in MESSAGES:
        return " ".join([code, *(f"{key}={text}" for key, text in texts.items())])
    return _Tolerant().vformat(_(MESSAGES[code]), (), texts)
