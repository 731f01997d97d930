"""The window of headquarters' own word on an action."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import _
from language.dates import date as day_words
from language.terms import status, status_mark
from store.account.statuses import STATUSES
from store.db.database import Store
from store.edits.assessment import assess
from store.ledger.change import Change
from store.status.outline import ActionRow
from store.status.record import Assessment
from tui.report.status import day_row
from tui.screens.form import FormScreen, Row, choice_row, text_row
from tui.widgets.draw import safe


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
        before, since = self.assessment, self.assessment.effective_on
        return [
            choice_row("status", _("Status"), STATUSES, words, before.status or ""),
            day_row(self.store, day_words(since) if since else "", self.terren.today()),
            text_row("comment", _("Reason"), str(before.comment or "")),
        ]

    def record(self) -> list[Change]:
        given = self.given()
        if "on" in given:
            # a day belongs to a status, also where only the day is corrected
            given["status"] = self.entered("status")
        return assess(self.store, self.row.ref, today=self.terren.today(), **given) if given else []
