"""Lines that say in what money amounts are, and the tables of the plan that each of them is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import PAGE_EDGES, GridCell, GridRow
from planreader.vocabulary.currency import named, scale_of
from planreader.vocabulary.headwords import year_of
from planreader.vocabulary.money import amount
from planreader.vocabulary.statements import statement_of

_FEWEST: Final = 3
"""Filled cells of a row of actions."""
_FOREIGN: Final = -1
"""Instead of a heading's row: of a table that is none of the plan."""


class UnitLine(NamedTuple):
    """What a line says of amounts, where it stands, and where the heading is of the table that it is about:
    None where it is about the whole document."""

    statement: str
    cell: GridCell
    at: int
    head: int | None

    @property
    def scale(self) -> int:
        """Return what each unit counts, 0 where the line says no unit at all."""
        scale = scale_of(self.statement)
        return scale if scale > 1 or named(self.statement) else 0


def statements(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> Iterator[tuple[int, str]]:
    """Yield where lines say something of amounts, and what; headings are none of them."""
    for at, cell in _lines(rows, headings):
        if statement := statement_of(cell.text):
            yield at, statement


def _lines(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> Iterator[tuple[int, GridCell]]:
    heads = {at + n for at, heading in headings.items() for n in range(heading.size)}
    for at, row in enumerate(rows):
        if at not in heads and len(row.filled) == 1:
            yield at, row.filled[0]


def unit_lines(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> list[UnitLine]:
    """Return the lines about tables of the plan.

    Each is about the next table with amounts behind it on its sheet, else about that before it; one in the
    last line below a table, with other lines behind it, about that. Where no sheet or table is near, it is
    about all. What is said of a table that is none of the plan is left out. A comment on a line says what the
    line would say.
    """
    noted = {at: cell.unit for at, cell in _lines(rows, headings) if cell.unit and not amount(cell.text)}
    statement_by_row = noted | dict(statements(rows, headings))
    if not statement_by_row:
        return []
    owners = _owners(rows, headings)
    before = _nearest(range(len(rows)), rows, owners)
    behind = _nearest(range(len(rows))[::-1], rows, owners)
    lines: list[UnitLine] = []
    for at, statement in statement_by_row.items():
        is_between = at in before and at in behind and not rows[at].table
        is_note = is_between and _is_note(rows, before[at], at, behind[at])
        table = before[at] if is_note else behind.get(at, before.get(at))
        head = None if table is None else owners[table]
        if head != _FOREIGN:
            lines.append(UnitLine(statement, rows[at].filled[0], at, head))
    return lines


def _owners(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> list[int | None]:
    """Return by row the heading of actions that it stands in or under; None where the row is of no table."""
    owners: list[int | None] = [None] * len(rows)
    at: int | None = None
    end, is_parted = 0, False
    for n, row in enumerate(rows):
        if n in headings:
            at, end = n, n + headings[n].size
        elif at is not None and rows[at].table != row.table:
            at = None
        is_parted = is_parted or row.apart
        if not row.table or len(row.filled) < 2:
            continue
        kind = headings[at].kind if at is not None else "other"
        if at is not None and kind == "actions" and (n < end or _is_of_plan(row, headings[at])):
            owners[n], is_parted = at, False
        elif _holds_amount(row) and ((kind == "other" and n >= end) or (kind == "actions" and is_parted)):
            owners[n] = _FOREIGN
    return _with_neighbours(rows, owners)


def _with_neighbours(rows: Sequence[GridRow], owners: list[int | None]) -> list[int | None]:
    """Return owners with rows of a table that holds no action as foreign where any of its rows is."""
    kinds: dict[int, set[int | None]] = {}
    for row, owner in zip(rows, owners, strict=True):
        kinds.setdefault(row.table, set()).add(owner)
    foreign = {table for table, own in kinds.items() if own <= {_FOREIGN, None} and _FOREIGN in own}
    return [
        _FOREIGN if row.table in foreign and len(row.filled) > 1 else owner
        for row, owner in zip(rows, owners, strict=True)
    ]


def _is_of_plan(row: GridRow, heading: Heading) -> bool:
    """Return whether a row under a heading of actions is one of them, or a total."""
    is_action = len(row.filled) >= _FEWEST and any(heading.role_of(cell) == "title" for cell in row.filled)
    return is_action or labels.total(row.filled[0].text) is not None


def _holds_amount(row: GridRow) -> bool:
    """Return whether a row holds an amount, which is neither a year nor the row's number."""
    return any(amount(cell.text) and year_of(cell.text) is None for cell in row.filled[1:])


def _nearest(order: Iterable[int], rows: Sequence[GridRow], owners: Sequence[int | None]) -> dict[int, int]:
    """Return by row the last one of a table that stands before it in an order, on the same sheet."""
    last: dict[str, int] = {}
    nearest: dict[int, int] = {}
    for n in order:
        sheet = _sheet(rows[n])
        if sheet in last:
            nearest[n] = last[sheet]
        if owners[n] is not None:
            last[sheet] = n
    return nearest


def _is_note(rows: Sequence[GridRow], before: int, at: int, behind: int) -> bool:
    """Return whether a line follows a table at once, and other lines part it from the next one."""
    gaps = ((before, at), (at, behind))
    return [any(rows[n].filled for n in range(begin + 1, end)) for begin, end in gaps] == [False, True]


def _sheet(row: GridRow) -> str:
    """Return the sheet of a workbook that a row stands on, or the edge of a page; empty for any other."""
    head, sign, _rest = row.place.rpartition(", row ")
    return head if sign and head.startswith("sheet ") else row.place if row.place in PAGE_EDGES else ""
