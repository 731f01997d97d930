"""What a report counts: one reporting period, or all from the plan's beginning to the end of one."""

from __future__ import annotations

import sqlite3
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from store.plan.periods import Period, plan_period, read_period

_TO: str = ".."


class Span(NamedTuple):
    """A period, or everything up to its end, with what was due before the plan's first year."""

    period: Period
    cumulative: bool = False

    @property
    def code(self) -> str:
        """Return the span as it is typed: ``2022``, ``2022-H1``, ``2022-Q3``, ``..2022-Q3``."""
        return _TO + self.period.code if self.cumulative else self.period.code

    @property
    def first(self) -> date:
        """Return its first day."""
        return date.min if self.cumulative else self.period.first

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.period.last

    @property
    def year(self) -> int:
        """Return the year in which it ends."""
        return self.period.year

    @property
    def year_begins(self) -> date:
        """Return the first day of its year: the version of the plan in force then counts."""
        return date(self.year, 1, 1)

    @property
    def days(self) -> tuple[date, date]:
        """Return its first and its last day."""
        return _days(self)

    @property
    def years(self) -> tuple[int, int]:
        """Return the first and the last year of which money and targets are counted, whole."""
        return _days(self)[0].year, self.year

    def part_of_year(self, as_of: date) -> int | None:
        """Return the year of whose money only a part is counted as of a day; None where all of it is."""
        day = self.money_day(as_of)
        return day.year if day.year == self.year and day < date(self.year, 12, 31) else None

    def money_day(self, as_of: date) -> date:
        """Return the day as of which its money is counted: that of a part of a year is of its last day."""
        return as_of if self.last == date(self.year, 12, 31) else min(as_of, self.last)

    def day_by_default(self, today: date) -> date:
        """Return the day as of which it is counted by default: its last day, or today if earlier."""
        return min(self.last, today)

    def holds_year(self, year: int) -> bool:
        """Return True if money and targets of a year are counted in it."""
        first, last = self.years
        return first <= year <= last


@lru_cache(maxsize=64)
def _days(span: Span) -> tuple[date, date]:
    # asked for each of many actions
    return span.first, span.last


def plan_span(conn: sqlite3.Connection, text: str) -> Span:
    """Return a span as typed, of years of the plan.

    Raises UserError ``period_unreadable`` or ``period_outside``.
    """
    typed = text.strip()
    cumulative = typed.startswith(_TO)
    if cumulative and read_period(typed[len(_TO) :]) is None:
        # the whole of it is what cannot be read
        return Span(plan_period(conn, text))
    return Span(plan_period(conn, typed[len(_TO) :] if cumulative else text), cumulative)


def year_span(year: int) -> Span:
    """Return a whole year."""
    return Span(Period(year))
