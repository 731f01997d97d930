"""Enrolment files: an installation introduces itself, signed, and asks to be accepted."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Store
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.text import file_name_part
from store.exchange.change_sets import Author, author
from store.ledger.identity import required_identity
from store.plan.lookup import plan_id
from sync.receive.receive import read_file
from sync.wire.body import BodyWriter, Preamble
from sync.wire.format import ENROLMENT, Header, compose, open_container
from sync.wire.grants import fingerprint, grants_to_tell
from sync.wire.keys import key_path, sign

SUFFIX: Final = ".terren-enrol"


class Request(NamedTuple):
    """An enrolment file that was written, and the fingerprint to read out on the telephone."""

    path: Path
    fingerprint: str


def request(store: Store, places: Places, folder: Path) -> Request:
    """Write an enrolment file: replica, unit, role, officer and public key, signed.

    Raises UserError ``no_identity``, ``key_missing``, or what the disk says of the folder.
    """
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        sender = author(conn, identity.replica)
        if sender is None:
            raise UserError("key_missing", file=str(key_path(places, identity.replica)))
        plan, revision = plan_id(conn)
        preamble = Preamble({}, {}, (), grants=grants_to_tell(conn, [identity.replica]))
    header = Header(secrets.token_hex(16), sender, identity.epoch, 0, plan, revision, 0, 0)
    data = compose(
        header, BodyWriter(preamble).finish(), partial(sign, places, identity.replica), kind=ENROLMENT
    )
    unit = file_name_part(identity.unit)
    path = folder / f"TERREN_{unit}_{identity.replica[:8]}{SUFFIX}"
    write_durably(path, data, replace=True)
    return Request(path, fingerprint(sender.public_key))


def requested(path: Path, plan: str | None = None) -> Author:
    """Return who asks in an enrolment file to be accepted, in the plan with this id where one is given.

    Raises UserError ``enrolment_plan_other``, or what :func:`sync.receive.receive.receive` raises of a file's
    form.
    """
    header = open_container(read_file(path), str(path), kind=ENROLMENT).header
    if plan not in (None, header.plan_id):
        raise UserError("enrolment_plan_other", file=str(path), found=header.plan_id, known=plan)
    return header.sender


def requests_in(folder: Path) -> list[Path]:
    """The enrolment files in a folder, by name.

    Raises UserError ``enrolment_none`` where there is none, or what the disk says.
    """
    with translate_os_errors(folder):
        requests = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX) and path.is_file())
    if not requests:
        raise UserError("enrolment_none", file=str(folder))
    return requests
