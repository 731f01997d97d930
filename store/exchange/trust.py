"""Whom this database believes: grants and dated revocations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timezone
from typing import Final, NamedTuple

from store.exchange.peers import held_by
from store.ledger.append import rebuild_derived
from store.ledger.branches import Histories, own_replicas
from store.ledger.change import AHEAD, highest_lamport
from store.ledger.identity import Identity, overstep_reason, read_identity
from store.ledger.reach import highest_reached

_SIGNATURE_BYTES: Final = 64
JUDGED: Final = frozenset({None, "role", "unit", "revoked", AHEAD})
"""The reasons to hold a change that may pass by, and none."""


class Grant(NamedTuple):
    """What a replica may write, as somebody has granted and signed it.

    ``at`` is in seconds since 1970 UTC, for people. ``turn`` counts how often the replica was revoked or
    accepted again, ``word`` the grants that its granter knew of: they order the grants to one replica, so
    that a revocation gives way only to who knew of it. ``answers`` names the last revocation that its granter
    knew of. ``revoked_from`` is the first day (ISO, UTC) whose changes do not count any more, or empty.
    ``kept`` is how many of its changes are accepted, once that day has come: a clock that was put back adds
    none. ``ends`` tells in which histories: JSON of the number and the hash of the last change of each.
    """

    replica: str
    unit: str
    role: str
    officer: str
    public_key: bytes
    at: int
    revoked_from: str
    granted_by: str
    signature: bytes
    kept: int | None = None
    ends: str = ""
    turn: int = 0
    word: int = 0
    answers: str = ""

    @property
    def name(self) -> str:
        """By what another grant says that its granter knew of this one."""
        from hashlib import sha256

        return sha256(self.signature).hexdigest()[:32]

    @property
    def is_heirs(self) -> bool:
        """Whether it bears two signatures: that of an identity, and that of the one that goes on from it."""
        return len(self.signature) == 2 * _SIGNATURE_BYTES

    @property
    def yields(self) -> bool:
        """Whether it takes the place of no other, as what one says of its own earlier id."""
        return self.order[:2] == (0, 0)

    @property
    def order(self) -> tuple[int, int, str, int, bytes]:
        """What counts of several: the later in turn, then the one that knew more, then the stricter."""
        # the first version counted nothing
        turn = max(self.turn, int(bool(self.revoked_from)))
        kept = 0 if self.kept is None else -self.kept
        strictness = "".join(chr(127 - ord(sign)) for sign in self.revoked_from)
        return turn, self.word, strictness, kept, self.signature

    def next_turn(self, *, revoked: bool) -> int:
        """The turn of a grant that follows this one."""
        return self.order[0] + (revoked != bool(self.revoked_from))

    @property
    def accepted(self) -> tuple[tuple[int, str], ...]:
        """The ends of the histories that a revocation leaves."""
        return tuple((count, head) for count, head in json.loads(self.ends or "[]"))

    @property
    def until(self) -> int | None:
        """The second since 1970 UTC from which on nothing counts, or None."""
        return day_start(self.revoked_from) if self.revoked_from else None


class Authority(NamedTuple):
    """What an author's changes are judged by; the second from which, the number beyond which none counts."""

    unit: str
    role: str
    until: int | None
    kept: int | None = None
    accepted: tuple[tuple[int, str], ...] = ()

    def judge(self, kind: str, unit: str, lamport: int = 0) -> str | None:
        """Return why a change oversteps: ``role``, also by its number, ``unit``, or None."""
        reason = overstep_reason(kind, unit, author_role=self.role, author_unit=self.unit)
        return reason or ("role" if lamport > highest_lamport(self.role) else None)

    def is_late(self, recorded_at: int) -> bool:
        """Return True if a change comes too late to count, by what its author wrote."""
        return self.until is not None and recorded_at >= self.until

    def reach(self, histories: Histories, replica: str) -> Mapping[str, int] | None:
        """By chain of a replica the number beyond which changes do not count, 0 where it has none; None where
        there is no such number."""
        if self.kept is None:
            return None
        return held_by(histories, {replica: self.accepted}) if self.accepted else {replica: self.kept}


def day_start(day: str) -> int:
    """The first second (since 1970 UTC) of a day in ISO form. Raises ValueError."""
    return int(datetime.combine(date.fromisoformat(day), time(), timezone.utc).timestamp())


