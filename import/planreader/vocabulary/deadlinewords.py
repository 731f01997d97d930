"""What deadlines are made of: years, dates, months, quarters and halves of a year, and what joins them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import dropwhile, zip_longest
from typing import Final, NamedTuple

from planreader.vocabulary.fold import fold, month_of, squeeze, tags
from planreader.vocabulary.vocabulary import OPEN_WORDS, listed

JOINERS: Final = frozenset(listed("joiners"))
STARTERS: Final = frozenset(listed("starters"))
"""What stands before the first or the last year of a period."""
BETWEEN: Final = frozenset(listed("between"))
"""Small words between these and the year."""
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_QUARTERS: Final = 4
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_YEAR: Final = r"(?:19|20)\d\d"
_BETWEEN_FIGURES: Final = r"(?:[./]\s?|-)"
DAY: Final = (
    rf"(?:\d{{1,2}}{_BETWEEN_FIGURES}\d{{1,2}}{_BETWEEN_FIGURES}{_YEAR}|{_YEAR}-\d\d-\d\d"
    rf"|\d{{1,2}}\.?\s+[^\W\d_]{{3,}}\.?,?\s+{_YEAR}|[^\W\d_]{{3,}}\s+\d{{1,2}},\s*{_YEAR})(?!\d)"
)
"""A day with its year, as a pattern: ``30.6.2026``, ``30. jun 2026``, ``June 30, 2026``, ``2026-06-30``."""
_DAY: Final = re.compile(rf"(?<!\d){DAY}")
_PARTS_OF_DAY: Final = re.compile(r"\d+|[^\W\d_]{3,}")
UNITS: Final = "|".join(
    f"(?P<{unit}>{'|'.join(listed(unit))})" for unit in ("months_long", "years_long", "days_long")
)
"""Of what a duration is so many."""
_PERIODS: Final = listed("periods")
_ORDINALS: Final = tuple(tuple(stems.split()) for stems in listed("ordinals"))
_PIECE: Final = re.compile(
    # the first day of a period whose year stands behind the second alone
    rf"(?P<date>(?<![\d./])\d{{1,2}}\.\d{{1,2}}(?=\.?-\d{{1,2}}\.\d{{1,2}}\.{_YEAR})"
    rf"|(?<![\d./]){_YEAR}-(?:0[1-9]|1[0-2])(?:-\d\d)?(?![\d./])"
    rf"|(?<!\d)\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}(?!\d)"
    rf"|(?<![\d.])(?:0?[1-9]|1[0-2])[./]{_YEAR}(?!\d))"
    rf"|(?P<year>(?<!\d){_YEAR}(?!\d)|(?<=\d{{4}}[-/])\d\d(?!\d|\s?(?:{UNITS})))"
    # 2nd quarter, 1-3 quarter, 1 and 2 quarter, or quarter 2, Q2, TM 1-3, quarter e 2
    r"|(?P<part>(?<!\d)[1-4](?:(?:-|\W+(?:i|e|dhe|and)\W+)[1-4])?(?:[\W_]*[^\W\d_]{1,3})?\W+(?:quarter|half)\b"
    r"|\b(?:(?:tm|kv|tr|q|k|t)[.-]?|quarter[.\s-])\s?(?:[ie] )?[1-4](?:-[1-4])?(?!\w)"
    r"|\b(?:(?:gj|s|h|6m)[.-]?|half[.\s-])\s?(?:[ie] )?[12](?!\w)|\b[1-4]q\b)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<figure>\d+)"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_HALF: Final = re.compile(r"half|gj|6m|\b[hs]\W*[12]$")
_PARTS: Final = frozenset({"ongoing", "quarter", "half"})
_LONGEST_PART: Final = 5
"""Letters of a quarter that no other word has: ``kviii``."""
_EITHER: Final = re.compile(rf"(?<!\d\.)(?<!\d\. )\b(IV|I{{1,3}})\s?[./](?=\s?{_YEAR})")
"""A quarter or a month beside its year, as ``IV 2026``: no date, whatever sign parts them."""
_FOREIGN: Final = re.compile(r"[^\w\s.,;:()/-]")
_LAST_DAY: Final = 31
_SLIPS: Final = (3, 5, 6)
"""Figures of a mistyped year: ``202-2025``, ``20223-2025``."""

_SHORTEST: Final = 3
"""Letters of a word that says anything of a year."""
_LISTS: Final = (
    "joiners",
    "starters",
    "between",
    "said",
    "whole_year",
    "by_when",
    "onwards",
    "since",
    "until",
)
_OF_WHOLE_YEARS: Final = OPEN_WORDS.union(
    word for name in _LISTS for phrase in listed(name) for word in phrase.split()
)
"""Words that leave a year whole."""


class DeadlinePiece(NamedTuple):
    """A piece of a deadline between two edges of its folded text: a year, months, both, or another word.

    ``wrong`` is a date that no calendar has, or a figure that is part of nothing.
    """

    begin: int
    end: int
    text: str
    year: int = 0
    months: tuple[int, int] | None = None
    wrong: bool = False


def folded(text: str) -> str:
    """Return a deadline's text folded, with Arabic figures, and no space around what joins two of them.

    Words for quarters and halves of a year are ``quarter`` and ``half``, those that count are figures, and
    Roman figures months where no quarter can be meant.
    """
    names = _MONTHS if _counts_months(text) else [str(n) for n in range(1, 13)]
    arabic = _EITHER.sub(r"\1 /", squeeze(text))
    roman = r"\b(?:((?i:TM|KV|TR|Q|K|T)?)(IV|I{1,3})|(IX|XI{0,2}|VI{0,3}))\b"
    arabic = re.sub(roman, lambda match: (match[1] or "") + names[_ROMAN.index(match[2] or match[3])], arabic)
    joined = re.sub(r"\s*[-–—]\s*", "-", fold(arabic))
    joined = re.sub(r"\b6 (?=mujor)", "6-", joined)
    return re.sub(r"6-mujor\w*|[1-4](?:st|nd|rd|th)\b|[^\W\d_]{3,}", lambda match: _plain(match[0]), joined)


def _counts_months(text: str) -> bool:
    """Return whether Roman figures beside a year are months: one is no quarter's, and nothing else counts."""
    words = _WORD.findall(text)
    if not any(word in _ROMAN[_QUARTERS:] for word in words) or re.search(_YEAR, text) is None:
        return False
    return all(
        word in _ROMAN
        or month_of(word)
        or is_said_of_years(word)
        or (fold(word) in JOINERS and not tags(word) & _PARTS)
        for word in words
    )


