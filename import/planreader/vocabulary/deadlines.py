"""Deadlines as printed, read into years and months."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from planreader.vocabulary.deadlinewords import (
    BETWEEN,
    UNITS,
    DeadlinePiece,
    folded,
    leaves_unread,
    names_no_day,
    pieces,
)
from planreader.vocabulary.fold import Stems, fold, month_of, squeeze, tags
from planreader.vocabulary.vocabulary import CONJUNCTIONS, listed
from store.plan.model import Deadline

_WHOLE: Final = listed("whole")
"""Words for a deadline that has no end, or comes back."""
_SHORT_DATE: Final = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2}\.)(\d\d)(?![\d.])")
_SHORT_YEAR: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,11})[-'’]([2-4]\d)(?!\d)")
"""A month with a year of two figures, as spreadsheets show it: ``Dec-26``, ``30-Jun-27``."""
_FULL_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_UNTIL: Final = re.compile(rf"(?:{'|'.join(listed('by_when'))})\b")
_QUARTER: Final = 3
"""Months."""
_OPEN_END: Final = re.compile(rf"(?:\+|\b(?:{'|'.join(listed('onwards'))}))\W*$")
"""Words behind a year from which on there is no end."""
_SINCE: Final = re.compile(
    rf"\b(?:{'|'.join(listed('since'))})"
    rf"(?:\W+(?:{'|'.join((*BETWEEN, *listed('since_between')))}|\d{{1,2}}(?!\d)))*\W*$"
)
"""What stands before a time that is no end."""
_TO: Final = re.compile(rf"-|\b(?:{'|'.join(listed('until'))})\b")
"""What stands within a period, before its end."""
_GOES_ON: Final = re.compile(rf"[\s.]*(?:-|\b(?:{'|'.join((*listed('until'), *CONJUNCTIONS))})\b)")
"""What stands behind a time that lasts from then on, before the word that says so."""
_LASTS: Final = re.compile(rf"[\s.,(-]*(\d{{1,3}})[\s-]*(?:{UNITS})\w*\W*$")
"""How long something lasts from a time on."""
_LATER_DAY: Final = re.compile(r"\b(?!0?1\D)\d{1,2}\W+(?:\d{1,2}[./-]|[^\W\d_])|\d{4}-\d\d-(?!01)\d")
"""How a date begins that is not the first day of its month."""
_CHANGE: Final = re.compile(r"[→➔➜⇒⟶]|[-=–]+>|[^\W\d_]+")
"""An arrow, or a word that may say that one deadline took the place of another."""
_STAGES: Final = Stems((stem, stage) for stage in ("newer", "older") for stem in listed(stage))
_TURNED: Final = frozenset(listed("turned"))


class DeadlineReading(NamedTuple):
    """A deadline and whether its text has the form of one."""

    deadline: Deadline
    malformed: bool


def is_otherwise(deadline: Deadline) -> bool:
    """Return whether the text of a deadline names, in good form, other years than those that count."""
    read, malformed = read_deadline(deadline.raw)
    named = (read.start, read.end)
    return not malformed and read.end is not None and named != (deadline.start, deadline.end)


@lru_cache(maxsize=1024)
def read_deadline(raw: str) -> DeadlineReading:
    """Return a deadline read into years and months; ``malformed`` where it is no year, range or period.

    Of one that runs backwards the later year alone counts, of an earlier and a new one the new one. What says
    from when alone has no end.
    """
    text = squeeze(raw)
    if newer := newer_in(text):
        return DeadlineReading(read_deadline(newer).deadline._replace(raw=text), malformed=True)
    plain = folded(_with_century(text.rstrip("*¹²³")))
    parts = pieces(plain)
    periods, is_whole = _periods(parts)
    ongoing = any("ongoing" in tags(word) for word in text.split())
    ongoing = ongoing or any(words in fold(text) for words in _WHOLE)
    if not periods:
        return DeadlineReading(Deadline(text), malformed=not ongoing)
    begin, end = periods[0], periods[-1]
    first = begin.months[0] if begin.months else None
    last = end.months[1] if end.months else None
    rest = plain[end.end :] if len(periods) == 1 else ""
    lasts = _LASTS.match(rest)
    if lasts is not None and (lasts["years_long"] or (lasts["months_long"] and first)):
        return DeadlineReading(_lasting(text, plain, begin, lasts), malformed=False)
    if _OPEN_END.search(plain[begin.begin :] if rest else "") or (ongoing and _GOES_ON.match(rest)):
        return DeadlineReading(Deadline(text, begin.year, None, first, None), malformed=False)
    since = _SINCE.search(plain[: begin.begin]) if len(periods) == 1 else None
    is_cut = len(periods) == 1 and (plain.endswith("-") or lasts is not None)
    if is_cut or (since is not None and not _TO.search(plain[since.start() :])):
        return DeadlineReading(Deadline(text, begin.year, None, first, None), malformed=not ongoing)
    each = [period.year for period in periods if not period.months] == [
        *range(begin.year, begin.year + len(periods))
    ]
    joined = each if len(periods) > 2 else len(periods) < 2 or _are_joined(plain, begin, end)
    wrong = not is_whole or not joined or names_no_day(text)
    wrong = wrong or any(piece.wrong for piece in (*parts, *periods))
    if not (wrong or ongoing):
        before = [0, *(period.end for period in periods)]
        wrong = any(
            not period.months and leaves_unread(plain[after : period.begin])
            for after, period in zip(before, periods, strict=False)
        )
    if (end.year, last or 12) < (begin.year, first or 1):
        # neither is known to be the end, but none is after that year
        return DeadlineReading(Deadline(text, begin.year, begin.year), malformed=True)
    return DeadlineReading(Deadline(text, begin.year, end.year, first, last), malformed=wrong)


def _with_century(text: str) -> str:
    """Return a deadline's text with its years of two figures whole, where they are no days."""
    text = _SHORT_DATE.sub(r"\g<1>20\2", text)
    if _FULL_YEAR.search(text):
        return text
    return _SHORT_YEAR.sub(lambda match: f"{match[1]} 20{match[2]}" if month_of(match[1]) else match[0], text)