def grant_to(conn: sqlite3.Connection, replica: str) -> Grant | None:
    """The grant to a replica, or None."""
    row = conn.execute(f"{_SELECT} WHERE replica = ?", (replica,)).fetchone()
    return None if row is None else Grant(*row)


def grants(conn: sqlite3.Connection) -> list[Grant]:
    """All grants, by unit and replica."""
    return [Grant(*row) for row in conn.execute(f"{_SELECT} ORDER BY unit, replica")]


def unpinned_revocations(conn: sqlite3.Connection) -> list[Grant]:
    """The revocations that do not say yet how much is accepted."""
    return [Grant(*row) for row in conn.execute(f"{_SELECT} WHERE revoked_from <> '' AND kept IS NULL")]


def replaced_grants(conn: sqlite3.Connection, replica: str | None = None) -> list[Grant]:
    """The grants given here (to a replica) beside which another's word counts: with them trust begins."""
    rows = f"SELECT {_COLUMNS} FROM replaced_trust WHERE ?1 IS NULL OR replica = ?1 ORDER BY replica"
    return [Grant(*row) for row in conn.execute(rows, (replica,))]


_COLUMNS: Final = ", ".join(Grant._fields)
_SELECT: Final = f"SELECT {_COLUMNS} FROM trust"
_VALUES: Final = f"({_COLUMNS}) VALUES ({', '.join('?' * len(Grant._fields))})"


def put_grant(conn: sqlite3.Connection, grant: Grant) -> None:
    """Keep a grant in place of an earlier one, and judge the replica's changes and its heirs' by it."""
    identity, before = read_identity(conn), grant_to(conn, grant.replica)
    if identity is not None and before is not None:
        own = own_replicas(conn, identity.replica)
        is_kept = not (before.revoked_from and grant.replica in own)
        if is_kept and before.granted_by in own and grant.granted_by not in own:
            keep_beside(conn, before)
    conn.execute(f"INSERT OR REPLACE INTO trust {_VALUES}", grant)
    if identity is None or identity.replica == grant.replica:
        return
    conn.execute(
        "UPDATE replica SET unit = ?, role = ? WHERE id = ? AND public_key IS NOT NULL",
        (grant.unit, grant.role, grant.replica),
    )
    rejudge_changes(conn, identity, (grant.replica, *_falling(conn, grant)))


def keep_beside(conn: sqlite3.Connection, grant: Grant) -> None:
    """Keep a grant given here beside another's word, which counts."""
    conn.execute(f"INSERT OR REPLACE INTO replaced_trust {_VALUES}", grant)


def vouched_replicas(conn: sqlite3.Connection, grant: Grant) -> list[str]:
    """Return whom a field installation has vouched for, and whom these have: they fall with it."""
    return [] if grant.role == "headquarters" else _falling(conn, grant)


def _falling(conn: sqlite3.Connection, grant: Grant) -> list[str]:
    """Those of one's role for whom a replica has vouched, and for whom these have."""
    return _following(conn, grant.replica, "role = ?2 OR ?2 <> 'headquarters'", grant.role)


def heirs_of(conn: sqlite3.Connection, replica: str) -> list[str]:
    """Those that go on from a replica, as both keys say of each, and from these."""
    return _following(conn, replica, "length(signature) = ?2", 2 * _SIGNATURE_BYTES)


def _following(conn: sqlite3.Connection, replica: str, which: str, parameter: object) -> list[str]:
    """Return to whom a replica has given such grants, and to whom these have."""
    rows = conn.execute(
        "WITH RECURSIVE heir(id) AS (SELECT ?1 UNION SELECT replica FROM trust JOIN heir"
        f" ON granted_by = id WHERE {which}) SELECT id FROM heir WHERE id <> ?1",
        (replica, parameter),
    )
    return [id for (id,) in rows]


