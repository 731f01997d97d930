"""Proof that a database is what it says: SQLite's own checks, chains, hashes, state equal to a replay."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.change import GENESIS, change_hash
from store.database import Store, translated
from store.ledger import change_of_row
from store.registers import replay
from store.state import all_heads


class Fault(NamedTuple):
    """Something wrong: a code, the place (a table, a change, a register) and what was found."""

    code: str
    place: str
    detail: str = ""


class Verdict(NamedTuple):
    """What was checked, and every fault (none: all is well)."""

    changes: int
    replicas: int
    registers: int
    faults: tuple[Fault, ...]


def verify(store: Store) -> Verdict:
    """Check the whole database without changing it.

    SQLite's integrity and foreign keys; every replica's numbers without gaps and every hash from its first
    change on; the counts and heads of the vector; the clock; and the state against a replay of the ledger.
    """
    with translated(store.path), store.reading() as conn:
        faults = list(_sqlite_faults(conn))
        faults += _chain_faults(conn)
        held = replay(change_of_row(row) for row in conn.execute("SELECT * FROM change WHERE held IS NULL"))
        stored = dict(all_heads(conn))
        for register in sorted(held.keys() | stored.keys()):
            if held.get(register) != stored.get(register):
                faults.append(Fault("state_differs", " ".join(register)))
        changes = int(conn.execute("SELECT count(*) FROM change").fetchone()[0])
        replicas = int(conn.execute("SELECT count(*) FROM replica WHERE changes > 0").fetchone()[0])
    return Verdict(changes, replicas, len(stored), tuple(faults))


def _sqlite_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    for (line,) in conn.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Fault("integrity", "SQLite", str(line))
    for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield Fault("foreign_key", str(table), f"{row} -> {parent}")


def _chain_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    found: dict[str, tuple[int, bytes]] = {}
    lamport = 0
    broken: set[str] = set()
    for row in conn.execute("SELECT * FROM change ORDER BY replica, seq"):
        change, digest = change_of_row(row), row[13]
        seq, prev = found.get(change.replica, (0, GENESIS))
        if change.replica not in broken:
            if change.seq != seq + 1:
                yield Fault("gap", change.id, str(seq + 1))
                broken.add(change.replica)
            elif change_hash(change, prev) != digest:
                yield Fault("hash", change.id)
                broken.add(change.replica)
        found[change.replica] = (change.seq, digest)
        lamport = max(lamport, change.lamport)
    for replica, count, head in conn.execute("SELECT id, changes, head FROM replica"):
        if found.get(replica, (0, GENESIS)) != (count, head):
            yield Fault("vector", replica, str(count))
    clock = int(conn.execute("SELECT lamport FROM clock").fetchone()[0])
    if clock < lamport:
        yield Fault("clock", str(clock), str(lamport))
