"""The tables of figures: of the plan, by objective, institution, unit, year and source of funding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from language import _
from language.figures import figure_definition, figure_name
from language.terms import status
from report.periodic.content import Content
from report.periodic.words import name_of_lead, name_of_unit
from report.table import AMOUNT, NUMBER, SHARE, Cell, Column, Table
from store.figures.figures import ALL_DEFINITIONS, MONEY, Figures
from store.query.spending import GroupYear


def summary_table(content: Content) -> Table:
    """Every figure of the plan with its numerator and denominator."""
    return Table(
        "summary",
        _("Figures of the period"),
        (
            Column("figure", _("Figure")),
            Column("share", _("Share"), SHARE),
            Column("number", _("Number"), NUMBER),
            Column("of", _("Of"), NUMBER),
            Column("amount", _("Amount ({currency})").format(currency=content.plan.currency), AMOUNT),
        ),
        tuple(_figure_rows(content.figures)),
    )


def _figure_rows(figures: Figures) -> Iterator[tuple[Cell, ...]]:
    for made in ALL_DEFINITIONS:
        found = figures.get(made.id)
        if found is None:
            continue
        share = found.value if isinstance(found.value, Fraction) else None
        if found.kind == MONEY:
            yield figure_name(made.id), None, None, None, found.numerator
        elif made.id == "execution":
            yield figure_name(made.id), share, None, None, found.numerator
        else:
            yield figure_name(made.id), share, found.numerator, found.denominator, None


def definitions_table(content: Content) -> Table:
    """How each figure is counted."""
    return Table(
        "definitions",
        _("How figures are counted"),
        (Column("id", _("Code")), Column("name", _("Figure")), Column("definition", _("Definition"))),
        tuple(
            (made.id, figure_name(made.id), figure_definition(made.id))
            for made in ALL_DEFINITIONS
            if made.id in content.figures
        ),
    )


def _progress_columns(first: Iterable[Column]) -> tuple[Column, ...]:
    return (
        *first,
        Column("actions", _("Actions"), NUMBER),
        Column("due", _("Due"), NUMBER),
        Column("implemented", status("implemented"), NUMBER),
        Column("partially_implemented", status("partially_implemented"), NUMBER),
        Column("not_reported", status(None), NUMBER),
        Column("rate", _("Rate"), SHARE),
        Column("rate_without_changed", _("Rate without what changed"), SHARE),
        Column("coverage", _("Coverage"), SHARE),
    )


def _progress(figures: Figures, actions: int) -> tuple[Cell, ...]:
    rate = figures["implementation_rate"]
    return (
        actions,
        rate.denominator,
        rate.numerator,
        figures["due_partially_implemented"].numerator,
        figures["not_reported"].numerator,
        _share(figures, "implementation_rate"),
        _share(figures, "implementation_rate_without_changed"),
        _share(figures, "coverage"),
    )


def _share(figures: Figures, code: str) -> Fraction | None:
    found = figures[code].value if code in figures else None
    return found if isinstance(found, Fraction) else None


def objectives_table(content: Content) -> Table:
    """Progress of each objective."""
    numbers = [one.action.nr for one in content.actions]

    def count(nr: str) -> int:
        return sum(number.startswith(f"{nr.rstrip('.')}.") for number in numbers)

    return Table(
        "objectives",
        _("Progress by objective"),
        (
            *_progress_columns((Column("nr", _("No.")), Column("title", _("Objective")))),
            Column("fulfilment", _("Indicators met"), SHARE),
        ),
        tuple(
            (
                group.key,
                group.title,
                *_progress(group.figures, count(group.key)),
                _share(group.figures, "fulfilment_rate"),
            )
            for group in content.objectives
        ),
    )


def leads_table(content: Content) -> Table:
    """Progress and money by lead institution."""
    counts: dict[str, int] = {}
    for one in content.actions:
        counts[one.facts.row.lead] = counts.get(one.facts.row.lead, 0) + 1
    return Table(
        "institutions",
        _("Progress by lead institution"),
        (*_progress_columns((Column("institution", _("Lead institution")),)), *_money_columns()),
        tuple(
            (name_of_lead(group), *_progress(group.figures, counts[group.key]), *_money(group.figures))
            for group in content.leads
        ),
    )


def _money_columns() -> tuple[Column, ...]:
    return (
        Column("planned", _("Planned"), AMOUNT),
        Column("spent", _("Spent"), AMOUNT),
        Column("execution", _("Budget execution"), SHARE),
    )


def _money(figures: Figures) -> tuple[Cell, ...]:
    return figures["planned"].numerator, figures["spent"].numerator, _share(figures, "execution")


def units_table(content: Content) -> Table:
    """What each unit was asked and did."""
    return Table(
        "units",
        _("Reports and spending by unit"),
        (
            Column("code", _("Code")),
            Column("unit", _("Unit")),
            Column("expected", _("Reports expected"), NUMBER),
            Column("reported", _("Reports received"), NUMBER),
            Column("coverage", _("Coverage"), SHARE),
            Column("due", _("Due"), NUMBER),
            Column("implemented", status("implemented"), NUMBER),
            Column("rate", _("Rate"), SHARE),
            Column("allocated", _("Allocated"), AMOUNT),
            Column("spent", _("Spent"), AMOUNT),
        ),
        tuple(
            (
                unit.code,
                name_of_unit(unit.code, unit.name),
                unit.tally.expected,
                unit.tally.reported,
                unit.tally.coverage,
                unit.tally.due,
                unit.tally.implemented,
                unit.tally.rate,
                unit.money.allocated,
                unit.money.spent,
            )
            for unit in content.units
        ),
    )


def money_table(content: Content) -> Table:
    """Money by year."""
    return Table(
        "money",
        _("Budget execution by year"),
        (Column("year", _("Year"), NUMBER), *_year_columns()),
        tuple((year.year, *_year(year)) for year in content.years),
    )


def _year_columns() -> tuple[Column, ...]:
    return (
        Column("planned", _("Planned"), AMOUNT),
        Column("administrative", _("Cells of administrative cost"), NUMBER),
        Column("allocated", _("Allocated"), AMOUNT),
        Column("capital", _("Spent, capital"), AMOUNT),
        Column("recurrent", _("Spent, recurrent"), AMOUNT),
        Column("spent", _("Spent"), AMOUNT),
        Column("outside", _("Of this outside the plan"), AMOUNT),
        Column("remaining", _("Remaining"), AMOUNT),
        Column("execution", _("Budget execution"), SHARE),
    )


def _year(year: GroupYear) -> tuple[Cell, ...]:
    remaining = None if year.planned is None else year.planned - (year.spent_on_plan or 0)
    return (
        year.planned,
        year.admin,
        year.allocated,
        year.capital,
        year.recurrent,
        year.spent,
        year.outside,
        remaining,
        year.execution,
    )


def sources_table(content: Content) -> Table:
    """Money of the period by source of funding."""
    return Table(
        "sources",
        _("Money by source of funding"),
        (
            Column("source", _("Source of funding")),
            Column("planned", _("Planned"), AMOUNT),
            Column("administrative", _("Cells of administrative cost"), NUMBER),
            Column("spent", _("Spent"), AMOUNT),
            Column("remaining", _("Remaining"), AMOUNT),
            Column("execution", _("Budget execution"), SHARE),
        ),
        tuple(
            (
                group.title or _("no source named"),
                group.figures["planned"].numerator,
                group.figures["administrative"].numerator,
                group.figures["spent"].numerator,
                group.figures["remaining"].numerator,
                _share(group.figures, "execution"),
            )
            for group in content.sources
        ),
    )
