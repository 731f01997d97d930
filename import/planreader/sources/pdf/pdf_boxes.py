"""The cells of a ruled table of a PDF: their edges, the rows they span and the lines in them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from planreader.sources.pdf.pdf_line import PdfLine
from planreader.sources.pdf.pdf_lines import lines_of
from planreader.sources.pdf.pdf_overflow import Box as Edges
from planreader.sources.pdf.pdf_overflow import Letter, settled
from planreader.sources.pdf.pdf_struck import unstruck

if TYPE_CHECKING:
    from pdfplumber.table import Table

_NEAR: Final = 1.5
_TOUCHING: Final = 0.5
"""Points between two letters of one word, at most."""


@dataclass(slots=True)
class Box:
    """A cell's edges, the rows it spans and its lines."""

    left: float
    top: float
    right: float
    bottom: float
    rows: int = 1
    lines: list[PdfLine] = field(default_factory=list[PdfLine])


def _levels(values: Iterator[float]) -> list[float]:
    """Edges that lie together count as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def filled(
    table: Table, chars: Sequence[dict[str, Any]], closed: Collection[float] = ()
) -> tuple[list[tuple[float, list[Box]]], list[dict[str, Any]]]:
    """A table's boxes with their lines, by row, and the letters that stand in none.

    ``closed`` are the heights of rules that the page does not draw. A row above such a one is none where
    words run through all that parts its cells: some prints draw the sides of a table on to the page's end.
    """
    edges: list[Edges] = [(left, top, right, bottom) for left, top, right, bottom in table.cells]
    tops = _levels(edge[1] for edge in edges)
    held, rest = _held(edges, tops, chars)
    whole = unstruck(held, edges)
    if whole is not None:
        edges = [box for box in whole if box in edges or not _is_open(box, edges, closed)]
        held, rest = _held(edges, tops, chars)
    lines = {index: lines_of(letters) for index, letters in settled(held, edges).items()}
    rows: dict[int, list[Box]] = defaultdict(list)
    for index, (left, top, right, bottom) in enumerate(edges):
        first, last = _rows(tops, top, bottom)
        box = Box(left, top, right, bottom, max(1, last - first + 1), lines.get(index, []))
        rows[first].append(box)
    return [(tops[n], sorted(rows[n], key=lambda box: box.left)) for n in sorted(rows)], rest


def _is_open(box: Edges, edges: Sequence[Edges], closed: Collection[float]) -> bool:
    """Whether a box takes a whole row of a table, which no rule ends."""
    left, right = min(edge[0] for edge in edges), max(edge[2] for edge in edges)
    spans = abs(box[0] - left) < _NEAR and abs(box[2] - right) < _NEAR
    return spans and any(abs(box[3] - height) < _NEAR for height in closed)


def _held(
    edges: Sequence[Edges], tops: Sequence[float], chars: Sequence[dict[str, Any]]
) -> tuple[dict[int, list[Letter]], list[dict[str, Any]]]:
    """The letters within each pair of edges, by its index, and those within none."""
    lefts = _levels(edge[0] for edge in edges)
    where: dict[tuple[int, int], int] = {}
    for index, (left, top, right, bottom) in enumerate(edges):
        first, last = _rows(tops, top, bottom)
        for row in range(first, last + 1):
            for column in range(_at(lefts, left), _at(lefts, right - 2 * _NEAR) + 1):
                where[row, column] = index
    held: dict[int, list[Letter]] = defaultdict(list)
    rest: list[dict[str, Any]] = []
    owner: int | None = None
    for n, char in enumerate(chars):
        if owner is not None and _ends_line(chars[n - 1], char):
            held[owner].append((n, char))
            continue
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        found = where.get((bisect_right(tops, y) - 1, bisect_right(lefts, x) - 1))
        if found is not None and _is_within(edges[found], x, y):
            held[found].append((n, char))
            owner = found
        else:
            rest.append(char)
            owner = None
    return held, rest


def _ends_line(before: dict[str, Any], char: dict[str, Any]) -> bool:
    """Whether a letter is the space behind another, which belongs to its line even beyond the cell's edge."""
    behind = abs(char["x0"] - before["x1"]) < _TOUCHING and abs(char["top"] - before["top"]) < _TOUCHING
    return behind and not char["text"].strip() and bool(before["text"].strip())


def _is_within(edge: Edges, x: float, y: float) -> bool:
    return edge[0] <= x <= edge[2] and edge[1] <= y <= edge[3]


def _rows(tops: Sequence[float], top: float, bottom: float) -> tuple[int, int]:
    """The first and the last row of a cell."""
    return _at(tops, top), _at(tops, bottom - 2 * _NEAR)


def _at(levels: Sequence[float], value: float) -> int:
    return max(0, bisect_right(levels, value + _NEAR) - 1)
