"""What has been recorded, or has come, since somebody held no more than a vector says."""

from __future__ import annotations

import sqlite3
from typing import Final

from store.exchange.peers import Vector, held_by
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import Change
from store.revision.register import PART

_SILENT: Final = frozenset({"note", "source", "resolution", "meeting", "desk"})
"""Kinds that no figure and no sentence of a report follows from."""


def changes_since(conn: sqlite3.Connection, vector: Vector) -> list[Change]:
    """Return the changes beyond a vector that a report may follow from; the oldest first."""
    histories = Histories(conn)
    kept = held_by(histories, vector)
    later: list[Change] = []
    for (chain,) in conn.execute("SELECT id FROM replica ORDER BY id").fetchall():
        after = kept.get(chain, histories.start(chain))
        later += read_changes(
            conn, f"WHERE held IS NULL AND NOT {PART} AND replica = ? AND seq > ?", (chain, after)
        )
    counting = (
        change
        for change in later
        if change.kind not in _SILENT and not (change.kind == "period" and change.field.startswith("issue."))
    )
    return sorted(counting, key=lambda change: (change.recorded_at, change.replica, change.seq))
