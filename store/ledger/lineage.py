"""Which identity goes on from which: a copy, a restored backup, a renewed key."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.db.database import once_a_snapshot
from store.ledger.branches import Histories
from store.ledger.change import Chain


class Lineage(NamedTuple):
    """Replica ``new`` goes on from ``old``, of which it had ``length`` changes, the last with hash ``head``.

    ``old`` may live on elsewhere, and ``new`` may go on from several.
    """

    new: str
    old: str
    length: int
    head: bytes


def record_lineage(conn: sqlite3.Connection, link: Lineage) -> None:
    """Remember a link at first news of it."""
    conn.execute("INSERT OR IGNORE INTO lineage VALUES (?, ?, ?, ?)", link)


def lineages(conn: sqlite3.Connection) -> tuple[Lineage, ...]:
    """Every link that is known, by the newer id."""
    return tuple(Lineage(*row) for row in conn.execute("SELECT * FROM lineage ORDER BY new, old"))


@once_a_snapshot
def predecessors(conn: sqlite3.Connection, replica: str) -> frozenset[str]:
    """The ids under which a replica wrote before."""
    return frozenset(
        row[0]
        for row in conn.execute(
            "WITH RECURSIVE before(id) AS (SELECT old FROM lineage WHERE new = ?"
            " UNION SELECT old FROM lineage JOIN before ON lineage.new = before.id)"
            " SELECT id FROM before",
            (replica,),
        )
    )


def own_replicas(conn: sqlite3.Connection, replica: str) -> frozenset[str]:
    """The ids under which an installation writes and has written."""
    return predecessors(conn, replica) | {replica}


def own_chains(conn: sqlite3.Connection, replica: str) -> dict[str, Chain]:
    """What is held of everything written under one's ids, copies included, by chain: the present id last."""
    histories = Histories(conn)
    found: dict[str, Chain] = {}
    for own in sorted(own_replicas(conn, replica), key=lambda own: (own == replica, own)):
        for chain in histories.chains(own):
            row = conn.execute("SELECT changes, head FROM replica WHERE id = ?", (chain,)).fetchone()
            if row is not None and row[0]:
                found[chain] = Chain(*row)
    return found


def own_path(conn: sqlite3.Connection, replica: str) -> dict[str, int]:
    """What was written here, under all of one's ids: of each chain the number of the last such change.

    What a copy has written on under one of them is not in it.
    """
    found = {replica: 2**63 - 1}
    if not (links := lineages(conn)):
        return found
    histories, before = Histories(conn), own_replicas(conn, replica)
    for link in links:
        if link.new not in before or not link.length:
            continue
        chain, seq = histories.holding(link.old, link.length, link.head), link.length
        while chain is not None and found.get(chain, 0) < seq:
            found[chain] = seq
            seq = histories.start(chain)
            chain = histories.at(chain, seq) if seq else None
    return found
