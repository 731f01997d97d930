"""What others said that they hold, in the files that came from them, and to whom one reports."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, Final, TypeAlias

from store.ledger.branches import Histories
from store.ledger.chains import read_chains
from store.ledger.change import canonical_json

End: TypeAlias = "tuple[int, str, str]"

Vector: TypeAlias = "Mapping[str, tuple[End, ...]]"
"""What somebody holds: of each replica the ends of its histories, as count, last hash (hex), and the digest
of what its author has redacted of it, or nothing."""

MAX_TOLD: Final = 100
"""Histories of one replica that are told one by one: what an author can make everybody's files grow by."""

ALL: Final = "all"
"""In place of redactions: the end stands for all histories of a replica, as their number and a digest."""


def current_vector(conn: sqlite3.Connection) -> Vector:
    """Return what is held here."""
    histories = Histories(conn)
    redactions = Redactions(conn, histories)
    ends: dict[str, list[End]] = {}
    for chain, tip in read_chains(conn).items():
        end = tip.length, tip.head.hex(), redactions.digest(chain, tip.length)
        ends.setdefault(histories.author(chain), []).append(end)
    return {replica: tuple(sorted(ends[replica])) for replica in sorted(ends)}


def told_vector(vector: Vector) -> Vector:
    """Return what is held, as it is told: of a replica of more than MAX_TOLD histories, one digest of them
    all."""
    return {replica: _told(ends) for replica, ends in vector.items()}


def _told(ends: tuple[End, ...]) -> tuple[End, ...]:
    if len(ends) <= MAX_TOLD:
        return ends
    from hashlib import sha256

    return ((len(ends), sha256(canonical_json(ends).encode()).hexdigest(), ALL),)


def _as_here(conn: sqlite3.Connection, vectors: list[Vector]) -> list[Vector]:
    """Vectors with the ends in place of a digest of those that are held here; another says nothing."""
    if not any(end[2] == ALL for vector in vectors for ends in vector.values() for end in ends):
        return vectors
    here = current_vector(conn)
    by_digest = {_told(ends): ends for ends in here.values() if len(ends) > MAX_TOLD}
    return [{replica: by_digest.get(ends, ends) for replica, ends in vector.items()} for vector in vectors]


def vector_text(vector: Vector) -> str:
    """Return what somebody holds, as it is remembered."""
    return json.dumps(vector)


def vector_in(text: str) -> Vector:
    """Return what somebody said that he holds."""
    return {
        replica: tuple((end[0], end[1], end[2] if len(end) > 2 else "") for end in ends)
        for replica, ends in json.loads(text).items()
        if ends
    }


def peer_vector(conn: sqlite3.Connection, peer: str) -> Vector:
    """Return what a peer said it holds in its newest file. May go down."""
    return _as_here(conn, [vector_in(_newest(conn, peer) or "{}")])[0]


class Redactions:
    """What the authors of changes have redacted of them, as it is held here."""

    def __init__(self, conn: sqlite3.Connection, histories: Histories) -> None:
        self._histories, self._of = histories, dict[str, list[tuple[int, bytes]]]()
        self._digests: dict[str, list[bytes]] = {}
        for chain, seq, digest in conn.execute(
            # behind the hash of the value stands who has redacted it: nobody else
            "SELECT replica, seq, hash FROM change WHERE value >= '~' AND substr(value, 67, 1) = ':'"
            " ORDER BY replica, seq"
        ):
            self._of.setdefault(chain, []).append((seq, digest))

    def digest(self, chain: str, count: int) -> str:
        """The digest of those among the ``count`` changes that lead to here; empty where there are none."""
        if not self._of:
            return ""
        path, at = [(chain, count)], self._histories.at(chain, count)
        while at not in self._digests and (start := self._histories.start(at)):
            path.append((at, start))
            at = self._histories.at(at, start)
        found = b""
        for of, until in reversed(path):
            at = self._histories.at(of, until)
            if at not in self._digests:
                self._digests[at] = self._along(at, found)
            found = self._digests[at][bisect_right(self._of.get(at, ()), until, key=itemgetter(0))]
        return found.hex()[:32]

    def _along(self, chain: str, before: bytes) -> list[bytes]:
        """The digests after none, one and more redactions of a chain, each of the one before and the next."""
        # most installations hold nothing that is redacted
        from hashlib import sha256

        digests = [before]
        for _seq, redacted in self._of.get(chain, ()):
            digests.append(sha256(digests[-1] + redacted).digest())
        return digests

    def alike(self, vector: Vector) -> Vector:
        """Those ends of a vector of which the same is redacted here, or that are not held here."""
        return {
            replica: tuple(
                (count, head, redacted)
                for count, head, redacted in ends
                if (chain := self._histories.holding(replica, count, bytes.fromhex(head))) is None
                or self.digest(chain, count) == redacted
            )
            for replica, ends in vector.items()
        }


def held_by(histories: Histories, vector: Mapping[str, Iterable[tuple[Any, ...]]]) -> dict[str, int]:
    """Return how much of each chain here somebody with this vector holds; what is not in it, he holds nothing
    of.

    Whoever holds a change holds all that lead to it. An end that is not held here says nothing.
    """
    lengths: dict[str, int] = {}
    for replica, ends in vector.items():
        for count, head, *_ in ends:
            chain = histories.holding(replica, count, bytes.fromhex(head))
            while chain is not None and lengths.get(chain, 0) < count:
                lengths[chain] = count
                count = histories.start(chain)
                chain = histories.at(chain, count) if count else None
    return lengths


RECENT = 20
"""How many of a peer's last files are looked at."""


def peer_vectors(conn: sqlite3.Connection, peer: str) -> list[Vector]:
    """Return what a peer said it holds: in its newest file, in the last, and in those since one was written
    to it.

    They differ where an old file was late, and where the peer was copied or went back to a backup: several
    databases speak under its name then. What all of them say is held for certain, and each gets an answer.
    Two recent files of one number are the mark of copies; then everything said recently counts.
    """
    return _as_here(conn, [vector_in(text) for text in _said(conn, peer)])


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
    vectors = [row[0] for n, row in enumerate(rows) if copied or row[3] or not n]
    newest = _newest(conn, peer)
    return vectors if newest is None or newest in vectors else [newest, *vectors]


def _newest(conn: sqlite3.Connection, peer: str) -> str | None:
    row = conn.execute(
        "SELECT vector FROM change_set WHERE direction = 'received' AND sender = ?"
        " ORDER BY epoch DESC, number DESC, id DESC LIMIT 1",
        (peer,),
    ).fetchone()
    return None if row is None else str(row[0])


def headquarters(conn: sqlite3.Connection, own: str) -> str | None:
    """The headquarters that one reports to: the one whose file came last.

    No epoch decides: one that was restored, wrote a file and then went back to an image is heard no more.
    """
    row = conn.execute(
        "SELECT replica.id FROM replica JOIN change_set"
        " ON change_set.direction = 'received' AND change_set.sender = replica.id"
        " WHERE replica.role = 'headquarters' AND replica.id <> ?"
        " ORDER BY change_set.id DESC LIMIT 1",
        (own,),
    ).fetchone()
    return None if row is None else str(row[0])


def hash_at(conn: sqlite3.Connection, replica: str, seq: int) -> bytes | None:
    """The hash of a replica's change, or None where it is not held."""
    row = conn.execute("SELECT hash FROM change WHERE replica = ? AND seq = ?", (replica, seq)).fetchone()
    return None if row is None else bytes(row[0])
