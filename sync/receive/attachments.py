"""Attachments that lie beside change sets: what is lacking here is taken by its hash, nothing else is read.

The name of such a file begins with the hash of what is in it, so that no name and no text of a change
becomes a path; and what is in it is believed for nothing but its hash.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from schema.registers import MAX_ATTACHMENT
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.exchange.attachment_names import in_turn, lacking, named_hashes, units_naming
from store.exchange.attachments import (
    attachments_folder,
    keep_attachment,
    kept_attachment,
    kept_attachments,
    media_type,
)
from store.exchange.trust import authority_of
from store.ledger.identity import Identity, read_identity
from sync.wire.envelope import open_envelope
from sync.wire.limits import MAX_ENVELOPE_HEADER

ATTACHED: Final = ".terren-attachment"
"""The ending of a file with an attachment."""
_DIGITS: Final = 64
MOST_SEALED: Final = MAX_ATTACHMENT + MAX_ENVELOPE_HEADER + 2**12
"""Bytes of an attachment in an envelope."""
_MOST_LISTED: Final = 20_000
"""Names of a folder that are looked at."""
_MOST_TRIED: Final = 4
"""Files of a folder that are read for one hash: one full of wrong ones costs little, and hides none."""


MOST_OF_A_UNIT: Final = 256 * 2**20
"""Bytes that are kept for one unit: whoever names attachments without end fills nobody's disk."""
MOST_AT_A_VISIT: Final = 1_000
"""Attachments of one unit that are taken at a visit, however small: each is a durable write."""
ROOM_LEFT: Final = 256 * 2**20
"""Bytes of the disk that attachments leave free: the ledger needs them."""


class Arrived(NamedTuple):
    """How many attachments came, how many had no room here, how many are asked for still, and how many of
    those lie there and wait for the next visit."""

    came: int = 0
    no_room: int = 0
    lacking: int = 0
    waiting: int = 0


NOTHING_ARRIVED: Final = Arrived()


def attachment_files(folder: Path, *, below: bool = False) -> Iterator[Path]:
    """Yield what bears the name of an attachment in a folder, and in those ``below`` it, by name.

    The folder is looked through once the first is asked for: where nothing is lacking, it is not.
    """
    files: list[Path] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, _MOST_LISTED):
            if entry.name.startswith("."):
                continue
            if entry.name.endswith(ATTACHED) and entry.is_file(follow_symlinks=False):
                files.append(Path(entry.path))
            elif below and entry.is_dir(follow_symlinks=False):
                files += attachment_files(Path(entry.path))
    yield from sorted(files)


def read_attached(path: Path) -> bytes:
    """Read a file with an attachment, at most so much that it is known to be too long. Raises OSError."""
    return read_regular(path, MOST_SEALED + 1)


def take_attachments(
    store: Store, places: Places, files: Iterable[Path], read: Callable[[Path], bytes] = read_attached
) -> Arrived:
    """Keep those of the files that evidence here names and that are lacking; the others are left alone.

    What is no photograph and no PDF, or has another hash than its name, is left as well, and asked for
    still, and so is what the disk has no room for. Of one unit so many come at a visit; the rest waits.
    ``read`` gives the bytes where they are no file.
    """
    with store.reading() as conn:
        identity, version = read_identity(conn), store.data_version()
        wanted = set(lacking(conn, identity))
        room = _Room(conn)
    came, full, waiting, tried = 0, set[str](), set[str](), Counter[tuple[Path, str]]()
    for path in files if wanted else ():
        digest = path.name[:_DIGITS]
        tried[path.parent, digest] += 1
        if digest not in wanted or tried[path.parent, digest] > _MOST_TRIED:
            continue
        if not room.has_turn(digest):
            waiting.add(digest)
            continue
        if (data := proven(path, digest, places, read)) is None:
            continue
        with store.writing() as conn:
            # it may have been redacted meanwhile: whoever removes it waits for this transaction
            if (now := store.data_version()) != version:
                version, wanted = now, wanted.intersection(lacking(conn, identity))
            if digest not in wanted:
                continue
            if not room.has(digest, len(data)) or not _is_kept(attachments_folder(conn), data):
                full.add(digest)
                continue
            room.take(digest, len(data))
        came += 1
        wanted.remove(digest)
    return Arrived(came, len(full), len(wanted), len(waiting & wanted))


