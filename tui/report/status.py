"""The windows of a status: a list to choose from, what belongs to it, headquarters' own assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from textual.widget import Widget

from language import _, ngettext
from language.dates import date as day_words
from language.dates import holds_since, parse_date
from language.terms import status, status_mark
from schema.fields import Field
from schema.registers import ACTION_DETAILS, ACTION_REPORT
from schema.types import Choice, Text
from store.account.statuses import DETAILS, STATUSES
from store.db.database import Store
from store.edits.assessment import assess
from store.edits.edits import StatusReport, report_statuses
from store.edits.recording import Recording
from store.ledger.change import Change
from store.plan.lookup import plan_years
from store.status.outline import ActionRow
from store.status.record import Assessment
from tui.screens.form import FieldRow, FormScreen, choice_row, line_row, text_row
from tui.screens.pick import PickScreen
from tui.tree.tree_rows import STATUS_STYLES
from tui.widgets.draw import Line, safe


class StatusScreen(PickScreen[str]):
    """Returns a status code, "" for not reported, or nothing where the person leaves."""

    contexts = ("choice", "window")

    def __init__(self, rows: Sequence[ActionRow]) -> None:
        n, statuses = len(rows), {row.status or "" for row in rows}
        title = _("Status of {nr}").format(nr=safe(rows[0].nr))
        if n > 1:
            title = ngettext("Status of {n} action", "Status of {n} actions", n).format(n=n)
        start = statuses.pop() if len(statuses) == 1 else None
        super().__init__(title, [_numbered(at, code) for at, code in enumerate(("", *STATUSES))], start)


def _numbered(n: int, code: str) -> tuple[Line, str]:
    words = f"{status_mark(code or None)} {status(code or None)}"
    return ((f" {n}  ", "dim"), (words, STATUS_STYLES.get(code or None, ""))), code


class DetailsScreen(FormScreen[list[Change]]):
    """Returns what was recorded, or nothing. It completes the batch of the status that was just set, if any.

    ``actions`` all get what is entered; ``current`` is what the unit has reported by now, ``since`` the day
    of its status (ISO), ``fields`` those to ask for, ``recorded`` what is stored already, in words.
    """

    def __init__(
        self,
        store: Store,
        actions: Sequence[ActionRow],
        current: Mapping[str, object],
        since: str | None,
        *,
        fields: Sequence[str] = DETAILS,
        batch: str | None = None,
        recorded: str = "",
    ) -> None:
        code, n = current.get("status"), len(actions)
        status_code = code if isinstance(code, str) else None
        what = f"{status_mark(status_code)} {safe(status(status_code))}"
        title = f"{safe(actions[0].nr)}: {what}"
        if n > 1:
            title = ngettext("{n} action: {status}", "{n} actions: {status}", n).format(n=n, status=what)
        above = _("Stored: {change}").format(change=recorded) if recorded else ""
        super().__init__(store, " ".join(row.id for row in actions), title, above)
        self.actions, self.current, self.since = actions, current, since
        self.asked, self.completes = tuple(fields), batch

    def rows(self) -> list[FieldRow]:
        today, value_of = self.terren.today(), self._held
        rows = [
            day_row(self.store, value_of("on"), today),
            *(field_row(field, value_of(field.name), today) for field in ACTION_DETAILS),
        ]
        dated = self.current.get("status") is not None
        return [row for row in rows if row.name in self.asked or (dated and row.name == "on")]

    def first_field(self) -> Widget:
        wanted = self.asked[0] if self.asked else "on"
        return self.fields[wanted].widget

    def _held(self, name: str) -> str:
        if name == "on":
            return "" if self.since is None else day_words(self.since)
        field, value = ACTION_REPORT.field(name), self.current.get(name)
        return "" if field is None or value is None else field.type.typed(value)

    def record(self) -> list[Change]:
        if not (given := self.given()):
            return []
        actions, today = [row.ref for row in self.actions], self.terren.today()
        return report_statuses(
            self.store, actions, StatusReport(**given), Recording(today, batch=self.completes)
        )


def day_row(store: Store, start: str, today: date) -> FieldRow:
    """Return the field of the day from which a status holds, today where it is empty."""
    with store.reading() as conn:
        first_year = min(plan_years(conn))

    def read(text: str) -> date | None:
        return parse_date(text, today) if text.strip() else None

    return line_row("on", _("As of"), start, read, lambda day: holds_since(day or today, today, first_year))


def field_row(field: Field, start: str, today: date) -> FieldRow:
    """Return a field of a form as the schema declares it, which begins with ``start``."""
    label, type = _(field.named(field.short)), field.type
    if isinstance(type, Choice):
        words = [words for _code, words in type.choices()]
        return choice_row(field.name, label, type.codes, words, start, unknown=type.unmatched)
    if isinstance(type, Text) and type.lines:
        return text_row(field.name, label, start)
    hint = _(field.help)
    return line_row(
        field.name, label, start, partial(type.parse, today=today), lambda v: type.explain(v, today) or hint
    )


class AssessScreen(FormScreen[list[Change]]):
    """Returns what was recorded; ``assessment`` is headquarters' word by now, ``row`` what the units say."""

    def __init__(self, store: Store, row: ActionRow, assessment: Assessment, reported: str) -> None:
        super().__init__(store, row.id, _("Assessment of {nr}").format(nr=safe(row.nr)), reported)
        self.row, self.assessment = row, assessment

    def rows(self) -> list[FieldRow]:
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
