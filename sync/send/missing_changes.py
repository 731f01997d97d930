"""What a receiver is not known to hold of each replica's changes, as sections to be written."""

from __future__ import annotations

from collections.abc import Iterator

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.change_sets import attestation, author, replicas_of_unit
from store.exchange.peers import Vector, headquarters, peer_vectors
from store.exchange.trust import grant_to, grants
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import GENESIS, Change, change_hash
from store.ledger.identity import Identity
from sync.wire.keys import public_key, sign, verify, why_no_key
from sync.wire.section import Section


def concerns(conn: Connection, identity: Identity, replica: str, readers: list[str] | None) -> bool:
    """Return True if a replica's changes are for these readers.

    What headquarters writes for the laptops of a unit holds its own word and that of the unit's laptops;
    what other units report and note is none of theirs. Another headquarters gets everything.
    """
    if not identity.is_headquarters or readers is None or replica in readers:
        return True
    whose = author(conn, replica)
    accepted_readers = [
        accepted for reader in readers if (accepted := author(conn, reader) or grant_to(conn, reader))
    ]
    return any(accepted.role == "headquarters" for accepted in accepted_readers) or (
        whose is not None
        and (whose.role == "headquarters" or whose.unit in {accepted.unit for accepted in accepted_readers})
    )


def readers_of(
    conn: Connection, identity: Identity, peer: str | None
) -> tuple[str | None, list[str] | None, list[Vector]]:
    """Return whom the file is for, its readers (None: everybody), and what each said of what it holds.

    Raises UserError ``peer_unknown``.
    """
    if peer is None:
        receiver = None if identity.is_headquarters else headquarters(conn, identity.replica)
        if receiver is None:
            return None, None if identity.is_headquarters else [], []
        return receiver, [receiver], peer_vectors(conn, receiver)
    # somebody who has been accepted need not have written yet
    accepted = [grant.replica for grant in grants(conn) if peer in (grant.replica, grant.unit)]
    introduced = [peer] if author(conn, peer) is not None else replicas_of_unit(conn, peer)
    replicas = sorted({*introduced, *accepted} - {identity.replica})
    if not replicas:
        raise UserError("peer_unknown", found=peer)
    # several laptops of one unit share a file: it begins where all of them are
    vectors = [vector for replica in replicas for vector in (peer_vectors(conn, replica) or [{}])]
    return replicas[0] if len(replicas) == 1 else None, replicas, vectors


def missing_changes(
    conn: Connection, histories: Histories, chain: str, reached: list[dict[str, int]]
) -> Section | None:
    """Return what of a chain some reader lacks, by how much of it each has ``reached``; None where that is
    nothing.

    It ends where its author's signature does that is held: nobody signs for another, nor later.
    """
    signed = attestation(conn, chain)
    start = max(min((lengths.get(chain, 0) for lengths in reached), default=0), histories.start(chain))
    if signed is None or start >= signed.length:
        return None
    first = next(read_changes(conn, "WHERE replica = ? AND seq = ?", (chain, start + 1)))
    return Section(
        histories.author(chain),
        start,
        signed.length - start,
        (histories.digest(chain, start) if start else None) or GENESIS,
        histories.digest(chain, signed.length) or GENESIS,
        signed.signature,
        first.officer,
        first.unit,
        first.recorded_at,
        first.lamport - 1,
    )


def shortened(conn: Connection, places: Places, section: Section, chain: str, length: int) -> Section | None:
    """The first ``length`` changes of a section, signed anew; None without the author's key, or where the
    rest does not prove that this key has signed them already."""
    if length < 1 or why_no_key(places, section.replica) is not None:
        return None
    short = section._replace(length=length)
    short = short._replace(head=Histories(conn).digest(chain, short.end) or GENESIS)
    if not _leads_to(conn, section, chain, short) or not _is_own(places, section):
        return None
    return short._replace(attestation=sign(places, section.replica, short.attested))


def _is_own(places: Places, section: Section) -> bool:
    """Return True if the key that lies here has signed a section."""
    return verify(public_key(places, section.replica), section.attested, section.attestation)


def _leads_to(conn: Connection, section: Section, chain: str, short: Section) -> bool:
    """Return True if the changes beyond the first of a section link these to what is signed."""
    digest = short.head
    for change in changes_in(conn, section._replace(start=short.end, length=section.end - short.end), chain):
        digest = change_hash(change, digest)
    return digest == section.head


def changes_in(conn: Connection, section: Section, chain: str) -> Iterator[Change]:
    """The changes of a section, which stands in a chain, in their order."""
    for change in read_changes(
        conn, "WHERE replica = ? AND seq > ? AND seq <= ?", (chain, section.start, section.end)
    ):
        yield change if chain == section.replica else change._replace(replica=section.replica)
