"""What stands around a table: the rows above its heading and below it, and lines that may say whose it is."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final

from planreader.interpret.headings.headings import Heading
from planreader.interpret.whose.beside import is_label
from planreader.interpret.whose.names import units_within
from planreader.interpret.whose.sheets import CELL_SIGN, LINE_SIGN, sheet_of
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.fold import begins_body

ROW: Final = 3
"""Filled cells from which on a row is one of a table, unless these are labels and what they say."""


_MOST_SENDERS: Final = 2
"""Units that a cover names, or a letterhead with its address; a list of units names more."""


def above(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> Iterator[int]:
    """Yield the rows of the lines above a heading, up to what stands in another table or on another sheet."""
    ends = {n + heading.size - 1 for n, heading in heads.items()}
    before = max((n for n in heads if n < at), default=at)
    others = {rows[n].table for n in heads} - {0, rows[at].table}
    for n in range(at - 1, -1, -1):
        row = rows[n]
        is_labels = any(cell.text.endswith(":") or is_label(cell.text) for cell in row.filled)
        # a small table of labels, each with what it says, is no other table
        is_other = row.table not in (0, rows[at].table) and not (is_labels or len(row.filled) < ROW)
        is_far = n in ends or row.table in others or is_other or sheet_of(row) != sheet_of(rows[at])
        is_action = bool(is_labels and _number(row, heads[before]))
        if is_far or is_action or (row.table and len(row.filled) >= ROW and not is_labels):
            return
        yield n


def below(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> Iterator[int]:
    """Yield the rows of the table of a heading behind it, up to the next heading."""
    for n in range(at + heads[at].size, len(rows)):
        if n in heads or rows[n].table != rows[at].table:
            return
        yield n


def numbers_below(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> dict[int, str]:
    """Return the numbers of the actions in the table of a heading, by their rows."""
    numbers = {n: _number(rows[n], heads[at]) for n in below(rows, at, heads)}
    return {n: number for n, number in numbers.items() if number}


def _number(row: GridRow, heading: Heading) -> str:
    """Return the number of the action that a row below a heading is; empty of any other row."""
    cells = (cell for cell in row.filled if [column.role for column in heading.of(cell)] == ["nr"])
    return next((cell.text for cell in cells if cell.text[0].isdigit()), "")


def behind(
    rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading], titles: Container[int]
) -> list[GridRow]:
    """Return the rows behind the last action of a table, up to the lines above the next one."""
    numbered = numbers_below(rows, at, heads)
    sheet = sheet_of(rows[at])
    ends = takewhile(lambda n: n not in heads and n not in titles, range(at + heads[at].size, len(rows)))
    own = [n for n in ends if sheet_of(rows[n]) == sheet and rows[n].table in (0, rows[at].table)]
    last = max(numbered or (n for n in own if len(rows[n].filled) >= ROW), default=at)
    return [rows[n] for n in own if n > last]


def beside_headings(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> list[GridRow]:
    """Return the rows of a heading in which a cell that heads no value, or heads numbers or titles, names a
    unit or a body: a letterhead that was read as the upper row of the heading, or that stands beside it."""
    heading = heads[at]
    used = {
        column.title for n in below(rows, at, heads) for cell in rows[n].filled for column in heading.of(cell)
    }

    def heads_value(cell: GridCell) -> bool:
        columns = heading.of(cell)
        return any(column.title in used and column.role not in ("nr", "title") for column in columns)

    return [
        row
        for row in rows[at : at + heading.size]
        if any(
            (units_within(cell.text) or begins_body(cell.text.split())) and not heads_value(cell)
            for cell in row.filled
        )
    ]


def texts_around(
    rows: Sequence[GridRow],
    heads: Mapping[int, Heading],
    titles: Mapping[int, int],
    institutions: tuple[str, ...],
) -> dict[int, str]:
    """Return what stands around each table, by the row of its heading: the lines above it, for the first of a
    sheet from its beginning, and the lines behind it, or on sheets without a table, that name a unit.

    ``titles`` are the rows above headings, with the heading. Sheets that name more than two units are lists.
    """
    firsts = {sheet_of(rows[at]): at for at in sorted(heads, reverse=True)}
    elsewhere = [_whole(row) for row in rows if sheet_of(row) not in firsts]
    of_units = [line for line in elsewhere if units_within(line, institutions)]
    if len(frozenset[str]().union(*(units_within(line, institutions) for line in of_units))) > _MOST_SENDERS:
        of_units = []

    def around(at: int) -> str:
        sheet = sheet_of(rows[at])

        def is_above(n: int) -> bool:
            return titles.get(n) == at or (firsts[sheet] == at and sheet_of(rows[n]) == sheet)

        numbers = takewhile(is_above, range(at - 1, -1, -1))
        lines = (rows[n] for n in numbers if titles.get(n) == at or rows[n].table)
        texts = [_whole(row) for row in lines if row.filled][::-1]
        ends = map(_whole, (*beside_headings(rows, at, heads), *behind(rows, at, heads, titles)))
        texts += (line for line in ends if units_within(line, institutions))
        return LINE_SIGN.join([*texts, *of_units])

    return {at: around(at) for at in heads}


def _whole(row: GridRow) -> str:
    return CELL_SIGN.join(cell.text for cell in row.filled)
