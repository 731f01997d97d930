"""Attachments on a server: rows under the hash of what is in them, that nothing refers to.

A reader asks for what it lacks, and believes a row for nothing but its hash. Whoever keeps the server may
remove such rows: who lacks one says so in its files, and it is put there again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import SystemRandom
from typing import Final

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.attachment_names import lacking
from store.exchange.attachments import attachments_folder, kept_attachment, read_kept
from store.ledger.identity import Identity, read_identity
from sync.receive.attachments import ATTACHED, MOST_AT_A_VISIT, proven
from sync.send.attachments import MOST_AT_ONCE, NOTHING_PLACED, Placed, mark_of, wanted_attachments
from sync.send.draft import Recipients, recipients_of
from sync.send.missing_changes import readers_of
from sync.server.attachment_rows import AttachmentRow, AttachmentRows
from sync.wire.envelope import seal

_MOST_TRIED: Final = 4
"""Rows that are read for one hash at a visit: many wrong ones cost little."""
_MOST_IN_VAIN: Final = 1_000
"""Rows that are remembered; an older one is read again."""


class ServerAttachments:
    """The attachments on a server, of one visit.

    ``in_vain`` are rows that were read at visits before and brought nothing: at one visit of many (``live``)
    they are left alone.
    """

    def __init__(
        self, store: Store, places: Places, rows: AttachmentRows, in_vain: list[AttachmentRow], *, live: bool
    ) -> None:
        self._store, self._places, self._rows = store, places, rows
        self._in_vain, self._is_live = in_vain, live
        self._data: dict[Path, bytes] = {}
        self._lacking: tuple[str, ...] = ()
        self._lying = 0
        self._refused: UserError | None = None

    @property
    def seen(self) -> int:
        """How many rows there were at this visit of what is lacking still: another number is news."""
        return self._lying

    def lying(self) -> int:
        """The same now."""
        return len(self._rows.listed(self._lacking)) if self._lacking else 0

    def coming(self) -> Iterator[Path]:
        """Yield those of what is lacking here that lie there, read already.

        What a server says against it is told by :meth:`place`: changes go all the same.
        """
        try:
            yield from self._coming()
        except UserError as refused:
            if isinstance(refused.__cause__, OSError):
                raise
            self._refused = refused

    def _coming(self) -> Iterator[Path]:
        with self._store.reading() as conn:
            wanted, folder = lacking(conn, read_identity(conn)), attachments_folder(conn)
        if not self._is_live:
            self._in_vain.clear()
        listed, size, read = _by_digest(self._rows.listed(wanted)), 0, 0
        for digest in wanted:
            for row in _some([row for row in listed.get(digest, ()) if row not in self._in_vain]):
                size, read = size + row.bytes, read + 1
                if size > MOST_AT_ONCE or read > MOST_AT_A_VISIT:
                    break
                path = Path(str(row.place), f"{digest}{ATTACHED}")
                self._data = {path: self._rows.data(row) or b""}
                if is_it := proven(path, digest, self._places, self.read) is not None:
                    yield path
                if not is_it or not kept_attachment(folder, digest).is_file():
                    # there may have been no room for it
                    self._in_vain[:] = [*self._in_vain, row][-_MOST_IN_VAIN:]
                if is_it:
                    break
        self._data = {}
        with self._store.reading() as conn:
            self._lacking = tuple(lacking(conn, read_identity(conn)))
        # what this visit had no time for is news at once
        is_all = size <= MOST_AT_ONCE and read <= MOST_AT_A_VISIT
        self._lying = sum(len(listed.get(digest, ())) for digest in self._lacking) if is_all else -1

    def read(self, path: Path) -> bytes:
        """The bytes of one that was yielded last."""
        return self._data[path]

    def place(self, identity: Identity, *, sealed: bool) -> Placed:
        """Put there what others lack, as :func:`sync.send.attachments.place_attachments` in a folder.

        What lies there is read again, but at one visit of many. Raises UserError where the server has gone.
        """
        try:
            placed = self._place(identity, sealed=sealed)
        except UserError as refused:
            if isinstance(refused.__cause__, OSError):
                raise
            placed = Placed(why=refused)
        return placed if placed.why else placed._replace(why=self._refused)

    def _place(self, identity: Identity, *, sealed: bool) -> Placed:
        with self._store.reading() as conn:
            wanted = list(wanted_attachments(conn, identity, None))
            if not wanted:
                return NOTHING_PLACED
            _, readers, _ = readers_of(conn, identity, None)
            to = recipients_of(conn, identity, readers) if sealed else None
            folder = attachments_folder(conn)
        mark = "" if to is None else mark_of(to)
        listed = _by_digest([row for row in self._rows.listed(wanted) if row.mark == mark])
        paths: list[Path] = []
        size = written = 0
        for n, digest in enumerate(wanted):
            path = Path(identity.replica, f"{digest}{ATTACHED}")
            if not self._stands(listed.get(digest, [])):
                if (data := read_kept(folder, digest)) is None:
                    continue
                size += len(data)
                if size > MOST_AT_ONCE:
                    return Placed(tuple(paths), written, len(wanted) - n)
                self._rows.put(identity.replica, digest, mark, _for(to, data, path))
                written += 1
            paths.append(path)
        return Placed(tuple(paths), written)

    def _stands(self, lying: list[AttachmentRow]) -> bool:
        """Return True if one of these rows is what it is called; at one visit of many none is read."""
        if self._is_live:
            return bool(lying)
        for row in lying[-_MOST_TRIED:]:
            path = Path(f"{row.digest}{ATTACHED}")
            self._data = {path: self._rows.data(row) or b""}
            if proven(path, row.digest, self._places, self.read) is not None:
                return True
        return False


def _by_digest(rows: list[AttachmentRow]) -> dict[str, list[AttachmentRow]]:
    found: dict[str, list[AttachmentRow]] = {}
    for row in rows:
        found.setdefault(row.digest, []).append(row)
    return found


def _some(rows: list[AttachmentRow]) -> list[AttachmentRow]:
    """Of rows with one hash those that are read: by lot, what is not sealed first.

    Of that the table holds that it has the hash, where its engine can.
    """
    shuffled = SystemRandom().sample(rows, len(rows))
    return sorted(shuffled, key=lambda row: row.mark != "")[:_MOST_TRIED]


def _for(to: Recipients | None, data: bytes, path: Path) -> bytes:
    return data if to is None else seal(data, to.keys, to.reserves, str(path))
