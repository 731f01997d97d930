"""The cells of a ruled table of a PDF: their edges, the rows they span and the lines in them.

Rules that a page leaves out at a table's edges are drawn, so that no row there is lost. Text that was too
long for its cell, printed over the cell below and hidden there by the page alone, is given back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from planreader.sources.pdf.pdf_lines import PdfLine, lines_of, rows_of

if TYPE_CHECKING:
    from pdfplumber.table import Table

Edge: TypeAlias = "dict[str, Any]"
Letter: TypeAlias = "tuple[int, dict[str, Any]]"
"""A letter with its place in the order in which the page prints them."""
Edges: TypeAlias = "tuple[float, float, float, float]"
"""Left, top, right and bottom edge."""

_NEAR: Final = 1.5
_REACH: Final = 2.0
_GAP: Final = 3.0
_SHORTEST: Final = 4.0
_LEADING: Final = 0.8
"""The widest space between two lines of one text, in heights of a letter."""


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


def settled(held: Mapping[int, list[Letter]], boxes: Sequence[Edges]) -> dict[int, list[dict[str, Any]]]:
    """The letters of each box, by its index.

    Letters that go on with the text of a box that ends where theirs begins are given back to it if they lie
    upon others, or if the page then goes on beside that box: a page prints its cells row by row.
    """
    owner = {n: index for index, letters in held.items() for n, _ in letters}
    chars = {n: char for letters in held.values() for n, char in letters}
    moved: list[tuple[list[Letter], int]] = []
    for index, letters in held.items():
        covered = _overlap([char for _, char in letters])
        for run in _runs(letters):
            before, after = owner.get(run[0][0] - 1), owner.get(run[-1][0] + 1)
            if before is None or before == index or not _is_from(run, boxes[before], boxes[index]):
                continue
            if not _is_next_line(chars[run[0][0] - 1], run[0][1]):
                continue
            if covered or (
                after is not None and after not in (before, index) and _goes_on(boxes[after], boxes[before])
            ):
                moved.append((run, before))
    for run, index in moved:
        owner.update((n, index) for n, _ in run)
    found: dict[int, list[dict[str, Any]]] = {}
    for n, char in sorted((pair for letters in held.values() for pair in letters), key=lambda pair: pair[0]):
        found.setdefault(owner[n], []).append(char)
    return found


def _goes_on(box: Edges, before: Edges) -> bool:
    """Whether a box stands in the row of another, behind it."""
    return abs(box[1] - before[1]) < _NEAR and box[0] > before[0]


def _is_from(run: Sequence[Letter], box: Edges, below: Edges) -> bool:
    """Whether letters keep within the sides of a box that ends where the one that they stand in begins."""
    # a space may stand beyond the edge
    shown = [char for _, char in run if char["text"].strip()] or [char for _, char in run]
    left, right = min(char["x0"] for char in shown), max(char["x1"] for char in shown)
    within = box[0] - _NEAR < left and right < box[2] + _NEAR
    return bool(within and abs(below[1] - box[3]) < _NEAR)


def _is_next_line(char: Mapping[str, Any], below: Mapping[str, Any]) -> bool:
    """Whether a letter stands a line below another: what goes on over an edge leaves no room before it."""
    return bool(below["top"] - char["bottom"] < _LEADING * (char["bottom"] - char["top"]))


def _overlap(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether a letter covers more than half of another."""
    for row in rows_of(chars):
        inked = sorted((char for char in row if char["text"].strip()), key=lambda char: float(char["x0"]))
        for a, b in pairwise(inked):
            if a["x1"] - b["x0"] > 0.5 * min(a["x1"] - a["x0"], b["x1"] - b["x0"]) > 0:
                return True
    return False


def _runs(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters that the page prints one behind the other."""
    runs: list[list[Letter]] = []
    for letter in letters:
        if runs and letter[0] == runs[-1][-1][0] + 1:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return runs


def closing_rules(edges: Sequence[Edge]) -> list[Edge]:
    """Horizontal rules where a table's vertical ones end, and vertical ones where it has none within 2 pt.

    A row that goes on over the page's end has no rule below; without one it would not be seen as a row.
    """
    vertical = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] > _SHORTEST]
    found: list[Edge] = []
    for group in _groups(vertical):
        left, right = min(e["x0"] for e in group), max(e["x1"] for e in group)
        top, bottom = min(e["top"] for e in group), max(e["bottom"] for e in group)
        if len(group) < 2:
            continue
        across = [e for e in edges if e["orientation"] == "h" and top - _REACH <= e["top"] <= bottom + _REACH]
        outer = {min(e["x0"] for e in across), max(e["x1"] for e in across)} if across else set[float]()
        open_sides = [x for x in sorted(outer) if all(abs(e["x0"] - x) > _REACH for e in group)]
        found += [_rule(left, y, right, y) for y in (top, bottom)]
        found += [_rule(x, top, x, bottom) for x in open_sides]
    return found


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Vertical edges of one table: their heights touch."""
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
