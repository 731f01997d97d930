"""Budget execution: planned, allocated and spent by year, of the plan, its objectives, leads and units.

What is counted stands in ``store.query.spending``.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from store.db.database import Store
from store.figures.recorded_money import MONEY, recorded_money
from store.plan.load import planned_cells
from store.plan.lookup import current_revision, plan_years
from store.plan.model import BudgetCell
from store.plan.units import expected_of
from store.query.money import YearMoney
from store.query.spending import Spending, SpendingBuilder, group_spendings, merge_spendings
from store.status.action_rows import PlanRow, read_plan_rows


class MoneyWarning(NamedTuple):
    """Spending that deserves a look; it is kept, never refused. ``code`` as in ``store.query.money``."""

    action: str
    nr: str
    year: int
    code: str
    planned: BudgetCell
    spent: int


class Execution(NamedTuple):
    """Money of the whole plan and its groups, by the same keys as in ``store.query.rates``.

    ``actions`` has every action, by id.
    """

    plan: Spending
    strategic: Mapping[int, Spending]
    specific: Mapping[int, Spending]
    leads: Mapping[str, Spending]
    actions: Mapping[str, Spending]
    warnings: tuple[MoneyWarning, ...]


def execution(
    store: Store,
    *,
    unit: str | None = None,
    revision: int | None = None,
    counted: Collection[tuple[str, str]] | None = None,
) -> Execution:
    """The money of a revision (the current one by default), summed over units, or as one ``unit`` spent it.

    With ``unit``, the actions are those on which it is expected to report or recorded money. Years are those
    of the plan and any others for which money was recorded. With ``counted`` only what these units
    reported on these actions counts. Raises Refused ``db_no_plan``.
    """
    with store.reading() as conn:
        revision = current_revision(conn) if revision is None else revision
        rows = read_plan_rows(conn, revision)
        planned = planned_cells(conn, revision)
        recorded = recorded_money(conn, unit, counted)
        years = {*plan_years(conn, revision), *(year for found in recorded.values() for year, _ in found)}
    if unit is not None:
        rows = [row for row in rows if unit in row.expected or row.id in recorded]
    actions: dict[str, Spending] = {}
    parts: dict[tuple[int, int, str], SpendingBuilder] = defaultdict(SpendingBuilder)
    for row in rows:
        own, cells = SpendingBuilder(), planned.get(row.id, {})
        for year, cell in cells.items():
            for adder in (own, parts[row.strategic, row.specific, row.lead]):
                adder.plan(year, cell)
        for (year, field), cents in recorded.get(row.id, {}).items():
            for adder in (own, parts[row.strategic, row.specific, row.lead]):
                adder.record(year, field, cents, on_plan=isinstance(cells.get(year), int))
        actions[row.id] = own.spending(years)
    spendings = {key: part.spending(years) for key, part in parts.items()}
    return Execution(
        merge_spendings(spendings.values(), years),
        group_spendings(((key[0], found) for key, found in spendings.items()), years),
        group_spendings(((key[1], found) for key, found in spendings.items()), years),
        group_spendings(((key[2], found) for key, found in spendings.items()), years),
        actions,
        tuple(_warnings(rows, planned, actions)),
    )


def unit_execution(
    store: Store, *, revision: int | None = None, counted: Collection[tuple[str, str]] | None = None
) -> dict[str, Spending]:
    """The money of each unit that recorded any or is expected to report, by code.

    The plan prints one figure for all units together: ``planned`` of a unit is that of the actions on which
    it is expected to report; its own appropriation is ``allocated``. Raises Refused ``db_no_plan``.
    """
    plans: dict[tuple[str, ...], SpendingBuilder] = defaultdict(SpendingBuilder)
    units: dict[str, SpendingBuilder] = defaultdict(SpendingBuilder)
    with store.reading() as conn:
        revision = current_revision(conn) if revision is None else revision
        years = set(plan_years(conn, revision))
        planned = planned_cells(conn, revision)
        for row in read_plan_rows(conn, revision):
            for year, cell in planned.get(row.id, {}).items():
                plans[row.institutions].plan(year, cell)
        for unit, year, field, on_plan, cents in _recorded_by_unit(conn, revision, counted):
            years.add(year)
            units[unit].record(year, field, cents, on_plan=on_plan)
    for institutions, plan in plans.items():
        for found in plan.spending(years).years:
            for unit in expected_of(institutions):
                units[unit].include(found)
    return {unit: units[unit].spending(years) for unit in sorted(units)}


class PlannedSpending(NamedTuple):
    """What an action's cells with an amount hold in all years together, and what was spent against them."""

    planned: int
    spent: int


def planned_spending(
    conn: sqlite3.Connection, unit: str | None, action: str | None = None
) -> dict[str, PlannedSpending]:
    """The money of every action with an amount, or of one, over all units or as one ``unit`` spent it.

    The same figures as those of :func:`execution`, quick enough to follow each edit.
    """
    revision = current_revision(conn)
    spent = dict(
        conn.execute(
            "SELECT target, sum(CAST(value AS INTEGER)) FROM state JOIN budget_cell AS cell"
            " ON cell.revision = ?1 AND cell.action = target AND cell.kind = 'amount'"
            " AND cell.year = CAST(substr(field, 1, 4) AS INTEGER)"
            f" WHERE {MONEY.replace('kind', 'state.kind', 1)} AND substr(field, 6) <> 'allocated'"
            " AND ?2 IN ('', unit) AND ?3 IN ('', target) GROUP BY target",
            (revision, unit or "", action or ""),
        )
    )
    return {
        found: PlannedSpending(planned, spent.get(found, 0))
        for found, planned in conn.execute(
            "SELECT action, sum(cents) FROM budget_cell WHERE revision = ?1 AND kind = 'amount'"
            " AND ?2 IN ('', action) GROUP BY action",
            (revision, action or ""),
        )
    }


def _warnings(
    rows: Iterable[PlanRow],
    planned: Mapping[str, Mapping[int, BudgetCell]],
    actions: Mapping[str, Spending],
) -> Iterator[MoneyWarning]:
    for row in rows:
        for found in actions[row.id].years:
            if found.spent:
                cell = planned.get(row.id, {}).get(found.year)
                year = YearMoney(found.year, cell, found.allocated, found.capital, found.recurrent)
                if year.warning is not None:
                    yield MoneyWarning(row.id, row.nr, found.year, year.warning, cell, found.spent)


def _recorded_by_unit(
    conn: sqlite3.Connection, revision: int, counted: Collection[tuple[str, str]] | None
) -> Iterator[tuple[str, int, str, bool, int]]:
    """Unit, year, field, whether the plan has an amount there, and the cents that the unit recorded."""
    # one action each where not all count, else summed by SQLite
    target, by = ("''", "1, 2, 3") if counted is None else ("target", "1, 2, 3, 5")
    for code, field, on_plan, cents, action in conn.execute(
        f"SELECT unit, field, coalesce(cell.kind, '') = 'amount', sum(CAST(value AS INTEGER)), {target}"
        " FROM state JOIN action ON action.revision = ?1 AND action.id = target"
        " LEFT JOIN budget_cell AS cell ON cell.revision = ?1 AND cell.action = target"
        " AND cell.year = CAST(substr(field, 1, 4) AS INTEGER)"
        f" WHERE {MONEY.replace('kind', 'state.kind', 1)} GROUP BY {by}",
        (revision,),
    ):
        if counted is None or (action, code) in counted:
            yield code, int(field[:4]), field[5:], bool(on_plan), cents
