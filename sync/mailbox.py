"""A folder as a mailbox: own files are written into a subfolder of one's own, everybody else's are taken.

The folder may be a stick, a network share, or one that another program carries about. Nothing that somebody
else has written there is ever touched.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Store
from store.db.durable import translate_os_errors
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import open_regular
from store.exchange.change_sets import known_digests
from store.exchange.held_files import HeldFile, held_digests, held_files
from store.ledger.identity import required_identity
from sync.quarantine.sections import MissingRun, missing_runs
from sync.receive.attachments import NOTHING_ARRIVED, Arrived, attachment_files, take_attachments
from sync.receive.receive import faults_refused, receive_data
from sync.receive.received import Received
from sync.receive.refused import Refusals, forget_refused
from sync.receive.waiting import take_released
from sync.send.attachments import NOTHING_PLACED, Placed, place_attachments
from sync.send.export import SUFFIX, Exported
from sync.send.own_files import own_folder, repair_own_files, write_what_is_new
from sync.wire.envelope import MAGIC as SEAL_MAGIC
from sync.wire.envelope import is_sealed, open_envelope
from sync.wire.format import MAGIC
from sync.wire.limits import MAX_SEALED

COPYING: Final = 120.0
"""Seconds since its last change for which an unfinished file is taken to be still under way."""

_TAIL: Final = struct.Struct(">4sQ")
_END_MARK: Final = b"\x1aEND"


class LeftAlone(NamedTuple):
    """A file that was left alone.

    It is ``partial`` (still being copied, or cut), ``sealed`` (for others to read), or ``refused``.
    """

    path: Path
    why: str
    refusal: UserError | None


class Exchange(NamedTuple):
    """What came of a visit to a mailbox.

    ``taken`` has an entry a file that was read now, ``known`` counts those that were read before.
    ``written`` is the own file, None where there was nothing to tell, or where ``unwritten`` says why not.
    ``missing`` are the runs that others' changes wait for.
    ``waiting`` are all files, from wherever, that wait until somebody is accepted.
    ``ended`` is ``done``, ``cancelled``, or ``gone`` where the folder vanished on the way.
    ``repaired`` are the own files that were damaged there and have been written anew. ``arrived`` and
    ``placed`` tell of attachments that were taken, and that lie there for others.
    """

    taken: tuple[Received, ...]
    known: int
    left: tuple[LeftAlone, ...]
    written: Exported | None
    unwritten: UserError | None
    missing: tuple[MissingRun, ...]
    waiting: tuple[HeldFile, ...]
    ended: str
    repaired: tuple[Path, ...] = ()
    arrived: Arrived = NOTHING_ARRIVED
    placed: Placed = NOTHING_PLACED


Progress = Callable[[int, int, str], None]
"""Told before each file: files done, files found, name of the next."""


def exchange_folder(
    store: Store,
    places: Places,
    folder: Path,
    *,
    sealed: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exchange:
    """Take what others have left in ``folder`` and write what they lack; each file whole or not at all.

    Files stand in ``folder`` itself or in its subfolders. One that another program is still writing is left
    alone and reported, and so is one that is refused. ``cancelled`` is asked between files. An own file that
    was damaged there is written anew, and a further one where something is held that none there tells,
    ``sealed`` where that is wanted. Raises UserError ``no_identity`` or ``folder_missing``.
    """
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        known_files = known_digests(conn) | held_digests(conn)
    paths = _found(folder, own_folder(identity))
    visit = _Visit(store, places, folder, known_files)
    ended = "done"
    for done, path in enumerate(paths):
        if cancelled is not None and cancelled():
            ended = "cancelled"
            break
        if progress is not None:
            progress(done, len(paths), path.name)
        if not visit.take(path):
            ended = "gone"
            break
    visit.refusals.close()
    released = take_released(store, places)
    arrived, placed = NOTHING_ARRIVED, NOTHING_PLACED
    repaired: tuple[Path, ...] = ()
    written: Exported | None = None
    unwritten: UserError | None = None
    if ended == "done":
        if progress is not None:
            progress(len(paths), len(paths), "")
        own = folder / own_folder(identity)
        try:
            arrived = take_attachments(store, places, attachment_files(folder, below=True))
            repaired = repair_own_files(store, places, own)
            written = write_what_is_new(store, places, own, sealed=sealed)
            placed = place_attachments(store, places, own, sealed=sealed, tidies=True)
        except UserError as refusal:
            unwritten = refusal
            ended = "done" if folder.is_dir() else "gone"
    with store.reading() as conn:
        missing, waiting = missing_runs(conn), tuple(held_files(conn))
    return Exchange(
        (*visit.taken, *released.taken),
        visit.known_files,
        (
            *visit.left,
            *(
                LeftAlone(Path(str(refusal_of_waiting.params["file"])), "refused", refusal_of_waiting)
                for refusal_of_waiting in released.refused
            ),
        ),
        written,
        unwritten,
        missing,
        waiting,
        ended,
        repaired,
        arrived,
        placed,
    )


class _Visit:
    def __init__(self, store: Store, places: Places, folder: Path, known: set[bytes]) -> None:
        self._store, self._places, self._folder, self._known = store, places, folder, known
        self.refusals = Refusals(places)
        self.taken: list[Received] = []
        self.left: list[LeftAlone] = []
        self.known_files = 0

    def take(self, path: Path) -> bool:
        """Take one file, or leave it; False where the folder is not there any more."""
        try:
            with faults_refused(path):
                data = _settled(path)
                if data is None:
                    self.left.append(LeftAlone(path, "partial", None))
                else:
                    self._take(path, data)
        except UserError as refusal:
            if isinstance(refusal.__cause__, OSError):
                if not self._folder.is_dir():
                    return False
                detail = refusal.__cause__.strerror or str(refusal.__cause__)
                refusal = UserError("changeset_unreadable", file=str(path), detail=detail)
            self.left.append(LeftAlone(path, "refused", refusal))
        return True

    def _take(self, path: Path, data: bytes) -> None:
        if (before := self.refusals.before(data)) is not None:
            self.left.append(LeftAlone(path, "refused", before))
            return
        try:
            signed = open_envelope(data, self._places, str(path))
            digest = hashlib.sha256(signed).digest()
            if digest in self._known:
                self.known_files += 1
                return
            self.taken.append(receive_data(self._store, self._places, path, signed))
            self._known.add(digest)
            forget_refused(self._places, data)
        except UserError as refusal:
            if refusal.code == "sealed_damaged" and _is_fresh(path):
                self.left.append(LeftAlone(path, "partial", None))
            elif refusal.code != "changeset_own_file":
                self.refusals.add(path.name, data, refusal)
                why = "sealed" if refusal.code == "sealed_for_others" else "refused"
                self.left.append(LeftAlone(path, why, refusal))


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


def _is_fresh(path: Path) -> bool:
    """Whether a file has changed lately, so that it may still be on its way. Raises OSError."""
    return _lately(path.stat().st_mtime)
