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


def matrix_list(found: Matrix, *, words: bool = True) -> Table:
    """The matrix: a column for each unit, ``not_reported`` where a report is expected."""

    def status(code: str | None) -> str | None:
        return terms.status(code) if words else code

    def name(unit: str) -> str:
        return unit_name(unit, language.current(), found.printed) if words else unit

    def reported(unit: str) -> Field[MatrixRow]:
        return (
            Column(unit, name(unit)),
            lambda row: (status(row.cells[unit]) or "not_reported") if unit in row.cells else None,
        )

    return table_of(
        "matrix",
        _("Actions by units"),
        found.rows,
        (Column("nr", _("No.")), lambda row: row.nr),
        (Column("title", _("Action")), lambda row: row.title),
        (Column("status", _("Status")), lambda row: status(row.status)),
        (Column("assessed", _("Assessed"), NUMBER), lambda row: int(row.assessed)),
        (
            Column("conflicts", _("In conflict")),
            lambda row: "; ".join(map(name, sorted(row.conflicts))) or None,
        ),
        *map(reported, found.units),
    )


def units_list(found: Iterable[UnitOverview], revisions: Mapping[str, int]) -> Table:
    """How each unit stands; ``revisions`` are those under which replicas work."""

    def newest(one: UnitOverview) -> int | None:
        return max((revisions[at.replica] for at in one.laptops if at.replica in revisions), default=None)

    return table_of(
        "units",
        _("Units"),
        found,
        (Column("unit", _("Code")), lambda one: one.unit),
        (Column("name", _("Unit")), lambda one: one.name or unit_name(one.unit, language.current())),
        (Column("officers", _("Officer")), lambda one: "; ".join(at.officer for at in one.laptops) or None),
        (
            Column("heard_on", _("Last heard"), DATE),
            lambda one: None if one.heard_at is None else date.fromtimestamp(one.heard_at),
        ),
        (Column("revision", _("Revision"), NUMBER), newest),
        (Column("expected", _("Expected"), NUMBER), lambda one: one.expected),
        (Column("reported", _("Reported"), NUMBER), lambda one: one.reported),
        (Column("returned", _("Returned"), NUMBER), lambda one: one.returned),
        (Column("approved", _("Approved"), NUMBER), lambda one: one.approved),
        (Column("unreviewed", _("To be reviewed"), NUMBER), lambda one: one.unreviewed),
        (Column("owed", _("Owed"), NUMBER), lambda one: one.owed),
    )


def owing_list(asked: AskedPeriod, found: Iterable[UnitOwing], printed: Mapping[str, str]) -> Table:
    """Every report that is owed for a period, by unit; ``printed`` are the names that the plan has."""
    return table_of(
        "owing",
        f"{_('Outstanding reports')} {asked.period.code}",
        [(of.unit, one) for of in found for one in of.owed],
        (Column("unit", _("Code")), lambda at: at[0]),
        (Column("name", _("Unit")), lambda at: unit_name(at[0], language.current(), printed)),
        (Column("nr", _("No.")), lambda at: at[1].nr),
        (Column("title", _("Action")), lambda at: at[1].title),
        (Column("due", _("Due"), DATE), lambda _at: asked.due),
        (
            Column("state", _("What is outstanding")),
            lambda at: terms.review(at[1].state) if at[1].state == RETURNED else _("not reported"),
        ),
        (Column("reason", _("Reason")), lambda at: at[1].reason or None),
    )
