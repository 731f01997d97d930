"""What deadlines are made of: years, dates, months, quarters and halves of a year, and what joins them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from planreader.vocabulary.fold import fold, month_of, squeeze, tags
from planreader.vocabulary.vocabulary import MONTHS, PERIODS, listed

ORDINAL: Final = re.compile(r"^([1-4]|IV|I{1,3})\.?$")
JOINERS: Final = frozenset(listed("joiners"))
STARTERS: Final = frozenset(listed("starters"))
"""What stands before the first or the last year of a period."""
BETWEEN: Final = frozenset(listed("between"))
"""Small words between these and the year."""
_ROMAN: Final = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_YEAR: Final = r"(?:19|20)\d\d"
_PIECE: Final = re.compile(
    # the first day of a period whose year stands behind the second alone
    rf"(?P<date>(?<![\d./])\d{{1,2}}\.\d{{1,2}}(?=\.?-\d{{1,2}}\.\d{{1,2}}\.{_YEAR})"
    rf"|(?<![\d./]){_YEAR}-(?:0[1-9]|1[0-2])(?:-\d\d)?(?![\d./])"
    rf"|(?<!\d)\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}(?!\d)"
    rf"|(?<![\d.])(?:0?[1-9]|1[0-2])[./]{_YEAR}(?!\d))"
    rf"|(?P<year>(?<!\d){_YEAR}(?!\d)|(?<=\d{{4}}[-/])\d\d(?!\d))"
    r"|(?P<quarter>\b(?:tm|kv|tr|q|k|t)[.-]?\s?(?:[1-4]|iv|i{1,3})(?:-[1-4])?(?!\w)|\b[1-4]q\b)"
    r"|(?P<half>\b(?:gj|s|h)[.-]?[12]\b)"
    r"|(?P<word>6-mujor\w*|[1-4](?:st|nd|rd|th)\b|[^\W\d_]+)"
    r"|(?P<figure>\d+)"
)
_ORDINALS: Final = tuple(tuple(stems.split()) for stems in listed("ordinals"))
_SHORT_MONTHS: Final = {
    fold(name)[:size]: n for names in MONTHS.values() for n, name in enumerate(names, 1) for size in (3, 4)
}
"""Months by their first letters: ``jan``, ``sept``."""
_PARTS: Final = frozenset({"ongoing", "quarter", "half"})
_LONGEST_QUARTER: Final = 5
"""Letters of ``kviii``."""
_LONGEST_PART: Final = 5
"""Letters of a quarter that no other word has: ``kviii``."""
_FOREIGN: Final = re.compile(r"[^\w\s.,;:()/-]")
_SLIPS: Final = (3, 5, 6)
"""Figures of a mistyped year: ``202-2025``, ``20223-2025``."""


class Piece(NamedTuple):
    """A piece of a deadline between two edges of its folded text: a year, months, both, or another word.

    ``wrong`` is a date that no calendar has, or a figure that is part of nothing.
    """

    begin: int
    end: int
    text: str
    year: int | None = None
    months: tuple[int, int] | None = None
    wrong: bool = False


def folded(text: str) -> str:
    """A deadline's text folded, with Arabic figures, and no space around what joins two of them."""
    arabic = re.sub(r"\b(?:IV|I{1,3})\b", lambda match: _ROMAN[match[0]], squeeze(text))
    return re.sub(r"\s*[-–—]\s*", "-", fold(arabic))


def pieces(text: str) -> list[Piece]:
    """The pieces of a text that :func:`folded` made."""
    matches = list(_PIECE.finditer(text))
    texts = [match[0] for match in matches]
    found: list[Piece] = []
    for n, match in enumerate(matches):
        piece, kind = Piece(*match.span(), match[0]), match.lastgroup
        if kind == "date":
            piece = _dated(piece)
        elif kind == "year":
            year = int(match[0])
            piece = piece._replace(year=year if len(match[0]) > 2 else 2000 + year)
        elif kind in ("quarter", "half"):
            piece = piece._replace(months=_part(match[0], 3 if kind == "quarter" else 6))
        elif kind == "word":
            piece = piece._replace(months=_named(texts, n))
        else:
            # days, months and measures follow on a figure, or it counts the quarter before it
            after = next((one for one in texts[n + 1 :] if not (one.isdigit() and len(one) < 3)), "")
            piece = piece._replace(wrong=not (after.isalpha() or any(map(_size, texts[max(0, n - 2) : n]))))
        found.append(piece)
    return found


