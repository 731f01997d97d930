"""Grants as signed statements: who may write what. They travel in files and are believed by signature."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from store.database import Connection
from store.exchange import Author, author
from store.identity import Identity
from store.places import Places
from store.trust import Grant, day_start, grant_to, grants, put_grant, standing
from sync.checkcode import grouped
from sync.format import author_of, hexadecimal, name
from sync.keys import SIGNATURE_BYTES, sign, verify
from sync.limits import MAX_TIME
from sync.strict import FormError

GRANT: Final = "grant"
_SIGNED: Final = b"terren grant 1\n"
_HEIR: Final = b"terren heir 1\n"
"""What a replica signs of the one that continues it, and of nobody else."""
_KEY: Final = b"terren key 1\n"


def fingerprint(public_key: bytes) -> str:
    """80 bits of a key's SHA-256 in Crockford's base 32, as ``K7QF-2M9X-AB3D-5EFG``: for the telephone."""
    return grouped(sha256(_KEY + public_key).digest(), 16)


def grant_line(grant: Grant) -> list[Any]:
    """The line of a body that tells a grant."""
    return [GRANT, *_fields(grant), grant.signature.hex()]


def _fields(grant: Grant) -> list[Any]:
    return [*grant[:4], grant.public_key.hex(), *grant[5:8]]


def grant_of_line(line: list[Any]) -> Grant:
    """The grant that a line of ten elements tells. Raises FormError."""
    whom = author_of(*line[1:6])
    at, revoked_from = line[6], name(line[7], "revoked_from", empty=True)
    if type(at) is not int or not 0 <= at <= MAX_TIME:
        raise FormError("at")
    if revoked_from:
        try:
            day_start(revoked_from)
        except ValueError as error:
            raise FormError("revoked_from") from error
    granted_by = hexadecimal(line[8], 16, "granted_by").hex()
    return Grant(*whom, at, revoked_from, granted_by, hexadecimal(line[9], SIGNATURE_BYTES, "signature"))


def _signed(grant: Grant, opening: bytes = _SIGNED) -> bytes:
    return opening + json.dumps(_fields(grant), ensure_ascii=False, separators=(",", ":")).encode()


def sign_grant(
    conn: Connection,
    places: Places,
    granter: str,
    whom: Author,
    *,
    unit: str | None = None,
    revoked_from: str = "",
    heir: bool = False,
) -> Grant:
    """Grant a replica its role and unit (or another) with the granter's key, and keep that.

    ``heir`` says that it continues the granter. Inside the caller's transaction. Raises Refused
    ``key_missing``.
    """
    before = grant_to(conn, whom.replica)
    at = max(int(time.time()), before.at + 1 if before is not None else 0)
    whom = whom._replace(unit=unit or whom.unit)
    grant = Grant(*whom, at, revoked_from, granter, b"")
    grant = grant._replace(signature=sign(places, granter, _signed(grant, _HEIR if heir else _SIGNED)))
    put_grant(conn, grant)
    return grant


def vouch(conn: Connection, places: Places, old: Identity, new: Identity, *, key_is_here: bool) -> None:
    """Link a new identity to the one that it continues, each by the other's key where that is here.

    What the old key says of the new one is believed wherever the old one was. Inside the caller's
    transaction, with the new identity written.
    """
    before, after = author(conn, old.replica), author(conn, new.replica)
    if before is None or after is None:
        return
    if key_is_here:
        sign_grant(conn, places, old.replica, after, heir=True)
    sign_grant(conn, places, new.replica, before)


def heed(conn: Connection, identity: Identity, told: Iterable[Grant]) -> None:
    """Keep those of the grants told in a file that come from whom this installation believes.

    Headquarters may grant anything; a field installation may hand on its own unit to one that nobody has
    granted anything yet (a new identity on the same laptop). The newest grant counts.
    """
    waiting = sorted(told, key=lambda grant: grant.at)
    while waiting:
        kept = [grant for grant in waiting if _heeded(conn, identity, grant)]
        waiting = [grant for grant in waiting if grant not in kept]
        if not kept:
            return


def _heeded(conn: Connection, identity: Identity, grant: Grant) -> bool:
    present = grant_to(conn, grant.replica)
    if present is not None and (present.at, present.signature) >= (grant.at, grant.signature):
        return False
    granter = standing(conn, identity, grant.granted_by)
    if granter is None or (granter.until is not None and grant.at >= granter.until):
        return False
    if granter.role != "headquarters":
        succession = (granter.unit, granter.role) == (grant.unit, grant.role)
        if present is not None or not succession:
            return False
    known = author(conn, grant.replica)
    if known is not None and known.public_key != grant.public_key:
        return False
    if present is not None and present.public_key != grant.public_key:
        return False
    if not is_signed(conn, grant, heir_only=granter.role != "headquarters"):
        return False
    put_grant(conn, grant)
    return True


def is_signed(conn: Connection, grant: Grant, *, heir_only: bool = False) -> bool:
    """Whether a grant bears its granter's signature; with ``heir_only``, one that hands on its own unit."""
    openings = (_HEIR,) if heir_only else (_HEIR, _SIGNED)
    by = _key(conn, grant.granted_by)
    return by is not None and any(
        verify(by, _signed(grant, opening), grant.signature) for opening in openings
    )


def _key(conn: Connection, replica: str) -> bytes | None:
    known, grant = author(conn, replica), grant_to(conn, replica)
    if known is not None:
        return known.public_key
    return None if grant is None else grant.public_key


def grants_to_tell(conn: Connection, replicas: Iterable[str]) -> tuple[Grant, ...]:
    """What a file tells: the grants to these replicas and to headquarters, and every revocation."""
    wanted = set(replicas)
    return tuple(
        grant
        for grant in grants(conn)
        if grant.replica in wanted or grant.revoked_from or grant.role == "headquarters"
    )
