"""What a backup says otherwise than the installation here: compared before it is restored."""

from __future__ import annotations

from typing import NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.exchange.change_sets import Author, author, authors
from store.exchange.trust import Grant, grant_to, grants
from store.ledger.identity import Identity
from sync.trust.origins import without_origin
from sync.wire.envelope import open_envelope
from sync.wire.format import open_container
from sync.wire.keys import public_key, why_no_key
from sync.wire.limits import MAX_SEALED


class GrantDifference(NamedTuple):
    """What a backup says of a replica, and what stands here of it: None where nothing does."""

    grant: Grant
    standing: Grant | None


def refuse_other_keys(backup: Connection, places: Places, file: str) -> None:
    """Refuse a backup that says another key of an id than the one that lies here under it.

    Raises UserError ``backup_key_differs``.
    """
    stated = {(introduced.replica, introduced.public_key) for introduced in authors(backup)}
    stated |= {(grant.replica, grant.public_key) for grant in grants(backup)}
    for replica, key in sorted(stated):
        if why_no_key(places, replica) is None and public_key(places, replica) != key:
            raise UserError("backup_key_differs", file=file, replica=replica[:8])


def differing_grants(backup: Connection, standing: Connection) -> list[GrantDifference]:
    """The acceptances of a backup that a database does not have, or has otherwise; not those it lacks."""
    compared = (GrantDifference(grant, grant_to(standing, grant.replica)) for grant in grants(backup))
    return [
        difference
        for difference in compared
        if difference.standing is None or _says(difference.standing) != _says(difference.grant)
    ]


def differing_identity(backup: Author, here: Author) -> list[GrantDifference]:
    """Return whom a backup takes the officer for, where that is somebody else than ``here``."""
    same = (backup.unit, backup.role, backup.officer) == (here.unit, here.role, here.officer)
    return [] if same else [GrantDifference(_as_grant(backup), _as_grant(here))]


def whom_it_takes(conn: Connection, identity: Identity) -> Author:
    """As whom an installation writes, by its database."""
    introduced = author(conn, identity.replica)
    key = b"" if introduced is None else introduced.public_key
    return Author(identity.replica, identity.unit, identity.role, identity.officer, key)


def last_sender(places: Places) -> Author | None:
    """As whom the newest file in the outbox was signed whose key lies here; None where there is none."""
    for path in sorted(places.outbox.glob("*.terren"), key=lambda path: -path.stat().st_mtime_ns):
        try:
            data = open_envelope(read_regular(path, MAX_SEALED + 1), places, path.name)
            sender = open_container(data, path.name).header.sender
        except (OSError, UserError):
            continue
        if why_no_key(places, sender.replica) is None and (
            public_key(places, sender.replica) == sender.public_key
        ):
            return sender
    return None


def _as_grant(whom: Author) -> Grant:
    return Grant(*whom, at=0, revoked_from="", granted_by=whom.replica, signature=b"")


def unproven_grants(backup: Connection, places: Places) -> list[GrantDifference]:
    """The acceptances of a backup that do not go back to a key that lies here, or by way of a revoked one.

    Whoever has such a key can still sign with it what is put into a backup.
    """
    unproven = without_origin(backup, lambda granter: why_no_key(places, granter) is None, past_revoked=False)
    return [GrantDifference(grant, None) for grant in unproven]


def _says(grant: Grant) -> tuple[object, ...]:
    return grant.unit, grant.role, grant.public_key, grant.revoked_from