class _Room:
    """What may still be kept of each unit, reckoned once for all that comes with a visit."""

    def __init__(self, conn: Connection) -> None:
        self._folder = attachments_folder(conn)
        self._units: dict[str, set[str]] = {}
        self._kept, self._came = Counter[str](), Counter[str]()
        for unit, digest in named_hashes(conn):
            self._units.setdefault(digest, set()).add(unit)
        for digest in self._units.keys() & set(kept_attachments(self._folder)):
            with suppress(OSError):
                self._count(digest, kept_attachment(self._folder, digest).stat().st_size)

    def has_turn(self, digest: str) -> bool:
        """Return True if one more may come at this visit of a unit that names it."""
        return any(self._came[unit] < MOST_AT_A_VISIT for unit in self._units.get(digest, ()))

    def has(self, digest: str, size: int) -> bool:
        """Return True if what came may be kept: the disk has room, and a unit that names it is within its
        share."""
        with suppress(OSError):
            if shutil.disk_usage(self._folder.parent).free < ROOM_LEFT + size:
                return False
        return any(self._kept[unit] + size <= MOST_OF_A_UNIT for unit in self._units.get(digest, ()))

    def take(self, digest: str, size: int) -> None:
        """Count what came and is kept now."""
        self._came.update(self._units.get(digest, ()))
        self._count(digest, size)

    def _count(self, digest: str, size: int) -> None:
        self._kept.update(dict.fromkeys(self._units.get(digest, ()), size))


def _is_kept(folder: Path, data: bytes) -> bool:
    """Return True if the disk has taken the bytes; where it has not, changes are taken all the same."""
    try:
        keep_attachment(folder, data)
    except UserError:
        return False
    return True


def proven(path: Path, digest: str, places: Places, read: Callable[[Path], bytes]) -> bytes | None:
    """The bytes of a file, sealed or not, that are what the hash says; None of any other."""
    try:
        data = open_envelope(read(path), places, str(path))
    except (OSError, UserError):
        return None
    is_it = len(data) <= MAX_ATTACHMENT and sha256(data).hexdigest() == digest and media_type(data)
    return data if is_it else None


def asked_of_us(conn: Connection, identity: Identity, readers: Collection[str] | None = None) -> list[str]:
    """The hashes of what others (these ``readers``) have said that they lack, is here, and for them to see.

    Headquarters may have everything, a laptop what its unit alone has ever named: a hash is no secret, and to
    name another unit's is no right to see it. Of each counts its newest file. They come in turn by who asks.
    """
    here = set(kept_attachments(attachments_folder(conn)))
    here.intersection_update(digest for _, digest in named_hashes(conn, identity))
    asked, of_units = list[set[str]](), list[tuple[str, set[str]]]()
    for replica, lacks in _newest_files(conn) if here else ():
        granted = authority_of(conn, identity, replica)
        if readers is not None and replica not in readers:
            continue
        if granted is None or (granted.until is not None and time.time() >= granted.until):
            continue
        if lacked := here.intersection(json.loads(lacks)):
            if granted.role == "headquarters":
                asked.append(lacked)
            else:
                of_units.append((granted.unit, lacked))
    # the whole ledger is looked through, where a laptop asks
    naming = units_naming(conn, set[str]().union(*(lacked for _, lacked in of_units))) if of_units else {}
    asked += ({name for name in lacked if naming[name] == {unit}} for unit, lacked in of_units)
    return in_turn(asked)


def _newest_files(conn: Connection) -> list[tuple[str, str]]:
    rows = conn.execute(
        "SELECT sender, lacks FROM change_set AS one WHERE direction = 'received' AND id ="
        " (SELECT id FROM change_set WHERE direction = 'received' AND sender = one.sender"
        " ORDER BY epoch DESC, number DESC, id DESC LIMIT 1)"
    )
    return rows.fetchall()
