"""What a backup believes that the installation here does not: compared before it is restored."""

from __future__ import annotations

from typing import NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.change_sets import authors
from store.exchange.trust import Grant, grant_to, grants
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
    given = {grant.replica: grant for grant in grants(backup)}
    return [GrantDifference(grant, None) for grant in given.values() if not _is_proven(grant, given, places)]


def _is_proven(grant: Grant, given: dict[str, Grant], places: Places) -> bool:
    seen = {grant.replica}
    while why_no_key(places, grant.granted_by) is not None:
        if grant.granted_by in seen or grant.granted_by not in given:
            return False
        seen.add(grant.granted_by)
        grant = given[grant.granted_by]
    return True


def _says(grant: Grant) -> tuple[object, ...]:
    return grant.unit, grant.role, grant.public_key, grant.revoked_from
