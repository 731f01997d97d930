"""The report in words: chapters of headings, paragraphs, figures, charts and tables, in the current language.

Chapters are those of Kosovo's annual reports. A format renders the blocks; it adds nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from language import N_, _, ngettext
from language.dates import date, period_words
from language.figure_rules import BY_LEAD
from language.figures import figure_definition, figure_name
from language.numbers import number
from language.terms import status
from report.periodic.blocks import Block, Chart, Contents, Draft, FactsBlock, Heading, Paragraph, Series
from report.periodic.content import Below, Content, Group
from report.periodic.figure_tables import objectives_table
from report.periodic.front import facts_of, in_other_words, shown
from report.periodic.pages.annexes import annexes
from report.periodic.pages.beside_tables import lead_statuses_table, periods_table, statuses_table
from report.periodic.pages.late_and_money import budget, late_chapter
from report.periodic.pages.summary import summary
from report.periodic.pages.written import written, written_below
from report.periodic.paper_tables import (
    BY_OBJECTIVE,
    shortened_actions,
    shortened_indicators,
    shortened_leads,
)
from report.table import Table
from store.plan.model import SpecificObjective, StrategicObjective

_OF_UNIT: Final = 8
"""So many late actions of each kind stand in the short report on one unit."""
_DUE: Final = (
    ("implemented", "implementation_rate"),
    ("partially_implemented", "due_partially_implemented"),
    ("in_progress", "due_in_progress"),
    ("not_started", "due_not_started"),
    ("not_implemented", "due_not_implemented"),
    ("not_reported", "not_reported"),
)
"""Groups of what is due, and the figure that counts each; the rest is cancelled."""


_WORDS: Final = (
    ("challenges", N_("Main challenges")),
    ("next_steps", N_("Priority steps for the next period")),
    ("risks", N_("Risks and their mitigation")),
    ("recommendations", N_("Recommendations")),
)
"""The chapters that headquarters writes after those of figures."""


def chapters(content: Content) -> Iterator[Block]:
    """Yield the whole report after its cover; one on a unit is short."""
    for block in drafts(content):
        made = block() if callable(block) else block
        yield made.in_currency(content.plan.currency) if isinstance(made, Table) else made


def drafts(content: Content) -> Iterator[Draft]:
    """Yield the report after its cover; a table of many rows is made by whoever wants it."""
    below = content.below_objectives()
    yield from summary(content)
    if content.parameters.unit is None:
        yield Contents()
        yield from _introduction(content)
        yield Heading(_("General progress"))
        yield from written(content, "progress")
        yield from _general(content)
        yield from late_chapter(content)
        for strategic in content.plan.strategic_objectives:
            yield from _strategic(content, strategic, below)
    else:
        yield from late_chapter(content, most=_OF_UNIT)
        yield Heading(_("General progress"))
        yield partial(statuses_table, content)
    yield from budget(content)
    if content.parameters.unit is None:
        # what headquarters wrote is of the plan as a whole
        for chapter, title in _WORDS:
            yield from written_below(content, chapter, _(title))
    else:
        yield Heading(_("About this report"))
        yield from _about(content)
    yield from annexes(content)


def _introduction(content: Content) -> Iterator[Block]:
    yield Heading(_("Introduction and method"))
    yield from written(content, "introduction")
    counted = sum(action.in_period for action in content.facts.actions)
    words = ngettext(
        "Period: {period}. Plan: “{plan}”, with the statuses in force on {day}. The figures cover {n}"
        " action of every version of the plan that was in force in the period ({versions}); the rate"
        " follows the version in force at the beginning of the year.",
        "Period: {period}. Plan: “{plan}”, with the statuses in force on {day}. The figures cover {n}"
        " actions of every version of the plan that was in force in the period ({versions}); the rate"
        " follows the version in force at the beginning of the year.",
        counted,
    )
    yield Paragraph(
        words.format(
            period=period_words(content.span.code),
            plan=content.plan_title,
            day=date(content.parameters.as_of),
            n=number(counted),
            versions=", ".join(map(str, content.versions)),
        )
    )
    if content.parameters.only_approved:
        yield Paragraph(
            _(
                "Only reports that headquarters approved are counted: their statuses, days, money and words,"
                " and nothing of any other report."
            )
        )
    else:
        words = _("All reports received are counted, whether headquarters has approved them or not.")
        yield Paragraph(words)
    words = _(
        "The figures were computed from a ledger of signed changes. Its state is {digest}: whoever holds the"
        " same changes gets the same figures with “terren report --check FILE”."
    )
    yield Paragraph(words.format(digest=content.parameters.shown_digest))
    yield Paragraph(figure_definition("implementation_rate"), muted=True)
    yield Paragraph(figure_definition("coverage"), muted=True)
    yield from _about(content)


def _about(content: Content) -> Iterator[Block]:
    yield FactsBlock(facts_of(content))
    if told := in_other_words(content):
        yield Paragraph(told, muted=True)


def _general(content: Content) -> Iterator[Draft]:
    top = [group for group in content.objectives if group.parent is None]
    # where only years are named as deadlines a quarter has nothing that is due
    if content.figures["implementation_rate"].denominator:
        yield status_chart(content)
        yield Chart(
            _("Implementation rate by strategic objective"),
            tuple(f"{group.key} {group.title}" for group in top),
            (
                Series(
                    "implemented",
                    figure_name("implementation_rate"),
                    tuple(float(group.figures["implementation_rate"].value or 0) * 100 for group in top),
                    tuple(shown(group.figures["implementation_rate"]) for group in top),
                ),
            ),
            percent=True,
        )
    if content.beside.periods:
        yield partial(periods_table, content)
    yield lambda: objectives_table(content).only(BY_OBJECTIVE)
    yield partial(statuses_table, content)
    yield partial(lead_statuses_table, content)
    yield partial(shortened_leads, content)
    yield Paragraph(_(BY_LEAD), muted=True)


def status_chart(content: Content) -> Chart:
    """Return the chart of actions due by what became of them, for each strategic objective."""
    top = [group for group in content.objectives if group.parent is None]
    return Chart(
        _("Actions due by status and strategic objective"),
        tuple(f"{group.key} {group.title}" for group in top),
        tuple(
            Series(
                code,
                status(None if code == "not_reported" else code),
                tuple(float(group.figures[figure].numerator) for group in top),
                tuple(number(group.figures[figure].numerator) for group in top),
            )
            for code, figure in _DUE
        ),
        stacked=True,
    )


def _strategic(content: Content, strategic: StrategicObjective, below: Below) -> Iterator[Draft]:
    yield Heading(f"{strategic.nr} {strategic.title}")
    yield from written(content, "progress", strategic.nr)
    if strategic.indicators:
        yield Heading(_("Progress of indicators"), 3)
        yield partial(shortened_indicators, content, strategic.nr)
    groups = {group.key: group for group in content.objectives if group.parent == strategic.nr}
    for objective in strategic.specific_objectives:
        yield from _specific(content, objective, groups[objective.nr], below)


def _specific(content: Content, objective: SpecificObjective, group: Group, below: Below) -> Iterator[Draft]:
    yield Heading(f"{objective.nr} {objective.title}", 2)
    rate = group.figures["implementation_rate"]
    if rate.denominator:
        words = _("Implemented: {n} of {total} actions due ({rate}); coverage is {coverage}.")
    else:
        words = _("No action is due in the period; coverage is {coverage}.")
    yield Paragraph(
        words.format(
            n=number(rate.numerator),
            total=number(rate.denominator or 0),
            rate=shown(rate),
            coverage=shown(group.figures["coverage"]),
        )
    )
    yield Heading(_("Progress in activities"), 3)
    yield from written(content, "progress", objective.nr)
    yield partial(shortened_actions, content, objective.nr, below[objective.nr, False])
    if objective.indicators:
        yield Heading(_("Progress of indicators"), 3)
        yield partial(shortened_indicators, content, objective.nr)
    for chapter, title in (
        ("challenges", _("Challenges")),
        ("risks", _("Risks and their mitigation")),
        ("recommendations", _("Recommendations")),
        ("next_steps", _("Next steps")),
    ):
        yield from written_below(content, chapter, title, objective.nr, 3)
