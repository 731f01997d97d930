"""Which actions concern a unit: those that expect its report, and those that it has reported on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.plan.units import expects

if TYPE_CHECKING:
    from store.status.outline import ActionRow


def concerns(conn: sqlite3.Connection, unit: str) -> Callable[[ActionRow], bool]:
    """Whether an action concerns the unit of this code, by what is recorded by now."""
    recorded = {
        action
        for (action,) in conn.execute(
            "SELECT target FROM state WHERE kind IN ('action', 'money', 'note', 'evidence') AND unit = ?"
            " AND value <> 'null'",
            (unit,),
        )
    }
    return lambda row: row.id in recorded or expects(row.institutions, unit)
