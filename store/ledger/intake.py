"""Inserting the changes of others into the ledger, each into its chain, in runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Set
from itertools import islice
from typing import Any, Final

from store.ledger.append import INSERT_CHANGE, LedgerEntry, rebuild_derived, row_of_change
from store.ledger.branches import Branch, Histories
from store.ledger.chains import read_chain
from store.ledger.change import AHEAD, LEAP, Chain, Change, Register
from store.ledger.reach import highest_reached, release_reached
from store.ledger.state import ChainLengths, StateUpdate


class _Unwritten:
    """What is held of chains, and the rows that the ledger does not have yet."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._chains: dict[str, Chain] = {}
        self.rows: list[tuple[Any, ...]] = []
        self._touched: set[str] = set()

    def held(self, chain: str) -> Chain:
        """Return what is held of a chain, with what is not written yet."""
        if chain not in self._chains:
            self._chains[chain] = read_chain(self._conn, chain)
        return self._chains[chain]

    def forget(self, chain: str) -> None:
        """Read what is held of a chain again when it is next asked for."""
        self._chains.pop(chain, None)

    def extended(self, chain: str, last: tuple[Any, ...]) -> None:
        """Note the last row of a chain."""
        self._chains[chain] = Chain(last[1], last[13])
        self._touched.add(chain)

    def write(self) -> None:
        """Write the rows and what is held of each replica, so that queries see them."""
        if self.rows:
            # also in the midst of a run, where what it supersedes is looked up
            self.extended(self.rows[-1][0], self.rows[-1])
        for chain in self._touched:
            self._conn.execute(
                "INSERT INTO replica (id, changes, head) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (id) DO UPDATE SET changes = ?2, head = ?3",
                (chain, *self._chains[chain]),
            )
        self._touched.clear()
        self._conn.executemany(INSERT_CHANGE, self.rows)
        self.rows.clear()


class Intake:
    """Inserts runs of others' changes, each into its chain, within the caller's transaction.

    The caller has checked that each run continues what is held and that its hashes link.
    Call :meth:`finish` before the commit.
    """

    _BATCH: Final = 5_000
    _LETTERS: Final = 4_000_000
    """Changes, and letters of their values, that are in memory at once."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn, self._unwritten = conn, _Unwritten(conn)
        self._known = ChainLengths(conn)
        # no circle: what it holds of all chains would stay until they are collected
        self._state = StateUpdate(conn, self._known, self._unwritten.write)
        self._lamport, self._reached = 0, highest_reached(conn)

    def held(self, chain: str) -> Chain:
        """Return what is held of a chain, with what this intake has added."""
        return self._unwritten.held(chain)

    def add(self, change: Change, digest: bytes, reason: str | None = None) -> None:
        """Insert one change, the next of its replica. One with a ``reason`` to hold it changes no state."""
        self.extend(change.replica, iter([(row_of_change(change, digest, reason), change.supersedes)]))

    def extend(
        self, chain: str, entries: Iterator[LedgerEntry], *, is_headquarters: bool = False
    ) -> tuple[int, int]:
        """Insert the next changes of one chain.

        What nothing leads to by its lamport is held, unless its author ``is_headquarters``. Returns how many
        were inserted and how many of them are held.
        """
        lengths, state, apply, unwritten = self._known, self._state, self._state.apply, self._unwritten
        inserted = held_back = 0
        while True:
            before, lamport, reached, letters = inserted, self._lamport, self._reached, 0
            add_row = unwritten.rows.append
            for row, supersedes in islice(entries, self._BATCH):
                if row[2] > reached:
                    if row[2] <= reached + LEAP or (is_headquarters and row[14] is None):
                        reached = row[2]
                    elif row[14] is None:
                        row = (*row[:14], AHEAD)
                add_row(row)
                inserted += 1
                lengths[chain] = row[1]
                if row[14] is None:
                    if row[2] > lamport:
                        lamport = row[2]
                    apply(row, supersedes)
                else:
                    held_back += 1
                    state.arrived(row)
                letters += len(row[10])
                if letters > self._LETTERS:
                    break
            if inserted == before:
                return inserted, held_back
            self._lamport, self._reached = lamport, reached
            unwritten.extended(chain, row)
            state.relieve(inserted - before, letters)
            if len(unwritten.rows) >= self._BATCH or letters > self._LETTERS:
                unwritten.write()

    @property
    def histories(self) -> Histories:
        """Which chain of which replica a change stands in, with what this intake has added."""
        return self._state.histories

    def part(self, branch: Branch) -> None:
        """Know of a branch that :func:`store.ledger.parting.fork_chain` made, once all was flushed."""
        self._unwritten.forget(branch.chain)
        self._known.pop(branch.chain, None)
        self._state.part()

    @property
    def conflicts(self) -> Set[Register]:
        """The registers touched by this intake that may be in conflict; complete after :meth:`finish`."""
        return self._state.conflicts

    def finish(self) -> None:
        """Write what is pending, and derive the state again where changes count that were held."""
        if self.write():
            rebuild_derived(self._conn)

    def write(self) -> bool:
        """Write what is pending: rows, state, vector, clock; whether the state must be derived again."""
        self.flush()
        self._state.flush()
        self._conn.execute("UPDATE clock SET lamport = max(lamport, ?)", (self._lamport,))
        return bool(release_reached(self._conn))

    def flush(self) -> None:
        """Write the pending rows and what is held of each replica, so that queries see them."""
        self._unwritten.write()
