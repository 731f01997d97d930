"""Columns for the parts of a year's budget: capital and recurrent, or by who pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings.headings import Column
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.words import kind_of
from planreader.vocabulary.headwords import concepts, role_of, year_of

_PARTS: Final = ("capital", "recurrent")


def part_of(text: str) -> str:
    """``capital`` or ``recurrent`` where a heading names one of them, else empty."""
    found = [part for part in _PARTS if part in concepts(text)]
    return found[0] if len(found) == 1 else ""


def source_of(text: str) -> str:
    """``source`` where a heading below a year says who pays that part of it, else empty."""
    acronym = len(text.split()) == 1 and kind_of(text.strip("()")) == "acronym"
    return "source" if acronym or role_of(text) == "funding" else ""


def year_above(leaf: GridCell, top: GridCell, rows: Sequence[GridRow]) -> int | None:
    """The year of what stands above the lowest cell of a heading; ``rows`` are those below ``top``."""
    cells = [top, *(cell for row in rows for cell in row.cells if cell is not leaf)]
    years = [
        year_of(cell.text)
        for cell in cells
        if cell.text and cell.overlap(leaf.left, leaf.right) > 0.5 * (leaf.right - leaf.left)
    ]
    return next((year for year in reversed(years) if year is not None), None)


def without_parts(columns: Sequence[Column]) -> list[Column]:
    """Where a year has a column of its own, those of its parts only say what it is made of."""
    whole = {c.year for c in columns if c.role == "budget" and c.year is not None and not c.part}
    return [replace(c, role="sum", part="") if c.part and c.year in whole else c for c in columns]
