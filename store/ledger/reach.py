"""Which lamport numbers can be: those that others lead to in steps of at most LEAP, and headquarters'.

Whoever writes counts on from what he holds, so that between all changes there are no gaps but those that what
has not arrived leaves. What stands beyond a gap is held and decides nothing, until what lies between arrives.
All changes lead on, also those that are held for another reason: so this follows from the set of changes, and
whose key is revoked later takes nothing of others along. Headquarters is believed, and leads to what is held
there: what lies between may be of somebody whom it has revoked, and never arrive.
"""

from __future__ import annotations

import sqlite3

from store.ledger.change import AHEAD, FOLLOWED, LEAP


def highest_reached(conn: sqlite3.Connection) -> int:
    """The highest lamport that others lead to."""
    reached = int(conn.execute("SELECT lamport FROM clock").fetchone()[0])
    while (beyond := _highest_held(conn, reached, LEAP, "held IS NOT NULL")) is not None:
        reached = beyond
    return reached


def headquarters_follows(conn: sqlite3.Connection, lamport: int) -> int:
    """The lamport from which headquarters counts on, where ``lamport`` is the highest that counts."""
    return _highest_held(conn, lamport, FOLLOWED, f"held = '{AHEAD}'") or lamport


def _highest_held(conn: sqlite3.Connection, above: int, most: int, which: str) -> int | None:
    """The highest lamport of held changes above one, and by ``most`` at the most."""
    highest: int | None = conn.execute(
        f"SELECT max(lamport) FROM change WHERE {which} AND lamport > ? AND lamport <= ?",
        (above, above + most),
    ).fetchone()[0]
    return highest


def release_reached(conn: sqlite3.Connection) -> int:
    """Let go of what was held for its number and is led to by now; how many. The state is to be derived."""
    if conn.execute("SELECT 1 FROM change WHERE held IS NOT NULL LIMIT 1").fetchone() is None:
        return 0
    return conn.execute(
        "UPDATE change SET held = NULL WHERE held IS NOT NULL AND held = ? AND lamport <= ?",
        (AHEAD, highest_reached(conn)),
    ).rowcount
