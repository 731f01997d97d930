"""Where the trust in a grant begins: with what somebody granted at this installation."""

from __future__ import annotations

from collections.abc import Callable

from store.db.database import Connection
from store.exchange.trust import Grant, grants, replaced_grants
from sync.wire.grants import is_signed


def without_origin(conn: Connection, is_here: Callable[[str], bool]) -> list[Grant]:
    """The grants that do not go back to what somebody granted here, as ``is_here`` says of who granted.

    Of a replica of which another's word counts by now, what somebody here granted before says it as well:
    otherwise nobody would know an heir of headquarters that has revoked the key before its own.
    """
    given = {grant.replica: grant for grant in grants(conn)}
    begun = {
        grant.replica: grant.public_key
        for grant in replaced_grants(conn)
        if is_here(grant.granted_by) and is_signed(conn, grant)
    }

    def begins_here(grant: Grant) -> bool:
        seen = {grant.replica}
        while not is_here(grant.granted_by) and begun.get(grant.replica) != grant.public_key:
            if grant.granted_by in seen or grant.granted_by not in given:
                return False
            seen.add(grant.granted_by)
            grant = given[grant.granted_by]
        return True

    return [grant for grant in given.values() if not begins_here(grant)]
