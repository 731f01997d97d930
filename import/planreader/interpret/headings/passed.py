"""What a document holds beside the plan, so that nobody has to find out by chance what is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Column, Heading
from planreader.sources.form import Passed, Row
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.fold import squeeze

_LONGEST: Final = 80
"""Letters of a beginning that are shown."""


def passed_over(
    grid: Sequence[GridRow],
    rows: Sequence[Row],
    headings: Mapping[int, Heading],
    title: str | None,
    left: Sequence[GridRow] = (),
) -> tuple[Passed, ...]:
    """Tables in which no row of the plan stands, indicators outside of tables, columns of indicators that a
    plan has no field for, and in tables of the plan the rows that are ``left``; without the plan's title.
    """
    used = {_table(place) for row in rows for place in _places(row)}
    name = squeeze(title or "")
    return (
        *_tables(grid, used, name),
        *_lines(grid),
        *_columns(grid, headings, used),
        *_left(grid, left, used, name),
    )


def _tables(grid: Sequence[GridRow], used: set[str], title: str) -> Iterator[Passed]:
    for number, group in groupby(grid, key=lambda row: row.table):
        filled = [row for row in group if row.filled]
        if not number or not filled or _table(filled[0].place) in used:
            continue
        texts = [" · ".join(cell.text for cell in row.filled) for row in filled]
        if " ".join(texts) != title:
            yield Passed(filled[0].place, _shown(texts[0]), len(filled))


def _left(grid: Sequence[GridRow], left: Sequence[GridRow], used: set[str], title: str) -> Iterator[Passed]:
    """Rows of the plan's tables that nothing took, those that follow each other as one."""
    kept = {id(row) for row in left if not row.table or _table(row.place) in used}
    for is_left, group in groupby(grid, key=lambda row: id(row) in kept):
        own = list(group)
        text = " · ".join(cell.text for cell in own[0].filled)
        if is_left and text != title:
            yield Passed(own[0].place, _shown(text), len(own))


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _lines(grid: Sequence[GridRow]) -> Iterator[Passed]:
    """Indicators that stand outside the tables."""
    for row in grid:
        if not row.table and row.filled and labels.indicator(row.filled[0].text) is not None:
            yield Passed(row.place, _shown(row.filled[0].text), 1)


def _columns(grid: Sequence[GridRow], headings: Mapping[int, Heading], used: set[str]) -> Iterator[Passed]:
    """Units of indicators, their sources, targets of years between the interim and the last one."""
    for at, heading in headings.items():
        if heading.kind != "indicators" or _table(grid[at].place) not in used:
            continue
        found: dict[Column, list[GridCell]] = {}
        for cell in (cell for row in _below(grid, headings, at) for cell in row.filled):
            column = next(iter(heading.of(cell)), None)
            if column is not None and column.role == "notes" and heading.edged(column, cell):
                found.setdefault(column, []).append(cell)
        for column, cells in found.items():
            yield Passed(cells[0].place, squeeze(column.title), len(cells))


def _below(grid: Sequence[GridRow], headings: Mapping[int, Heading], at: int) -> Iterator[GridRow]:
    """The rows of a table from below the heading at a row to the next one."""
    for n in range(at + headings[at].size, len(grid)):
        if n in headings or grid[n].table != grid[at].table:
            return
        yield grid[n]


def _places(row: Row) -> Iterator[str]:
    cells = [*row.cells.values(), *(row.budget or {}).values(), *row.remarks.values()]
    places = [row.place, row.tokens.place if row.tokens else "", *(cell.place for cell in cells)]
    for place in places:
        yield from place.split("; ")


def _table(place: str) -> str:
    """A place without the row, and all behind it: ``table 2, row 4, column 3`` is ``table 2``."""
    head, found, _rest = place.rpartition(", row ")
    return head if found else place.rpartition(", cell ")[0] or place
