"""The report of a unit on an action, as it waits for a review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len

from language import _, current
from language.dates import date as day_words
from language.dates import since as since_words
from language.numbers import priced
from language.registers import day_of_amount, register, value
from language.terms import review, side_mark, status, status_mark
from store.account.statuses import DETAILS, contradictions
from store.history.steps import Step
from store.plan.units import unit_name
from store.query.queries import ActionDetail
from store.query.review_queue import ReportReview
from tui.report.words import days_left, form_tail, recorded_day, show_forms, step_words
from tui.widgets.draw import safe, safe_lines
from tui.widgets.page import Page


def nothing_waits(width: int, reported: bool) -> Page:
    """Return that no report waits, or that there is none yet."""
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
        page.field("", f"{side_mark('conflict')} {_('competing values: to be decided')}", "bad")
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
