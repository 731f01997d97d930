"""The money that is recorded of actions and units, read from the state beside the cells of the plan."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from store.account.money import MAX_CENTS, MONEY_FIELDS, NOTHING, YearMoney, add_by_year, year_money
from store.db.database import only
from store.plan.load import planned_cells
from store.plan.lookup import institutions_of
from store.plan.units import expected_of

_IS_MONEY: Final = (
    f"kind = 'money' AND value NOT GLOB '*[^0-9]*' AND length(value) <= {len(str(MAX_CENTS))}"
    f" AND CAST(value AS INTEGER) <= {MAX_CENTS}"
    " AND substr(field, 1, 5) GLOB '[0-9][0-9][0-9][0-9].'"
)
"""SQL: whether a register of the state holds an amount of cents of a year."""

_AMOUNTS: Final = ", ".join(
    f"sum(CAST(value AS INTEGER)) FILTER (WHERE substr(field, 6) = '{field}')" for field in MONEY_FIELDS
)


def _recorded(
    conn: sqlite3.Connection,
    by_unit: bool,
    unit: str | None,
    counted: Collection[tuple[str, str]] | None,
    actions: Collection[str] | None,
) -> Iterator[tuple[str, str, int, list[int | None]]]:
    """Yield action, unit ("" for all together), year and recorded amounts in the order of MONEY_FIELDS."""
    whose = "unit" if by_unit or counted is not None else "''"
    among = "" if actions is None else " AND target IN (SELECT value FROM json_each(:actions))"
    for action, of, year, *amounts in conn.execute(
        f"SELECT target, {whose}, CAST(substr(field, 1, 4) AS INTEGER), {_AMOUNTS} FROM state"
        f" WHERE {_IS_MONEY}{only(unit=unit)}{among} GROUP BY 1, 2, 3",
        {"unit": unit, "actions": json.dumps([*(actions or ())])},
    ):
        if (counted is None or (action, of) in counted) and any(cents is not None for cents in amounts):
            yield action, of, year, amounts


def action_money(
    conn: sqlite3.Connection,
    revision: int,
    *,
    unit: str | None = None,
    counted: Collection[tuple[str, str]] | None = None,
    actions: Collection[str] | None = None,
) -> dict[str, tuple[YearMoney, ...]]:
    """Return the money of the actions of a revision by year, over all units or as one ``unit`` recorded it.

    ``counted`` are the reports (action and unit) whose money counts, ``actions`` the ids that are asked for;
    None for all. An action without any money is left out.
    """
    recorded: dict[str, dict[int, list[int | None]]] = defaultdict(dict)
    for action, _, year, amounts in _recorded(conn, False, unit, counted, actions):
        if (before := recorded[action].get(year)) is not None:
            amounts = [b if a is None else a + (b or 0) for a, b in zip(before, amounts, strict=True)]
        recorded[action][year] = amounts
    (single,) = actions if actions is not None and len(actions) == 1 else (None,)
    cells = planned_cells(conn, revision, single)
    money: dict[str, tuple[YearMoney, ...]] = {}
    for (action,) in conn.execute(
        f"SELECT id FROM action WHERE revision = :revision{only(id=single)}",
        {"revision": revision, "id": single},
    ):
        planned, spent = cells.get(action, {}), recorded.get(action, {})
        if (planned or spent) and (actions is None or action in actions):
            money[action] = tuple(
                year_money(year, planned.get(year), spent.get(year, NOTHING))
                for year in sorted(planned.keys() | spent.keys())
            )
    return money


def unit_money(
    conn: sqlite3.Connection, revision: int, *, counted: Collection[tuple[str, str]] | None = None
) -> dict[str, tuple[YearMoney, ...]]:
    """Return the money of each unit that recorded any or is expected to report, by code and year.

    The plan prints one figure for all units together: ``planned`` of a unit is that of the actions on which
    it is expected to report; its own appropriation is ``allocated``.
    """
    cells, institutions = planned_cells(conn, revision), institutions_of(conn, revision)
    known = {action for (action,) in conn.execute("SELECT id FROM action WHERE revision = ?", (revision,))}
    of_unit: dict[str, list[YearMoney]] = defaultdict(list)
    planned: dict[tuple[str, ...], list[YearMoney]] = defaultdict(list)
    for action in known:
        planned[institutions[action]] += [year_money(*cell) for cell in cells.get(action, {}).items()]
    for names, years in planned.items():
        sums = add_by_year(years)
        for unit in expected_of(names):
            of_unit[unit] += sums
    for action, unit, year, amounts in _recorded(conn, True, None, counted, None):
        if action in known:
            spent = year_money(year, cells.get(action, {}).get(year), amounts)
            of_unit[unit].append(spent._replace(planned=None, admin=0))
    return {unit: add_by_year(of_unit[unit]) for unit in sorted(of_unit)}


def warned_actions(
    conn: sqlite3.Connection, revision: int, *, action: str | None = None, unit: str | None = None
) -> frozenset[str]:
    """Return the actions that have a :attr:`YearMoney.warning` in a year of the plan.

    In SQL, since the list of all actions asks for it, and each edit for one.
    """
    rows = conn.execute(
        "SELECT DISTINCT target FROM (SELECT target, CAST(field AS INTEGER) AS year,"
        " sum(CAST(value AS INTEGER)) AS spent,"
        " sum(sum(CAST(value AS INTEGER))) OVER (PARTITION BY target) AS spent_in_all"
        f" FROM state WHERE {_IS_MONEY}{only(target=action, unit=unit)}"
        " AND substr(field, 6) IN ('capital.spent', 'recurrent.spent') GROUP BY target, year) AS recorded"
        " LEFT JOIN budget_cell AS cell ON cell.revision = :revision AND cell.action = target"
        " AND cell.year = recorded.year"
        " LEFT JOIN action ON action.revision = :revision AND action.id = target"
        " WHERE spent > 0 AND CASE WHEN cell.kind IS NULL AND budget_total IS NOT NULL"
        " THEN spent_in_all > budget_total ELSE cents IS NULL OR spent > cents END",
        {"target": action, "unit": unit, "revision": revision},
    )
    return frozenset(target for (target,) in rows)


def report_money(
    conn: sqlite3.Connection, day: date, *, unit: str | None = None
) -> dict[tuple[str, str], tuple[YearMoney, ...]]:
    """Return what each unit, or one ``unit``, recorded of each action by a day, by action and unit."""
    found: dict[tuple[str, str], list[YearMoney]] = defaultdict(list)
    for action, of, year, amounts in _recorded(conn, True, unit, None, None):
        found[action, of].append(year_money(year, None, amounts))
    return {key: tuple(years) for key, years in found.items()}
