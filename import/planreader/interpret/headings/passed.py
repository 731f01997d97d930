"""What a document holds beside the plan, so that nobody has to find out by chance what is not in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading, RoleColumn, below
from planreader.interpret.headings.moneyunits import money_lines
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
    left: Sequence[GridRow],
) -> tuple[Passed, ...]:
    """Return tables in which no row of the plan stands, indicators outside of tables, columns of indicators
    that a plan has no field for, and in tables of the plan the rows that are ``left``; without its title and
    what says in what money it is.
    """
    places = {_table(place) for row in rows for place in _places(row)}
    used = {row.table for row in grid if _table(row.place) in places}
    unused = [bool(row.table) and row.table not in used for row in grid]
    kept = {id(row) for row in left if not row.table or row.table in used}
    # a title may stand on several lines
    taken = [title or "", *money_lines(grid, headings)]
    return (
        *_rows(grid, unused, taken),
        *_lines(grid),
        *_columns(grid, headings, used),
        *_rows(grid, [id(row) in kept for row in grid], taken),
        *(row_passed(row) for row in grid if row.struck and not row.table),
    )


def _rows(grid: Sequence[GridRow], told: Sequence[bool], taken: Collection[str]) -> Iterator[Passed]:
    """Yield rows to be ``told`` that say nothing ``taken``; those of a table behind each other are one."""
    keys = [
        (row.table, own and not any(_text(row) in text for text in taken))
        for row, own in zip(grid, told, strict=True)
    ]
    for (_number, is_told), group in groupby(zip(keys, grid, strict=True), key=lambda pair: pair[0]):
        own = [row for _key, row in group if row.filled]
        if is_told and own:
            yield Passed(own[0].place, shown(_text(own[0])), len(own))


def row_passed(row: GridRow) -> Passed:
    """Return a row by itself."""
    return Passed(row.place, shown(row.struck or _text(row)), 1)


def _text(row: GridRow) -> str:
    return " · ".join(cell.text for cell in row.filled)


def shown(text: str) -> str:
    """Return the beginning of a text, as much of it as is shown."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _lines(grid: Sequence[GridRow]) -> Iterator[Passed]:
    """Yield indicators that stand outside the tables."""
    for row in grid:
        if not row.table and row.filled and labels.indicator(row.filled[0].text) is not None:
            yield Passed(row.place, shown(row.filled[0].text), 1)


def _columns(grid: Sequence[GridRow], headings: Mapping[int, Heading], used: set[int]) -> Iterator[Passed]:
    """Yield units of indicators, their sources, targets of years between the interim and the last one."""
    for at, heading in headings.items():
        if heading.kind != "indicators" or grid[at].table not in used:
            continue
        cells_of: dict[RoleColumn, list[GridCell]] = {}
        for cell in (cell for row in below(grid, at, headings) for cell in row.filled):
            column = next(iter(heading.of(cell)), None)
            if column is not None and column.role == "notes" and heading.edged(column, cell):
                cells_of.setdefault(column, []).append(cell)
        for column, cells in cells_of.items():
            yield Passed(cells[0].place, squeeze(column.title), len(cells))


def _places(row: Row) -> Iterator[str]:
    cells = [*row.cells.values(), *(row.budget or {}).values(), *row.remarks.values()]
    places = [row.place, row.tokens.place if row.tokens else "", *(cell.place for cell in cells)]
    for place in places:
        yield from place.split("; ")


def _table(place: str) -> str:
    """Return a place without the row, and all behind it: ``table 2, row 4, column 3`` is ``table 2``."""
    head, sign, _rest = place.rpartition(", row ")
    return head if sign else place.rpartition(", cell ")[0] or place
