"""The cells of a ruled table of a PDF: their edges, the rows they span and the lines in them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from planreader.sources.pdf.pdf_line import PdfLine
from planreader.sources.pdf.pdf_lines import lines_of
from planreader.sources.pdf.pdf_overflow import Box as Edges
from planreader.sources.pdf.pdf_overflow import Letter, settled

if TYPE_CHECKING:
    from pdfplumber.table import Table

_NEAR: Final = 1.5


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
    table: Table, chars: Sequence[dict[str, Any]]
) -> tuple[list[tuple[float, list[Box]]], list[dict[str, Any]]]:
    """A table's boxes with their lines, by row, and the letters that stand in none."""
    edges: list[Edges] = [(left, top, right, bottom) for left, top, right, bottom in table.cells]
    tops = _levels(edge[1] for edge in edges)
    held, rest = _held(edges, tops, chars)
    lines = {index: lines_of(letters) for index, letters in settled(held, edges).items()}
    rows: dict[int, list[Box]] = defaultdict(list)
    for index, (left, top, right, bottom) in enumerate(edges):
        first, last = _rows(tops, top, bottom)
        box = Box(left, top, right, bottom, max(1, last - first + 1), lines.get(index, []))
        rows[first].append(box)
    return [(tops[n], sorted(rows[n], key=lambda box: box.left)) for n in sorted(rows)], rest


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
    for n, char in enumerate(chars):
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        found = where.get((bisect_right(tops, y) - 1, bisect_right(lefts, x) - 1))
        if found is not None and _is_within(edges[found], x, y):
            held[found].append((n, char))
        else:
            rest.append(char)
    return held, rest


def _is_within(edge: Edges, x: float, y: float) -> bool:
    return edge[0] <= x <= edge[2] and edge[1] <= y <= edge[3]


def _rows(tops: Sequence[float], top: float, bottom: float) -> tuple[int, int]:
    """The first and the last row of a cell."""
    return _at(tops, top), _at(tops, bottom - 2 * _NEAR)


def _at(levels: Sequence[float], value: float) -> int:
    return max(0, bisect_right(levels, value + _NEAR) - 1)
