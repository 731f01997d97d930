"""The figures of a period by group: what is counted together, with its money and the list behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from store.db.database import Store
from store.figures.spans import Span, year_span
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import (
    all_years,
    nearest_year,
    plan_currency,
    printed_units,
    revision_on,
)
from store.query.execution import Execution, execution, unit_execution
from store.query.filters.filter import Filter
from store.query.rates import Rates, rates
from store.query.spending import GroupYear, Spending
from store.query.tally import Tally
from store.status.action_rows import lead_names, read_plan_rows
from store.status.outline import outline

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
    money: GroupYear
    spending: Spending
    wanted: Filter | None


class Overview(NamedTuple):
    """The groups of a period as of a day; ``unit`` is the unit whose own words are counted, None for all.

    ``revision`` is that of the plan whose actions are counted.
    """

    span: Span
    as_of: date
    by: str
    unit: str | None
    revision: int
    groups: tuple[OverviewGroup, ...]
    currency: str
    """Of all its money, by code."""

    @property
    def year(self) -> int:
        """The year in which the period ends."""
        return self.span.year


def overview(store: Store, by: str, *, as_of: date, span: Span | None = None) -> Overview:
    """The figures of a period (the nearest year of the plan by default) by one of GROUPS.

    A field installation sees its own unit's words, headquarters and a published plan the roll-up. If the plan
    was revised during the year, the revision in force at its beginning counts. Raises Refused ``db_no_plan``.
    """
    with store.reading() as conn:
        wanted = year_span(nearest_year(all_years(conn), as_of)) if span is None else span
        unit = own_unit(read_identity(conn))
        revision = revision_on(conn, wanted.year_begins)
        found = rates(store, wanted, as_of=as_of, unit=unit, revision=revision)
        groups = tuple(_groups(store, found, by, unit, revision))
        return Overview(wanted, as_of, by, unit, revision, groups, plan_currency(conn, revision))


def _groups(store: Store, found: Rates, by: str, unit: str | None, revision: int) -> Iterator[OverviewGroup]:
    def group(
        key: str,
        title: str,
        tally: Tally | None,
        spent: Spending | None,
        parent: str | None,
        wanted: Filter | None,
    ) -> OverviewGroup:
        # where the own unit's words are counted, the list behind them is that of its actions
        if wanted is not None and unit is not None and wanted.unit is None:
            wanted = wanted._replace(mine=True)
        held = Spending(()) if spent is None else spent
        money = held.of_years(found.span.holds_year, found.span.year)
        return OverviewGroup(key, title, parent, tally or Tally({}), money, held, wanted)

    if by == "unit":
        spendings = unit_execution(store, revision=revision)
        with store.reading() as conn:
            printed = printed_units(conn)
        for code, of_unit in found.units.items():
            yield group(code, printed.get(code, ""), of_unit, spendings.get(code), None, Filter(unit=code))
        return
    spent: Execution = execution(store, unit=unit, revision=revision)
    if by == "lead":
        with store.reading() as conn:
            names = lead_names(read_plan_rows(conn, revision))
        # an action of which the plan names no institution has no lead: it stands last
        for code in (*names, ""):
            if code in found.leads:
                wanted = Filter(lead=code) if code else None
                yield group(code, names.get(code, ""), found.leads[code], spent.leads.get(code), None, wanted)
        return
    seen = outline(store, today=found.as_of, most=0, revision=revision)
    if by == "plan":
        yield group("plan", seen.title, found.plan, spent.plan, None, Filter())
        return
    for row in seen.strategic:
        key, wanted = row.key, Filter(objective=row.nr)
        yield group(row.nr, row.title, found.strategic.get(key), spent.strategic.get(key), None, wanted)
        for below in seen.specific:
            if below.parent == key:
                tally, spending = found.specific.get(below.key), spent.specific.get(below.key)
                yield group(below.nr, below.title, tally, spending, row.nr, Filter(objective=below.nr))
