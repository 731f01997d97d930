"""Where a change of this installation stands on its way to headquarters."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from store.identity import Identity


class SentFile(NamedTuple):
    """A change set that was written: its check code, the day (seconds since 1970 UTC) and its last change."""

    check_code: str
    at: int
    last: int


class Delivery(NamedTuple):
    """How far the own changes have got.

    ``total`` own changes exist, headquarters is known to hold the first ``confirmed`` of them.
    ``sent`` are the files written since, oldest first. Headquarters' own changes need no confirmation.
    """

    total: int
    confirmed: int
    sent: tuple[SentFile, ...]
    unconfirmed_targets: frozenset[str]

    @property
    def unconfirmed(self) -> int:
        """Number of own changes that headquarters is not known to hold."""
        return self.total - self.confirmed

    @property
    def not_exported(self) -> int:
        """Number of own changes in no file yet."""
        return self.total - max((file.last for file in self.sent), default=self.confirmed)

    def state_of(self, seq: int) -> tuple[str, SentFile | None]:
        """``received``, ``in_file`` (with the first file that carries it) or ``local``."""
        if seq <= self.confirmed:
            return "received", None
        carrier = next((file for file in self.sent if file.last >= seq), None)
        return ("in_file", carrier) if carrier is not None else ("local", None)


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


def read_delivery(conn: sqlite3.Connection, identity: Identity | None, target: str | None = None) -> Delivery:
    """The delivery of this installation's own changes; empty for a published plan.

    With a ``target`` only that one is looked for among the unconfirmed targets.
    """
    if identity is None:
        return Delivery(0, 0, (), frozenset())
    total = int(conn.execute("SELECT changes FROM replica WHERE id = ?", (identity.replica,)).fetchone()[0])
    if identity.is_headquarters:
        return Delivery(total, total, (), frozenset())
    confirmed = _confirmed(conn, identity)
    sent = tuple(
        SentFile(*row)
        for row in conn.execute(
            "SELECT check_code, at, start + count FROM change_set"
            " JOIN change_set_section ON change_set_section.change_set = change_set.id"
            " WHERE direction = 'sent' AND replica = ? AND start + count > ? ORDER BY change_set.id",
            (identity.replica, confirmed),
        )
    )
    targets = frozenset(
        row[0]
        for row in conn.execute(
            "SELECT DISTINCT target FROM change WHERE replica = ? AND seq > ?"
            + ("" if target is None else " AND target = ?"),
            (identity.replica, confirmed) if target is None else (identity.replica, confirmed, target),
        )
    )
    return Delivery(total, confirmed, sent, targets)


def is_unconfirmed(conn: sqlite3.Connection, identity: Identity | None, target: str) -> bool:
    """Whether headquarters is not known to hold some own change of this target."""
    if identity is None or identity.is_headquarters:
        return False
    row = conn.execute(
        "SELECT max(seq) FROM change WHERE target = ? AND replica = ?", (target, identity.replica)
    ).fetchone()
    return row[0] is not None and row[0] > _confirmed(conn, identity)


def _confirmed(conn: sqlite3.Connection, identity: Identity) -> int:
    confirmed = 0
    for (peer,) in conn.execute("SELECT id FROM replica WHERE role = 'headquarters'").fetchall():
        count, head = peer_vector(conn, peer).get(identity.replica, (0, ""))
        if (own := hash_at(conn, identity.replica, count)) is not None and own.hex() == head:
            confirmed = max(confirmed, count)
    return confirmed


def hash_at(conn: sqlite3.Connection, replica: str, seq: int) -> bytes | None:
    """The hash of a replica's change, or None where it is not held."""
    row = conn.execute("SELECT hash FROM change WHERE replica = ? AND seq = ?", (replica, seq)).fetchone()
    return None if row is None else bytes(row[0])