def _plain(word: str) -> str:
    """Return ``quarter``, ``half`` or a figure for a word that says so, else the word."""
    parts = (part for part in ("quarter", "half") if part in tags(word))
    counts = (str(n) for n, stems in enumerate(_ORDINALS, 1) if word.startswith(stems))
    return next(parts, "") or next(counts, word)


def pieces(text: str) -> list[DeadlinePiece]:
    """Return the pieces of a text that :func:`folded` made."""
    matches = list(_PIECE.finditer(text))
    read: list[DeadlinePiece] = []
    for match, after in zip_longest(matches, matches[1:]):
        piece = DeadlinePiece(match.start(), match.end(), match[0])
        if match["date"]:
            piece = _dated(piece)
        elif match["year"]:
            year = int(match[0])
            piece = piece._replace(year=year if len(match[0]) > 2 else 2000 + year)
        elif match["part"]:
            size = 6 if _HALF.search(match[0]) else 3
            parts = [int(figure) for figure in re.findall(r"\d", match[0].removeprefix("6m"))]
            months = size * (parts[0] - 1) + 1, size * parts[-1]
            piece = piece._replace(months=months, wrong=not months[0] < months[1] <= 12)
        elif match["word"]:
            month = month_of(match[0])
            piece = piece._replace(months=(month, month) if month else None)
        else:
            # days and measures stand before what they are of; of "December 31, 2026" the day stands behind
            is_day = bool(read and read[-1].months and after and after["year"] and int(match[0]) <= _LAST_DAY)
            is_before = after is not None and bool(after["word"] or after["figure"])
            piece = piece._replace(wrong=not (is_day or is_before))
        read.append(piece)
    return read


