"""What was in force on a day in a register: the rule for statuses, headquarters' words and money alike.

A value is in force from its day until another one that was recorded in knowledge of it, or of its successors,
takes its place. So of a register's changes those count that had taken effect by that day, without what any of
them supersedes, be it by way of changes that take effect later. What has no day, such as what clears, holds
for all days; what was undone holds for none. Of several that remain (a conflict) the one is shown that the
register itself would show.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple, TypeAlias

from store.db.database import once_a_snapshot, only
from store.ledger.branches import Histories
from store.ledger.change import Change, Register, order_key, split_batch

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
    register: Register, changes: Iterable[Change], day: date, day_of: DayOf = effective_day
) -> InForce:
    """Return what was in force in a register on a day; the value None where nothing was.

    ``day_of`` tells from which day a change holds.
    """
    standing = changes_in_force(changes, day, day_of)
    if not standing:
        return InForce(register, None, None)
    shown, disputed = standing[0], len({change.shown for change in standing}) > 1
    return InForce(register, shown.decoded(), shown.effective_on, disputed)


def values_in_force(
    conn: sqlite3.Connection, registers: Collection[Register], day: date, day_of: DayOf = effective_day
) -> Iterator[InForce]:
    """Yield :func:`value_in_force` of registers, by all their changes."""
    for register, changes in changes_of(conn, registers):
        yield value_in_force(register, changes, day, day_of)


def change_in_force(changes: Iterable[Change], day: date) -> Change | None:
    """Return of all changes of one register the one in force on a day; None where there was none yet."""
    return next(iter(changes_in_force(changes, day)), None)


def changes_in_force(changes: Iterable[Change], day: date, day_of: DayOf = effective_day) -> list[Change]:
    """Return all changes of one register that stood on a day, the shown one first."""
    by_id = {change.id: change for change in changes}
    limit, undone = day.isoformat(), undone_changes(by_id.values())
    taken = [
        change for change in by_id.values() if change.id not in undone and (day_of(change) or "") <= limit
    ]
    gone: set[str] = set()
    pending = [superseded for change in taken for superseded in change.supersedes]
    while pending:
        superseded = pending.pop()
        if superseded not in gone:
            gone.add(superseded)
            if superseded in by_id:
                pending += by_id[superseded].supersedes
    standing = [change for change in taken if change.id not in gone]
    return sorted(standing, key=lambda change: order_key(change.id, change.lamport), reverse=True)


def undone_changes(changes: Collection[Change]) -> set[str]:
    """Return the ids of changes that an undo among them took back: of the batch that its batch names."""
    # of each batch the last undo tells as much as all
    own, named = dict[tuple[str, str], int](), dict[str, int]()
    for undo in changes:
        if undo.batch[:1] == "u":
            author, batch = split_batch(name := undo.batch[1:])
            if author:
                # what was recorded under an earlier id is named with it
                named[name] = max(undo.lamport, named.get(name, 0))
            else:
                own[undo.replica, batch] = max(undo.seq, own.get((undo.replica, batch), 0))
    undone: set[str] = set()
    for change in changes:
        set_again = change.batch.removeprefix("r")
        if any(
            f"{change.replica}:{batch}" in named or change.seq < own.get((change.replica, batch), 0)
            for batch in {change.batch, set_again}
        ) or (set_again != change.batch and change.lamport < named.get(set_again, 0)):
            undone.add(change.id)
    return undone


@once_a_snapshot
def undone_registers(conn: sqlite3.Connection) -> frozenset[Register]:
    """Return the registers in which something was taken back."""
    # in an order, SQLite would go by an index and look up every change
    rows = conn.execute(
        "SELECT kind, target, unit, field FROM change NOT INDEXED"
        " WHERE batch >= 'u' AND batch < 'v' AND held IS NULL"
    )
    return frozenset(map(Register._make, rows))


@once_a_snapshot
def _units_of_several(conn: sqlite3.Connection) -> str:
    """Return the units (JSON) whose registers several histories have set; most have one."""
    replicas = Counter(
        unit for unit, _ in conn.execute("SELECT DISTINCT unit, replica FROM change NOT INDEXED")
    )
    return json.dumps([unit for unit, n in replicas.items() if n > 1])


@once_a_snapshot
def shared_registers(
    conn: sqlite3.Connection, kind: str, *, field: str | None = None, target: str | None = None
) -> frozenset[Register]:
    """Return the registers of a kind that several histories have set, or in which something was undone.

    Of a register that one history alone has set the last change that had taken effect by a day is in force
    then, and alone: each was recorded in knowledge of those before.
    """
    which = f"kind = :kind AND held IS NULL{only(field=field, target=target)}"
    is_shared = "min(replica) <> max(replica)"
    undone: frozenset[Register] = frozenset()
    several = "[]"
    if target is None:
        undone = frozenset(
            of for of in undone_registers(conn) if of.kind == kind and field in (None, of.field)
        )
        if (several := _units_of_several(conn)) == "[]":
            return undone
        which += " AND unit IN (SELECT value FROM json_each(:several))"
    else:
        is_shared += " OR max(batch >= 'u' AND batch < 'v')"
    # by the index on the target SQLite would look up every change
    registers = conn.execute(
        f"SELECT kind, target, unit, field FROM change WHERE {which} GROUP BY +target, +unit, +field"
        f" HAVING {is_shared}",
        {"kind": kind, "field": field, "target": target, "several": several},
    )
    return undone.union(map(Register._make, registers))


def changes_of(
    conn: sqlite3.Connection, registers: Collection[Register]
) -> Iterator[tuple[Register, list[Change]]]:
    """Yield registers with all their changes that count, which name what they supersede by the ids here."""
    if not registers:
        return
    # most plans have no value that is dated ahead
    from store.ledger.append import read_changes

    changes: dict[Register, list[Change]] = {register: [] for register in registers}
    histories = Histories(conn)
    for change in read_changes(
        conn,
        "WHERE held IS NULL AND target IN (SELECT json_extract(value, '$[1]') FROM json_each(:registers))"
        " AND (kind, target, unit, field) IN (SELECT json_extract(value, '$[0]'),"
        " json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]')"
        " FROM json_each(:registers))",
        {"registers": json.dumps([*registers])},
    ):
        changes[change.register].append(change._replace(supersedes=histories.seen(change)))
    yield from changes.items()
