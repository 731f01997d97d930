"""The page of a report that can be read aloud: at most six figures, and sentences of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from language import _, ngettext
from language.dates import date, period_words
from language.figures import figure_definition, figure_name
from language.numbers import number, priced
from language.terms import reason, status
from report.periodic.blocks import Block, Heading, KeyFigure, KeyFigures, Paragraph
from report.periodic.content import Content
from report.periodic.front import left_out_words, note, shown
from report.periodic.pages.written import written
from store.account.statuses import STATUSES
from store.figures.figures import Figure

_MOST: Final = 6
_KEY: Final = (
    "implementation_rate",
    "before",
    "due_open",
    "overdue",
    "coverage",
    "execution",
    "fulfilment_rate",
)
_NUMBERS: Final = ("due_open", "overdue")
"""Figures of which the number is told, not the share."""


def summary(content: Content) -> Iterator[Block]:
    """Yield the page: figures, sentences, and what headquarters wrote."""
    yield Heading(_("Executive summary"))
    figures = key_figures(content)
    if figures.figures:
        yield figures
    yield from map(Paragraph, sentences(content))
    if content.parameters.unit is None:
        yield from written(content, "summary")


def key_figures(content: Content) -> KeyFigures:
    """Return the figures of the page; what is a share of nothing says nothing."""
    figures = filter(None, (_key(content, code) for code in _KEY))
    return KeyFigures(tuple(figures)[:_MOST])


def _key(content: Content, code: str) -> KeyFigure | None:
    before = code == "before"
    figure = _rate_before(content) if before else content.figures.get(code)
    if figure is None or (figure.base is not None and not figure.denominator):
        return None
    name = figure_name(figure.id)
    if before:
        name = _("{figure}, {period}").format(figure=name, period=_before(content))
    is_number = code in _NUMBERS
    value = number(figure.numerator) if is_number else shown(figure)
    # the note of a number would say it once more
    told = "" if is_number else note(figure, content.plan.currency)
    return KeyFigure("" if before else code, name, value, told, figure_definition(figure.id))


def _rate_before(content: Content) -> Figure | None:
    """Return the rate of the same part of the year before; None where the plan has none."""
    for _span, _day, figures in content.beside.periods[:1]:
        rate = figures["implementation_rate"]
        return rate if rate.denominator else None
    return None


def _before(content: Content) -> str:
    return period_words(content.beside.periods[0][0].code)


def sentences(content: Content) -> Iterator[str]:
    """Yield what the figures say."""
    yield " ".join(_rate(content))
    if late := " ".join(_late(content)):
        yield late
    coverage = content.figures["coverage"]
    if coverage.denominator:
        words = _("Units gave {n} of the {total} reports that were asked of them ({rate}).")
        yield words.format(
            n=number(coverage.numerator),
            total=number(coverage.denominator),
            rate=shown(coverage),
        )
    if money := " ".join(_money(content)):
        yield money
    met = content.figures["fulfilment_rate"]
    if met.denominator:
        words = _("{n} of {total} indicators with a target for the period meet it.")
        yield words.format(n=number(met.numerator), total=number(met.denominator))
    yield from _changed(content)


def _rate(content: Content) -> Iterator[str]:
    rate, period = content.figures["implementation_rate"], period_words(content.span.code)
    if not rate.denominator:
        yield _("No action is due in {period}.").format(period=period)
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
    words = _("In {period}, {rate} of the actions due were implemented ({n} of {total}).")
    yield words.format(
        period=period,
        n=number(rate.numerator),
        total=number(rate.denominator),
        rate=shown(rate),
    )
    if (before := _rate_before(content)) is not None:
        words = _("In {period} it was {rate} ({n} of {total}).")
        yield words.format(
            period=_before(content),
            n=number(before.numerator),
            total=number(before.denominator or 0),
            rate=shown(before),
        )


def _late(content: Content) -> Iterator[str]:
    late = content.beside.late
    for n, words in (
        (
            content.figures["due_open"].numerator,
            ngettext(
                "{n} action that was due is not implemented.",
                "{n} actions that were due are not implemented.",
                content.figures["due_open"].numerator,
            ),
        ),
        (
            len(late.carried),
            ngettext(
                "{n} action is carried over from before and still open.",
                "{n} actions are carried over from before and still open.",
                len(late.carried),
            ),
        ),
    ):
        if n:
            yield words.format(n=number(n))
    commonest = next((row for row in content.beside.reasons if row.reason is not None), None)
    if commonest is not None:
        words = ngettext(
            "The reason given most often is “{reason}” (for {n} action).",
            "The reason given most often is “{reason}” (for {n} actions).",
            commonest.actions,
        )
        yield words.format(reason=reason(commonest.reason).lower(), n=number(commonest.actions))


def _money(content: Content) -> Iterator[str]:
    if (why := left_out_words(content)) is not None:
        yield why
        return
    currency, execution = content.plan.currency, content.figures["execution"]
    if execution.denominator:
        words = _("Of {planned} planned {spent} were spent, which is {rate}.")
        if content.parameters.unit is not None:
            words = _("Of {planned} allocated {spent} were spent, which is {rate}.")
        yield words.format(
            planned=priced(execution.denominator, currency),
            spent=priced(execution.numerator, currency),
            rate=shown(execution),
        )
    if outside := content.figures["spent_outside"].numerator:
        yield _("{amount} were spent outside the plan.").format(amount=priced(outside, currency))


def _changed(content: Content) -> Iterator[str]:
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
        yield words.format(n=number(changed), rate=shown(kept))
    added = content.figures["added_implemented"]
    if added.denominator:
        words = ngettext(
            "{total} action more is due by a later version of the plan; {n} is implemented.",
            "{total} actions more are due by a later version of the plan; {n} of them are implemented.",
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
