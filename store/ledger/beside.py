"""Which changes of a register stand, read off the ledger: beside each other, and of many histories."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from store.ledger.branches import Histories
from store.ledger.change import MAX_BESIDE, Change, Heads, heads_of

_COUNTING: Final = (
    "FROM change LEFT JOIN branch ON branch.chain = change.replica"
    " WHERE kind = ?1 AND target = ?2 AND unit = ?3 AND field = ?4 AND held IS NULL"
)
_NAMES_OTHERS: Final = (
    "EXISTS (SELECT 1 FROM json_each(supersedes)"
    " WHERE substr(value, 1, 33) <> coalesce(branch.replica, change.replica) || ':'"
    " OR instr(substr(value, 34), ':') OR CAST(substr(value, 34) AS INTEGER) <= coalesce(branch.start, 0))"
)
"""Whether a change supersedes something of another history than the one that its chain has by itself."""


def heads_by_set(conn: sqlite3.Connection, register: Sequence[str], histories: Histories) -> Heads:
    """The heads of a register from all its changes that count.

    Only those are read that can tell: of each history the last and the one of the highest lamport, and what
    names changes of another. So a register of very many changes costs little.
    """
    rows: list[Any] = conn.execute(f"SELECT change.* {_COUNTING} AND {_NAMES_OTHERS}", register).fetchall()
    rows += conn.execute(f"SELECT change.*, max(lamport) {_COUNTING} GROUP BY change.replica", register)
    for last in conn.execute(f"SELECT change.replica, max(seq) {_COUNTING} GROUP BY 1", register).fetchall():
        of_chain = f"SELECT change.* {_COUNTING} AND change.replica = ?5 AND seq > ?6 - ?7"
        rows += conn.execute(of_chain, (*register, *last, MAX_BESIDE))
    changes = {Change._make((*row[:12], tuple(json.loads(row[12])))) for row in rows}
    return heads_of(changes, histories.seen, histories.author)


def passed(conn: sqlite3.Connection, row: Sequence[Any], own: Iterable[str]) -> list[str]:
    """Which heads of a history are none any longer with its change of a ledger row: he had seen them.

    All but those that the change stands beside, as ``store.ledger.change.stands_beside`` says it.
    """
    first = _first_beside(conn, row)
    return [head for head in own if int(head.rpartition(":")[2]) < first]


def may_stand_beside(row: Sequence[Any], last: Sequence[Any]) -> bool:
    """Whether a ledger row's change may stand beside others, by the row that was taken last.

    Where that is the one directly before it and differs, nothing need be read.
    """
    return last[0] != row[0] or last[1] + 1 != row[1] or _alike(last) == _alike(row)


def _alike(row: Sequence[Any]) -> tuple[Any, ...]:
    """What changes that stand beside each other share: batch, register and what they supersede."""
    return row[6], row[7], row[8], row[5], row[9], row[12]


def _first_beside(conn: sqlite3.Connection, row: Sequence[Any]) -> int:
    """The number of the first change beside which that of the row stands; its own where it does alone."""
    chain, first = row[0], int(row[1])
    before = conn.execute(
        "SELECT seq, batch, kind, target, unit, field, supersedes FROM change WHERE replica = ?"
        " AND seq < ? AND seq > ? AND held IS NULL ORDER BY seq DESC",
        (chain, first, first - MAX_BESIDE),
    )
    same = _alike(row)
    for seq, *of in before:
        if seq != first - 1 or tuple(of) != same:
            break
        first = seq
    return first
