"""Taking a change set: whole, in one transaction after every check, or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store.change import Register
from store.database import Connection, Store
from store.durable import told, write_durably
from store.errors import Refused
from store.exchange import (
    FileRecord,
    acknowledge,
    author,
    first_received,
    hash_at,
    introduce,
    missing_runs,
    record_file,
)
from store.identity import Identity, read_identity
from store.lookup import plan_id
from store.places import Places
from sync.checkcode import check_code
from sync.format import Container, Header, open_container
from sync.inspect import body_of, check_counts, placed
from sync.joining import Joining
from sync.limits import MAX_FILE


class Received(NamedTuple):
    """What a change set brought.

    ``unit``, ``officer`` and ``replica`` are its sender's. ``changes`` counts what is in the file, ``new``
    what was not held before, ``held`` those of the new that overstep and change no view. ``conflicts`` are
    the touched registers that are in conflict now. ``already_received_at`` is when the same file was first
    taken (seconds since 1970 UTC). ``parked`` are the runs that are missing before changes of this database
    can be joined: replica, first and last missing number.
    """

    path: Path
    check_code: str
    unit: str
    officer: str
    replica: str
    changes: int
    new: int
    conflicts: tuple[Register, ...]
    already_received_at: int | None
    parked: tuple[tuple[str, int, int], ...]
    held: int


def receive(
    store: Store, places: Places, path: Path, *, progress: Callable[[int, int], None] | None = None
) -> Received:
    """Take the change set at ``path``: everything in it, or, where it is refused, nothing.

    A file that was taken before changes nothing. What begins beyond what is held is parked and joins when
    the file between arrives. ``progress`` is told the changes read and their total. Raises Refused
    ``no_identity``, ``changeset_missing``, ``changeset_unreadable``, one of the codes of
    :func:`sync.inspect.inspect`, ``changeset_own_file``, ``changeset_plan_other``, ``changeset_plan_newer``,
    ``changeset_fork``, ``copied_database``, or what the disk says.
    """
    file = str(path)
    data = _read(path)
    container = open_container(data, file)
    with store.writing() as conn:
        identity = read_identity(conn)
        if identity is None:
            raise Refused("no_identity", file=str(store.path))
        before = first_received(conn, container.digest)
        if before is not None:
            return _received(conn, path, container, before)
        _check_sender(conn, container.header, identity, file)
        _check_plan(conn, container.header, file)
        joining = _take(conn, store, identity, container, path, progress)
        result = _received(conn, path, container, None)._replace(
            new=joining.new, held=joining.overstepping, conflicts=joining.conflicts()
        )
        _archive(places, container.digest, data)
    return result


def _take(
    conn: Connection,
    store: Store,
    identity: Identity,
    container: Container,
    path: Path,
    progress: Callable[[int, int], None] | None,
) -> Joining:
    header, file, now = container.header, str(path), int(time.time())
    reader = body_of(file, container.body)
    holds = reader.told.vector.get(identity.replica)
    if holds and holds.length and hash_at(conn, identity.replica, holds.length) != holds.head:
        raise Refused("copied_database", file=str(store.path))
    if header.sender.replica == identity.replica:
        raise Refused("changeset_own_file", file=file)
    joining = Joining(conn, header.sender, reader.told.authors, file, header.changes, progress)
    with placed(file, reader.lines):
        for section in reader.sections():
            joining.take(section, reader.lines)
    check_counts(header, joining.sections, file)
    joining.join_parked()
    row = record_file(
        conn,
        FileRecord(
            direction="received",
            file_id=header.file_id,
            name=path.name,
            check_code=check_code(container.digest),
            sha256=container.digest,
            sender=header.sender.replica,
            peer=None,
            epoch=header.epoch,
            number=header.number,
            changes=header.changes,
            new_changes=joining.new,
            at=now,
            vector=reader.told.vector,
            sections=tuple(section[:3] for section in joining.sections),
        ),
    )
    joining.finish(row)
    acknowledge(conn, (file_id for file_id, _ in reader.told.receipts), now)
    return joining


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Refused("changeset_missing", file=str(path))
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise Refused("changeset_unreadable", file=str(path), detail=error.strerror or "") from error


def _check_sender(conn: Connection, header: Header, identity: Identity, file: str) -> None:
    """A replica keeps unit, role and key for ever; its officer may change."""
    known = author(conn, header.sender.replica)
    if known is not None and known._replace(officer=header.sender.officer) != header.sender:
        raise Refused("changeset_signature", file=file)
    if known != header.sender and header.sender.replica != identity.replica:
        introduce(conn, header.sender, header.sender.replica)


def _check_plan(conn: Connection, header: Header, file: str) -> None:
    known, revision = plan_id(conn)
    if header.plan_id != known:
        raise Refused("changeset_plan_other", file=file, found=header.plan_id, known=known)
    if header.plan_revision > revision:
        raise Refused("changeset_plan_newer", file=file, found=header.plan_revision, known=revision)


def _received(conn: Connection, path: Path, container: Container, before: int | None) -> Received:
    sender = container.header.sender
    return Received(
        path=path,
        check_code=check_code(container.digest),
        unit=sender.unit,
        officer=sender.officer,
        replica=sender.replica,
        changes=container.header.changes,
        new=0,
        conflicts=(),
        already_received_at=before,
        parked=missing_runs(conn),
        held=0,
    )


def _archive(places: Places, digest: bytes, data: bytes) -> None:
    """Keep the file for ever under its own hash: no name from it touches the disk."""
    path = places.archive / f"{digest.hex()}.terren"
    with told(path, needed=len(data)):
        places.archive.mkdir(parents=True, exist_ok=True)
    write_durably(path, data, replace=True)
