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
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple, TypeAlias

from store.ledger.branches import Histories
from store.ledger.change import Change, Register, order_key
from store.ledger.weighed import Weighed

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
    weighed, limit = Weighed(changes, histories), day.isoformat()
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
    return set().union(*(Weighed(of, histories).undone() for of in registers.values()))


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
