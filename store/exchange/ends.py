"""The ends of the histories that a revocation leaves of a replica that has more than a grant tells."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from store.ledger.branches import Histories

NamedEnd = tuple[int, str]
"""The number and the hash (hex) of the last change of a history."""


def held_ends(conn: sqlite3.Connection, replica: str, most: int) -> list[NamedEnd]:
    """Return where the histories end that are held of a replica; of more than ``most``, those that came here
    first.

    In which order they came is the one thing that whoever has its key cannot forge.
    """
    tips = conn.execute(
        "SELECT id, changes, head FROM replica LEFT JOIN branch ON chain = id"
        " WHERE changes > 0 AND ?1 IN (id, branch.replica) ORDER BY changes, head",
        (replica,),
    ).fetchall()
    if len(tips) <= most:
        return [(count, head.hex()) for _, count, head in tips]
    lengths = {chain: count for chain, count, _ in tips}
    came = conn.execute("SELECT replica, start + count FROM change_set_section ORDER BY change_set, start")
    spots = [(chain, min(end, lengths[chain])) for chain, end in came if chain in lengths]
    # what no file has brought comes last
    return _first(Histories(conn), [*spots, *lengths.items()], most)


def first_ends(conn: sqlite3.Connection, replica: str, ends: Iterable[NamedEnd], most: int) -> list[NamedEnd]:
    """These ends; of more than ``most`` the first ones, each as far as a later one continues it."""
    if len(listed := list(ends)) <= most:
        return listed
    histories = Histories(conn)
    chains = (histories.holding(replica, count, bytes.fromhex(head)) for count, head in listed)
    spots = [(chain, count) for chain, (count, _) in zip(chains, listed, strict=True) if chain is not None]
    return _first(histories, spots, most)


def _first(histories: Histories, spots: Iterable[tuple[str, int]], most: int) -> list[NamedEnd]:
    """The ends at the first ``most`` of these places that do not lead to each other.

    A later place takes that of an end to which it continues the history, and otherwise of none.
    """
    kept, reached, passed = set[tuple[str, int]](), dict[str, int](), set[str]()
    for chain, seq in spots:
        spot = before = histories.at(chain, seq), seq
        path = dict[str, int]()
        while before[1] and reached.get(before[0], 0) < before[1]:
            at, end = before
            path[at] = end
            if at in reached:
                before = at, reached[at]
            elif at in passed:
                before = at, 0
            else:
                before = histories.at(at, histories.start(at)), histories.start(at)
        if not path:
            continue
        if before in kept:
            kept.remove(before)
        elif len(kept) >= most:
            # whatever leads through these has no room either
            passed.update(path)
            continue
        kept.add(spot)
        reached.update(path)
    return [(seq, (histories.digest(chain, seq) or b"").hex()) for chain, seq in kept]
