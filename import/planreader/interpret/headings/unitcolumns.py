"""Columns that say in what money the amounts of each row are: a currency, thousands, millions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings.headings import Heading, texts_below
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money
from planreader.vocabulary.currency import is_unit, scale_of

UNIT: Final = "unit"
"""The role of such a column, which is a remark besides."""


def with_unit_columns(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> dict[int, Heading]:
    """Return headings of actions with the columns of nothing but currencies, thousands or millions."""
    told = dict(headings)
    for at, heading in headings.items():
        unknown = [column for column in heading.columns if column.role in ("", "notes") and column.title]
        if heading.kind == "actions" and heading.has("budget") and unknown:
            texts = texts_below(rows, at, headings)
            units = [column for column in unknown if column in texts and all(map(is_unit, texts[column]))]
            columns = (c._replace(role=UNIT) if c in units else c for c in heading.columns)
            told[at] = replace(heading, columns=tuple(columns))
    return told


def unit_beside(row: GridRow, heading: Heading) -> str:
    """Return the unit that a row says its amounts are in, empty where it says none."""
    return next((cell.text for cell in (*row.cells, *row.above) if heading.role_of(cell) == UNIT), "")


def in_unit(cell: GridCell, unit: str, heading: Heading) -> GridCell:
    """Return a cell with an amount in the unit that its row says; what the heading counts by stays."""
    text = f"{cell.text} {unit}"
    is_scaled = heading.scale_of(cell) > 1 and scale_of(unit) == 1
    if not unit or is_scaled or money.amount(cell.text) is None or money.amount(text) is None:
        return cell
    return cell._replace(parts=(Part(text),), number=None)
