"""The tables of what stands beside the figures: statuses, other periods, what is late, donors, quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from language import _
from language.dates import period_words
from language.figures import figure_name
from language.terms import reason, status
from report.periodic.action_tables import reported_words
from report.periodic.content import Content
from report.periodic.figure_tables import budget_code
from report.periodic.words import name_of_lead, names_in_words
from report.table import AMOUNT, NUMBER, SHARE, Cell, Column, Field, Table, table_of
from store.account.statuses import STATUSES
from store.figures.beside import Donor
from store.figures.figures import ALL_DEFINITIONS, MONEY, ActionFacts, Definition, Figures
from store.figures.figures import SHARE as SHARE_FIGURE
from store.query.tally import Tally


class _Counted(NamedTuple):
    """A group of actions with its numbers by status."""

    nr: str | None
    title: str
    tally: Tally


def statuses_table(content: Content) -> Table:
    """Return how many actions of each objective have each status, whatever their deadline."""
    tallies = content.beside.tallies
    rows = [
        _Counted(group.key, group.title, tallies["objective", group.key])
        for group in content.objectives
        if ("objective", group.key) in tallies
        # a report on one unit is short
        and (group.parent is None or content.parameters.unit is None)
    ]
    number = Column("nr", _("No.")), lambda counted: counted.nr
    return _statuses(
        content, "statuses", _("All actions by status and objective"), rows, _("Objective"), number
    )


def lead_statuses_table(content: Content) -> Table:
    """Return the same by lead institution."""
    tallies = content.beside.tallies
    rows = [
        _Counted(None, name_of_lead(group), tallies["lead", group.key])
        for group in content.leads
        if ("lead", group.key) in tallies
    ]
    caption = _("All actions by status and lead institution")
    return _statuses(content, "lead_statuses", caption, rows, _("Lead institution"))


def _statuses(
    content: Content,
    code: str,
    caption: str,
    rows: Iterable[_Counted],
    title: str,
    *more: Field[_Counted],
) -> Table:
    """Return rows of numbers by status and their total; statuses that no action has take no room."""
    whole = content.beside.tallies["", ""]
    used = [of for of in (*STATUSES, None) if whole.statuses.get(of)]
    return table_of(
        code,
        caption,
        (counted for counted in (*rows, _Counted(None, _("All together"), whole)) if counted.tally.actions),
        *more,
        (Column("title", title), lambda counted: counted.title),
        (Column("actions", _("Actions"), NUMBER), lambda counted: counted.tally.actions),
        *(
            (
                Column(of or "not_reported", status(of), NUMBER),
                partial(lambda counted, of: counted.tally.statuses.get(of, 0), of=of),
            )
            for of in used
        ),
    )


class _Period(NamedTuple):
    """A period with its figures."""

    title: str
    figures: Figures


_COMPARED: Final = (
    *("implementation_rate", "due_open", "carried_over", "overdue", "coverage", "fulfilment_rate"),
    *("planned", "allocated", "spent", "execution"),
)


def periods_table(content: Content) -> Table:
    """Return the main figures of the period beside those of the periods before."""
    periods = [_Period(period_words(content.span.code), content.figures)]
    periods += [_Period(period_words(span.code), figures) for span, _day, figures in content.beside.periods]
    shown = [made for made in ALL_DEFINITIONS if made.id in _COMPARED and made.id in content.figures]
    if content.parameters.unit is None:
        # of the plan as a whole it is what is planned
        shown = [made for made in shown if made.id != "allocated"]
    return table_of(
        "periods",
        _("The period beside those before"),
        periods,
        (Column("period", _("Period")), lambda period: period.title),
        *(_compared(made) for made in shown),
    )


def _compared(made: Definition) -> Field[_Period]:
    """Return the column of a figure: its share, or its number where the share says little."""
    is_share = made.kind == SHARE_FIGURE and made.id != "due_open"
    kind = SHARE if is_share else AMOUNT if made.kind == MONEY else NUMBER

    def cell(period: _Period) -> Cell:
        figure = period.figures.get(made.id)
        if figure is None:
            return None
        value = figure.value if is_share else figure.numerator
        return value if isinstance(value, (int, Fraction)) else None

    return Column(made.id, figure_name(made.id), kind), cell


def due_table(content: Content) -> Table:
    """Return the actions that were due in the period and are not implemented."""
    late = content.beside.late.due
    return _late(content, "due_open", _("Due and not implemented"), late, _("Nothing that was due is open."))


def carried_table(content: Content) -> Table:
    """Return the actions that were late when the period began and still are."""
    late, empty = content.beside.late.carried, _("Nothing is carried over.")
    return _late(content, "carried_over", _("Carried over from before"), late, empty)


def overdue_table(content: Content) -> Table:
    """Return the other actions whose deadline is past."""
    late, empty = content.beside.late.overdue, _("Nothing else is overdue.")
    return _late(content, "overdue", _("Overdue besides"), late, empty)


def _late(content: Content, code: str, caption: str, late: Iterable[ActionFacts], empty: str) -> Table:
    """Return late actions: who leads them, why they are late, until when they wait, and what comes next."""
    wanted = {action.row.id for action in late}
    return table_of(
        code,
        caption,
        (action for action in content.actions if action.facts.row.id in wanted),
        (Column("nr", _("No.")), lambda action: action.action.nr),
        (Column("title", _("Action")), lambda action: action.action.title),
        (Column("lead", _("Lead institution")), lambda action: names_in_words(action.action.lead)),
        (Column("deadline", _("Deadline")), lambda action: action.action.deadline.raw),
        (Column("status", _("Status")), lambda action: status(action.facts.status)),
        (Column("reason", _("Reason")), partial(reported_words, "reason")),
        (Column("new_deadline", _("New deadline")), partial(reported_words, "new_deadline")),
        (Column("next_steps", _("Next step")), partial(reported_words, "next_steps")),
        empty=empty,
    )


def reasons_table(content: Content) -> Table:
    """Return how often each reason for delay was given for what is late."""
    return table_of(
        "reasons",
        _("Reasons for delay"),
        content.beside.reasons,
        (
            Column("reason", _("Reason")),
            lambda row: _("no reason given") if row.reason is None else reason(row.reason),
        ),
        (Column("actions", _("Actions"), NUMBER), lambda row: row.actions),
        (Column("reports", _("Reports"), NUMBER), lambda row: row.reports or None),
        empty=_("Nothing is late."),
    )


def donors_table(content: Content) -> Table:
    """Return money by source of funding: of what it funds alone, and of what it funds with others."""
    budget = budget_code(content)
    return table_of(
        "donors",
        _("Money by donor"),
        (donor for donor in content.beside.donors if _has_money(donor, budget)),
        (Column("donor", _("Donor or budget")), lambda donor: donor.name),
        (
            Column("alone", _("{what}, alone").format(what=figure_name(budget)), AMOUNT),
            _money("alone", budget),
        ),
        (
            Column("spent_alone", _("{what}, alone").format(what=figure_name("spent")), AMOUNT),
            _money("alone", "spent"),
        ),
        (
            Column("shared", _("{what}, together").format(what=figure_name(budget)), AMOUNT),
            _money("shared", budget),
        ),
        (
            Column("spent_shared", _("{what}, together").format(what=figure_name("spent")), AMOUNT),
            _money("shared", "spent"),
        ),
        empty=_no_donor(content),
    )


def _no_donor(content: Content) -> str:
    """Return why no donor has money: none is named, or those that are named have none in the period."""
    if any(group.key for group in content.sources):
        return _("No donor or budget has money in the period.")
    return _("The plan names no source of funding.")


def _has_money(donor: Donor, budget: str) -> bool:
    parts = (donor.alone, donor.shared)
    return any(part[code].counted for part in parts for code in (budget, "spent") if code in part)


def _money(part: str, code: str) -> Callable[[Donor], Cell]:
    """Return what reads an amount of a donor; None where it funds nothing so."""

    def cell(donor: Donor) -> Cell:
        figures: Figures = donor.alone if part == "alone" else donor.shared
        figure = figures.get(code)
        return (figure.numerator or None) if figure is not None else None

    return cell


def quarters_table(content: Content) -> Table:
    """Return what was spent in each quarter, where that is known."""
    return table_of(
        "quarters",
        _("Spent by quarter"),
        content.beside.quarters,
        (Column("quarter", _("Quarter")), lambda quarter: period_words(quarter.span.code)),
        (Column("spent", _("Spent in it"), AMOUNT), lambda quarter: quarter.spent),
        (Column("until", _("Spent since the year began"), AMOUNT), lambda quarter: quarter.spent_by_then),
        empty=_("Of some amounts only the year is known, so none is told by quarter."),
    )


BESIDE: Final = (
    *(statuses_table, lead_statuses_table, periods_table, due_table, carried_table, overdue_table),
    *(reasons_table, donors_table, quarters_table),
)
"""All of them, in the order of a workbook."""
