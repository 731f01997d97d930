"""The names of the histories of a replica, once several have parted from each other."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.ledger.branches import Branch, branch_id, read_branches
from store.ledger.chains import read_chain
from store.ledger.change import GENESIS

Run = tuple[str, int, int]
"""Changes of a chain: how many stand before them in their history, and how many they are."""


class _Piece(NamedTuple):
    """The changes of a chain behind ``after`` up to ``end``, and the name that they bear from now on."""

    chain: str
    after: int
    end: int
    name: str


class Renamed:
    """Which changes have got the name of another history: the pieces of each chain, in their order."""

    def __init__(self, pieces: Iterable[_Piece]) -> None:
        self._pieces: dict[str, list[_Piece]] = defaultdict(list)
        for piece in pieces:
            self._pieces[piece.chain].append(piece)

    @property
    def moved(self) -> tuple[str, ...]:
        """The names that chains had of which something has got another."""
        named = self._pieces.items()
        return tuple(chain for chain, pieces in named if any(piece.name != chain for piece in pieces))

    @property
    def chains(self) -> tuple[str, ...]:
        """The names that the chains had."""
        return tuple(self._pieces)

    def runs(self, runs: Iterable[Run]) -> Iterator[Run]:
        """Yield runs of changes under the names that they bear now, cut where these differ."""
        for chain, start, count in runs:
            pieces = self._pieces.get(chain)
            if pieces is None:
                yield chain, start, count
                continue
            first = max(bisect_right(pieces, start, key=lambda piece: piece.after) - 1, 0)
            end = start + count
            for at in range(first, len(pieces)):
                piece = pieces[at]
                # what stands before a chain's first change, or is not held, stays with what is nearest
                begins = start if at == first else piece.after
                if begins >= end:
                    break
                until = end if piece is pieces[-1] else min(end, piece.end)
                if begins < until:
                    yield piece.name, begins, until - begins


def name_histories(conn: sqlite3.Connection, replica: str) -> Renamed:
    """Let the history of a replica that begins with the smaller hash bear the name wherever two part.

    Each change moves at most once, however many histories have parted. Then the state must be derived again.
    Inside the caller's transaction.
    """
    pieces, branches = _named(conn, replica)
    moved = [piece for piece in pieces if piece.name != piece.chain and piece.end > piece.after]
    renamed = Renamed(pieces)
    tips = _tips(conn, pieces)
    known = {*renamed.chains}
    for name in tips.keys() - known:
        conn.execute("INSERT INTO replica (id, changes, head) VALUES (?, 0, x'')", (name,))
    # first to names that nobody had: behind it the others are free
    for piece in sorted(moved, key=lambda piece: piece.name in known):
        conn.execute("UPDATE change SET replica = ? WHERE replica = ? AND seq > ? AND seq <= ?",
                     (piece.name, *piece[:3]))  # fmt: skip
    conn.executemany(
        "UPDATE replica SET changes = ?2, head = ?3, attested = ?4, attestation = ?5 WHERE id = ?1",
        [(name, *tip) for name, tip in tips.items()],
    )
    conn.execute("DELETE FROM branch WHERE replica = ?", (replica,))
    conn.executemany("INSERT INTO branch (chain, replica, parent, start) VALUES (?, ?, ?, ?)", branches)
    _move_sections(conn, renamed)
    conn.executemany("DELETE FROM replica WHERE id = ?", [(name,) for name in known - tips.keys()])
    return renamed


def _named(conn: sqlite3.Connection, replica: str) -> tuple[list[_Piece], list[Branch]]:
    """Return all pieces of a replica's chains with their names, and the branches by these."""
    parted: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for branch in read_branches(conn, replica):
        parted[branch.parent][branch.start].append(branch.chain)
    starts = {chain: sorted(at_numbers) for chain, at_numbers in parted.items()}
    pieces: list[_Piece] = []
    branches: list[Branch] = []
    # a name, the chain that goes on under it, and behind which of its changes
    ahead = [(replica, replica, 0)]
    while ahead:
        name, chain, after = ahead.pop()
        own = starts.get(chain, [])
        behind = (own[at] for at in range(bisect_left(own, after), len(own)))
        # where it parted last it parts no more
        here = next((start for start in behind if start in parted[chain]), None)
        if here is None:
            pieces.append(_Piece(chain, after, max(read_chain(conn, chain).length, after), name))
            continue
        pieces.append(_Piece(chain, after, here, name))
        parting = {_first(conn, one, here): one for one in (chain, *parted[chain].pop(here))}
        ahead += [
            (name if first == min(parting) else branch_id(replica, first), one, here)
            for first, one in parting.items()
        ]
        branches += [Branch(branch_id(replica, first), replica, name, here) for first in sorted(parting)[1:]]
    return pieces, branches


def _first(conn: sqlite3.Connection, chain: str, after: int) -> bytes:
    """Return the hash of a chain's change behind ``after``."""
    row = conn.execute("SELECT hash FROM change WHERE replica = ? AND seq = ?", (chain, after + 1)).fetchone()
    assert row is not None, "a history parts where another goes on"
    return bytes(row[0])


def _tips(
    conn: sqlite3.Connection, pieces: Iterable[_Piece]
) -> dict[str, tuple[int, bytes, int, bytes | None]]:
    """Return by name how many changes a history has, the last hash, and up to where its author has signed."""
    tips: dict[str, tuple[int, bytes, int, bytes | None]] = {}
    for piece in sorted(pieces, key=lambda piece: piece.end):
        head, attested, attestation = GENESIS, 0, None
        if piece.end > piece.after:
            head = _first(conn, piece.chain, piece.end - 1)
            attested, attestation = conn.execute(
                "SELECT attested, attestation FROM replica WHERE id = ?", (piece.chain,)
            ).fetchone()
        earlier = tips.get(piece.name, (0, GENESIS, 0, None))
        if not piece.after < attested <= piece.end:
            attested, attestation = earlier[2:]
        tips[piece.name] = (piece.end, head or earlier[1], attested, attestation)
    return tips


def _move_sections(conn: sqlite3.Connection, renamed: Renamed) -> None:
    """Note which files carried the changes under their new names."""
    moved: list[tuple[int, Run, list[Run]]] = []
    rows = conn.execute(
        "SELECT change_set, replica, start, count FROM change_set_section"
        " WHERE replica IN (SELECT value FROM json_each(?))",
        (json.dumps(renamed.moved),),
    )
    for change_set, *run in rows:
        before: Run = (run[0], run[1], run[2])
        if (runs := [*renamed.runs([before])]) != [before]:
            moved.append((change_set, before, runs))
    conn.executemany(
        "DELETE FROM change_set_section WHERE change_set = ? AND replica = ? AND start = ?",
        [(change_set, *before[:2]) for change_set, before, _ in moved],
    )
    conn.executemany(
        "INSERT INTO change_set_section VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
        [(change_set, *run) for change_set, _, runs in moved for run in runs],
    )
