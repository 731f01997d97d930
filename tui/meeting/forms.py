"""The windows of a meeting in which one types: what was agreed, by when, who is there, a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

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


def due_row(meeting: Meeting, today: date, *, may_be_empty: bool = True) -> FieldRow:
    """Return the field of a day by which something is to be done; None where it stays empty.

    It is counted from the day of the meeting.
    """

    def read(text: str) -> date | None:
        return parse_due(text, meeting.held_on(today)) if text.strip() else None

    def hint(day: date | None) -> str:
        if day is None and not may_be_empty:
            return _("A day, for example 31.12., +14, tomorrow or 2 weeks")
        if day is None:
            return _("A day, for example 31.12., +14, tomorrow or 2 weeks; it may stay empty.")
        return passed_words(day) if has_passed(day, today) else _("By when: {day}").format(day=day_words(day))

    return line_row("due", _("By when"), "", read, hint)


def due_form(store: Store, agreed: Agreed, meeting: Meeting, today: date) -> FormScreen[list[Change]]:
    """Return the form that gives what was agreed another day; it returns what was recorded."""
    recorded, asked = agreed.recorded, set[date]()
    seen: object = resolution_entry(agreed.resolution)

    def record(form: FormScreen[list[Change]]) -> list[Change]:
        if (day := form.read("due")) is None:
            raise UserError("due_missing")
        _refuse_once(day, today, asked)
        nonlocal seen
        entry = f"{recorded.unit}:{recorded.entry}"
        try:
            return follow_up(store, entry, due=day, meeting=meeting.id, before=seen)
        except UserError as refused:
            if refused.code == "changed_meanwhile":
                # whoever saves again has read it
                seen = refused.params["now"]
            raise

    title, text = _("Another day for a decision"), safe(agreed.resolution.text)
    row = due_row(meeting, today, may_be_empty=False)
    return FormScreen(store, "due", recorded.entry, title, [row], record, above=text)


def _refuse_once(day: date, today: date, asked: set[date]) -> None:
    """Ask whether a day is meant that has passed: raises UserError ``due_passed`` once for each."""
    if has_passed(day, today) and day not in asked:
        asked.add(day)
        raise UserError("due_passed", day=day_words(day))


def present_form(store: Store, meeting: Meeting) -> FormScreen[Meeting]:
    """Return the form that names who is present and who is not; it returns the meeting."""
    hint = _("One name a line, or several parted by “;”.")
    rows = [
        text_row("present", _("Present"), "\n".join(meeting.present), str)._replace(hint=hint),
        text_row("absent", _("Absent"), "\n".join(meeting.absent), str)._replace(hint=hint),
    ]

    seen = meeting

    def record(form: FormScreen[Meeting]) -> Meeting:
        nonlocal seen
        try:
            return amend_meeting(store, meeting.name, **form.given(), before=seen)
        except UserError as refused:
            if refused.code == "changed_meanwhile":
                # whoever saves again has read it
                now: Any = refused.params["now"]
                seen = seen._replace(**{str(refused.params["field"]): now})
            raise

    return FormScreen(store, "present", meeting.id, _("Participants"), rows, record)


class AgreedScreen(EntryScreen):
    """Text, who is responsible, and by which day; an earlier decision can be corrected or withdrawn."""

    kind = "resolution"

    def __init__(
        self,
        store: Store,
        subject: ActionRef | Meeting,
        recorded: Sequence[RecordedResolution],
        meeting: Meeting,
        today: date,
        responsible: str = "",
    ) -> None:
        notes = [
            Note(told.unit, told.officer, told.recorded_at, resolution_entry(told.resolution), told.entry, "")
            for told in recorded
        ]
        title = _("Decision on no action")
        if not isinstance(subject, Meeting):
            title = _("Decision on {nr}").format(nr=safe(subject.nr))
        rows = [
            text_row("agreed", _("Decision"), read=str),
            line_row("responsible", _("Responsible"), responsible),
            due_row(meeting, today),
        ]
        super().__init__(store, subject, notes, title, rows, meeting=meeting.id)
        self._today = today
        self._asked = set[date]()

    def values_of(self, note: Note) -> dict[str, str]:
        agreed = read_resolution(note.value) or Resolution("")
        due = "" if agreed.due is None else day_words(agreed.due)
        return {"agreed": agreed.text, "responsible": agreed.responsible, "due": due}

    def _agreed(self) -> Resolution:
        """Return what was entered. Raises UserError ``due_passed`` once for a day that has passed."""
        agreed = Resolution(*map(self.read, ("agreed", "responsible", "due")))
        if agreed.due is not None:
            _refuse_once(agreed.due, self._today, self._asked)
        return agreed

    def add(self) -> list[Change]:
        return record_resolution(self.store, self.subject, self._agreed(), meeting=self.meeting)

    def correct(self, entry: str, before: object) -> list[Change]:
        agreed = self._agreed()
        return correct_resolution(
            self.store, self.subject, entry, agreed, meeting=self.meeting, before=before
        )
