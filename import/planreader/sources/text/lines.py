"""A text dump as logical lines: page marks taken out, lines that were cut inside a word put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planreader.sources.text.rejoin import Rejoiner
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import CONJUNCTIONS, PAGE_WORDS

INWORD: Final = -1
"""The line goes on within the last word of the one before."""
WRAP: Final = 0
"""The line follows directly on the one before."""
BLOCK: Final = 1
"""An empty line lies between."""
BLANK: Final = 2
"""A line of nothing but spaces lies between: a blank paragraph or an empty cell."""

_NEVER: Final = 1000
_LETTER_SPACED: Final = re.compile(r"^(?:\w ){3,}\w\b")
_HALF_NUMBER: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\.\d{1,2}\.")
"""The number of an action whose last part a narrow column put on the next line."""
_PAGE_MARK: Final = re.compile(
    rf"^(?:{'|'.join(PAGE_WORDS)})\.?\s*[|:]?\s*\d{{1,4}}(?:\s*(?:/|of|od|nga|prej|\|)\s*\d{{1,4}})?$",
    re.IGNORECASE,
)

_SHORT_MARK: Final = re.compile(r"[pf]\.\s?\d{1,4}")
_BETWEEN_DASHES: Final = re.compile(r"^[-–—]\s*(\d{1,4})\s*[-–—]$")
_LATEST_FIRST: Final = 30
_MOST_LEFT_OUT: Final = 3
"""The highest number of the first page that is marked, and by how much the next may be higher."""


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line.

    ``lead`` and ``trail`` count spaces, ``cuts`` are the lengths of pieces cut inside a word, ``blanks``
    counts the blank paragraphs before it; ``apart`` says that more empty lines lie before it than elsewhere,
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
        between = _BETWEEN_DASHES.match(row.strip())
        number = int(between[1]) if between is not None else 0
        if between is not None:
            if last < number <= (last + _MOST_LEFT_OUT if last else _LATEST_FIRST):
                found.add(at)
                last = number
        elif is_page_mark(row):
            found.add(at)
    return frozenset(found)


@dataclass(slots=True)
class Physical:
    """A printed line with its gap and the blank and empty lines before it."""

    text: str
    number: int
    gap: int
    page: bool
    blanks: int
    empty: int


def _physical(text: str) -> list[Physical]:
    """Lines with their gaps; a form feed, or a line set in directly below another, begins a page."""
    has_feeds = "\f" in text
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marks = page_marks(rows)
    found: list[Physical] = []
    gap, page, blanks, empty = BLOCK, False, 0, 0
    for number, row in enumerate(rows, 1):
        if "\f" in row:
            page, row = True, row.replace("\f", "")
        row = row.replace("\t", "    ")
        if not row:
            gap, empty = max(gap, BLOCK), empty + 1
        elif not row.strip():
            gap, blanks = BLANK, blanks + 1
        elif number - 1 in marks:
            page, gap = True, max(gap, BLOCK)
        else:
            inset = (
                not has_feeds and gap == WRAP and row[0] == " " and bool(found) and found[-1].text[0] != " "
            )
            found.append(Physical(row, number, gap, page or inset, blanks, empty))
            gap, page, blanks, empty = WRAP, False, 0, 0
    return found


def _set_apart(rows: Sequence[Physical]) -> int:
    """From how many empty lines on a line is set apart: more than are usual, where few lines have as many."""
    counts = Counter(row.empty - row.blanks for row in rows if row.empty)
    usual = counts.most_common(1)[0][0] if counts else 0
    above = sum(n for count, n in counts.items() if count > usual)
    return usual + 1 if above * 10 < sum(counts.values()) else _NEVER


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
    follows = right[0].isalpha() and right[0].islower() and fold(right.split()[0]) not in CONJUNCTIONS
    return left[-1:] == "-" and left[-2:-1].isalpha() and follows


class _Known:
    """The words that stand within the lines of a dump: over an empty line only they are put together."""

    def __init__(self, rows: Sequence[Physical]) -> None:
        self._words = {word for row in rows for word in row.text.split()[1:]}

    def __call__(self, left: str, right: str) -> bool:
        return f"{left.split()[-1]}{right.split()[0]}" in self._words


def ends_tell(rows: Sequence[str]) -> bool:
    """Whether lines that end in a word end in a space, so that an end without one is a cut inside a word."""
    ended = sum(row.endswith(" ") for row in rows)
    return len(rows) > 20 and ended > 0.6 * len(rows)


def logical_lines(text: str) -> list[Line]:
    """All lines with text of a dump, in order."""
    return joined_lines(_physical(text))


def joined_lines(physical: Sequence[Physical]) -> list[Line]:
    """Printed lines with those put together that were cut inside a word."""
    apart = _set_apart(physical)
    tell = ends_tell([p.text for p in physical])
    known = _Known(physical)
    rejoiner = None if tell else Rejoiner([(p.text, p.gap == WRAP) for p in physical])
    lines: list[Line] = []
    for index, p in enumerate(physical):
        bare = p.text.strip()
        lead = len(p.text) - len(p.text.lstrip()) - (1 if p.page and p.text[0] == " " else 0)
        trail = len(p.text) - len(p.text.rstrip())
        if index:
            before = physical[index - 1]
            cut = not before.text.endswith(" ") if tell else bool(rejoiner and rejoiner.joins(index))
            cut = cut or bool(_HALF_NUMBER.fullmatch(before.text.strip()) and bare.isdigit())
            cut = cut or (p.gap == WRAP and _is_compound(before.text.strip(), bare))
            if (
                cut
                and not p.page
                and goes_on(before.text, bare)
                and (p.gap == WRAP or known(before.text, bare))
            ):
                last = lines[-1]
                tail_length = last.length - sum(last.cuts)
                lines[-1] = Line(
                    last.text + bare, last.first, p.number, last.gap, last.page, last.lead, trail,
                    (*last.cuts, tail_length), last.length + len(bare), last.blanks, last.apart,
                    tell and not p.text.endswith(" "),
                )  # fmt: skip
                continue
        lines.append(
            Line(
                bare, p.number, p.number, p.gap, p.page, lead, trail, (), len(bare), p.blanks,
                p.empty - p.blanks >= apart, tell and not p.text.endswith(" "),
            )
        )  # fmt: skip
    return lines
