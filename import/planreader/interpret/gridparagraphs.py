"""Rows of one cell with several indicators, each a paragraph of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planreader.interpret.headings import targetlabels
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow


def with_paragraphs(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, with one of its own for each indicator of a cell that is all of its row."""
    return [one for row in rows for one in _parted(row)]


def _parted(row: GridRow) -> list[GridRow]:
    if len(row.filled) != 1 or len(row.filled[0].parts) < 2:
        return [row]
    cell = row.filled[0]
    groups: list[list[Part]] = []
    for part in cell.parts:
        if not groups or targetlabels.indicator(part.text):
            groups.append([])
        groups[-1].append(part)
    if len(groups) < 2 or not targetlabels.indicator(groups[0][0].text):
        return [row]
    return [
        replace(row, cells=_with(row, cell, parts), cut=row.cut and not n) for n, parts in enumerate(groups)
    ]


def _with(row: GridRow, cell: GridCell, parts: Sequence[Part]) -> tuple[GridCell, ...]:
    return tuple(replace(one, parts=tuple(parts)) if one is cell else one for one in row.cells)
