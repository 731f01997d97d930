"""What stands beside figures: other periods, what is late and why, donors, and money by quarter."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from store.account.money_days import only_year_known
from store.account.recorded import spent_in
from store.account.spans import Span
from store.figures.facts import Facts
from store.figures.figures import ActionFacts, Definition, Figures, draw_figures
from store.plan.lookup import all_years
from store.plan.periods import PARTS, Period

_QUARTERS = PARTS[3:]


def spans_beside(conn: sqlite3.Connection, span: Span) -> tuple[Span, ...]:
    """Return the same part of the year before, and the period just before, as far as the plan has them."""
    year, part = span.period
    parts = next((of for of in (PARTS[1:3], _QUARTERS) if part in of), PARTS[:1])
    at = parts.index(part)
    before = Period(year, parts[at - 1]) if at else Period(year - 1, parts[-1])
    years = all_years(conn)
    wanted = dict.fromkeys((Period(year - 1, part), before))
    return tuple(Span(period, span.cumulative) for period in wanted if period.year in years)


class Late(NamedTuple):
    """Actions in document order: due in the period, or overdue when it began and in the plan still, and
    neither implemented nor cancelled; and those overdue on the day that are neither of these."""

    due: tuple[ActionFacts, ...]
    carried: tuple[ActionFacts, ...]
    overdue: tuple[ActionFacts, ...]

    @property
    def all(self) -> tuple[ActionFacts, ...]:
        """Return all of them, each once."""
        return (*self.due, *self.carried, *self.overdue)


def late_actions(facts: Facts, actions: Iterable[ActionFacts]) -> Late:
    """Return what is late."""
    due, carried, overdue = list[ActionFacts](), list[ActionFacts](), list[ActionFacts]()
    for action in actions:
        if "due_open" in action.adds:
            due.append(action)
        elif "carried" in action.adds and "carried_implemented" not in action.adds:
            if action.row.id not in facts.statuses.cancelled and action.action.latest is not None:
                carried.append(action)
        elif "overdue" in action.adds:
            overdue.append(action)
    return Late(tuple(due), tuple(carried), tuple(overdue))


class ReasonCount(NamedTuple):
    """How many actions, and reports on them, give a reason; None where no report on an action gives one."""

    reason: str | None
    actions: int
    reports: int


def count_reasons(
    actions: Iterable[ActionFacts], reasons: Mapping[str, Collection[str]]
) -> tuple[ReasonCount, ...]:
    """Return why actions are late, the commonest reason first; ``reasons`` are those of reports by action."""
    of_actions, of_reports = Counter[str](), Counter[str]()
    silent = 0
    for action in actions:
        given = reasons.get(action.row.id, ())
        of_actions.update(set(given))
        of_reports.update(given)
        silent += not given
    ordered = sorted(of_actions, key=lambda reason: (-of_actions[reason], -of_reports[reason], reason))
    rows = [ReasonCount(reason, of_actions[reason], of_reports[reason]) for reason in ordered]
    return (*rows, ReasonCount(None, silent, 0)) if silent else tuple(rows)


class Donor(NamedTuple):
    """A source of funding: figures of the actions that it funds alone, and of those that others fund too.

    What such a combination gives is not divided: the plan says nothing of shares. ``others`` are the others.
    """

    name: str
    alone: Figures
    shared: Figures
    others: tuple[str, ...]


def by_donor(
    actions: Iterable[ActionFacts],
    donors: Mapping[str, tuple[str, ...]],
    definitions: Iterable[Definition],
) -> Iterator[Donor]:
    """Yield each source of funding in document order; ``donors`` are the sources of each action."""
    made = tuple(definitions)
    alone: dict[str, list[ActionFacts]] = {}
    shared: dict[str, list[ActionFacts]] = {}
    others: dict[str, dict[str, None]] = {}
    for action in actions:
        named = donors.get(action.row.id, ())
        for name in named:
            (alone if len(named) == 1 else shared).setdefault(name, []).append(action)
            others.setdefault(name, {}).update(dict.fromkeys(other for other in named if other != name))
    for name, beside in others.items():
        yield Donor(
            name,
            draw_figures(alone.get(name, ()), made),
            draw_figures(shared.get(name, ()), made),
            tuple(beside),
        )


class QuarterMoney(NamedTuple):
    """What was spent in a quarter, and from the beginning of its year to its end, in cents."""

    span: Span
    as_of: date
    spent: int
    spent_by_then: int


def money_by_quarter(conn: sqlite3.Connection, facts: Facts) -> tuple[QuarterMoney, ...]:
    """Return what was spent in each quarter of a period's last year, as far as it had begun on the day.

    Nothing where of some amount only its year is known.
    """
    year, span, unit, counted = facts.span.year, facts.span, facts.unit, facts.counted
    if only_year_known(conn, year, unit=unit, counted=counted):
        return ()
    quarters: list[QuarterMoney] = []
    before = 0
    for quarter in (Span(Period(year, part)) for part in _QUARTERS):
        if quarter.first > facts.as_of or quarter.last > span.last:
            break
        day = min(quarter.last, facts.as_of)
        spent = spent_in(conn, year, day, unit=unit, counted=counted)
        if quarter.last >= span.first or span.cumulative:
            quarters.append(QuarterMoney(quarter, day, spent - before, spent))
        before = spent
    return tuple(quarters)
