"""The matrix of headquarters: what each unit reported on each action, beside the roll-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from store.account.action_rows import read_plan_rows
from store.account.disputes import disputed_as_of
from store.account.status_as_of import statuses_as_of
from store.db.database import Store
from store.plan.lookup import current_revision, printed_units
from store.plan.reporting import by_unit
from store.plan.units import municipality_codes
from store.query.by_form import by_form


class MatrixRow(NamedTuple):
    """One action; ``status`` is headquarters' word or the roll-up.

    ``cells`` has the units that are expected to report, with None where they did not, and those that reported
    all the same; other units have no cell. Of the report of ``forms`` something came by a form
    alone.
    """

    id: str
    nr: str
    title: str
    objective: int
    status: str | None
    assessed: bool
    cells: Mapping[str, str | None]
    conflicts: frozenset[str]
    forms: frozenset[str] = frozenset()


class Column(NamedTuple):
    """On how many actions one unit is expected to report, and on how many it ever did, over all rows.

    What was asked for a period, and came, is another figure (``store.account.coverage``).
    """

    expected: int
    ever_reported: int


class Matrix(NamedTuple):
    """Rows in document order. ``units``: municipalities by code, then institutions by code.

    ``printed`` are the names of units whose codes are none, as the plan has them.
    """

    units: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    columns: Mapping[str, Column]
    printed: Mapping[str, str] = MappingProxyType({})

    def only(self, rows: Iterable[MatrixRow], units: Iterable[str]) -> Matrix:
        """Return some of its rows and units."""
        return self._replace(rows=tuple(rows), units=tuple(units))

    @property
    def filled(self) -> Matrix:
        """Without the units that have reported nothing, unless all have not."""
        reporting = {unit for row in self.rows for unit, status in row.cells.items() if status is not None}
        reporting.update(unit for row in self.rows for unit in row.conflicts)
        units = [unit for unit in self.units if unit in reporting]
        return self.only(self.rows, units) if units else self


def matrix(store: Store, *, as_of: date) -> Matrix:
    """Return the matrix of the current revision with what was in force on a day.

    ``conflicts`` of a row are the units whose status stands in conflict now. An action that headquarters
    cancelled keeps what the units said, and none is expected to say more. Raises UserError ``db_no_plan``.
    """
    with store.reading() as conn:
        plan = read_plan_rows(conn, current_revision(conn), as_of)
        printed = printed_units(conn)
        statuses = statuses_as_of(conn, as_of)
        disputed: dict[str, set[str]] = {}
        for register in disputed_as_of(conn, as_of):
            if register.kind == "action":
                disputed.setdefault(register.target, set()).add(register.unit)
        forms: dict[str, set[str]] = {}
        for register in by_form(conn):
            forms.setdefault(register.target, set()).add(register.unit)
    rows: list[MatrixRow] = []
    expected: Counter[frozenset[str]] = Counter()
    reported: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for row in plan:
        given = statuses.reported.get(row.id, {})
        wanted = statuses.expected_on(row.id, row.institutions)
        cells: dict[str, str | None] = {**dict.fromkeys(wanted), **given}
        if wanted:
            expected[wanted] += 1
        if given.keys() <= wanted:
            reported.update(given.keys())
        else:
            reported.update(given.keys() & wanted)
            others.update(given.keys() - wanted)
        if wanted != row.expected:
            # the units of a cancelled action keep their columns
            others.update(row.expected)
        rows.append(
            MatrixRow(
                row.id,
                row.nr,
                row.title,
                row.specific,
                statuses.of_action(row.id, row.institutions),
                row.id in statuses.assessed,
                cells,
                frozenset(disputed.get(row.id, ())),
                frozenset(forms.get(row.id, ())),
            )
        )
    due = by_unit(expected)
    columns = {unit: Column(due[unit], reported[unit]) for unit in in_order({*due, *reported, *others})}
    return Matrix(tuple(columns), tuple(rows), columns, printed)


def in_order(units: set[str]) -> list[str]:
    """Return units by their codes, the municipalities first."""
    codes = [code for code in municipality_codes() if code in units]
    return [*codes, *sorted(units.difference(codes))]
