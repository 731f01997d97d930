"""The cells of a ruled table of a PDF: their edges, the rows they span and the lines in them.

Rules that a page leaves out at a table's edges are drawn, so that no row there is lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from planreader.sources.pdf.pdf_lines import PdfLine, lines_of

if TYPE_CHECKING:
    from pdfplumber.table import Table

Edge: TypeAlias = "dict[str, Any]"
Edges: TypeAlias = "tuple[float, float, float, float]"
"""Left, top, right and bottom edge."""

_NEAR: Final = 1.5
_REACH: Final = 2.0
_GAP: Final = 3.0
_SHORTEST: Final = 4.0


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
    """Return edges, those that lie together as one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _NEAR:
            levels.append(value)
    return levels


def filled(
    table: Table, chars: Sequence[dict[str, Any]]
) -> tuple[list[tuple[float, list[Box]]], list[dict[str, Any]]]:
    """Return a table's boxes with their lines, by row, and the letters that stand in none."""
    edges: list[Edges] = [(left, top, right, bottom) for left, top, right, bottom in table.cells]
    tops = _levels(edge[1] for edge in edges)
    spans = [(_at(tops, top), _at(tops, bottom - 2 * _NEAR)) for _left, top, _right, bottom in edges]
    letters: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for char, owner in zip(chars, _owners(edges, spans, tops, chars), strict=True):
        letters[owner].append(char)
    rows: dict[int, list[Box]] = defaultdict(list)
    for index, (edge, (first, last)) in enumerate(zip(edges, spans, strict=True)):
        rows[first].append(Box(*edge, max(1, last - first + 1), lines_of(letters[index])))
    return [(tops[n], sorted(rows[n], key=lambda box: box.left)) for n in sorted(rows)], letters[None]


def _owners(
    edges: Sequence[Edges],
    spans: Sequence[tuple[int, int]],
    tops: Sequence[float],
    chars: Sequence[dict[str, Any]],
) -> list[int | None]:
    """Return the index of the cell in which each letter stands; ``spans`` are the rows of each cell."""
    in_row: dict[int, list[int]] = defaultdict(list)
    for index, (first, last) in enumerate(spans):
        for row in range(first, last + 1):
            in_row[row].append(index)
    indexes: list[int | None] = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        near = in_row.get(bisect_right(tops, y) - 1, ())
        indexes.append(next((index for index in near if _is_within(edges[index], x, y)), None))
    return indexes


def _is_within(edge: Edges, x: float, y: float) -> bool:
    return edge[0] <= x <= edge[2] and edge[1] <= y <= edge[3]


def _at(levels: Sequence[float], value: float) -> int:
    return max(0, bisect_right(levels, value + _NEAR) - 1)


def closing_rules(edges: Sequence[Edge]) -> list[Edge]:
    """Return rules across where a table's vertical ones end, and vertical ones where none is within 2 pt.

    A row that goes on over the page's end has no rule below; without one it would not be seen as a row.
    """
    vertical = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] > _SHORTEST]
    rules: list[Edge] = []
    for group in _groups(vertical):
        left, right = min(e["x0"] for e in group), max(e["x1"] for e in group)
        top, bottom = min(e["top"] for e in group), max(e["bottom"] for e in group)
        if len(group) < 2:
            continue
        across = [e for e in edges if e["orientation"] == "h" and top - _REACH <= e["top"] <= bottom + _REACH]
        outer = {min(e["x0"] for e in across), max(e["x1"] for e in across)} if across else set[float]()
        open_sides = [x for x in sorted(outer) if all(abs(e["x0"] - x) > _REACH for e in group)]
        rules += [_rule(left, y, right, y) for y in (top, bottom)]
        rules += [_rule(x, top, x, bottom) for x in open_sides]
    return rules


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Return vertical edges by table: their heights touch."""
    groups: list[list[Edge]] = []
    reach = 0.0
    for edge in sorted(edges, key=lambda e: float(e["top"])):
        if groups and edge["top"] <= reach + _GAP:
            groups[-1].append(edge)
            reach = max(reach, edge["bottom"])
        else:
            groups.append([edge])
            reach = edge["bottom"]
    return groups


def _rule(x0: float, top: float, x1: float, bottom: float) -> Edge:
    orientation = "h" if top == bottom else "v"
    size = {"width": x1 - x0, "height": bottom - top}
    place = {"x0": x0, "x1": x1, "top": top, "bottom": bottom}
    return {"object_type": "rule_edge", "orientation": orientation, **place, **size}
