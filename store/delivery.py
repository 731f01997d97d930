"""Where a change of this installation stands on its way to headquarters."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.change import Change
from store.identity import Identity
from store.ledger import read_changes
from store.peers import hash_at, headquarters, peer_vector
from store.registers import in_conflict
from store.state import read_heads
from store.succession import predecessors

_DAY = 86_400


class SentFile(NamedTuple):
    """A change set that was written: its check code, the day (seconds since 1970 UTC) and its last change."""

    check_code: str
    at: int
    last: int

    def days(self, now: float) -> int:
        """Its age in whole days at ``now`` (seconds since 1970 UTC)."""
        return max(0, int(now) - self.at) // _DAY


class Delivery(NamedTuple):
    """How far the own changes have got.

    ``total`` own changes exist, headquarters is known to hold the first ``confirmed`` of them.
    ``sent`` are the files written since, oldest first. Headquarters' own changes need no confirmation.
    """

    total: int
    confirmed: int
    sent: tuple[SentFile, ...]
    unconfirmed_targets: frozenset[str]

    @property
    def unconfirmed(self) -> int:
        """Number of own changes that headquarters is not known to hold."""
        return self.total - self.confirmed

    @property
    def not_exported(self) -> int:
        """Number of own changes in no file yet."""
        return self.total - max((file.last for file in self.sent), default=self.confirmed)

    def state_of(self, seq: int) -> tuple[str, SentFile | None]:
        """``received``, ``in_file`` (with the first file that carries it) or ``local``."""
        if seq <= self.confirmed:
            return "received", None
        carrier = next((file for file in self.sent if file.last >= seq), None)
        return ("in_file", carrier) if carrier is not None else ("local", None)


class ChangeState(NamedTuple):
    """Where a change stands.

    ``local`` (in no file yet), ``in_file`` (``file`` carries it, without a receipt), ``received`` (there is a
    receipt for its file, and no word yet that it counts), ``accepted``, ``conflict`` (it is one of several
    values that stand) or ``held`` (``reason``: it changes no view).
    """

    state: str
    file: SentFile | None = None
    reason: str | None = None


class Overdue(NamedTuple):
    """Own changes without a receipt for too long: how many, since how many days, in which file first."""

    changes: int
    days: int
    file: SentFile | None


RECEIPT_DAYS = 14
"""Days without a receipt after which one is told, where the configuration says nothing else."""


def change_states(
    conn: sqlite3.Connection, identity: Identity | None, changes: Iterable[Change]
) -> dict[str, ChangeState]:
    """Where each of some changes stands, by its id: one's own on their way, all others as they count here."""
    own = frozenset[str]() if identity is None else {identity.replica} | predecessors(conn, identity.replica)
    ways: dict[str, tuple[int, tuple[SentFile, ...]]] = {}
    states: dict[str, ChangeState] = {}
    for change in changes:
        on_the_way = None
        if identity is not None and not identity.is_headquarters and change.replica in own:
            if change.replica not in ways:
                confirmed = _confirmed(conn, identity, change.replica)
                ways[change.replica] = confirmed, _sent(conn, change.replica, confirmed)
            on_the_way = _way(conn, change, *ways[change.replica])
        states[change.id] = on_the_way or _standing(conn, change)
    return states


STATES_ON_THE_WAY = ("local", "in_file", "received")
"""What a change passes through before it counts at headquarters, the earliest first."""


def target_states(conn: sqlite3.Connection, identity: Identity | None) -> dict[str, ChangeState]:
    """What there is to say of each target: that a change of it is held, else how far the own ones have got.

    The one that has come least far counts. Targets of which every change counts are not in it.
    """
    found: dict[str, ChangeState] = {}
    if identity is not None and not identity.is_headquarters:
        own = identity.replica
        confirmed = _confirmed(conn, identity, own)
        sent = _sent(conn, own, confirmed)
        for change in read_changes(conn, "WHERE replica = ? AND seq > ?", (own, confirmed)):
            state = _way(conn, change, confirmed, sent)
            before = found.get(change.target)
            if state is not None and (before is None or _rank(state) < _rank(before)):
                found[change.target] = state
    held = conn.execute("SELECT target, min(held) FROM change WHERE held IS NOT NULL GROUP BY target")
    for target, reason in held:
        found[target] = ChangeState("held", reason=reason)
    return found


def _rank(state: ChangeState) -> int:
    return STATES_ON_THE_WAY.index(state.state)


