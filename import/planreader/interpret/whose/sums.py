"""Rows of no unit beside those of units, which sum these up: told, and compared with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planreader.interpret.trackedcolumns import Told
from planreader.interpret.trackedrows import TrackedRow
from planreader.interpret.whose.beside import is_of_everything
from planreader.interpret.whose.names import OF_ALL
from planreader.vocabulary.fold import fold
from planreader.vocabulary.tracking import is_amount


def without_sums(rows: Sequence[TrackedRow]) -> tuple[list[TrackedRow], list[Told]]:
    """Return rows without those that sum others up, and what somebody should see of these."""
    named = {_action(row) for row in rows if (row.unit or row.lead) and not _may_be_sum(row)}
    sums = [row for row in rows if row.unit == OF_ALL or (_may_be_sum(row) and _action(row) in named)]
    parts = [row for row in rows if row not in sums]
    told = [Told(row.place, "rows_of_all", len(sums)) for row in sums[:1]]
    return parts, [*told, *_that_differ(sums, parts)]


def _that_differ(sums: Sequence[TrackedRow], parts: Sequence[TrackedRow]) -> Iterator[Told]:
    """Yield amounts that are not what the other rows of their action come to."""
    for row in sums:
        own = [part.cells for part in parts if _action(part) == _action(row)]
        for role, cell in row.cells.items():
            total = sum(cells[role].number or 0 for cells in own if role in cells)
            if is_amount(role) and cell.number is not None and cell.number != total:
                yield Told(cell.place, "amount_beside_units", cell.text, is_left=True)


def _may_be_sum(row: TrackedRow) -> bool:
    return row.unit in ("", OF_ALL) and is_of_everything(row.lead)


def _action(row: TrackedRow) -> str:
    return row.nr.strip() or fold(row.title)
