"""The windows of a meeting in which one types: what was agreed, by when, who is there, a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from language import _
from language.dates import date as day_words
from language.dates import has_passed, parse_due, passed_words
from store.db.database import Store
from store.db.errors import UserError
from store.edits.agreed import Agreed, follow_up
from store.edits.assessment import (
    RecordedResolution,
    Resolution,
    read_resolution,
    record_resolution,
    resolution_entry,
)
from store.edits.entries import Note, correct_resolution
from store.edits.meeting import Meeting, amend_meeting
from store.ledger.change import Change
from store.plan.lookup import ActionRef
from tui.report.entry import EntryScreen
from tui.screens.form import FieldRow, FormScreen, line_row, text_row
from tui.widgets.draw import safe


def due_row(meeting: Meeting, today: date) -> FieldRow:
    """Return the field of a day by which something is to be done; None where it stays empty.

    It is counted from the day of the meeting.
    """

    def read(text: str) -> date | None:
        return parse_due(text, meeting.held_on(today)) if text.strip() else None

    def hint(day: date | None) -> str:
        if day is None:
            return _("A day, for example 31.12., +14, tomorrow or 2 weeks; it may stay empty.")
        return passed_words(day) if has_passed(day, today) else _("Due: {day}").format(day=day_words(day))

    return line_row("due", _("By when"), "", read, hint)


class DueScreen(FormScreen[list[Change]]):
    """Gives what was agreed another day. Returns what was recorded."""

    def __init__(self, store: Store, agreed: Agreed, meeting: Meeting) -> None:
        title, text = _("Another day for a decision"), safe(agreed.resolution.text)
        super().__init__(store, agreed.recorded.entry, title, text)
        self.agreed, self.meeting = agreed, meeting

    def rows(self) -> list[FieldRow]:
        return [due_row(self.meeting, self.terren.today())]

    def record(self) -> list[Change]:
        recorded, day = self.agreed.recorded, self.read("due")
        if day is None:
            raise UserError("due_unreadable", found="")
        name = f"{recorded.unit}:{recorded.entry}"
        return follow_up(self.store, name, due=day, meeting=self.meeting.id)


class PresentScreen(FormScreen[Meeting]):
    """Names who is present and who is not. Returns the meeting."""

    def __init__(self, store: Store, meeting: Meeting) -> None:
        super().__init__(store, meeting.id, _("Participants"))
        self.meeting = meeting

    def rows(self) -> list[FieldRow]:
        hint = _("One name a line, or several parted by “;”.")
        return [
            text_row("present", _("Present"), "\n".join(self.meeting.present), str)._replace(hint=hint),
            text_row("absent", _("Absent"), "\n".join(self.meeting.absent), str)._replace(hint=hint),
        ]

    def record(self) -> Meeting:
        present, absent = self.entered("present"), self.entered("absent")
        return amend_meeting(self.store, self.meeting.name, present=present, absent=absent)


class AgreedScreen(EntryScreen):
    """Text, who is responsible, and by which day; an earlier decision can be corrected or withdrawn."""

    kind = "resolution"

    def __init__(
        self,
        store: Store,
        subject: ActionRef | Meeting,
        recorded: Sequence[RecordedResolution],
        meeting: Meeting,
        responsible: str = "",
    ) -> None:
        notes = [
            Note(told.unit, told.officer, told.recorded_at, resolution_entry(told.resolution), told.entry, "")
            for told in recorded
        ]
        title = _("Agreed on no action")
        if not isinstance(subject, Meeting):
            title = _("Agreed on {nr}").format(nr=safe(subject.nr))
        super().__init__(store, subject, notes, title, meeting=meeting.id)
        self.held = meeting
        self.proposed = responsible
        self._asked: date | None = None

    def entry_rows(self) -> list[FieldRow]:
        return [
            text_row("agreed", _("What was agreed"), read=str),
            line_row("responsible", _("Responsible"), self.proposed),
            due_row(self.held, self.terren.today()),
        ]

    def values_of(self, note: Note) -> dict[str, str]:
        agreed = read_resolution(note.value) or Resolution("")
        due = "" if agreed.due is None else day_words(agreed.due)
        return {"agreed": agreed.text, "responsible": agreed.responsible, "due": due}

    def _agreed(self) -> Resolution:
        """Return what was entered. Raises UserError ``due_passed`` once for a day that has passed."""
        agreed = Resolution(*map(self.read, ("agreed", "responsible", "due")))
        day = agreed.due
        if day is not None and has_passed(day, self.terren.today()) and day != self._asked:
            self._asked = day
            raise UserError("due_passed", day=day_words(day))
        return agreed

    def add(self) -> list[Change]:
        return record_resolution(self.store, self.subject, self._agreed(), meeting=self.meeting)

    def correct(self, entry: str) -> list[Change]:
        return correct_resolution(self.store, self.subject, entry, self._agreed(), meeting=self.meeting)
