"""What each unit reported on each action in each period, as of the period's day: a row for each of them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from store.account.action_rows import PlanRow
from store.account.in_force import recorded_day
from store.account.money import YearMoney, add_money
from store.account.recorded import report_money
from store.account.spans import Span
from store.account.statuses import DETAILS
from store.account.words import ReportHistories
from store.db.database import Store
from store.figures.facts import Facts, read_facts
from store.figures.figures import Figures, action_facts, definitions_of, draw_figures, fulfilment
from store.plan.lookup import all_years
from store.plan.periods import PARTS, Period

EVERY: Final[dict[str, tuple[str, ...]]] = {"year": ("",), "half": PARTS[1:3], "quarter": PARTS[3:]}
"""How long periods may be that follow one another, with the parts of a year that they are."""


def spans_until(conn: sqlite3.Connection, every: str, day: date) -> list[Span]:
    """Return the periods of the plan's years, each a year, a half or a quarter, that have begun by a day."""
    spans = [Span(Period(year, part)) for year in all_years(conn) for part in EVERY[every]]
    return [span for span in spans if span.first <= day]


Series: TypeAlias = list[tuple[Span, date, Figures]]
"""Periods, each with the day as of which it is counted, and its figures."""


class ReportRow(NamedTuple):
    """What a unit reported on an action in a period.

    ``details`` are the fields beside the status (``store.account.statuses.DETAILS``) that have a value.
    ``money`` is what the unit recorded of the period's years; ``recorded_on`` the day on which the newest of
    the status and the details was recorded.
    """

    span: Span
    as_of: date
    action: PlanRow
    unit: str
    expected: bool
    status: str | None
    effective_on: str | None
    details: Mapping[str, object]
    money: YearMoney
    recorded_on: date | None
    approved: bool
    conflict: bool


def report_rows(
    store: Store, spans: Iterable[Span], day: date, *, unit: str | None = None, only_approved: bool = False
) -> Iterator[ReportRow]:
    """Yield what units reported, or one ``unit``, in periods as of their last days, ``day`` at the latest.

    An action has a row for each unit that was expected to report on it, or did. A status has its day, a
    detail that of the status to which it belongs (``store.account.words``). With ``only_approved`` reports
    that headquarters approved alone are told. Raises UserError ``db_no_plan``.
    """
    with store.reading() as conn:
        words = ReportHistories(conn, unit)
        for span in spans:
            as_of = min(span.last, day)
            facts = read_facts(store, span, as_of, unit=unit, only_approved=only_approved)
            yield from _rows_of(conn, facts, words)


def figure_series(
    store: Store, spans: Iterable[Span], day: date, *, unit: str | None = None, only_approved: bool = False
) -> Series:
    """Return each period with its day and its figures, as a report of the period has them.

    Those of money are left out of a part of a year of which only the year is known when it was spent.
    As :func:`report_rows`.
    """
    from store.edits.indicators import indicators

    series: Series = []
    with store.reading():
        for span in spans:
            as_of = min(span.last, day)
            facts = read_facts(store, span, as_of, unit=unit, only_approved=only_approved)
            measured = indicators(store, unit=unit, revision=facts.population.revision, day=facts.money_day)
            met = fulfilment(measured, span.holds_year)
            figures = draw_figures(action_facts(facts), definitions_of(facts))
            series.append((span, as_of, figures | {met.id: met}))
    return series


def _rows_of(conn: sqlite3.Connection, facts: Facts, words: ReportHistories) -> Iterator[ReportRow]:
    money: dict[tuple[str, str], list[YearMoney]] = defaultdict(list)
    # only its year may be known, and then no part of it has money
    recorded = {} if facts.money_left_out else report_money(conn, facts.money_day, unit=facts.unit)
    for (action, unit), years in recorded.items():
        money[action, unit] += [year for year in years if facts.span.holds_year(year.year)]
    spenders: dict[str, set[str]] = defaultdict(set)
    for action, unit in money:
        if money[action, unit]:
            spenders[action].add(unit)
    disputed = {(register.target, register.unit) for register in facts.disputed}
    for counted in action_facts(facts):
        row = counted.row
        statuses = facts.statuses.reported.get(row.id, {})
        expected = frozenset[str]()
        if counted.action.in_period:
            expected = facts.statuses.expected_on(row.id, row.institutions)
        units = {*expected, *statuses, *spenders[row.id], *words.registers.get(row.id, ())}
        for unit in sorted(units if facts.unit is None else units & {facts.unit}):
            key = row.id, unit
            is_told = facts.counted is None or key in facts.counted
            values = words.of(row.id, unit, facts.as_of) if is_told else {}
            spent = money[key] if is_told else []
            if unit not in expected and not values and not spent:
                continue
            status = statuses.get(unit)
            yield ReportRow(
                facts.span,
                facts.as_of,
                row,
                unit,
                unit in expected,
                status,
                values["status"].effective_on if status is not None and "status" in values else None,
                {field: values[field].decoded() for field in DETAILS if field in values},
                add_money(spent, facts.span.year),
                max((recorded_day(change) for change in values.values()), default=None),
                key in facts.approved,
                key in disputed,
            )
