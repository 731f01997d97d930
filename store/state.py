"""The current state: a table derived from the ledger in the same transaction, equal to a replay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from store.change import Change, Register, canonical
from store.registers import Head, Heads, arranged, in_conflict

_SELECT: Final = "SELECT kind, target, unit, field, value, effective_on, lamport, head, others FROM state"
_UPSERT: Final = "INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_CACHE_LIMIT: Final = 50_000


def _heads_of_row(value: str, effective_on: str | None, lamport: int, head: str, others: str | None) -> Heads:
    first = Head(head, lamport, value, effective_on)
    return (first,) if others is None else (first, *(Head(*other) for other in json.loads(others)))


def _row(register: Register, heads: Heads) -> tuple[Any, ...]:
    first, rest = heads[0], heads[1:]
    others = canonical([list(head) for head in rest]) if rest else None
    return (
        *register,
        first.value,
        first.effective_on,
        first.lamport,
        first.id,
        others,
        int(in_conflict(heads)),
    )


def read_heads(conn: sqlite3.Connection, register: Register) -> Heads:
    """The heads of one register, the shown one first; empty where it was never set."""
    row = conn.execute(
        "SELECT value, effective_on, lamport, head, others FROM state"
        " WHERE kind = ? AND target = ? AND unit = ? AND field = ?",
        register,
    ).fetchone()
    return () if row is None else _heads_of_row(*row)


def all_heads(conn: sqlite3.Connection) -> Iterator[tuple[Register, Heads]]:
    """Every register with its heads, sorted by register."""
    for row in conn.execute(f"{_SELECT} ORDER BY kind, target, unit, field"):
        yield Register(*row[:4]), _heads_of_row(*row[4:])


class StateUpdate:
    """Applies changes to the state table within the caller's transaction.

    ``known`` maps each replica to the number of its changes in the ledger and is the caller's to keep;
    the changes of a replica come in the order of their numbers. Call :meth:`flush` before the commit.
    """

    def __init__(self, conn: sqlite3.Connection, known: dict[str, int]) -> None:
        self._conn, self._known = conn, known
        self._cache: dict[tuple[str, str, str, str], list[Head]] = {}
        self._dirty: set[tuple[str, str, str, str]] = set()
        self._awaited = {
            (row[0], Register(*row[1:])) for row in conn.execute("SELECT * FROM awaited_supersession")
        }

    def apply(self, change: Change) -> None:
        """Take one change into the state; the ledger already counts it in ``known``."""
        key = (change[7], change[8], change[5], change[9])
        heads = self._cache.get(key)
        if heads is None:
            heads = self._load(key)
        change_id = f"{change[0]}:{change[1]}"
        for superseded in change.supersedes:
            for position, head in enumerate(heads):
                if head[0] == superseded:
                    del heads[position]
                    break
            else:
                self._await(superseded, key)
        if self._awaited and (change_id, key) in self._awaited:
            self._awaited.discard((change_id, Register(*key)))
            self._conn.execute(
                "DELETE FROM awaited_supersession"
                " WHERE superseded = ? AND kind = ? AND target = ? AND unit = ? AND field = ?",
                (change_id, *key),
            )
        else:
            heads.append(Head(change_id, change.lamport, change.value, change.effective_on))
        self._dirty.add(key)

    def flush(self) -> None:
        """Write what changed."""
        gone = [key for key in self._dirty if not self._cache[key]]
        self._conn.executemany(
            "DELETE FROM state WHERE kind = ? AND target = ? AND unit = ? AND field = ?", gone
        )
        rows = (
            _row(Register(*key), arranged(heads) if len(heads) > 1 else tuple(heads))
            for key in sorted(self._dirty)
            if (heads := self._cache[key])
        )
        self._conn.executemany(_UPSERT, rows)
        self._dirty.clear()
        self._cache.clear()

    def _load(self, key: tuple[str, ...]) -> list[Head]:
        if len(self._cache) >= _CACHE_LIMIT:
            self.flush()
        register = Register(*key)
        heads = list(read_heads(self._conn, register))
        self._cache[register] = heads
        return heads

    def _await(self, superseded: str, key: tuple[str, ...]) -> None:
        replica, _, seq = superseded.rpartition(":")
        if int(seq) <= self._known.get(replica, 0):
            return
        self._awaited.add((superseded, Register(*key)))
        self._conn.execute(
            "INSERT OR IGNORE INTO awaited_supersession VALUES (?, ?, ?, ?, ?)", (superseded, *key)
        )


def rebuild(conn: sqlite3.Connection, changes: Iterable[Change], known: dict[str, int]) -> None:
    """Empty the state and derive it again from all changes, each replica's in order."""
    conn.execute("DELETE FROM state")
    conn.execute("DELETE FROM awaited_supersession")
    counted: dict[str, int] = {}
    update = StateUpdate(conn, counted)
    for change in changes:
        counted[change.replica] = change.seq
        update.apply(change)
    update.flush()
    assert all(known.get(replica, 0) >= seq for replica, seq in counted.items())


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
