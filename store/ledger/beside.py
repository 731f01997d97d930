"""Which changes of a register stand, read off the ledger: beside each other, and of many histories."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from store.ledger.branches import Histories
from store.ledger.change import MAX_BESIDE, Change, Heads, Register, canonical_json, heads_of

_AT_ONCE: Final = 50_000
"""Registers that are asked for in one statement."""

_NAMES_OTHERS: Final = (
    "EXISTS (SELECT 1 FROM json_each(supersedes)"
    " WHERE substr(value, 1, 33) <> coalesce(branch.replica, change.replica) || ':'"
    " OR instr(substr(value, 34), ':') OR CAST(substr(value, 34) AS INTEGER) <= coalesce(branch.start, 0))"
)
"""Whether a change supersedes something of another history than the one that its chain has by itself."""

_OF_REGISTER: Final = "kind, unit, field, change.replica"
_COUNTING: Final = (
    "FROM change LEFT JOIN branch ON branch.chain = change.replica"
    " WHERE target = ?1 AND held IS NULL AND (kind, unit, field) IN wanted"
)
_TELLING: Final = (
    "WITH wanted AS MATERIALIZED (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2))"
    f" SELECT {_OF_REGISTER}, seq {_COUNTING} AND {_NAMES_OTHERS}"
    f" UNION SELECT kind, unit, field, replica, seq FROM"
    f" (SELECT {_OF_REGISTER} AS replica, seq, max(lamport) {_COUNTING} GROUP BY {_OF_REGISTER})"
    f" UNION SELECT change.kind, change.unit, change.field, change.replica, change.seq FROM"
    f" (SELECT {_OF_REGISTER} AS replica, max(seq) AS last {_COUNTING} GROUP BY {_OF_REGISTER}) AS ending"
    " CROSS JOIN change ON change.replica = ending.replica AND change.seq BETWEEN last - ?3 + 1 AND last"
    " AND +held IS NULL AND (change.kind, +change.target, change.unit, change.field)"
    " = (ending.kind, ?1, ending.unit, ending.field)"
    " ORDER BY 1, 2, 3"
)
"""The changes that tell the heads of registers of a target, by register: chain and number."""


def heads_by_set(
    conn: sqlite3.Connection, registers: Iterable[Sequence[str]], histories: Histories
) -> Iterator[tuple[Register, Heads]]:
    """Give registers in which something counts, each with its heads from all its changes that count.

    Only those are read whole that can tell: of each history the last and the one of the highest lamport, and
    what names changes of another. What counts of a target is looked through once for all its registers.
    """
    by_target: dict[str, list[Sequence[str]]] = {}
    for kind, target, unit, field in registers:
        by_target.setdefault(target, []).append((kind, unit, field))
    for target, wanted in by_target.items():
        for start in range(0, len(wanted), _AT_ONCE):
            asked = canonical_json(wanted[start : start + _AT_ONCE])
            telling = conn.execute(_TELLING, (target, asked, MAX_BESIDE))
            for (kind, unit, field), names in groupby(telling, key=itemgetter(0, 1, 2)):
                changes = (_change(conn, chain, seq) for *_, chain, seq in names)
                yield (
                    Register(kind, target, unit, field),
                    heads_of(changes, histories.seen, histories.author),
                )


def _change(conn: sqlite3.Connection, chain: str, seq: int) -> Change:
    row = conn.execute("SELECT * FROM change WHERE replica = ? AND seq = ?", (chain, seq)).fetchone()
    return Change._make((*row[:12], tuple(json.loads(row[12]))))


def passed(conn: sqlite3.Connection, row: Sequence[Any], own: Iterable[str]) -> list[str]:
    """Return which heads of a history are none any longer with its change of a ledger row: he had seen them.

    All but those that the change stands beside, as ``store.ledger.change.stands_beside`` says it.
    """
    first = _first_beside(conn, row)
    return [head for head in own if int(head.rpartition(":")[2]) < first]


def may_stand_beside(row: Sequence[Any], last: Sequence[Any]) -> bool:
    """Return True if a ledger row's change may stand beside others, by the row that was taken last.

    Where that is the one directly before it and differs, nothing need be read.
    """
    return last[0] != row[0] or last[1] + 1 != row[1] or _alike(last) == _alike(row)


def _alike(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return what changes that stand beside each other share: batch, register and what they supersede."""
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
