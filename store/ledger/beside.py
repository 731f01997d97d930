"""Which changes of one history stand beside each other in a register, read off the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from store.ledger.change import MAX_BESIDE


def passed(conn: sqlite3.Connection, row: Sequence[Any], own: Iterable[str]) -> list[str]:
    """Which heads of a history are none any longer with its change of a ledger row: he had seen them.

    All but those that the change stands beside, as ``store.ledger.change.stands_beside`` says it.
    """
    first = _first_beside(conn, row)
    return [head for head in own if int(head.rpartition(":")[2]) < first]


def _first_beside(conn: sqlite3.Connection, row: Sequence[Any]) -> int:
    """The number of the first change beside which that of the row stands; its own where it does alone."""
    chain, first = row[0], int(row[1])
    before = conn.execute(
        "SELECT seq, batch, kind, target, unit, field, supersedes FROM change WHERE replica = ?"
        " AND seq < ? AND seq > ? AND held IS NULL ORDER BY seq DESC",
        (chain, first, first - MAX_BESIDE),
    )
    same = (row[6], row[7], row[8], row[5], row[9], row[12])
    for seq, *of in before:
        if seq != first - 1 or tuple(of) != same:
            break
        first = seq
    return first
