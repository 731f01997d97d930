"""A text dump as logical lines: page marks taken out, lines that were cut inside a word put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import CONJUNCTIONS, PAGE_WORDS

WRAP: Final = 0
"""The line follows directly on the one before."""
BLOCK: Final = 1
"""An empty line lies between."""
BLANK: Final = 2
"""A line of nothing but spaces lies between: a blank paragraph or an empty cell."""

_APART: Final = 2
"""Empty lines above one that is set apart."""
_LETTER_SPACED: Final = re.compile(r"^(?:\w ){3,}\w\b")
_HALF_NUMBER: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\.\d{1,2}\.")
"""The number of an action whose last part a narrow column put on the next line."""
_PAGE_MARK: Final = re.compile(
    rf"^(?:{'|'.join(PAGE_WORDS)})\.?\s*[|:]?\s*\d{{1,4}}(?:\s*(?:/|of|od|nga|prej|\|)\s*\d{{1,4}})?$",
    re.IGNORECASE,
)

_SHORT_MARK: Final = re.compile(r"[pf]\.\s?\d{1,4}")
_BETWEEN_DASHES: Final = re.compile(r"^[-–—]\s*(\d{1,4})\s*[-–—]$")
_DASHES: Final = frozenset("-–—")
_LATEST_FIRST: Final = 30
_MOST_LEFT_OUT: Final = 3
"""The highest number of the first page that is marked, and by how much the next may be higher."""


class Line(NamedTuple):
    """A logical line.

    ``lead`` and ``trail`` count spaces, ``cuts`` are the lengths of pieces cut inside a word, ``blanks``
    counts the blank paragraphs before it; ``apart`` says that more than one empty line lies before it,
    ``cut`` that it ends inside a word whose rest does not follow.
    """

    text: str
    first: int
    last: int
    gap: int = WRAP
    page: bool = False
    lead: int = 0
    trail: int = 0
    cuts: tuple[int, ...] = ()
    length: int = 0
    blanks: int = 0
    apart: bool = False
    cut: bool = False

    @property
    def place(self) -> str:
        return place(self.first, self.last)


def place(first: int, last: int) -> str:
    """Where in the document: ``line 61`` or ``lines 61-66``."""
    return f"line {first}" if first == last else f"lines {first}-{last}"


def is_page_mark(text: str) -> bool:
    """Whether a line is the mark of a page: ``P a g e  | 8``, ``Faqe 3``, ``Strana 4/20``, ``- 12 -``."""
    bare = text.strip()
    if _LETTER_SPACED.match(bare):
        words = [part.replace(" ", "") for part in re.split(r"\s{2,}|(?=\|)", bare)]
        bare = " ".join(words)
    first, bar, word = bare.partition("|")
    if bar and first.strip().isdigit():
        # "3 | P a g e"
        bare = f"{word.replace(' ', '')} {first.strip()}"
    return (
        bool(_PAGE_MARK.match(bare) or _SHORT_MARK.fullmatch(bare)) or _BETWEEN_DASHES.match(bare) is not None
    )


def page_marks(rows: Sequence[str]) -> frozenset[int]:
    """Which lines of a text are marks of pages. Numbers between dashes are where they count on.

    A row of a budget may hold one amount between two blank cells: ``- 500 -``.
    """
    found: set[int] = set()
    last = 0
    for at, row in enumerate(rows):
        bare = row.strip()
        if not bare or not (bare[0].isdigit() or bare[-1].isdigit() or bare[-1] in _DASHES):
            continue
        between = _BETWEEN_DASHES.match(bare)
        if between is None:
            if is_page_mark(bare):
                found.add(at)
        elif last < (number := int(between[1])) <= (last + _MOST_LEFT_OUT if last else _LATEST_FIRST):
            found.add(at)
            last = number
    return frozenset(found)


class _Printed(NamedTuple):
    """A printed line with its gap and the blank and empty lines before it."""

    text: str
    number: int
    gap: int
    page: bool
    blanks: int
    empty: int


def _printed(text: str) -> list[_Printed]:
    """Lines with their gaps; a line set in directly below another begins a page."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").split("\n")
    marks = page_marks(rows)
    found: list[_Printed] = []
    gap, page, blanks, empty = BLOCK, False, 0, 0
    for number, printed in enumerate(rows, 1):
        row = printed.replace("\t", "    ")
        if not row:
            gap, empty = max(gap, BLOCK), empty + 1
        elif not row.strip():
            gap, blanks = BLANK, blanks + 1
        elif number - 1 in marks:
            page, gap = True, max(gap, BLOCK)
        else:
            inset = gap == WRAP and row[0] == " " and bool(found) and found[-1].text[0] != " "
            found.append(_Printed(row, number, gap, page or inset, blanks, empty))
            gap, page, blanks, empty = WRAP, False, 0, 0
    return found


