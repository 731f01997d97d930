"""The reporting calendar: which periods headquarters asks for, until when, and which are closed.

Kind ``period``, target the period's code, no unit: field ``due`` the day until which reports are asked for,
field ``closed`` the day on which the period was closed, both ISO. What is recorded later is kept.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Final, NamedTuple

from schema.types import read_day
from store.db.errors import UserError
from store.plan.lookup import all_years, nearest_year
from store.plan.periods import Period, plan_period, read_period

KIND: Final = "period"


class AskedPeriod(NamedTuple):
    """A period that is asked for: until which day, the day on which it was closed, if it was.

    ``conflict`` where two desks of headquarters named different days.
    """

    period: Period
    due: date
    closed: date | None = None
    conflict: bool = False


def read_calendar(conn: sqlite3.Connection) -> tuple[AskedPeriod, ...]:
    """Return the periods that are asked for, in the order in which they end, shorter ones first."""
    days_of: dict[str, dict[str, object]] = {}
    disputed: set[str] = set()
    for code, field, text, conflict in conn.execute(
        "SELECT target, field, value, conflict FROM state"
        " WHERE kind = ? AND unit = '' AND field IN ('due', 'closed')",
        (KIND,),
    ):
        days_of.setdefault(code, {})[field] = json.loads(text)
        if conflict:
            disputed.add(code)
    periods = [
        AskedPeriod(period, due, read_day(days.get("closed")), code in disputed)
        for code, days in days_of.items()
        if (period := read_period(code)) is not None and (due := read_day(days.get("due"))) is not None
    ]
    return tuple(sorted(periods, key=lambda asked: (asked.period.last, -asked.period.first.toordinal())))


def asked_period(conn: sqlite3.Connection, period: Period) -> AskedPeriod:
    """Return a period of the calendar. Raises UserError ``period_not_open``."""
    calendar = read_calendar(conn)
    for asked in calendar:
        if asked.period == period:
            return asked
    raise UserError("period_not_open", found=period.code, known=[asked.period.code for asked in calendar])


def period_in_hand(conn: sqlite3.Connection, today: date) -> Period:
    """Return the period that is worked on: the next to be due of those that have begun, else the last.

    Where none is asked for, the plan's year.
    """
    begun = [asked for asked in read_calendar(conn) if asked.period.first <= today]
    ahead = [asked for asked in begun if asked.due >= today and asked.closed is None]
    if begun:
        return min(ahead, key=lambda asked: asked.due).period if ahead else begun[-1].period
    return Period(nearest_year(all_years(conn), today))


def chosen_period(conn: sqlite3.Connection, text: str | None, today: date) -> Period:
    """Return the period of a code, or the one in hand. Raises as ``store.plan.periods.plan_period``."""
    return period_in_hand(conn, today) if text is None else plan_period(conn, text)
