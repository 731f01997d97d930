"""Letting a history part from another in the ledger, and dropping what is held of a replica."""

from __future__ import annotations

import sqlite3

from store.ledger.branches import Branch, Histories, branch_id, read_branches
from store.ledger.change import GENESIS


def fork_chain(
    conn: sqlite3.Connection, histories: Histories, replica: str, chain: str, after: int, first: bytes
) -> tuple[Branch, bool]:
    """Let another history begin after the first ``after`` changes of the one that leads into ``chain``.

    ``first`` is the hash of its first change, which differs from the one that ``chain`` has there. Returns
    the new branch, and whether its hash is the smaller one: then histories are to be named again by
    :func:`store.ledger.naming.name_histories`. Inside the caller's transaction.
    """
    existing = histories.digest(chain, after + 1)
    before = (histories.digest(chain, after) if after else None) or GENESIS
    assert existing is not None
    branch = Branch(branch_id(replica, first), replica, chain, after)
    conn.execute("INSERT INTO replica (id, changes, head) VALUES (?, ?, ?)", (branch.chain, after, before))
    conn.execute("INSERT INTO branch (chain, replica, parent, start) VALUES (?, ?, ?, ?)", branch)
    histories.part(branch)
    return branch, first < existing


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
