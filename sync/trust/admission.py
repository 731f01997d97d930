"""Whether a file is let in: its sender is accepted here, or the file waits whole in the inbox."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from store.db.database import Connection
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular
from store.db.text import clean
from store.exchange.change_sets import Author, author, introduce
from store.exchange.held_files import HeldFile, held_files, hold_file
from store.exchange.trust import Grant, authority_of, grant_to, vouched_by
from store.ledger.identity import ROLES, Identity
from store.plan.lookup import all_institutions
from store.plan.units import known_units
from sync.trust.accept_grants import give_way
from sync.wire.check_code import check_code, typed_code
from sync.wire.format import Container
from sync.wire.grants import fingerprint, sign_grant
from sync.wire.keys import public_key, why_no_key


def check_accepted(container: Container, accept: str, file: str) -> None:
    """Refuse a file of which the code that was told is neither check code nor fingerprint.

    Raises UserError ``accept_differs``.
    """
    check, key = check_code(container.digest), fingerprint(container.header.sender.public_key)
    if typed_code(accept) not in (typed_code(check), typed_code(key)):
        # what it should be is for the person who calls to say
        raise UserError("accept_differs", file=file, found=accept)


def granted_role(whom: Author, role: str | None, *, known: bool = False) -> str:
    """The role that somebody is granted: the one that a person names, else the one that it claims.

    Headquarters' word counts for everybody, so a person must say that it is meant, and of one that is not
    ``known`` (by a grant) yet only where it says so itself. Raises UserError ``role_unknown``,
    ``trust_headquarters`` or ``trust_role_differs``.
    """
    if role is not None and role not in ROLES:
        raise UserError("role_unknown", found=role, known=", ".join(ROLES))
    figures = {"officer": whom.officer, "unit": whom.unit}
    if role is None and whom.role == "headquarters":
        raise UserError("trust_headquarters", **figures)
    if role == "headquarters" and whom.role != role and not known:
        raise UserError("trust_role_differs", **figures)
    return role or whom.role


def check_key(conn: Connection, identity: Identity, sender: Author, file: str) -> None:
    """A replica keeps its key for ever; unit and role are what was granted, whatever a file claims.

    Where only a field installation has vouched for the key that is known, the file waits for a person.
    Raises UserError ``changeset_signature``.
    """
    if not bears_key(conn, sender) and not may_give_way(conn, identity, sender.replica):
        raise UserError("changeset_signature", file=file)


def bears_key(conn: Connection, whom: Author) -> bool:
    """Return True if somebody has the key under which its id is known here, if it is."""
    introduced, granted = author(conn, whom.replica), grant_to(conn, whom.replica)
    return all(stated is None or stated.public_key == whom.public_key for stated in (introduced, granted))


def may_give_way(conn: Connection, identity: Identity, replica: str) -> bool:
    """Return True if the key that is known under an id is so by the word of a field installation alone."""
    granted = grant_to(conn, replica)
    return granted is not None and vouched_by(conn, identity, granted) is not None


def admit(
    conn: Connection,
    places: Places,
    identity: Identity,
    sender: Author,
    *,
    accepted: bool,
    role: str | None = None,
    first_sight: bool = False,
) -> str | None:
    """Return why a sender's file must wait (``stranger`` or ``revoked``), or None: then the sender is
    introduced.

    With ``accepted`` a stranger is granted what it claims (or ``role``), and a revoked key is taken this
    once; with ``first_sight`` a stranger alone is, unless it claims to be headquarters. Inside the caller's
    transaction. Raises UserError ``key_missing``, or as :func:`granted_role`.
    """
    if sender.replica == identity.replica:
        return None
    granted = authority_of(conn, identity, sender.replica) if bears_key(conn, sender) else None
    if granted is None and _is_oneself(places, identity, sender):
        sign_grant(conn, places, identity.replica, sender)
        granted = authority_of(conn, identity, sender.replica)
    if granted is None and (accepted or (first_sight and sender.role != "headquarters")):
        grant_whom(conn, places, identity, sender._replace(role=granted_role(sender, role)))
        granted = authority_of(conn, identity, sender.replica)
    if granted is None:
        return "stranger"
    if granted.until is not None and time.time() >= granted.until and not accepted:
        return "revoked"
    granted_sender = sender._replace(unit=granted.unit, role=granted.role)
    if author(conn, sender.replica) != granted_sender:
        introduce(conn, granted_sender, sender.replica)
    return None


def grant_whom(
    conn: Connection, places: Places, identity: Identity, whom: Author, *, unit: str | None = None
) -> Grant:
    """Grant within the caller's transaction, at a person's word: ``unit``, or the one that it claims.

    Raises UserError ``trust_unit`` where what it claims is no unit of the plan, or ``trust_key_differs``.
    """
    if unit is None and whom.unit not in known_units(all_institutions(conn)):
        raise UserError("trust_unit", officer=whom.officer, unit=whom.unit)
    if not bears_key(conn, whom):
        if not may_give_way(conn, identity, whom.replica):
            raise UserError("trust_key_differs", officer=whom.officer, unit=whom.unit)
        give_way(conn, whom.replica)
    return sign_grant(conn, places, identity.replica, whom, unit=unit)


MOST_WAITING: Final = 500
MOST_OF_ONE: Final = 20
MOST_OF_CARRIER: Final = 1_000
MOST_BYTES: Final = 256 * 2**20
"""Files that wait, those of one sender, what waits of others in the files of one carrier, and the size of
files: whoever has the stick can make any number."""


def make_room(conn: Connection, places: Places, container: Container, size: int, file: str) -> None:
    """See that a file may wait in the inbox; one that waits already may.

    Raises UserError ``inbox_full``: it stays where it lies, and is read again at the next visit.
    """
    waiting = {
        waiting_file.sha256: waiting_file.whom
        for waiting_file in held_files(conn)
        if waiting_file.reason != "author"
    }
    if container.digest in waiting:
        return
    paths = (kept(places.inbox, digest) for digest in waiting)
    total = sum(path.stat().st_size for path in paths if path.is_file())
    sender = container.header.sender
    of_one = sum(
        (whom.replica, whom.public_key) == (sender.replica, sender.public_key) for whom in waiting.values()
    )
    if len(waiting) >= MOST_WAITING or of_one >= MOST_OF_ONE or total + size > MOST_BYTES:
        raise UserError("inbox_full", file=file, n=len(waiting), bytes=total)


def _is_oneself(places: Places, identity: Identity, sender: Author) -> bool:
    """Return True if a sender wrote here, under an id of which a backup does not know: its key lies here."""
    return (
        (sender.unit, sender.role) == (identity.unit, identity.role)
        and why_no_key(places, sender.replica) is None
        and public_key(places, sender.replica) == sender.public_key
    )


def hold(
    conn: Connection, container: Container, path: Path, whom: tuple[Author, ...], reason: str, *, sealed: bool
) -> None:
    """Remember that the file waits until these are accepted, as many as may. Inside the caller's transaction.

    Of whom nothing waits all comes again, since nobody was told that it arrived.
    """
    sender, now = container.header.sender.replica, int(time.time())
    room = MOST_OF_CARRIER - sum(
        waiting_file.sender == sender and waiting_file.reason == "author" for waiting_file in held_files(conn)
    )
    for someone in whom if reason != "author" else whom[: max(room, 0)]:
        hold_file(conn, HeldFile(container.digest, someone, reason, clean(path.name), sender, now, sealed))


def kept(folder: Path, digest: bytes) -> Path:
    """Return where a file is kept: under its own hash, so that no name from it touches the disk."""
    return folder / f"{digest.hex()}.terren"


def keep(folder: Path, digest: bytes, data: bytes) -> None:
    """Keep the file in the archive or the inbox, unless it is there."""
    path = kept(folder, digest)
    if path.is_file() and read_regular(path) == data:
        return
    with translate_os_errors(path, needed=len(data)):
        create_private_folder(folder)
    write_durably(path, data, replace=True, mode=FILE)
