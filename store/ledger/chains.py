"""How much is held of each chain: a replica's own, or a branch."""

from __future__ import annotations

import sqlite3

from store.ledger.change import GENESIS, Chain


def read_chains(conn: sqlite3.Connection) -> dict[str, Chain]:
    """The vector: what is held of each chain, a replica's own or a branch."""
    return {
        row[0]: Chain(row[1], row[2])
        for row in conn.execute("SELECT id, changes, head FROM replica WHERE changes > 0 ORDER BY id")
    }


def read_chain(conn: sqlite3.Connection, chain: str) -> Chain:
    """Return what is held of one chain."""
    row = conn.execute("SELECT changes, head FROM replica WHERE id = ? AND changes > 0", (chain,)).fetchone()
    return Chain(0, GENESIS) if row is None else Chain(*row)
