"""Which of the grants told in a file are believed: of a stranger's, only those that lead to its sender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Final

from store.db.database import Connection
from store.exchange.change_sets import Author, author
from store.exchange.trust import (
    Authority,
    Grant,
    authority_of,
    grant_to,
    heirs_of,
    put_grant,
    replaced_grants,
    vouched_by,
    vouched_replicas,
    vouchers,
)
from store.ledger.append import rebuild_derived
from store.ledger.branches import own_replicas
from store.ledger.identity import Identity
from store.ledger.lineage import Lineage, predecessors
from store.ledger.parting import forget_replica
from sync.wire.grants import is_signed

MAX_HEIRS: Final = 100
"""Replicas that follow from one that a person or headquarters has accepted, one vouching for the next."""


def accept_sender(conn: Connection, identity: Identity, sender: Author, grants: Iterable[Grant]) -> None:
    """Believe a sender by what a key that is believed here says of it: it goes on under a new identity.

    Of the grants told in its file only those are looked at that lead to it. Inside the caller's transaction.
    """
    present = grant_to(conn, sender.replica)
    if present is None or vouched_by(conn, identity, present) is not None:
        _Acceptance(conn, identity, ()).take(_leading_to({sender.replica}, grants))


def accept_grants(
    conn: Connection,
    identity: Identity,
    grants: Sequence[Grant],
    authors: Iterable[str],
    links: tuple[Lineage, ...],
) -> list[Grant]:
    """Keep those of the grants told in the file of an admitted sender that come from whom one believes here.

    Headquarters may grant anything but a further headquarters, which a person decides by its fingerprint:
    only its own heir, and the identity before it (by a succession in ``links`` or known), are headquarters by
    its word. A field installation may hand on its own unit to one of the ``authors`` of the file that nobody
    has granted anything yet. Of whoever is revoked no grant is taken any more, whatever its date. Returns the
    revocations made here that have given way to somebody who had not known of them. Inside the caller's
    transaction.
    """
    wanted = {id(grant) for grant in _leading_to(set(authors), grants)}
    acceptance = _Acceptance(conn, identity, links)
    acceptance.take(
        [
            grant
            for grant in grants
            if id(grant) in wanted
            or ((by := acceptance.granter(grant)) is not None and by.role == "headquarters")
        ]
    )
    return acceptance.displaced


def _leading_to(wanted: set[str], grants: Iterable[Grant]) -> list[Grant]:
    """The grants to these, to those who granted them, and so on."""
    to: dict[str, list[Grant]] = defaultdict(list)
    for grant in grants:
        to[grant.replica].append(grant)
    leading, open_ends = list[Grant](), list(wanted)
    while open_ends:
        for grant in to.pop(open_ends.pop(), ()):
            leading.append(grant)
            open_ends.append(grant.granted_by)
    return leading


class _Acceptance:
    """Takes grants in such an order that it is known of each granter whether it is believed."""

    def __init__(self, conn: Connection, identity: Identity, links: tuple[Lineage, ...]) -> None:
        self._conn, self._identity = conn, identity
        self._links = {(link.new, link.old) for link in links}
        self._granters: dict[str, Authority | None] = {}
        self.displaced: list[Grant] = []

    def granter(self, grant: Grant) -> Authority | None:
        """Return how the one stands here who has granted."""
        by = grant.granted_by
        if by not in self._granters:
            self._granters[by] = authority_of(self._conn, self._identity, by)
        return self._granters[by]

    def take(self, grants: list[Grant]) -> None:
        """Keep what is believed: revocations first, headquarters' before others, then as they follow."""
        by: dict[str, list[int]] = defaultdict(list)
        for n, grant in enumerate(grants):
            by[grant.granted_by].append(n)
        ready: list[tuple[bool, bool, tuple[int, int, str, int, bytes], int]] = []

        def push(granter: str) -> None:
            for n in by.pop(granter, ()):
                grant = grants[n]
                heappush(ready, (not grant.revoked_from, grant.role != "headquarters", grant.order, n))

        for granter in [name for name in by if authority_of(self._conn, self._identity, name) is not None]:
            push(granter)
        while ready:
            grant = grants[heappop(ready)[-1]]
            if self._take(grant):
                self._granters.clear()
                push(grant.replica)

    def _take(self, grant: Grant) -> bool:
        conn, identity = self._conn, self._identity
        granter, present = self.granter(grant), grant_to(conn, grant.replica)
        if granter is None or granter.until is not None or present == grant:
            return False
        center = granter.role == "headquarters"
        if center and not self._may_replace(grant, present):
            return False
        if not is_signed(conn, grant, heir_only=not center):
            return False
        if grant.is_heirs and grant.granted_by in heirs_of(conn, grant.replica):
            # a circle would lead to nobody whom somebody has accepted
            return False
        if not center and not self._hands_on(grant, granter, present):
            return False
        if grant.role == "headquarters" and not self._is_known_center(grant, granter, present):
            return False
        introduced = author(conn, grant.replica)
        if any(
            stated is not None and stated.public_key != grant.public_key for stated in (introduced, present)
        ):
            # only what nobody but a field installation has said of a key gives way
            if not center or present is None or vouched_by(conn, identity, present) is None:
                return False
            give_way(conn, grant.replica)
        put_grant(conn, grant)
        own = own_replicas(conn, identity.replica)
        if present is not None and present.revoked_from and present.granted_by in own:
            self.displaced += [] if grant.answers == present.name else [present]
        return True

    def _may_replace(self, grant: Grant, present: Grant | None) -> bool:
        """Return True if headquarters' grant is newer. Its word counts more than that of any field
        installation.

        What says the same as a person here has said does not take its place: the trust begins with it.
        """
        own = own_replicas(self._conn, self._identity.replica)
        is_own = present is not None and present.granted_by in own and not present.revoked_from
        if is_own and present is not None and _says(present) == _says(grant):
            # unless one's own key is revoked by now: then the word of another is what it stands on
            by = self.granter(present)
            if by is not None and by.until is None:
                return False
        if present is None or vouched_by(self._conn, self._identity, present) is not None:
            return True
        if grant.yields:
            # it takes no place: of two ids of one each could have its trust from the other
            return False
        by = self.granter(present)
        # whatever a key says that counts no more, a headquarters whose key counts has the last word
        if by is not None and by.until is not None:
            return True
        if grant in replaced_grants(self._conn, grant.replica):
            # said here beside a word that counts
            return False
        if present.role == grant.role == "headquarters" and present.is_heirs and not grant.is_heirs:
            # both keys have said that it goes on from one that counts
            return bool(grant.revoked_from) and grant.order > present.order
        if grant.revoked_from and present.revoked_from:
            # whoever goes on from a key says nothing against what another headquarters says of that key
            heirs = heirs_of(self._conn, grant.replica)
            if present.granted_by in heirs and grant.granted_by not in heirs:
                return True
        if is_own and not self._identity.is_headquarters:
            return grant.order[0] >= present.order[0]
        return grant.order > present.order

    def _hands_on(self, grant: Grant, granter: Authority, present: Grant | None) -> bool:
        """Return True if a field installation vouches for one like itself of which nobody else has said
        anything.

        It is the first word there is: a later one would leave others no number for theirs. It accepts and
        nothing else: only headquarters and people revoke. Of several such words the order decides.
        """
        conn, identity = self._conn, self._identity
        says_more = grant.turn or grant.word > 1 or grant.revoked_from or grant.kept is not None
        if says_more or grant.answers or (granter.unit, granter.role) != (grant.unit, grant.role):
            return False
        if present is not None and (
            vouched_by(conn, identity, present) is None or present.order > grant.order
        ):
            return False
        by = grant_to(conn, grant.granted_by)
        if by is None:
            return True
        *_, root = (by, *vouchers(conn, identity, by))
        return len(vouched_replicas(conn, root)) < MAX_HEIRS

    def _is_known_center(self, grant: Grant, granter: Authority, present: Grant | None) -> bool:
        """Return True if it is headquarters already, goes on from its granter, or went before it."""
        if present is not None and vouched_by(self._conn, self._identity, present) is None:
            return present.role == "headquarters"
        conn, link = self._conn, (grant.granted_by, grant.replica)
        if link in self._links or grant.replica in predecessors(conn, grant.granted_by):
            return True
        return grant.unit == granter.unit and is_signed(conn, grant, heir_only=True)


def give_way(conn: Connection, replica: str) -> None:
    """Drop what is held under an id by a key that only a field installation has vouched for.

    The files lie in the archive. Inside the caller's transaction.
    """
    forget_replica(conn, replica)
    rebuild_derived(conn)
    conn.execute("DELETE FROM parked_section WHERE replica = ?", (replica,))
    for table in ("trust", "replaced_trust"):
        conn.execute(f"DELETE FROM {table} WHERE replica = ?", (replica,))
    conn.execute(
        "UPDATE replica SET public_key = NULL, unit = NULL, role = NULL, officer = NULL WHERE id = ?",
        (replica,),
    )


def _says(grant: Grant) -> tuple[object, ...]:
    """Return what a grant says, whoever has granted it and when."""
    return grant[:5], grant.revoked_from, grant.kept, grant.ends, grant.order[0]
