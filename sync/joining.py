"""Joining sections to what is held: what continues it is inserted, what begins beyond is parked.

What contradicts it is set aside whole. Two histories are judged otherwise: one's own, which makes this
database a copy or a restored backup that goes on under a new identity; and, at a field installation, what
headquarters holds of others, which takes the place of what is held here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Final

from store.change import Change, Redaction, Register
from store.database import Connection
from store.errors import Refused
from store.exchange import Author, attest, author, introduce
from store.identity import Identity
from store.ledger import Intake, entries_between
from store.parked import Parked, park, parked_reaching, quarantine, unpark
from store.places import Places
from store.reissue import withdraw
from store.state import TooMany, conflicts_among
from store.succession import predecessors
from store.trust import standing
from sync.admission import bears_key, may_give_way
from sync.body import unpacked_section
from sync.comparing import Decoded, Meeting, decoded, hash_before, meet
from sync.identity import Continued, take_new_identity
from sync.keys import verify
from sync.lines import LineReader
from sync.parking import check_end, packed, packed_rest, pass_over
from sync.redaction import is_vouched
from sync.section import Section

_PROGRESS_STEP: Final = 1_000


class Joining:
    """Takes the sections of one file within the caller's transaction.

    Changes count as their author's grant says. Those of an author whom nobody has accepted here are passed
    over: ``strangers`` are these authors, and the file must be taken again once they are accepted.
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
        self._conn, self._places, self._identity, self._bearer = conn, places, identity, bearer
        self._authors, self._file = authors, file
        self._total, self._progress = total, progress
        self._intake = Intake(conn)
        self._own, self._center = identity.replica, identity.is_headquarters
        self._before = predecessors(conn, identity.replica)
        self._earlier: set[Register] = set()
        self._parked: list[Parked] = []
        self._read = 0
        self.sections: list[Section] = []
        self.aside: list[Section] = []
        self.taken: list[Section] = []
        """Those that were not passed over."""
        self._strangers: dict[str, Author] = {}
        self.new = 0
        self.overstepping = 0
        self.continued: Continued | None = None
        """Set where this file showed another history under one's own name, and it has been settled."""

    @property
    def strangers(self) -> tuple[Author, ...]:
        """The authors whom nobody has accepted here."""
        return tuple(self._strangers.values())

    @property
    def decides(self) -> bool:
        """Whether what this file says of a name's history is headquarters' word, or said to headquarters."""
        return self._center or self._bearer.role == "headquarters"

    @property
    def forks(self) -> tuple[Parked, ...]:
        """The sections that were set aside because they contradict what is held."""
        return tuple(parked for parked in self._parked if parked.reason == "fork")

    def take(self, section: Section, lines: LineReader, *, aside: bool) -> None:
        """Take the next section of the file; its changes are read from ``lines``.

        What lies ``aside`` at the sender is for headquarters, which joins it or sets it aside; a field
        installation passes it over.
        Raises FormError, or Refused ``changeset_signature``, ``changeset_chain`` or ``changeset_diverged``.
        """
        told = self._authors.get(section.replica)
        # a file stands by itself: who has a section is introduced in it, also to one who knows it already
        if told is None or not verify(told.public_key, section.attested, section.attestation):
            raise Refused("changeset_signature", file=self._file)
        (self.aside if aside else self.sections).append(section)
        # of a section that somebody else signed under a known id nothing counts
        known = (author(self._conn, told.replica) or told) if bears_key(self._conn, told) else None
        granted = standing(self._conn, self._identity, section.replica) if known is not None else None
        changes = self._counted(decoded(section, lines, granted, self._vouch))
        heeded = self._center or not aside
        if granted is None or not heeded:
            pass_over(section, changes, self._file)
            if heeded and (known is not None or may_give_way(self._conn, self._identity, section.replica)):
                self._strangers[told.replica] = known or told
            return
        assert known is not None
        self.taken.append(section)
        if author(self._conn, section.replica) != known:
            introduced = known._replace(unit=granted.unit, role=granted.role)
            introduce(self._conn, introduced, self._bearer.replica)
        if section.start > self._intake.held(section.replica).length:
            self._parked.append(packed(section, changes, self._file))
            return
        meeting = self._meet(section, changes)
        if meeting.differs is None:
            self._extend(section, meeting)
        elif not self._settle(section, meeting, aside=aside):
            self._set_aside(section, meeting)

    def join_parked(self) -> None:
        """Join every section parked earlier that what is held now reaches; forks are quarantined."""
        self._intake.flush()
        while (parked := parked_reaching(self._conn)) is not None:
            section, lines = unpacked_section(parked.body)
            granted = standing(self._conn, self._identity, section.replica)
            meeting = self._meet(section, decoded(section, lines, granted))
            if meeting.differs is None:
                self._extend(section, meeting)
                unpark(self._conn, parked)
            elif self._is_longer(section, meeting) and self._settle(section, meeting):
                unpark(self._conn, parked)
            else:
                quarantine(self._conn, parked, meeting.differs)
            self._intake.flush()

    def finish(self, change_set: int) -> None:
        """Write what is pending; ``change_set`` is the row of the file, with which sections are parked."""
        self._intake.finish()
        for parked in self._parked:
            park(self._conn, change_set, parked)
        if self._progress is not None:
            self._progress(self._total, self._total)

    def conflicts(self) -> tuple[Register, ...]:
        """The touched registers that are in conflict now, sorted; after :meth:`finish`."""
        if self.continued is None and not self._earlier:
            return tuple(sorted(self._intake.conflicts))
        new = self.continued.new if self.continued is not None else ""
        return conflicts_among(self._conn, self._earlier | self._intake.conflicts, new)

    def _meet(self, section: Section, changes: Decoded) -> Meeting:
        own = section.replica == self._own
        return meet(self._conn, self._intake, section, changes, own=own)

    def _extend(self, section: Section, meeting: Meeting) -> None:
        """Insert what of a section is not held. Raises Refused ``changeset_chain`` or ``changeset_limit``."""
        digest = meeting.digest
        try:
            new, overstepping = self._intake.extend(section.replica, meeting.changes)
        except TooMany as error:
            raise Refused("changeset_limit", file=self._file, detail=" ".join(error.args[0])) from error
        self.new += new
        self.overstepping += overstepping
        if new:
            digest = self._intake.held(section.replica).head
        check_end(section, digest, self._file)
        attest(self._conn, section.replica, section.end, section.attestation)

    def _settle(self, section: Section, meeting: Meeting, *, aside: bool = False) -> bool:
        """Let the history in the file take the place of the one that is held, where it is for it to decide.

        One's own changes after the fork go on under a new identity; what is held of others is put aside.
        Raises Refused ``changeset_diverged`` where the fork point of the own history is not in the file.
        """
        replica, differs = section.replica, meeting.differs
        assert differs is not None
        if replica == self._own:
            if not self.decides and not self._is_longer(section, meeting):
                return False
            if differs <= section.start:
                if aside:
                    return False
                raise Refused("changeset_diverged", file=self._file, seq=differs)
        elif self._center or not self.decides or differs <= section.start:
            return False
        self._intake.finish()
        self._earlier |= self._intake.conflicts
        if replica == self._own or replica in self._before:
            self._renew(replica, differs - 1)
        else:
            held = self._intake.held(replica)
            self._parked.append(packed_rest(self._conn, replica, differs, held, self._file))
            withdraw(self._conn, replica, differs - 1)
        self._intake = Intake(self._conn)
        self._extend(section, meeting._replace(digest=hash_before(self._conn, replica, differs)))
        return True

    def _is_longer(self, section: Section, meeting: Meeting) -> bool:
        """Whether a section has more of the own history than is held, and nothing that contradicts it."""
        return section.replica == self._own and meeting.differs == self._intake.held(self._own).length + 1

    def _renew(self, replica: str, kept: int) -> None:
        done = take_new_identity(self._conn, self._places, kept=kept, old=replica)
        if self.continued is None:
            self.continued = done
        else:
            more = self.continued.reissued + done.reissued
            self.continued = self.continued._replace(new=done.new, reissued=more)
        self._before |= {self._own}
        self._own = done.new

    def _set_aside(self, section: Section, meeting: Meeting) -> None:
        """Quarantine a fork whole. What headquarters will send again from its start is passed over."""
        differs = meeting.differs
        assert differs is not None
        if not self._center and self.decides and differs <= section.start:
            deque(meeting.changes, maxlen=0)
            return
        known = entries_between(self._conn, section.replica, section.start, max(differs - 1, section.start))
        parked = packed(section, chain(known, meeting.changes), self._file)
        self._parked.append(parked._replace(reason="fork", differs=max(differs, section.start + 1)))

    def _counted(self, changes: Decoded) -> Decoded:
        return changes if self._progress is None else self._counting(changes)

    def _counting(self, changes: Decoded) -> Decoded:
        for entry in changes:
            self._count()
            yield entry

    def _vouch(self, change: Change, redaction: Redaction, prev: bytes) -> None:
        if not is_vouched(self._conn, self._identity, change, redaction, prev):
            raise Refused("changeset_redaction", file=self._file)

    def _count(self) -> None:
        self._read += 1
        if self._progress is not None and self._read % _PROGRESS_STEP == 0:
            self._progress(min(self._read, self._total), self._total)
