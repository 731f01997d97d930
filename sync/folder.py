"""A folder as a mailbox: own files are written into a subfolder of one's own, everybody else's are taken.

The folder may be a stick, a network share, or one that another program carries about. Nothing that somebody
else has written there is ever touched.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from store.db.database import Store
from store.db.durable import translate_os_errors
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import open_regular
from store.ledger.identity import Identity
from sync.receive.attachments import attachment_files, read_attached
from sync.send.attachments import Placed, place_attachments
from sync.send.export import SUFFIX, Exported
from sync.send.own_files import own_folder, repair_own_files, write_what_is_new
from sync.wire.envelope import MAGIC as SEAL_MAGIC
from sync.wire.envelope import is_sealed
from sync.wire.format import MAGIC
from sync.wire.limits import MAX_SEALED

COPYING: Final = 120.0
"""Seconds since its last change for which an unfinished file is taken to be still under way."""

_TAIL: Final = struct.Struct(">4sQ")
_END_MARK: Final = b"\x1aEND"


class Folder:
    """A folder as a mailbox."""

    server_name, clock_ahead, is_left = "", 0, False

    def __init__(self, store: Store, places: Places, folder: Path) -> None:
        self._store, self._places, self._folder = store, places, folder
        self._is_listed = False

    def others(self, identity: Identity, known: AbstractSet[bytes]) -> list[Path]:
        del known
        found = [] if self._is_listed else _found(self._folder, own_folder(identity))
        self._is_listed = True
        return found

    def read(self, path: Path) -> bytes | None:
        return _settled(path)

    def is_fresh(self, path: Path) -> bool:
        return _lately(path.stat().st_mtime)

    def is_there(self) -> bool:
        return self._folder.is_dir()

    def passed(self, path: Path, refusal: UserError | None, digest: bytes | None = None) -> None:
        # at the next visit it is known by its content
        del path, refusal, digest

    def attached(self) -> Iterable[Path]:
        return attachment_files(self._folder, below=True)

    def attachment(self, path: Path) -> bytes:
        return read_attached(path)

    def write(self, identity: Identity, *, sealed: bool) -> tuple[tuple[Path, ...], Exported | None, Placed]:
        own = self._folder / own_folder(identity)
        repaired = repair_own_files(self._store, self._places, own)
        written = write_what_is_new(self._store, self._places, own, sealed=sealed)
        placed = place_attachments(self._store, self._places, own, sealed=sealed, tidies=True)
        return repaired, written, placed


def _found(folder: Path, own: str) -> list[Path]:
    """Others' change sets in the folder and one level below, by name. Raises UserError ``folder_missing``."""
    with translate_os_errors(folder / own):
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    paths: list[Path] = []
    for entry in entries:
        if _is_change_set(entry):
            paths.append(Path(entry.path))
        elif entry.name != own and not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            paths += sorted(_within(entry.path))
    return paths


def _within(folder: str) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from [Path(entry.path) for entry in entries if _is_change_set(entry)]
    except OSError:
        # another's subfolder that cannot be listed does not hinder the others
        return


def _is_change_set(entry: os.DirEntry[str]) -> bool:
    visible = entry.name.endswith(SUFFIX) and not entry.name.startswith(".")
    return visible and entry.is_file(follow_symlinks=False)


def _settled(path: Path) -> bytes | None:
    """The bytes of a file that nobody is writing, or None. Raises OSError.

    A file is under way while it changes as it is read, or while it lacks its end and has changed lately.
    """
    with open_regular(path) as file:
        before = os.fstat(file.fileno())
        data = file.read(MAX_SEALED + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    if is_sealed(data):
        return data
    first = data[: len(MAGIC)]
    whole = first == MAGIC and data[-_TAIL.size :] == _TAIL.pack(_END_MARK, after.st_size)
    begun = MAGIC.startswith(first) or SEAL_MAGIC.startswith(data) or not first.strip(b"\0")
    return None if not whole and (begun or first == MAGIC) and _lately(after.st_mtime) else data


def _lately(changed: float) -> bool:
    return abs(time.time() - changed) < COPYING
