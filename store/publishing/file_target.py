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


class FileTarget:
    """A SQLite file of which all tables are those that are published."""

    types = ("INTEGER", "REAL", "TEXT")
    placeholder = "?"
    schema = ""

    def __init__(self, conn: sqlite3.Connection, where: str) -> None:
        self._conn, self.where = conn, where

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self._conn.execute(statement).fetchall()

    def each(self, statement: str) -> Iterator[tuple[Any, ...]]:
        yield from self._conn.execute(statement)

    def run_each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        self._conn.executemany(statement, rows)

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self.rows(f"PRAGMA table_info({table})")]

    def refuse_others(self) -> None:
        if self.rows("SELECT 1 FROM sqlite_schema"):
            raise UserError("data_other_file", file=self.where)


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
    except UserError as refused:
        if refused.code != "db_not_terren":
            raise
        # what stands there is no SQLite file
        raise UserError("data_other_file", file=str(path)) from refused
    finally:
        if is_new and not done:
            path.unlink(missing_ok=True)
