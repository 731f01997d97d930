"""A ledger as it was when somebody held no more than a vector says, in memory, beside the one in use."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.exchange.peers import Vector, held_by
from store.ledger.append import rebuild_derived
from store.ledger.branches import Histories
from store.ledger.change import GENESIS
from store.plan.save import delete_plan


class CutLedger(NamedTuple):
    """The copy, and how many changes it lacks that are held by now."""

    store: Store
    later: int


@contextmanager
def cut_back(store: Store, vector: Vector, newest: int) -> Iterator[CutLedger]:
    """The ledger without what came after ``vector``, and the plan without versions after ``newest``.

    Raises UserError ``vector_missing`` where the vector has changes that are not held here.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        store.conn.backup(copy)
        copy.execute("BEGIN")
        later = _cut(copy, vector, newest)
        copy.execute("COMMIT")
        yield CutLedger(Store(copy, store.path, read_only=True), later)
    finally:
        copy.close()


def _cut(conn: sqlite3.Connection, vector: Vector, newest: int) -> int:
    histories = Histories(conn)
    for replica, ends in vector.items():
        for count, head, *_ in ends:
            if histories.holding(replica, count, bytes.fromhex(head)) is None:
                raise UserError("vector_missing", replica=replica, number=count)
    counts = held_by(histories, vector)
    before = int(conn.execute("SELECT count(*) FROM change").fetchone()[0])
    for (chain,) in conn.execute("SELECT id FROM replica").fetchall():
        kept = counts.get(chain, histories.start(chain))
        conn.execute("DELETE FROM change WHERE replica = ? AND seq > ?", (chain, kept))
        last = (histories.digest(chain, kept) if kept else None) or GENESIS
        conn.execute("UPDATE replica SET changes = ?, head = ? WHERE id = ?", (kept, last, chain))
    for (revision,) in conn.execute("SELECT revision FROM plan WHERE revision > ?", (newest,)).fetchall():
        delete_plan(conn, revision)
    later = before - int(conn.execute("SELECT count(*) FROM change").fetchone()[0])
    if later:
        rebuild_derived(conn)
    return later
