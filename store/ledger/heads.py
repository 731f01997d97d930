"""The registers as they stand in the table ``state``, each with its heads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from store.db.database import cached_per_transaction
from store.ledger.change import Head, Heads, Register, canonical_json, in_conflict, sort_heads

_SELECT: Final = "SELECT kind, target, unit, field, value, effective_on, lamport, head, others FROM state"
OF_HEAD: Final = (
    "change.replica = substr(head, 1, instr(head, ':') - 1)"
    " AND change.seq = CAST(substr(head, instr(head, ':') + 1) AS INTEGER)"
)
"""SQL: whether a change is the head shown of a row of ``state``, by the parts in which the ledger lies."""
UPSERT: Final = (
    "INSERT OR REPLACE INTO state"
    " (kind, target, unit, field, value, effective_on, lamport, head, others, conflict)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
"""Writes what :func:`state_row` makes."""


def _heads_of_row(value: str, effective_on: str | None, lamport: int, head: str, others: str | None) -> Heads:
    first = Head(head, lamport, value, effective_on)
    return (first,) if others is None else (first, *(Head(*other) for other in json.loads(others)))


def state_row(register: Register, heads: Heads) -> tuple[Any, ...]:
    """The row of table ``state`` for a register that has heads."""
    first, rest = heads[0], heads[1:]
    others = canonical_json([list(head) for head in rest]) if rest else None
    return (
        *register,
        first.value,
        first.effective_on,
        first.lamport,
        first.id,
        others,
        int(in_conflict(heads)),
    )


@cached_per_transaction
def read_heads(conn: sqlite3.Connection, register: Register) -> Heads:
    """The heads of one register, the shown one first; empty where it was never set."""
    row = conn.execute(
        "SELECT value, effective_on, lamport, head, others FROM state"
        " WHERE kind = ? AND target = ? AND unit = ? AND field = ?",
        register,
    ).fetchone()
    return () if row is None else _heads_of_row(*row)


class Standing(dict[Register, Heads]):
    """The heads of registers within one writing transaction, each read when it is first asked for.

    Whoever changes a register takes it out.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def __missing__(self, register: Register) -> Heads:
        self[register] = read_heads(self.conn, register)
        return self[register]


def forget_value(conn: sqlite3.Connection, register: Register, change_id: str) -> None:
    """Let a head count as cleared, since its value is gone from the ledger."""
    heads = read_heads(conn, register)
    if any(head.id == change_id for head in heads):
        left = sort_heads(head._replace(value="null") if head.id == change_id else head for head in heads)
        conn.execute(UPSERT, state_row(register, left))


def all_heads(conn: sqlite3.Connection) -> Iterator[tuple[Register, Heads]]:
    """Every register with its heads, sorted by register."""
    for row in conn.execute(f"{_SELECT} ORDER BY kind, target, unit, field"):
        yield Register(*row[:4]), _heads_of_row(*row[4:])


def conflicts_among(conn: sqlite3.Connection, registers: Iterable[Register]) -> tuple[Register, ...]:
    """Return which of the registers are in conflict now; sorted."""
    return tuple(sorted(register for register in set(registers) if in_conflict(read_heads(conn, register))))


def state_form(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every register as plain data, sorted: the form of ``terren state --json``.

    Two replicas agree exactly when this is equal.
    """
    return [
        {
            "kind": register.kind,
            "target": register.target,
            "unit": register.unit,
            "field": register.field,
            "value": json.loads(heads[0].value),
            "heads": sorted(head.id for head in heads),
            "conflict": in_conflict(heads),
        }
        for register, heads in all_heads(conn)
    ]
