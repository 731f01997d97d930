"""``terren reports``: what each unit reported on each action, in a period or in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from language import N_, _, counted, terms
from language.numbers import NOTHING, money
from store.account.reviews import resolve_reporting_unit
from store.account.spans import Span, plan_span, year_span
from store.account.statuses import DETAILS
from store.db.database import Store
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import all_years, nearest_year, plan_currency, printed_units
from store.query.report_rows import EVERY, ReportRow, figure_series, report_rows, spans_until
from terren import output
from terren.commands import options
from terren.commands.list_forms import ListForm, list_forms
from terren.declare import command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.values import WordChoice
from terren.words import unit_words


@command(
    "reports",
    "List what each unit reported on each action in a period; with --long in every period of the plan, a row"
    " for each action, unit and period, and in a workbook a second sheet with every figure by period.",
    prints="@unit_report*",
)
def reports_command(
    session: Session,
    period: str | None = options.PERIOD,
    long: bool = flag("Every period of the plan that has begun."),
    every: str | None = option("How long the periods of --long are; quarters.", type=WordChoice(*EVERY)),
    as_of: date | None = options.AS_OF,
    unit: str | None = option("Only what this unit reported.", metavar="CODE"),
    approved: bool = flag("Only reports that headquarters approved."),
    form: ListForm = list_forms(help=N_("Write the reports into FILE.csv or FILE.xlsx.")),
) -> None:
    if long and period is not None:
        raise WrongUsage(N_("Choose one of --period and --long."))
    if every is not None and not long:
        template = N_("{one} is only used together with {other}.")
        raise WrongUsage(template, field="--every", one="--every", other="--long")
    day = as_of or date.today()
    with session.reading() as store:
        with store.reading() as conn:
            printed = printed_units(conn)
            whose = own_unit(read_identity(conn)) if unit is None else resolve_reporting_unit(conn, unit)
            if long:
                spans = spans_until(conn, every or "quarter", day)
            elif period is not None:
                spans = [plan_span(conn, period)]
            else:
                spans = [year_span(nearest_year(all_years(conn), day))]
        rows = list(report_rows(store, spans, day, unit=whose, only_approved=approved))
        if form.is_table:
            _give(store, form, rows, spans, day, whose, approved=approved, long=long)
            return
    output.give(lambda: [shaped("unit_report", row, **_details(row)) for row in rows], _lines(rows, printed))
    output.tell(counted("{n} report", "{n} reports", sum(row.status is not None for row in rows)))


def _give(
    store: Store,
    form: ListForm,
    rows: Iterable[ReportRow],
    spans: Iterable[Span],
    day: date,
    unit: str | None,
    *,
    approved: bool,
    long: bool,
) -> None:
    from report.lists.long_lists import reports_list, series_list

    with store.reading() as conn:
        table = reports_list(rows, plan_currency(conn), printed_units(conn))
        more = []
        if long and form.has_sheets:
            more = [series_list(figure_series(store, spans, day, unit=unit, only_approved=approved))]
    form.give(table, *more)


def _lines(rows: Iterable[ReportRow], printed: Mapping[str, str]) -> Iterator[str]:
    heads = _("Period"), _("No."), _("Unit"), _("Status"), _("Status since"), _("Spent")
    cells = (
        (
            row.span.code,
            row.action.nr,
            unit_words(row.unit, printed),
            terms.status(row.status),
            row.effective_on or NOTHING,
            money(row.money.spent),
        )
        for row in rows
    )
    yield from output.columns(heads, cells, texts=5)


def _details(row: ReportRow) -> dict[str, object]:
    return {field: row.details.get(field) for field in DETAILS}
