"""The migrations, one a version. A released migration is never altered.

``user_version`` counts the migrations, so that opening a current database needs no look at them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.change import Change
from store.state import rebuild
from store.tables import LEDGER, PLAN, TRUST

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = 0x5445524E
"""``TERN`` in ASCII: marks a SQLite file as Terren's."""


def _plan_and_ledger(db: Any) -> None:
    for statement in (PLAN + LEDGER).split(";"):
        if statement.strip():
            db.execute(statement)
    db.execute("INSERT INTO clock (id, lamport) VALUES (1, 0)")


def _pinned_and_ranked(db: Any) -> None:
    for statement in TRUST.split(";"):
        if statement.strip():
            db.execute(statement)
    columns = (
        "replica, seq, lamport, recorded_at, officer, unit, batch, kind, target, field, value, effective_on"
    )
    rows = db.execute(f"SELECT {columns}, supersedes FROM change WHERE held IS NULL ORDER BY replica, seq")
    changes = (Change._make((*row[:12], tuple(json.loads(row[12])))) for row in rows)
    rebuild(db.conn, changes, dict(db.execute("SELECT id, changes FROM replica").fetchall()))


MIGRATIONS: tuple[tuple[str, Callable[[Any], None]], ...] = (
    ("0001_plan_and_ledger", _plan_and_ledger),
    ("0002_pinned_and_ranked", _pinned_and_ranked),
)
"""Name and function (of a ``sqlite_utils.Database``) of each migration, oldest first."""

SCHEMA_VERSION: int = len(MIGRATIONS)


def migrate(conn: sqlite3.Connection) -> None:
    """Bring a database to SCHEMA_VERSION in one transaction, also where two processes try it at once.

    The caller has made a backup of one that holds data.
    """
    import sqlite_utils

    migrations = sqlite_utils.Migrations("terren")
    for name, function in MIGRATIONS:
        migrations(name=name)(function)
    conn.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(sqlite_utils.Database(conn, execute_plugins=False))
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
