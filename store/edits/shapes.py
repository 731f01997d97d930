"""What a value may be, by kind and field: checked where a file is read, before it can reach a view.

Checked are form, range, and the codes of statuses and reasons, by which roll-ups go. Kinds and fields
that are not listed may hold anything, since later versions bring new ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Final, TypeAlias

from store.account.money import MAX_CENTS
from store.account.reviews import REVIEWS
from store.account.statuses import STATUSES
from store.edits.edits import MAX_TEXT, REASONS
from store.plan.reporting import RULES

Shape: TypeAlias = "Callable[[Any], bool]"
"""Whether a value that is not null has the form."""

_LONGEST: Final = 15_000
"""Letters of headquarters' words for a report, and of a part of a revision."""
_YEAR: Final = re.compile("[0-9]{4}")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_text(value: Any) -> bool:
    return type(value) is str and len(value) <= MAX_TEXT


def _is_long_text(value: Any) -> bool:
    return type(value) is str and len(value) <= _LONGEST


def _is_one_of(codes: Collection[str]) -> Shape:
    return lambda value: type(value) is str and value in codes


def _is_percent(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 100


def _is_flag(value: Any) -> bool:
    return type(value) is bool


def _never(value: Any) -> bool:
    """Of a register that nobody can have: its year is none."""
    return False


def _is_day(value: Any) -> bool:
    return type(value) is str and is_day(value)


def _is_money(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MAX_CENTS


def _has(**shapes: Shape) -> Shape:
    """An object in which these keys, where they stand, are of these forms; others are of later versions."""

    def fits(value: Any) -> bool:
        return type(value) is dict and all(shape(value[key]) for key, shape in shapes.items() if key in value)

    return fits


def _are(shape: Shape) -> Shape:
    """A list whose entries have the form."""
    return lambda value: type(value) is list and all(map(shape, value))


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


_FIELDS: Final[dict[str, dict[str, Shape]]] = {
    "action": {
        "status": _is_one_of(STATUSES),
        "percent": _is_percent,
        "reason": _is_one_of(REASONS),
        **dict.fromkeys(("reason_text", "new_deadline", "output_reached", "next_steps"), _is_text),
    },
    "assessment": {"status": _is_one_of(STATUSES), "comment": _is_text},
    "decision": {
        "cancelled": _is_flag,
        "successor": _are(_is_text),
        "release": _has(
            version=_is_text,
            note=_is_long_text,
            files=_are(_has(kind=_is_text, name=_is_text, bytes=_is_count, sha256=_is_text)),
            signer=_is_text,
            signature=_is_text,
        ),
        "reserve_key": _has(recipient=_is_text, signer=_is_text, signature=_is_text),
        "revision": _has(
            of=_is_text,
            part=_is_count,
            text=_is_long_text,
            parts=_is_count,
            revision=_is_count,
            sha256=_is_text,
        ),
    },
    "passport": dict.fromkeys(("measure", "source", "formula", "responsible", "available"), _is_text),
    "review": {"report": _has(state=_is_one_of(REVIEWS), reason=_is_text, of=_is_text)},
    "period": {"due": _is_day, "closed": _is_day},
    "reporting": {"expected": _has(who=_is_one_of(RULES), units=_are(_is_text))},
    "meeting": {
        "about": _has(title=_is_text, date=_is_text, agenda=_are(_is_text), place=_is_text, ended=_is_flag)
    },
}
_ANY_FIELD: Final[dict[str, Shape]] = {
    "note": _is_text,
    "name": _is_text,
    "narrative": _is_long_text,
    "evidence": _has(title=_is_text, ref=_is_text, kind=_is_text),
    "resolution": _has(text=_is_text, responsible=_is_text, due=_is_text),
}
_MEASUREMENT: Final = _has(value=_is_text, source=_is_text)
_MONEY: Final = ("allocated", "capital.spent", "recurrent.spent")


def shape_of(kind: str, field: str) -> Shape | None:
    """The form of a register's values, or None where they may be anything."""
    if kind == "money":
        year, _, of = field.partition(".")
        if of not in _MONEY:
            return None
        return _is_money if _YEAR.fullmatch(year) else _never
    if kind == "indicator":
        if not field.isdecimal():
            return None
        return _MEASUREMENT if _YEAR.fullmatch(field) else _never
    return _ANY_FIELD.get(kind) or _FIELDS.get(kind, {}).get(field)


def fits_day(kind: str, field: str, day: str) -> bool:
    """Return whether the day from which a value holds has the form: of money it is one of its own year."""
    return is_day(day) and (kind != "money" or shape_of(kind, field) is None or day[:4] == field[:4])


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar in ISO form."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
