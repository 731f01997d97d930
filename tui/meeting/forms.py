"""The windows of a meeting: what was agreed on an action, and the number to go to."""

from __future__ import annotations

from datetime import date

from language import _
from language.dates import date as day_words
from language.dates import has_passed, parse_due, passed_words
from store.db.database import Store
from store.db.errors import Refused
from store.edits.assessment import Resolution, record_resolution
from store.status.outline import ActionRow
from tui.screens.form import FormScreen, Row, line_row
from tui.screens.oneline import AnswerScreen
from tui.widgets.draw import safe


class AgreedScreen(FormScreen[bool]):
    """Text, who is responsible, and by which day. Returns whether something was recorded."""

    def __init__(self, store: Store, row: ActionRow, meeting: str | None, responsible: str) -> None:
        super().__init__()
        self.store, self.row, self.meeting, self.proposed = store, row, meeting, responsible
        self._asked: date | None = None

    def about(self) -> str:
        return self.row.id

    def title_words(self) -> str:
        return _("Agreed on {nr}").format(nr=safe(self.row.nr))

    def rows(self) -> list[Row]:
        return [
            line_row("agreed", _("What was agreed")),
            line_row("responsible", _("Responsible"), self.proposed),
            line_row("due", _("By when"), "", self._day, self._due),
        ]

    def _day(self, text: str) -> date | None:
        return parse_due(text, self.terren.today()) if text.strip() else None

    def _due(self, day: date | None) -> str:
        if day is None:
            return _("A day, for example 31.12., +14, tomorrow or 2 weeks; it may stay empty.")
        if has_passed(day, self.terren.today()):
            return passed_words(day)
        return _("Due: {day}").format(day=day_words(day))

    def record(self) -> bool:
        agreed = Resolution(*map(self.read, ("agreed", "responsible", "due")))
        day = agreed.due
        if day is not None and has_passed(day, self.terren.today()) and day != self._asked:
            self._asked = day
            raise Refused("due_passed", day=day_words(day))
        record_resolution(self.store, self.row.ref, agreed, meeting=self.meeting)
        return True


class NumberScreen(AnswerScreen[str]):
    """Returns the number of an action as the plan prints it."""

    CSS_PATH = "number.tcss"
    contexts = ("number",)
