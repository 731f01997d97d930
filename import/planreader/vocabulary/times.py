"""Which year, part of one, or day a text names, and where that ends."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from planreader.vocabulary.deadlinewords import days_in, folded, pieces
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import listed

_DAY_AND_MONTH: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.?(?!\d)")
_LEAP_YEAR: Final = 2000
_UNTIL: Final = re.compile(rf"\b(?:{'|'.join(listed('by_when'))}|to|through)\b")
"""What stands before the end of a time."""


def is_period(text: str) -> bool:
    """Return whether a text is nothing but a year, or a part of one."""
    parts = pieces(folded(text))
    return bool(parts) and all(part.year or part.months for part in parts)


def moment(heading: str) -> tuple[int, int, int] | None:
    """Return the year, the last month and the day that a heading names, 0 for what it leaves out."""
    parts = pieces(folded(heading))
    year = max((part.year for part in parts), default=0)
    # what stands behind an earlier year
    begin = max((n for n, part in enumerate(parts, 1) if 0 < part.year < year), default=0)
    month, day = max((part.months[1] for part in parts[begin:] if part.months), default=0), 0
    dated = ((int(of[1]), int(of[2])) for of in _DAY_AND_MONTH.finditer(heading))
    days = ((of, in_month) for of, in_month in dated if 0 < of <= _days_of(in_month))
    day, month = next(days, (day, month))
    return (year, month, day) if year or month else None


def is_of_part(text: str) -> bool:
    """Return whether a text names a part of a year, and neither a day nor that something is up to then: what
    came before in that year is no part of it, unless it begins with January."""
    months = [part.months[0] for part in pieces(folded(text)) if part.months]
    is_dated = days_in(text) or _DAY_AND_MONTH.search(text)
    return bool(months) and min(months) > 1 and not (is_dated or _UNTIL.search(fold(text)))


def end_of(when: tuple[int, int, int] | None) -> str:
    """Return the last day of a year, of a month in it, or the day itself, ISO; empty without a year."""
    year, month, day = when or (0, 0, 0)
    last = monthrange(year, month or 12)[1] if year else 0
    return date(year, month or 12, min(day or last, last)).isoformat() if year else ""


def _days_of(month: int) -> int:
    """Return how many days a month may have; 0 where there is none of that number."""
    return monthrange(_LEAP_YEAR, month)[1] if 0 < month <= 12 else 0
