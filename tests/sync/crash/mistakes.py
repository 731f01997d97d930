"""Mistakes in the order of writing, which the crash matrix must find."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import store.edits.edits
import store.exchange.change_sets
import store.ledger.append
import sync.receive.receive
import sync.send.export
import sync.trust.admission
from store.db.database import Store
from store.ledger.append import Edit
from store.ledger.change import Change
from store.ledger.identity import Identity


def _number_taken_late() -> None:
    """The number of a file is used up only with the record of it, and no mark remembers it."""
    recorded = store.exchange.change_sets.record_file

    def next_number(conn: sqlite3.Connection, at_least: int) -> int:
        return int(conn.execute("SELECT max(file_number, ?) + 1 FROM identity", (at_least,)).fetchone()[0])

    def record(conn: sqlite3.Connection, file: Any) -> int:
        conn.execute("UPDATE identity SET file_number = ?", (file.number,))
        return recorded(conn, file)

    patch.object(sync.send.export, "next_file_number", next_number).start()
    patch.object(sync.send.export, "record_file", record).start()
    patch.object(sync.send.export, "raise_mark", lambda conn, places, replica, mark: None).start()


def _archived_late() -> None:
    """A file goes to the archive after the transaction that takes it."""
    keep, close = sync.trust.admission.keep, Store.close
    later: list[tuple[Path, bytes, bytes]] = []

    def kept(folder: Path, digest: bytes, data: bytes) -> None:
        later.append((folder, digest, data))

    def closed(self: Store) -> None:
        while later:
            keep(*later.pop())
        close(self)

    patch.object(sync.receive.receive, "keep", kept).start()
    patch.object(Store, "close", closed).start()


def _edits_one_by_one() -> None:
    """What is entered in one form is durable in pieces."""

    def append(
        conn: sqlite3.Connection,
        identity: Identity,
        edits: Iterable[Edit],
        *,
        batch: str | None = None,
        **_: Any,
    ) -> list[Change]:
        changes: list[Change] = []
        for edit in edits:
            changes += store.ledger.append.append(conn, identity, [edit], batch=batch)
            conn.execute("COMMIT")
            conn.execute("BEGIN IMMEDIATE")
        return changes

    patch.object(store.edits.edits, "append", append).start()


MISTAKES: Final[dict[str, Callable[[], None]]] = {
    "number taken late": _number_taken_late,
    "archived late": _archived_late,
    "edits one by one": _edits_one_by_one,
}
