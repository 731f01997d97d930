"""What others said that they hold, in the files that came from them, and to whom one reports."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Kept(NamedTuple):
    """A history that lies aside somewhere: what it is of, the number of its last change, and its hash."""

    replica: str
    end: int
    head: bytes


def vector_text(vector: Mapping[str, tuple[int, str]], kept: Iterable[Kept]) -> str:
    """What somebody holds and what lies aside there, as it is remembered."""
    form: dict[str, list[Any]] = {replica: list(said) for replica, said in vector.items()}
    for one in kept:
        entry = form.setdefault(one.replica, [0, ""])
        entry[2:] = [[*(entry[2] if len(entry) > 2 else []), [one.end, one.head.hex()]]]
    return json.dumps(form)


def vector_in(text: str) -> dict[str, tuple[int, str]]:
    """What somebody said that he holds: counts and hashes (hex) by replica."""
    return {replica: (said[0], said[1]) for replica, said in json.loads(text).items() if said[0]}


def kept_in(text: str) -> frozenset[Kept]:
    """What somebody said that lies aside there."""
    return frozenset(
        Kept(replica, end, bytes.fromhex(head))
        for replica, said in json.loads(text).items()
        for end, head in (said[2] if len(said) > 2 else ())
    )


def peer_vector(conn: sqlite3.Connection, peer: str) -> dict[str, tuple[int, str]]:
    """What a peer said it holds in its newest file: counts and hashes (hex) by replica. May go down."""
    return vector_in(_newest(conn, peer) or "{}")


RECENT = 20
"""How many of a peer's last files are looked at."""


def peer_vectors(conn: sqlite3.Connection, peer: str) -> list[dict[str, tuple[int, str]]]:
    """What a peer said it holds: in its newest file, in the last, and in those since one was written to it.

    They differ where an old file was late, and where the peer was copied or went back to a backup: several
    databases speak under its name then. What all of them say is held for certain, and each gets an answer.
    Two recent files of one number are the mark of copies; then everything said recently counts.
    """
    return [vector_in(text) for text in _said(conn, peer)]


def kept_by(conn: sqlite3.Connection, peer: str) -> frozenset[Kept]:
    """What lies aside at a peer for certain: by all that :func:`peer_vectors` looks at."""
    said = [kept_in(text) for text in _said(conn, peer)]
    return frozenset.intersection(*said) if said else frozenset()


def _said(conn: sqlite3.Connection, peer: str) -> list[str]:
    rows = conn.execute(
        "SELECT vector, epoch, number, id > (SELECT coalesce(max(id), 0) FROM change_set"
        " WHERE direction = 'sent' AND peer = ?1) FROM change_set"
        " WHERE direction = 'received' AND sender = ?1 ORDER BY id DESC LIMIT ?2",
        (peer, RECENT),
    ).fetchall()
    if not rows:
        return []
    copied = len({row[1:3] for row in rows}) < len(rows)
    said = [row[0] for n, row in enumerate(rows) if copied or row[3] or not n]
    newest = _newest(conn, peer)
    return said if newest is None or newest in said else [newest, *said]


def _newest(conn: sqlite3.Connection, peer: str) -> str | None:
    row = conn.execute(
        "SELECT vector FROM change_set WHERE direction = 'received' AND sender = ?"
        " ORDER BY epoch DESC, number DESC, id DESC LIMIT 1",
        (peer,),
    ).fetchone()
    return None if row is None else str(row[0])


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
