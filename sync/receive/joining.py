"""Joining sections to what is held: each history of a replica is held beside the others, none gives way.

What continues a history is added to it, what leaves it becomes a history of its own, and what begins beyond
all that is held is pending. Where somebody else has written on under this installation's own id, and its own
history does not bear that id any more, this database is a copy or went back in time, and goes on under a new
identity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import chain as joined
from typing import Final

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.change_sets import Author, attest
from store.exchange.trust import Authority, authority_of, rejudge_changes
from store.ledger.append import LedgerEntry, rebuild_derived
from store.ledger.branches import read_branches
from store.ledger.change import Chain, Change, Redaction, Register
from store.ledger.heads import conflicts_among
from store.ledger.identity import Identity
from store.ledger.intake import Intake
from store.ledger.naming import Run, name_histories
from store.ledger.parting import fork_chain, note_carried
from sync.identity.identity import Succession, take_new_identity
from sync.quarantine.section_diff import Decoded, chain_before, decode_section, diff_section
from sync.quarantine.sections import (
    PendingSection,
    check_end,
    drop_pending,
    joinable_sections,
    keep_pending,
    pack_section,
    pass_over,
    read_section,
    sections_within,
)
from sync.receive.redactions import ReceivedRedactions
from sync.receive.standing import AuthorsStanding
from sync.receive.withheld import WithheldRests, until_withheld
from sync.wire.body import unpacked_section
from sync.wire.keys import verify
from sync.wire.limits import MAX_SECTIONS
from sync.wire.lines import LineReader
from sync.wire.section import Section

_PROGRESS_STEP: Final = 1_000


class Joining:
    """Takes the sections of one file within the caller's transaction.

    Each is signed by its author's key, whoever carries it, and its changes count as the author's grant says.
    Those of an author whom nobody has accepted here are passed over: ``strangers`` are these authors, and the
    file must be taken again once they are accepted.
    """

    def __init__(
        self,
        conn: Connection,
        places: Places,
        identity: Identity,
        bearer: Author,
        authors: Mapping[str, Author],
        file: str,
        total: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._conn, self._places, self._identity = conn, places, identity
        self._standing = AuthorsStanding(conn, identity, bearer)
        self._authors, self._file = authors, file
        self._total, self._progress = total, progress
        self._intake = Intake(conn)
        self._tip = self._intake.held(identity.replica)
        self._pending: list[PendingSection] = []
        self._read = 0
        self.sections: list[Section] = []
        self._of_author: Counter[str] = Counter()
        self.taken: list[Run] = []
        """Those that were not passed over: chain, number of changes before, number of changes."""
        self._branches = {branch.chain for branch in read_branches(conn)}
        self._touched: set[Register] = set()
        self._misnamed: set[str] = set()
        """Of whom a history has parted that is to bear the name of the one from which it parts."""
        self._is_outdated = False
        """Whether changes count now that were held before."""
        self._rests = WithheldRests(conn, identity)
        self._redactions = ReceivedRedactions(conn, identity)
        self.redacted = 0
        """Changes whose values have gone, since this file has them redacted."""
        self.new = 0
        self._added: list[Run] = []
        self.continued: Succession | None = None
        """Set where this file showed another history under one's own id, which now bears it."""

    @property
    def parted(self) -> list[str]:
        """The branches that begin with this file; after :meth:`finish`."""
        return [branch.chain for branch in read_branches(self._conn) if branch.chain not in self._branches]

    @property
    def overstepping(self) -> int:
        """How many of the new changes are held."""
        held = (
            "SELECT count(*) FROM change"
            " WHERE replica = ?1 AND seq > ?2 AND seq <= ?2 + ?3 AND held IS NOT NULL"
        )
        return sum(self._conn.execute(held, run).fetchone()[0] for run in self._added)

    @property
    def strangers(self) -> tuple[Author, ...]:
        """The authors whom nobody has accepted here."""
        return tuple(self._standing.strangers.values())

    def take(self, section: Section, lines: LineReader) -> None:
        """Take the next section of the file; its changes are read from ``lines``.

        Raises FormError, or UserError ``changeset_signature``, ``changeset_chain`` or ``changeset_limit``.
        """
        # a file stands by itself: whose section it is is introduced in it, also to one who knows it already
        stated = self._authors.get(section.replica)
        if stated is None or not verify(stated.public_key, section.attested, section.attestation):
            raise UserError("changeset_signature", file=self._file)
        self.sections.append(section)
        self._of_author[section.replica] += 1
        if self._of_author[section.replica] > MAX_SECTIONS:
            detail = f"more than {MAX_SECTIONS} sections of {section.replica[:8]}"
            raise UserError("changeset_limit", file=self._file, detail=detail)
        granted = self._standing.granted(stated)
        changes = decode_section(section, lines, granted, self._vouch)
        if self._progress is not None:
            changes = self._counted(changes, self._progress)
        if granted is None:
            pass_over(section, changes, self._file)
            return
        chain = chain_before(self._intake.histories, self._intake, section)
        if chain is None:
            self._pending.append(pack_section(section, changes, self._file))
            self.taken.append((section.replica, section.start, section.length))
        else:
            self._join(section, chain, changes, granted)

    def join_parked(self) -> set[int]:
        """Join every pending section of which what comes before it is held now; those that wait still."""
        self._intake.flush()
        withheld: set[int] = set()
        while joinable := dict.fromkeys(joinable_sections(self._conn, withheld)):
            while joinable:
                pending = read_section(self._conn, id := next(iter(joinable)))
                del joinable[id]
                section, changes, granted = self._unpacked(pending.body)
                chain = chain_before(self._intake.histories, self._intake, section)
                if chain is not None and (
                    self._rests.is_kept_out(pending, chain, self._intake.histories)
                    or not self._join(section, chain, changes, granted, pending)
                ):
                    withheld.add(id)
                    continue
                drop_pending(self._conn, pending)
                self._intake.flush()
                # most lead to each other, and each look at all that waits costs as much as waits
                reached = sections_within(self._conn, section)
                joinable |= dict.fromkeys(id for id in reached if id not in withheld)
        return withheld

    def finish(self, change_set: int) -> None:
        """Write what is pending; ``change_set`` is the row of the file, with which sections are kept."""
        withheld = self._settled(change_set)
        while rejudge_changes(self._conn, self._identity, self._standing.pinned):
            # whose words count now may vouch for others; the state was derived again
            self._intake = Intake(self._conn)
            withheld = self._settled(change_set)
        self._name()
        self._rests.drop(withheld)
        self.redacted = self._redactions.settle()
        if self._intake.held(self._identity.replica) != self._tip:
            self.continued = take_new_identity(self._conn, self._places, tip=self._tip)
        if self._progress is not None:
            self._progress(self._total, self._total)

    def _settled(self, change_set: int) -> set[int]:
        """Join what can be, until nothing more can; which sections are withheld."""
        before, withheld = set[int](), self._settle(change_set)
        # what comes before a section, or vouches for it, may stand behind it in the same file
        while self._pending or withheld != before:
            before, withheld = withheld, self._settle(change_set)
        return withheld

    def _settle(self, change_set: int) -> set[int]:
        """Keep what is pending, and join what can be; which sections are withheld."""
        for pending in self._pending:
            keep_pending(self._conn, change_set, pending, self._unpacked)
        self._pending.clear()
        withheld = self.join_parked()
        self._is_outdated |= self._intake.write()
        self._touched |= self._intake.conflicts
        self._intake = Intake(self._conn)
        return withheld

    def _name(self) -> None:
        """Let each history bear its name."""
        for replica in self._misnamed:
            runs = name_histories(self._conn, replica).runs
            self.taken, self._added = [*runs(self.taken)], [*runs(self._added)]
        if self._misnamed or self._is_outdated:
            # once for all rounds: it looks at the whole ledger
            rebuild_derived(self._conn)
            self._intake = Intake(self._conn)

    def conflicts(self) -> tuple[Register, ...]:
        """The touched registers that are in conflict now, sorted; after :meth:`finish`."""
        return conflicts_among(self._conn, self._touched)

    def _join(
        self, section: Section, chain: str, changes: Decoded, granted: Authority | None,
        pending: PendingSection | None = None,
    ) -> bool:  # fmt: skip
        """Add what of a section is not held, up to the first change that nobody vouches for: the rest waits,
        or all of it, where too much of its author waits.

        False where that is all of it, and it is ``pending`` already. Raises UserError ``changeset_chain``.
        """
        meeting = diff_section(
            self._conn, self._intake.histories, self._intake, section, chain, changes, self._redactions.meet
        )
        whole: PendingSection | None = None
        before = Chain(meeting.after, meeting.digest)
        moves_end = self._rests.is_end(meeting.chain, before)
        if before.length < section.end and not moves_end and not self._rests.has_room(section.replica):
            packed = pack_section(_behind(section, before), meeting.changes, self._file)
            whole = packed if packed.withheld else None
            meeting = meeting._replace(changes=iter(()) if whole else self._unpacked(packed.body)[1])
        chain, withheld = meeting.chain, list[LedgerEntry]()
        added = until_withheld(meeting.changes, withheld)
        if (first := next(added, None)) is not None:
            if meeting.first is not None:
                chain = self._part(section.replica, meeting.chain, before, meeting.first)
            added = joined((first,), added)
            if chain != section.replica:
                added = (((chain, *row[1:]), supersedes) for row, supersedes in added)
        elif (withheld or whole) and pending is not None and meeting.after == pending.start:
            return False
        is_headquarters = granted is not None and granted.role == "headquarters"
        new, _ = self._intake.extend(chain, added, is_headquarters=is_headquarters)
        self.new += new
        tip = self._intake.held(chain) if new else before
        if new:
            self._intake.flush()
            self._added.append((chain, tip.length - new, new))
        if withheld and not moves_end:
            self._rests.add(section.replica)
        if withheld:
            whole = pack_section(_behind(section, tip), joined(withheld, meeting.changes), self._file)
        if whole is not None:
            self._pending.append(whole._replace(change_set=pending.change_set if pending else 0))
        else:
            check_end(section, tip.head, self._file)
            attest(self._conn, chain, section.end, section.attestation)
        if pending is None:
            self.taken.append((chain, section.start, section.length))
        else:
            begins = max(section.start, self._intake.histories.start(chain))
            note_carried(self._conn, pending.change_set, chain, begins, section.end)
        return True

    def _unpacked(self, body: bytes) -> tuple[Section, Decoded, Authority | None]:
        """Return a section from its compressed lines, its changes, and how its author stands here."""
        section, lines = unpacked_section(body)
        granted = authority_of(self._conn, self._identity, section.replica)
        return section, decode_section(section, lines, granted, self._vouch), granted

    def _part(self, replica: str, chain: str, before: Chain, first: bytes) -> str:
        """Let another history begin behind what ``before`` says; the chain that it is to be added to."""
        self._intake.flush()
        histories = self._intake.histories
        branch, is_misnamed = fork_chain(self._conn, histories, replica, chain, before.length, first)
        self._intake.part(branch)
        if is_misnamed:
            self._misnamed.add(replica)
        return branch.chain

    def _counted(self, changes: Decoded, progress: Callable[[int, int], None]) -> Decoded:
        for entry in changes:
            self._read += 1
            if self._read % _PROGRESS_STEP == 0:
                progress(min(self._read, self._total), self._total)
            yield entry

    def _vouch(self, change: Change, redaction: Redaction, digest: bytes) -> Redaction | None:
        self._intake.flush()
        return self._redactions.vouch(change, redaction, digest)


def _behind(section: Section, tip: Chain) -> Section:
    """Return what of a section stands behind a change of it."""
    return section._replace(start=tip.length, length=section.end - tip.length, prev=tip.head)
