"""Which lamport numbers can be: those that others lead to in steps of at most LEAP, and headquarters'.

Whoever writes counts on from what he holds, so that between all changes there are no gaps but those that what
has not arrived leaves. What stands beyond a gap is held and decides nothing, until what lies between arrives.
All changes lead on, also those that are held for another reason: so this follows from the set of changes, and
whose key is revoked later takes nothing of others along. Headquarters is believed, and leads to what is held
there: what lies between may be of somebody whom it has revoked, and never arrive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Set
from typing import Final

from store.ledger.change import AHEAD, LEAP, MAX_LAMPORT

_FOLLOWED: Final = 2**32
"""How far beyond all others a lamport may be for headquarters to lead to it with its next change."""
_SELDOM: Final = 100
"""Of so many own changes one lets go of what is held for its number."""


def highest_reached(conn: sqlite3.Connection) -> int:
    """The highest lamport that others lead to.

    It is followed on from what was reached when it was last kept: held changes may be many steps.
    """
    return _followed(conn, int(conn.execute("SELECT max(lamport, reached) FROM clock").fetchone()[0]))


def is_kept_truly(conn: sqlite3.Connection) -> bool:
    """Return True if others lead to what is kept as reached."""
    lamport, reached = conn.execute("SELECT lamport, reached FROM clock").fetchone()
    return bool(0 <= reached <= lamport) or reached <= _followed(conn, int(lamport))


def _followed(conn: sqlite3.Connection, reached: int) -> int:
    """The highest lamport to which held changes lead from one."""
    while (beyond := _highest_held(conn, reached, LEAP, "held IS NOT NULL")) is not None:
        reached = beyond
    return reached


def may_let_go(conn: sqlite3.Connection, seq: int) -> bool:
    """Return True if an own change behind ``seq`` may let go of what is held for its number.

    The state is derived anew then. Of _SELDOM own changes one does it: whoever leaps again and again must not
    have that done with each edit. What waits for longer is let go with the next file.
    """
    (last,) = conn.execute("SELECT let_go FROM clock").fetchone()
    # under a new id one begins at 1
    return not last or not last <= seq < last + _SELDOM


def headquarters_follows(conn: sqlite3.Connection, lamport: int) -> int:
    """Return the lamport from which headquarters counts on, where ``lamport`` is the highest that counts."""
    return _highest_held(conn, lamport, _FOLLOWED, f"held = '{AHEAD}'") or lamport


def _highest_held(conn: sqlite3.Connection, above: int, most: int, which: str) -> int | None:
    """The highest lamport of held changes above one, and by ``most`` at the most."""
    highest: int | None = conn.execute(
        f"SELECT max(lamport) FROM change WHERE {which} AND lamport > ? AND lamport <= ?",
        # what a damaged clock says is compared by verify
        (above, min(above + most, MAX_LAMPORT)),
    ).fetchone()[0]
    return highest


def unreached(conn: sqlite3.Connection, believed: Set[str]) -> list[tuple[str, int]]:
    """The changes that count though none leads to them (chain, seq), but for those of ``believed`` replicas.

    What these have written leads on, whatever it is held for: who was headquarters once was believed then.
    """
    highest = conn.execute("SELECT max(lamport) FROM change WHERE held IS NULL").fetchone()[0]
    if highest is None or highest <= LEAP:
        return []
    authors = dict(conn.execute("SELECT chain, replica FROM branch"))
    changes, reached = list[tuple[str, int]](), 0
    rows = conn.execute("SELECT lamport, replica, seq, held FROM change ORDER BY lamport")
    for lamport, chain, seq, held in rows:
        if lamport <= reached + LEAP or authors.get(chain, chain) in believed:
            reached = lamport
            # what is below is led to as well
            changes.clear()
        elif held is None:
            changes.append((chain, seq))
    return changes


def release_reached(conn: sqlite3.Connection) -> int:
    """Let go of what was held for its number and is led to by now; how many. The state is to be derived."""
    if conn.execute("SELECT 1 FROM change WHERE held IS NOT NULL LIMIT 1").fetchone() is None:
        return 0
    reached = highest_reached(conn)
    conn.execute("UPDATE clock SET reached = ?1 WHERE reached <> ?1", (reached,))
    return conn.execute(
        f"UPDATE change SET held = NULL WHERE held = '{AHEAD}' AND lamport <= ?", (reached,)
    ).rowcount
