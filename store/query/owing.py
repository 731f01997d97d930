"""Who owes what for a period: which reports are asked of each unit, and which of them have come.

What is asked, and what is a report for the period, is said in ``store.account.coverage``. What was recorded
after the due day counts as late. A report that headquarters returned is owed until it is answered.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date
from typing import Final, NamedTuple

from store.account.calendar import (
    KIND,
    AskedPeriod,
    asked_period,
    chosen_period,
    period_in_hand,
    read_calendar,
)
from store.account.coverage import end_of, first_reports, read_coverage
from store.account.in_force import recorded_day
from store.account.populations import read_population
from store.account.reviews import KINDS, read_reviews
from store.account.spans import Span
from store.account.timeliness import known_times
from store.db.database import cached_per_version
from store.ledger.append import read_changes
from store.ledger.change import Change, Register, split_id
from store.ledger.heads import read_heads

MISSING: Final = "missing"
RETURNED: Final = "returned"


class Owed(NamedTuple):
    """A report that is owed: MISSING, or RETURNED with headquarters' reason."""

    action: str
    nr: str
    title: str
    state: str
    reason: str = ""


class UnitOwing(NamedTuple):
    """Of one unit: how many reports are asked, have come (``late`` of them after the due day), are owed."""

    unit: str
    asked: int
    reported: int
    late: int
    owed: tuple[Owed, ...]

    @property
    def returned(self) -> int:
        """Return how many of those owed headquarters returned."""
        return sum(owed.state == RETURNED for owed in self.owed)


def asked_in_hand(conn: sqlite3.Connection, today: date) -> AskedPeriod | None:
    """Return the period in hand where headquarters asks for it, closed or not, else None."""
    hand = period_in_hand(conn, today)
    return next((asked for asked in read_calendar(conn) if asked.period == hand), None)


def owing_now(conn: sqlite3.Connection, today: date) -> AskedPeriod | None:
    """Return the period in hand where headquarters asks for it and has not closed it, else None."""
    asked = asked_in_hand(conn, today)
    return None if asked is None or asked.closed is not None else asked


def owing(conn: sqlite3.Connection, asked: AskedPeriod, unit: str | None = None) -> tuple[UnitOwing, ...]:
    """Return what each unit owes for a period, or one unit, in the order of codes."""
    # whenever a report comes, it is owed no more
    population = read_population(conn, Span(asked.period), date.max)
    coverage = read_coverage(conn, population, unit=unit, however_late=True)
    returned: dict[str, dict[str, str]] = defaultdict(dict)
    for review in read_reviews(conn, unit=unit).values():
        if review.is_returned:
            returned[review.unit][review.action] = review.reason
    missing = {
        action.row.id: Owed(action.row.id, action.row.nr, action.row.title, MISSING)
        for action in population.actions
    }
    place = {action: n for n, action in enumerate(missing)}
    owing_of: list[UnitOwing] = []
    for of, actions in sorted(coverage.asked.items()):
        came, back = coverage.came[of], returned.get(of, {})
        owed = [
            missing[action]._replace(state=RETURNED, reason=back[action])
            if action in back
            else missing[action]
            for action in sorted(actions - (came - back.keys()), key=place.__getitem__)
        ]
        owing_of.append(UnitOwing(of, len(actions), len(came), len(coverage.late[of]), tuple(owed)))
    return tuple(owing_of)


@cached_per_version
def owed_actions(conn: sqlite3.Connection, today: date, unit: str | None = None) -> frozenset[str]:
    """Return the actions of which a report is owed for the period in hand; none where none is asked for."""
    asked = owing_now(conn, today)
    if asked is None:
        return frozenset()
    return frozenset(report.action for of in owing(conn, asked, unit) for report in of.owed)


def late_changes(conn: sqlite3.Connection, asked: AskedPeriod) -> list[Change]:
    """Return what was recorded for a period after it was closed, else after its due day; the oldest first.

    One that was closed on the very day that it names was closed at that moment, else with the end of the day.
    Those are changes that take effect in the period, money and measurements of a year that ends with it, and
    the first report of a unit on an action for which none had come in time.
    """
    closing = _closing(conn, asked)
    # the closing itself is a word that tells what its reader recorded later
    end = end_of(asked.closed or asked.due) if closing is None else closing.recorded_at - 1
    times, late_reports = known_times(conn, end), first_reports(conn, Span(asked.period), end).late
    which = f"held IS NULL AND kind IN ({KINDS}, 'indicator') AND substr(batch, 1, 1) <> 'u'"
    recorded = (
        *read_changes(conn, f"WHERE {which} AND recorded_at > ?", (end,)),
        *(change for change in times.disputed(conn, which) if change.recorded_at <= end),
    )
    late = [
        change
        for change in recorded
        if times.of(change) > end
        and not (closing is not None and change.replica == closing.replica and change.seq < closing.seq)
        and (
            _is_for(change, asked)
            or late_reports.get(change.unit, {}).get(change.target) in (change.recorded_at, times.of(change))
        )
    ]
    return sorted(late, key=lambda change: (change.recorded_at, change.lamport, change.id))


def _closing(conn: sqlite3.Connection, asked: AskedPeriod) -> Change | None:
    """Return the change that closed a period on the day that it names; None where it names another."""
    for head in read_heads(conn, Register(KIND, asked.period.code, "", "closed"))[:1]:
        for change in read_changes(conn, "WHERE replica = ? AND seq = ?", split_id(head.id) or ("", 0)):
            return change if recorded_day(change) == asked.closed else None
    return None


def _is_for(change: Change, asked: AskedPeriod) -> bool:
    period = asked.period
    if change.effective_on is not None:
        return period.first.isoformat() <= change.effective_on <= period.last.isoformat()
    ends_year = (period.last.month, period.last.day) == (12, 31)
    return ends_year and change.kind in ("money", "indicator") and change.field[:4] == str(period.year)


def named_period(conn: sqlite3.Connection, text: str | None, today: date) -> AskedPeriod:
    """Return the asked period of a code, or the one in hand.

    Raises UserError ``period_unreadable``, ``period_outside`` or ``period_not_open``.
    """
    return asked_period(conn, chosen_period(conn, text, today))
