"""Totals of a grid that stand above the first heading of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridRow
from planreader.vocabulary import money


def with_totals_below(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> list[GridRow]:
    """The rows with such totals below the heading of their table, whose columns tell their years."""
    first = next((at for at, heading in sorted(headings.items()) if heading.kind == "actions"), None)
    if first is None:
        return list(rows)
    early = [row for row in rows[:first] if row.table == rows[first].table and row.table and _is_total(row)]
    if not early:
        return list(rows)
    body = first + headings[first].size
    above = [row for row in rows[:first] if not any(row is one for one in early)]
    return [*above, *rows[first:body], *early, *rows[body:]]


def _is_total(row: GridRow) -> bool:
    filled = row.filled
    if len(filled) < 2:
        return False
    found = labels.total(filled[0].text)
    return (
        found is not None and found.kind == "total" and all(money.is_cell(cell.text) for cell in filled[1:])
    )
