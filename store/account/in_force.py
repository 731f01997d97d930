"""What was in force on a day in a register: the rule for statuses, headquarters' words and money alike.

A value is in force from its day until another one that was recorded in knowledge of it, or of its successors,
takes its place. So of a register's changes those count that had taken effect by that day, without what any of
them supersedes as in the state, be it by way of changes that take effect later. What has no day, such as what
clears, holds for all days; what its author took back holds for none. Of several that remain (a conflict) the
one is shown that the register itself would show.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from store.ledger.branches import Histories
from store.ledger.change import (
    MAX_BESIDE,
    MAX_HISTORIES,
    Change,
    Register,
    order_key,
    split_batch,
    standing_histories,
    stands_beside,
)

DayOf: TypeAlias = "Callable[[Change], str | None]"


class InForce(NamedTuple):
    """The value of a register on a day, and since when it holds (ISO)."""

    register: Register
    value: Any
    since: str | None
    disputed: bool = False
    """Whether several values stood, of which this one is shown."""


def first_second(day: date) -> int:
    """Return the first second (since 1970 UTC) of a day: a figure is the same wherever it is counted."""
    return int(datetime.combine(day, time(), timezone.utc).timestamp())


def first_second_after(day: date) -> int:
    """Return the first second (since 1970 UTC) after a day."""
    return first_second(day + timedelta(days=1))


def recorded_day(change: Change) -> date:
    """Return the day (UTC) on which a change was recorded."""
    return datetime.fromtimestamp(change.recorded_at, timezone.utc).date()


def effective_day(change: Change) -> str | None:
    """Return the day (ISO) from which a change holds that names one; None for all days."""
    return change.effective_on


def value_in_force(
    register: Register,
    changes: Iterable[Change],
    day: date,
    day_of: DayOf = effective_day,
    histories: Histories | None = None,
) -> InForce:
    """Return what was in force in a register on a day; the value None where nothing was.

    ``day_of`` tells from which day a change holds.
    """
    standing = changes_in_force(changes, day, day_of, histories)
    if not standing:
        return InForce(register, None, None)
    shown, disputed = standing[0], len({change.shown for change in standing}) > 1
    return InForce(register, shown.decoded(), shown.effective_on, disputed)


def values_in_force(
    conn: sqlite3.Connection, registers: Collection[Register], day: date, day_of: DayOf = effective_day
) -> Iterator[InForce]:
    """Yield :func:`value_in_force` of registers, by all their changes."""
    histories = Histories(conn)
    for register, changes in changes_of(conn, registers):
        yield value_in_force(register, changes, day, day_of, histories)


def change_in_force(
    changes: Iterable[Change], day: date, histories: Histories | None = None
) -> Change | None:
    """Return of all changes of one register the one in force on a day; None where there was none yet."""
    return next(iter(changes_in_force(changes, day, histories=histories)), None)


def changes_in_force(
    changes: Iterable[Change],
    day: date,
    day_of: DayOf = effective_day,
    histories: Histories | None = None,
) -> list[Change]:
    """Return all changes of one register that stood on a day, the shown one first.

    ``histories`` tell whose they are, and what a name with a hash means; without them each has an author.
    """
    weighed, limit = _Weighed(changes, histories), day.isoformat()
    effective = [change for change in weighed.changes if (day_of(change) or "") <= limit]
    undone = weighed.undone()
    standing = weighed.standing([change for change in effective if change.id not in undone])
    chains = weighed.standing_histories(effective)
    shown = (change for change in standing if change.replica in chains)
    return sorted(shown, key=lambda change: order_key(change.id, change.lamport), reverse=True)


def undone_changes(changes: Iterable[Change], histories: Histories | None = None) -> set[str]:
    """Return the ids of changes that an undo among them took back: of the batch that its batch names.

    It takes back what its author wrote before, under an earlier id as well, and what stands no longer.
    """
    registers: dict[Register, list[Change]] = defaultdict(list)
    for change in changes:
        registers[change.register].append(change)
    return set().union(*(_Weighed(of, histories).undone() for of in registers.values()))


class _Weighed:
    """All changes of one register that count, and which take the place of which as they do in the state.

    :func:`store.ledger.change.heads_of` has the rule.
    """

    def __init__(self, changes: Iterable[Change], histories: Histories | None) -> None:
        self._by_id = {change.id: change for change in changes}
        self._histories = histories
        self._chains: dict[str, list[Change]] = defaultdict(list)
        self._places: dict[str, tuple[int, int]] = {}
        """Where a change lies in its history, and the first one that it stands beside there, or itself."""
        for change in sorted(self._by_id.values(), key=attrgetter("seq")):
            chain = self._chains[change.replica]
            index = first = len(chain)
            if chain and stands_beside(change, chain[-1]):
                first = max(self._places[chain[-1].id][1], index - MAX_BESIDE + 1)
            self._places[change.id] = index, first
            chain.append(change)

    @property
    def changes(self) -> Collection[Change]:
        return self._by_id.values()

    def standing(self, taken: Collection[Change]) -> list[Change]:
        """Return those of ``taken`` whose place no other of them takes, be it by way of any others."""
        gone = self._replaced(taken)
        return [change for change in taken if change.id not in gone]

    def _replaced(self, taken: Iterable[Change]) -> Container[str]:
        """Return the ids of all whose place these take, be it by way of any others."""
        gone, passed = set[str](), dict.fromkeys(self._chains, 0)
        pending, followed = [*taken], set[str]()
        while pending:
            change = pending.pop()
            if change.id in followed:
                continue
            followed.add(change.id)
            for superseded in self._named(change):
                gone.add(superseded.id)
                pending.append(superseded)
            chain, (_index, first) = change.replica, self._places[change.id]
            if first > passed[chain]:
                pending += self._chains[chain][passed[chain] : first]
                passed[chain] = first
        for chain, length in passed.items():
            gone.update(change.id for change in self._chains[chain][:length])
        return gone

    def _named(self, change: Change) -> Iterator[Change]:
        """Yield what a change names and takes the place of: of others what has a lower lamport."""
        if not change.supersedes:
            return
        names = change.supersedes if self._histories is None else self._histories.seen(change)
        for named in filter(None, map(self._by_id.get, names)):
            is_own = named.replica == change.replica
            if named.seq < change.seq if is_own else named.lamport < change.lamport:
                yield named

    def _author(self, chain: str) -> str:
        return chain if self._histories is None else self._histories.author(chain)

    def undone(self) -> set[str]:
        """Return the ids of what was taken back."""
        last: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
        """By batch, how far an undo in one history reaches in another: what it says itself of its lineage."""
        undoes: dict[str, list[Change]] = defaultdict(list)
        for undo in self.changes:
            if undo.batch[:1] == "u":
                undoes[undo.replica].append(undo)
                of_batch = last.setdefault(self._batch(undo), {})
                path = {} if self._histories is None else self._histories.path(undo.replica)
                for chain, seq in {**path, undo.replica: undo.seq - 1}.items():
                    way = undo.replica, chain
                    of_batch[way] = max(seq, of_batch.get(way, 0))
        if not last:
            return set()
        # whoever took something back had what stood then before him, and took its place
        replaced = {chain: self._replaced(of_chain) for chain, of_chain in undoes.items()}
        named = {
            change.id
            for change in self.changes
            if change.batch[:1] != "u"
            and any(
                chain == change.replica and change.seq <= seq and change.id in replaced[by]
                for (by, chain), seq in last.get(self._batch(change), {}).items()
            )
        }
        return named.difference(change.id for change in self.standing(self.changes))

    def _batch(self, change: Change) -> tuple[str, str]:
        """Return author and name of the batch that a change is of, takes back, or sets again."""
        # what was recorded under an earlier id is named with it
        subject = change.batch[1:] if change.batch[:1] in ("u", "r") else change.batch
        author, batch = split_batch(subject)
        return author or self._author(change.replica), batch

    def standing_histories(self, changes: Iterable[Change]) -> Collection[str]:
        """Return the histories that may have something that stands, where these changes are all."""
        if len(self._chains) <= MAX_HISTORIES:
            return self._chains
        ranks: dict[str, dict[str, int]] = defaultdict(dict)
        for change in changes:
            of_author = ranks[self._author(change.replica)]
            of_author[change.replica] = max(change.lamport, of_author.get(change.replica, 0))
        return set().union(*map(standing_histories, ranks.values()))


def changes_of(
    conn: sqlite3.Connection, registers: Collection[Register]
) -> Iterator[tuple[Register, list[Change]]]:
    """Yield registers with all their changes that count."""
    if not registers:
        return
    # most plans have no value that is dated ahead
    from store.ledger.append import read_changes

    changes: dict[Register, list[Change]] = {register: [] for register in registers}
    for change in read_changes(
        conn,
        "WHERE held IS NULL AND target IN (SELECT json_extract(value, '$[1]') FROM json_each(:registers))"
        " AND (kind, target, unit, field) IN (SELECT json_extract(value, '$[0]'),"
        " json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]')"
        " FROM json_each(:registers))",
        {"registers": json.dumps([*registers])},
    ):
        changes[change.register].append(change)
    yield from changes.items()
