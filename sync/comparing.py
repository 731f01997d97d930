"""A section against what is held of its author: where the two histories part, or what continues it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from store.change import highest_lamport
from store.database import Connection
from store.exchange import hash_at, hashes_between
from store.ledger import Intake, LedgerEntry
from store.trust import Standing
from sync.coding import Vouch, decode_changes, unvouched
from sync.lines import LineReader
from sync.section import Section

Decoded = Iterator[LedgerEntry]


class Meeting(NamedTuple):
    """A section against what is held: the first number that differs, and the changes from there on.

    Where none differs, the changes beyond what is held, and the hash before them.
    """

    differs: int | None
    changes: Decoded
    digest: bytes


def meet(conn: Connection, intake: Intake, section: Section, changes: Decoded, *, own: bool) -> Meeting:
    """Compare a section that begins within what is held with it, up to the first difference.

    Of one's ``own`` history, what goes beyond what is held differs too: nobody else writes it. Raises
    FormError.
    """
    held = intake.held(section.replica)
    digest = section.prev
    if section.start == held.length:
        if section.prev != held.head:
            return Meeting(section.start, changes, digest)
    else:
        intake.flush()
        if section.start and hash_at(conn, section.replica, section.start) != section.prev:
            return Meeting(section.start, changes, digest)
        # the hashes first: zip must not take a change for which no hash is held
        mine = hashes_between(conn, section.replica, section.start, section.end)
        for held_hash, entry in zip(mine, changes, strict=False):
            digest = entry[0][13]
            if digest != held_hash:
                return Meeting(int(entry[0][1]), chain((entry,), changes), digest)
    if own and (more := next(changes, None)) is not None:
        return Meeting(int(more[0][1]), chain((more,), changes), digest)
    return Meeting(None, changes, digest)


def hash_before(conn: Connection, replica: str, seq: int) -> bytes:
    """The hash of the change before ``seq``; empty before the first."""
    return hash_at(conn, replica, seq - 1) or b""


def decoded(
    section: Section,
    lines: LineReader,
    granted: Standing | None,
    vouch: Vouch = unvouched,
) -> Decoded:
    """The changes of a section, each with the reason to hold it by its author's grant.

    ``vouch`` is shown each that is redacted. Raises FormError.
    """
    if granted is None:
        return decode_changes(section, iter(lines), lambda kind, unit: None)
    changes = decode_changes(section, iter(lines), granted.judge, highest_lamport(granted.role), vouch)
    return changes if granted.until is None and granted.kept is None else _in_time(changes, granted)


def _in_time(changes: Decoded, granted: Standing) -> Decoded:
    for row, supersedes in changes:
        held = row[14] or ("revoked" if granted.is_revoked(row[1], row[3]) else None)
        yield (*row[:14], held), supersedes
