"""Long tables for analysis: what each unit reported in each period, and every figure of each period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

import language
from language import _, pgettext, terms
from language.figures import figure_name
from report.table import AMOUNT, DATE, NUMBER, SHARE, Cell, Column, Field, Table, iso_day, table_of
from schema import fields
from schema.registers import ACTION_DETAILS
from schema.types import Choice, NumberType
from store.figures.figures import MONEY, Figures
from store.plan.units import unit_name
from store.query.report_rows import ReportRow, Series


def reports_list(
    rows: Iterable[ReportRow], currency: str, printed: Mapping[str, str] = MappingProxyType({})
) -> Table:
    """Return a row for each action, unit and period; ``printed`` are the names of units that the plan has."""

    return table_of(
        "reports",
        _("Reports by period"),
        rows,
        *_period_fields(),
        (Column("action", _("Id of the action")), lambda row: row.action.id),
        (Column("nr", _("No.")), lambda row: row.action.nr),
        (Column("title", _("Action")), lambda row: row.action.title),
        (Column("lead_unit", _("Lead (code)")), lambda row: row.action.lead or None),
        (Column("lead_name", _("Lead")), lambda row: row.action.leader or None),
        (Column("deadline_day", _("Last day of the deadline"), DATE), lambda row: row.action.deadline),
        (Column("unit", _("Code")), lambda row: row.unit),
        (
            Column("unit_name", _("Unit")),
            lambda row: unit_name(row.unit, language.current(), printed),
        ),
        (Column("expected", _("Expected"), NUMBER), lambda row: int(row.expected)),
        (Column("status", _("Status (code)")), lambda row: row.status or "not_reported"),
        (Column("status_words", _("Status")), lambda row: terms.status(row.status)),
        (Column("effective_on", _("Status since"), DATE), lambda row: iso_day(row.effective_on)),
        *(column for detail in ACTION_DETAILS for column in _reported(detail)),
        (Column("year", _("Year"), NUMBER), lambda row: row.span.year),
        (Column("allocated", _("Allocated"), AMOUNT), lambda row: row.money.allocated),
        (Column("capital", _("Spent, capital"), AMOUNT), lambda row: row.money.capital),
        (Column("recurrent", _("Spent, recurrent"), AMOUNT), lambda row: row.money.recurrent),
        (Column("spent", _("Spent"), AMOUNT), lambda row: row.money.spent),
        (Column("currency", _("Currency")), lambda _row: currency),
        (Column("recorded_on", _("Recorded"), DATE), lambda row: row.recorded_on),
        (Column("approved", _("Approved"), NUMBER), lambda row: int(row.approved)),
        (Column("conflict", _("In conflict"), NUMBER), lambda row: int(row.conflict)),
    )


def _period_fields() -> tuple[Field[ReportRow], ...]:
    return (
        (Column("period", _("Period")), lambda row: row.span.code),
        (Column("period_from", _("From"), DATE), lambda row: row.span.first),
        (Column("period_to", _("To"), DATE), lambda row: row.span.last),
        (Column("as_of", pgettext("the day by which is counted", "As of"), DATE), lambda row: row.as_of),
    )


def _reported(detail: fields.Field) -> Iterator[Field[ReportRow]]:
    """Yield the column of a field as units reported it; of a choice its codes and its words."""

    def recorded(row: ReportRow) -> str | None:
        value = row.details.get(detail.name)
        return None if value is None else str(value)

    def words(row: ReportRow) -> str | None:
        value = row.details.get(detail.name)
        return detail.type.show(value) if isinstance(value, str) else None

    def number(row: ReportRow) -> int | None:
        value = row.details.get(detail.name)
        return value if isinstance(value, int) else None

    label = _(detail.label)
    if isinstance(detail.type, Choice):
        code = _("{field} (code)").format(field=_(detail.named(detail.short)))
        yield Column(detail.name, code), recorded
        yield Column(f"{detail.name}_words", label), words
    elif isinstance(detail.type, NumberType):
        yield Column(detail.name, label, NUMBER), number
    else:
        yield Column(detail.name, label), recorded


def series_list(series: Series) -> Table:
    """Return a row for each figure of each period: a share with what it is of, a number, or an amount."""
    return Table(
        "series",
        _("Figures by period"),
        (
            Column("period", _("Period")),
            Column("period_from", _("From"), DATE),
            Column("period_to", _("To"), DATE),
            Column("as_of", pgettext("the day by which is counted", "As of"), DATE),
            Column("figure", _("Figure (code)")),
            Column("figure_words", _("Figure")),
            Column("share", _("Share"), SHARE),
            Column("number", _("Number"), NUMBER),
            Column("of", _("Of"), NUMBER),
            Column("amount", _("Amount"), AMOUNT),
            Column("amount_of", _("Of the amount"), AMOUNT),
        ),
        tuple(
            (span.code, span.first, span.last, as_of, id, figure_name(id), *_figure_cells(figures, id))
            for span, as_of, figures in series
            for id in figures
        ),
    )


def _figure_cells(figures: Figures, id: str) -> tuple[Cell, ...]:
    figure = figures[id]
    share = figure.value if isinstance(figure.value, Fraction) else None
    sums = figure.numerator, figure.denominator
    if figure.kind == MONEY or id == "execution":
        return share, None, None, *sums
    return share, *sums, None, None
