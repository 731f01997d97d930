"""The current state: a table derived from the ledger in the same transaction, equal to a replay."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from store.ledger.beside import heads_by_set, may_stand_beside, passed
from store.ledger.branches import Histories, exact_name, is_awaited
from store.ledger.chains import read_chain
from store.ledger.change import MAX_HISTORIES, Head, Heads, Register, in_conflict, shown_value, sort_heads
from store.ledger.heads import UPSERT, read_heads, state_row
from store.plan.unit_tables import refresh_units

_CACHE_LIMIT: Final = 100_000
"""Heads in memory."""
_LETTER_LIMIT: Final = 20_000_000
"""Letters of the values that were applied since what is in memory was written."""

Key = tuple[str, str, str, str]
"""A register as a plain tuple, which is quicker to make."""

_new: Final = tuple.__new__


class ChainLengths(dict[str, int]):
    """The number of changes that are held of each chain, read when it is first asked for."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def __missing__(self, chain: str) -> int:
        self[chain] = read_chain(self._conn, chain).length
        return self[chain]


class StateUpdate:
    """Applies changes to the state table within the caller's transaction.

    ``known`` maps each chain to the number of its changes in the ledger and is the caller's to keep, by
    default as the ledger has them: of its own chain no change awaits another. The changes of a chain come in
    the order of their numbers. ``pending`` writes what of the ledger is not written yet, before it is read;
    ``heads_of`` tells what stands in a register, by default as the state has it. Call :meth:`flush` before
    the commit.
    """

    def __init__(
        self,
        conn: sqlite3.Connection,
        known: dict[str, int] | None = None,
        pending: Callable[[], None] = lambda: None,
        heads_of: Callable[[Register], Heads] | None = None,
    ) -> None:
        self._conn, self._known = conn, ChainLengths(conn) if known is None else known
        self._pending, self._heads_of = pending, heads_of or partial(read_heads, conn)
        self.histories = Histories(conn, pending)
        self._crowded = self.histories.crowded(MAX_HISTORIES)
        self._crowds: set[Key] = set()
        self._cache: dict[Key, dict[str, Head]] = {}
        self._room, self._letters = _CACHE_LIMIT, 0
        # where the table was empty: the units that it has rows of by now, so that others need no look
        has_state, awaits = conn.execute(
            "SELECT EXISTS (SELECT 1 FROM state), EXISTS (SELECT 1 FROM awaited_supersession)"
        ).fetchone()
        self._units: set[str] | None = None if has_state else set()
        self.conflicts: set[Register] = set()
        """The registers in conflict among those written so far."""
        self._awaits = bool(awaits)
        self._last: Sequence[Any] | None = None

    def part(self) -> None:
        """Know of one more branch."""
        self._crowded, self._last = self.histories.crowded(MAX_HISTORIES), None

    def apply(self, row: Sequence[Any], supersedes: tuple[str, ...]) -> None:
        """Take one change, by its row, into the state; the ledger already counts it in ``known``."""
        chain, seq, lamport, _, _, unit, _, kind, target, field, value, effective_on = row[:12]
        key = (kind, target, unit, field)
        change_id = f"{chain}:{seq}"
        if self._crowded and self.histories.author(chain) in self._crowded:
            self._crowds.add(key)
            self.arrived(row)
            for name in supersedes:
                self._await(self.histories.local(chain, name) or name, chain, seq)
            return
        heads = self._cache.get(key)
        if heads is None:
            heads = self._load(key)
        gone = self._awaits and self.arrived(row) > lamport
        for name in supersedes:
            superseded = self.histories.local(chain, name) or name
            head = heads.get(superseded)
            if head is None:
                self._await(superseded, chain, seq)
            elif head[1] < lamport or superseded.startswith(f"{chain}:"):
                del heads[superseded]
        if heads:
            self._pass(heads, row)
        if not gone:
            heads[change_id] = _new(Head, (change_id, lamport, shown_value(value), effective_on))
        self._last = row

    def _pass(self, heads: dict[str, Head], row: Sequence[Any]) -> None:
        """Let what its author wrote before in this history be no head, but what was recorded beside it."""
        if own := [head for head in heads if head.startswith(f"{row[0]}:")]:
            if self._last is None or may_stand_beside(row, self._last):
                self._pending()
                own = passed(self._conn, row, own)
            for earlier in own:
                del heads[earlier]

    def _thin_out(self) -> None:
        """Let an author who has many histories have the heads of MAX_HISTORIES of them, by the whole set."""
        self._pending()
        # what is read of the crowds is written before there is too much of it
        read = 0
        for register, heads in heads_by_set(self._conn, self._crowds, self.histories):
            self._cache[register] = {head.id: head for head in heads}
            read += len(heads)
            if read > _CACHE_LIMIT:
                self._write()
                read = 0
        self._crowds.clear()

    def arrived(self, row: Sequence[Any]) -> int:
        """Stop awaiting a change, by its row; the highest lamport that superseded it in its register."""
        if not self._awaits:
            return 0
        chain, seq = row[:2]
        names = f"{chain}:{seq}", exact_name(self.histories.author(chain), seq, row[13])
        awaiting = "FROM awaited_supersession WHERE superseded IN (?, ?)"
        if not self._conn.execute(f"SELECT EXISTS (SELECT 1 {awaiting})", names).fetchone()[0]:
            return 0
        self._pending()
        (highest,) = self._conn.execute(
            f"SELECT max(lamport) FROM (SELECT replica, seq {awaiting})"
            " CROSS JOIN change USING (replica, seq)"
            " WHERE kind = ? AND target = ? AND field = ? AND unit = ?",
            (*names, *row[7:10], row[5]),
        ).fetchone()
        self._conn.execute(f"DELETE {awaiting}", names)
        return int(highest or 0)

    def flush(self) -> None:
        """Write what changed."""
        if self._crowds:
            self._thin_out()
        self._write()

    def _write(self) -> None:
        if gone := [key for key, heads in self._cache.items() if not heads]:
            self._conn.executemany(
                "DELETE FROM state WHERE kind = ? AND target = ? AND unit = ? AND field = ?", gone
            )
        self._conn.executemany(UPSERT, self._rows())
        if any(key[0] == "name" for key in self._cache):
            refresh_units(self._conn)
        if self._units is not None:
            self._units.update(key[2] for key in self._cache)
        self._cache.clear()
        self._room, self._letters = _CACHE_LIMIT, 0

    def relieve(self, applied: int, letters: int) -> None:
        """Keep memory bounded: to be called every few thousand changes with their number and how long their
        values are."""
        self._room -= applied
        self._letters += letters
        if self._letters > _LETTER_LIMIT:
            self.flush()
        elif self._room <= 0:
            live = sum(map(len, self._cache.values()))
            self._room = _CACHE_LIMIT - live
            if live > _CACHE_LIMIT // 2:
                self.flush()

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for key, heads in sorted(self._cache.items()):
            if len(heads) == 1:
                if self.conflicts:
                    self.conflicts.discard(Register(*key))
                (head,) = heads.values()
                yield (*key, head[2], head[3], head[1], head[0], None, 0)
                continue
            register, several = Register(*key), sort_heads(heads.values())
            if in_conflict(several):
                self.conflicts.add(register)
            else:
                self.conflicts.discard(register)
            if several:
                yield state_row(register, several)

    def _load(self, key: Key) -> dict[str, Head]:
        heads: dict[str, Head] = {}
        if self._units is None or key[2] in self._units:
            heads.update((head.id, head) for head in self._heads_of(Register(*key)))
            self._room -= len(heads)
        self._cache[key] = heads
        return heads

    def _await(self, superseded: str, by: str, seq: int) -> None:
        """Note what change ``seq`` of chain ``by`` names before it has arrived: once, as its line does."""
        if is_awaited(superseded, self._known, by):
            self._awaits = True
            row = superseded, by, seq
            self._conn.execute("INSERT OR IGNORE INTO awaited_supersession VALUES (?, ?, ?)", row)


def rebuild(conn: sqlite3.Connection) -> None:
    """Empty the state and derive it again from all changes that count, inside the caller's transaction."""
    conn.execute("DELETE FROM state")
    conn.execute("DELETE FROM awaited_supersession")
    lengths = Counter(dict(conn.execute("SELECT id, changes FROM replica")))
    counted = Counter[str]()
    update = StateUpdate(conn, counted)
    rows = conn.execute("SELECT * FROM change WHERE held IS NULL ORDER BY replica, seq")
    for row in rows:
        counted[row[0]] = row[1]
        update.apply(row, tuple(json.loads(row[12])))
        update.relieve(1, len(row[10]))
    update.flush()
    refresh_units(conn)
    conn.executemany(
        "DELETE FROM awaited_supersession WHERE superseded = ?",
        [
            (superseded,)
            for (superseded,) in conn.execute("SELECT DISTINCT superseded FROM awaited_supersession")
            if not is_awaited(superseded, lengths)
        ],
    )
