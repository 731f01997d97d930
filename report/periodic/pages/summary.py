"""The page of a report that can be read aloud, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import Final

from language import _, ngettext
from language.dates import date, period_words
from language.figures import figure_definition, figure_name
from language.numbers import number, percent, priced
from language.terms import reason, status
from report.periodic.blocks import Block, Heading, KeyFigure, Paragraph
from report.periodic.content import Content
from report.periodic.front import left_out_words, note, shown
from report.periodic.pages.written import written
from store.account.statuses import STATUSES
from store.figures.figures import Figure

_MOST_REASONS: Final = 3
"""So many reasons for delay are named in a sentence."""
_KEY: Final = ("implementation_rate", "before", "coverage", "execution", "fulfilment_rate")


def summary(content: Content) -> Iterator[Block]:
    """Yield the page: sentences, and what headquarters wrote."""
    yield Heading(_("Executive summary"))
    yield from map(Paragraph, sentences(content))
    if content.parameters.unit is None:
        yield from written(content, "summary")


def key_figures(content: Content) -> tuple[KeyFigure, ...]:
    """Return the main figures by themselves; what is a share of nothing says nothing."""
    return tuple(filter(None, (_key(content, code) for code in _KEY)))


def _key(content: Content, code: str) -> KeyFigure | None:
    before = code == "before"
    figure = _rate_before(content) if before else content.figures.get(code)
    if figure is None or (figure.base is not None and not figure.denominator):
        return None
    name = figure_name(figure.id)
    if before:
        name = _("{figure}, {period}").format(figure=name, period=_before(content))
    told = note(figure, content.plan.currency)
    return KeyFigure("" if before else code, name, shown(figure), told, figure_definition(figure.id))


def _rate_before(content: Content) -> Figure | None:
    """Return the rate of the same part of the year before; None where the plan has none."""
    for _span, _day, figures in content.beside.periods[:1]:
        rate = figures["implementation_rate"]
        return rate if rate.denominator else None
    return None


def _before(content: Content) -> str:
    return period_words(content.beside.periods[0][0].code)


def sentences(content: Content) -> Iterator[str]:
    """Yield what the figures say, so that it can be read aloud: each once."""
    counted = sum(action.in_period for action in content.facts.actions)
    words = ngettext(
        "The figures cover {n} action, as of {day}.", "The figures cover {n} actions, as of {day}.", counted
    )
    opening = words.format(n=number(counted), day=date(content.parameters.as_of))
    yield " ".join((opening, *_rate(content), *_coverage(content)))
    if late := " ".join(_late(content)):
        yield late
    if money := " ".join(_money(content)):
        yield money
    met = content.figures["fulfilment_rate"]
    if met.denominator:
        words = _("{n} of {total} indicators with a target for the period meet it, which is {rate}.")
        yield words.format(n=number(met.numerator), total=number(met.denominator), rate=shown(met))
    yield from _changed(content)


def _rate(content: Content) -> Iterator[str]:
    rate, before = content.figures["implementation_rate"], _rate_before(content)
    if not rate.denominator:
        period = period_words(content.span.period.code)
        words = _("No action is due by the end of {period}.")
        if not content.span.cumulative:
            words = _("No action is due in {period}.")
        yield words.format(period=period)
        tally = content.beside.tallies["", ""]
        told = [
            f"{status(code).lower()} {number(n)}"
            for code in (*STATUSES, None)
            if (n := tally.statuses.get(code))
        ]
        if told:
            words = _("Of all {total} actions: {statuses}.")
            yield words.format(total=number(tally.actions), statuses=", ".join(told))
        return
    words = ngettext(
        "The implementation rate is {rate}: {n} of {total} action due.",
        "The implementation rate is {rate}: {n} of {total} actions due.",
        rate.denominator,
    )
    yield words.format(rate=shown(rate), n=number(rate.numerator), total=number(rate.denominator))
    if before is None:
        return
    # whoever takes one printed rate from the other comes to the same
    points = _hundredths(rate) - _hundredths(before)
    words = _("The rate is the same as in the earlier period ({period}).")
    if points:
        words = (
            _("In the earlier period ({period}) it was {before}; it has risen by {points} percentage points.")
            if points > 0
            else _(
                "In the earlier period ({period}) it was {before}; it has fallen by {points} percentage"
                " points."
            )
        )
    difference = percent(Fraction(abs(points), 10_000), 2).removesuffix("%").strip()
    yield words.format(points=difference, period=_before(content), before=shown(before))


def _hundredths(rate: Figure) -> int:
    """Return the hundredths of a percent that are printed of a rate."""
    return floor(Fraction(rate.numerator, rate.denominator or 1) * 10_000 + Fraction(1, 2))


def _coverage(content: Content) -> Iterator[str]:
    coverage = content.figures["coverage"]
    if coverage.denominator:
        words = (
            _("Coverage is {share}: of {total} reports that units were to give {n} have come.")
            if content.parameters.unit is None
            else _("Coverage is {share}: of {total} reports that the unit was to give {n} have come.")
        )
        yield words.format(
            share=shown(coverage), total=number(coverage.denominator), n=number(coverage.numerator)
        )


def _late(content: Content) -> Iterator[str]:
    due = content.figures["due_open"].numerator
    if due:
        words = ngettext(
            "{n} action is due and not implemented.", "{n} actions are due and not implemented.", due
        )
        yield words.format(n=number(due))
    yield from _overdue(content)
    yield from _commonest_reasons(content)


def _commonest_reasons(content: Content) -> Iterator[str]:
    """Yield which reasons for delay most actions have; none where more than _MOST_REASONS share the place."""
    given = [row for row in content.beside.reasons if row.reason is not None]
    most = max((row.actions for row in given), default=0)
    names = [reason(row.reason).lower() for row in given if row.reason is not None and row.actions == most]
    if len(names) == 1:
        words = ngettext(
            "The reason given most often is “{reason}” (for {n} action).",
            "The reason given most often is “{reason}” (for {n} actions).",
            most,
        )
        yield words.format(reason=names[0], n=number(most))
    elif 1 < len(names) <= _MOST_REASONS:
        words = ngettext(
            "The reasons given most often are {reasons} (each for {n} action).",
            "The reasons given most often are {reasons} (each for {n} actions).",
            most,
        )
        yield words.format(
            reasons=", ".join(_("“{name}”").format(name=name) for name in names), n=number(most)
        )


def _overdue(content: Content) -> Iterator[str]:
    """Yield what is overdue, and what is carried over: of actions that are both once."""
    overdue = {id for id, n in (content.figures["overdue"].counted or {}).items() if n}
    carried = {action.row.id for action in content.beside.late.carried}
    both, day = len(overdue & carried), date(content.parameters.as_of)
    if overdue and both == len(overdue):
        words = ngettext(
            "{n} action is overdue: its deadline was before {day}. It is carried over from before.",
            "{n} actions are overdue: their deadline was before {day}. All are carried over from before.",
            both,
        )
        yield words.format(n=number(both), day=day)
    elif overdue:
        words = ngettext(
            "{n} action is overdue: its deadline was before {day}.",
            "{n} actions are overdue: their deadline was before {day}.",
            len(overdue),
        )
        yield words.format(n=number(len(overdue)), day=day)
        if both:
            words = ngettext(
                "Of these {n} is carried over from before.",
                "Of these {n} are carried over from before.",
                both,
            )
            yield words.format(n=number(both))
    if others := len(carried - overdue):
        words = ngettext(
            "{n} action is carried over from before, open, and not overdue.",
            "{n} actions are carried over from before, open, and not overdue.",
            others,
        )
        yield words.format(n=number(others))


def _money(content: Content) -> Iterator[str]:
    if (why := left_out_words(content)) is not None:
        yield why
        return
    if (execution := content.figures["execution"]).denominator:
        words = (
            _("{spent} of {planned} planned were spent, which is {rate}.")
            if content.parameters.unit is None
            else _("{spent} of {planned} that were allocated to it were spent, which is {rate}.")
        )
        spent, planned = (
            priced(part, content.plan.currency) for part in (execution.numerator, execution.denominator)
        )
        yield words.format(spent=spent, planned=planned, rate=shown(execution))
    if outside := content.figures["spent_outside"].numerator:
        yield _("{amount} were spent outside the plan.").format(amount=priced(outside, content.plan.currency))


def _changed(content: Content) -> Iterator[str]:
    rate, kept = (
        content.figures[code] for code in ("implementation_rate", "implementation_rate_without_changed")
    )
    changed = (rate.denominator or 0) - (kept.denominator or 0)
    if changed:
        words = ngettext(
            "{n} of the actions due was cancelled, removed or postponed since the beginning of {year};"
            " without it the rate is {rate}.",
            "{n} of the actions due were cancelled, removed or postponed since the beginning of {year};"
            " without them the rate is {rate}.",
            changed,
        )
        yield words.format(n=number(changed), rate=shown(kept), year=content.span.year)
    added = content.figures["added_implemented"]
    if added.denominator:
        words = ngettext(
            "{total} action more is due by a later version of the plan; implemented: {n}.",
            "{total} actions more are due by a later version of the plan; implemented: {n}.",
            added.denominator,
        )
        yield words.format(n=number(added.numerator), total=number(added.denominator))
    if content.since:
        words = ngettext(
            "{n} action has been implemented since {day}; it is not counted here.",
            "{n} actions have been implemented since {day}; they are not counted here.",
            len(content.since),
        )
        yield words.format(n=number(len(content.since)), day=date(content.parameters.as_of))
