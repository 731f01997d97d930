"""What the database remembers of itself and of files, against keys, marks and signed files."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from store.db.database import Connection
from store.db.errors import Refused
from store.db.places import Places
from store.exchange.change_sets import Author, author
from store.exchange.peers import vector_in
from store.integrity.verify import Fault
from store.ledger.branches import Histories
from store.ledger.identity import Identity, read_identity
from sync.wire.check_code import check_code
from sync.wire.envelope import open_envelope
from sync.wire.inspect import Inspected, inspect
from sync.wire.keys import public_key, why_no_key

_NOT_FOR_US: Final = ("sealed_for_others", "seal_missing")


def identity_faults(conn: Connection, places: Places) -> Iterator[Fault]:
    """An identity that differs from its key, or from what has left under it."""
    identity = read_identity(conn)
    if identity is None:
        return
    known, replica = author(conn, identity.replica), identity.replica
    if known is not None and why_no_key(places, replica) is None and public_key(places, replica) != known[4]:
        yield Fault("identity_differs", replica, "public_key")
    rows = "SELECT coalesce(max(number), 0) FROM change_set WHERE direction = 'sent' AND sender = ?"
    left = int(conn.execute(rows, (replica,)).fetchone()[0])
    # one that lags behind the mark alone is no fault: a backup that lacks no change goes on beyond it
    if identity.file_number < left:
        yield Fault("file_number", str(identity.file_number), str(left))


def file_faults(conn: Connection, places: Places) -> Iterator[Fault]:
    """Files that lie here, signed, and say something else than the database does; one fault a file.

    What has been removed, or is sealed for others, says nothing.
    """
    identity, histories = read_identity(conn), Histories(conn)
    for row in conn.execute(
        "SELECT id, direction, name, sha256, file_id, check_code, sender, epoch, number, changes, vector"
        " FROM change_set ORDER BY id"
    ).fetchall():
        folder = places.outbox if row[1] == "sent" else places.archive
        path = folder / f"{row[3].hex()}.terren"
        try:
            found = _signed(path, places)
        except Refused:
            yield Fault("file_damaged", row[2], path.name)
            continue
        if found is not None and (differs := _difference(conn, histories, identity, row, found)):
            yield Fault("file_differs", row[2], differs)


def _signed(path: Path, places: Places) -> Inspected | None:
    """What a file says; None where it has gone or cannot be opened. Raises Refused where it is damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    try:
        signed = open_envelope(data, places, path.name)
    except Refused as refused:
        if refused.code in _NOT_FOR_US:
            return None
        raise
    if sha256(signed).hexdigest() != path.stem:
        raise Refused("changeset_hash", file=path.name)
    return inspect(signed, path.name)


def _difference(
    conn: Connection, histories: Histories, identity: Identity | None, row: tuple[Any, ...], found: Inspected
) -> str:
    """The name of the first column that says something else than the file; "" where there is none."""
    header = found.header
    named = (header.file_id, check_code(found.digest), header.sender.replica)
    numbers = (header.epoch, header.number, header.changes)
    for name, held, said in zip(
        ("file_id", "check_code", "sender", "epoch", "number", "changes"),
        row[4:10],
        (*named, *numbers),
        strict=True,
    ):
        if held != said:
            return name
    try:
        if vector_in(row[10]) != found.preamble.vector:
            return "vector"
    except (ValueError, TypeError, AttributeError):
        return "vector"
    for chain, start, count in conn.execute(
        "SELECT replica, start, count FROM change_set_section WHERE change_set = ?", (row[0],)
    ):
        replica = histories.author(chain)
        if not any(
            one.replica == replica and one.start <= start and start + count <= one.end
            for one in found.sections
        ):
            return "sections"
    return _of_identity(identity, row[1], header.sender, header.epoch)


def _of_identity(identity: Identity | None, direction: str, sender: Author, epoch: int) -> str:
    """What the present identity says otherwise than a file that it has signed."""
    if identity is None or direction != "sent" or sender.replica != identity.replica:
        return ""
    signed = (sender.unit, sender.role, sender.officer, epoch)
    held = (identity.unit, identity.role, identity.officer, identity.epoch)
    names = ("identity.unit", "identity.role", "identity.officer", "identity.epoch")
    return next((name for name, one, other in zip(names, held, signed, strict=True) if one != other), "")
