"""The windows of a meeting: what was agreed on an action, and the number to go to."""

from __future__ import annotations

from datetime import date

from textual.widgets import Input

from language import _
from language.dates import date as day_words
from language.dates import parse_date
from store.db.database import Store
from store.edits.assessment import Resolution, record_resolution
from store.plan.lookup import current_numbers, resolve_number
from store.status.outline import ActionRow
from tui.screens.form import FormScreen, Row
from tui.screens.oneline import OneLineScreen
from tui.widgets.draw import safe


class AgreedScreen(FormScreen[bool]):
    """Text, who is responsible, and by which day. Returns whether something was recorded."""

    def __init__(self, store: Store, row: ActionRow, meeting: str | None, responsible: str) -> None:
        super().__init__()
        self.store, self.row, self.meeting, self.proposed = store, row, meeting, responsible

    def about(self) -> str:
        return self.row.id

    def title_words(self) -> str:
        return _("Agreed on {nr}").format(nr=safe(self.row.nr))

    def rows(self) -> list[Row]:
        return [
            Row("agreed", _("What was agreed"), Input(id="agreed", compact=True)),
            Row("responsible", _("Responsible"), Input(safe(self.proposed), id="responsible", compact=True)),
            Row("due", _("By when"), Input(id="due", compact=True)),
        ]

    def _day(self, text: str) -> date | None:
        return parse_date(text, self.terren.today()) if text.strip() else None

    def understood(self, name: str) -> str:
        if name != "due":
            return ""
        if (day := self.read("due", self._day)) is not None:
            return _("Due: {day}").format(day=day_words(day))
        return _("A day, for example 31.12.; it may stay empty.")

    def record(self) -> bool:
        due = self.read("due", self._day)
        agreed = Resolution(self.entered("agreed"), self.entered("responsible"), due)
        record_resolution(self.store, self.row.ref, agreed, meeting=self.meeting)
        return True


class NumberScreen(OneLineScreen[str]):
    """Returns the number of an action as the plan prints it."""

    CSS_PATH = "number.tcss"
    contexts = ("number",)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def title_words(self) -> str:
        return _("Number of the action, as 2.1.2 or 212")

    def take(self, text: str) -> str:
        with self.store.reading() as conn:
            return resolve_number(text, [*current_numbers(conn).values()])
