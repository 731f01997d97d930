"""The session extension of SQLite: changesets of a table, through apsw."""

from __future__ import annotations

import shutil
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peer.node import Absent, Edit, batches
from store.db.durable import write_durably

_TABLE = """CREATE TABLE state (kind TEXT NOT NULL, target TEXT NOT NULL, unit TEXT NOT NULL,
field TEXT NOT NULL, value TEXT, PRIMARY KEY (kind, target, unit, field)) WITHOUT ROWID"""
_STATE = "INSERT INTO state VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"


class SessionTable:
    """A table whose changes are recorded; where a file contradicts what is held, the file's value wins."""

    def __init__(self, folder: Path, *, fresh: bool = True) -> None:
        try:
            import apsw
        except ImportError as error:
            raise Absent("pip install apsw") from error
        folder.mkdir(parents=True, exist_ok=True)
        self.apsw: Any = apsw
        self.path = folder / "session.db"
        self.conn: Any = apsw.Connection(str(self.path))
        self.conn.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        if fresh:
            self.conn.execute(_TABLE)
        self.session: Any = apsw.Session(self.conn, "main")
        self.session.attach("state")

    def write(self, edits: Sequence[Edit]) -> None:
        for batch in batches(edits):
            with self.conn:
                self.conn.executemany(_STATE, batch)

    def send(self, file: Path) -> None:
        write_durably(file, self.session.changeset())

    def receive(self, file: Path) -> None:
        def conflict(reason: int, change: object) -> int:
            replaceable = (self.apsw.SQLITE_CHANGESET_DATA, self.apsw.SQLITE_CHANGESET_CONFLICT)
            replace = reason in replaceable
            return int(self.apsw.SQLITE_CHANGESET_REPLACE if replace else self.apsw.SQLITE_CHANGESET_OMIT)

        changes = file.read_bytes()
        self.apsw.Changeset.apply(changes, self.conn, conflict=conflict)

    def state(self) -> Hashable:
        # as bytes: a damaged changeset can leave text that is no UTF-8
        columns = ", ".join(f"CAST({name} AS BLOB)" for name in ("kind", "target", "unit", "field", "value"))
        return tuple(self.conn.execute(f"SELECT {columns} FROM state ORDER BY 1, 2, 3, 4"))

    def copied(self, folder: Path) -> SessionTable:
        self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        folder.mkdir(parents=True)
        shutil.copy(self.path, folder / self.path.name)
        return SessionTable(folder, fresh=False)

    def close(self) -> None:
        self.session.close()
        self.conn.close()
