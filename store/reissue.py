"""Changes of a replica that leave the ledger: recorded again under another id, or put aside."""

from __future__ import annotations

import sqlite3

from store.change import GENESIS, change_hash
from store.ledger import INSERT_CHANGE, PUBLISHED, derive_again, read_changes, row_of_change


def reissue(conn: sqlite3.Connection, old: str, keep: int, new: str) -> None:
    """Record a replica's changes after the first ``keep`` again under the id ``new``, and drop the old ones.

    Each keeps what it says and supersedes; references to a dropped change point to the new one. The state
    is derived again. ``new`` has no changes yet. Inside the caller's transaction.
    """
    moved = list(read_changes(conn, "WHERE replica = ? AND seq > ?", (old, keep)))
    _cut(conn, old, keep)
    ids = {change.id: f"{new}:{change.seq - keep}" for change in moved}
    digest, batches = GENESIS, dict[str, str]()
    for seq, change in enumerate(moved, 1):
        again = change._replace(
            replica=new,
            seq=seq,
            value=change.shown,
            batch=batches.setdefault(change.batch, _moved_batch(change.batch, keep) or str(seq)),
            supersedes=tuple(ids.get(superseded, superseded) for superseded in change.supersedes),
        )
        digest = change_hash(again, digest)
        conn.execute(INSERT_CHANGE, row_of_change(again, digest, None))
    conn.execute("UPDATE replica SET changes = ?, head = ? WHERE id = ?", (len(moved), digest, new))
    derive_again(conn)


def withdraw(conn: sqlite3.Connection, replica: str, keep: int) -> None:
    """Drop a replica's changes after the first ``keep``; the state is derived again.

    The caller has put them aside. Inside the caller's transaction.
    """
    _cut(conn, replica, keep)
    derive_again(conn)


def _cut(conn: sqlite3.Connection, replica: str, keep: int) -> None:
    row = conn.execute("SELECT hash FROM change WHERE replica = ? AND seq = ?", (replica, keep)).fetchone()
    conn.execute("DELETE FROM change WHERE replica = ? AND seq > ?", (replica, keep))
    head = GENESIS if row is None else row[0]
    conn.execute("UPDATE replica SET changes = ?, head = ? WHERE id = ?", (keep, head, replica))
    conn.execute(
        "UPDATE replica SET attested = 0, attestation = NULL WHERE id = ? AND attested > ?", (replica, keep)
    )


def _moved_batch(batch: str, keep: int) -> str:
    """The batch under its new number; empty where it began, or undoes what was made, before the move."""
    number = batch.lstrip(f"ur{PUBLISHED}")
    if not number.isdigit():
        return batch
    return f"{batch[: -len(number)]}{int(number) - keep}" if int(number) > keep else ""
