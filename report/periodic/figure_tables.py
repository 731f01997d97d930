"""The tables of figures: of the plan, by objective, institution, unit, year and source of funding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from language import _
from language.figures import figure_definition, figure_name
from language.terms import status
from report.periodic.content import Content, Group
from report.periodic.words import name_of_lead, name_of_unit
from report.table import AMOUNT, NUMBER, SHARE, Cell, Column, Field, Table, table_of
from store.account.money import YearMoney
from store.figures.figures import ALL_DEFINITIONS, MONEY, Figures


def summary_table(content: Content) -> Table:
    """Return every figure of the plan with its numerator and denominator."""
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
    for definition in ALL_DEFINITIONS:
        figure = figures.get(definition.id)
        if figure is None:
            continue
        share = figure.value if isinstance(figure.value, Fraction) else None
        if figure.kind == MONEY:
            yield figure_name(definition.id), None, None, None, figure.numerator
        elif definition.id == "execution":
            yield figure_name(definition.id), share, None, None, figure.numerator
        else:
            yield figure_name(definition.id), share, figure.numerator, figure.denominator, None


def definitions_table(content: Content) -> Table:
    """Return how each figure is counted."""
    return table_of(
        "definitions",
        _("How figures are counted"),
        [made.id for made in ALL_DEFINITIONS if made.id in content.figures],
        (Column("id", _("Code")), lambda code: code),
        (Column("name", _("Figure")), figure_name),
        (Column("definition", _("Definition")), figure_definition),
    )


def _progress(counts: Mapping[str, int]) -> Iterator[Field[Group]]:
    """Progress of groups; ``counts`` are their numbers of actions."""
    yield Column("actions", _("Actions"), NUMBER), lambda group: counts[group.key]
    yield Column("due", _("Due"), NUMBER), lambda group: group.figures["implementation_rate"].denominator
    yield _number("implemented", status("implemented"), "implementation_rate")
    yield _number("partially_implemented", status("partially_implemented"), "due_partially_implemented")
    yield _number("not_reported", status(None), "not_reported")
    yield _share("rate", _("Rate"), "implementation_rate")
    yield _share(
        "rate_without_changed", _("Rate without what changed"), "implementation_rate_without_changed"
    )
    yield _share("coverage", _("Coverage"), "coverage")


def _number(code: str, name: str, figure: str, kind: str = NUMBER) -> Field[Group]:
    return Column(
        code, name, kind
    ), lambda group: group.figures[figure].numerator if figure in group.figures else None


def budget_code(content: Content) -> str:
    """Return the code of the column that spending is measured by: of a unit it is what it was allocated."""
    return "planned" if content.parameters.unit is None else "allocated"


def _money(content: Content) -> Iterator[Field[Group]]:
    """Yield money of groups: of the plan as planned, of one unit as it was allocated."""
    code = budget_code(content)
    yield _number(code, _("Planned") if code == "planned" else _("Allocated"), code, AMOUNT)
    yield _number("spent", _("Spent"), "spent", AMOUNT)
    yield _share("execution", _("Budget execution"), "execution")


def _share(code: str, name: str, figure: str) -> Field[Group]:
    def cell(group: Group) -> Fraction | None:
        share = group.figures[figure].value if figure in group.figures else None
        return share if isinstance(share, Fraction) else None

    return Column(code, name, SHARE), cell


def objectives_table(content: Content) -> Table:
    """Return the progress of each objective."""
    below = content.below_objectives()
    counts = {group.key: len(below[group.key, group.parent is None]) for group in content.objectives}
    return table_of(
        "objectives",
        _("Progress by objective"),
        content.objectives,
        (Column("nr", _("No.")), lambda group: group.key),
        (Column("title", _("Objective")), lambda group: group.title),
        *_progress(counts),
        _share("fulfilment", _("Indicators met"), "fulfilment_rate"),
    )


def leads_table(content: Content) -> Table:
    """Return progress and money by lead institution."""
    return table_of(
        "institutions",
        _("Progress by lead institution"),
        content.leads,
        (Column("institution", _("Lead institution")), name_of_lead),
        *_progress(Counter(action.facts.row.lead for action in content.actions)),
        *_money(content),
    )


def units_table(content: Content) -> Table:
    """Return what each unit was asked and did."""
    return table_of(
        "units",
        _("Reports and spending by unit"),
        content.units,
        (Column("code", _("Code")), lambda unit: unit.code),
        (Column("unit", _("Unit")), lambda unit: name_of_unit(unit.code, unit.name)),
        (Column("expected", _("Reports expected"), NUMBER), lambda unit: unit.tally.expected),
        (Column("reported", _("Reports received"), NUMBER), lambda unit: unit.tally.reported),
        (Column("coverage", _("Coverage"), SHARE), lambda unit: unit.tally.coverage),
        (Column("due", _("Due"), NUMBER), lambda unit: unit.tally.due),
        (Column("implemented", status("implemented"), NUMBER), lambda unit: unit.tally.implemented),
        (Column("rate", _("Rate"), SHARE), lambda unit: unit.tally.rate),
        (Column("allocated", _("Allocated"), AMOUNT), lambda unit: unit.money.allocated),
        (Column("spent", _("Spent"), AMOUNT), lambda unit: unit.money.spent),
        (Column("execution", _("Spent of what was allocated"), SHARE), lambda unit: unit.money.execution),
    )


def money_table(content: Content) -> Table:
    """Return money by year: of one unit without what the plan gives all units together."""
    of_plan: tuple[Field[YearMoney], ...] = (
        (Column("planned", _("Planned"), AMOUNT), lambda year: year.planned),
        (Column("administrative", _("Cells of administrative cost"), NUMBER), lambda year: year.admin),
    )
    return table_of(
        "money",
        _("Budget execution by year"),
        content.years,
        (Column("year", _("Year"), NUMBER), lambda year: year.year),
        *(of_plan if content.parameters.unit is None else ()),
        (Column("allocated", _("Allocated"), AMOUNT), lambda year: year.allocated),
        (Column("capital", _("Spent, capital"), AMOUNT), lambda year: year.capital),
        (Column("recurrent", _("Spent, recurrent"), AMOUNT), lambda year: year.recurrent),
        (Column("spent", _("Spent"), AMOUNT), lambda year: year.spent_of_budget),
        (Column("outside", _("Of this outside the plan"), AMOUNT), lambda year: year.outside),
        (
            Column("remaining", _("Remaining"), AMOUNT),
            lambda year: year.remaining,
        ),
        (Column("execution", _("Budget execution"), SHARE), lambda year: year.execution),
    )


def sources_table(content: Content) -> Table:
    """Return money of the period by source of funding."""
    return table_of(
        "sources",
        _("Money by source of funding"),
        content.sources,
        (Column("source", _("Source of funding")), lambda group: group.title or _("no source named")),
        *_money(content),
        _number("remaining", _("Remaining"), "remaining", AMOUNT),
    )
