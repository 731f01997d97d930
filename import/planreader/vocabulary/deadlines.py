"""Deadlines as printed, read into years and months."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final, NamedTuple

from planreader.vocabulary.deadlinewords import DATE, HALF, MONTH_YEAR, ORDINAL, QUARTER
from planreader.vocabulary.fold import fold, month_of, squeeze, tags
from planreader.vocabulary.vocabulary import MONTHS, listed
from store.plan.model import Deadline

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ORDINALS: Final = tuple(tuple(stems.split()) for stems in listed("ordinals"))
_RANGE: Final = re.compile(r"^([1-4]|IV|I{1,3})\.?[-–—]([1-4]|IV|I{1,3})\.?$")
_SPACED_RANGE: Final = re.compile(r"\b([1-4]|IV|I{1,3})\.?\s+[-–—]\s+([1-4]|IV|I{1,3})\b(?!\d)")
_LETTERS_JOINED: Final = re.compile(r"(?<=[^\W\d_]{3})[-–—](?=[^\W\d_]{3})")
_QUARTERS: Final = re.compile(r"\b(TM|Q|K|T|KV|TR)\s?([1-4])\s*[-–—]\s*(?:TM|Q|K|T|KV|TR)?\s?([1-4])(?!\d)")
_SPACED_QUARTER: Final = re.compile(r"\b(TM|Q|K|T|KV|TR)\.?\s+([1-4]|IV|I{1,3})\b", re.IGNORECASE)
_NO_QUARTER: Final = re.compile(r"\b(?:TM|Q|KV|K|TR|T)\.?\s?(?:0|[5-9]|\d\d)\b")
_SHORT_MONTHS: Final = {
    fold(name)[:size]: n for names in MONTHS.values() for n, name in enumerate(names, 1) for size in (3, 4)
}
"""Months by their first letters: ``jan``, ``sept``."""
_WHOLE: Final = listed("whole")
"""Words for a deadline that has no end, or comes back."""
_UNTIL: Final = re.compile(r"(?:deri|do|by|until|najkasnije|me se voni|jo me vone|fundi i|kraj|end of)\b")
_OPEN_END: Final = re.compile(r"\b(?:e tutje|ne vijim|i dalje|pa nadalje|nadalje|onwards?)\W*$")
"""Words behind a year from which on there is no end."""
_ISO: Final = re.compile(r"(?<![\d./])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\d/.])")
_DAYS_BETWEEN: Final = re.compile(
    r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.?(?=\s*[-–—]\s*\d{1,2}\.\d{1,2}\.((?:19|20)\d\d))"
)
"""The first day of a period whose year stands behind the second alone: ``01.03–30.06.2024``."""
_CUT_YEAR: Final = re.compile(r"(?:19|20)\d\d\s*[-–—/]\s*(?:\d|\d{3})\.?$")
_NO_YEAR: Final = re.compile(r"(?<!\d)(?:\d{3}|\d{5,})(?!\d)")
_NO_MONTH: Final = re.compile(r"(?<![\d./])(?:1[3-9]|[2-9]\d)/(?:19|20)\d\d(?!\d)")
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)\s*/\s*(TM|Q|K|T|KV|TR)\s?([1-4])(?!\d)")
_HALF_YEAR: Final = re.compile(r"\b6[\s-]?mujor", re.IGNORECASE)
_SHORT_DATE: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d\d)(?![\d.])")
_LONGEST: Final = 2
"""Words of a period beside the year."""
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Reading(NamedTuple):
    """A deadline and whether its text has the form of one."""

    deadline: Deadline
    malformed: bool


def _periods(text: str) -> list[tuple[int, int | None, int | None]]:
    """(year, first month, last month) of each year named, in order."""
    found: list[tuple[int, int | None, int | None]] = []
    pending: tuple[int, int] | None = None
    words = (
        re.sub(r"(?<=\d{4})\s*[-–—/,]|[-–—/,]\s*(?=[12]\d{3})", " ", _marked(text))
        .replace("(", " ")
        .replace(")", " ")
        .split()
    )
    months_after: list[int] = []
    for index, word in enumerate(words):
        bare = fold(word).strip(".,;")
        year = _YEAR.search(bare)
        if year and len(bare) <= 6:
            first, last = pending if pending else (None, None)
            found.append((int(year.group()), first, last))
            pending = None
            continue
        period = _period_of(words, index)
        if period:
            pending = (pending[0], period[1]) if pending and period[0] >= pending[0] else period
            months_after.append(index)
    if pending and found and found[-1][1] is None:
        found[-1] = (found[-1][0], *pending)
    return found


def _marked(text: str) -> str:
    """A text with the month and year of each date as words."""
    marked = DATE.sub(lambda m: f" m{int(m[2])} {m[3]} ", text)
    return MONTH_YEAR.sub(lambda m: f" m{int(m[1])} {m[2]} ", marked)


def _period_of(words: list[str], index: int) -> tuple[int, int] | None:
    bare = fold(words[index]).strip(".,;")
    month = month_of(words[index]) or _SHORT_MONTHS.get(bare)
    if month:
        return month, month
    dated = re.fullmatch(r"m(\d{1,2})", bare)
    if dated and 1 <= int(dated[1]) <= 12:
        return int(dated[1]), int(dated[1])
    quarter, half = QUARTER.match(bare) or re.fullmatch(r"([1-4])q", bare), HALF.match(bare)
    concept = tags(words[index])
    if not quarter and not half and concept & {"quarter", "half"}:
        return _named_period(words, index, 3 if "quarter" in concept else 6)
    if quarter:
        n = _ROMAN.get(quarter[1]) or int(quarter[1])
        return 3 * n - 2, 3 * n
    if half:
        n = _ROMAN.get(half[1]) or int(half[1])
        return (6 * n - 5, 6 * n) if n <= 2 else None
    return None


def _named_period(words: list[str], index: int, months: int) -> tuple[int, int] | None:
    """``II kvartal``, ``tremujori i dytë``, ``second half``, ``I-III kvartal``: the first and last month."""
    near = [words[n].strip(".,;-") for n in (index - 1, index + 1, index + 2) if 0 <= n < len(words)]
    span = _RANGE.match(near[0]) if index and near else None
    first = last = None
    if span:
        first, last = _ordinal(span[1]), _ordinal(span[2])
    else:
        named = next(
            (n for word in near for n, stems in enumerate(_ORDINALS, 1) if fold(word).startswith(stems)), 0
        )
        first = last = named or next((_ordinal(word) for word in near if ORDINAL.match(word)), None)
    if not first or not last or last < first or last * months > 12:
        return None
    return months * (first - 1) + 1, months * last


def _ordinal(word: str) -> int:
    folded = word.rstrip(".").lower()
    return _ROMAN.get(folded) or int(folded)


def read_deadline(raw: str) -> Reading:
    """A deadline's text read into years and months; ``malformed`` where it is no year, range or period."""
    text = squeeze(raw)
    said = _HALF_YEAR.sub("gjashtëmujor", text.rstrip("*¹²³"))
    said = _YEAR_FIRST.sub(r"\2\3 \1", said)
    said = _ISO.sub(lambda m: f"{m[3] or '01'}.{m[2]}.{m[1]}", said)
    said = _DAYS_BETWEEN.sub(r"\1.\2.\3", said)
    short = re.sub(r"((?:19|20)\d\d)\s*[-–—/]\s*(\d\d)$", lambda m: f"{m[1]}-{m[1][:2]}{m[2]}", said)
    short = _LETTERS_JOINED.sub(" - ", _SPACED_RANGE.sub(r"\1-\2", short))
    short = _QUARTERS.sub(r"\1\2 \1\3", short)
    short = _SPACED_QUARTER.sub(r"\1\2", short)
    short = _SHORT_DATE.sub(lambda m: f"{m[1]}.{m[2]}.20{m[3]}", short)
    periods = _periods(short)
    if not periods:
        ongoing = any("ongoing" in tags(word) for word in text.split())
        ongoing = ongoing or any(words in fold(text) for words in _WHOLE)
        return Reading(Deadline(text), malformed=not ongoing)
    (start, first, _), (end, _, last) = periods[0], periods[-1]
    listed = [year for year, *months in periods if months == [None, None]]
    each = listed == list(range(start, start + len(periods)))
    wrong = (len(periods) > 2 and not each) or end < start
    wrong = wrong or (len(periods) == 2 and _ill_joined(short, periods))
    if start == end and first and last and last < first:
        wrong = True
    wrong = wrong or bool(
        _CUT_YEAR.search(text)
        or _NO_YEAR.search(text)
        or _NO_QUARTER.search(short)
        or _NO_MONTH.search(short)
        or _has_no_day(short)
    )
    if len(periods) == 1 and _OPEN_END.search(fold(text)):
        return Reading(Deadline(text, start, None, first, None), malformed=False)
    return Reading(Deadline(text, start, end, first, last), malformed=wrong)


def _has_no_day(text: str) -> bool:
    """Whether a date names a day that no month has, or a month that no year has."""
    return any(not _is_day(*map(int, found)) for found in DATE.findall(text))


def _is_day(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def is_until(raw: str) -> bool:
    """Whether a deadline says by when, so that an action may begin in an earlier year."""
    return _UNTIL.match(fold(raw)) is not None


def _ill_joined(text: str, periods: list[tuple[int, int | None, int | None]]) -> bool:
    """Two years that are the same without months, or with nothing that joins them."""
    if periods[0] == periods[1]:
        return True
    years = list(_YEAR.finditer(text))
    if not fold(text[years[0].end() : years[1].start()]).strip():
        return True
    # "January 2022 December 2024", "01.01.2022 31.12.2024"
    marked = _marked(text)
    years = list(_YEAR.finditer(marked))
    words = marked[years[0].end() : years[1].start()].rstrip("/ ").split()
    return periods[0][1] is not None and all(_period_of(words, n) for n in range(len(words)))
