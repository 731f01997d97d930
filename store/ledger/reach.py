"""Which lamport numbers can be: those that others lead to in steps of at most LEAP.

Whoever writes counts on from what he holds, so that between all changes there are no gaps but those that what
has not arrived leaves. What stands beyond a gap is held and decides nothing, until what lies between arrives.
All changes lead on, also those that are held for another reason: so this follows from the set of changes, and
whose key is revoked later takes nothing of others along.
"""

from __future__ import annotations

import sqlite3

from store.ledger.change import AHEAD, LEAP


def highest_reached(conn: sqlite3.Connection) -> int:
    """The highest lamport that others lead to."""
    reached = int(conn.execute("SELECT lamport FROM clock").fetchone()[0])
    while True:
        (beyond,) = conn.execute(
            "SELECT max(lamport) FROM change WHERE held IS NOT NULL AND lamport > ? AND lamport <= ?",
            (reached, reached + LEAP),
        ).fetchone()
        if beyond is None:
            return reached
        reached = beyond


def release_reached(conn: sqlite3.Connection) -> int:
    """Let go of what was held for its number and is led to by now; how many. The state is to be derived."""
    if conn.execute("SELECT 1 FROM change WHERE held IS NOT NULL LIMIT 1").fetchone() is None:
        return 0
    return conn.execute(
        "UPDATE change SET held = NULL WHERE held IS NOT NULL AND held = ? AND lamport <= ?",
        (AHEAD, highest_reached(conn)),
    ).rowcount
