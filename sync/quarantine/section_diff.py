"""A section against what is held of its author's histories: which of them it follows, and how far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain as joined
from typing import NamedTuple

from store.db.database import Connection
from store.exchange.change_sets import hashes_between
from store.exchange.trust import Authority
from store.ledger.append import LedgerEntry
from store.ledger.branches import Histories, branch_id
from store.ledger.change import GENESIS, highest_lamport
from store.ledger.intake import Intake
from sync.wire.decoding import Vouch, decode_changes, unvouched
from sync.wire.lines import LineReader
from sync.wire.section import Section

Decoded = Iterator[LedgerEntry]


class SectionDiff(NamedTuple):
    """How far a section follows what is held: to change ``after`` of ``chain``.

    ``changes`` are those beyond, ``digest`` the hash of the last before them. Where ``first`` is given, the
    chain goes on otherwise there: it is the hash of the first change that differs.
    """

    chain: str
    after: int
    changes: Decoded
    digest: bytes
    first: bytes | None


def chain_before(histories: Histories, intake: Intake, section: Section) -> str | None:
    """The chain that holds what a section begins behind; None where that has not arrived."""
    if not section.start:
        return section.replica
    tip = intake.held(section.replica)
    if tip.length == section.start and tip.head == section.prev:
        return section.replica
    intake.flush()
    return histories.holding(section.replica, section.start, section.prev)


def diff_section(
    conn: Connection,
    histories: Histories,
    intake: Intake,
    section: Section,
    chain: str,
    changes: Decoded,
    meet: Callable[[str, LedgerEntry], None],
) -> SectionDiff:
    """Follow a section, which begins in ``chain``, as far as its changes are held. Raises FormError.

    ``meet`` is told of each that is held without its value, with its chain.
    """
    digest, at = section.prev, section.start
    while at < section.end and at < intake.held(chain).length:
        intake.flush()
        # the hashes first: zip must not take a change for which no hash is held
        hashes = hashes_between(conn, chain, at, section.end)
        for (digest_here, is_gone), entry in zip(hashes, changes, strict=False):
            digest_there = entry[0][13]
            if digest_there != digest_here:
                changes = joined((entry,), changes)
                other = branch_id(section.replica, digest_there)
                if other not in histories:
                    return SectionDiff(chain, at, changes, digest, digest_there)
                chain = other
                break
            if is_gone:
                meet(chain, entry)
            digest, at = digest_there, at + 1
    return SectionDiff(chain, at, changes, digest or GENESIS, None)


def decode_section(
    section: Section,
    lines: LineReader,
    granted: Authority | None = None,
    vouch: Vouch = unvouched,
) -> Decoded:
    """The changes of a section, each with the reason to hold it.

    That follows from what its author is ``granted``. ``vouch`` is asked of each that is redacted. Raises
    FormError.
    """
    if granted is None:
        return decode_changes(section, iter(lines), lambda kind, unit: None, superseding=lines.superseding)
    changes = decode_changes(
        section, iter(lines), granted.judge, highest_lamport(granted.role), vouch, lines.superseding
    )
    dated = granted.until is not None or granted.kept is not None
    return _in_time(changes, granted) if dated else changes


def _in_time(changes: Decoded, granted: Authority) -> Decoded:
    for row, supersedes in changes:
        late = granted.is_late(row[3]) or granted.kept is not None
        # which of those that a revocation leaves it is shows once it has its place
        yield (*row[:14], row[14] or ("revoked" if late else None)), supersedes
