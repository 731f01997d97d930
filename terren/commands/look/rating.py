"""``terren rates``: implementation rate, coverage and money of a year, by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from language import N_, _, current, dates, terms
from language.figure_rules import BY_LEAD
from language.figures import figure_definition, figure_name
from language.numbers import NOTHING, money, percent
from store.account.spans import plan_span, year_span
from store.account.statuses import STATUSES
from store.db.database import Store
from store.db.errors import UserError
from store.figures.figures import Figure
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import all_years, nearest_year, plan_currency
from store.query.overview import GROUPS, Overview, OverviewGroup, overview
from store.query.report_rows import EVERY, Series, figure_series, spans_until
from terren import output
from terren.commands import options
from terren.commands.list_forms import ListForm, list_forms
from terren.declare import command, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.values import YEAR, WordChoice
from terren.words import unit_words


@command("rates", "Print implementation rate, coverage, statuses and money of a period.", prints="@rates")
def rates_command(
    session: Session,
    period: str | None = options.PERIOD,
    year: int | None = option("A year of the plan; the present or the nearest one if not given.", type=YEAR),
    as_of: date | None = options.AS_OF_PERIOD,
    by: str = option("What is counted together; the whole plan.", type=WordChoice(*GROUPS), default="plan"),
    every: str | None = option(
        "Every figure of the plan in each year, half or quarter that has begun.", type=WordChoice(*EVERY)
    ),
    form: ListForm = list_forms(help=N_("Write the figures into FILE.csv or FILE.xlsx.")),
) -> None:
    if period is not None and year is not None:
        raise WrongUsage(N_("Choose one of --period and --year."))
    today = date.today()
    if every is not None:
        if period is not None or year is not None or by != "plan":
            raise WrongUsage(N_("--every is of the whole plan and of all its periods."), field="--every")
        _give_series(session, every, as_of or today, form)
        return
    with session.reading() as store, store.reading() as conn:
        wanted = year_span(_year(store, year, today)) if period is None else plan_span(conn, period)
        figures = overview(store, by, today=today, as_of=as_of, span=wanted)
    groups = tuple(group._replace(title=group.name(by, current())) for group in figures.groups)
    if form.json:
        output.print_json(_overview_form(figures, groups))
        return
    if form.is_table:
        from report.lists.objective_lists import overview_list
        from report.table import Column, Table

        columns = tuple(Column(code, "") for code in _CSV_HEAD)
        csv = Table("rates", "", columns, tuple(map(_csv_row, groups)))
        form.give(csv if form.out is None else overview_list(figures))
        return
    heads = _heads(figures.currency, of_units=figures.is_of_units)
    output.lines(output.columns(heads, map(_row, groups), texts=2, cut=1))
    _tell_figures(figures, groups)


def _overview_form(figures: Overview, groups: Iterable[OverviewGroup]) -> dict[str, Any]:
    """Return the figures of a period, and what they are of, as plain data."""
    return shaped(
        "rates",
        figures,
        money_left_out=terms.money_left_out(figures.year) if figures.money_left_out else None,
        budget_total=output.euro_number(sum(figures.wholes) if figures.wholes else None),
        groups=[_form(group) for group in groups],
    )


def _tell_figures(figures: Overview, groups: Sequence[OverviewGroup]) -> None:
    """Say of which period, day and units the figures are, and what they leave out."""
    whose = _("all units together") if figures.unit is None else unit_words(figures.unit)
    day_words = dates.date(figures.as_of)
    output.tell(
        _("{period}, as of {day}, {whose}"),
        period=dates.period_words(figures.span.code),
        day=day_words,
        whose=whose,
    )
    _tell_changed(groups)
    if figures.money_left_out:
        output.tell(terms.money_left_out(figures.year))
    if figures.wholes:
        output.tell(terms.amounts_of_all_years(figures.wholes, figures.currency))
    if figures.by == "lead":
        output.tell(_(BY_LEAD))
    output.tell(figure_definition("implementation_rate"))


def _give_series(session: Session, every: str, day: date, form: ListForm) -> None:
    """Print every figure of each period, or write them."""
    with session.reading() as store:
        with store.reading() as conn:
            spans, unit = spans_until(conn, every, day), own_unit(read_identity(conn))
            currency = plan_currency(conn)
        series = figure_series(store, spans, day, unit=unit)
    if form.is_table:
        from report.lists.long_lists import series_list

        form.give(series_list(series))
        return
    output.give(lambda: _series_form(series), _series_lines(series, currency, unit))
    if any("spent" not in figures for _span, _as_of, figures in series):
        words = _("Where only the year of some money is known, the parts of that year are without money.")
        output.tell(words)


def _series_form(series: Series) -> list[dict[str, Any]]:
    from report.periodic.data import figures_form

    return [
        shaped("series", span, as_of=as_of, figures=figures_form(figures)) for span, as_of, figures in series
    ]


def _series_lines(series: Series, currency: str, unit: str | None) -> Iterator[str]:
    budget = "planned" if unit is None else "allocated"
    rows = (
        (
            span.code,
            str(figures["implementation_rate"].denominator),
            str(figures["implementation_rate"].numerator),
            *(_share(figures[name]) for name in ("implementation_rate", "coverage")),
            str(figures["overdue"].numerator),
            *(money(figures[name].numerator if name in figures else None) for name in (budget, "spent")),
            _share(figures.get("execution")),
        )
        for span, _as_of, figures in series
    )
    return output.columns((currency, *_heads(currency, of_units=unit is not None)[3:]), rows)


def _share(figure: Figure | None) -> str:
    share = None if figure is None else figure.value
    return percent(share, 2) if isinstance(share, Fraction) else NOTHING


def _tell_changed(groups: Sequence[OverviewGroup]) -> None:
    """Say how much the plan changed of what is due, and the rate without it."""
    for group in groups:
        if group.tally.changed and group.parent is None:
            words = _("{group}: {n} of those due were cancelled, removed or postponed; without them {rate}.")
            rate = percent(group.tally.rate_without_changed, 2)
            output.tell(words, group=group.key, n=group.tally.changed, rate=rate)


def _year(store: Store, year: int | None, today: date) -> int:
    with store.reading() as conn:
        years = all_years(conn)
    if year is None:
        return nearest_year(years, today)
    if year not in years:
        raise UserError("year_unknown", found=year, known=years)
    return year


def _form(group: OverviewGroup) -> dict[str, Any]:
    statuses = {code or "not_reported": group.tally.statuses.get(code, 0) for code in (*STATUSES, None)}
    return shaped("group", group, statuses=statuses)


_CSV_HEAD: Final = (
    *("key", "title", "parent", "actions", *STATUSES, "not_reported", "due", "due_implemented", "rate"),
    *("overdue", "expected", "reported", "coverage", "planned", "allocated", "spent", "execution"),
)


def _csv_row(group: OverviewGroup) -> tuple[str | int | None, ...]:
    tally, spent = group.tally, group.money
    return (
        *(group.key, group.title, group.parent, tally.actions),
        *(tally.statuses.get(code, 0) for code in (*STATUSES, None)),
        *(tally.due, tally.implemented, _percentage(tally.rate), tally.overdue),
        *(tally.expected, tally.reported, _percentage(tally.coverage)),
        *map(_euros, (spent.planned, spent.allocated, spent.spent)),
        _percentage(spent.execution),
    )


def _heads(currency: str, *, of_units: bool) -> tuple[str, ...]:
    return (
        currency,
        "",
        _("Actions"),
        _("Due"),
        terms.status("implemented"),
        _("Rate"),
        _("Coverage"),
        _("Overdue"),
        figure_name("allocated" if of_units else "planned"),
        _("Spent"),
        "%",
    )


_TITLE_WIDTH: Final = 40


def _row(group: OverviewGroup) -> tuple[str, ...]:
    tally, spent = group.tally, group.money
    title = group.title or NOTHING
    return (
        group.key or NOTHING,
        title if len(title) <= _TITLE_WIDTH else f"{title[: _TITLE_WIDTH - 1]}…",
        str(tally.actions),
        str(tally.due),
        str(tally.implemented),
        percent(tally.rate, 2),
        percent(tally.coverage, 2),
        str(tally.overdue),
        money(spent.budget),
        money(spent.spent),
        percent(spent.execution, 2),
    )


def _euros(cents: int | None) -> str | None:
    """Return cents as a number of euros that any program reads."""
    return None if cents is None else f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _percentage(ratio: Fraction | None) -> str | None:
    """Return a share as a percentage of two decimals for any program, halves rounded away from zero."""
    return None if ratio is None else percent(ratio, 2, "en").replace(",", "").removesuffix("%")
