"""The figures of a period by group: what is counted together, with its money and the list behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import Final, NamedTuple, TypeVar

from store.account.action_rows import PlanRow, lead_names, read_plan_rows
from store.account.money import YearMoney, add_by_year, add_money, has_recorded
from store.account.recorded import action_money, unit_money
from store.account.spans import Span, year_span
from store.db.database import Store
from store.ledger.identity import own_unit, read_identity
from store.plan.load import amounts_of_all_years
from store.plan.lookup import (
    all_years,
    nearest_year,
    plan_currency,
    plan_years,
    printed_units,
    revision_on,
)
from store.query.filters.filter import Filter
from store.query.rates import Rates, rates
from store.query.tally import Tally
from store.status.outline import outline

_Key = TypeVar("_Key", bound=Hashable)

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
    wholes: tuple[int, ...] = ()
    """The amounts that the plan gives for all years together; they are in no group's money."""

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
        wholes = tuple(amounts_of_all_years(conn, revision).values())
        return Overview(wanted, as_of, by, unit, revision, groups, plan_currency(conn, revision), wholes)


def _groups(store: Store, found: Rates, by: str, unit: str | None, revision: int) -> Iterator[OverviewGroup]:
    def group(
        key: str,
        title: str,
        tally: Tally | None,
        years: tuple[YearMoney, ...],
        parent: str | None,
        wanted: Filter | None,
    ) -> OverviewGroup:
        # where the own unit's words are counted, the list behind them is that of its actions
        if wanted is not None and unit is not None and wanted.unit is None:
            wanted = wanted._replace(mine=True)
        money = add_money((year for year in years if found.span.holds_year(year.year)), found.span.year)
        return OverviewGroup(key, title, parent, tally or Tally({}), money, years, wanted)

    with store.reading() as conn:
        if by == "unit":
            of_units, printed = unit_money(conn, found.span.money_day(found.as_of)), printed_units(conn)
            for code, of_unit in found.units.items():
                years = of_units.get(code, ())
                yield group(code, printed.get(code, ""), of_unit, years, None, Filter(unit=code))
            return
        rows = read_plan_rows(conn, revision, found.as_of)
        money = action_money(conn, found.span.money_day(found.as_of), unit=unit)
        known_years = {
            *plan_years(conn, revision),
            *(year.year for years in money.values() for year in years),
        }
    if unit is not None:
        rows = [row for row in rows if unit in row.expected or has_recorded(money.get(row.id, ()))]

    def spent(key_of: Callable[[PlanRow], _Key]) -> dict[_Key, tuple[YearMoney, ...]]:
        groups: dict[_Key, list[YearMoney]] = defaultdict(list)
        for row in rows:
            groups[key_of(row)] += money.get(row.id, ())
        return {key: add_by_year(years, known_years) for key, years in groups.items()}

    if by == "lead":
        names, of_leads = lead_names(rows), spent(lambda row: row.lead)
        # an action of which the plan names no institution has no lead: it stands last
        for code in (*names, ""):
            if code in found.leads:
                wanted = Filter(lead=code) if code else None
                yield group(
                    code, names.get(code, ""), found.leads[code], of_leads.get(code, ()), None, wanted
                )
        return
    seen = outline(store, today=found.as_of, most=0, revision=revision)
    if by == "plan":
        years = spent(lambda row: "").get("", ())
        yield group("plan", seen.title, found.plan, years, None, Filter())
        return
    strategic, specific = spent(lambda row: row.strategic), spent(lambda row: row.specific)
    for row in seen.strategic:
        key, wanted = row.key, Filter(objective=row.nr)
        yield group(row.nr, row.title, found.strategic.get(key), strategic.get(key, ()), None, wanted)
        for below in seen.specific:
            if below.parent == key:
                tally, years = found.specific.get(below.key), specific.get(below.key, ())
                yield group(below.nr, below.title, tally, years, row.nr, Filter(objective=below.nr))