def goes_on(left: str, right: str) -> bool:
    """Whether a line can be the rest of a word or number that was cut: letters of one case, or digits."""
    last, first = left[-1], right[0]
    if last.isdigit():
        return first.isdigit() or first in ".,-/€%)" or "-" in left[-6:]
    if last.isalpha():
        return not first.isdigit() and (not last.islower() or not first.isupper())
    return True


def _is_compound(left: str, right: str) -> bool:
    """Whether a line ends with the hyphen of a word that goes on: ``non-`` and ``majority``."""
    hyphen = left[-1:] == "-" and left[-2:-1].isalpha()
    return hyphen and right[0].islower() and fold(right.split()[0]) not in CONJUNCTIONS


def _ends_tell(rows: Sequence[_Printed]) -> bool:
    """Whether lines that end in a word end in a space, so that an end without one is a cut inside a word."""
    ended = sum(row.text.endswith(" ") for row in rows)
    return len(rows) > 20 and ended > 0.6 * len(rows)


def logical_lines(text: str) -> list[Line]:
    """All lines with text of a dump, in order; those that were cut inside a word are one."""
    printed = _printed(text)
    tell = _ends_tell(printed)
    lines: list[Line] = []
    before = ""
    for row in printed:
        bare = row.text.strip()
        lead = len(row.text) - len(row.text.lstrip()) - (1 if row.page and row.text[0] == " " else 0)
        trail = len(row.text) - len(row.text.rstrip())
        cut = tell and not trail
        half = before.strip()
        if (
            half
            and row.gap == WRAP
            and not row.page
            and (
                (not before.endswith(" ") if tell else cuts_number(half, bare))
                or (bare.isdigit() and _HALF_NUMBER.fullmatch(half))
                or _is_compound(half, bare)
            )
            and goes_on(before, bare)
        ):
            last = lines[-1]
            lines[-1] = last._replace(
                text=last.text + bare,
                last=row.number,
                trail=trail,
                cuts=(*last.cuts, last.length - sum(last.cuts)),
                length=last.length + len(bare),
                cut=cut,
            )
        else:
            apart = row.empty - row.blanks >= _APART
            lines.append(
                Line(
                    bare, row.number, row.number, row.gap, row.page, lead, trail,
                    length=len(bare), blanks=row.blanks, apart=apart, cut=cut,
                )
            )  # fmt: skip
        before = row.text
    return lines


_BROKEN_NUMBER: Final = re.compile(r"(?:^|\s)(\d{1,3}(?:[.,]\d{3})*[.,]\d{0,2})$")
_SIGN: Final = re.compile(r"\s?(?:€|EUR)$")
_BROKEN_CENTS: Final = re.compile(
    r"(?:^|\s)\d{1,3}(?P<group>[., '])?(?(group)(?:\d{3}(?P=group))*\d{3}|)[.,](\d?)$"
)
_CENTS: Final = 2
_GROUPED: Final = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")


def cuts_number(left: str, right: str) -> bool:
    """Whether a line ends in the middle of a number that goes on with the next, as grouped thousands tell."""
    rest = _SIGN.sub("", right)
    if not rest.isdigit():
        return False
    number = _BROKEN_NUMBER.search(left)
    if number and _GROUPED.match(number.group(1) + rest):
        return True
    cents = _BROKEN_CENTS.search(left)
    return bool(cents and len(cents.group(2)) + len(rest) == _CENTS)