def _dated(piece: Piece) -> Piece:
    """A date, in either order, with its year or without."""
    figures = [int(figure) for figure in re.findall(r"\d+", piece.text)]
    if figures[0] > 99:
        figures.reverse()
    year = figures.pop() if figures[-1] > 99 else None
    month, day = figures[-1], figures[0] if len(figures) > 1 else 1
    if not 1 <= month <= 12:
        return piece._replace(year=year, wrong=True)
    last = monthrange(year or 2000, month)[1]
    return piece._replace(year=year, months=(month, month), wrong=not 1 <= day <= last)


def _part(text: str, size: int) -> tuple[int, int]:
    """The months of ``q2``, ``tm 1-3``, ``h2``."""
    roman = re.search(r"iv|i+", text)
    parts = [int(figure) for figure in re.findall(r"\d", text)] or [
        int(_ROMAN[roman[0].upper()]) if roman else 1
    ]
    return size * (parts[0] - 1) + 1, size * parts[-1]


def _size(word: str) -> int:
    """The months of a part of the year that a word names, 0 for another word."""
    named = tags(word)
    return 3 if "quarter" in named else 6 if "half" in named else 0


def _named(texts: Sequence[str], at: int) -> tuple[int, int] | None:
    """The months of a word, and of ``2 kvartal``, ``tremujori i dyte``, ``second half``, ``1-3 kvartal``."""
    if month := month_of(texts[at]) or _SHORT_MONTHS.get(texts[at]):
        return month, month
    size = _size(texts[at])
    if not size:
        return None
    before = [n for n in map(_ordinal, texts[max(0, at - 2) : at]) if n]
    after = sorted(filter(None, map(_ordinal, texts[at + 1 : at + 3])), reverse=True)
    counted = before or after[:1]
    if not counted or not counted[0] <= counted[-1] <= 12 // size:
        return None
    return size * (counted[0] - 1) + 1, size * counted[-1]


def _ordinal(word: str) -> int:
    """1 to 4 for a word or a figure that counts, else 0."""
    if word in ("1", "2", "3", "4"):
        return int(word)
    return next((n for n, stems in enumerate(_ORDINALS, 1) if word.startswith(stems)), 0)


def without_starter(words: list[str]) -> list[str]:
    """The words of a period without what begins it: ``deri në fund të 2024``; all where nothing does."""
    if not words or fold(words[0]) not in STARTERS:
        return words
    at = next((n for n, word in enumerate(words[1:], 1) if fold(word) not in BETWEEN), len(words))
    return words[at:]


@lru_cache(maxsize=8192)
def is_deadline_word(text: str) -> bool:
    """Whether words can stand in a deadline cell: years, ranges, months, quarters, dates, "continuously"."""
    if text.isalpha() and len(text) > _LONGEST_QUARTER:
        # so are most words of a document
        return month_of(text) is not None or bool(tags(text) & _PARTS)
    bare = text.strip(".,;:()")
    if bare.isalpha() and len(bare) > _LONGEST_PART:
        # most words of a document
        return month_of(bare) is not None or bool(tags(bare) & _PARTS)
    words = text.split()
    own = without_starter(words) if len(words) > 1 else words
    if words and not own:
        return True
    said = folded(" ".join(own))
    found = pieces(said)
    named = any(tags(piece.text) & _PARTS for piece in found)
    if _FOREIGN.search(said) or not any(map(_tells, found)):
        return False
    return all(
        _tells(piece)
        or piece.text in BETWEEN
        or (named and _ordinal(piece.text))
        or _is_day(piece, after)
        or (piece.text.isdigit() and len(piece.text) in _SLIPS and "-" in said)
        for piece, after in zip(found, [*found[1:], None], strict=True)
    )


def _tells(piece: Piece) -> bool:
    """Whether a piece is of deadlines and of nothing else."""
    return piece.year is not None or piece.months is not None or bool(tags(piece.text) & _PARTS)


def _is_day(piece: Piece, after: Piece | None) -> bool:
    return piece.text.isdigit() and after is not None and after.months is not None


def is_said_of_years(word: str) -> bool:
    """Whether years follow on a word: "for the year", "in the period"."""
    return "year" in tags(word) or fold(word).startswith(PERIODS)
