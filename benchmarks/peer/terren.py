"""Terren itself, through the functions that its commands call."""

from __future__ import annotations

import json
import shutil
from collections.abc import Hashable, Sequence
from pathlib import Path

from benchmarks.peer.node import Edit, batches
from benchmarks.workload import plan
from store.db.database import Store
from store.db.places import Places
from store.ledger.append import Edit as LedgerEdit
from store.ledger.append import append
from store.ledger.heads import state_form
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.enrol import enrol
from sync.receive.receive import receive
from sync.send.export import export
from sync.wire.format import open_container
from sync.wire.grants import sign_grant
from sync.wire.keys import let_sign


class Terren:
    """An installation; whoever it receives from has been accepted."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.places = Places(folder, folder)
        self.store = store or enrol(
            self.places, self.places.database, officer="Zyrtari", unit="17", role="field", language="sq",
            plan=plan(),
        )  # fmt: skip
        let_sign(self.store, self.places)

    def write(self, edits: Sequence[Edit]) -> None:
        for batch in batches(edits):
            with self.store.writing() as conn:
                identity = read_identity(conn)
                assert identity is not None
                made = [LedgerEdit(*edit[:4], json.loads(edit.value), again=True) for edit in batch]
                append(conn, identity, made)

    def send(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        export(self.store, self.places, file.parent).path.rename(file)

    def receive(self, file: Path) -> None:
        receive(self.store, self.places, file)

    def accept(self, file: Path) -> None:
        """Accept the sender of a file."""
        sender = open_container(file.read_bytes(), str(file)).header.sender
        with self.store.writing() as conn:
            identity = read_identity(conn)
            assert identity is not None
            sign_grant(conn, self.places, identity.replica, sender)

    def state(self) -> Hashable:
        return json.dumps(state_form(self.store.conn), sort_keys=True)

    def copied(self, folder: Path) -> Terren:
        self.store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.places.data, folder)
        return Terren(folder, open_store(folder / self.places.database.name))

    def close(self) -> None:
        self.store.close()
