"""What a receiver is not known to hold of each replica's changes, as sections to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from store.change import GENESIS, Change
from store.database import Connection
from store.errors import Refused
from store.exchange import attestation, author, hash_at, headquarters, replicas_of_unit
from store.identity import Identity
from store.ledger import Chain, read_changes
from store.peers import peer_vectors
from store.places import Places
from store.trust import grant_to, grants
from sync.keys import sign, why_no_key
from sync.section import Section, attested

Vector: TypeAlias = "Mapping[str, tuple[int, str]]"
"""What somebody holds: count and last hash (hex) by replica."""


def concerns(conn: Connection, identity: Identity, replica: str, readers: list[str] | None) -> bool:
    """Whether a replica's changes are for these readers.

    What headquarters writes for the laptops of a unit holds its own word and that of the unit's laptops;
    what other units report and note is none of theirs.
    """
    if not identity.is_headquarters or readers is None or replica in readers:
        return True
    whose = author(conn, replica)
    units = {one.unit for reader in readers if (one := author(conn, reader) or grant_to(conn, reader))}
    return whose is not None and (whose.role == "headquarters" or whose.unit in units)


def readers_of(
    conn: Connection, identity: Identity, peer: str | None
) -> tuple[str | None, list[str] | None, list[Vector]]:
    """Whom the file is for, its readers (None: everybody), and what each said of what it holds.

    Raises Refused ``peer_unknown``.
    """
    if peer is None:
        receiver = None if identity.is_headquarters else headquarters(conn, identity.replica)
        if receiver is None:
            return None, None if identity.is_headquarters else [], []
        return receiver, [receiver], list[Vector](peer_vectors(conn, receiver))
    # somebody who has been accepted need not have written yet
    accepted = [grant.replica for grant in grants(conn) if peer in (grant.replica, grant.unit)]
    known = [peer] if author(conn, peer) is not None else replicas_of_unit(conn, peer)
    replicas = sorted({*known, *accepted} - {identity.replica})
    if not replicas:
        raise Refused("peer_unknown", found=peer)
    # several laptops of one unit share a file: it begins where all of them are
    vectors = [vector for replica in replicas for vector in (peer_vectors(conn, replica) or [{}])]
    return replicas[0] if len(replicas) == 1 else None, replicas, list[Vector](vectors)


def _start(conn: Connection, replica: str, vectors: list[Vector]) -> tuple[int, bytes]:
    """How much of a replica every reader holds, and its last hash: nothing where one has another history."""
    least: tuple[int, bytes] | None = None
    for vector in vectors:
        count, head = vector.get(replica, (0, ""))
        held = hash_at(conn, replica, count) if count else None
        if held is None or held.hex() != head:
            return 0, GENESIS
        if least is None or count < least[0]:
            least = count, held
    return least or (0, GENESIS)


def lacking(
    conn: Connection, places: Places, replica: str, chain: Chain, vectors: list[Vector]
) -> Section | None:
    """What the receiver lacks of a replica: all of it where it holds another history under this name."""
    start, prev = _start(conn, replica, vectors)
    end, head, signature = chain.length, chain.head, b""
    if why_no_key(places, replica) is None:
        signature = sign(places, replica, attested(replica, end, head))
    elif (held := attestation(conn, replica)) is not None:
        end, signature = held.length, held.signature
        head = hash_at(conn, replica, end) or GENESIS
    if not signature or start >= end:
        return None
    first = next(read_changes(conn, "WHERE replica = ? AND seq = ?", (replica, start + 1)))
    return Section(
        replica,
        start,
        end - start,
        prev,
        head,
        signature,
        first.officer,
        first.unit,
        first.recorded_at,
        first.lamport - 1,
    )


def half(conn: Connection, places: Places, section: Section) -> Section | None:
    """The first half of a section that does not fit, where its key is here to attest it."""
    if section.length < 2 or why_no_key(places, section.replica) is not None:
        return None
    half = section._replace(length=section.length // 2)
    half = half._replace(head=hash_at(conn, half.replica, half.end) or GENESIS)
    return half._replace(attestation=sign(places, half.replica, half.attested))


def changes_in(conn: Connection, section: Section) -> Iterator[Change]:
    """The changes of a section in their order."""
    return read_changes(
        conn, "WHERE replica = ? AND seq > ? AND seq <= ?", (section.replica, section.start, section.end)
    )
