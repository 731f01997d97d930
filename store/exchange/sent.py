"""The change sets that were written here, each with how far it has got."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.exchange.change_sets import WRITTEN_HERE
from store.exchange.delivery import days_since, own_ways
from store.ledger.branches import own_replicas
from store.ledger.identity import Identity


class SentChangeSet(NamedTuple):
    """A change set that was written here.

    ``changes`` is how many it carries, ``at`` the moment in seconds since 1970 UTC. ``state`` is where the
    own ones of them stand, as in ``store.exchange.delivery.ChangeState``: ``in_file``, ``received`` or
    ``accepted``; empty at headquarters, whose changes need no confirmation. ``receipt`` is whether there is
    one for the file itself: what it carries may be confirmed because a later file brought the same.
    """

    check_code: str
    name: str
    at: int
    changes: int
    state: str
    receipt: bool

    def days(self, now: float) -> int:
        """Return its age in whole days at ``now`` (seconds since 1970 UTC)."""
        return days_since(self.at, now)


def sent_change_sets(
    conn: sqlite3.Connection, identity: Identity | None, limit: int | None = None
) -> tuple[SentChangeSet, ...]:
    """Return what was written here, also under an earlier id, the newest first; at most ``limit`` of them."""
    if identity is None:
        return ()
    ways, own = own_ways(conn, identity), own_replicas(conn, identity.replica)
    is_told = bool(ways) and not identity.is_headquarters
    rows = conn.execute(
        "SELECT id, check_code, name, at, changes, acknowledged_at IS NOT NULL FROM change_set"
        f" WHERE {WRITTEN_HERE} AND sender IN ({', '.join('?' * len(own))}) ORDER BY id DESC LIMIT ?",
        (*own, -1 if limit is None else limit),
    ).fetchall()
    written: list[SentChangeSet] = []
    for number, code, name, at, changes, received in rows:
        sections = conn.execute(
            "SELECT replica, start + count FROM change_set_section WHERE change_set = ?", (number,)
        )
        arrived = [last <= ways[chain].confirmed for chain, last in sections if chain in ways]
        # of a file that carries nothing of one's own only a receipt tells
        counts = all(arrived) if arrived else bool(received)
        state = ("accepted" if counts else "received" if received else "in_file") if is_told else ""
        written.append(SentChangeSet(code, name, at, changes, state, bool(received)))
    return tuple(written)
