"""The migrations, one a version. A released migration is never altered.

``user_version`` counts the migrations, so that opening a current database needs no look at them: the tables
that they make are read where one is carried out. sqlite-utils brings a database up that stands already; a new
one is made by the migrations alone, since loading it takes longer than they do.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = 0x5445524E
"""``TERN`` in ASCII: marks a SQLite file as Terren's."""


_APPLIED: Final = """
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name")"""
"""Where sqlite-utils notes which migrations a database has had."""
_SET: Final = "terren"


def _execute(conn: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            conn.execute(statement)


def _first_release(conn: sqlite3.Connection) -> None:
    from store.db.ledger_tables import LEDGER
    from store.db.plan_tables import PLAN

    _execute(conn, PLAN + LEDGER)
    conn.execute("INSERT INTO clock (id, lamport) VALUES (1, 0)")


Migration = tuple[str, Callable[["sqlite3.Connection"], None]]
"""Its name, and what it does to a database."""

MIGRATIONS: tuple[Migration, ...] = (("0001_first_release", _first_release),)
"""The oldest first."""

SCHEMA_VERSION: int = len(MIGRATIONS)


@contextlib.contextmanager
def _to_this_version(conn: sqlite3.Connection) -> Iterator[None]:
    """A transaction after which a database has SCHEMA_VERSION, or is as it was."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def _derived_anew(conn: sqlite3.Connection) -> Iterator[None]:
    """Take the views away, so that migrations may alter what is below, and make all that is derived anew."""
    from store.db.plan_tables import UNITS
    from store.opening.views import view_statements
    from store.plan.unit_tables import TABLES, refresh_units

    derived = {*view_statements(), *TABLES}
    standing = conn.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
    for kind, name in standing:
        if name.lower() in derived:
            conn.execute(f'DROP {kind} "{name}"')
    _execute(conn, UNITS)
    yield
    refresh_units(conn)
    for statement in view_statements().values():
        conn.execute(statement)


def create(conn: sqlite3.Connection) -> None:
    """Make the tables of a new database: exactly what :func:`migrate` makes of an empty one."""
    with _to_this_version(conn), _derived_anew(conn):
        _execute(conn, _APPLIED)
        for name, function in MIGRATIONS:
            function(conn)
            conn.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, '')",
                (_SET, name),
            )


def migrate(conn: sqlite3.Connection) -> None:
    """Bring a database to SCHEMA_VERSION in one transaction, also where two processes try it at once.

    The caller has made a backup of it.
    """
    import sqlite_utils

    from store.db.plan_digest import altered_revisions, seal_plan

    migrations = sqlite_utils.Migrations(_SET)
    for name, function in MIGRATIONS:
        migrations(name=name)(lambda db, function=function: function(db.conn))
    with _to_this_version(conn), _derived_anew(conn):
        is_new = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'plan_digest'").fetchone() is None
        altered = {} if is_new else altered_revisions(conn)
        sound = [revision for revision, is_altered in altered.items() if not is_altered]
        migrations.apply(sqlite_utils.Database(conn, execute_plugins=False))
        for revision in sound:
            seal_plan(conn, revision)


def schema_objects(conn: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Type, name and SQL of everything that a database's schema has."""
    return frozenset(conn.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def foreign_objects(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Type and name of what is in the schema and is not Terren's, or the other way round, sorted."""
    return sorted({(kind, name) for kind, name, _ in schema_objects(conn) ^ _objects_made(MIGRATIONS)})


def lacking_migrations(conn: sqlite3.Connection) -> list[str]:
    """Return the names of migrations that a database does not name, or that are unknown, sorted."""
    had = {tuple(row) for row in conn.execute("SELECT migration_set, name FROM _sqlite_migrations")}
    return sorted(str(name) for _, name in had ^ {(_SET, name) for name, _ in MIGRATIONS})


@functools.cache
def _objects_made(migrations: tuple[Migration, ...]) -> frozenset[tuple[str, str, str]]:
    """Return what these migrations, which are MIGRATIONS, make of an empty database."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        create(made)
        return schema_objects(made)
