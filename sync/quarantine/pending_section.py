"""Sections that are kept whole: compressed by themselves, with what links them to a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.db.errors import Refused
from store.ledger.append import LedgerEntry, change_of_row
from store.ledger.change import Change
from sync.quarantine.sections import PendingSection
from sync.wire.body import packed_section
from sync.wire.section import Section


def pack_section(section: Section, changes: Iterable[LedgerEntry], file: str) -> PendingSection:
    """A section of ``file`` with its changes, to be kept until what is missing arrives.

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
    return PendingSection(0, *section[:6], body)


def pass_over(section: Section, changes: Iterable[LedgerEntry], file: str) -> None:
    """Read a section and keep nothing of it. Raises as :func:`pack_section`."""
    digest = section.prev
    for row, _ in changes:
        digest = row[13]
    check_end(section, digest, file)


def check_end(section: Section, digest: bytes, file: str) -> None:
    """Raise Refused ``changeset_chain`` where the hash of a section's last change is not its head."""
    if digest != section.head:
        raise Refused("changeset_chain", file=file, replica=section.replica, seq=section.end)
