"""Reporting periods: a year of the plan, a half of it or a quarter, by codes such as ``2022-Q3``."""

from __future__ import annotations

import re
import sqlite3
from datetime import date, timedelta
from typing import Final, NamedTuple

from store.db.errors import UserError
from store.plan.lookup import all_years

_MONTHS: Final = {
    "": (1, 12),
    "H1": (1, 6),
    "H2": (7, 12),
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
}
"""The first and the last month of each part of a year."""
PARTS: Final = (*_MONTHS,)
"""The whole year, its halves and its quarters, by code."""
_CODE: Final = re.compile(r"([0-9]{4})(?:[-/ ]?([HQ][1-4]))?", re.IGNORECASE)


class Period(NamedTuple):
    """A year, or a part of it: ``H1``, ``H2``, ``Q1`` to ``Q4``; the whole year has an empty part."""

    year: int
    part: str = ""

    @property
    def code(self) -> str:
        """Return the period as it is written and kept: ``2022``, ``2022-H1``, ``2022-Q3``."""
        return f"{self.year}-{self.part}" if self.part else str(self.year)

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, _MONTHS[self.part][0], 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        month = _MONTHS[self.part][1]
        return date(self.year, 12, 31) if month == 12 else date(self.year, month + 1, 1) - timedelta(days=1)


def read_period(text: str) -> Period | None:
    """Return the period of a code, also as people type it (``2022 q3``); None where it is none."""
    match = _CODE.fullmatch(text.strip())
    if match is None or not 1 <= int(match[1]) <= 9999:
        return None
    part = (match[2] or "").upper()
    return Period(int(match[1]), part) if part in _MONTHS else None


def plan_period(conn: sqlite3.Connection, text: str) -> Period:
    """Return the period of a code, in a year of the plan.

    Raises UserError ``period_unreadable`` or ``period_outside``.
    """
    period = read_period(text)
    if period is None:
        raise UserError("period_unreadable", found=text)
    years = all_years(conn)
    if period.year not in years:
        raise UserError("period_outside", found=period.code, known=", ".join(map(str, years)))
    return period
