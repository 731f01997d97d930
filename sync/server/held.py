"""What lies on a server for good, so that an own file need not carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Final, NamedTuple

from store.db.database import Connection
from store.db.places import Places
from store.exchange.peers import Redactions, Vector, held_by
from store.ledger.branches import Histories, read_branches
from store.ledger.chains import read_chains
from sync.file_proof import signed_sections

_CHUNK: Final = 500
_EITHER: Final = "direction IN ('sent', 'received')"
"""As the index of hashes begins."""


class _Row(NamedTuple):
    """A section of a file as it is remembered: the last of its changes is that with the number ``end``."""

    file: int
    direction: str
    digest: bytes
    sender: str
    chain: str
    start: int
    end: int


def extended(conn: Connection, places: Places, held: Vector, digests: Iterable[bytes], own: str) -> Vector:
    """Return what lies on a server with these files as well: all that own ones carry, of others what is
    theirs.

    What somebody carries of others does not count: who does not accept him takes nothing of it.
    """
    histories = Histories(conn)
    redactions = Redactions(conn, histories)
    lengths = held_by(histories, redactions.alike(held))
    for chain, start, last in _carried(conn, places, histories, digests, own):
        if start <= max(lengths.get(chain, 0), histories.start(chain)):
            lengths[chain] = max(lengths.get(chain, 0), last)
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
    lost = {histories.author(row.chain) for row in _rows(conn, [digest] if digest else [])}
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


def _carried(
    conn: Connection, places: Places, histories: Histories, digests: Iterable[bytes], own: str
) -> Iterator[tuple[str, int, int]]:
    """Yield what these files carry of their senders, and own ones of all: chain, start and end.

    What waited when a file came is noted under its author's id, and may be of another history. So where one
    has several, or something of it waits, the file itself is asked, once.
    """
    unsure = {branch.replica for branch in read_branches(conn)}
    unsure.update(replica for (replica,) in conn.execute("SELECT replica FROM parked_section"))
    asked = set[tuple[int, str]]()
    for row in _rows(conn, digests):
        author = histories.author(row.chain)
        if row.sender not in (own, author) or (row.file, author) in asked:
            continue
        if row.direction == "sent" or author not in unsure:
            yield row.chain, row.start, row.end
            continue
        asked.add((row.file, author))
        for section in sorted(signed_sections(places, row.digest.hex()), key=attrgetter("start")):
            if section.replica == author:
                chain = histories.holding(author, section.end, section.head)
                if chain is not None:
                    yield chain, section.start, section.end


def _rows(conn: Connection, digests: Iterable[bytes]) -> list[_Row]:
    """Return the sections of these files, in the order in which they came."""
    rows, wanted = list[_Row](), list(digests)
    for at in range(0, len(wanted), _CHUNK):
        some = wanted[at : at + _CHUNK]
        rows += map(
            _Row._make,
            conn.execute(
                "SELECT change_set.id, direction, sha256, sender, section.replica, start, start + count"
                " FROM change_set JOIN change_set_section AS section ON section.change_set = change_set.id"
                f" WHERE {_EITHER} AND sha256 IN ({','.join('?' * len(some))})",
                some,
            ),
        )
    return sorted(rows)
