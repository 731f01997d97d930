"""``terren reviews``: the reports of units, and what headquarters said of each."""

from __future__ import annotations

from language import _, counted, terms
from language.numbers import NOTHING
from store.plan.lookup import plan_institutions
from store.plan.units import resolve_unit
from store.query.review_queue import ReportReview, report_reviews
from terren import output
from terren.declare import command, flag, option
from terren.session import Session
from terren.shapes import shaped
from terren.words import unit_words


@command(
    "reviews",
    "List the reports that wait for a review by headquarters, unit by unit; with --all every report.",
    prints="@reviewed*",
)
def reviews_command(
    session: Session,
    unit: str | None = option("Only the reports of this unit.", metavar="CODE"),
    every: bool = flag("Also the reports that were reviewed as they are now.", "--all"),
) -> None:
    with session.reading() as store, store.reading() as conn:
        whose = None if unit is None else resolve_unit(unit, plan_institutions(conn))
        reports = [report for report in report_reviews(conn) if whose in (None, report.unit)]
    shown = [report for report in reports if every or report.waits]
    heads = _("Unit"), _("No."), _("Review")
    rows = ((unit_words(report.unit), report.action.nr, _words(report)) for report in shown)
    if output.give(
        lambda: [shaped("reviewed", report) for report in shown], output.columns(heads, rows, texts=3, cut=2)
    ):
        waiting = sum(report.waits for report in reports)
        output.tell(counted("{n} report waits for a review", "{n} reports wait for a review", waiting))


def _words(report: ReportReview) -> str:
    verdict = report.review
    words = NOTHING if verdict is None else terms.review(verdict.state, verdict.reason, verdict.stands)
    return f"{terms.side_mark('conflict')} {words}" if report.conflict else words