def vouched_by(conn: sqlite3.Connection, identity: Identity, grant: Grant) -> Grant | None:
    """The grant of the one that vouched for a replica, and with which it falls; None where a person here, or
    headquarters, has accepted it.

    What both keys have signed says that one goes on from the other. Whatever else stands by a key that wrote
    here before, a person here has said: it outlives that key. A headquarters falls with the one that made it,
    and with whom that one falls, unless it, or one that goes on from it, has revoked that one as the key
    before its own.
    """
    if grant.granted_by == identity.replica:
        return None
    by = grant_to(conn, grant.granted_by)
    if by is None:
        return None
    if by.replica in own_replicas(conn, identity.replica) and not grant.is_heirs:
        return None
    if grant.role != "headquarters":
        return by if grant.is_heirs or by.role != "headquarters" else None
    heirs = grant.replica, *heirs_of(conn, grant.replica)
    if by.granted_by in heirs:
        return None
    is_made = bool(by.revoked_from) or by.role != grant.role
    falls = is_made or (
        by.is_heirs and by.replica not in heirs and vouched_by(conn, identity, by) is not None
    )
    return by if falls else None


def vouchers(conn: sqlite3.Connection, identity: Identity, grant: Grant) -> Iterator[Grant]:
    """The grants of those who vouched one for the next, the nearest first.

    A chain that leads back to itself ends there: two ids of one may have vouched for each other.
    """
    seen, by = {grant.replica}, vouched_by(conn, identity, grant)
    while by is not None and by.replica not in seen:
        yield by
        seen.add(by.replica)
        by = vouched_by(conn, identity, by)


def authority_of(conn: sqlite3.Connection, identity: Identity, replica: str) -> Authority | None:
    """Return what a replica may write here, or None where nobody has accepted it."""
    if replica == identity.replica:
        return Authority(identity.unit, identity.role, None)
    return granted_authority(conn, identity, replica)


def granted_authority(conn: sqlite3.Connection, identity: Identity, replica: str) -> Authority | None:
    """Return what a replica may write by what was granted, as others judge oneself too; None where nothing
    was.

    Whoever was vouched for by a field installation falls with it: nothing of it counts, unless its own grant
    says how much; nor where the one that vouched has another unit or role by now.
    """
    grant = grant_to(conn, replica)
    if grant is None:
        return None
    untils, kept = [grant.until], grant.kept
    for by in vouchers(conn, identity, grant):
        untils.append(by.until)
        if kept is None and by.kept is not None:
            kept = 0
        if (by.unit, by.role) != (grant.unit, grant.role):
            return Authority("", "field", 0, 0)
    until = min((second for second in untils if second is not None), default=None)
    return Authority(grant.unit, grant.role, until, kept, grant.accepted)


def find_misjudged(
    conn: sqlite3.Connection, identity: Identity, replica: str
) -> list[tuple[str | None, str, int]]:
    """Return an accepted replica's changes that are held otherwise than judged: reason, chain, seq."""
    changed, histories = list[tuple[str | None, str, int]](), Histories(conn)
    if (granted := authority_of(conn, identity, replica)) is None:
        return changed
    clock, reached = conn.execute("SELECT lamport FROM clock").fetchone()[0], highest_reached(conn)
    reaches, columns = granted.reach(histories, replica), "kind, unit, recorded_at, held, seq, lamport"
    for chain in histories.chains(replica):
        reach = None if reaches is None else reaches.get(chain, 0)
        rows = conn.execute(f"SELECT {columns} FROM change WHERE replica = ?", (chain,))
        for kind, unit, recorded_at, was, seq, lamport in rows:
            late = granted.is_late(recorded_at) or (reach is not None and seq > reach)
            reason = granted.judge(kind, unit, lamport) or ("revoked" if late else None)
            if reason is None and lamport > reached and granted.role != "headquarters":
                reason = AHEAD
            # what was written here counts here, and what is led to goes with the next file
            stays = was is None and replica == identity.replica
            stays |= was == AHEAD and reason is None and lamport > clock
            if was in JUDGED and reason != was and not stays:
                changed.append((reason, chain, seq))
    return changed


def rejudge_changes(conn: sqlite3.Connection, identity: Identity, replicas: Iterable[str]) -> int:
    """Hold or let go what the grants of these now say, and derive the state again; how many were let go."""
    changed = [
        misjudged
        for replica in replicas
        if replica != identity.replica
        for misjudged in find_misjudged(conn, identity, replica)
    ]
    conn.executemany("UPDATE change SET held = ? WHERE replica = ? AND seq = ?", changed)
    if changed:
        rebuild_derived(conn)
    return sum(reason is None for reason, _, _ in changed)
