"""A dump that keeps columns side by side (``pdftotext -layout``), laid out anew cell by cell.

Such a dump sets every row of a table as a picture of itself: the cells of one row keep their place from line
to line, but the next row may be shifted. So each row is parted on its own, at the spaces that run through all
its lines; its cells then follow each other as in a dump written cell by cell, and are read by the same rules.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from planreader import numbers, sections
from planreader.costwords import cuts_admin
from planreader.fold import tags
from planreader.lines import BLOCK, WRAP, Line, Physical, page_marks
from planreader.rejoin import cuts_number
from planreader.starts import starts

_APART: Final = re.compile(r"\S {3,}\S")
_WIDE: Final = re.compile(r"(?<=  )\S")
_WORD: Final = re.compile(r"(?<=[^ ] )\S")
_TARGET: Final = re.compile(
    r"(?<=[^ ] )(?:[\d.,]+ ?%? ?\((?:19|20)\d\d\)|(?:19|20)\d\d \([^()]{1,20}\))(?=  |$)"
)
"""A target that only a space parts from the indicator's title."""
_OVERLAP: Final = 1
"""Characters by which a line may reach into the next column."""
_HYPHENED: Final = re.compile(r"\w-$")
_SHORT: Final = 3
"""Characters behind a cell's beginning where no other begins."""
_NEAR: Final = 2
_OFTEN: Final = 2
"""A single space parts two cells only where other rows have a cell's beginning so near, so often."""


def is_columnar(text: str) -> bool:
    """Whether most numbers of actions stand on one line with other cells, set apart by several spaces."""
    numbered = apart = 0
    for row in text.splitlines():
        words = row.split(None, 1)
        if len(words) == 2 and numbers.is_number(words[0]) and numbers.depth(words[0]) > 2:
            numbered += 1
            apart += len(_APART.findall(row)) > 1
    return numbered > 2 and apart * 2 > numbered


def unfolded(text: str) -> list[Physical]:
    """The lines of a columnar dump, cell by cell; each keeps the number of the line it stands on."""
    blocks = _blocks(text)
    starts: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    for block in blocks:
        starts[block.key].update({m.start() for row in block.rows for m in _WIDE.finditer(row)})
    found: list[Physical] = []
    for block in blocks:
        found += _cells(block, starts[block.key])
    return found


@dataclass(slots=True)
class _Block:
    """The lines of one row, or of the part of it that stands on one page."""

    page: int
    begins_page: bool
    lines: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    @property
    def rows(self) -> list[str]:
        return [row for _number, row in self.lines]

    @property
    def kind(self) -> str:
        """Whether it is an action or an indicator, or a line that may run over the columns."""
        first = self.lines[0][1]
        word = first.split()[0]
        if numbers.is_number(word) and numbers.depth(word) > 2:
            return "action"
        return "indicator" if sections.begins_indicator(Line(first.strip(), 0, 0)) is not None else ""

    @property
    def key(self) -> tuple[int, str]:
        """Rows of one kind on a page have their columns in the same places, more or less."""
        return self.page, self.kind


def _blocks(text: str) -> list[_Block]:
    found: list[_Block] = []
    page, begins_page, fresh, heading = 0, False, True, False
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marks = page_marks(rows)
    for number, row in enumerate(rows, 1):
        if "\f" in row:
            page, begins_page, fresh = page + 1, True, True
        row = row.replace("\f", "").replace("\t", "    ").rstrip()
        if not row.strip() or number - 1 in marks:
            continue
        rest = heading and not sections.is_heading_line(Line(row.strip(), 0, 0))
        if fresh or rest or _begins(row):
            heading = _begins_heading(row)
            found.append(_Block(page, begins_page or rest))
            begins_page, fresh = False, False
        found[-1].lines.append((number, row))
    return found


def _begins(row: str) -> bool:
    """Whether a line begins a row: an action, an objective, an indicator, a heading, a total."""
    words = row.split()
    if numbers.is_number(words[0]) and (row[0] != " " or len(words) > 1):
        return numbers.depth(words[0]) > 1 or len(words) > 1
    line = Line(row.strip(), 0, 0)
    if sections.begins_indicator(line) is not None or sections.is_split(line):
        return True
    if starts([line], flat=True) or starts([Line(f"{_first_cell(row)} :", 0, 0)], flat=True):
        return True
    return _begins_heading(row)


def _begins_heading(row: str) -> bool:
    word = row.split(None, 1)[0]
    return "nr" in tags(word) and len(word) <= 6


def _first_cell(row: str) -> str:
    return re.split(r" {2,}", row.strip())[0]


@dataclass(slots=True)
class _Piece:
    """A part of a line that belongs to one cell."""

    row: int
    left: int
    text: str

    @property
    def right(self) -> int:
        return self.left + len(self.text)


def _pieces(block: _Block, starts: Mapping[int, int]) -> list[_Piece]:
    """The lines of a row cut at wide spaces, and at single ones where cells are known to begin."""
    wide = [[m.start() for m in _WIDE.finditer(row)] for row in block.rows]
    own = {start for line in wide for start in line}
    found: list[_Piece] = []
    for n, row in enumerate(block.rows):
        lead = len(row) - len(row.lstrip())
        cuts = list(wide[n])
        if block.kind:
            cuts += [
                m.start()
                for m in _WORD.finditer(row)
                if all(not 0 <= m.start() - start <= _SHORT for start in [lead, *wide[n]])
                and not (row[m.start() - 2].isdigit() and row[m.start()].isdigit())
                and row[m.start()] != "("
                and (_known(m.start(), starts) >= _OFTEN or any(abs(m.start() - x) < _NEAR for x in own))
            ]
        if block.kind == "indicator":
            cuts += [m.start() for m in _TARGET.finditer(row) if m.start() not in cuts]
        edges = [0, *sorted(cuts)]
        for left, right in zip(edges, [*edges[1:], len(row)], strict=True):
            text = row[left:right]
            lead = len(text) - len(text.lstrip())
            if text.strip():
                found.append(_Piece(n, left + lead, text.strip()))
    return found


def _cells(block: _Block, starts: Mapping[int, int]) -> list[Physical]:
    """The lines of one row, cell after cell: pieces that lie above each other are in one."""
    columns: list[list[_Piece]] = []
    for piece in sorted(_pieces(block, starts), key=lambda piece: piece.left):
        same = [
            column
            for column in columns
            if any(min(p.right, piece.right) - max(p.left, piece.left) > _OVERLAP for p in column)
        ]
        for column in same[1:]:
            same[0].extend(column)
            columns.remove(column)
        if same:
            same[0].append(piece)
        else:
            columns.append([piece])
    found: list[Physical] = []
    page = block.begins_page
    for column in sorted(columns, key=lambda column: min(piece.left for piece in column)):
        gap = BLOCK
        lines = sorted(column, key=lambda piece: (piece.row, piece.left))
        for piece, after in zip(lines, [*lines[1:], None], strict=True):
            cut = after is not None and (
                cuts_number(piece.text, after.text)
                or cuts_admin(piece.text, after.text)
                or _HYPHENED.search(piece.text)
            )
            ended = "" if cut else " "
            found.append(
                Physical(f"{piece.text}{ended}", block.lines[piece.row][0], gap, page, 0, int(gap == BLOCK))
            )
            gap, page = WRAP, False
    return found


def _known(edge: int, starts: Mapping[int, int]) -> int:
    """How many rows on the page have a cell that begins there, or nearly."""
    return sum(starts.get(edge + off, 0) for off in range(-_NEAR, _NEAR + 1))
