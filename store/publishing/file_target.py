"""Data that are published into a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from store.db.database import translate_sqlite_errors
from store.db.durable import translate_os_errors
from store.db.errors import UserError


class FileTarget:
    """A SQLite file of which all tables are those that are published."""

    types = ("INTEGER", "REAL", "TEXT")
    placeholder = "?"
    schema = ""

    def __init__(self, conn: sqlite3.Connection, path: Path) -> None:
        self._conn, self._path, self.where = conn, path, str(path)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with _of_published(self._path):
            return self._conn.execute(statement).fetchall()

    def each(self, statement: str) -> Iterator[tuple[Any, ...]]:
        with _of_published(self._path):
            yield from self._conn.execute(statement)

    def run_each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with _of_published(self._path):
            self._conn.executemany(statement, rows)

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self.rows(f"PRAGMA table_info({table})")]

    def refuse_others(self) -> None:
        if self.rows("SELECT 1 FROM sqlite_schema"):
            raise UserError("data_other_file", file=self.where)


_TOLD: Final = {"db_not_terren": "data_other_file", "db_corrupt": "data_damaged"}
"""What is told of a published file in place of what is told of a database: it has no backup."""


@contextmanager
def _of_published(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a published file, and of no other, into a refusal."""
    try:
        with translate_sqlite_errors(path):
            yield
    except UserError as refused:
        if (code := _TOLD.get(refused.code)) is None:
            raise
        raise UserError(code, file=str(path)) from refused


@contextmanager
def file_target(path: Path) -> Iterator[FileTarget]:
    """Open a SQLite file for publishing, or make one; nothing of it changes where something is refused.

    Raises UserError ``data_other_file``, ``data_damaged``, or what the disk or SQLite says.
    """
    is_new = not path.exists()
    with translate_os_errors(path), path.open("ab"):
        # a folder that is not there, or cannot be written to, says so here
        pass
    done = False
    try:
        with _of_published(path):
            conn = sqlite3.connect(path, isolation_level=None)
        with closing(conn):
            target = FileTarget(conn, path)
            target.rows("BEGIN IMMEDIATE")
            yield target
            target.rows("COMMIT")
            done = True
    finally:
        if is_new and not done:
            path.unlink(missing_ok=True)
