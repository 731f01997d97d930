"""Data that are published into a schema of a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from store.db.errors import UserError
from store.db.server import Server, connected, refusing, server_name
from store.publishing.columns import VIEWS

_BUSY: Final = ("23505", "40001", "40P01", "42P06", "42P07", "55P03")
"""What comes of two who publish at once: a lock, or a table that the other one is making."""

_TOLD: Final = {"42501": "data_forbidden", **dict.fromkeys(_BUSY, "data_busy")}
"""By SQLSTATE what is told otherwise than a refusal."""

_EXCHANGED: Final = ("change_set",)
"""Of a schema through which desks exchange: no data are put among its rows."""


class ServerTarget:
    """A schema of which the published tables are a part; others' tables are left alone."""

    types = ("bigint", "numeric(20, 2)", "text")
    placeholder = "%s"

    def __init__(self, server: Server, where: str, schema: str) -> None:
        self._server, self.where, self._name = server, where, schema
        quoted = '"' + schema.replace('"', '""') + '"'
        self.schema = f"{quoted}."
        # who has only the schema may make none, and is asked for that right also where it is there
        there = self._server.execute(
            b"SELECT 1 FROM information_schema.schemata WHERE schema_name = %s", (schema,)
        )
        if there.fetchone() is None:
            self.rows(f"CREATE SCHEMA IF NOT EXISTS {quoted}")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        cursor = self._server.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    def each(self, statement: str) -> Iterator[tuple[Any, ...]]:
        yield from self._server.cursor().stream(statement.encode())

    def run_each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        self._server.cursor().executemany(statement.encode(), rows)

    def columns(self, table: str) -> list[str]:
        cursor = self._server.execute(
            b"SELECT column_name FROM information_schema.columns"
            b" WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
            (self._name, table),
        )
        return [str(column) for (column,) in cursor]

    def refuse_others(self) -> None:
        others = [table for table in (*_EXCHANGED, "publication", *VIEWS) if self.columns(table)]
        if others:
            raise UserError("data_other_tables", place=self.where, found=", ".join(others))


@contextmanager
def server_target(url: str, schema: str) -> Iterator[ServerTarget]:
    """Publish on a server in one transaction.

    Raises UserError ``data_busy``, ``data_forbidden``, ``data_refused``, or as
    :func:`store.db.server.connected`.
    """
    name = server_name(url)
    with connected(url) as server, refusing(name, _TOLD, "data_refused"), server.transaction():
        yield ServerTarget(server, name, schema)
