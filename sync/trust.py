"""Whom to believe, decided by people: requests, acceptance, dated revocation, a new key."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from store.database import Connection, Store
from store.durable import write_durably
from store.errors import Refused
from store.exchange import Author, author
from store.identity import Identity, read_identity
from store.lookup import plan_id, plan_institutions
from store.places import Places
from store.trust import Grant, HeldFile, grant_to, grants, held_files
from store.units import resolve_unit
from sync.admission import kept
from sync.body import BodyWriter, Told
from sync.checkcode import typed_code
from sync.format import ENROLMENT, Header, compose, open_container
from sync.grants import fingerprint, grants_to_tell, sign_grant
from sync.keys import key_path, sign
from sync.receive import Received, read_file, receive_data

SUFFIX: Final = ".terren-enrol"
_SHORTEST_ID: Final = 4


class Request(NamedTuple):
    """An enrolment file that was written, and the fingerprint to read out on the telephone."""

    path: Path
    fingerprint: str


class Accepted(NamedTuple):
    """A replica that is accepted now, and what became of the files that had waited for it."""

    grant: Grant
    taken: tuple[Received, ...]
    refused: tuple[Refused, ...]


class Believed(NamedTuple):
    """How a replica stands here: ``accepted``, ``revoked`` (from a day on), or ``waiting`` with its files."""

    whom: Author
    state: str
    fingerprint: str
    revoked_from: str
    granted_by: str
    files: tuple[HeldFile, ...]


def request(store: Store, places: Places, folder: Path) -> Request:
    """Write an enrolment file: replica, unit, role, officer and public key, signed.

    Raises Refused ``no_identity``, ``key_missing``, or what the disk says of the folder.
    """
    with store.reading() as conn:
        identity = _identity(conn, store)
        sender = author(conn, identity.replica)
        if sender is None:
            raise Refused("key_missing", file=str(key_path(places, identity.replica)))
        plan, revision = plan_id(conn)
        told = Told({}, {}, (), grants=grants_to_tell(conn, [identity.replica]))
    header = Header(secrets.token_hex(16), sender, identity.epoch, 0, plan, revision, 0, 0)
    data = compose(header, BodyWriter(told).finish(), partial(sign, places, identity.replica), kind=ENROLMENT)
    unit = re.sub(r"[^\w-]", "-", identity.unit)
    path = folder / f"TERREN_{unit}_{identity.replica[:8]}{SUFFIX}"
    write_durably(path, data, replace=True)
    return Request(path, fingerprint(sender.public_key))


def requested(path: Path) -> Author:
    """Who asks in an enrolment file. Raises what :func:`sync.receive.receive` raises of a file's form."""
    return open_container(read_file(path), str(path), kind=ENROLMENT).header.sender


def accept(store: Store, places: Places, what: str | Path, *, unit: str | None = None) -> Accepted:
    """Accept whom an enrolment file, a fingerprint or the check code of a waiting file names.

    ``unit`` is granted in place of the one it claims. The files that waited for it are taken at once.
    A replica that is accepted already may be named by its id, to grant another unit or to take back a
    revocation. Raises Refused ``trust_unknown``, ``no_identity``, ``unit_unknown``, ``changeset_signature``
    or ``key_missing``.
    """
    with store.writing() as conn:
        identity = _identity(conn, store)
        whom = requested(what) if isinstance(what, Path) else _named(conn, what)
        if whom.replica == identity.replica:
            raise Refused("trust_self", found=str(what))
        code = None if unit is None else resolve_unit(unit, plan_institutions(conn))
        grant = grant_whom(conn, places, identity, whom, unit=code)
    return Accepted(grant, *take_waiting(store, places, whom.replica))


def grant_whom(
    conn: Connection, places: Places, identity: Identity, whom: Author, *, unit: str | None = None
) -> Grant:
    """Grant within the caller's transaction. Raises Refused ``changeset_signature`` for another key."""
    known, before = author(conn, whom.replica), grant_to(conn, whom.replica)
    if any(one is not None and one.public_key != whom.public_key for one in (known, before)):
        raise Refused("trust_key_differs", officer=whom.officer, unit=whom.unit)
    return sign_grant(conn, places, identity.replica, whom, unit=unit)


