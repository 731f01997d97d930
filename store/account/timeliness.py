"""When something was recorded, by what headquarters knows: a laptop's clock counts within that alone.

What headquarters had received by a day was recorded by then, however far ahead the clock was. What a laptop
had not recorded yet when it already held a word that headquarters gave later was recorded after that word,
however far back the clock was set. Between these bounds, and where no file says anything, the clock is
believed: who had no network typed in time and sent late.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.exchange.peers import ALL, vector_in
from store.ledger.append import read_changes
from store.ledger.branches import own_chains, read_branches
from store.ledger.change import Change
from store.ledger.identity import read_identity


class _KnownTimes(NamedTuple):
    """What is known of the time before and after the second ``end`` (since 1970 UTC).

    Of each chain, up to which number its changes had come by then (``come``), and beyond which they were
    recorded at ``after`` or later (``lacked``).
    """

    end: int
    come: dict[str, int]
    lacked: dict[str, int]
    after: int

    def of(self, change: Change) -> int:
        """Return when a change was recorded, as far as its author's clock can be believed."""
        if change.recorded_at > self.end:
            return self.end if change.seq <= self.come.get(change.replica, 0) else change.recorded_at
        is_later = change.replica in self.lacked and change.seq > self.lacked[change.replica]
        return self.after if is_later else change.recorded_at

    def disputed(self, conn: sqlite3.Connection, where: str) -> Iterator[Change]:
        """Yield the changes of which something else is known than their clock says.

        ``where`` is SQL of ours.
        """
        for chain, seq in self.come.items():
            which = f"WHERE {where} AND replica = ? AND seq <= ? AND recorded_at > ?"
            yield from read_changes(conn, which, (chain, seq, self.end))
        for chain, seq in self.lacked.items():
            which = f"WHERE {where} AND replica = ? AND seq > ? AND recorded_at <= ?"
            yield from read_changes(conn, which, (chain, seq, self.end))


def known_times(conn: sqlite3.Connection, end: int) -> _KnownTimes:
    """Return what is known here of the time around ``end``; nothing on a laptop, which gets no reports."""
    identity = read_identity(conn)
    if identity is None or not identity.is_headquarters:
        return _KnownTimes(end, {}, {}, end)
    own = own_chains(conn, identity.replica)
    come = _come(conn, end)
    words = {chain: row for chain in own if (row := _first_after(conn, chain, end)) is not None}
    if not words:
        return _KnownTimes(end, come, {}, end)
    after = min(at for _, at in words.values())
    return _KnownTimes(
        end, come, _lacked(conn, end, {chain: seq for chain, (seq, _) in words.items()}), after
    )


def _come(conn: sqlite3.Connection, end: int) -> dict[str, int]:
    """Return up to which number the changes of each chain had come by ``end``, without a gap before them.

    What waits for changes before it says nothing of these: whoever sends it may write them afterwards.
    """
    come = {branch.chain: branch.start for branch in read_branches(conn)}
    rows = conn.execute(
        "SELECT replica, start, start + count FROM change_set_section JOIN change_set ON id = change_set"
        " WHERE direction = 'received' AND at <= ? ORDER BY replica, start",
        (end,),
    )
    for chain, start, last in rows:
        reached = come.get(chain, 0)
        come[chain] = max(reached, last) if start <= reached else reached
    return come


def _first_after(conn: sqlite3.Connection, chain: str, end: int) -> tuple[int, int] | None:
    """Return the first change of a chain that was recorded after ``end``: its number, and when."""
    row: tuple[int, int] | None = conn.execute(
        "SELECT seq, recorded_at FROM change WHERE replica = ? AND recorded_at > ? ORDER BY seq LIMIT 1",
        (chain, end),
    ).fetchone()
    return row


def _lacked(conn: sqlite3.Connection, end: int, words: dict[str, int]) -> dict[str, int]:
    """Return how much each laptop had recorded at most when it first said that it has one of these."""
    # of a copied laptop nobody knows which of the two has written a file
    counts = dict.fromkeys((branch.replica for branch in read_branches(conn)), -1)
    for sender, text in conn.execute(
        "SELECT sender, vector FROM change_set WHERE direction = 'received' AND at > ?"
        " ORDER BY epoch, number, id",
        (end,),
    ):
        if sender in counts:
            continue
        ends_held = {
            replica: max((end[0] for end in ends if end[2] != ALL), default=0)
            for replica, ends in vector_in(text).items()
        }
        if any(ends_held.get(chain, 0) >= seq for chain, seq in words.items()):
            counts[sender] = ends_held.get(sender, 0)
    return {sender: count for sender, count in counts.items() if count >= 0 and sender not in words}
