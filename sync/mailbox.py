"""A visit to a mailbox: everybody else's files are taken, and what they lack is written.

A mailbox is a folder (:mod:`sync.folder`) or a server (:mod:`sync.server`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple, Protocol

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.server import is_server
from store.db.system import path_of
from store.exchange.change_sets import known_digests
from store.exchange.held_files import HeldFile, held_digests, held_files
from store.ledger.identity import Identity, required_identity
from sync.folder import Folder
from sync.quarantine.sections import MissingRun, missing_runs
from sync.receive.attachments import NOTHING_ARRIVED, Arrived, take_attachments
from sync.receive.receive import faults_refused, receive_data, scrub_redacted
from sync.receive.received import Received
from sync.receive.refused import Refusals, forget_refused, placed_at
from sync.receive.waiting import take_released
from sync.send.attachments import NOTHING_PLACED, Placed
from sync.send.export import Exported
from sync.wire.envelope import is_sealed, open_envelope


class LeftAlone(NamedTuple):
    """A file that was left alone.

    It is ``partial`` (still being copied, or cut), ``sealed`` (for others to read), of another ``plan``, or
    ``refused``.
    """

    path: Path
    why: str
    refusal: UserError | None


class Exchange(NamedTuple):
    """What came of a visit to a mailbox.

    ``taken`` has an entry a file that was read now, ``known`` counts those that were read before.
    ``written`` is the own file, None where there was nothing to tell, or where ``unwritten`` says why not.
    ``missing`` are the runs that others' changes wait for, ``waiting`` all files that wait until somebody
    is accepted. ``ended`` is ``done``, ``cancelled``, or ``gone`` where the folder vanished on the way.
    ``repaired`` are the own files that were damaged there and have been written anew. ``arrived`` and
    ``placed`` tell of attachments that were taken, and that lie there for others. ``clock_ahead`` is by how
    many seconds the clock here is ahead of a server's, ``more`` that more lies there than one visit reads.
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
    clock_ahead: int = 0
    more: bool = False


Progress = Callable[[int, int, str], None]
"""Told before each file: files done, files found, name of the next."""


