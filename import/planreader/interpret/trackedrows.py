"""What was read of a tracker: its cells and rows, and which of several tables says the latest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planreader.interpret.mapping import given
from planreader.interpret.trackedcolumns import Told
from planreader.vocabulary.tracking import NOTE, is_reported, says_nothing, year_of_amount
from store.plan.units import municipality_codes, unit_code


class TrackedCell(NamedTuple):
    """A cell with its place; of an amount its cents, of a share its percent, None of anything else.

    ``doubtful`` is an amount of which nobody can tell whether it has thousands: 1.234; or a percent that may
    be a share of 1. ``currency`` is the code of the one that the cell, or else its heading, names.
    """

    text: str
    place: str
    number: int | None = None
    doubtful: bool = False
    currency: str = ""


class TrackedRow(NamedTuple):
    """A row: the number and title of its action, who leads it, and what it says by the roles of columns.

    ``told`` is what somebody should see of it, ``day`` that of its table, ``unit`` the code of the
    municipality or institution whose columns it is read from, where others have theirs beside them.
    """

    nr: str
    title: str
    lead: str
    place: str
    cells: Mapping[str, TrackedCell]
    told: tuple[Told, ...] = ()
    day: str = ""
    unit: str = ""


class Tracking(NamedTuple):
    """What a table reports: columns with their roles, rows, and the day of which it is, ISO or empty.

    ``told`` is what somebody should see of it, each once, ``legend`` what short words stand for, folded.
    """

    columns: tuple[given.Listed, ...]
    rows: tuple[TrackedRow, ...]
    place: str
    day: str = ""
    told: tuple[Told, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """Return what of an action's progress its columns tell."""
        return tuple(column.role for column in self.columns if is_reported(column.role))


def latest(
    rows: Sequence[tuple[tuple[int, int, int] | None, TrackedRow]],
) -> tuple[list[TrackedRow], list[str]]:
    """Return rows without what tables of other moments say later of the same action and unit, and the places
    of those that lost something; notes and amounts of a year stay."""
    last: dict[tuple[str, str, str, str], tuple[int, int, int]] = {}
    for told, row in rows:
        for role, cell in row.cells.items():
            if told is not None and not says_nothing(cell.text):
                key = row.nr, row.title, _whose(row), role
                last[key] = max(told, last.get(key, told))
    kept: list[TrackedRow] = []
    earlier: list[str] = []
    for told, row in rows:
        cells = {
            role: cell
            for role, cell in row.cells.items()
            if role == NOTE
            or year_of_amount(role) is not None
            or told is None
            or told >= last.get((row.nr, row.title, _whose(row), role), told)
        }
        kept.append(row._replace(cells=cells))
        earlier += [row.place] if len(cells) < len(row.cells) else ()
    return kept, earlier


def _whose(row: TrackedRow) -> str:
    """Return the unit of a row's columns, or the municipality that it is of; empty where neither is told."""
    code = unit_code(row.lead)
    return row.unit or (code if code in municipality_codes() else "")
