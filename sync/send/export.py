"""Writing a change set: everything the receiver is not known to hold, in one signed file."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timezone
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Store
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.text import file_name_part
from store.exchange.change_sets import FileRecord, next_file_number, record_file
from store.exchange.peers import Vector
from store.integrity.sweeping import sweep_attachments
from store.ledger.identity import Identity, required_identity
from sync.identity.high_water_mark import HighWaterMark, raise_mark, read_mark
from sync.redaction import withhold
from sync.send.attachments import NOTHING_PLACED, Placed, place_attachments
from sync.send.draft import Draft, Recipients, make_draft
from sync.wire.check_code import check_code
from sync.wire.envelope import open_envelope, seal
from sync.wire.format import compose
from sync.wire.inspect import Inspected, inspect
from sync.wire.keys import sign

SUFFIX: Final = ".terren"


class Destination(NamedTuple):
    """Where a file is written: its ``name`` in refusals, and what gives a file its name there, by its stem.

    ``held`` is what lies there for good, so that a file carries what is beyond it; None where it carries what
    its readers are not known to hold. ``confirmed`` is the row of the last received file of which an earlier
    file there says that it came.
    """

    name: str
    put: Callable[[str, bytes], Path]
    held: Vector | None = None
    confirmed: int = 0


class Exported(NamedTuple):
    """A change set that is safely written: size in bytes, changes and sections (one a replica) in it.

    The check code is that of the signed file, also where it lies ``sealed`` in an envelope.
    """

    path: Path
    file_id: str
    check_code: str
    changes: int
    bytes: int
    sections: int
    sealed: bool = False
    attachments: Placed = NOTHING_PLACED
    """What lies beside it of attachments."""


def export(
    store: Store,
    places: Places,
    folder: Path,
    *,
    peer: str | None = None,
    sealed: bool = False,
    alone: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write a change set into ``folder``, as :func:`send`.

    Beside it go attachments that its readers lack, unless it goes ``alone``.
    """
    place = Destination(str(folder), partial(_write, folder))
    written = send(store, places, place, peer=peer, sealed=sealed, progress=progress)
    if alone:
        return written
    return written._replace(attachments=place_attachments(store, places, folder, peer=peer, sealed=sealed))


def send(
    store: Store,
    places: Places,
    place: Destination,
    *,
    peer: str | None = None,
    sealed: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write a change set into ``place`` for ``peer``, a replica's id or a unit's code.

    Without a peer, a field installation writes to the headquarters it has last heard from; where it has heard
    from none, and at headquarters, the file carries everything and serves everybody. What headquarters writes
    for a peer leaves out the laptops of other units. What is sent is what
    the peer's newest file does not say it holds; a file with nothing new still carries vector and receipts.
    With ``sealed`` only those it is for, headquarters, its reserve key and this installation can read it.
    ``progress`` is told the changes written and their total.

    The file number is taken first and never given again; the file counts as exported once it stands in
    ``place`` and in the outbox, and is whole there or absent. Raises UserError ``no_identity``,
    ``peer_unknown``, ``export_damaged``, ``seal_missing``, ``seal_no_headquarters``, ``seal_reserve``, what
    is wrong with the key or its mark, or what the disk says of the place.
    """
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        mark = read_mark(conn, places, identity.replica)
        number = next_file_number(conn, mark.number if mark is not None else 0)
        withhold(conn, places, identity)
    sweep_attachments(store)
    with store.reading() as conn:
        writing = partial(
            make_draft, conn, places, identity, number, peer, sealed, progress, place.held, place.confirmed
        )
        draft, data, inspected = _composed(writing, partial(sign, places, identity.replica), place.name)
    outer = data if draft.recipients is None else _sealed(places, data, draft.recipients, place.name)
    own = draft.own
    # before the file can be seen: a database that goes back behind it is noticed from here on
    with store.writing() as conn:
        raise_mark(conn, places, identity.replica, HighWaterMark(own.length, own.head.hex(), number))
    path = place.put(_stem(identity, draft), outer)
    with translate_os_errors(places.outbox):
        create_private_folder(places.outbox)
    # as sealed as the file: what it says may not be for everybody who gets hold of this disk
    write_durably(places.outbox / f"{inspected.digest.hex()}{SUFFIX}", outer, replace=True, mode=FILE)
    _record(store, _sent(identity, draft, path, inspected.digest))
    header = draft.header
    code = check_code(inspected.digest)
    return Exported(path, header.file_id, code, header.changes, len(outer), header.sections, sealed)


def _composed(
    write: Callable[[], Draft], sign: Callable[[bytes], bytes], folder: str
) -> tuple[Draft, bytes, Inspected]:
    """Return the draft without its body, the file, and what a reader finds in it.

    Raises UserError ``export_damaged`` where no reader would take it.
    """
    try:
        draft = write()
        data = compose(draft.header, draft.body, sign)
        # a file that carries everything is large: its body is not kept beside it
        draft = draft._replace(body=bytearray())
        return draft, data, inspect(data, folder)
    except UserError as refused:
        if not refused.code.startswith("changeset_"):
            raise
        raise UserError("export_damaged", detail=str(refused.params.get("detail", refused.code))) from refused
    except (ValueError, TypeError) as error:
        raise UserError("export_damaged", detail=str(error)) from error


def _sealed(places: Places, data: bytes, recipients: Recipients, folder: str) -> bytes:
    """The envelope, opened once more to see that what was sealed can be read."""
    outer = seal(data, recipients.keys, recipients.reserves, folder)
    if open_envelope(outer, places, folder) != data:
        raise UserError("sealed_damaged", file=folder)
    return outer


def _sent(identity: Identity, draft: Draft, path: Path, digest: bytes) -> FileRecord:
    header = draft.header
    return FileRecord(
        direction="sent",
        file_id=header.file_id,
        name=path.name,
        check_code=check_code(digest),
        sha256=digest,
        sender=identity.replica,
        peer=draft.peer,
        epoch=identity.epoch,
        number=header.number,
        changes=header.changes,
        new_changes=0,
        at=int(time.time()),
        vector=draft.vector,
        sections=draft.sections,
        told=draft.known,
        sealed=draft.recipients is not None,
    )


def _record(store: Store, record: FileRecord) -> None:
    with store.writing() as conn:
        record_file(conn, record)


def _stem(identity: Identity, draft: Draft) -> str:
    """``TERREN_UNIT_REPLICA8_DATE_FROM-TO``: the range is that of the sender's own changes, or ``0-0``.

    A sealed file says so, for people.
    """
    unit = file_name_part(identity.unit)
    first, last = next(
        ((start + 1, start + n) for replica, start, n in draft.sections if replica == identity.replica),
        (0, 0),
    )
    day = datetime.now(timezone.utc).strftime("%Y%m%d")
    kind = "" if draft.recipients is None else "_sealed"
    return f"TERREN_{unit}_{identity.replica[:8]}_{day}_{first}-{last}{kind}"


def _write(folder: Path, stem: str, data: bytes) -> Path:
    """Write the file under the first name that is free."""
    for n in count(1):
        path = folder / (f"{stem}{SUFFIX}" if n == 1 else f"{stem}-{n}{SUFFIX}")
        try:
            write_durably(path, data)
        except UserError as refused:
            if refused.code != "file_exists":
                raise
        else:
            break
    return path
