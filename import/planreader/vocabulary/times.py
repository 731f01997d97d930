"""Which year, part of one, or day a text names, where that begins and where it ends."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from planreader.vocabulary.deadlinewords import DAY, DeadlinePiece, days_in, folded, pieces
from planreader.vocabulary.fold import tags
from planreader.vocabulary.vocabulary import UNNUMBERED, listed

_DAY_AND_MONTH: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.?(?!\d)")
_LEAP_YEAR: Final = 2000
_YEAR: Final = r"(?:19|20)\d\d"
_TO: Final = rf"\s*(?:[-–—/]|\b(?:{'|'.join(listed('by_when'))}|to|through)\b(?:\s+m[eë]\b)?)\s*"
_DAYS: Final = re.compile(
    rf"(?<![\d.])(?:{DAY}|\d{{1,2}}\.(?:\s?\d{{1,2}}\.?)?|\d{{1,2}}(?:\.?\s+[^\W\d_]{{3,}})?){_TO}{DAY}"
    rf"|(?<!\d){DAY}",
    re.I,
)
_YEARS: Final = re.compile(rf"(?<!\d)({_YEAR})\.?{_TO}({_YEAR}|\d\d)(?!\.?\d)", re.I)
_LONGEST_PERIOD: Final = 366
"""Days of what a report is of; a longer time is the plan's."""
_UNTIL: Final = re.compile(
    rf"\b(?:{'|'.join(listed('by_when'))}|to|through)\W+(?:[^\W\d_]{{1,5}}\W+){{0,3}}$"
)
"""What stands before the end of a time."""
_NUMBER: Final = re.compile(rf"(?<![\w.,/-])\d{{1,2}}\W{{1,3}}{_YEAR}")
"""A number beside a year in a folded text: ``Raporti III 2022``, ``Weekly report 24/2022``."""
_UNNUMBERED: Final = [(re.compile("|".join(words)), told) for told, words in UNNUMBERED.items()]


def is_period(text: str) -> bool:
    """Return whether a text is nothing but a year, or a part of one."""
    parts = _parts(text)
    return bool(parts) and all(part.year or part.months for part in parts)


def period_in(text: str) -> str:
    """Return a text without the single days and the years of a plan that it names; a time between two days
    stays where it is no longer than a year."""
    return _YEARS.sub(_within_a_year, _DAYS.sub(_of_report, text))


def last_days(text: str) -> list[str]:
    """Return the days that a text names, ISO, of a time between two days the second, unless it is longer than
    a year."""
    times = [days_in(match[0]) for match in _DAYS.finditer(text)]
    return [days[-1] for days in times if days and not _is_long(days)]


def _is_long(days: list[str]) -> bool:
    begin, end = (date.fromisoformat(day) for day in (days[0], days[-1]))
    return (end - begin).days > _LONGEST_PERIOD


def _of_report(match: re.Match[str]) -> str:
    days = days_in(match[0])
    is_single = re.fullmatch(DAY, match[0], re.I) is not None
    return " " if days and (is_single or _is_long(days)) else match[0]


def _within_a_year(match: re.Match[str]) -> str:
    """Return ``2022-09``, a month, as it is, and nothing for ``2021-2023``."""
    begin, end = match.groups()
    return " " if int(end[-2:]) > int(begin[-2:]) or (len(end) > 2 and end > begin) else match[0]


def moment(heading: str) -> tuple[int, int, int] | None:
    """Return the year, the last month and the day that a heading names, 0 for what it leaves out."""
    parts = _parts(heading)
    year = max((part.year for part in parts), default=0)
    # what stands behind an earlier year
    begin = max((n for n, part in enumerate(parts, 1) if 0 < part.year < year), default=0)
    month, day = max((part.months[1] for part in parts[begin:] if part.months), default=0), 0
    dated = ((int(of[1]), int(of[2])) for of in _DAY_AND_MONTH.finditer(heading))
    days = [(in_month, of) for of, in_month in dated if 0 < of <= _days_of(in_month)]
    if ends := [day for day in days_in(heading) if day.startswith(str(year))]:
        days = [(int(max(ends)[5:7]), int(max(ends)[8:]))]
    month, day = max(days, default=(month, day))
    return (year, month, day) if year or month else None


def first_month(text: str) -> int:
    """Return the month with which the time begins that a text names: January, unless it names a part of a
    year, and not that something is up to then."""
    folded_period = _folded(period_in(text))
    named = [(part.begin, part.months[0]) for part in pieces(folded_period) if part.months]
    if not named or _UNTIL.search(folded_period[: named[0][0]]):
        return 1
    return min(month for _begin, month in named)


def is_unknown_part(text: str) -> bool:
    """Return whether a text names a part of a year, and not which: ``Raporti tremujor 2022``, ``Raporti III
    2022``."""
    plain = _folded(period_in(text))
    parts = pieces(plain)
    is_part = _NUMBER.search(plain) or any("quarter" in tags(part.text) for part in parts)
    return bool(is_part) and not any(part.months for part in parts)


def _parts(text: str) -> list[DeadlinePiece]:
    return pieces(_folded(text))


def _folded(text: str) -> str:
    # "Quarter: III" is said as "Quarter III"
    plain = folded(text.replace(":", " "))
    for unnumbered, told in _UNNUMBERED:
        plain = unnumbered.sub(told, plain)
    return plain


def end_of(when: tuple[int, int, int] | None) -> str:
    """Return the last day of a year, of a month in it, or the day itself, ISO; empty without a year."""
    year, month, day = when or (0, 0, 0)
    last = monthrange(year, month or 12)[1] if year else 0
    return date(year, month or 12, min(day or last, last)).isoformat() if year else ""


def _days_of(month: int) -> int:
    """Return how many days a month may have; 0 where there is none of that number."""
    return monthrange(_LEAP_YEAR, month)[1] if 0 < month <= 12 else 0
