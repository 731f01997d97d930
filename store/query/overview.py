"""The figures of a period by group: what is counted together, with its money and the list behind it."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from store.account.action_rows import lead_names
from store.account.money import YearMoney, add_by_year, add_money
from store.account.populations import Population
from store.account.recorded import unit_money
from store.account.spans import Span, year_span
from store.db.database import Store
from store.figures.facts import Facts, read_facts
from store.figures.figures import ActionFacts, action_facts, grouped
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import (
    ObjectiveRow,
    all_objectives,
    all_years,
    nearest_year,
    plan_currency,
    plan_years,
    printed_units,
)
from store.plan.units import unit_name
from store.query.filters.filter import Filter
from store.query.rates import unit_tallies
from store.query.tally import Tally, tally_of

GROUPS: Final = ("plan", "objective", "lead", "unit")
"""What may be counted together: all actions, by objective, by lead institution, by the unit that reports."""


class OverviewGroup(NamedTuple):
    """Actions counted together. ``parent`` is the number of a strategic objective.

    ``title`` is as the plan prints it; a unit has one only where its code is no name.

    ``money`` is that of the years of the period, ``spending`` of all years; ``wanted`` lists the group's
    actions, None where no filter does.
    """

    key: str
    title: str
    parent: str | None
    tally: Tally
    money: YearMoney
    spending: tuple[YearMoney, ...]
    wanted: Filter | None

    def name(self, by: str, language: str) -> str:
        """Return what it is called in a language: a unit or a lead as people call it, else its title."""
        is_named = by in ("unit", "lead") and self.key
        return unit_name(self.key, language, {self.key: self.title}) if is_named else self.title


class Overview(NamedTuple):
    """The groups of a period as of a day; ``unit`` is the unit whose own words are counted, None for all.

    ``revision`` is the last one in force in the period.
    """

    span: Span
    as_of: date
    by: str
    unit: str | None
    revision: int
    groups: tuple[OverviewGroup, ...]
    currency: str
    """Of all its money, by code."""
    wholes: tuple[int, ...] = ()
    """The amounts that the plan gives for all years together; they are in no group's money.

    None where spending is measured against what units were allocated.
    """
    money_left_out: bool = False
    """Whether the money of the period is (``Facts.money_left_out``)."""

    @property
    def is_of_units(self) -> bool:
        """Return True if spending is measured against what units were allocated, not against the plan."""
        return self.unit is not None or self.by == "unit"

    @property
    def year(self) -> int:
        """Return the year in which the period ends."""
        return self.span.year


def overview(
    store: Store, by: str, *, today: date, as_of: date | None = None, span: Span | None = None
) -> Overview:
    """Return the figures of a period (the nearest year of the plan by default) by one of GROUPS.

    They are as of a day, by default the last one of the period, today if that is earlier. A field
    installation sees its own unit's words, headquarters and a published plan the roll-up. Raises UserError
    ``db_no_plan``.
    """
    with store.reading() as conn:
        wanted = year_span(nearest_year(all_years(conn), today)) if span is None else span
        unit = own_unit(read_identity(conn))
        facts = read_facts(store, wanted, as_of or wanted.day_by_default(today), unit=unit)
        actions = action_facts(facts)
        population, revision = facts.population, facts.population.revision
        groups: Iterator[OverviewGroup]
        if by == "unit":
            groups = _of_units(conn, facts, actions)
        elif by == "lead":
            groups = _of_leads(wanted, actions)
        elif by == "plan":
            title = conn.execute("SELECT title FROM plan WHERE revision = ?", (revision,)).fetchone()[0]
            groups = iter((_group(wanted, "plan", title, None, Filter(), actions),))
        else:
            numbers = {row.nr for row in all_objectives(conn)}
            groups = _of_objectives(population, actions, numbers)
        years = plan_years(conn, revision)
        return Overview(
            *(wanted, facts.as_of, by, unit, revision),
            tuple(_of_own_unit(_in_years(group, years), unit) for group in groups),
            plan_currency(conn, revision),
            () if unit is not None or by == "unit" else tuple(facts.wholes.values()),
            facts.money_left_out,
        )


def _group(
    span: Span,
    key: str,
    title: str,
    parent: str | None,
    wanted: Filter | None,
    actions: Iterable[ActionFacts],
) -> OverviewGroup:
    of_group = tuple(actions)
    money = add_money((action.money for action in of_group), span.year)
    spending = add_by_year(year for action in of_group for year in action.years)
    return OverviewGroup(key, title, parent, tally_of(of_group), money, spending, wanted)


def _in_years(group: OverviewGroup, years: Iterable[int]) -> OverviewGroup:
    """Return a group with its money in the years of the plan also where there is none."""
    return group._replace(spending=add_by_year(group.spending, years))


def _of_own_unit(group: OverviewGroup, unit: str | None) -> OverviewGroup:
    """Return a group with the list behind the own unit's words, where these are counted."""
    if group.wanted is None or unit is None or group.wanted.unit is not None:
        return group
    return group._replace(wanted=group.wanted._replace(mine=True))


def _of_units(
    conn: sqlite3.Connection, facts: Facts, actions: Iterable[ActionFacts]
) -> Iterator[OverviewGroup]:
    of_units = {} if facts.money_left_out else unit_money(conn, facts.money_day)
    printed, span = printed_units(conn), facts.span
    for code, tally in unit_tallies(facts, actions).items():
        years = of_units.get(code, ())
        money = add_money((year for year in years if span.holds_year(year.year)), span.year)
        yield OverviewGroup(code, printed.get(code, ""), None, tally, money, years, Filter(unit=code))


def _of_leads(span: Span, actions: Iterable[ActionFacts]) -> Iterator[OverviewGroup]:
    of_leads = grouped(actions, lambda action: action.row.lead)
    names = lead_names(action.row for of_lead in of_leads.values() for action in of_lead)
    # an action of which the plan names no institution has no lead: it stands last
    for code in (*names, ""):
        if code in of_leads:
            wanted = Filter(first_lead=names[code]) if code else None
            yield _group(span, code, names.get(code, ""), None, wanted, of_leads[code])


def _of_objectives(
    population: Population, actions: Iterable[ActionFacts], numbers: Container[str]
) -> Iterator[OverviewGroup]:
    """Yield each strategic objective, then its specific ones; those with one of ``numbers`` have a list."""
    of_period, span = tuple(actions), population.span
    strategic = grouped(of_period, lambda action: action.row.strategic)
    specific = grouped(of_period, lambda action: action.row.specific)

    def group(row: ObjectiveRow, parent: str | None, of: Iterable[ActionFacts]) -> OverviewGroup:
        return _group(
            span, row.nr, row.title, parent, Filter(objective=row.nr) if row.nr in numbers else None, of
        )

    for above in population.strategic:
        yield group(above, None, strategic.get(above.key, ()))
        for row in population.specific:
            if row.parent == above.key:
                yield group(row, above.nr, specific.get(row.key, ()))
