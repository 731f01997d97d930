"""How a command records: for a unit, in a meeting, over a conflict where the person decides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final, NamedTuple, cast

from language import _
from language.dates import parse_due
from language.messages import message
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import record_resolution
from store.edits.edits import add_note
from store.edits.entries import (
    add_evidence,
    correct_evidence,
    correct_note,
    correct_resolution,
    withdraw_entry,
)
from store.edits.meeting import Meeting, find_meeting
from store.edits.recording import Recording
from store.history.conflicts import conflict_rows, read_conflict
from store.ledger.change import Change, Register
from store.ledger.identity import read_identity
from store.plan.lookup import printed_units
from store.query.by_form import form_changes
from terren import output
from terren.asking import agreed, at_terminal
from terren.commands.options import EntryChange, How
from terren.commands.reporting.recording import conflict_lines, meeting_id, tell_recorded
from terren.session import Session

_ENTRIES: Final[dict[str, tuple[Callable[..., list[Change]], Callable[..., list[Change]]]]] = {
    "note": (add_note, correct_note),
    "evidence": (add_evidence, correct_evidence),
    "resolution": (record_resolution, correct_resolution),
}
"""What adds an entry of a kind, and what corrects one."""


class Recorder(NamedTuple):
    """A database that is open to write, and how a command records in it."""

    store: Store
    recording: Recording

    def due(self, text: str | None) -> date | None:
        """Return the day by which something is due, counted from the day of the meeting where there is one.

        Raises Unreadable.
        """
        if text is None:
            return None

        day = self.recording.today
        if self.recording.meeting is not None:
            with self.store.reading() as conn:
                day = find_meeting(conn, self.recording.meeting).held_on(day)
        return parse_due(text, day)

    def record(self, act: Callable[[Recording], list[Change]]) -> list[Change]:
        """Return what ``act`` records, and say it.

        Over a conflict, or a status since a later day, a person at the terminal is asked. Raises UserError
        ``in_conflict`` or ``status_later`` where nobody can be, ``conflict_left`` or ``status_later`` where
        the answer is no, or as ``act``.
        """
        seen = self.recording.seen
        while True:
            try:
                changes = act(self.recording._replace(seen=seen))
            except UserError as refused:
                if refused.code not in ("in_conflict", "status_later") or not at_terminal():
                    raise
                seen = frozenset(seen or ()) | self._seen(refused)
            else:
                tell_recorded(self.store, changes)
                return changes

    def write_entry(
        self, kind: str, about: str | Meeting, change: EntryChange, /, *values: object, **more: object
    ) -> None:
        """Add an entry, or correct or withdraw the one that is named, and say it."""
        add, correct = _ENTRIES[kind]
        how: dict[str, Any] = {"unit": self.recording.unit, "meeting": self.recording.meeting}
        if change.withdraw is not None:
            changes = withdraw_entry(self.store, about, kind, change.withdraw, **how)
        elif change.correct is not None:
            changes = correct(self.store, about, change.correct, *values, **more, **how)
        else:
            changes = add(self.store, about, *values, **more, **how)
        tell_recorded(self.store, changes)

    def _seen(self, refused: UserError) -> frozenset[str]:
        """Return the heads that are in the way of what is recorded, once a person has seen them and decides.

        Raises UserError as :meth:`record`.
        """
        if refused.code == "status_later":
            output.tell(message(refused.code, refused.params))
            if not agreed(_("Put yours in its place? [y/N]")):
                raise refused
            return frozenset(map(str, cast("list[str]", refused.params["heads"])))
        touched = cast("list[Register]", refused.params["registers"])
        with self.store.reading() as conn:
            conflicts = [read_conflict(conn, row) for row in conflict_rows(conn) if row.register in touched]
            identity, printed, forms = read_identity(conn), printed_units(conn), form_changes(conn)
        own = None if identity is None else identity.replica
        for conflict in conflicts:
            output.tell(*conflict_lines(conflict, own, printed, forms))
        if not agreed(_("Decide between them by setting yours? [y/N]")):
            raise UserError("conflict_left")
        return frozenset().union(*(conflict.seen for conflict in conflicts))


@contextmanager
def recorder(session: Session, how: How) -> Iterator[Recorder]:
    """Open the database to record as the options say."""
    with session.working() as store:
        meeting = meeting_id(store, how.meeting)
        yield Recorder(store, Recording(date.today(), how.unit, meeting, seen=None if how.decide else ()))
