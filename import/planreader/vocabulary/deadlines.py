"""Deadlines as printed, read into years and months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from planreader.vocabulary.deadlinewords import Piece, folded, pieces
from planreader.vocabulary.fold import fold, squeeze, tags
from planreader.vocabulary.vocabulary import listed
from store.plan.model import Deadline

_WHOLE: Final = listed("whole")
"""Words for a deadline that has no end, or comes back."""
_SHORT_DATE: Final = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2}\.)(\d\d)(?![\d.])")
_UNTIL: Final = re.compile(rf"(?:{'|'.join(listed('by_when'))})\b")
_QUARTER: Final = 3
"""Months."""
_OPEN_END: Final = re.compile(rf"\b(?:{'|'.join(listed('onwards'))})\W*$")
"""Words behind a year from which on there is no end."""


class DeadlineReading(NamedTuple):
    """A deadline and whether its text has the form of one."""

    deadline: Deadline
    malformed: bool


@lru_cache(maxsize=1024)
def read_deadline(raw: str) -> DeadlineReading:
    """Return a deadline read into years and months; ``malformed`` where it is no year, range or period.

    Of one that runs backwards the later year alone counts.
    """
    text = squeeze(raw)
    plain = folded(_SHORT_DATE.sub(r"\g<1>20\2", text.rstrip("*¹²³")))
    parts = pieces(plain)
    periods, is_whole = _periods(parts)
    if not periods:
        ongoing = any("ongoing" in tags(word) for word in text.split())
        ongoing = ongoing or any(words in fold(text) for words in _WHOLE)
        return DeadlineReading(Deadline(text), malformed=not ongoing)
    begin, end = periods[0], periods[-1]
    first = begin.months[0] if begin.months else None
    last = end.months[1] if end.months else None
    if len(periods) == 1 and _OPEN_END.search(plain):
        return DeadlineReading(Deadline(text, begin.year, None, first, None), malformed=False)
    each = [period.year for period in periods if not period.months] == [
        *range(begin.year, begin.year + len(periods))
    ]
    joined = each if len(periods) > 2 else len(periods) < 2 or _are_joined(plain, begin, end)
    wrong = not is_whole or not joined or any(piece.wrong for piece in (*parts, *periods))
    if (end.year, last or 12) < (begin.year, first or 1):
        # "Q4 2026 (postponed from Q2 2026)": neither is known to be the end, but none is after that year
        return DeadlineReading(Deadline(text, begin.year, begin.year), malformed=True)
    return DeadlineReading(Deadline(text, begin.year, end.year, first, last), malformed=wrong)


def _periods(parts: Sequence[Piece]) -> tuple[list[Piece], bool]:
    """Return each year with the months before it, or behind the last; and whether all months have a year."""
    periods: list[Piece] = []
    before: Piece | None = None
    for piece in parts:
        if piece.months:
            # "Q1-Q3", "January-March"
            first = before.months[0] if before and before.months else piece.months[0]
            months = min(first, piece.months[0]), piece.months[1]
            begin = before.begin if before else piece.begin
            # "December-March 2024": one of them is of another year
            before = piece._replace(begin=begin, months=months, wrong=first > piece.months[0])
        if piece.year:
            periods.append((before or piece)._replace(end=piece.end, year=piece.year))
            before = None
    if before and periods and not periods[-1].months:
        periods[-1] = periods[-1]._replace(months=before.months)
        before = None
    return periods, before is None


def _are_joined(text: str, first: Piece, second: Piece) -> bool:
    """Return whether two periods differ, and something between them says that the one lasts to the other."""
    differ = (first.year, first.months) != (second.year, second.months)
    return differ and bool(text[first.end : second.begin].strip(" ./" if first.months else " ."))


def is_due(deadline: Deadline) -> bool:
    """Return whether a deadline says by when, as do a day, a month, a quarter: it may begin before."""
    first, last = deadline.start_month, deadline.end_month
    is_short = first is not None and last is not None and last - first < _QUARTER
    return is_short or _UNTIL.match(fold(deadline.raw)) is not None
