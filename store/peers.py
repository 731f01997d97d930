"""What others said that they hold, in the files that came from them, and to whom one reports."""

from __future__ import annotations

import json
import sqlite3


def peer_vector(conn: sqlite3.Connection, peer: str) -> dict[str, tuple[int, str]]:
    """What a peer said it holds in its newest file: counts and hashes (hex) by replica. May go down."""
    row = conn.execute(
        "SELECT vector FROM change_set WHERE direction = 'received' AND sender = ?"
        " ORDER BY epoch DESC, number DESC, id DESC LIMIT 1",
        (peer,),
    ).fetchone()
    return {} if row is None else _vector(row[0])


RECENT = 20
"""How many of a peer's last files are looked at."""


def peer_vectors(conn: sqlite3.Connection, peer: str) -> list[dict[str, tuple[int, str]]]:
    """What a peer said it holds: in its newest file, in the last, and in those since one was written to it.

    They differ where an old file was late, and where the peer was copied or went back to a backup: several
    databases speak under its name then. What all of them say is held for certain, and each gets an answer.
    Two recent files of one number are the mark of copies; then everything said recently counts.
    """
    rows = conn.execute(
        "SELECT vector, epoch, number, id > (SELECT coalesce(max(id), 0) FROM change_set"
        " WHERE direction = 'sent' AND peer = ?1) FROM change_set"
        " WHERE direction = 'received' AND sender = ?1 ORDER BY id DESC LIMIT ?2",
        (peer, RECENT),
    ).fetchall()
    if not rows:
        return []
    copied = len({row[1:3] for row in rows}) < len(rows)
    said = [_vector(row[0]) for n, row in enumerate(rows) if copied or row[3] or not n]
    newest = peer_vector(conn, peer)
    return said if newest in said else [newest, *said]


def _vector(text: str) -> dict[str, tuple[int, str]]:
    return {replica: (n, head) for replica, (n, head) in json.loads(text).items()}


def headquarters(conn: sqlite3.Connection, own: str) -> str | None:
    """The headquarters that one reports to: of those heard from, the newest epoch, then the latest file."""
    row = conn.execute(
        "SELECT replica.id FROM replica JOIN change_set"
        " ON change_set.direction = 'received' AND change_set.sender = replica.id"
        " WHERE replica.role = 'headquarters' AND replica.id <> ?"
        " ORDER BY change_set.epoch DESC, change_set.id DESC LIMIT 1",
        (own,),
    ).fetchone()
    return None if row is None else str(row[0])


def hash_at(conn: sqlite3.Connection, replica: str, seq: int) -> bytes | None:
    """The hash of a replica's change, or None where it is not held."""
    row = conn.execute("SELECT hash FROM change WHERE replica = ? AND seq = ?", (replica, seq)).fetchone()
    return None if row is None else bytes(row[0])
