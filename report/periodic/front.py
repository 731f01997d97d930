"""The first page of a report: its title, what it is drawn from, and its key figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from language import _
from language.dates import date, period_words
from language.figures import figure_definition, figure_name
from language.numbers import money, number, percent
from language.terms import money_left_out
from report.periodic.blocks import KeyFigure, KeyFigures
from report.periodic.content import Content
from report.periodic.issued.reissue import differing_words, issued_words
from report.periodic.words import name_of_unit
from store.figures.figures import MONEY, RULE_SET, Figure

_KEY: Final = (
    "implementation_rate",
    "implementation_rate_without_changed",
    "added_implemented",
    "coverage",
    "fulfilment_rate",
    "carried_over",
    "overdue",
    "planned",
    "allocated",
    "spent",
    "execution",
)


def report_title(content: Content) -> str:
    """Return the title of the report."""
    return _("Report on the implementation of the plan: {period}").format(
        period=period_words(content.span.code)
    )


def left_out_words(content: Content) -> str | None:
    """Return why the report has no money; None where it has."""
    return money_left_out(content.span.year) if content.facts.money_left_out else None


def facts_of(content: Content) -> tuple[tuple[str, str], ...]:
    """Return the lines of the title page: of what, when, and from which ledger."""
    parameters = content.parameters
    facts = [
        (_("Plan"), content.plan.title),
        (_("Period"), period_words(parameters.period)),
        (_("Statuses as of"), date(parameters.as_of)),
        (_("Version of the plan"), ", ".join(map(str, content.versions))),
        (_("Rules of figures"), number(RULE_SET)),
        (_("Written on"), date(parameters.made_on)),
        (_("State of the ledger"), parameters.shown_digest),
    ]
    if content.issue is not None:
        facts.append((_("Issued report"), issued_words(content.issue)))
    if content.reissue is not None:
        facts.append((_("Report before"), issued_words(content.reissue.issue)))
        facts.append((_("Differences"), differing_words(content.reissue)))
    facts.append((_("Signature"), content.signed_by or _("none")))
    facts.append((_("Counted reports"), _counted(content)))
    if (why := left_out_words(content)) is not None:
        facts.append((_("Money"), why))
    if parameters.unit is not None:
        facts.insert(1, (_("Unit"), name_of_unit(parameters.unit)))
    for chapter, label in (("prepared_by", _("Prepared by")), ("approved_by", _("Approved by"))):
        if text := content.text(chapter):
            facts.append((label, text))
    return tuple(facts)


def _counted(content: Content) -> str:
    """Return which reports of units are counted, and how many of them are approved."""
    reported = content.facts.statuses.reported
    given = {(action, unit) for action, units in reported.items() for unit in units}
    approved = number(len(given & content.facts.approved))
    if content.parameters.only_approved:
        return _("only the {n} that headquarters approved").format(n=approved)
    words = _("all {total}, of which headquarters approved {n}")
    return words.format(total=number(len(given)), n=approved)


def shown(figure: Figure) -> str:
    """Return a figure's value as it is printed."""
    if figure.kind == MONEY:
        return money(figure.numerator)
    if figure.base is not None:
        share = figure.value
        return percent(share if isinstance(share, Fraction) else None, 2)
    return number(figure.numerator)


def note(figure: Figure) -> str:
    """Return what a share is made of."""
    if figure.base is None:
        return ""
    write = money if figure.id == "execution" else number
    return _("{n} of {total}").format(n=write(figure.numerator), total=write(figure.denominator or 0))


def key_figures(content: Content) -> KeyFigures:
    """Return the figures of the first page."""
    # in most periods no version of the plan came into force
    figures = [
        figure
        for code in _KEY
        if (figure := content.figures.get(code)) is not None
        and (code != "added_implemented" or figure.denominator)
        # what one unit is measured against; of the plan as a whole it is what is planned
        and (code != "allocated" or "planned" not in content.figures)
    ]
    return KeyFigures(
        tuple(KeyFigure(f.id, figure_name(f.id), shown(f), note(f), figure_definition(f.id)) for f in figures)
    )
