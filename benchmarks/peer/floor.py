"""The floor: sqlite3 and JSON lines, without hashes, signatures or vectors."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Hashable, Sequence
from pathlib import Path

from benchmarks.peer.node import Edit, batches
from store.db.durable import write_durably

_TABLES = """
CREATE TABLE edit (seq INTEGER PRIMARY KEY, kind, target, unit, field, value);
CREATE TABLE state (kind, target, unit, field, value, PRIMARY KEY (kind, target, unit, field)) WITHOUT ROWID;
"""
_EDIT = "INSERT OR IGNORE INTO edit VALUES (?, ?, ?, ?, ?, ?)"
_STATE = "INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?, ?)"


class Floor:
    """A ledger and a state, and a file of the ledger's rows."""

    def __init__(self, folder: Path, *, fresh: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "floor.db"
        self.conn = sqlite3.connect(self.path, isolation_level=None)
        self.conn.execute("PRAGMA journal_mode = WAL")
        self.conn.execute("PRAGMA synchronous = FULL")
        if fresh:
            self.conn.executescript(_TABLES)

    def write(self, edits: Sequence[Edit]) -> None:
        seq = int(self.conn.execute("SELECT coalesce(max(seq), 0) FROM edit").fetchone()[0])
        for batch in batches(edits):
            self.conn.execute("BEGIN IMMEDIATE")
            self.conn.executemany(_EDIT, [(seq + n, *edit) for n, edit in enumerate(batch, 1)])
            self.conn.executemany(_STATE, batch)
            self.conn.execute("COMMIT")
            seq += len(batch)

    def send(self, file: Path) -> None:
        rows = self.conn.execute("SELECT * FROM edit ORDER BY seq")
        lines = "\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        write_durably(file, lines.encode())

    def receive(self, file: Path) -> None:
        rows = [json.loads(line) for line in file.read_bytes().splitlines()]
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            self.conn.executemany(_EDIT, rows)
            self.conn.executemany(_STATE, [row[1:] for row in rows])
        except BaseException:
            self.conn.execute("ROLLBACK")
            raise
        self.conn.execute("COMMIT")

    def state(self) -> Hashable:
        return tuple(self.conn.execute("SELECT * FROM state ORDER BY 1, 2, 3, 4"))

    def copied(self, folder: Path) -> Floor:
        self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        folder.mkdir(parents=True)
        shutil.copy(self.path, folder / self.path.name)
        return Floor(folder, fresh=False)

    def close(self) -> None:
        self.conn.close()
