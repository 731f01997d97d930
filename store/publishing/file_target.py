"""Data that are published into a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from store.db.database import translate_sqlite_errors
from store.db.durable import translate_os_errors
from store.db.errors import UserError
from store.publishing.columns import DIGEST, PUBLICATION, column_type


class FileTarget:
    """A SQLite file of which all tables are those that are published."""

    def __init__(self, conn: sqlite3.Connection, where: str) -> None:
        self._conn, self.where = conn, where

    def plan(self) -> str | None:
        """Return the plan whose data stand there; None where none do.

        Raises UserError ``data_other_file``.
        """
        if self._conn.execute("SELECT 1 FROM sqlite_schema").fetchone() is None:
            return None
        if "plan" not in self._columns("publication"):
            raise UserError("data_other_file", file=self.where)
        row = self._conn.execute("SELECT plan FROM publication LIMIT 1").fetchone()
        return None if row is None else str(row[0])

    def _columns(self, name: str) -> list[str]:
        return [row[1] for row in self._conn.execute(f"PRAGMA table_info({name})")]

    def prepare(self, name: str, columns: Sequence[str]) -> set[str]:
        if self._columns(name) == [*columns, DIGEST]:
            return {row[0] for row in self._conn.execute(f"SELECT {DIGEST} FROM {name}")}
        typed = ", ".join(f"{column} {column_type(column, 'INTEGER', 'REAL', 'TEXT')}" for column in columns)
        self._conn.execute(f"DROP TABLE IF EXISTS {name}")
        self._conn.execute(f"CREATE TABLE {name} ({typed}, {DIGEST} TEXT PRIMARY KEY)")
        return set()

    def remove(self, name: str, digests: Sequence[str]) -> None:
        self._conn.executemany(f"DELETE FROM {name} WHERE {DIGEST} = ?", ((digest,) for digest in digests))

    def add(self, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        places = ", ".join("?" * len(columns))
        self._conn.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})", rows)

    def note(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._conn.execute(f"CREATE TABLE IF NOT EXISTS publication ({', '.join(PUBLICATION)})")
        self._conn.execute("DELETE FROM publication")
        self._conn.executemany(f"INSERT INTO publication VALUES ({', '.join('?' * len(PUBLICATION))})", rows)


@contextmanager
def file_target(path: Path) -> Iterator[FileTarget]:
    """Open a SQLite file for publishing, or make one; nothing of it changes where something is refused.

    Raises UserError ``data_other_file``, or what the disk or SQLite says.
    """
    is_new = not path.exists()
    with translate_os_errors(path), path.open("ab"):
        # a folder that is not there, or cannot be written to, says so here
        pass
    done = False
    try:
        with translate_sqlite_errors(path), closing(sqlite3.connect(path, isolation_level=None)) as conn:
            conn.execute("BEGIN IMMEDIATE")
            yield FileTarget(conn, str(path))
            conn.execute("COMMIT")
            done = True
    finally:
        if is_new and not done:
            path.unlink(missing_ok=True)
