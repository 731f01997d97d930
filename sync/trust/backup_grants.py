"""What a backup believes that the installation here does not: compared before it is restored."""

from __future__ import annotations

from typing import NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.change_sets import authors
from store.exchange.trust import Grant, grant_to, grants
from sync.trust.origins import without_origin
from sync.wire.keys import public_key, why_no_key


class GrantDifference(NamedTuple):
    """An acceptance of a backup, and what stands here of the same replica: None where nothing does."""

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


def unproven_grants(backup: Connection, places: Places) -> list[GrantDifference]:
    """The acceptances of a backup that do not go back to a key that lies here."""
    unproven = without_origin(backup, lambda granter: why_no_key(places, granter) is None)
    return [GrantDifference(grant, None) for grant in unproven]


def _says(grant: Grant) -> tuple[object, ...]:
    return grant.unit, grant.role, grant.public_key, grant.revoked_from
