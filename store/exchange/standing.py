"""How headquarters judges this installation, where that is otherwise than it enrolled, or no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from store.exchange.peers import Vector, held_by
from store.ledger.branches import Histories, own_replicas
from store.ledger.change import LEAP, Change
from store.ledger.identity import Identity

if TYPE_CHECKING:
    from store.exchange.trust import Authority, Grant


def other_standing(conn: sqlite3.Connection, identity: Identity) -> Grant | None:
    """Headquarters' word that this installation, or an id of its own that vouches for it, is revoked, or that
    it has another unit or role than it enrolled for."""
    # the first screen needs none of what writes grants
    from store.exchange.trust import grant_to, vouchers

    grant = grant_to(conn, identity.replica)
    if grant is None:
        return None
    is_other = (grant.unit, grant.role) != (identity.unit, identity.role) or bool(grant.revoked_from)
    if not is_other and grant.granted_by in own_replicas(conn, identity.replica):
        for by in vouchers(conn, identity, grant):
            if by.revoked_from:
                grant, is_other = by, True
                break
    by_whom = grant_to(conn, grant.granted_by) if is_other else None
    return grant if by_whom is not None and by_whom.role == "headquarters" else None


class Judgement(NamedTuple):
    """By what headquarters judges what it holds of a chain: what its author may write, up to which number."""

    authority: Authority
    reach: int | None

    def why_held(self, change: Change) -> str | None:
        """Return why headquarters holds an own change it has: ``unit``, ``role``, ``revoked``; None if it
        counts."""
        if self.authority.is_late(change.recorded_at) or (self.reach is not None and change.seq > self.reach):
            return "revoked"
        return self.authority.judge(change.kind, change.unit, change.lamport)


def judgements(
    conn: sqlite3.Connection, identity: Identity, histories: Histories, chains: Mapping[str, object]
) -> dict[str, Judgement]:
    """Return how headquarters judges the chains of the present id, where that is otherwise than it enrolled.

    What was written under earlier ids is judged here as there.
    """
    if other_standing(conn, identity) is None:
        return {}
    from store.exchange.trust import granted_authority

    if (authority := granted_authority(conn, identity, identity.replica)) is None:
        return {}
    reach = authority.reach(histories, identity.replica)
    return {
        chain: Judgement(authority, None if reach is None else reach.get(chain, 0))
        for chain in chains
        if histories.author(chain) == identity.replica
    }


def reached_there(
    conn: sqlite3.Connection, histories: Histories, own: Iterable[str], told: Vector
) -> int | None:
    """The highest lamport that is known to count where somebody holds what ``told`` says; None where that is
    no bound for one's ``own`` chains.

    Headquarters' own changes lead to it, and what is held there and no more than LEAP above the next.
    """
    clock = int(conn.execute("SELECT lamport FROM clock").fetchone()[0])
    if clock <= LEAP:
        return None
    there = held_by(histories, told)
    rows = conn.execute("SELECT id FROM replica WHERE role = 'headquarters'").fetchall()
    reached = _highest(conn, (id for (id,) in rows), there)
    if _highest(conn, own, there) <= reached + LEAP:
        return None
    lamports = sorted(
        lamport
        for chain, length in there.items()
        for (lamport,) in conn.execute(
            "SELECT lamport FROM change WHERE replica = ? AND seq <= ?", (chain, length)
        )
    )
    for lamport in lamports:
        if lamport > reached + LEAP:
            break
        reached = max(reached, lamport)
    return reached


def _highest(conn: sqlite3.Connection, chains: Iterable[str], confirmed: Mapping[str, int]) -> int:
    """The highest lamport of some chains, as far as they are held: that of the last change of each."""
    last = "SELECT max(lamport) FROM change WHERE replica = ? AND seq = ?"
    ends = (conn.execute(last, (chain, confirmed.get(chain, 0))).fetchone()[0] for chain in chains)
    return max((lamport for lamport in ends if lamport is not None), default=0)
