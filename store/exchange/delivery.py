"""Where a change of this installation stands on its way to headquarters."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from store.db.database import cached_per_transaction
from store.exchange.on_server import on_server
from store.exchange.peers import headquarters, held_by, peer_vector
from store.exchange.standing import Judgement, judgements, reached_there
from store.ledger.branches import Histories, own_chains, own_replicas
from store.ledger.change import MAX_LAMPORT, Change, in_conflict
from store.ledger.identity import Identity

_DAY = 86_400


class SentFile(NamedTuple):
    """A change set that was written: its check code, the day (seconds since 1970 UTC) and its last change."""

    check_code: str
    at: int
    last: int

    def days(self, now: float) -> int:
        """Its age in whole days at ``now`` (seconds since 1970 UTC)."""
        return days_since(self.at, now)


def days_since(at: int, now: float) -> int:
    """Return the whole days from ``at`` to ``now``, both in seconds since 1970 UTC; 0 where it lies ahead."""
    return max(0, int(now) - at) // _DAY


class Delivery(NamedTuple):
    """How far the own changes have got, those under earlier ids included.

    Headquarters is not known to hold ``unconfirmed`` of them, of which ``unsent`` are in no file yet.
    ``sent`` are the files that carry unconfirmed ones, oldest first. Headquarters' own need nothing but to
    lie on the server that is its mailbox (``to_server``): those that do not are unconfirmed and unsent.
    """

    unconfirmed: int
    unsent: int
    sent: tuple[SentFile, ...]
    unconfirmed_targets: frozenset[str]
    to_server: bool = False


class Way(NamedTuple):
    """How far a chain of one's own has got: how much headquarters holds, and the files with the rest.

    ``received`` are the first and last change of those with a receipt, ``judgement`` is how headquarters
    judges it otherwise than here, ``reached`` the lamport beyond which nothing is known to count there.
    """

    confirmed: int
    length: int
    sent: tuple[SentFile, ...] = ()
    received: tuple[tuple[int, int], ...] = ()
    judgement: Judgement | None = None
    reached: int | None = None

    @property
    def unsent(self) -> int:
        """Return how many changes are in no file yet; those that a receipt has told of are in one."""
        known, unsent = max((self.confirmed, *(file.last for file in self.sent))), 0
        for first, last in sorted((*self.received, (self.length + 1, self.length))):
            unsent, known = unsent + max(0, first - 1 - known), max(known, last)
        return unsent


class ChangeState(NamedTuple):
    """Where a change stands.

    ``local`` (in no file yet), ``in_file`` (``file`` carries it, without a receipt), ``received`` (there is a
    receipt for its file, and no word yet that it counts), ``accepted``, ``conflict`` (it is one of several
    values that stand) or ``held`` (``reason``: it changes no view).
    """

    state: str
    file: SentFile | None = None
    reason: str | None = None


def change_states(
    conn: sqlite3.Connection,
    identity: Identity | None,
    changes: Iterable[Change],
    reasons: Mapping[Change, str | None] | None = None,
) -> dict[str, ChangeState]:
    """Return where each of some changes stands, by its id: one's own on their way, all others as they count
    here.

    What is held here is told as that, also where it is one's own: headquarters' word has reached it. ``held``
    are the reasons for which changes are, where they are at hand.
    """
    ways, changes = own_ways(conn, identity), tuple(changes)
    if reasons is None:
        reasons = _held_reasons(conn, changes)
    states = dict[str, ChangeState]()
    for change in changes:
        on_the_way = _state(change, ways[change.replica]) if change.replica in ways else None
        if (reason := reasons.get(change)) is not None:
            states[change.id] = ChangeState("held", reason=reason)
        else:
            states[change.id] = on_the_way or _counted_state(conn, change)
    return states


def _held_reasons(conn: sqlite3.Connection, changes: Collection[Change]) -> dict[Change, str | None]:
    """Return why changes are held, of those that are."""
    ids = json.dumps([[change.replica, change.seq] for change in changes])
    reasons = dict(
        conn.execute(
            "SELECT replica || ':' || seq, held FROM json_each(?) AS asked CROSS JOIN change"
            " ON replica = json_extract(asked.value, '$[0]') AND seq = json_extract(asked.value, '$[1]')"
            " WHERE held IS NOT NULL",
            (ids,),
        )
    )
    return {change: reasons[change.id] for change in changes if change.id in reasons}


STATES_ON_THE_WAY = ("local", "in_file", "received")
"""What a change passes through before it counts at headquarters, the earliest first."""


def count_on_the_way(conn: sqlite3.Connection, identity: Identity | None) -> Counter[str]:
    """Return how many of the own changes stand in each of STATES_ON_THE_WAY."""
    return Counter(state.state for _, state in on_the_way(conn, own_ways(conn, identity)))


def target_states(conn: sqlite3.Connection, identity: Identity | None) -> dict[str, ChangeState]:
    """Return what there is to say of each target: that a change of it is held, else how far the own ones have
    got.

    The one that has come least far counts. Targets of which every change counts are not in it.
    """
    states: dict[str, ChangeState] = {}
    ways = own_ways(conn, identity)
    for change, state in on_the_way(conn, ways):
        before = states.get(change.target)
        if before is None or _rank(state) < _rank(before):
            states[change.target] = state
    held_targets = conn.execute("SELECT target, min(held) FROM change WHERE held IS NOT NULL GROUP BY target")
    for target, reason in held_targets:
        states[target] = ChangeState("held", reason=reason)
    return states | {change.target: state for change, state in held_back(conn, ways)}


def held_back(conn: sqlite3.Connection, ways: dict[str, Way]) -> Iterator[tuple[Change, ChangeState]]:
    """The own changes that headquarters has, and holds."""
    from store.ledger.append import read_changes

    for chain, way in ways.items():
        if way.judgement is not None:
            for change in read_changes(conn, "WHERE replica = ? AND seq <= ?", (chain, way.confirmed)):
                if (state := _state(change, way)) is not None:
                    yield change, state


def _rank(state: ChangeState) -> int:
    return STATES_ON_THE_WAY.index(state.state)


def _state(change: Change, way: Way) -> ChangeState | None:
    """Return where a change of one's own stands, None once headquarters is known to count it."""
    if change.seq <= way.confirmed:
        if reason := way.judgement and way.judgement.why_held(change):
            return ChangeState("held", reason=reason)
        return None if way.reached is None or change.lamport <= way.reached else ChangeState("received")
    if any(first <= change.seq <= last for first, last in way.received):
        return ChangeState("received")
    file = next((file for file in way.sent if file.last >= change.seq), None)
    return ChangeState("local" if file is None else "in_file", file)


