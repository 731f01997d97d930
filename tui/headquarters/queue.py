"""The reports that wait for a review, unit by unit, with the marked one at the right: one key approves it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len

from language import N_, _, current, glyph, ngettext
from language.dates import date as day_words
from language.dates import since as since_words
from language.numbers import priced
from language.registers import day_of_amount, register, value
from language.terms import review, side_mark, status, status_mark
from store.account.reviews import report_digest
from store.account.statuses import DETAILS, contradictions
from store.db.database import Store
from store.edits.reviewing import Reviewed, approve_shown, clear_review, return_report
from store.history.steps import Step
from store.ledger.change import Change
from store.plan.lookup import printed_units
from store.plan.units import unit_name
from store.query.by_form import by_form
from store.query.queries import ActionDetail, action_detail
from store.query.review_queue import ReportReview, report_reviews, report_steps
from tui.report.attached import open_first
from tui.report.recording import UndoRedo
from tui.report.words import days_left, form_tail, recorded_day, show_forms, step_words
from tui.screens.oneline import AnswerScreen
from tui.screens.pairedlist import PairedListScreen
from tui.widgets.draw import Line, cut, fit, safe, safe_lines
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence


Key = tuple[str, str]
"""Id of the action and unit of a report."""


class QueueScreen(PairedListScreen[str]):
    """Returns the number of the action to go to, if any.

    ``actions`` are the ids of those whose reports alone are listed, where some are; ``start`` is the id of
    the action whose report is marked first.
    """

    contexts = ("queue", "list", "screen")

    def __init__(self, store: Store, actions: Collection[str], start: str) -> None:
        super().__init__()
        self.store, self.actions, self.start = store, frozenset(actions), start
        self.marks = frozenset[Key]()
        self.digests: dict[Key, str | None] = {}
        self._read()
        asked = [report for report in self.every if report.action.id == start]
        self.all = bool(asked) and not any(report.waits for report in asked)

    def _read(self) -> None:
        with self.store.reading() as conn:
            every, self.printed = report_reviews(conn), printed_units(conn)
            self.forms = {(form.target, form.unit) for form in by_form(conn)}
        self.every = [report for report in every if not self.actions or report.action.id in self.actions]

    def on_mount(self) -> None:
        self.undo_redo = UndoRedo(self.terren, self.store, self._number_of, self._show_changed)
        places = [n for n, report in enumerate(self.reports) if report.action.id == self.start]
        self.call_after_refresh(self.fill, (places or [0])[0])

    @property
    def reports(self) -> list[ReportReview]:
        """Return those that are listed."""
        return [report for report in self.every if self.all or report.waits]

    @property
    def report(self) -> ReportReview | None:
        """Return the report that is marked by the cursor."""
        reports = self.reports
        return reports[self.list.cursor] if self.list.cursor < len(reports) else None

    def idle(self) -> Collection[str]:
        report = self.report
        if report is None:
            return {"approve_report", "return_report", "mark_report", "clear_review", "queue_action"}
        return set() if report.review is not None else {"clear_review"}

    def lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for report in self.reports:
            name = safe(unit_name(report.unit, current(), self.printed))
            mark = glyph("√", "x") if _key(report) in self.marks else " "
            words = f"{mark} {fit(safe(report.action.nr), 8)} {name}"
            form = side_mark("form") if _key(report) in self.forms else " "
            sign = (side_mark("conflict"), "bad") if report.conflict else (self._sign(report), "dim")
            signs = ((f" {form}", "warn"), (f" {sign[0]}", sign[1]))
            lines.append(((fit(words, max(1, width - 4)), ""), *signs))
        return lines

    def _sign(self, report: ReportReview) -> str:
        verdict = report.review
        if verdict is None:
            return " "
        if report.waits:
            return glyph("↻", "~")
        return glyph("✓", "+") if verdict.is_approved else glyph("↩", "<")

    def show_entry(self) -> None:
        report, waiting = self.report, sum(report.waits for report in self.every)
        words = ngettext("{n} of {total} waits", "{n} of {total} wait", waiting)
        title = _("Review of reports")
        if report is not None:
            unit = safe(unit_name(report.unit, current(), self.printed))
            same = sum(other.unit == report.unit for other in self.reports)
            title = f"{title}{glyph(' · ', ' - ')}{unit} {same}"
        self.show_head(title, words.format(n=waiting, total=len(self.every)))
        if report is None:
            self.view.show(lambda width: _nothing(width, bool(self.every)))
        elif (shown := self.terren.attempt(lambda: self._shown(report))) is not None:
            today = self.terren.today()
            self.view.show(lambda width: queue_page(report, *shown, width, today))
        self.show_keys()

    def _shown(self, report: ReportReview) -> tuple[ActionDetail, tuple[Step, ...]]:
        with self.store.reading() as conn:
            detail = action_detail(self.store, report.action, today=self.terren.today(), last=0)
            self.digests[_key(report)] = report_digest(conn, *_key(report))
            return detail, report_steps(conn, *_key(report))

    def _number_of(self, action: str) -> str:
        return next((report.action.nr for report in self.every if report.action.id == action), action)

    def _show_changed(self, changes: Collection[Change]) -> None:
        """Show the reports as they are, the first of those that changed marked."""
        at = self.list.cursor
        self._read()
        changed = {(change.target, change.unit) for change in changes}
        places = [n for n, report in enumerate(self.reports) if _key(report) in changed]
        self.fill(places[0] if places else at)

    def _recorded(self, changes: list[Change] | None) -> None:
        if changes is None:
            # what is refused may have changed meanwhile
            self._show_changed(())
        elif changes:
            self.marks = frozenset()
            self._show_changed(())
            self.undo_redo.tell_recorded(changes)

    def action_approve_report(self) -> None:
        """Approve the reports that are marked, or the one that shows."""
        report, marked = self.report, [other for other in self.reports if _key(other) in self.marks]
        chosen = marked or ([] if report is None else [report])
        reviewed = [Reviewed(other.action, other.unit, self.digests.get(_key(other))) for other in chosen]
        if reviewed:
            self._recorded(self.terren.attempt(lambda: approve_shown(self.store, reviewed)))

    def action_return_report(self) -> None:
        """Ask for the reason, and return the report that shows."""
        if (report := self.report) is None:
            return
        unit, nr = safe(unit_name(report.unit, current())), safe(report.action.nr)
        title = _("Return the report of {unit} on {nr}").format(unit=unit, nr=nr)
        verdict, above = report.review, _("What is missing or wrong; the unit reads it.")
        start = cut(verdict.reason, 400) if verdict is not None and verdict.is_returned else ""

        def give_back(reason: str) -> list[Change]:
            return return_report(self.store, report.action, reason, unit=report.unit)

        self.ask(AnswerScreen(title, above, start, give_back, enter=N_("return")), self._recorded)

    def action_clear_review(self) -> None:
        """Take back what was said of the report."""
        if (report := self.report) is not None and report.review is not None:
            self._recorded(self.terren.attempt(lambda: clear_review(self.store, report.action, report.unit)))

    def action_mark_report(self) -> None:
        """Mark the report, or mark it no longer, and go on to the next."""
        if (report := self.report) is not None:
            self.marks ^= {_key(report)}
            self.list.lines = self.lines(self.list.room)
            self.list.refresh()
            self.move(1)

    def action_all_reports(self) -> None:
        """List all reports, or those alone that wait."""
        report, self.all = self.report, not self.all
        self.fill(next((n for n, other in enumerate(self.reports) if other == report), 0))

    def action_open_evidence(self) -> None:
        """Show what the unit has attached to its evidence, the newest of it."""
        if (report := self.report) is None:
            return
        if (shown := self.terren.attempt(lambda: self._shown(report))) is not None:
            values = [entry.value for entry in shown[0].evidence if entry.unit == report.unit]
            self.terren.attempt(lambda: self.terren.tell(open_first(self.store, values)))

    def action_undo_review(self) -> None:
        self.undo_redo.undo()

    def action_queue_action(self) -> None:
        if (report := self.report) is not None:
            self.dismiss(report.action.nr)


def _key(report: ReportReview) -> Key:
    return report.action.id, report.unit


def _nothing(width: int, reported: bool) -> Page:
    page = Page(width, 1)
    page.paragraph(_("No report waits for a review.") if reported else _("No unit has reported yet."), "dim")
    return page


def queue_page(
    report: ReportReview, detail: ActionDetail, steps: Sequence[Step], width: int, today: date
) -> Page:
    """Return the report of a unit; ``steps`` are its newest changes and reviews."""
    labels = (_("Status"), _("Deadline"), _("Output"), _("Review"), *(register("action", f) for f in DETAILS))
    page = Page(width, min(max(map(cell_len, labels)) + 1, width // 3))
    page.paragraph(f"{safe(report.action.nr)}  {safe(detail.action.title)}", "strong")
    page.paragraph(safe(unit_name(report.unit, current())), "heading")
    page.gap()
    _show_report(page, report, detail, today)
    _show_money(page, report, detail)
    for heading, kind, entries in (
        (_("Notes"), "note", detail.notes),
        (_("Evidence"), "evidence", detail.evidence),
    ):
        own = [entry for entry in entries if entry.unit == report.unit]
        if own:
            page.heading(heading)
        for entry in own:
            head = day_words(recorded_day(entry.recorded_at))
            for n, line in enumerate(safe_lines(value(kind, "", entry.value))):
                page.entry(head if n == 0 else " " * cell_len(head), line)
    page.heading(_("Last changes"))
    for step in steps:
        head = f"{day_words(recorded_day(step.change.recorded_at))} {safe(step.change.officer)}:"
        page.entry(head, step_words(step), (form_tail(detail.forms, step.change), "dim"))
    return page


def _show_report(page: Page, report: ReportReview, detail: ActionDetail, today: date) -> None:
    reported = next((unit_report for unit_report in detail.reports if unit_report.unit == report.unit), None)
    values = {} if reported is None else reported.values
    code = values.get("status")
    status_code = code if isinstance(code, str) else None
    since = None if reported is None else reported.effective_on
    after = f"  {safe(since_words(since, today))}" if since else ""
    page.field(
        _("Status"),
        f"{status_mark(status_code)} {safe(status(status_code))}",
        "strong",
        after=((after, "dim"),),
    )
    if report.conflict:
        page.field("", f"{side_mark('conflict')} {_('two values stand: to be decided')}", "bad")
    left = days_left(detail.deadline_day, today, status_code)
    page.field(_("Deadline"), safe(detail.row.deadline), after=((f"  {left}" if left else "", "dim"),))
    for n, output in enumerate(detail.action.outputs):
        page.field("" if n else _("Output"), safe(output))
    against = contradictions(values)
    for field in DETAILS:
        if values.get(field) is not None:
            mark = f"  {side_mark('overdue')} {_('contradicts the status')}" if field in against else ""
            words = safe(value("action", field, values[field]))
            page.field(register("action", field), words, after=((mark, "bad"),))
    if (verdict := report.review) is not None:
        style = "warn" if verdict.is_returned else "good" if verdict.is_approved else "dim"
        page.field(_("Review"), safe(review(verdict.state, verdict.reason, verdict.stands)), style)
    show_forms(page, detail.forms, report.unit)


def _show_money(page: Page, report: ReportReview, detail: ActionDetail) -> None:
    amounts = [amount for amount in detail.amounts if amount.unit == report.unit]
    if amounts:
        page.heading(_("Money"))
    for amount in sorted(amounts, key=lambda amount: (amount.year, amount.field)):
        label = register("money", f"{amount.year}.{amount.field}")
        day = day_of_amount(amount.field, amount.spent_on) if amount.spent_on else ""
        page.entry(f"{safe(label)}:", priced(amount.cents, detail.currency), (safe(day), "dim"))
