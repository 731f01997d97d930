"""The windows of headquarters: its own word on an action, and its review of what a unit reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import _, current
from language.dates import date as day_words
from language.terms import REVIEWS, review, status, status_mark
from store.account.reviews import APPROVED, RETURNED, Review
from store.account.statuses import STATUSES
from store.db.database import Store
from store.edits.assessment import assess
from store.edits.edits import checked_text
from store.edits.reviewing import approve, clear_review, return_report
from store.ledger.change import Change
from store.plan.units import unit_name
from store.status.outline import ActionRow
from store.status.record import Assessment
from tui.report.status import day_row
from tui.screens.form import FormScreen, Row, choice_row, text_row
from tui.widgets.choice_field import ChoiceField
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
        held, since = self.assessment, self.assessment.effective_on
        return [
            choice_row("status", _("Status"), STATUSES, words, held.status or ""),
            day_row(day_words(since) if since else "", self.terren.today()),
            text_row("comment", _("Reason"), str(held.comment or "")),
        ]

    def record(self) -> list[Change]:
        given = self.given()
        if "on" in given:
            # a day belongs to a status, also where only the day is corrected
            given["status"] = self.entered("status")
        return assess(self.store, self.row.ref, today=self.terren.today(), **given) if given else []


class ApprovalScreen(FormScreen[list[Change]]):
    """Returns what was recorded. ``units`` have reported; the first one that waits for a review is chosen."""

    CSS_PATH = "approval.tcss"

    def __init__(
        self, store: Store, row: ActionRow, units: Sequence[str], reviews: Mapping[str, Review]
    ) -> None:
        super().__init__()
        self.store, self.row, self.units, self.reviews = store, row, tuple(units), reviews
        waiting = [unit for unit in units if unit not in reviews or not reviews[unit].stands]
        self.unit = (waiting or [*units])[0]

    def about(self) -> str:
        return self.row.id

    def title_words(self) -> str:
        return _("Review of {nr}").format(nr=safe(self.row.nr))

    def _standing(self, unit: str) -> tuple[str, str]:
        said = self.reviews.get(unit)
        return ("", "") if said is None or not said.stands else (said.state, said.reason)

    def rows(self) -> list[Row]:
        state, why = self._standing(self.unit)
        names = [safe(unit_name(unit, current())) for unit in self.units]
        self.unit_field = ChoiceField(self.units, names, self.unit, id="unit")
        return [
            Row("unit", _("Report of"), self.unit_field, self.unit_field.read),
            choice_row("state", _("Review"), tuple(REVIEWS), [*map(review, REVIEWS)], state),
            text_row("reason", _("Reason"), why, checked_text),
        ]

    def first_field(self) -> ChoiceField:
        widget = self.fields["unit" if len(self.units) > 1 else "state"].widget
        assert isinstance(widget, ChoiceField)
        return widget

    def on_choice_field_changed(self) -> None:
        # the form's own handler, which explains the field, runs after this one
        chosen = self.unit_field.chosen
        if not chosen:
            self.unit_field.choose(self.unit)
        elif chosen != self.unit:
            if self.changed("state") or self.changed("reason"):
                self.unit_field.choose(self.unit)
                return
            self.unit = chosen
            self.begin(dict(zip(("state", "reason"), self._standing(chosen), strict=True)))

    def understood(self, name: str) -> str:
        if name == "unit":
            if self.changed("state") or self.changed("reason"):
                return _("Save first what you wrote, or take it away.")
            said = self.reviews.get(self.unit)
            return "" if said is None else safe(review(said.state, said.reason, said.stands))
        if name == "reason":
            return _("What is missing or wrong; the unit reads it.")
        return super().understood(name)

    def record(self) -> list[Change]:
        state = self.entered("state")
        if state == RETURNED:
            return return_report(self.store, self.row.ref, self.read("reason"), unit=self.unit)
        if state == APPROVED:
            return approve(self.store, [self.row.ref], units=[self.unit])
        return clear_review(self.store, self.row.ref, self.unit) if self.changed("state") else []
