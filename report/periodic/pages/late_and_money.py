"""The chapters of a report on what is late, and on money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from language import _, ngettext
from language.dates import date
from language.figures import figure_name
from language.numbers import NOTHING, money, number, priced
from language.terms import amounts_of_all_years
from report.periodic.blocks import Block, Chart, Heading, Paragraph, Series
from report.periodic.content import Content, Group
from report.periodic.figure_tables import money_table, sources_table
from report.periodic.front import left_out_words, shown
from report.periodic.pages.beside_tables import (
    carried_table,
    donors_table,
    due_table,
    overdue_table,
    quarters_table,
    reasons_table,
)
from report.periodic.paper_tables import beginnings
from report.table import Table
from store.account.money import YearMoney

_NAMED: Final = 60
"""So many actions are named in a sentence."""


def late_chapter(content: Content, most: int | None = None) -> Iterator[Block]:
    """Yield what is late and why, at most so many actions of each kind."""
    yield Heading(_("What is late"))
    carried = content.figures["carried_over"]
    for table, title in (
        (due_table(content), _("Due and not implemented")),
        (carried_table(content), _("Carried over")),
        (overdue_table(content), _("Overdue")),
    ):
        yield Heading(title, 2)
        if table.code == "carried_over" and carried.numerator:
            yield Paragraph(" ".join(_carried(content)))
        if table.code == "overdue" and (overdue := content.figures["overdue"].numerator):
            words = ngettext(
                "The deadline of {n} action was before {day}; what is listed above is not listed again."
                " Actions whose deadline is that day are due, and not yet overdue.",
                "The deadline of {n} actions was before {day}; what is listed above is not listed again."
                " Actions whose deadline is that day are due, and not yet overdue.",
                overdue,
            )
            yield Paragraph(words.format(n=number(overdue), day=date(content.parameters.as_of)))
        yield from _at_most(beginnings(table), most)
    if content.beside.reasons:
        yield Heading(_("Reasons for delay"), 2)
        yield reasons_table(content)


def _carried(content: Content) -> Iterator[str]:
    """Yield how many actions were late when the period began, and what became of those not listed below."""
    carried, done = (content.figures[code] for code in ("carried_over", "carried_over_implemented"))
    words = ngettext(
        "{total} action was late when the period began.",
        "{total} actions were late when the period began.",
        carried.numerator,
    )
    yield words.format(total=number(carried.numerator))
    listed = {action.row.id for action in content.beside.late.all}
    gone = carried.counted.keys() - done.counted.keys() - listed
    cancelled = gone & content.facts.statuses.cancelled
    for ids, told in (
        (done.counted.keys(), _implemented_since),
        (cancelled, _cancelled_since),
        (gone - cancelled, _removed_since),
    ):
        if ids:
            numbers = [nr for id, nr in content.numbers.items() if id in ids]
            yield told(len(ids)).format(n=number(len(ids)), actions=_at_most_named(numbers))


def _implemented_since(n: int) -> str:
    return ngettext(
        "{n} of them has been implemented since, and stands in no list: {actions}.",
        "{n} of them have been implemented since, and stand in no list: {actions}.",
        n,
    )


def _cancelled_since(n: int) -> str:
    return ngettext(
        "{n} of them has been cancelled since, and stands in no list: {actions}.",
        "{n} of them have been cancelled since, and stand in no list: {actions}.",
        n,
    )


def _removed_since(n: int) -> str:
    return ngettext(
        "{n} of them has been removed from the plan since, and stands in no list: {actions}.",
        "{n} of them have been removed from the plan since, and stand in no list: {actions}.",
        n,
    )


def _at_most_named(numbers: Sequence[str]) -> str:
    """Return numbers of actions for a sentence."""
    listed = ", ".join(numbers[:_NAMED])
    more = len(numbers) - _NAMED
    return f"{listed}, {_('and {n} more').format(n=number(more))}" if more > 0 else listed


def _at_most(table: Table, most: int | None) -> Iterator[Block]:
    yield table._replace(rows=table.rows[:most])
    more = 0 if most is None else len(table.rows) - most
    if more > 0:
        words = ngettext("{n} more is in annex A.", "{n} more are in annex A.", more)
        yield Paragraph(words.format(n=number(more)), muted=True)


def budget(content: Content) -> Iterator[Block]:
    """Yield what was planned and spent: by year, by quarter, and by donor."""
    yield Heading(_("Budget execution"))
    if (why := left_out_words(content)) is not None:
        yield Paragraph(why)
        return
    code = "planned" if content.parameters.unit is None else "allocated"
    yield Paragraph(_spent(content))
    if content.facts.span.part_of_year(content.facts.as_of):
        yield Paragraph(_("Counted is what was spent from the beginning of the year to the last day."))
    years = [year for year in content.years if year.budget is not None or year.spent is not None]
    of_plan = content.parameters.unit is None
    if years and of_plan:
        yield _years_chart(content, years, code)
    yield money_table(content)
    if (wholes := content.facts.wholes) and of_plan:
        yield Paragraph(amounts_of_all_years(wholes.values(), content.plan.currency), muted=True)
    yield quarters_table(content)
    yield donors_table(content)
    combined = tuple(group for group in content.sources if _is_combined(group, code))
    if combined and of_plan:
        yield Paragraph(
            _(
                "What several donors fund together stands with each of them, and is not divided, since the"
                " plan says nothing of their shares. By combination:"
            ),
            muted=True,
        )
        yield sources_table(content._replace(sources=combined))
    yield Paragraph(
        _(
            "Administrative cost (KA) is covered by the institution's own budget: it is counted in cells and"
            " has no percentage. Spending outside the plan stands apart and enters none either."
        ),
        muted=True,
    )


def _spent(content: Content) -> str:
    """Return how much was spent of what, or that nothing was there to be spent."""
    of_plan, execution = content.parameters.unit is None, content.figures["execution"]
    if not execution.denominator:
        return (
            _("No money is planned for the period.")
            if of_plan
            else _("No money is allocated for the period.")
        )
    words = (
        _("{spent} of {planned} planned were spent against planned amounts ({rate}).")
        if of_plan
        else _("{spent} of {planned} that were allocated to it were spent ({rate}).")
    )
    return words.format(
        spent=priced(execution.numerator, content.plan.currency),
        planned=priced(execution.denominator, content.plan.currency),
        rate=shown(execution),
    )


def _years_chart(content: Content, years: Sequence[YearMoney], code: str) -> Chart:
    """Return the chart of what was planned or allocated, and spent, by year."""
    series = ((code, [year.budget for year in years]), ("spent", [year.spent_of_budget for year in years]))
    return Chart(
        f"{figure_name(code)} / {figure_name('spent')} ({content.plan.currency})",
        tuple(str(year.year) for year in years),
        tuple(
            Series(
                of,
                figure_name(of),
                tuple((amount or 0) / 100 for amount in amounts),
                tuple(money(amount) if amount is not None else NOTHING for amount in amounts),
            )
            for of, amounts in series
        ),
    )


def _is_combined(group: Group, budget_code: str) -> bool:
    """Return True if several donors fund something together."""
    return " + " in group.key and any(group.figures[code].counted for code in (budget_code, "spent"))
