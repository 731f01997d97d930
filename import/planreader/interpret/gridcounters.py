"""Columns that count a table's rows (1, 2, 3 …) beside the column of the actions' numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers

_FEWEST: Final = 2
"""Rows in which two columns of numbers stand beside each other, before one of them may count rows."""


def without_counters(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> list[GridRow]:
    """Rows without what only counts them: such numbers say nothing of the plan."""
    found = list(rows)
    counted: list[tuple[int, GridCell]] = []
    heading: Heading | None = None
    for at, row in enumerate(rows):
        own = headings.get(at)
        heading = own if own is not None and own.kind == "actions" else heading
        cell = None if own is not None or heading is None else _counter(row, heading)
        if cell is not None:
            counted.append((at, cell))
    if len(counted) < _FEWEST:
        return found
    for at, cell in counted:
        cells = tuple(replace(c, parts=(), options=()) if c is cell else c for c in rows[at].cells)
        found[at] = replace(rows[at], cells=cells)
    return found


def _counter(row: GridRow, heading: Heading) -> GridCell | None:
    """The cell of a bare number in a row that has an action's number in another cell for numbers."""
    cells = [cell for cell in row.filled if any(column.role == "nr" for column in heading.of(cell)[:1])]
    depths = [_depth(cell) for cell in cells]
    if len(cells) == 1 and depths[0] == 1 and _titled(row, heading):
        return cells[0]
    if len(cells) < 2 or max(depths) < 2:
        return None
    return next((cell for cell, depth in zip(cells, depths, strict=True) if depth == 1), None)


def _titled(row: GridRow, heading: Heading) -> bool:
    """Whether an action's whole number stands in front of its title."""
    titles = [cell for cell in row.filled if any(c.role == "title" for c in heading.of(cell)[:1])]
    found = [label for cell in titles if (label := labels.action(cell.text)) is not None and label.rest]
    return any(numbers.depth(label.nr) > 2 for label in found)


def _depth(cell: GridCell) -> int:
    """How many components a cell's number has, 0 where it holds none."""
    text = _number(cell)
    return numbers.depth(text) if numbers.is_number(text) else 0


def _number(cell: GridCell) -> str:
    return cell.options[0] if cell.options else "".join(cell.text.split())
