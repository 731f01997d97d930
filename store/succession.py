"""Which replica continues which: a copy or a restored backup goes on under a name of its own."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Succession(NamedTuple):
    """Replica ``new`` went on where ``old`` had ``kept`` changes; ``old`` may live on elsewhere."""

    new: str
    old: str
    kept: int


def record_succession(conn: sqlite3.Connection, link: Succession, at: int) -> None:
    """Remember a link at first news of it (``at``: seconds since 1970 UTC)."""
    conn.execute("INSERT OR IGNORE INTO succession VALUES (?, ?, ?, ?)", (*link, at))


def successions(conn: sqlite3.Connection) -> tuple[Succession, ...]:
    """Every link that is known, by the newer id."""
    return tuple(
        Succession(*row) for row in conn.execute("SELECT new, old, kept FROM succession ORDER BY new")
    )


def predecessors(conn: sqlite3.Connection, replica: str) -> frozenset[str]:
    """The ids under which a replica wrote before."""
    return frozenset(
        row[0]
        for row in conn.execute(
            "WITH RECURSIVE before(id) AS (SELECT old FROM succession WHERE new = ?"
            " UNION SELECT old FROM succession JOIN before ON succession.new = before.id)"
            " SELECT id FROM before",
            (replica,),
        )
    )
