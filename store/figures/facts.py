"""What figures are drawn from, read once: the actions of a period, and what was recorded by a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from store.account.approvals import approved_as_of
from store.account.coverage import Coverage, read_coverage
from store.account.disputes import disputed_as_of
from store.account.money import YearMoney, has_recorded
from store.account.money_days import only_year_known
from store.account.populations import CountedAction, Population, read_population
from store.account.recorded import action_money, whole_amounts
from store.account.spans import Span
from store.account.status_as_of import dated_statuses, statuses_as_of
from store.account.statuses import Statuses
from store.db.database import Store
from store.db.errors import UserError
from store.ledger.change import Register


class Facts(NamedTuple):
    """All that the figures of a period, as of a day, are a function of.

    ``actions`` are those of the population, and those beside it of which something is counted; with ``unit``
    those on which that unit reports, and every word and amount is the unit's own.
    """

    population: Population
    unit: str | None
    actions: tuple[CountedAction, ...]
    statuses: Statuses
    implemented_on: Mapping[str, str]
    """The day since which an action is implemented."""
    before: Statuses
    """The statuses on the day before the period began."""
    coverage: Coverage
    money: Mapping[str, tuple[YearMoney, ...]]
    wholes: Mapping[str, int]
    """What the plan gives actions of the period for all years together."""
    money_left_out: bool
    """Whether it is left out: only a part of a year is counted, and of some amount only its year is known."""
    disputed: tuple[Register, ...]
    """The registers of status and money in which several values stand on the day."""
    approved: frozenset[tuple[str, str]]
    """Action and unit of the reports that headquarters approved as they are on the day."""
    only_approved: bool = False
    """Whether these alone are counted."""

    @property
    def span(self) -> Span:
        """Return the period."""
        return self.population.span

    @property
    def as_of(self) -> date:
        """Return the day."""
        return self.population.as_of

    @property
    def counted(self) -> frozenset[tuple[str, str]] | None:
        """Action and unit of the reports that are counted; None for all."""
        return self.approved if self.only_approved else None

    @property
    def money_day(self) -> date:
        """Return the day as of which money is counted."""
        return self.span.money_day(self.as_of)


def read_facts(
    store: Store, span: Span, as_of: date, *, unit: str | None = None, only_approved: bool = False
) -> Facts:
    """Read them in one moment; with ``only_approved`` reports that headquarters approved alone are counted.

    Raises UserError ``db_no_plan``.
    """
    with store.reading() as conn:
        approved = approved_as_of(conn, as_of)
        counted = approved if only_approved else None
        year = span.part_of_year(as_of)
        left_out = year is not None and only_year_known(conn, year, unit=unit, counted=counted)
        money = {} if left_out else action_money(conn, span.money_day(as_of), unit=unit, counted=counted)
        population = read_population(conn, span, as_of, beside=money)
        statuses, implemented_on = dated_statuses(conn, as_of, unit, counted)
        before = statuses_as_of(conn, population.day_before, unit=unit, counted=counted)
        actions = (*population.actions, *population.beside)
        if unit is not None:
            actions = tuple(action for action in actions if _concerns(action, unit, statuses, money))
        return Facts(
            population,
            unit,
            actions,
            statuses,
            implemented_on,
            before,
            read_coverage(conn, population, before=before, unit=unit, counted=counted),
            money,
            whole_amounts(conn, population.actions),
            left_out,
            disputed_as_of(conn, as_of, unit, money_day=span.money_day(as_of)),
            approved,
            only_approved,
        )


def _concerns(
    action: CountedAction, unit: str, statuses: Statuses, money: Mapping[str, tuple[YearMoney, ...]]
) -> bool:
    row = action.row
    return unit in row.expected or row.id in statuses.reported or has_recorded(money.get(row.id, ()))


def refuse_before_all(conn: sqlite3.Connection, as_of: date) -> None:
    """Raise UserError ``as_of_too_early`` for a day before the first change was recorded or took effect."""
    recorded, effective = conn.execute(
        "SELECT date(min(recorded_at), 'unixepoch'), min(effective_on) FROM change WHERE held IS NULL"
    ).fetchone()
    first = min((day for day in (recorded, effective) if day is not None), default=None)
    if first is not None and as_of.isoformat() < first:
        raise UserError("as_of_too_early", found=as_of.isoformat(), first=first)