def take_waiting(
    store: Store, places: Places, replica: str
) -> tuple[tuple[Received, ...], tuple[Refused, ...]]:
    """Take the files that have waited for a replica; what cannot be taken yet waits on."""
    with store.reading() as conn:
        waiting = list(held_files(conn, replica))
    taken: list[Received] = []
    refused: list[Refused] = []
    for held in waiting:
        folder = places.archive if held.reason == "author" else places.inbox
        try:
            data = read_file(kept(folder, held.sha256))
            taken.append(receive_data(store, places, Path(held.name), data, again=True))
        except Refused as refusal:
            refused.append(refusal)
    return tuple(taken), tuple(refused)


def revoke(store: Store, places: Places, what: str, day: date) -> Grant:
    """Let nothing count that a replica records from ``day`` (UTC) on; what it recorded before stays.

    ``what`` is its fingerprint or the beginning of its id. Raises Refused ``trust_unknown``, ``trust_self``,
    ``no_identity`` or ``key_missing``.
    """
    with store.writing() as conn:
        identity = _identity(conn, store)
        grant = _granted(conn, what)
        if grant.replica == identity.replica:
            raise Refused("trust_self", found=what)
        whom = Author(*grant[:5])
        return sign_grant(conn, places, identity.replica, whom, revoked_from=day.isoformat())


def believed(store: Store) -> list[Believed]:
    """Everybody who is accepted, revoked or waiting here, by unit; not this installation itself."""
    with store.reading() as conn:
        identity = _identity(conn, store)
        waiting: dict[str, list[HeldFile]] = {}
        for held in held_files(conn):
            waiting.setdefault(held.whom.replica, []).append(held)
        found = [
            _believed(grant, waiting.pop(grant.replica, []))
            for grant in grants(conn)
            if grant.replica != identity.replica
        ]
    found += [
        Believed(files[0].whom, "waiting", fingerprint(files[0].whom.public_key), "", "", tuple(files))
        for files in waiting.values()
    ]
    return sorted(found, key=lambda one: (one.whom.unit, one.whom.replica))


def _believed(grant: Grant, files: Iterable[HeldFile]) -> Believed:
    state = "revoked" if grant.revoked_from and (grant.until or 0) <= time.time() else "accepted"
    return Believed(
        Author(*grant[:5]),
        state,
        fingerprint(grant.public_key),
        grant.revoked_from,
        grant.granted_by,
        tuple(files),
    )


def _identity(conn: Connection, store: Store) -> Identity:
    identity = read_identity(conn)
    if identity is None:
        raise Refused("no_identity", file=str(store.path))
    return identity


def _named(conn: Connection, what: str) -> Author:
    """Whom a fingerprint, a check code of a waiting file or the beginning of an id names."""
    code = typed_code(what)
    found = {
        held.whom
        for held in held_files(conn)
        if code in (typed_code(held.check_code), typed_code(fingerprint(held.whom.public_key)))
    }
    if len(found) == 1:
        return found.pop()
    return Author(*_granted(conn, what)[:5])


def _granted(conn: Connection, what: str) -> Grant:
    code, begins = typed_code(what), what.strip().lower()
    found = [
        grant
        for grant in grants(conn)
        if typed_code(fingerprint(grant.public_key)) == code
        or (len(begins) >= _SHORTEST_ID and grant.replica.startswith(begins))
    ]
    if len(found) != 1:
        raise Refused("trust_unknown", found=what)
    return found[0]


def own_fingerprint(store: Store) -> str:
    """The fingerprint of this installation's key. Raises Refused ``no_identity``."""
    with store.reading() as conn:
        own = author(conn, _identity(conn, store).replica)
    return "" if own is None else fingerprint(own.public_key)
