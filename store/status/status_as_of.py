"""Which statuses were in force on a day: units' reports, headquarters' assessments and cancellations.

A status is in force from its effective date until another one that was recorded in knowledge of it, or of
its successors, takes its place. So of a register's changes those count that had taken effect by that day,
without what any of them supersedes, be it by way of changes that take effect later. A change without an
effective date, such as one that clears, holds for all days; what was undone holds for none. Of several that
remain (a conflict) the one is shown that the register itself would show.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from store.ledger.append import CHANGE_COLUMNS, change_of_row
from store.ledger.branches import Histories
from store.ledger.change import Change, Register, order_key
from store.status.rollup import STATUSES
from store.status.statuses import Statuses, Words, read_recorded, read_statuses, resolve

_IS_STATUS: Final = (
    "((kind IN ('action', 'assessment') AND field = 'status') OR (kind = 'decision' AND field = 'cancelled'))"
)
_IS_WORD: Final = "(kind, field) IN (VALUES ('assessment', 'status'), ('decision', 'cancelled'))"
_InForce = tuple[Register, Any, str | None]
"""A register, its value on a day, and since when it holds."""

_IN_FORCE: Final = "(others IS NULL AND coalesce(state.effective_on, '') <= ?)"


def change_in_force(changes: Iterable[Change], day: date) -> Change | None:
    """Of all changes of one register the one in force on a day; None where there was none yet."""
    by_id = {change.id: change for change in changes}
    limit, undone = day.isoformat(), _undone(by_id.values())
    taken = [
        change
        for change in by_id.values()
        if change.id not in undone and (change.effective_on is None or change.effective_on <= limit)
    ]
    gone: set[str] = set()
    pending = [superseded for change in taken for superseded in change.supersedes]
    while pending:
        superseded = pending.pop()
        if superseded not in gone:
            gone.add(superseded)
            if superseded in by_id:
                pending += by_id[superseded].supersedes
    return max(
        (change for change in taken if change.id not in gone),
        key=lambda change: order_key(change.id, change.lamport),
        default=None,
    )


def _undone(changes: Collection[Change]) -> set[str]:
    """The changes of a register that an undo took back: those of the batch that its own batch names."""
    undone: set[str] = set()
    for undo in changes:
        if undo.batch[:1] == "u":
            # what was recorded under an earlier id is named with it
            named, _, batch = undo.batch[1:].rpartition(":")
            undone.update(
                change.id
                for change in changes
                if (
                    change.replica == (named or undo.replica)
                    and change.batch in (batch, f"r{batch}")
                    and (named or change.seq < undo.seq)
                )
                or (named and change.batch == f"r{undo.batch[1:]}" and change.lamport < undo.lamport)
            )
    return undone


def statuses_as_of(conn: sqlite3.Connection, day: date | None) -> Statuses:
    """The statuses in force on a day; for None those that stand, whatever their date."""
    return read_statuses(conn) if day is None else _resolved(conn, day, list(_earlier(conn, day)))


def _resolved(conn: sqlite3.Connection, day: date, earlier: Iterable[_InForce]) -> Statuses:
    reported, words = read_recorded(conn, until=day.isoformat())
    for register, value, _ in earlier:
        if register.kind != "action":
            words[register[:3]] = value
        elif value in STATUSES:
            reported.setdefault(register.target, {})[register.unit] = value
    return resolve(reported, words)


def dated_statuses(
    conn: sqlite3.Connection, day: date, unit: str | None = None
) -> tuple[Statuses, dict[str, str]]:
    """The statuses in force on a day, and for actions the day since which they are implemented.

    That is the day that headquarters gave its assessment, else the last of those that units gave, or that of
    one ``unit``. It is known also where others have not implemented the action.
    """
    earlier = list(_earlier(conn, day))
    whose, until = "? IN ('', unit)", day.isoformat()
    implemented = "value = '\"implemented\"' AND effective_on IS NOT NULL"
    days: dict[str, str] = {}
    for kind in ("action", "assessment") if unit is None else ("action",):
        found = dict(
            conn.execute(
                "SELECT target, max(effective_on) FROM state WHERE kind = ? AND field = 'status'"
                f" AND {implemented} AND others IS NULL AND effective_on <= ? AND {whose} GROUP BY target",
                (kind, until, unit or ""),
            )
        )
        for register, value, since in earlier:
            if register.kind == kind and value == "implemented" and unit in (None, register.unit) and since:
                found[register.target] = max(since, found.get(register.target, ""))
        days |= found
    return _resolved(conn, day, earlier), days


def cancelled_as_of(conn: sqlite3.Connection, day: date) -> frozenset[str]:
    """The actions that headquarters had cancelled by a day; much quicker than all statuses."""
    words: Words = {
        (kind, target, of): json.loads(value)
        for kind, target, of, value in conn.execute(
            f"SELECT kind, target, unit, value FROM state WHERE {_IS_WORD} AND {_IN_FORCE}",
            (day.isoformat(),),
        )
    }
    words |= {register[:3]: value for register, value, _ in _earlier(conn, day, _IS_WORD)}
    return resolve({}, words).cancelled


def _earlier(conn: sqlite3.Connection, as_of: date, which: str | None = None) -> Iterator[_InForce]:
    """What was in force in the registers of which the state does not tell it."""
    day, which = as_of.isoformat(), which or _IS_STATUS
    if conn.execute(f"SELECT 1 FROM state WHERE {which} AND NOT {_IN_FORCE}", (day,)).fetchone() is None:
        return
    # CROSS: one walk through the ledger, and a look into the state only for changes that may count
    ledger = "FROM change CROSS JOIN state USING (kind, target, unit, field)"
    late = f"change.held IS NULL AND {which} AND NOT {_IN_FORCE}"
    targets = conn.execute(
        f"SELECT DISTINCT target {ledger} WHERE coalesce(change.effective_on, '') <= ? AND {late}", (day, day)
    ).fetchall()
    columns = ", ".join(f"change.{name.strip()}" for name in CHANGE_COLUMNS.split(","))
    found: dict[tuple[str, ...], list[Sequence[Any]]] = defaultdict(list)
    for row in conn.execute(
        f"SELECT {columns} {ledger} WHERE change.target IN (SELECT value FROM json_each(?)) AND {late}",
        (json.dumps([target for (target,) in targets]), day),
    ):
        found[row[7], row[8], row[5], row[9]].append(row)
    histories = Histories(conn)
    for key, rows in found.items():
        changes = (change._replace(supersedes=histories.seen(change)) for change in map(change_of_row, rows))
        if (in_force := change_in_force(changes, as_of)) is not None:
            yield Register(*key), in_force.decoded(), in_force.effective_on
