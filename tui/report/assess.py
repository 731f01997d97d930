"""The window in which headquarters records its own word on an action: status, day, reason."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import _
from language.dates import date as day_words
from language.dates import holds_since, parse_date
from language.terms import status, status_mark
from store.db.database import Store
from store.edits.assessment import assess
from store.edits.edits import checked_text
from store.ledger.change import Change
from store.status.outline import ActionRow
from store.status.record import Assessment
from store.status.statuses import STATUSES
from tui.screens.form import FormScreen, Row
from tui.widgets.choice_field import ChoiceField
from tui.widgets.draw import safe, safe_lines
from tui.widgets.text_box import TextBox


class AssessScreen(FormScreen[list[Change]]):
    """Returns what was recorded; ``assessment`` is headquarters' word by now, ``row`` what the units say."""

    def __init__(self, store: Store, row: ActionRow, assessment: Assessment, reported: str) -> None:
        super().__init__()
        self.store, self.row, self.assessment, self.reported = store, row, assessment, reported

    def about(self) -> str:
        return self.row.id

    def title_words(self) -> str:
        return _("Assessment of {nr}").format(nr=safe(self.row.nr))

    def above(self) -> ComposeResult:
        yield Static(Content(self.reported), classes="dim")

    def rows(self) -> list[Row]:
        words = [f"{status_mark(code)} {status(code)}" for code in STATUSES]
        choice = ChoiceField(STATUSES, words, self.assessment.status or "", id="status")
        since = self.assessment.effective_on
        comment = "\n".join(safe_lines(str(self.assessment.comment or "")))
        return [
            Row("status", _("Status"), choice),
            Row("on", _("As of"), Input(safe(day_words(since)) if since else "", id="on", compact=True)),
            Row("comment", _("Reason"), TextBox(comment, id="comment")),
        ]

    def understood(self, name: str) -> str:
        today = self.terren.today()
        if name == "on":
            day = self.read(name, lambda text: parse_date(text, today) if text.strip() else today)
            return holds_since(day, today)
        if name == "status":
            return _("Type its first letters, or choose with the arrows.")
        return ""

    def record(self) -> list[Change]:
        today = self.terren.today()
        given: dict[str, Any] = {}
        if self.changed("status") or self.changed("on"):
            # a day belongs to a status, also where only the day is corrected
            given["status"] = self.entered("status")
            day = self.read("on", lambda text: parse_date(text, today) if text.strip() else None)
            given["on"] = day if self.changed("on") else None
        if self.changed("comment"):
            given["comment"] = self.read("comment", lambda t: checked_text(t) if t.strip() else "")
        return assess(self.store, self.row.ref, today=today, **given) if given else []
