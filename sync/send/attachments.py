"""Attachments that go along: beside the change sets, each in a file of its own under its hash."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.exchange.attachment_names import concerned
from store.exchange.attachments import attachments_folder, kept_attachments, read_kept
from store.exchange.peers import held_by
from store.ledger.branches import Histories
from store.ledger.identity import Identity, required_identity
from sync.receive.attachments import ATTACHED, asked_of_us, attachment_files
from sync.send.draft import Recipients, recipients_of
from sync.send.missing_changes import readers_of
from sync.wire.envelope import open_envelope, seal
from sync.wire.limits import MAX_SEALED

MOST_AT_ONCE: Final = 32 * 2**20
"""Bytes of attachments that are written with one file: the rest goes with the next."""


class Placed(NamedTuple):
    """The attachments that lie in a folder now for others, how many were written, and how many left behind.

    ``why`` says why they were left: where that is not the limit, what the disk said.
    """

    paths: tuple[Path, ...] = ()
    written: int = 0
    left: int = 0
    why: UserError | None = None

    @property
    def is_cut(self) -> bool:
        """Whether more was wanted than goes at once."""
        return self.left > 0 and self.why is None

    @property
    def is_news(self) -> bool:
        """Whether there is more to tell than that what lay there lies there still."""
        return self.written > 0 or self.left > 0 or self.why is not None


NOTHING_PLACED: Final = Placed()


def place_attachments(
    store: Store,
    places: Places,
    folder: Path,
    *,
    peer: str | None = None,
    sealed: bool = False,
    tidies: bool = False,
) -> Placed:
    """Write into ``folder`` what whoever reads the files there is not known to have of attachments.

    Those are, of a laptop, the attachments of changes that headquarters has not confirmed; and what somebody
    has said that he lacks. With ``tidies``, in a folder of one's own, what nobody needs any more goes. What
    has no room is left behind: whoever has the change asks for it. Raises UserError ``no_identity``, or as
    :func:`sync.send.draft.recipients_of`.
    """
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        wanted = list(wanted_attachments(conn, identity, peer))
        _, readers, _ = readers_of(conn, identity, peer)
        to = recipients_of(conn, identity, readers) if sealed and wanted else None
        kept_in = attachments_folder(conn)
    name = partial(_name, "" if to is None else f"_{mark_of(to)}_sealed")
    if tidies and not folder.is_symlink():
        needed = {*map(name, wanted)}
        for path in attachment_files(folder):
            if path.name not in needed:
                with suppress(OSError):
                    path.unlink()
    paths: list[Path] = []
    size = written = 0
    for n, digest in enumerate(wanted):
        path = folder / name(digest)
        if not _stands(path, digest, places):
            if (data := read_kept(kept_in, digest)) is None:
                continue
            size += len(data)
            if size > MOST_AT_ONCE:
                return Placed(tuple(paths), written, len(wanted) - n)
            try:
                _write(path, data if to is None else seal(data, to.keys, to.reserves, str(path)), own=tidies)
            except UserError as refused:
                return Placed(tuple(paths), written, len(wanted) - n, refused)
            written += 1
        paths.append(path)
    return Placed(tuple(paths), written)


def wanted_attachments(conn: Connection, identity: Identity, peer: str | None) -> Iterator[str]:
    """Yield the hashes of what is to lie there: first what is asked for, then as the histories have it."""
    here = set(kept_attachments(attachments_folder(conn)))
    if not here:
        return
    _, readers, told = readers_of(conn, identity, peer)
    # what is for one unit has nothing of another
    asked = asked_of_us(conn, identity, None if peer is None else readers)
    yield from asked
    if identity.is_headquarters:
        return
    histories = Histories(conn)
    # what it said last counts; whatever it lacks then it asks for
    held = held_by(histories, told[0]) if told else {}
    given = set(asked)
    for named in sorted(concerned(conn, identity), key=lambda one: (one.chain, one.seq)):
        digest = named.attachment.sha256
        confirmed = held.get(named.chain, 0) >= named.seq
        if digest in here and digest not in given and not confirmed:
            given.add(digest)
            yield digest


def mark_of(to: Recipients) -> str:
    """Return what a sealed attachment has in its name: who comes to be able to read it gets a new file."""
    told = [sorted(key.hex() for key in to.keys), sorted(to.reserves)]
    return sha256(json.dumps(told).encode()).hexdigest()[:8]


def _name(mark: str, digest: str) -> str:
    return f"{digest}{mark}{ATTACHED}"


def _stands(path: Path, digest: str, places: Places) -> bool:
    """Return True if an attachment lies there whole."""
    try:
        data = open_envelope(read_regular(path, MAX_SEALED + 1), places, str(path))
    except (OSError, UserError):
        return False
    return sha256(data).hexdigest() == digest


def _write(path: Path, data: bytes, *, own: bool) -> None:
    with translate_os_errors(path, needed=len(data)):
        if own and path.parent.is_symlink():
            # who has made the folder does not say where else a file is written
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if own:
            path.parent.mkdir(exist_ok=True)
    write_durably(path, data, replace=True)
