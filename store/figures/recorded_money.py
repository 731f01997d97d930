"""Money as it was recorded, by action."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from typing import Final

from store.db.database import only

MONEY: Final = (
    "kind = 'money' AND value <> 'null' AND substr(field, 1, 5) GLOB '[0-9][0-9][0-9][0-9].'"
    " AND substr(field, 6) IN ('allocated', 'capital.spent', 'recurrent.spent')"
)
"""SQL: the registers of the state that hold money."""


def recorded_money(
    conn: sqlite3.Connection, unit: str | None, counted: Collection[tuple[str, str]] | None = None
) -> dict[str, dict[tuple[int, str], int]]:
    """Cents by action, year and field, summed over units, or of one unit.

    With ``counted`` only what these units recorded on these actions.
    """
    recorded: dict[str, dict[tuple[int, str], int]] = defaultdict(dict)
    # summed by SQLite where all count, else one unit each
    whose = "''" if counted is None else "unit"
    for action, of, field, cents in conn.execute(
        f"SELECT target, {whose}, field, sum(CAST(value AS INTEGER)) FROM state WHERE {MONEY}"
        f"{only(unit=unit)} GROUP BY 1, 2, 3",
        {"unit": unit},
    ):
        if counted is None or (action, of) in counted:
            key = int(field[:4]), field[5:]
            recorded[action][key] = recorded[action].get(key, 0) + cents
    return recorded
