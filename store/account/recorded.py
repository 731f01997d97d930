"""The money of actions and units as of a day: the cells of the plan, and what was recorded by then.

The cell of a year is that of the last version in force in it that has the action; what is recorded of an
action that no version of the year has is spent without budget. So nothing falls out where a revision removes
an action, and a year's sums are the same whichever version is looked at.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from store.account.money import YearMoney, year_money
from store.account.money_days import IS_MONEY, MoneyRegisters
from store.account.versions import versions_between
from store.db.database import cached_per_transaction, where_equals
from store.plan.lookup import all_years, current_revision
from store.plan.model import ADMIN, BudgetCell

if TYPE_CHECKING:
    from store.account.populations import CountedAction


def planned_cells(
    conn: sqlite3.Connection, day: date, action: str | None = None
) -> dict[str, dict[int, BudgetCell]]:
    """Return what the plan gives actions by year, or one action, as of a day.

    The cell of a year is that of the last version in force in it, up to the day, that has the action.
    """
    cells: dict[str, dict[int, BudgetCell]] = defaultdict(dict)
    of_action = "" if action is None else " AND action.id = :action"
    for of, year, kind, cents in conn.execute(
        f"SELECT action.id, counting.year, kind, cents FROM {_counting(conn, day)}"
        f" JOIN action ON action.revision = version{of_action} LEFT JOIN budget_cell AS cell"
        " ON cell.revision = version AND cell.action = action.id AND cell.year = counting.year"
        " ORDER BY version",
        {"action": action},
    ):
        if kind is not None:
            cells[of][year] = cents if kind == "amount" else ADMIN
        elif of in cells:
            cells[of].pop(year, None)
    return cells


def whole_amounts(conn: sqlite3.Connection, actions: Iterable[CountedAction]) -> dict[str, int]:
    """Return what the plan gives actions of a period for all years together; no year's money holds it.

    Each has that of the last version in the period that has the action.
    """
    amounts = {
        (action, revision): cents
        for action, revision, cents in conn.execute(
            "SELECT id, revision, budget_total FROM action WHERE budget_total IS NOT NULL"
        )
    }
    if not amounts:
        return {}
    of_actions = {action.row.id: amounts.get((action.row.id, action.revision)) for action in actions}
    return {action: cents for action, cents in of_actions.items() if cents is not None}


def _counting(conn: sqlite3.Connection, day: date) -> str:
    """Return as SQL the years with the versions of the plan in force in each up to a day."""
    rows = [f"({year}, {version})" for year, of in _versions(conn, day).items() for version in of]
    return f"(SELECT column1 AS year, column2 AS version FROM (VALUES {', '.join(rows)})) AS counting"


@cached_per_transaction
def _versions(conn: sqlite3.Connection, day: date) -> dict[int, tuple[int, ...]]:
    """Return the versions of the plan that were in force in each year up to a day, the oldest first."""
    versions = {}
    for year in all_years(conn):
        last = min(day, date(year, 12, 31))
        spans = versions_between(conn, min(last, date(year, 1, 1)), last)
        versions[year] = tuple(span.revision for span in spans)
    return versions


_NOTHING: Final[list[int | None]] = [None, None, None]
_NO_CELLS: Final[Mapping[int, BudgetCell]] = MappingProxyType({})


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
    is_of_unit = unit is not None
    cells = planned_cells(conn, day, single)
    recorded: dict[str, dict[int, list[int | None]]] = {
        action: {} for action in cells if actions is None or action in actions
    }
    registers, plan_actions = MoneyRegisters(conn, day, unit, actions, counted), _known_actions(conn, single)
    for action, _, year, *amounts in conn.execute(registers.amounts("''"), registers.named):
        if action in plan_actions and amounts != _NOTHING:
            recorded.setdefault(action, {})[year] = amounts
    money: dict[str, tuple[YearMoney, ...]] = {}
    for action, of_years in recorded.items():
        planned = cells.get(action, _NO_CELLS)
        if planned or of_years:
            money[action] = tuple(
                year_money(year, planned.get(year), of_years.get(year, _NOTHING), of_unit=is_of_unit)
                for year in sorted(planned.keys() | of_years.keys())
            )
    return money


def _known_actions(conn: sqlite3.Connection, single: str | None) -> frozenset[str]:
    # with its revisions an action is found in an index
    asked = (
        "SELECT DISTINCT id FROM action WHERE revision IN (SELECT revision FROM plan)"
        f"{where_equals(id=single)}"
    )
    return frozenset(action for (action,) in conn.execute(asked, {"id": single}))


def unit_money(
    conn: sqlite3.Connection, day: date, *, counted: Collection[tuple[str, str]] | None = None
) -> dict[str, tuple[YearMoney, ...]]:
    """Return the money as of a day of each unit that recorded any, by code and year.

    The plan prints one amount for all units together: a unit has no ``planned``, and its spending is measured
    against what it was ``allocated``. ``counted`` as for :func:`action_money`.
    """
    registers = MoneyRegisters(conn, day, counted=counted)
    of_units: dict[str, list[YearMoney]] = defaultdict(list)
    for unit, *amounts in conn.execute(
        "SELECT whose, year, NULL, 0, sum(allocated), sum(capital), sum(recurrent),"
        " sum(coalesce(capital, recurrent) + coalesce(recurrent, 0) * (capital IS NOT NULL))"
        f" FILTER (WHERE allocated IS NOT NULL) FROM ({registers.amounts('unit')})"
        " WHERE target IN (SELECT id FROM action) AND coalesce(allocated, capital, recurrent) IS NOT NULL"
        " GROUP BY whose, year ORDER BY whose, year",
        registers.named,
    ):
        of_units[unit].append(YearMoney(*amounts)._replace(of_unit=True))
    return {unit: tuple(years) for unit, years in of_units.items()}


def spent_in(
    conn: sqlite3.Connection,
    year: int,
    day: date,
    *,
    unit: str | None = None,
    counted: Collection[tuple[str, str]] | None = None,
) -> int:
    """Return what was spent in a year by a day, on all actions. As for :func:`action_money`."""
    registers = MoneyRegisters(conn, day, unit, counted=counted)
    (spent,) = conn.execute(
        f"SELECT sum(CAST(value AS INTEGER)) FROM ({registers.sql}) WHERE {IS_MONEY} AND field IN"
        f" ('{year:04}.capital.spent', '{year:04}.recurrent.spent') AND target IN (SELECT id FROM action)",
        registers.named,
    ).fetchone()
    return spent or 0


def warned_actions(
    conn: sqlite3.Connection, day: date, *, action: str | None = None, unit: str | None = None
) -> frozenset[str]:
    """Return the actions that have a :attr:`YearMoney.warning` in a year, as of a day.

    In SQL, since the list of all actions asks for it, and each edit for one.
    """
    registers = MoneyRegisters(conn, day, unit, None if action is None else (action,))
    rows = conn.execute(
        "SELECT DISTINCT target FROM (SELECT target, year, spent, spent_in_all,"
        f" (SELECT max(revision) FROM {_counting(conn, day)} JOIN action ON revision = version"
        " WHERE counting.year = spending.year AND action.id = target) AS version FROM"
        " (SELECT target, CAST(field AS INTEGER) AS year, sum(CAST(value AS INTEGER)) AS spent,"
        " sum(sum(CAST(value AS INTEGER))) OVER (PARTITION BY target) AS spent_in_all"
        f" FROM ({registers.sql}) WHERE {IS_MONEY}"
        " AND substr(field, 6) IN ('capital.spent', 'recurrent.spent')"
        " GROUP BY target, year) AS spending) AS recorded"
        " LEFT JOIN budget_cell AS cell ON cell.revision = version AND cell.action = target"
        " AND cell.year = recorded.year"
        " LEFT JOIN action ON action.revision = :revision AND action.id = target"
        " WHERE spent > 0 AND CASE WHEN cell.kind IS NULL AND budget_total IS NOT NULL"
        " THEN spent_in_all > budget_total ELSE cents IS NULL OR spent > cents END",
        {**registers.named, "revision": current_revision(conn)},
    )
    return frozenset(target for (target,) in rows)


def report_money(
    conn: sqlite3.Connection, day: date, *, unit: str | None = None
) -> dict[tuple[str, str], tuple[YearMoney, ...]]:
    """Return what each unit, or one ``unit``, recorded of each action by a day, by action and unit."""
    registers, plan_actions = MoneyRegisters(conn, day, unit), _known_actions(conn, None)
    money: dict[tuple[str, str], list[YearMoney]] = defaultdict(list)
    for action, of, year, *amounts in conn.execute(registers.amounts("unit"), registers.named):
        if action in plan_actions:
            money[action, of].append(year_money(year, None, amounts, of_unit=True))
    return {key: tuple(years) for key, years in money.items()}
