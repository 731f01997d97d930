"""Where the trust in a grant begins: with what somebody granted here, under an id of this installation."""

from __future__ import annotations

from collections.abc import Callable

from store.db.database import Connection
from store.db.places import Places
from store.exchange.change_sets import author
from store.exchange.trust import Grant, grants, replaced_grants
from store.ledger.branches import own_replicas
from sync.wire.grants import is_signed
from sync.wire.keys import public_key, why_no_key


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


def unproven_own(conn: Connection, places: Places, replica: str) -> list[str]:
    """The ids that count as earlier ones of an installation, but of which nothing signed says that they are.

    The key of an earlier id lies here, or one of the two has granted the other: the earlier one by both keys.
    """
    own = own_replicas(conn, replica)
    proven, linked = {replica}, [*grants(conn), *replaced_grants(conn)]
    for other in own - proven:
        if why_no_key(places, other) is None:
            known = author(conn, other)
            proven |= {other} if known is None or known.public_key == public_key(places, other) else set()
    before = 0
    while before != len(proven):
        before = len(proven)
        for grant in linked:
            if {grant.replica, grant.granted_by} <= own and _links(conn, grant, proven):
                proven |= {grant.replica, grant.granted_by}
    return sorted(own - proven)


def _links(conn: Connection, grant: Grant, proven: set[str]) -> bool:
    """Return True if a grant says with the key of a proven id that one of the two goes on from the other."""
    by_proven, granted = grant.granted_by in proven, author(conn, grant.replica)
    if by_proven == (grant.replica in proven) or granted is None or granted.public_key != grant.public_key:
        return False
    # only the word on an earlier id yields to every other; an acceptance by a person does not
    yields = by_proven and (grant.turn, grant.word) == (0, 0)
    return is_signed(conn, grant, heir_only=not yields)