def _way(
    conn: sqlite3.Connection, change: Change, confirmed: int, sent: tuple[SentFile, ...]
) -> ChangeState | None:
    if change.seq <= confirmed:
        return None
    receipt = conn.execute(
        "SELECT 1 FROM change_set JOIN change_set_section ON change_set_section.change_set = change_set.id"
        " WHERE direction = 'sent' AND acknowledged_at IS NOT NULL AND replica = ?1 AND start < ?2"
        " AND start + count >= ?2",
        (change.replica, change.seq),
    ).fetchone()
    if receipt is not None:
        return ChangeState("received")
    file = next((file for file in sent if file.last >= change.seq), None)
    return ChangeState("local" if file is None else "in_file", file)


def _standing(conn: sqlite3.Connection, change: Change) -> ChangeState:
    row = conn.execute(
        "SELECT held FROM change WHERE replica = ? AND seq = ?", (change.replica, change.seq)
    ).fetchone()
    if row is not None and row[0] is not None:
        return ChangeState("held", reason=row[0])
    heads = read_heads(conn, change.register)
    stands = any(head.id == change.id for head in heads)
    return ChangeState("conflict" if stands and in_conflict(heads) else "accepted")


def overdue_receipt(
    conn: sqlite3.Connection, identity: Identity | None, now: int, days: int = RECEIPT_DAYS
) -> Overdue | None:
    """What has been without a receipt for ``days`` or longer at ``now`` (seconds since 1970 UTC), or None.

    The age is that of the first file that carries the oldest such change, or, where none does, its own.
    """
    if identity is None or identity.is_headquarters:
        return None
    confirmed = _confirmed(conn, identity, identity.replica)
    waiting = None
    sent = _sent(conn, identity.replica, confirmed)
    for change in read_changes(conn, "WHERE replica = ? AND seq > ?", (identity.replica, confirmed)):
        state = _way(conn, change, confirmed, sent)
        if state is not None and state.state != "received":
            waiting = change, state.file
            break
    if waiting is None:
        return None
    change, file = waiting
    age = max(0, now - (change.recorded_at if file is None else file.at)) // _DAY
    last = int(conn.execute("SELECT changes FROM replica WHERE id = ?", (identity.replica,)).fetchone()[0])
    return Overdue(last - change.seq + 1, age, file) if age >= days else None


def read_delivery(conn: sqlite3.Connection, identity: Identity | None, target: str | None = None) -> Delivery:
    """The delivery of this installation's own changes; empty for a published plan.

    With a ``target`` only that one is looked for among the unconfirmed targets.
    """
    if identity is None:
        return Delivery(0, 0, (), frozenset())
    total = int(conn.execute("SELECT changes FROM replica WHERE id = ?", (identity.replica,)).fetchone()[0])
    if identity.is_headquarters:
        return Delivery(total, total, (), frozenset())
    confirmed = _confirmed(conn, identity, identity.replica)
    sent = _sent(conn, identity.replica, confirmed)
    targets = frozenset(
        row[0]
        for row in conn.execute(
            "SELECT DISTINCT target FROM change WHERE replica = ? AND seq > ?"
            + ("" if target is None else " AND target = ?"),
            (identity.replica, confirmed) if target is None else (identity.replica, confirmed, target),
        )
    )
    return Delivery(total, confirmed, sent, targets)


def unconfirmed_by_target(conn: sqlite3.Connection, identity: Identity | None) -> dict[str, int]:
    """How many own changes of each target headquarters is not known to hold."""
    if identity is None or identity.is_headquarters:
        return {}
    return dict(
        conn.execute(
            "SELECT target, count(*) FROM change WHERE replica = ? AND seq > ? GROUP BY target",
            (identity.replica, _confirmed(conn, identity, identity.replica)),
        )
    )


def is_unconfirmed(conn: sqlite3.Connection, identity: Identity | None, target: str) -> bool:
    """Whether headquarters is not known to hold some own change of this target."""
    if identity is None or identity.is_headquarters:
        return False
    row = conn.execute(
        "SELECT max(seq) FROM change WHERE target = ? AND replica = ?", (target, identity.replica)
    ).fetchone()
    return row[0] is not None and row[0] > _confirmed(conn, identity, identity.replica)


def _confirmed(conn: sqlite3.Connection, identity: Identity, replica: str) -> int:
    """How much of a replica the headquarters of the newest epoch says that it holds, as it is here."""
    center = headquarters(conn, identity.replica)
    count, head = (0, "") if center is None else peer_vector(conn, center).get(replica, (0, ""))
    own = hash_at(conn, replica, count)
    return count if own is not None and own.hex() == head else 0


def _sent(conn: sqlite3.Connection, replica: str, confirmed: int) -> tuple[SentFile, ...]:
    return tuple(
        SentFile(*row)
        for row in conn.execute(
            "SELECT check_code, at, start + count FROM change_set"
            " JOIN change_set_section ON change_set_section.change_set = change_set.id"
            " WHERE direction = 'sent' AND replica = ? AND start + count > ? ORDER BY change_set.id",
            (replica, confirmed),
        )
    )
