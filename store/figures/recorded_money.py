"""Money as the plan has it and as it was recorded, by action."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Final

from store.plan.model import ADMIN, BudgetCell

MONEY: Final = (
    "kind = 'money' AND value <> 'null' AND substr(field, 1, 5) GLOB '[0-9][0-9][0-9][0-9].'"
    " AND substr(field, 6) IN ('allocated', 'capital.spent', 'recurrent.spent')"
)
"""SQL: the registers of the state that hold money."""


def planned_cells(conn: sqlite3.Connection, revision: int) -> dict[str, dict[int, BudgetCell]]:
    """The budget of each action of a revision by year."""
    planned: dict[str, dict[int, BudgetCell]] = defaultdict(dict)
    for action, year, kind, cents in conn.execute(
        "SELECT action, year, kind, cents FROM budget_cell WHERE revision = ?", (revision,)
    ):
        planned[action][year] = cents if kind == "amount" else ADMIN
    return planned


def recorded_money(conn: sqlite3.Connection, unit: str | None) -> dict[str, dict[tuple[int, str], int]]:
    """Cents by action, year and field, summed over units, or of one unit."""
    recorded: dict[str, dict[tuple[int, str], int]] = defaultdict(dict)
    for action, field, cents in conn.execute(
        f"SELECT target, field, sum(CAST(value AS INTEGER)) FROM state WHERE {MONEY} AND ? IN ('', unit)"
        " GROUP BY target, field",
        (unit or "",),
    ):
        recorded[action][int(field[:4]), field[5:]] = cents
    return recorded
