"""What the tables of a server prove and note beside their form, where the engine can: no program needs it."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from store.db.server import Server

_PROVEN: Final = {
    "change_set": "digest = {hash}",
    "attachment": "mark <> '' OR digest = {hash}",
}
"""By table, what not every engine has a function for; readers look all the same."""
_NOTED: Final = ("change_set", "attachment", "taken")
"""The tables of which a flood would be."""
_HASHES: Final = ("sha256(data)", "decode(sha256(data), 'hex')")
"""How PostgreSQL writes the hash, and how CockroachDB does."""


def note_logins(server: Server) -> None:
    """Let the tables note by which login a row came: whoever keeps them sees who floods.

    No desk writes it, and none reads it here, so it is no form of its own.
    """
    import psycopg

    noted = server.execute(
        "SELECT relname FROM pg_catalog.pg_attribute"
        " JOIN pg_catalog.pg_class AS relation ON relation.oid = attrelid"
        " JOIN pg_catalog.pg_namespace AS place ON place.oid = relnamespace"
        " WHERE nspname = 'terren' AND attname = 'login'"
    ).fetchall()
    for table in _NOTED:
        if (table,) in noted:
            continue
        with suppress(psycopg.NotSupportedError, psycopg.ProgrammingError), server.transaction():
            # of what stands there already nobody knows it
            server.execute(f"ALTER TABLE terren.{table} ADD COLUMN login text".encode())
            server.execute(f"ALTER TABLE terren.{table} ALTER COLUMN login SET DEFAULT session_user".encode())


def let_prove(server: Server) -> None:
    """Let the tables take no row with other bytes than its hash, where the engine can; what stands stands."""
    import psycopg

    constraints = server.execute(
        "SELECT conname FROM pg_catalog.pg_constraint"
        " JOIN pg_catalog.pg_namespace AS place ON place.oid = connamespace WHERE nspname = 'terren'"
    ).fetchall()
    for table, proof in _PROVEN.items():
        if (f"{table}_proven",) in constraints:
            continue
        add = f"ALTER TABLE terren.{table} ADD CONSTRAINT {table}_proven CHECK ({proof}) NOT VALID"
        for digest in _HASHES:
            # of one that compares what it cannot compare CockroachDB says that a parameter is wrong
            with suppress(psycopg.NotSupportedError, psycopg.ProgrammingError, psycopg.DataError):
                server.execute(add.format(hash=digest).encode())
                break
