"""Letting a history part from another in the ledger, and dropping what is held of a replica."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from store.ledger.branches import Branch, Histories, branch_id, read_branches
from store.ledger.change import GENESIS


def fork_chain(
    conn: sqlite3.Connection, histories: Histories, replica: str, chain: str, after: int, first: bytes
) -> tuple[str, Branch]:
    """Let another history begin after the first ``after`` changes of the one that leads into ``chain``.

    ``first`` is the hash of its first change, which differs from the one that ``chain`` has there. Returns
    the chain to which it is to be added, and the new branch: that chain, or what ``chain`` had until now,
    where the smaller hash is the new one. Then the state must be derived again. Inside the caller's
    transaction.
    """
    existing = histories.digest(chain, after + 1)
    before = (histories.digest(chain, after) if after else None) or GENESIS
    assert existing is not None
    if first > existing:
        branch = Branch(branch_id(replica, first), replica, chain, after)
        conn.execute(
            "INSERT INTO replica (id, changes, head) VALUES (?, ?, ?)", (branch.chain, after, before)
        )
        conn.execute("INSERT INTO branch (chain, replica, parent, start) VALUES (?, ?, ?, ?)", branch)
        histories.part(branch, moved=False)
        return branch.chain, branch
    moved = branch_id(replica, existing)
    conn.execute(
        "INSERT INTO replica (id, changes, head, attested, attestation)"
        " SELECT ?1, changes, head, iif(attested > ?3, attested, 0), iif(attested > ?3, attestation, NULL)"
        " FROM replica WHERE id = ?2",
        (moved, chain, after),
    )
    conn.execute(
        "UPDATE replica SET changes = ?2, head = ?3, attested = iif(attested > ?2, 0, attested),"
        " attestation = iif(attested > ?2, NULL, attestation) WHERE id = ?1",
        (chain, after, before),
    )
    conn.execute("UPDATE change SET replica = ? WHERE replica = ? AND seq > ?", (moved, chain, after))
    conn.execute("UPDATE branch SET parent = ? WHERE parent = ? AND start > ?", (moved, chain, after))
    branch = Branch(moved, replica, chain, after)
    conn.execute("INSERT INTO branch (chain, replica, parent, start) VALUES (?, ?, ?, ?)", branch)
    _move_sections(conn, chain, moved, after)
    histories.part(branch, moved=True)
    return chain, branch


def parted_runs(
    runs: Iterable[tuple[str, int, int]], chain: str, branch: Branch
) -> Iterator[tuple[str, int, int]]:
    """Yield runs of changes, those of ``chain`` cut where what it had has become a branch."""
    for whose, start, count in runs:
        if whose != chain or start + count <= branch.start:
            yield whose, start, count
            continue
        if start < branch.start:
            yield chain, start, branch.start - start
        yield branch.chain, (begins := max(start, branch.start)), start + count - begins


def forget_replica(conn: sqlite3.Connection, replica: str) -> None:
    """Drop all that is held of a replica. Then the state must be derived again."""
    for chain in Histories(conn).chains(replica):
        conn.execute("DELETE FROM change WHERE replica = ?", (chain,))
        conn.execute(
            "UPDATE replica SET changes = 0, head = x'', attested = 0, attestation = NULL WHERE id = ?",
            (chain,),
        )
    branches = [(branch.chain,) for branch in read_branches(conn, replica)]
    conn.executemany("DELETE FROM branch WHERE chain = ?", branches)
    conn.executemany("DELETE FROM change_set_section WHERE replica = ?", branches)
    conn.executemany("DELETE FROM replica WHERE id = ?", branches)


def note_carried(conn: sqlite3.Connection, change_set: int, chain: str, start: int, end: int) -> None:
    """Note that a file carried these changes of a chain, if it is not noted: until they joined, they stood
    under their author's id."""
    conn.execute(
        "INSERT INTO change_set_section SELECT ?1, ?2, ?3, ?4 - ?3 WHERE NOT EXISTS (SELECT 1 FROM"
        " change_set_section WHERE change_set = ?1 AND replica = ?2 AND start <= ?3 AND start + count >= ?4)"
        " ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
        (change_set, chain, start, end),
    )


def _move_sections(conn: sqlite3.Connection, chain: str, moved: str, after: int) -> None:
    """Which files carried the changes that have moved: a section that begins before is cut in two."""
    conn.execute(
        "INSERT INTO change_set_section SELECT change_set, ?2, max(start, ?3),"
        " start + count - max(start, ?3) FROM change_set_section WHERE replica = ?1 AND start + count > ?3"
        " ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
        (chain, moved, after),
    )
    conn.execute(
        "DELETE FROM change_set_section WHERE replica = ? AND start >= ?",
        (chain, after),
    )
    conn.execute(
        "UPDATE change_set_section SET count = ?2 - start WHERE replica = ?1 AND start + count > ?2",
        (chain, after),
    )
