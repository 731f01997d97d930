"""Who owes what for a period: which reports are asked of each unit, and which of them have come.

A unit is asked about the actions that expect its report, have begun by the period's end, are not cancelled by
headquarters, and were not over for the unit before the period (implemented or cancelled by its own word). It
has reported on one once it recorded something of its own on it: from the period's first day on, or from the
day after the due day of the period before where that is later; a status only where it took effect in the
period or later. What was recorded after the due day counts as late, by its author's clock within what
headquarters knows of the time. A report that headquarters returned is owed until it is answered.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from store.account.action_rows import read_plan_rows
from store.account.reviews import REPORTED, read_reviews, reporting_pairs
from store.account.status_as_of import statuses_as_of
from store.account.timeliness import known_times
from store.edits.calendar import AskedPeriod, asked_period, chosen_period, period_in_hand, read_calendar
from store.ledger.append import read_changes
from store.ledger.change import Change
from store.plan.lookup import current_revision

MISSING: Final = "missing"
RETURNED: Final = "returned"
_KINDS: Final = ", ".join(f"'{kind}'" for kind in REPORTED)
_OVER: Final = frozenset({"implemented", "cancelled"})


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
        """How many of those owed headquarters returned."""
        return sum(one.state == RETURNED for one in self.owed)


def owing_now(conn: sqlite3.Connection, today: date) -> AskedPeriod | None:
    """The period in hand where headquarters asks for it and has not closed it, else None."""
    hand = period_in_hand(conn, today)
    return next((one for one in read_calendar(conn) if one.period == hand and one.closed is None), None)


def owing(conn: sqlite3.Connection, asked: AskedPeriod, unit: str | None = None) -> tuple[UnitOwing, ...]:
    """What each unit owes for a period, in the order of codes; of one unit alone where one is given."""
    period = asked.period
    before = statuses_as_of(conn, period.first - timedelta(days=1))
    reviews, first_reports = read_reviews(conn, unit=unit), _first_reports(conn, asked, unit)
    due = _end_of(asked.due)
    counts: dict[str, list[int]] = {}
    owed: dict[str, list[Owed]] = {}
    starts = dict(
        conn.execute("SELECT id, deadline_start FROM action WHERE revision = ?", (current_revision(conn),))
    )
    for row in read_plan_rows(conn, current_revision(conn)):
        start = starts[row.id]
        if row.id in before.cancelled or (start is not None and start > period.year):
            continue
        for of in row.expected if unit is None else row.expected & {unit}:
            if before.of_unit(row.id, of) in _OVER:
                continue
            count = counts.setdefault(of, [0, 0, 0])
            count[0] += 1
            said, reported = reviews.get((row.id, of)), first_reports.get((row.id, of))
            if reported is not None:
                count[1] += 1
                count[2] += reported > due
            if said is not None and said.is_returned:
                owed.setdefault(of, []).append(Owed(row.id, row.nr, row.title, RETURNED, said.reason))
            elif reported is None:
                owed.setdefault(of, []).append(Owed(row.id, row.nr, row.title, MISSING))
    return tuple(
        UnitOwing(of, number, reported, late, tuple(owed.get(of, ())))
        for of, (number, reported, late) in sorted(counts.items())
    )


def owed_actions(conn: sqlite3.Connection, today: date, unit: str | None = None) -> frozenset[str]:
    """The actions of which a report is owed for the period in hand; none where none is asked for."""
    asked = owing_now(conn, today)
    if asked is None:
        return frozenset()
    return frozenset(one.action for of in owing(conn, asked, unit) for one in of.owed)


def late_changes(conn: sqlite3.Connection, asked: AskedPeriod) -> list[Change]:
    """What was recorded for a period after it was closed, else after its due day; the oldest first.

    Those are changes that take effect in the period, money and measurements of a year that ends with it, and
    the first report of a unit on an action for which none had come in time.
    """
    end, first_reports = _end_of(asked.closed or asked.due), _first_reports(conn, asked, None)
    times = known_times(conn, end)
    which = f"held IS NULL AND kind IN ({_KINDS}, 'indicator') AND substr(batch, 1, 1) <> 'u'"
    recorded = (
        *read_changes(conn, f"WHERE {which} AND recorded_at > ?", (end,)),
        *(change for change in times.disputed(conn, which) if change.recorded_at <= end),
    )
    found = [
        change
        for change in recorded
        if times.of(change) > end
        and (
            _is_for(change, asked)
            or first_reports.get((change.target, change.unit)) in (change.recorded_at, times.of(change))
        )
    ]
    return sorted(found, key=lambda change: (change.recorded_at, change.lamport, change.id))


def _is_for(change: Change, asked: AskedPeriod) -> bool:
    period = asked.period
    if change.effective_on is not None:
        return period.first.isoformat() <= change.effective_on <= period.last.isoformat()
    ends_year = (period.last.month, period.last.day) == (12, 31)
    return ends_year and change.kind in ("money", "indicator") and change.field[:4] == str(period.year)


def _first_reports(
    conn: sqlite3.Connection, asked: AskedPeriod, unit: str | None
) -> dict[tuple[str, str], int]:
    """When (seconds since 1970 UTC) a unit first recorded something on an action for a period."""
    standing = reporting_pairs(conn, unit)
    begin, first = _start_of(_begin(conn, asked)), asked.period.first.isoformat()
    which = (
        f"held IS NULL AND kind IN ({_KINDS}) AND recorded_at >= {begin}"
        f" AND coalesce(effective_on >= '{first}', TRUE) AND value <> 'null' AND substr(batch, 1, 1) <> 'u'"
    )
    rows = conn.execute(
        f"SELECT target, unit, min(recorded_at) FROM change WHERE {which} AND (?1 IS NULL OR unit = ?1)"
        " GROUP BY target, unit",
        (unit,),
    )
    found = {(target, of): at for target, of, at in rows if of in standing.get(target, ())}
    times = known_times(conn, _end_of(asked.due))
    for pair in {(change.target, change.unit) for change in times.disputed(conn, which)} & found.keys():
        changes = read_changes(conn, f"WHERE {which} AND target = ? AND unit = ?", pair)
        found[pair] = min(map(times.of, changes))
    return found


def _begin(conn: sqlite3.Connection, asked: AskedPeriod) -> date:
    """The day from which on a report is for this period, and not for the one before."""
    earlier = [one.due for one in read_calendar(conn) if one.period.last < asked.period.first]
    return max([asked.period.first, *(due + timedelta(days=1) for due in earlier)])


def _start_of(day: date) -> int:
    return int(datetime.combine(day, time()).timestamp())


def _end_of(day: date) -> int:
    return _start_of(day + timedelta(days=1)) - 1


def named_period(conn: sqlite3.Connection, text: str | None, today: date) -> AskedPeriod:
    """The asked period of a code, or the one in hand.

    Raises Refused ``period_unreadable``, ``period_outside`` or ``period_not_open``.
    """
    return asked_period(conn, chosen_period(conn, text, today))
