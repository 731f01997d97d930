"""Joining sections to what is held: what continues it is inserted, what begins beyond is parked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from store.change import Change, Register
from store.database import Connection
from store.errors import Refused
from store.exchange import (
    Author,
    Parked,
    attest,
    author,
    hash_at,
    hashes_between,
    introduce,
    park,
    parked_reaching,
    quarantine,
    unpark,
)
from store.ledger import Intake, LedgerEntry, change_of_row
from store.permission import overstep
from store.state import TooManyHeads
from sync.body import packed_section, unpacked_section
from sync.coding import decode_changes
from sync.keys import verify
from sync.lines import LineReader
from sync.section import Section

_PROGRESS_STEP: Final = 1_000

Decoded = Iterator[LedgerEntry]


class Joining:
    """Takes the sections of one file within the caller's transaction.

    An author known by a relay alone is taken at the relay's word: first sight counts, and never changes.
    """

    def __init__(
        self,
        conn: Connection,
        bearer: Author,
        authors: Mapping[str, Author],
        file: str,
        total: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._conn, self._bearer, self._authors, self._file = conn, bearer, authors, file
        self._total, self._progress = total, progress
        self._intake = Intake(conn)
        self._parked: list[Parked] = []
        self._read = 0
        self.sections: list[Section] = []
        self.new = 0
        self.overstepping = 0

    def take(self, section: Section, lines: LineReader) -> None:
        """Take the next section of the file; its changes are read from ``lines``.

        Raises FormError, or Refused ``changeset_signature``, ``changeset_chain`` or ``changeset_fork``.
        """
        known = self._author(section.replica)
        if not verify(known.public_key, section.attested, section.attestation):
            raise Refused("changeset_signature", file=self._file)
        self.sections.append(section)
        changes = _decoded(section, lines, known)
        if section.start > self._intake.held(section.replica).length:
            self._parked.append(self._packed(section, changes))
            return
        fork = self._join(section, changes)
        if fork is not None:
            raise Refused("changeset_fork", file=self._file, replica=section.replica, seq=fork)

    def join_parked(self) -> None:
        """Join every section parked earlier that what is held now reaches; forks are quarantined."""
        self._intake.flush()
        while (parked := parked_reaching(self._conn)) is not None:
            section, lines = unpacked_section(parked.body)
            fork = self._join(section, _decoded(section, lines, self._author(section.replica)))
            self._intake.flush()
            if fork is None:
                unpark(self._conn, parked)
            else:
                quarantine(self._conn, parked)

    def finish(self, change_set: int) -> None:
        """Write what is pending; ``change_set`` is the row of the file, with which sections are parked."""
        self._intake.finish()
        for parked in self._parked:
            park(self._conn, change_set, parked)
        if self._progress is not None:
            self._progress(self._total, self._total)

    def conflicts(self) -> tuple[Register, ...]:
        """The touched registers that are in conflict now, sorted; after :meth:`finish`."""
        return tuple(sorted(self._intake.conflicts))

    def _join(self, section: Section, changes: Decoded) -> int | None:
        """Insert what of a section is not held; where it continues another history, the first number that
        differs, and then nothing is inserted. Raises Refused ``changeset_chain``."""
        held = self._intake.held(section.replica)
        digest = section.prev
        if section.start == held.length:
            if section.prev != held.head:
                return section.start
        else:
            self._intake.flush()
            if section.start and hash_at(self._conn, section.replica, section.start) != section.prev:
                return section.start
            # the hashes first: zip must not take a change for which no hash is held
            mine = hashes_between(self._conn, section.replica, section.start, section.end)
            for held_hash, (row, _) in zip(mine, self._counted(changes), strict=False):
                digest = row[13]
                if digest != held_hash:
                    return int(row[1])
        try:
            new, overstepping = self._intake.extend(section.replica, self._counted(changes))
        except TooManyHeads as error:
            raise Refused("changeset_limit", file=self._file, detail=" ".join(error.args[0])) from error
        self.new += new
        self.overstepping += overstepping
        if new:
            digest = self._intake.held(section.replica).head
        if digest != section.head:
            raise Refused("changeset_chain", file=self._file, replica=section.replica, seq=section.end)
        attest(self._conn, section.replica, section.end, section.attestation)
        return None

    def _packed(self, section: Section, changes: Decoded) -> Parked:
        last = section.prev

        def kept() -> Iterator[Change]:
            nonlocal last
            for row, _ in self._counted(changes):
                last = row[13]
                yield change_of_row(row)

        body = packed_section(section, kept())
        if last != section.head:
            raise Refused("changeset_chain", file=self._file, replica=section.replica, seq=section.end)
        return Parked(0, *section[:6], body, "gap")

    def _counted(self, changes: Decoded) -> Decoded:
        return changes if self._progress is None else self._counting(changes)

    def _counting(self, changes: Decoded) -> Decoded:
        for entry in changes:
            self._count()
            yield entry

    def _count(self) -> None:
        self._read += 1
        if self._progress is not None and self._read % _PROGRESS_STEP == 0:
            self._progress(min(self._read, self._total), self._total)

    def _author(self, replica: str) -> Author:
        told, known = self._authors.get(replica), author(self._conn, replica)
        if known is None:
            if told is None:
                raise Refused("changeset_signature", file=self._file)
            introduce(self._conn, told, self._bearer.replica)
            return told
        if told is not None and told._replace(officer=known.officer) != known:
            raise Refused("changeset_signature", file=self._file)
        return known


def _decoded(section: Section, lines: LineReader, known: Author) -> Decoded:
    return decode_changes(
        section,
        iter(lines),
        lambda kind, unit: overstep(kind, unit, author_role=known.role, author_unit=known.unit),
    )
