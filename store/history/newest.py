"""The newest changes of an action, read without looking at the others."""

from __future__ import annotations

import sqlite3

from store.ledger.append import CHANGE_COLUMNS, change_of_row
from store.ledger.change import Change


def newest_changes(
    conn: sqlite3.Connection, target: str, most: int, unit: str | None = None
) -> dict[Change, str | None]:
    """Return the newest changes of a target, the newest first, each with the reason if it is held.

    With a ``unit`` reviews of other units' reports are left out: every municipality may have one.
    """
    rows = conn.execute(
        f"SELECT {CHANGE_COLUMNS}, held FROM (SELECT replica AS chain, seq AS number FROM change WHERE"
        " target = ?1 AND (?3 IS NULL OR kind <> 'review' OR unit = ?3) ORDER BY lamport DESC, replica DESC,"
        " seq DESC LIMIT ?2) JOIN change ON replica = chain AND seq = number"
        " ORDER BY lamport DESC, replica DESC, seq DESC",
        (target, most, unit),
    )
    return {change_of_row(row): row[13] for row in rows}