def _dated(piece: DeadlinePiece) -> DeadlinePiece:
    """Return a date, in either order, with its year or without."""
    figures = [int(figure) for figure in re.findall(r"\d+", piece.text)]
    if figures[0] > 99:
        figures.reverse()
    year = figures.pop() if figures[-1] > 99 else 0
    month, day = figures[-1], figures[0] if len(figures) > 1 else 1
    if not 1 <= month <= 12:
        return piece._replace(year=year, wrong=True)
    last = monthrange(year or 2000, month)[1]
    return piece._replace(year=year, months=(month, month), wrong=not 1 <= day <= last)


@lru_cache(maxsize=8192)
def is_deadline_word(text: str) -> bool:
    """Return whether words can stand in a deadline: years, ranges, months, quarters, "continuously"."""
    bare = text.strip(".,;:()")
    has_no_number = "I" not in text and not any(map(str.isdigit, text))
    if bare.isalpha() and (has_no_number or len(bare) > _LONGEST_PART):
        # most words of a document
        return _is_of_year(bare)
    if has_no_number and not any(word in STARTERS or _is_of_year(word) for word in _WORD.findall(fold(text))):
        return False
    plain = folded(text)
    parts = pieces(plain)
    if len(parts) > 1 and plain.split()[0] in STARTERS:
        parts = list(dropwhile(lambda piece: piece.text in BETWEEN, parts[1:]))
        if not parts:
            return True
    if _FOREIGN.search(plain) or not any(map(_tells, parts)):
        return False
    return all(
        _tells(piece)
        or piece.text in BETWEEN
        or (piece.text.isdigit() and after is not None and not after.year and _tells(after))
        or (piece.text.isdigit() and plain.startswith(" /", piece.end))
        or (piece.text.isdigit() and len(piece.text) in _SLIPS and "-" in plain)
        for piece, after in zip_longest(parts, parts[1:])
    )


def _tells(piece: DeadlinePiece) -> bool:
    """Return whether a piece is of deadlines and of nothing else."""
    return bool(piece.year) or piece.months is not None or bool(tags(piece.text) & _PARTS)


def _is_of_year(word: str) -> bool:
    """Return whether a word is a month, a part of a year, or says that something goes on."""
    return month_of(word) is not None or bool(tags(word) & _PARTS)


def leaves_unread(text: str) -> bool:
    """Return whether words right before a year say more than that it is the deadline's: a season, "mid"."""
    words = _WORD.findall(re.split(r"[,;:()]", text)[-1])
    return not all(
        len(word) < _SHORTEST
        or word in _OF_WHOLE_YEARS
        or is_said_of_years(word)
        or tags(word) & {"deadline", "plan"}
        for word in words
    )


def is_said_of_years(word: str) -> bool:
    """Return whether years follow on a word: "for the year", "in the period"."""
    return "year" in tags(word) or fold(word).startswith(_PERIODS)


def days_in(text: str) -> list[str]:
    """Return the days that a text names, ISO, the month in figures or in words."""
    return [day for day in _days(text) if day]


def names_no_day(text: str) -> bool:
    """Return whether a text names a day that no month has: ``31 February 2026``."""
    return not all(_days(text))


def _days(text: str) -> Iterator[str]:
    """Yield the days that a text names, ISO; empty what is written like one, and none."""
    for match in _DAY.finditer(text):
        day, month, year = _PARTS_OF_DAY.findall(match[0])
        if not day.isdigit():
            day, month = month, day
        elif len(day) > len(year):
            day, year = year, day
        number = int(month) if month.isdigit() else month_of(month)
        if number is not None:
            is_day = 0 < number <= len(_MONTHS) and 0 < int(day) <= monthrange(int(year), number)[1]
            yield date(int(year), number, int(day)).isoformat() if is_day else ""
