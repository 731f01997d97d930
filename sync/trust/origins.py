"""Where the trust in a grant begins: with what somebody granted here, under an id of this installation."""

from __future__ import annotations

from collections.abc import Callable

from store.db.database import Connection
from store.db.places import Places
from store.exchange.change_sets import author
from store.exchange.trust import Grant, grant_to, grants, replaced_grants, vouchers
from store.ledger.branches import own_replicas
from store.ledger.identity import Identity, read_identity
from store.ledger.lineage import lineages
from sync.wire.grants import is_signed
from sync.wire.keys import public_key, why_no_key


def without_origin(
    conn: Connection, is_here: Callable[[str], bool], *, past_revoked: bool = True
) -> list[Grant]:
    """The grants that do not go back to what somebody granted here, as ``is_here`` says of who granted.

    Each of the way must have been headquarters, or have handed on what it is; with ``past_revoked`` also one
    that is revoked by now, whose earlier grants stay. Of a replica of which another's word counts by now,
    what somebody here granted before says it as well: otherwise nobody would know an heir of headquarters
    that has revoked the key before its own.
    """
    given = {grant.replica: grant for grant in grants(conn)}
    begun = {
        grant.replica: (grant.role, grant.public_key)
        for grant in replaced_grants(conn)
        if is_here(grant.granted_by) and is_signed(conn, grant)
    }

    def begins_here(grant: Grant) -> bool:
        seen = {grant.replica}
        while not is_here(grant.granted_by):
            by = given.get(grant.granted_by)
            if by is not None and by.role != "headquarters" and not grant.is_heirs:
                return False
            if begun.get(grant.replica) == (grant.role, grant.public_key):
                return True
            if by is None or by.replica in seen or (by.revoked_from and not past_revoked):
                return False
            seen.add(by.replica)
            grant = by
        return True

    return [grant for grant in given.values() if not begins_here(grant)]


def root_of(conn: Connection, identity: Identity, replica: str) -> str:
    """The replica that somebody accepted of those who vouched one for the next, up to this one."""
    grant = grant_to(conn, replica)
    return replica if grant is None else [grant, *vouchers(conn, identity, grant)][-1].replica


def unproven_own(conn: Connection, places: Places, replica: str) -> list[str]:
    """The ids that count as earlier ones of an installation, but of which nothing signed says that they are.

    The key of an earlier id lies here, or one of the two has granted the other: the earlier one by both keys.
    """
    own = own_replicas(conn, replica)
    given = [*grants(conn), *replaced_grants(conn)]
    linked = {(grant.granted_by, grant.replica) for grant in given if _says_who_went_before(conn, grant)}
    handed_on = {(grant.replica, grant.granted_by) for grant in given if _says_who_goes_on(conn, grant)}
    proven, before = {replica}, frozenset[str]()
    while proven != before:
        before = frozenset(proven)
        for link in lineages(conn):
            if link.new in proven and link.old not in proven:
                is_signed_for = (link.new, link.old) in linked | handed_on
                proven |= {link.old} if is_signed_for or _key_lies_here(conn, places, link.old) else set()
    return sorted(own - proven)


def disown_unproven(conn: Connection, places: Places) -> tuple[str, ...]:
    """Forget which ids are earlier ones of this installation where nothing proves it; the ids.

    Inside the caller's transaction.
    """
    identity = read_identity(conn)
    if identity is None:
        return ()
    own, unproven = own_replicas(conn, identity.replica), unproven_own(conn, places, identity.replica)
    conn.executemany(
        "DELETE FROM lineage WHERE new = ? AND old = ?", [(new, old) for new in own for old in unproven]
    )
    return tuple(unproven)


def _key_lies_here(conn: Connection, places: Places, replica: str) -> bool:
    if why_no_key(places, replica) is not None:
        return False
    known = author(conn, replica)
    return known is None or known.public_key == public_key(places, replica)


def _says_who_went_before(conn: Connection, grant: Grant) -> bool:
    """Return True for the word on an earlier id; it gives way to any other, unlike an acceptance."""
    return grant.yields and not grant.is_heirs and _names_key(conn, grant) and is_signed(conn, grant)


def _says_who_goes_on(conn: Connection, grant: Grant) -> bool:
    """Return True for what both keys have signed."""
    return grant.is_heirs and _names_key(conn, grant) and is_signed(conn, grant, heir_only=True)


def _names_key(conn: Connection, grant: Grant) -> bool:
    granted = author(conn, grant.replica)
    return granted is not None and granted.public_key == grant.public_key
