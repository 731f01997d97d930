"""Receipts of headquarters that are missing for long."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.exchange.delivery import SentFile, days_since, on_the_way, own_ways
from store.ledger.change import Change
from store.ledger.identity import Identity


class Overdue(NamedTuple):
    """Own changes without a receipt for too long: how many, and of the oldest of them its days and file."""

    changes: int
    days: int
    file: SentFile | None


class MissingReceipts(NamedTuple):
    """Own changes without a receipt: the days that each waits, the longest first; ``file`` is that one's."""

    days: tuple[int, ...] = ()
    file: SentFile | None = None

    def overdue(self, days: int) -> Overdue | None:
        """Those that wait ``days`` or longer, or None."""
        late = sum(each >= days for each in self.days)
        return Overdue(late, self.days[0], self.file) if late else None


def read_waiting(conn: sqlite3.Connection, identity: Identity | None, now: int) -> MissingReceipts:
    """Return what has no receipt at ``now`` (seconds since 1970 UTC).

    The age of a change is that of the first file that carries it, or, where none does, its own; it is no
    greater than that of the change before it, whatever a clock said that was wrong meanwhile. Headquarters
    has nobody to wait for.
    """
    if identity is None or identity.is_headquarters:
        return MissingReceipts()
    waiting: list[tuple[int, SentFile | None]] = []
    earliest: dict[str, int] = {}
    for change, state in on_the_way(conn, own_ways(conn, identity)):
        if state.state == "received":
            continue
        at = change.recorded_at if state.file is None else state.file.at
        before = earliest.get(change.replica)
        at = max(at, _recorded_before(conn, change, now) if before is None else before)
        earliest[change.replica] = at if at <= now else before or 0
        waiting.append((days_since(at, now), state.file))
    waiting.sort(key=lambda waiting_change: waiting_change[0], reverse=True)
    return MissingReceipts(tuple(days for days, _ in waiting), waiting[0][1] if waiting else None)


def _recorded_before(conn: sqlite3.Connection, change: Change, now: int) -> int:
    """When the change before one was recorded; 0 where there is none, or it says that it is still to come."""
    row = conn.execute(
        "SELECT recorded_at FROM change WHERE replica = ? AND seq = ? AND recorded_at <= ?",
        (change.replica, change.seq - 1, now),
    ).fetchone()
    return 0 if row is None else int(row[0])
