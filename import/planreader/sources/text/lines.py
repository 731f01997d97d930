"""A text dump as logical lines: page marks taken out, lines that were cut inside a word put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from planreader.vocabulary.vocabulary import PAGE_WORDS

WRAP: Final = 0
"""The line follows directly on the one before."""
BLOCK: Final = 1
"""An empty line lies between."""
BLANK: Final = 2
"""A line of nothing but spaces lies between: a blank paragraph or an empty cell."""

_HALF_NUMBER: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\.\d{1,2}\.")
"""The number of an action whose last part a narrow column put on the next line."""
_APART: Final = 2
"""Empty lines above one that begins a page."""
_LETTER_SPACED: Final = re.compile(r"^(?:\w ){3,}\w\b")
_DASHES: Final = "-–—"
_PAGE_MARK: Final = re.compile(
    rf"(?:{'|'.join(PAGE_WORDS)})\.?\s*[|:]?\s*\d{{1,4}}(?:\s*(?:/|of|od|nga|prej|\|)\s*\d{{1,4}})?"
    rf"|[{_DASHES}]\s*\d{{1,4}}\s*[{_DASHES}]",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A logical line.

    ``cuts`` are the lengths of pieces cut inside a word, ``blanks`` counts the blank paragraphs before it;
    ``cut`` says that it ends inside a word whose rest does not follow.
    """

    text: str
    first: int
    last: int
    gap: int = WRAP
    page: bool = False
    cuts: tuple[int, ...] = ()
    blanks: int = 0
    cut: bool = False

    @property
    def place(self) -> str:
        return place(self.first, self.last)


def place(first: int, last: int) -> str:
    """Return where in the document: ``line 61`` or ``lines 61-66``."""
    return f"line {first}" if first == last else f"lines {first}-{last}"


def is_page_mark(text: str) -> bool:
    """Return whether a line is the mark of a page: ``P a g e  | 8``, ``3 | Faqe``, ``Strana 4/20``, ``- 12
    -``."""
    bare = text.strip()
    if _LETTER_SPACED.match(bare):
        words = [part.replace(" ", "") for part in re.split(r"\s{2,}|(?=\|)", bare)]
        bare = " ".join(words)
    first, bar, word = bare.partition("|")
    if bar and first.strip().isdigit():
        bare = f"{word.replace(' ', '')} {first.strip()}"
    return _PAGE_MARK.fullmatch(bare) is not None


def _printed(text: str) -> Iterator[tuple[str, Line]]:
    """Yield each printed line with its text; one set in directly below another, or apart, begins a page."""
    before = " "
    gap, page, blanks, empty = BLOCK, False, 0, 0
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").split("\n")
    # without spaces at the ends of lines a blank paragraph is an empty line too
    has_blanks = any(map(str.isspace, rows))
    for number, printed in enumerate(rows, 1):
        row = printed.replace("\t", "    ")
        if not row:
            gap, empty = max(gap, BLOCK), empty + 1
        elif not row.strip():
            gap, blanks = BLANK, blanks + 1
        # of a table "- 500 -" is an amount between two blank cells
        elif is_page_mark(row) and row.strip()[0] not in _DASHES:
            page, gap = True, max(gap, BLOCK)
        else:
            is_apart = has_blanks and empty - blanks >= _APART
            page = page or is_apart or (gap == WRAP and row[0] == " " and before[0] != " ")
            yield row, Line(row.strip(), number, number, gap, page, blanks=blanks)
            before = row
            gap, page, blanks, empty = WRAP, False, 0, 0


def _ends_tell(rows: Sequence[str]) -> bool:
    """Return whether lines that end in a word end in a space, so that an end without one is a cut inside a
    word."""
    ended = sum(row.endswith(" ") for row in rows)
    return len(rows) > 20 and ended > 0.6 * len(rows)


def logical_lines(text: str) -> list[Line]:
    """Return all lines with text of a dump, in order; those that were cut inside a word are one."""
    printed = list(_printed(text))
    tell = _ends_tell([row for row, _line in printed])
    lines: list[Line] = []
    for row, line in printed:
        cut = tell and not row.endswith(" ")
        last = lines[-1] if lines else line
        is_rest = last.cut or (line.text.isdigit() and _HALF_NUMBER.fullmatch(last.text))
        if not is_rest or line.gap != WRAP or line.page:
            lines.append(line._replace(cut=cut))
            continue
        lines[-1] = last._replace(
            text=last.text + line.text,
            last=line.last,
            cuts=(*last.cuts, len(last.text) - sum(last.cuts)),
            cut=cut,
        )
    return lines