def _counted_state(conn: sqlite3.Connection, change: Change) -> ChangeState:
    from store.ledger.heads import read_heads

    heads = read_heads(conn, change.register)
    stands = any(head.id == change.id for head in heads)
    return ChangeState("conflict" if stands and in_conflict(heads) else "accepted")


def read_delivery(conn: sqlite3.Connection, identity: Identity | None, target: str | None = None) -> Delivery:
    """The delivery of this installation's own changes; empty for a published plan.

    With a ``target`` only that one is looked for among the unconfirmed targets.
    """
    ways = own_ways(conn, identity)
    return Delivery(
        sum(way.length - way.confirmed for way in ways.values()),
        sum(way.unsent for way in ways.values()),
        tuple(sorted({file for way in ways.values() for file in way.sent}, key=lambda file: file.at)),
        frozenset(_targets(conn, identity, target)),
        to_server=bool(ways) and identity is not None and identity.is_headquarters,
    )


def unconfirmed_by_target(conn: sqlite3.Connection, identity: Identity | None) -> dict[str, int]:
    """Return how many own changes of each target headquarters is not known to hold."""
    return dict(Counter(_targets(conn, identity, None)))


def is_unconfirmed(conn: sqlite3.Connection, identity: Identity | None, target: str) -> bool:
    """Return True if headquarters is not known to hold some own change of this target."""
    return bool(_targets(conn, identity, target))


