"""The reports that wait for a review, unit by unit, with the marked one at the right: one key approves it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from language import N_, _, current, glyph, ngettext
from language.numbers import number
from language.terms import side_mark
from store.account.reviews import report_digest
from store.db.database import Store
from store.edits.reviewing import Reviewed, approve_shown, clear_review, return_shown
from store.history.steps import Step
from store.ledger.change import Change
from store.plan.lookup import printed_units
from store.plan.units import unit_name
from store.query.by_form import by_form
from store.query.queries import ActionDetail, action_detail
from store.query.review_queue import ReportReview, report_reviews, report_steps
from tui.headquarters.queue_page import nothing_waits, queue_page
from tui.report.attached import open_first
from tui.report.recording import UndoRedo
from tui.screens.oneline import AnswerScreen
from tui.screens.pairedlist import PairedListScreen
from tui.widgets.draw import Line, cut, fit, safe

Key = tuple[str, str]
"""Id of the action and unit of a report."""


class QueueScreen(PairedListScreen[str]):
    """Returns the number of the action to go to, if any.

    ``actions`` are the ids of those whose reports alone are listed, where some are; ``start`` is the id of
    the action whose report is marked first.
    """

    contexts = ("queue", "list", "screen", "recorded")

    def __init__(self, store: Store, actions: Collection[str], start: str) -> None:
        super().__init__()
        self.store, self.actions, self.start = store, frozenset(actions), start
        self.marks = frozenset[Key]()
        self.digests: dict[Key, str | None] = {}
        self._read()
        asked = [report for report in self.every if report.action.id == start]
        self.all = bool(asked) and not any(report.waits for report in asked)

    def _read(self) -> None:
        self._seen: tuple[Key, tuple[ActionDetail, tuple[Step, ...]]] | None = None
        with self.store.reading() as conn:
            every, self.printed = report_reviews(conn), printed_units(conn)
            self.forms = {(form.target, form.unit) for form in by_form(conn)}
        self.every = [report for report in every if not self.actions or report.action.id in self.actions]

    def read_again(self, *, asked: bool) -> bool:
        shown, before = self.report, (self.every, self.printed, self.forms, self._seen)
        self._read()
        reports = self.reports
        at = next((n for n, report in enumerate(reports) if shown and _key(report) == _key(shown)), None)
        if shown is not None and not asked and (at is None or self._differs(reports[at])):
            self.every, self.printed, self.forms, self._seen = before
            return False
        self.refill(self.list.cursor if at is None else at)
        return True

    def _differs(self, report: ReportReview) -> bool:
        with self.store.reading() as conn:
            return self.digests.get(_key(report)) != report_digest(conn, *_key(report))

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
        dot, report, waiting = glyph(" · ", " - "), self.report, sum(report.waits for report in self.every)
        words = ngettext("{n} of {total} waits", "{n} of {total} wait", waiting)
        words = words.format(n=number(waiting), total=number(len(self.every)))
        title = _("Review of reports")
        if report is not None:
            unit = safe(unit_name(report.unit, current(), self.printed))
            same = sum(other.unit == report.unit for other in self.reports)
            title = f"{title}{dot}{unit} {same}"
        if n := len(self.marks):
            words = f"{ngettext('{n} marked', '{n} marked', n).format(n=number(n))}{dot}{words}"
        self.show_head(title, words)
        if report is None:
            self.view.show(lambda width: nothing_waits(width, bool(self.every)))
        elif (shown := self.terren.attempt(lambda: self._shown(report))) is not None:
            today = self.terren.today()
            self.view.show(lambda width: queue_page(report, *shown, width, today))
        self.show_keys()

    def _shown(self, report: ReportReview) -> tuple[ActionDetail, tuple[Step, ...]]:
        """Return what shows of a report, as it was when it was marked: that is what is approved."""
        if self._seen is None or self._seen[0] != _key(report):
            with self.store.reading() as conn:
                detail = action_detail(self.store, report.action, today=self.terren.today(), last=0)
                self.digests[_key(report)] = report_digest(conn, *_key(report))
                self._seen = _key(report), (detail, report_steps(conn, *_key(report)))
        return self._seen[1]

    def _number_of(self, action: str) -> str:
        return next((report.action.nr for report in self.every if report.action.id == action), action)

    def _show_changed(self, changes: Collection[Change]) -> None:
        """Show the reports as they are, the first of those that changed marked."""
        at = self.list.cursor
        self._read()
        changed = {(change.target, change.unit) for change in changes}
        places = [n for n, report in enumerate(self.reports) if _key(report) in changed]
        self.fill(places[0] if places else at)

    def _recorded(self, changes: list[Change] | None, reports: Collection[ReportReview]) -> None:
        if changes is None:
            # what is refused may have changed meanwhile
            self._show_changed(())
        elif changes:
            self.marks -= {*map(_key, reports)}
            self._show_changed(())
            self.undo_redo.tell_recorded(changes)

    def _chosen(self) -> list[ReportReview]:
        """Return the reports that are marked, or the one that shows; none that has not been shown."""
        marked = [report for report in self.reports if _key(report) in self.marks]
        chosen = marked or ([] if self.report is None else [self.report])
        return [report for report in chosen if _key(report) in self.digests]

    def _reviewed(self, reports: Iterable[ReportReview]) -> list[Reviewed]:
        return [Reviewed(report.action, report.unit, self.digests[_key(report)]) for report in reports]

    def action_approve_report(self) -> None:
        """Approve the reports that are marked, or the one that shows."""
        if chosen := self._chosen():
            reviewed = self._reviewed(chosen)
            self._recorded(self.terren.attempt(lambda: approve_shown(self.store, reviewed)), chosen)

    def action_return_report(self) -> None:
        """Ask for the reason, and return the reports that are marked, or the one that shows."""
        if not (chosen := self._chosen()):
            return
        report, reviewed, n = chosen[0], self._reviewed(chosen), len(chosen)
        unit, nr = safe(unit_name(report.unit, current(), self.printed)), safe(report.action.nr)
        title = _("Return the report of {unit} on {nr}").format(unit=unit, nr=nr)
        if n > 1:
            title = ngettext("Return {n} report", "Return {n} reports", n).format(n=number(n))
        verdict, above = report.review, _("What is missing or wrong; the unit reads it.")
        is_again = n == 1 and verdict is not None and verdict.is_returned
        start = cut(verdict.reason, 400) if is_again and verdict is not None else ""

        def give_back(reason: str) -> list[Change]:
            return return_shown(self.store, reviewed, reason)

        window = AnswerScreen(title, above, start, give_back, enter=N_("return"))
        self.ask(window, lambda changes: self._recorded(changes, chosen))

    def action_clear_review(self) -> None:
        """Take back what was said of the report that shows."""
        if (report := self.report) is not None and report.review is not None:
            changes = self.terren.attempt(lambda: clear_review(self.store, report.action, report.unit))
            self._recorded(changes, [report])

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
