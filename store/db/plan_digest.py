"""What stands in the tables of the plan, as a hash for each revision: so that ``verify`` sees it altered."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

_SPECIFIC: Final = "SELECT id FROM specific_objective WHERE revision = ?1"
_STRATEGIC: Final = "SELECT id FROM strategic_objective WHERE revision = ?1"
_INDICATORS: Final = (
    f"SELECT id FROM indicator WHERE specific_objective IN ({_SPECIFIC})"
    f" OR strategic_objective IN ({_STRATEGIC})"
)
ROWS_OF_REVISION: Final = (
    ("provenance", "revision = ?1"),
    ("finding", "revision = ?1"),
    ("action_name", "revision = ?1"),
    ("remark", "revision = ?1"),
    ("budget_cell", "revision = ?1"),
    ("action", "revision = ?1"),
    ("indicator_target", f"indicator IN ({_INDICATORS})"),
    ("indicator", f"id IN ({_INDICATORS})"),
    ("objective_total", f"specific_objective IN ({_SPECIFIC})"),
    ("specific_objective", "revision = ?1"),
    ("strategic_objective", "revision = ?1"),
    ("plan", "revision = ?1"),
)
"""The tables of the plan and which of their rows are a revision's (``?1``); referring rows come first."""


def plan_digest(conn: sqlite3.Connection, revision: int) -> bytes:
    """SHA-256 over every row of a revision, in the order of their columns."""
    from hashlib import sha256

    digest, encode = sha256(), json.JSONEncoder(default=repr).encode
    for table, where in ROWS_OF_REVISION:
        digest.update(f"{table}\n".encode())
        rows = map(encode, conn.execute(f"SELECT * FROM {table} WHERE {where}", (revision,)))
        digest.update("\n".join(sorted(rows)).encode())
    return digest.digest()


def altered_revisions(conn: sqlite3.Connection) -> dict[int, bool]:
    """Return by revision whether its rows are others than when it was sealed."""
    sealed = dict(conn.execute("SELECT revision, sha256 FROM plan_digest"))
    revisions = conn.execute("SELECT revision FROM plan ORDER BY revision").fetchall()
    return {revision: sealed.get(revision) != plan_digest(conn, revision) for (revision,) in revisions}


def seal_plan(conn: sqlite3.Connection, revision: int) -> None:
    """Remember the digest of a revision, inside the caller's transaction."""
    conn.execute(
        "INSERT OR REPLACE INTO plan_digest (revision, sha256) VALUES (?, ?)",
        (revision, plan_digest(conn, revision)),
    )