def _lasting(text: str, plain: str, begin: DeadlinePiece, lasts: re.Match[str]) -> Deadline:
    """Return a deadline of so many months or years from a time on."""
    months = int(lasts[1]) * (12 if lasts["years_long"] else 1)
    first = begin.months[0] if begin.months else 1
    ends = first + months - (not _LATER_DAY.search(plain[: begin.end]))
    end = Deadline(text, begin.year, begin.year + (ends - 1) // 12, first, (ends - 1) % 12 + 1)
    return end if begin.months else end._replace(start_month=None, end_month=None)


def last_day(raw: str) -> str:
    """Return the last day of a period that a deadline names, ISO; empty where it names none, or no end."""
    (_raw, _start, year, _first, month), is_malformed = read_deadline(raw)
    if year is None or is_malformed:
        return ""
    return date(year, month or 12, monthrange(year, month or 12)[1]).isoformat()


def newer_in(text: str) -> str:
    """Return the deadline that took the place of another in the text; empty where none did.

    One of them may leave its year to the other: ``Q2 → Q4 2024``.
    """
    for mark in _CHANGE.finditer(text):
        stages = _STAGES.of(fold(mark[0])) if mark[0].isalpha() else {"newer"}
        if not stages:
            continue
        sides = text[: mark.start()], text[mark.end() :]
        parts = [pieces(folded(_with_century(side))) for side in sides]
        if all(any(piece.year or piece.months for piece in side) for side in parts):
            is_turned = "older" in stages or fold(sides[1].split()[0]).strip(":.,") in _TURNED
            newer, (own, other) = sides[not is_turned], parts if is_turned else parts[::-1]
            year = next((piece.year for piece in other if piece.year), "")
            return newer if any(piece.year for piece in own) else f"{newer} {year}"
    return ""


def _periods(parts: Sequence[DeadlinePiece]) -> tuple[list[DeadlinePiece], bool]:
    """Return each year with the months before it, or behind the last; and whether all months have a year."""
    periods: list[DeadlinePiece] = []
    before: DeadlinePiece | None = None
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


def _are_joined(text: str, first: DeadlinePiece, second: DeadlinePiece) -> bool:
    """Return whether two periods differ, and something between them says that the one lasts to the other."""
    differ = (first.year, first.months) != (second.year, second.months)
    return differ and bool(text[first.end : second.begin].strip(" ./" if first.months else " ."))


def is_due(deadline: Deadline) -> bool:
    """Return whether a deadline says by when, as do a day, a month, a quarter: it may begin before."""
    first, last = deadline.start_month, deadline.end_month
    is_short = first is not None and last is not None and last - first < _QUARTER
    return is_short or _UNTIL.match(fold(deadline.raw)) is not None
