"""Units as tables: how each stands, what it owes, and the matrix of actions by units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import language
from language import _, terms
from report.table import DATE, NUMBER, Column, Field, Table, table_of
from store.account.calendar import AskedPeriod
from store.plan.units import unit_name
from store.query.matrix import Matrix, MatrixRow
from store.query.owing import RETURNED, UnitOwing
from store.query.unit_overview import UnitOverview


def matrix_list(matrix: Matrix, *, words: bool = True) -> Table:
    """Return the matrix: a column for each unit, ``not_reported`` where a report is expected."""

    def status(code: str | None) -> str | None:
        return terms.status(code) if words else code

    def name(unit: str) -> str:
        return unit_name(unit, language.current(), matrix.printed) if words else unit

    def reported(unit: str) -> Field[MatrixRow]:
        return (
            Column(unit, name(unit)),
            lambda row: (status(row.cells[unit]) or "not_reported") if unit in row.cells else None,
        )

    return table_of(
        "matrix",
        _("Actions by units"),
        matrix.rows,
        (Column("nr", _("No.")), lambda row: row.nr),
        (Column("title", _("Action")), lambda row: row.title),
        (Column("status", _("Status")), lambda row: status(row.status)),
        (Column("assessed", _("Assessed"), NUMBER), lambda row: int(row.assessed)),
        (
            Column("conflicts", _("In conflict")),
            lambda row: "; ".join(map(name, sorted(row.conflicts))) or None,
        ),
        *map(reported, matrix.units),
    )


def units_list(units: Iterable[UnitOverview], revisions: Mapping[str, int]) -> Table:
    """Return the state of each unit; ``revisions`` are those under which replicas work."""

    def newest(unit: UnitOverview) -> int | None:
        return max(
            (revisions[laptop.replica] for laptop in unit.laptops if laptop.replica in revisions),
            default=None,
        )

    return table_of(
        "units",
        _("Units"),
        units,
        (Column("unit", _("Code")), lambda unit: unit.unit),
        (
            Column("name", _("Unit")),
            lambda unit: unit_name(unit.unit, language.current(), {unit.unit: unit.name}),
        ),
        (
            Column("officers", _("Officer")),
            lambda unit: "; ".join(laptop.officer for laptop in unit.laptops) or None,
        ),
        (
            Column("heard_on", _("Last heard"), DATE),
            lambda unit: None if unit.heard_at is None else date.fromtimestamp(unit.heard_at),
        ),
        (Column("revision", _("Revision"), NUMBER), newest),
        (Column("expected", _("Expected"), NUMBER), lambda unit: unit.expected),
        (Column("reported", _("Reported"), NUMBER), lambda unit: unit.reported),
        (Column("returned", _("Returned"), NUMBER), lambda unit: unit.returned),
        (Column("approved", _("Approved"), NUMBER), lambda unit: unit.approved),
        (Column("unreviewed", _("To be reviewed"), NUMBER), lambda unit: unit.unreviewed),
        (Column("owed", _("Outstanding"), NUMBER), lambda unit: unit.owed),
    )


def owing_list(asked: AskedPeriod, owing: Iterable[UnitOwing], printed: Mapping[str, str]) -> Table:
    """Return every report that is owed for a period, by unit; ``printed`` are the names that the plan has."""
    return table_of(
        "owing",
        f"{_('Outstanding reports')} {asked.period.code}",
        [(unit.unit, owed) for unit in owing for owed in unit.owed],
        (Column("unit", _("Code")), lambda owed_by: owed_by[0]),
        (Column("name", _("Unit")), lambda owed_by: unit_name(owed_by[0], language.current(), printed)),
        (Column("nr", _("No.")), lambda owed_by: owed_by[1].nr),
        (Column("title", _("Action")), lambda owed_by: owed_by[1].title),
        (Column("due", _("Due"), DATE), lambda _at: asked.due),
        (
            Column("state", _("What is outstanding")),
            lambda owed_by: (
                terms.review(owed_by[1].state) if owed_by[1].state == RETURNED else _("not reported")
            ),
        ),
        (Column("reason", _("Reason")), lambda owed_by: owed_by[1].reason or None),
    )
