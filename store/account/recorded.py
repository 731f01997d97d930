"""The money of actions and units as of a day: the cells of the plan, and what was recorded by then.

The cell of a year is that of the last version in force in it that has the action; what is recorded of an
action that no version of the year has is spent without budget. So nothing falls out where a revision removes
an action, and a year's sums are the same whichever version is looked at.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection
from datetime import date

from store.account.money import YearMoney, add_money, year_money
from store.account.money_days import IS_MONEY, MoneyRegisters
from store.db.database import once_a_snapshot, only
from store.plan.lookup import all_years, current_revision, revisions_within
from store.plan.model import ADMIN, BudgetCell


def planned_cells(
    conn: sqlite3.Connection, day: date, action: str | None = None
) -> dict[str, dict[int, BudgetCell]]:
    """Return what the plan gives actions by year, or one action, as of a day.

    The cell of a year is that of the last version in force in it, up to the day, that has the action.
    """
    counts = [[year, revision] for year, of in _versions(conn, day).items() for revision in of]
    cells: dict[str, dict[int, BudgetCell]] = defaultdict(dict)
    for of, year, kind, cents in conn.execute(
        "SELECT action.id, counts.value ->> 0, kind, cents FROM json_each(:counts) AS counts"
        " JOIN action ON action.revision = counts.value ->> 1"
        " LEFT JOIN budget_cell AS cell ON cell.revision = action.revision AND cell.action = action.id"
        " AND cell.year = counts.value ->> 0 WHERE :action IS NULL OR action.id = :action"
        " ORDER BY counts.key",
        {"counts": json.dumps(counts), "action": action},
    ):
        if kind is not None:
            cells[of][year] = cents if kind == "amount" else ADMIN
        elif of in cells:
            cells[of].pop(year, None)
    return cells


@once_a_snapshot
def _versions(conn: sqlite3.Connection, day: date) -> dict[int, tuple[int, ...]]:
    """Return the versions of the plan that were in force in each year up to a day, the oldest first."""
    versions = {}
    for year in all_years(conn):
        last = min(day, date(year, 12, 31))
        versions[year] = revisions_within(conn, min(last, date(year, 1, 1)), last)
    return versions


def action_money(
    conn: sqlite3.Connection,
    day: date,
    *,
    unit: str | None = None,
    counted: Collection[tuple[str, str]] | None = None,
    actions: Collection[str] | None = None,
) -> dict[str, tuple[YearMoney, ...]]:
    """Return the money as of a day of all actions that any version of the plan has, by id and year.

    It is that of all units, or what one ``unit`` recorded. ``counted`` are the reports (action and unit)
    whose money counts, ``actions`` the ids that are asked for; None for all. An action without any money is
    left out.
    """
    (single,) = actions if actions is not None and len(actions) == 1 else (None,)
    years: dict[str, dict[int, YearMoney]] = defaultdict(dict)
    for action, cells in planned_cells(conn, day, single).items():
        if actions is None or action in actions:
            years[action] = {
                year: year_money(year, cell, of_unit=unit is not None) for year, cell in cells.items()
            }
    registers = MoneyRegisters(conn, day, unit, actions)
    known = _known_actions(conn, single)
    for action, of, year, *amounts in conn.execute(
        registers.amounts("''" if counted is None else "unit"), registers.named
    ):
        if (
            any(cents is not None for cents in amounts)
            and action in known
            and (counted is None or (action, of) in counted)
        ):
            before = years[action].get(year)
            cell = None if before is None else before.cell
            money = year_money(year, cell, amounts, of_unit=unit is not None)
            if before is not None and (before.allocated, before.spent) != (None, None):
                # another unit's: the cell is one
                money = add_money([before, money._replace(planned=None, admin=0)], year)
            years[action][year] = money
    return {action: tuple(of[year] for year in sorted(of)) for action, of in years.items() if of}


def _known_actions(conn: sqlite3.Connection, single: str | None) -> frozenset[str]:
    asked = f"SELECT DISTINCT id FROM action WHERE TRUE{only(id=single)}"
    return frozenset(action for (action,) in conn.execute(asked, {"id": single}))


def unit_money(
    conn: sqlite3.Connection, day: date, *, counted: Collection[tuple[str, str]] | None = None
) -> dict[str, tuple[YearMoney, ...]]:
    """Return the money as of a day of each unit that recorded any, by code and year.

    The plan prints one amount for all units together: a unit has no ``planned``, and its spending is measured
    against what it was ``allocated``. ``counted`` as for :func:`action_money`.
    """
    registers, known = MoneyRegisters(conn, day), _known_actions(conn, None)
    of_units: dict[str, dict[int, list[YearMoney]]] = defaultdict(lambda: defaultdict(list))
    for action, unit, year, *amounts in conn.execute(registers.amounts("unit"), registers.named):
        if action in known and (counted is None or (action, unit) in counted):
            of_units[unit][year].append(year_money(year, None, amounts, of_unit=True))
    return {
        unit: tuple(add_money(years[year], year) for year in sorted(years))
        for unit, years in sorted(of_units.items())
    }


def warned_actions(
    conn: sqlite3.Connection, day: date, *, action: str | None = None, unit: str | None = None
) -> frozenset[str]:
    """Return the actions that have a :attr:`YearMoney.warning` in a year, as of a day.

    In SQL, since the list of all actions asks for it, and each edit for one.
    """
    registers = MoneyRegisters(conn, day, unit, None if action is None else (action,))
    counts = [[year, revision] for year, of in _versions(conn, day).items() for revision in of]
    rows = conn.execute(
        "SELECT DISTINCT target FROM (SELECT target, year, spent, spent_in_all,"
        " (SELECT max(revision) FROM action JOIN json_each(:counts) AS counts ON counts.value ->> 0 = year"
        " AND revision = counts.value ->> 1 WHERE action.id = target) AS version FROM"
        " (SELECT target, CAST(field AS INTEGER) AS year, sum(CAST(value AS INTEGER)) AS spent,"
        " sum(sum(CAST(value AS INTEGER))) OVER (PARTITION BY target) AS spent_in_all"
        f" FROM {registers.sql} WHERE {IS_MONEY}"
        " AND substr(field, 6) IN ('capital.spent', 'recurrent.spent')"
        " GROUP BY target, year)) AS recorded"
        " LEFT JOIN budget_cell AS cell ON cell.revision = version AND cell.action = target"
        " AND cell.year = recorded.year"
        " LEFT JOIN action ON action.revision = :revision AND action.id = target"
        " WHERE spent > 0 AND CASE WHEN cell.kind IS NULL AND budget_total IS NOT NULL"
        " THEN spent_in_all > budget_total ELSE cents IS NULL OR spent > cents END",
        {**registers.named, "counts": json.dumps(counts), "revision": current_revision(conn)},
    )
    return frozenset(target for (target,) in rows)


def report_money(
    conn: sqlite3.Connection, day: date, *, unit: str | None = None
) -> dict[tuple[str, str], tuple[YearMoney, ...]]:
    """Return what each unit, or one ``unit``, recorded of each action by a day, by action and unit."""
    registers, known = MoneyRegisters(conn, day, unit), _known_actions(conn, None)
    found: dict[tuple[str, str], list[YearMoney]] = defaultdict(list)
    for action, of, year, *amounts in conn.execute(registers.amounts("unit"), registers.named):
        if action in known:
            found[action, of].append(year_money(year, None, amounts, of_unit=True))
    return {key: tuple(years) for key, years in found.items()}
