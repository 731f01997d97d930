"""The migrations, one a version. A released migration is never altered.

``user_version`` counts the migrations, so that opening a current database needs no look at them: the tables
that they make are read where one is carried out.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = 0x5445524E
"""``TERN`` in ASCII: marks a SQLite file as Terren's."""


def _execute(db: Any, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            db.execute(statement)


def _plan_and_ledger(db: Any) -> None:
    from store.db.ledger_tables import LEDGER
    from store.db.plan_tables import PLAN

    _execute(db, PLAN + LEDGER)
    db.execute("INSERT INTO clock (id, lamport) VALUES (1, 0)")


def _pinned_and_ranked(db: Any) -> None:
    from store.db.ledger_tables import TRUST

    _execute(db, TRUST)


def _plan_digest(db: Any) -> None:
    from store.db.plan_digest import seal_plan
    from store.db.plan_tables import PLAN_DIGEST

    db.execute(PLAN_DIGEST)
    for (revision,) in db.execute("SELECT revision FROM plan").fetchall():
        seal_plan(db.conn, revision)


def _histories(db: Any) -> None:
    """Several histories of one replica are held side by side; what was set aside before joins like a gap."""
    from store.db.ledger_tables import HISTORIES
    from store.ledger.state import rebuild

    _execute(db, HISTORIES)
    # what is awaited has a rank since version 2
    rebuild(db.conn)


def _outputs(db: Any) -> None:
    from store.db.plan_tables import OUTPUTS

    _execute(db, OUTPUTS)


Migration = tuple[str, Callable[[Any], None]]
"""Its name, and what it does to a ``sqlite_utils.Database``."""

MIGRATIONS: tuple[Migration, ...] = (
    ("0001_plan_and_ledger", _plan_and_ledger),
    ("0002_pinned_and_ranked", _pinned_and_ranked),
    ("0003_plan_digest", _plan_digest),
    ("0004_histories", _histories),
    ("0005_outputs", _outputs),
)
"""The oldest first."""

SCHEMA_VERSION: int = len(MIGRATIONS)


def migrate(conn: sqlite3.Connection) -> None:
    """Bring a database to SCHEMA_VERSION in one transaction, also where two processes try it at once.

    The caller has made a backup of one that holds data.
    """
    import sqlite_utils

    from store.db.plan_digest import altered_revisions, seal_plan

    migrations = sqlite_utils.Migrations("terren")
    for name, function in MIGRATIONS:
        migrations(name=name)(function)
    conn.execute("BEGIN IMMEDIATE")
    try:
        known = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'plan_digest'").fetchone()
        sound = (
            [one for one, is_altered in altered_revisions(conn).items() if not is_altered] if known else []
        )
        migrations.apply(sqlite_utils.Database(conn, execute_plugins=False))
        for revision in sound:
            seal_plan(conn, revision)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def schema_objects(conn: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Type, name and SQL of everything that a database's schema has."""
    return frozenset(conn.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def foreign_objects(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Type and name of what is in the schema and is not Terren's, or the other way round, sorted."""
    return sorted({(kind, name) for kind, name, _ in schema_objects(conn) ^ _objects_made(MIGRATIONS)})


@functools.cache
def _objects_made(migrations: tuple[Migration, ...]) -> frozenset[tuple[str, str, str]]:
    """What these migrations, which are MIGRATIONS, make of an empty database."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        migrate(made)
        return schema_objects(made)
