"""Which identity goes on from which: after a copy that was noticed, a restored backup, or a renewed key."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from store.db.database import cached_per_transaction


class Lineage(NamedTuple):
    """Replica ``new`` goes on from ``old``, of which it had ``length`` changes, the last with hash ``head``.

    ``old`` may live on elsewhere, and ``new`` may go on from several.
    """

    new: str
    old: str
    length: int
    head: bytes


MAX_EARLIER: Final = 16
"""Ids from which one replica goes on: more than restores of one database."""


def record_lineage(conn: sqlite3.Connection, link: Lineage) -> None:
    """Remember a link at first news of it, as far as its replica has not too many: every file tells them."""
    conn.execute(
        "INSERT OR IGNORE INTO lineage SELECT ?1, ?2, ?3, ?4"
        " WHERE (SELECT count(*) FROM lineage WHERE new = ?1) < ?5",
        (*link, MAX_EARLIER),
    )


def lineages(conn: sqlite3.Connection) -> tuple[Lineage, ...]:
    """Every link that is known, by the newer id."""
    return tuple(Lineage(*row) for row in conn.execute("SELECT * FROM lineage ORDER BY new, old"))


@cached_per_transaction
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
