"""Which changes of a register stand, read off the ledger: beside each other, and of many histories."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from store.ledger.branches import Histories
from store.ledger.change import MAX_BESIDE, Change, Heads, heads_of


def heads_by_set(conn: sqlite3.Connection, register: Sequence[str], histories: Histories) -> Heads:
    """The heads of a register from all its changes that count."""
    which = "WHERE kind = ? AND target = ? AND unit = ? AND field = ? AND held IS NULL"
    rows = conn.execute(f"SELECT * FROM change {which}", register)
    changes = (Change._make((*row[:12], tuple(json.loads(row[12])))) for row in rows)
    return heads_of(changes, histories.seen, histories.author)


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
