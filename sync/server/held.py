"""What lies on a server for good, so that an own file need not carry it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from store.db.database import Connection
from store.exchange.peers import Redactions, Vector, held_by
from store.ledger.branches import Histories
from store.ledger.chains import read_chains

_CHUNK: Final = 500
_EITHER: Final = "direction IN ('sent', 'received')"
"""As the index of hashes begins."""


def extended(conn: Connection, held: Vector, digests: Iterable[bytes], own: str) -> Vector:
    """Return what lies on a server with these files as well: all that own ones carry, of others what is
    theirs.

    What somebody carries of others does not count: who does not accept him takes nothing of it.
    """
    histories = Histories(conn)
    redactions = Redactions(conn, histories)
    lengths = held_by(histories, redactions.alike(held))
    for sender, chain, start, count in _sections(conn, list(digests)):
        if sender not in (own, histories.author(chain)):
            continue
        if start <= max(lengths.get(chain, 0), histories.start(chain)):
            lengths[chain] = max(lengths.get(chain, 0), start + count)
    ends: dict[str, list[tuple[int, str, str]]] = {}
    for chain, length in lengths.items():
        if (digest := histories.digest(chain, length)) is not None:
            end = length, digest.hex(), redactions.digest(chain, length)
            ends.setdefault(histories.author(chain), []).append(end)
    return _sorted(ends)


def without(conn: Connection, held: Vector, digest: bytes | None) -> Vector:
    """Return what lies there where this file does not any more: nothing of those of whom it carried
    something.

    Where nobody knows what it carried, nothing lies there.
    """
    histories = Histories(conn)
    lost = {histories.author(chain) for _, chain, *_ in _sections(conn, [digest] if digest else [])}
    return {replica: ends for replica, ends in held.items() if lost and replica not in lost}


def recorded(conn: Connection, digests: Iterable[bytes]) -> set[bytes]:
    """Those of these files that were sent or taken here."""
    found: set[bytes] = set()
    wanted = list(digests)
    for at in range(0, len(wanted), _CHUNK):
        some = wanted[at : at + _CHUNK]
        marks = ",".join("?" * len(some))
        found.update(
            row[0]
            for row in conn.execute(
                f"SELECT sha256 FROM change_set WHERE {_EITHER} AND sha256 IN ({marks})", some
            )
        )
    return found


def lies_there(conn: Connection, held: Vector) -> bool:
    """Return True if all changes that are held here lie there."""
    histories = Histories(conn)
    lengths = held_by(histories, Redactions(conn, histories).alike(held))
    return all(tip.length <= lengths.get(chain, 0) for chain, tip in read_chains(conn).items())


def _sorted(ends: Mapping[str, list[tuple[int, str, str]]]) -> Vector:
    return {replica: tuple(sorted(ends[replica])) for replica in sorted(ends)}


def _sections(conn: Connection, digests: list[bytes]) -> list[tuple[str, str, int, int]]:
    """Sender, chain, start and length of the sections of these files, in the order in which they came."""
    rows: list[tuple[int, str, str, int, int]] = []
    for at in range(0, len(digests), _CHUNK):
        some = digests[at : at + _CHUNK]
        rows += conn.execute(
            "SELECT change_set.id, sender, section.replica, start, count FROM change_set"
            " JOIN change_set_section AS section ON section.change_set = change_set.id"
            f" WHERE {_EITHER} AND sha256 IN ({','.join('?' * len(some))})",
            some,
        ).fetchall()
    return [row[1:] for row in sorted(rows)]
