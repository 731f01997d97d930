"""Reads hostile files every way and says what is wrong with how they were read."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.integrity.verify import verify
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from sync.receive.receive import receive_data
from sync.wire.format import ENROLMENT, open_container
from sync.wire.grants import sign_grant
from sync.wire.inspect import inspect
from sync.wire.keys import let_sign
from tests.sync.wire.hostile import Hostile, corpus, is_told
from tests.sync.world import headquarters, quick_folder

SLOWEST: Final = 5.0
"""Seconds of processor that a small file may take, on whatever machine."""


class Reader:
    """A headquarters that knows the senders of the corpus, put back as it was after each file taken."""

    def __init__(self, folder: Path) -> None:
        self.counts: Counter[str] = Counter()
        self.slowest = 0.0
        center = headquarters(folder / "center", replica="c" * 32)
        with center.store.writing() as conn:
            for source in corpus():
                for whom in source.authors:
                    sign_grant(conn, center.places, center.replica, whom)
        center.store.close()
        self.places: Places = center.places
        self.kept = folder / "kept.db"
        shutil.copy(self.places.database, self.kept)
        self.store: Store = open_store(self.places.database)
        let_sign(self.store, self.places)
        self.before = self._content()

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def read(self, hostile: Hostile) -> None:
        """Read one file every way. Raises AssertionError where something is wrong."""
        data = hostile.data()
        begun = time.process_time()
        with contextlib.suppress(UserError):
            open_container(data, "f", kind=ENROLMENT)
        inspected = self._inspected(data)
        result = self._received(data)
        seconds = time.process_time() - begun
        assert seconds < SLOWEST, f"{seconds:.1f} s"
        # the reader without a database and the one with it agree on what is a file
        assert inspected or result != "taken", "taken, though not whole"
        self.slowest = max(self.slowest, seconds)
        self.counts[result] += 1
        self.counts["files"] += 1

    def _inspected(self, data: bytes) -> bool:
        try:
            inspect(data, "f")
        except UserError as refusal:
            assert is_told(refusal), refusal
            return False
        return True

    def _received(self, data: bytes) -> str:
        try:
            taken = receive_data(self.store, self.places, Path("f"), data)
        except UserError as refusal:
            assert is_told(refusal), refusal
            assert not self.store.conn.in_transaction
            assert self._content() == self.before, "refused, and yet something has changed"
            return refusal.code
        assert verify(self.store).faults == (), verify(self.store).faults
        json.dumps(state_form(self.store.conn)).encode()
        self.put_back()
        return "waiting" if taken.waiting else "taken"

    def _content(self) -> list[Any]:
        tables = ("change", "state", "change_set", "parked_section", "held_file", "trust", "replica")
        return [self.store.conn.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]

    def put_back(self) -> None:
        """Begin again with the database as it was."""
        self.store.close()
        shutil.copy(self.kept, self.places.database)
        for folder in (self.places.archive, self.places.inbox):
            shutil.rmtree(folder, ignore_errors=True)
        self.store = open_store(self.places.database)
        let_sign(self.store, self.places)


@contextlib.contextmanager
def reader() -> Iterator[Reader]:
    """A reader in a folder of its own."""
    with quick_folder() as folder:
        made = Reader(folder)
        try:
            yield made
        finally:
            made.close()
