"""The windows of a meeting: what was agreed on an action, and the number to go to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from language import _
from language.dates import date as day_words
from language.dates import has_passed, parse_due, passed_words
from store.db.database import Store
from store.db.errors import Refused
from store.edits.assessment import (
    RecordedResolution,
    Resolution,
    read_resolution,
    record_resolution,
    resolution_entry,
)
from store.edits.entries import Note, correct_resolution
from store.ledger.change import Change
from store.status.outline import ActionRow
from tui.report.entry import EntryScreen
from tui.screens.form import Row, line_row, text_row
from tui.screens.oneline import AnswerScreen
from tui.widgets.draw import safe


class AgreedScreen(EntryScreen):
    """Text, who is responsible, and by which day; an earlier decision can be corrected or withdrawn."""

    kind = "resolution"

    def __init__(
        self,
        store: Store,
        row: ActionRow,
        recorded: Sequence[RecordedResolution],
        meeting: str | None,
        responsible: str,
    ) -> None:
        notes = [
            Note(told.unit, told.officer, told.recorded_at, resolution_entry(told.resolution), told.entry, "")
            for told in recorded
        ]
        super().__init__(store, row, notes, meeting=meeting)
        self.proposed = responsible
        self._asked: date | None = None

    def title_words(self) -> str:
        return _("Agreed on {nr}").format(nr=safe(self.row.nr))

    def entry_rows(self) -> list[Row]:
        return [
            text_row("agreed", _("What was agreed"), read=str),
            line_row("responsible", _("Responsible"), self.proposed),
            line_row("due", _("By when"), "", self._day, self._due),
        ]

    def values_of(self, note: Note) -> dict[str, str]:
        agreed = read_resolution(note.value) or Resolution("")
        due = "" if agreed.due is None else day_words(agreed.due)
        return {"agreed": agreed.text, "responsible": agreed.responsible, "due": due}

    def _day(self, text: str) -> date | None:
        return parse_due(text, self.terren.today()) if text.strip() else None

    def _due(self, day: date | None) -> str:
        if day is None:
            return _("A day, for example 31.12., +14, tomorrow or 2 weeks; it may stay empty.")
        if has_passed(day, self.terren.today()):
            return passed_words(day)
        return _("Due: {day}").format(day=day_words(day))

    def _agreed(self) -> Resolution:
        """Return what was entered. Raises Refused ``due_passed`` once for a day that has passed."""
        agreed = Resolution(*map(self.read, ("agreed", "responsible", "due")))
        day = agreed.due
        if day is not None and has_passed(day, self.terren.today()) and day != self._asked:
            self._asked = day
            raise Refused("due_passed", day=day_words(day))
        return agreed

    def add(self) -> list[Change]:
        return record_resolution(self.store, self.row.ref, self._agreed(), meeting=self.meeting)

    def correct(self, entry: str) -> list[Change]:
        return correct_resolution(self.store, self.row.ref, entry, self._agreed(), meeting=self.meeting)


class NumberScreen(AnswerScreen[str]):
    """Returns the number of an action as the plan prints it."""

    CSS_PATH = "number.tcss"
    contexts = ("number",)
