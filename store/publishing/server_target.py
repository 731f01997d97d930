"""Data that are published into a schema of a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from store.db.errors import UserError
from store.db.server import Server, connected, refusing, server_name
from store.publishing.columns import DIGEST, PUBLICATION, VIEWS, column_type


class ServerTarget:
    """A schema of which the published tables are a part; others' tables are left alone."""

    def __init__(self, server: Server, where: str, schema: str) -> None:
        self._server, self.where = server, where
        self._schema = '"' + schema.replace('"', '""') + '"'
        self._plain = schema

    def _run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        cursor = self._server.execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    def plan(self) -> str | None:
        """Return the plan whose data stand there; None where none do.

        Raises UserError ``data_other_tables``.
        """
        self._run(f"CREATE SCHEMA IF NOT EXISTS {self._schema}")
        if "plan" not in self._columns("publication"):
            others = [name for name in ("publication", *VIEWS) if self._columns(name)]
            if others:
                raise UserError("data_other_tables", place=self.where, found=", ".join(others))
            return None
        rows = self._run(f"SELECT plan FROM {self._schema}.publication LIMIT 1")
        return str(rows[0][0]) if rows else None

    def _columns(self, name: str) -> list[str]:
        rows = self._run(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
            self._plain,
            name,
        )
        return [str(row[0]) for row in rows]

    def prepare(self, name: str, columns: Sequence[str]) -> set[str]:
        if self._columns(name) == [*columns, DIGEST]:
            return {str(row[0]) for row in self._run(f"SELECT {DIGEST} FROM {self._schema}.{name}")}
        typed = ", ".join(
            f"{column} {column_type(column, 'bigint', 'numeric(20, 2)', 'text')}" for column in columns
        )
        self._run(f"DROP TABLE IF EXISTS {self._schema}.{name}")
        self._run(f"CREATE TABLE {self._schema}.{name} ({typed}, {DIGEST} text PRIMARY KEY)")
        return set()

    def remove(self, name: str, digests: Sequence[str]) -> None:
        self._run(f"DELETE FROM {self._schema}.{name} WHERE {DIGEST} = ANY(%s)", [*digests])

    def add(self, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        places = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {self._schema}.{name} ({', '.join(columns)}) VALUES ({places})"
        self._server.cursor().executemany(statement.encode(), rows)

    def note(self, rows: Iterable[tuple[Any, ...]]) -> None:
        types = {"revision": "bigint", "row_count": "bigint"}
        typed = ", ".join(f"{column} {types.get(column, 'text')}" for column in PUBLICATION)
        self._run(f"CREATE TABLE IF NOT EXISTS {self._schema}.publication ({typed})")
        self._run(f"DELETE FROM {self._schema}.publication")
        places = ", ".join(["%s"] * len(PUBLICATION))
        self._server.cursor().executemany(
            f"INSERT INTO {self._schema}.publication VALUES ({places})".encode(), [*rows]
        )


@contextmanager
def server_target(url: str, schema: str) -> Iterator[ServerTarget]:
    """Publish on a server in one transaction. Raises UserError as :func:`store.db.server.connected`."""
    name = server_name(url)
    with connected(url) as server, refusing(name), server.transaction():
        yield ServerTarget(server, name, schema)
