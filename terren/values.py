"""Values of registers as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import Refused
from terren.words import reason_code, status_code

if TYPE_CHECKING:
    from store.conflicts import Conflict


def typed_value(conflict: Conflict, text: str) -> object:
    """The value that ``text`` means for the register in conflict; None, which clears, for an empty text.

    Raises Refused ``status_unknown``, ``reason_unknown``, ``percent_range``, ``value_unreadable``, what an
    amount is refused for, or ``conflict_value`` where no value can be typed.
    """
    kind, _, _, field = conflict.register
    typed = text.strip()
    if not typed:
        return None
    if kind == "money":
        return _cents(conflict, typed)
    if kind == "indicator":
        return _measured(typed)
    if kind in ("action", "assessment"):
        return _of_action(field, typed)
    if kind == "note":
        return typed
    raise Refused("conflict_value", id=conflict.id, found=typed)


def _cents(conflict: Conflict, typed: str) -> int:
    from terren.commands.spending import understood

    amount = understood(typed)
    if amount is None or amount.relative:
        # there is no one amount to which it could be added
        raise Refused("conflict_value", id=conflict.id, found=typed)
    return amount.cents


def _measured(typed: str) -> dict[str, str]:
    from store.edits import checked_text
    from store.figures import read_figure

    held = checked_text(typed, newlines=False)
    if read_figure(held) is None:
        raise Refused("value_unreadable", found=held)
    return {"value": held, "source": ""}


def _of_action(field: str, typed: str) -> object:
    if field == "status":
        return status_code(typed)
    if field == "reason":
        return reason_code(typed)
    if field == "percent":
        return whole_percent(typed)
    if field == "new_deadline":
        return deadline(typed)
    return typed


def whole_percent(text: str) -> int:
    """A whole number of percent. Raises Refused ``percent_range``."""
    typed = text.strip().removesuffix("%").rstrip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3):
        raise Refused("percent_range", found=text)
    return int(typed)


def deadline(text: str) -> str:
    """A year, or a day in ISO 8601. Raises Refused ``date_unreadable``."""
    from datetime import date

    from terren.words import day

    typed = text.strip()
    is_year = typed.isascii() and typed.isdigit() and len(typed) == 4
    return typed if is_year or not typed else day(typed, date.today()).isoformat()
