"""pycrdt: a map of the Yrs library, in memory, kept and sent as one update."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peer.node import Absent, Edit, batches
from store.db.durable import write_durably


class CrdtMap:
    """A document with one map of registers; each batch's update is appended to a log, durably."""

    def __init__(self, folder: Path, update: bytes = b"") -> None:
        try:
            import pycrdt
        except ImportError as error:
            raise Absent("pip install pycrdt") from error
        folder.mkdir(parents=True, exist_ok=True)
        self._log = (folder / "updates").open("ab")
        self.doc: Any = pycrdt.Doc()
        self.map: Any = self.doc.get("state", type=pycrdt.Map)
        if update:
            self.doc.apply_update(update)

    def write(self, edits: Sequence[Edit]) -> None:
        import os

        for batch in batches(edits):
            before = self.doc.get_state()
            with self.doc.transaction():
                for edit in batch:
                    self.map[edit.key] = edit.value
            self._log.write(self.doc.get_update(before))
            self._log.flush()
            os.fsync(self._log.fileno())

    def send(self, file: Path) -> None:
        write_durably(file, self.doc.get_update())

    def receive(self, file: Path) -> None:
        self.doc.apply_update(file.read_bytes())

    def state(self) -> Hashable:
        return tuple(sorted(self.map.to_py().items()))

    def copied(self, folder: Path) -> CrdtMap:
        return CrdtMap(folder, self.doc.get_update())

    def close(self) -> None:
        self._log.close()
