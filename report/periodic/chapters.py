"""The report in words: chapters of headings, paragraphs, figures, charts and tables, in the current language.

Chapters are those of Kosovo's annual reports. A format renders the blocks; it adds nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from language import _, ngettext
from language.dates import date, period_words
from language.figure_rules import BY_LEAD
from language.figures import figure_definition, figure_name
from language.numbers import NOTHING, money, number
from language.terms import amounts_of_all_years, status
from report.periodic.blocks import Block, Chart, Heading, Paragraph, Series
from report.periodic.content import Content
from report.periodic.figure_tables import (
    money_table,
    objectives_table,
    sources_table,
    summary_table,
)
from report.periodic.front import key_figures, left_out_words, shown
from report.periodic.paper_tables import (
    BY_OBJECTIVE,
    annexes,
    shortened_actions,
    shortened_indicators,
    shortened_leads,
)
from store.plan.model import SpecificObjective, StrategicObjective

_DUE: Final = (
    ("implemented", "implementation_rate"),
    ("partially_implemented", "due_partially_implemented"),
    ("in_progress", "due_in_progress"),
    ("not_started", "due_not_started"),
    ("not_implemented", "due_not_implemented"),
    ("not_reported", "not_reported"),
)
"""Groups of what is due, and the figure that counts each; the rest is cancelled."""


def chapters(content: Content) -> Iterator[Block]:
    """Yield the whole report after its title."""
    yield Heading(_("Executive summary"))
    yield from _text(content, "summary")
    yield key_figures(content)
    yield from _changed(content)
    yield from _introduction(content)
    yield Heading(_("General progress"))
    yield from _text(content, "progress")
    yield from _general(content)
    for strategic in content.plan.strategic_objectives:
        yield from _strategic(content, strategic)
    yield from _budget(content)
    for chapter, title in (
        ("challenges", _("Main challenges")),
        ("next_steps", _("Priority steps for the next period")),
        ("risks", _("Risks and their mitigation")),
        ("recommendations", _("Recommendations")),
    ):
        yield Heading(title)
        yield from _text(content, chapter, always=True)
    yield from annexes(content)


def _text(content: Content, chapter: str, objective: str = "", *, always: bool = False) -> Iterator[Block]:
    """Yield what headquarters wrote; ``always`` yields a sentence where it wrote nothing."""
    text = content.text(chapter, objective)
    for part in filter(None, (line.strip() for line in text.split("\n"))):
        yield Paragraph(part)
    if not text and always:
        yield Paragraph(_("Nothing was written for this chapter."), muted=True)


def _changed(content: Content) -> Iterator[Block]:
    rate, kept = (
        content.figures[code] for code in ("implementation_rate", "implementation_rate_without_changed")
    )
    changed = (rate.denominator or 0) - (kept.denominator or 0)
    if changed:
        words = ngettext(
            "{n} of the actions due was cancelled, removed or postponed since the year began; without it"
            " the rate is {rate}.",
            "{n} of the actions due were cancelled, removed or postponed since the year began; without"
            " them the rate is {rate}.",
            changed,
        )
        yield Paragraph(words.format(n=number(changed), rate=shown(kept)))
    added = content.figures["added_implemented"]
    if added.denominator:
        words = ngettext(
            "{total} action more is due by a later version of the plan; {n} is implemented.",
            "{total} actions more are due by a later version of the plan; {n} of them are implemented.",
            added.denominator,
        )
        yield Paragraph(words.format(n=number(added.numerator), total=number(added.denominator)))
    if content.since:
        words = ngettext(
            "{n} action has been implemented since {day}; it is not counted here.",
            "{n} actions have been implemented since {day}; they are not counted here.",
            len(content.since),
        )
        yield Paragraph(words.format(n=number(len(content.since)), day=date(content.parameters.as_of)))


def _introduction(content: Content) -> Iterator[Block]:
    yield Heading(_("Introduction and method"))
    yield from _text(content, "introduction")
    words = _(
        "Period: {period}. Plan: “{plan}”, with the statuses in force on {day}. The figures cover {n}"
        " actions of every version of the plan that was in force in the period ({versions}); the rate"
        " follows the version in force at the beginning of the year."
    )
    yield Paragraph(
        words.format(
            period=period_words(content.span.code),
            plan=content.plan.title,
            day=date(content.parameters.as_of),
            n=number(sum(action.in_period for action in content.facts.actions)),
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


def _general(content: Content) -> Iterator[Block]:
    top = [group for group in content.objectives if group.parent is None]
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
    yield summary_table(content)
    yield objectives_table(content).only(BY_OBJECTIVE)
    yield shortened_leads(content)
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


def _strategic(content: Content, strategic: StrategicObjective) -> Iterator[Block]:
    yield Heading(f"{strategic.nr} {strategic.title}")
    yield from _text(content, "progress", strategic.nr)
    if strategic.indicators:
        yield Heading(_("Progress of indicators"), 3)
        yield shortened_indicators(content, strategic.nr)
    for objective in strategic.specific_objectives:
        yield from _specific(content, objective)


def _specific(content: Content, objective: SpecificObjective) -> Iterator[Block]:
    yield Heading(f"{objective.nr} {objective.title}", 2)
    group = next(group for group in content.objectives if group.key == objective.nr)
    rate = group.figures["implementation_rate"]
    if rate.denominator:
        words = _("{n} of {total} actions due are implemented ({rate}); coverage is {coverage}.")
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
    yield from _text(content, "progress", objective.nr)
    yield shortened_actions(content, objective.nr)
    if objective.indicators:
        yield Heading(_("Progress of indicators"), 3)
        yield shortened_indicators(content, objective.nr)
    for chapter, title in (
        ("challenges", _("Challenges")),
        ("risks", _("Risks and their mitigation")),
        ("recommendations", _("Recommendations")),
        ("next_steps", _("Next steps")),
    ):
        if content.text(chapter, objective.nr):
            yield Heading(title, 3)
            yield from _text(content, chapter, objective.nr)


def _budget(content: Content) -> Iterator[Block]:
    yield Heading(_("Budget execution"))
    if (why := left_out_words(content)) is not None:
        yield Paragraph(why)
        return
    words = _("{spent} of {planned} {currency} planned were spent against planned amounts ({rate}).")
    budget = "planned"
    if content.parameters.unit is not None:
        words = _("{spent} of {planned} {currency} that were allocated to it were spent ({rate}).")
        budget = "allocated"
    execution = content.figures["execution"]
    yield Paragraph(
        words.format(
            spent=money(execution.numerator),
            planned=money(execution.denominator),
            currency=content.plan.currency,
            rate=shown(execution),
        )
    )
    if content.facts.span.part_of_year(content.facts.as_of):
        yield Paragraph(_("Counted is what was spent from the beginning of the year to the last day."))
    years = [year for year in content.years if year.budget is not None or year.spent is not None]
    if years:
        yield Chart(
            f"{figure_name(budget)} / {figure_name('spent')} ({content.plan.currency})",
            tuple(str(year.year) for year in years),
            tuple(
                Series(
                    code,
                    figure_name(code),
                    tuple((amount or 0) / 100 for amount in amounts),
                    tuple(money(amount) if amount is not None else NOTHING for amount in amounts),
                )
                for code, amounts in (
                    (budget, [year.budget for year in years]),
                    ("spent", [year.spent for year in years]),
                )
            ),
        )
    yield money_table(content)
    wholes = [action.budget_total for action in content.plan.actions() if action.budget_total is not None]
    if wholes and content.parameters.unit is None:
        yield Paragraph(amounts_of_all_years(len(wholes), sum(wholes), content.plan.currency), muted=True)
    yield sources_table(content)
    yield Paragraph(
        _(
            "Administrative cost (KA) is covered by the institution's own budget: it is counted in cells and"
            " has no percentage. Spending outside the plan stands apart and enters none either."
        ),
        muted=True,
    )