@cached_per_transaction
def _targets(conn: sqlite3.Connection, identity: Identity | None, target: str | None) -> tuple[str, ...]:
    """The target of each unconfirmed change; of one ``target`` alone, where one is given (of ``""`` none)."""
    if target == "":
        return ()
    return tuple(
        row[0]
        for chain, way in own_ways(conn, identity).items()
        for row in conn.execute(
            "SELECT target FROM change WHERE replica = ?1 AND seq > ?2 AND (?3 IS NULL OR target = ?3)",
            (chain, way.confirmed, target),
        )
    )


def on_the_way(conn: sqlite3.Connection, ways: dict[str, Way]) -> Iterator[tuple[Change, ChangeState]]:
    """The own changes of which headquarters is not known to hold all, or not known to count them."""
    from store.ledger.append import read_changes

    for chain, way in ways.items():
        reached = MAX_LAMPORT if way.reached is None else way.reached
        where = "WHERE replica = ? AND (seq > ? OR lamport > ?)"
        for change in read_changes(conn, where, (chain, way.confirmed, reached)):
            state = _state(change, way)
            if state is not None and state.state in STATES_ON_THE_WAY:
                yield change, state


@cached_per_transaction
def own_ways(conn: sqlite3.Connection, identity: Identity | None) -> dict[str, Way]:
    """Return how far each chain of one's own has got, as headquarters of the newest epoch says.

    At headquarters it is how much lies on the server that is its mailbox; empty where that is none. An
    earlier id of one's own counts like the present one, as it is here: nothing that was said to it before a
    restore is taken for granted.
    """
    if identity is None:
        return {}
    if identity.is_headquarters:
        return _ways_to_server(conn, identity)
    own, histories = own_chains(conn, identity.replica), Histories(conn)
    senders = own_replicas(conn, identity.replica)
    center = headquarters(conn, identity.replica)
    told = {} if center is None else peer_vector(conn, center)
    replicas = {histories.author(chain) for chain in own}
    held_there = held_by(histories, {replica: ends for replica, ends in told.items() if replica in replicas})
    judged = {} if center is None else judgements(conn, identity, histories, own)
    reached = None if center is None else reached_there(conn, histories, own, told)
    ways = dict[str, Way]()
    for chain, (length, _) in own.items():
        confirmed = max(held_there.get(chain, 0), histories.start(chain))
        way = Way(confirmed, length, judgement=judged.get(chain), reached=reached)
        ways[chain] = _with_files(conn, senders, chain, way) if confirmed < length else way
    return ways


def _ways_to_server(conn: sqlite3.Connection, identity: Identity) -> dict[str, Way]:
    if (lying := on_server(conn)) is None:
        return {}
    histories = Histories(conn)
    return {
        chain: Way(min(max(lying.get(chain, 0), histories.start(chain)), length), length)
        for chain, (length, _) in own_chains(conn, identity.replica).items()
    }


def _with_files(conn: sqlite3.Connection, own: Collection[str], chain: str, way: Way) -> Way:
    """Return a way with the files that carry what is not confirmed, also those of which only a restore has
    told: one's own, and of all those with a receipt what they carry."""
    rows = conn.execute(
        "SELECT check_code, at, start + count, sender, acknowledged_at IS NOT NULL, start + 1"
        " FROM change_set JOIN change_set_section ON change_set_section.change_set = change_set.id"
        " WHERE replica = ? AND start + count > ? ORDER BY change_set.id",
        (chain, way.confirmed),
    ).fetchall()
    sent = tuple(SentFile(*row[:3]) for row in rows if row[3] in own)
    return way._replace(sent=sent, received=tuple((row[5], row[2]) for row in rows if row[4]))