class Mailbox(Protocol):
    """Where change sets of many lie; a file is named by its ``path`` there."""

    server_name: str
    """Of a server; "" of a folder."""

    clock_ahead: int
    """By how many seconds the clock here is ahead of a server's; 0 of a folder."""

    @property
    def is_left(self) -> bool:
        """Return True if more lies there than this visit could read."""

    def others(self, identity: Identity, known: AbstractSet[bytes]) -> list[Path]:
        """The next of everybody else's change sets, in order; none where all have been given at this visit.

        Of those whose hash is ``known`` none need be among them. Raises UserError where the mailbox cannot be
        read.
        """

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file, None while somebody still writes it. Raises OSError or UserError."""

    def is_fresh(self, path: Path) -> bool:
        """Return True if a file may still be on its way. Raises OSError."""

    def is_there(self) -> bool:
        """Return True if the mailbox can still be read."""

    def passed(self, path: Path, refusal: UserError | None, digest: bytes | None = None) -> None:
        """Note that a file has been read: it was taken, was known, or is refused.

        ``digest`` is the hash of what was in its envelope, where it was not refused.
        """

    def attached(self) -> Iterable[Path]:
        """The attachments that lie there, as files; looked for once the first is asked for."""

    def attachment(self, path: Path) -> bytes:
        """The bytes of one of them. Raises OSError or UserError."""

    def write(self, identity: Identity, *, sealed: bool) -> tuple[tuple[Path, ...], Exported | None, Placed]:
        """Write anew what of one's own is damaged there, and what others lack; None where that is nothing.

        Attachments that others ask for are put there too. Raises UserError as
        :func:`sync.send.export.export`.
        """


def exchange_at(
    store: Store,
    places: Places,
    where: str,
    *,
    sealed: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exchange:
    """Visit the mailbox that a person names, as :func:`exchange`: a folder, or the address of a server.

    Raises UserError as :func:`exchange_folder` or :func:`sync.server.server_mailbox.server_mailbox`.
    """
    if not is_server(where):
        folder = path_of(where)
        return exchange_folder(store, places, folder, sealed=sealed, progress=progress, cancelled=cancelled)
    from sync.server.server_mailbox import server_mailbox

    with server_mailbox(store, places, where) as mailbox:
        return exchange(store, places, mailbox, sealed=sealed, progress=progress, cancelled=cancelled)


def exchange_folder(
    store: Store,
    places: Places,
    folder: Path,
    *,
    sealed: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exchange:
    """Take what others have left in ``folder`` and write what they lack, as :func:`exchange`.

    Files stand in ``folder`` itself or in its subfolders. One that another program is still writing is left
    alone and reported. Raises UserError ``no_identity`` or ``folder_missing``.
    """
    mailbox = Folder(store, places, folder)
    return exchange(store, places, mailbox, sealed=sealed, progress=progress, cancelled=cancelled)


def exchange(
    store: Store,
    places: Places,
    mailbox: Mailbox,
    *,
    sealed: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exchange:
    """Take what others have left in ``mailbox`` and write what they lack; each file whole or not at all.

    One that is refused is left alone and reported. ``cancelled`` is asked between files. An own file that
    was damaged there is written anew, and a further one where something is held that none there tells,
    ``sealed`` where that is wanted. Raises UserError ``no_identity``, or what is wrong with the mailbox.
    """
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        known_files = known_digests(conn) | held_digests(conn)
    visit = _Visit(store, places, mailbox, known_files)
    progress = progress or (lambda *_: None)
    ended = visit.take_all(identity, progress, cancelled or (lambda: False))
    scrub_redacted(store, visit.taken)
    released = take_released(store, places)
    arrived, placed = NOTHING_ARRIVED, NOTHING_PLACED
    repaired: tuple[Path, ...] = ()
    written, unwritten = None, visit.unlisted
    if ended == "done" and unwritten is None:
        progress(visit.done, visit.done, "")
        try:
            arrived = take_attachments(store, places, mailbox.attached(), mailbox.attachment)
            repaired, written, placed = mailbox.write(identity, sealed=sealed)
        except UserError as refusal:
            unwritten = refusal
            ended = "done" if mailbox.is_there() else "gone"
    with store.reading() as conn:
        missing, waiting = missing_runs(conn), tuple(held_files(conn))
    refused = (LeftAlone(Path(str(of.params["file"])), "refused", of) for of in released.refused)
    return Exchange(
        (*visit.taken, *released.taken),
        visit.known_files,
        (*visit.left, *refused),
        written,
        unwritten,
        missing,
        waiting,
        ended,
        repaired,
        arrived,
        placed,
        mailbox.clock_ahead,
        mailbox.is_left,
    )


class _Visit:
    def __init__(self, store: Store, places: Places, mailbox: Mailbox, known: set[bytes]) -> None:
        self._store, self._places, self._mailbox, self._known = store, places, mailbox, known
        self.refusals = Refusals(places)
        self.taken: list[Received] = []
        self.left: list[LeftAlone] = []
        self.known_files = self.done = 0
        self.unlisted: UserError | None = None
        """Why it could not be seen what else lies there."""

    def take_all(self, identity: Identity, progress: Progress, cancelled: Callable[[], bool]) -> str:
        """Take all that others have left there; return how it ended, as :class:`Exchange` has it."""
        paths = self._mailbox.others(identity, self._known)
        try:
            while paths:
                for n, path in enumerate(paths):
                    if cancelled():
                        return "cancelled"
                    progress(self.done + n, self.done + len(paths), path.name)
                    if not self.take(path):
                        return "gone"
                self.done += len(paths)
                try:
                    paths = self._mailbox.others(identity, self._known)
                except UserError as refusal:
                    self.unlisted = refusal
                    return "done" if self._mailbox.is_there() else "gone"
            return "done"
        finally:
            self.refusals.close()

    def take(self, path: Path) -> bool:
        """Take one file, or leave it; False where the mailbox is not there any more."""
        try:
            with faults_refused(path):
                data = self._mailbox.read(path)
                if data is None:
                    self.left.append(LeftAlone(path, "partial", None))
                else:
                    self._take(path, data)
        except UserError as refusal:
            if isinstance(refusal.__cause__, OSError):
                if not self._mailbox.is_there():
                    return False
                detail = refusal.__cause__.strerror or str(refusal.__cause__)
                refusal = UserError("changeset_unreadable", file=str(path), detail=detail)
            self.left.append(LeftAlone(path, "refused", refusal))
            self._mailbox.passed(path, refusal)
        return True

    def _take(self, path: Path, data: bytes) -> None:
        if (before := self.refusals.before(path, data, self._mailbox.server_name)) is not None:
            self.left.append(LeftAlone(path, "refused", before))
            self._mailbox.passed(path, before)
            return
        try:
            signed = open_envelope(data, self._places, str(path))
            digest = hashlib.sha256(signed).digest()
            if digest in self._known:
                self.known_files += 1
            else:
                sealed = is_sealed(data)
                self.taken.append(
                    receive_data(self._store, self._places, path, signed, sealed=sealed, scrub=False)
                )
                self._known.add(digest)
                forget_refused(self._places, data)
            self._mailbox.passed(path, None, digest)
        except UserError as refusal:
            if refusal.code == "sealed_damaged" and self._mailbox.is_fresh(path):
                self.left.append(LeftAlone(path, "partial", None))
                return
            refusal = placed_at(refusal, path, self._mailbox.server_name)
            self._mailbox.passed(path, refusal)
            if refusal.code == "changeset_plan_other":
                # nothing is wrong with it: several plans may share a mailbox
                self.left.append(LeftAlone(path, "plan", refusal))
            elif refusal.code != "changeset_own_file":
                self.refusals.add(path.name, data, refusal)
                why = "sealed" if refusal.code == "sealed_for_others" else "refused"
                self.left.append(LeftAlone(path, why, refusal))
