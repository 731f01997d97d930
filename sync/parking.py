"""Sections that are kept aside whole: compressed by themselves, with what links them to a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from store.change import Change
from store.database import Connection
from store.errors import Refused
from store.exchange import attestation
from store.ledger import Chain, LedgerEntry, change_of_row, entries_between
from store.parked import Parked
from sync.body import packed_section
from sync.comparing import hash_before
from sync.section import Section


def packed(section: Section, changes: Iterable[LedgerEntry], file: str) -> Parked:
    """A section of ``file`` with its changes, to be parked as a gap.

    Raises FormError, or Refused ``changeset_chain`` where the changes do not end at its head.
    """
    last = section.prev

    def kept() -> Iterator[Change]:
        nonlocal last
        for row, _ in changes:
            last = row[13]
            yield change_of_row(row)

    body = packed_section(section, kept())
    check_end(section, last, file)
    return Parked(0, *section[:6], body, "gap")


def packed_rest(conn: Connection, replica: str, differs: int, held: Chain, file: str) -> Parked:
    """What is held of a replica from change ``differs`` on, to be set aside as a fork."""
    entries = entries_between(conn, replica, differs - 1, held.length)
    first = next(entries)
    change = change_of_row(first[0])
    # the signature is passed on with it: what an author has signed is all that can be held of another
    signed = attestation(conn, replica)
    section = Section(
        replica,
        differs - 1,
        held.length - differs + 1,
        hash_before(conn, replica, differs),
        held.head,
        signed.signature if signed is not None and signed.length == held.length else b"",
        change.officer,
        change.unit,
        change.recorded_at,
        change.lamport - 1,
    )
    return packed(section, chain((first,), entries), file)._replace(reason="fork", differs=differs)


def pass_over(section: Section, changes: Iterable[LedgerEntry], file: str) -> None:
    """Read a section and keep nothing of it. Raises as :func:`packed`."""
    digest = section.prev
    for row, _ in changes:
        digest = row[13]
    check_end(section, digest, file)


def check_end(section: Section, digest: bytes, file: str) -> None:
    """Raise Refused ``changeset_chain`` where the hash of a section's last change is not its head."""
    if digest != section.head:
        raise Refused("changeset_chain", file=file, replica=section.replica, seq=section.end)
