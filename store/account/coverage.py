"""Which reports are asked of units for a period, and which of them have come.

A unit is asked about the actions in force at the period's end that expect its report, have begun by then, are
not cancelled by headquarters, and were not over for the unit before the period (implemented or cancelled by
its own word). It has reported on one once it recorded something of its own on it: from the period's first day
on, or from the day after the due day of the period before where that is later, and by the period's due day; a
status only where it took effect in the period or later. What was recorded later counts where it took effect
in the period. What was taken back is no report. When it was recorded is by its author's clock within what
headquarters knows of the time.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from store.account.calendar import read_calendar
from store.account.in_force import first_second, first_second_after, undone_changes
from store.account.populations import Population
from store.account.reviews import KINDS, reporting_pairs
from store.account.spans import Span
from store.account.status_as_of import statuses_as_of
from store.account.statuses import OVER, Statuses
from store.account.timeliness import known_times
from store.db.database import only
from store.ledger.append import read_changes
from store.ledger.change import Change

_OF_UNITS: Final = f"held IS NULL AND kind IN ({KINDS})"


class Coverage(NamedTuple):
    """By action the units of which a report is asked for a period, and of these when one first came.

    Times are seconds since 1970 UTC; ``due`` is the end of the day until which reports were asked for.
    """

    asked: Mapping[str, frozenset[str]]
    came: Mapping[str, Mapping[str, int]]
    due: int


def read_coverage(
    conn: sqlite3.Connection,
    population: Population,
    *,
    before: Statuses | None = None,
    unit: str | None = None,
    counted: Collection[tuple[str, str]] | None = None,
) -> Coverage:
    """Return the reports asked for the period of a population, of all units or of one, and those that came.

    ``before`` are the statuses of the day before the period, where they are at hand; ``counted`` the reports
    (action and unit) that are counted, None for all. As of a day after the due day what came until then
    counts as well.
    """
    span, as_of = population.span, min(population.span.last, population.as_of)
    due = due_day(conn, span)
    if before is None:
        before = statuses_as_of(conn, population.day_before, unit=unit)
    # before the period has ended nobody knows what will come
    end = max(population.as_of, due) if population.as_of >= span.last else population.as_of
    reports = first_reports(conn, span, due, end, as_of, unit)
    asked: dict[str, frozenset[str]] = {}
    came: dict[str, Mapping[str, int]] = {}
    for action in population.actions:
        row = action.row
        if action.until is not None or row.id in population.cancelled or (row.starts or 0) > span.year:
            continue
        wanted = row.expected if unit is None else row.expected & {unit}
        if statuses := before.reported.get(row.id):
            wanted = wanted.difference(of for of, status in statuses.items() if status in OVER)
        if wanted:
            asked[row.id] = wanted
            of_action = reports.get(row.id, {})
            if counted is not None or not of_action.keys() <= wanted:
                of_action = {
                    of: at
                    for of, at in of_action.items()
                    if of in wanted and (counted is None or (row.id, of) in counted)
                }
            came[row.id] = of_action
    return Coverage(asked, came, end_of(due))


def due_day(conn: sqlite3.Connection, span: Span) -> date:
    """Return the day until which the reports of a period are asked for; else its last day.

    Of a period that is not asked for itself it is that of the last of its parts.
    """
    asked = {period.period: period.due for period in read_calendar(conn) if period.period.last == span.last}
    return asked.get(span.period) or max(asked.values(), default=span.last)


def first_reports(
    conn: sqlite3.Connection,
    span: Span,
    due: date,
    until: date = date.max,
    as_of: date = date.max,
    unit: str | None = None,
) -> dict[str, dict[str, int]]:
    """Return by action and unit when something was first recorded for a period (seconds since 1970 UTC).

    That is ``until`` a day, or later where it took effect in the period, by ``as_of``. ``due`` is the day
    around which it is known when something was recorded.
    """
    end, effective = end_of(until), min(span.last, as_of).isoformat()
    begin, first = first_second(_begin(conn, span)), span.first.isoformat()
    which = (
        f"{_OF_UNITS} AND recorded_at >= {begin}"
        f" AND coalesce(effective_on >= '{first}', TRUE) AND value <> 'null' AND substr(batch, 1, 1) <> 'u'"
    )
    # a unit's changes lie together, so that by units they are nearly sorted
    rows = conn.execute(
        "SELECT unit, json_group_object(target, at) FROM"
        f" (SELECT unit, target, min(recorded_at) AS at FROM change NOT INDEXED WHERE {which}"
        f" AND (recorded_at <= {end} OR effective_on <= '{effective}') AND (?1 IS NULL OR unit = ?1)"
        " GROUP BY unit, target) GROUP BY unit",
        (unit,),
    )
    came: dict[str, dict[str, int]] = defaultdict(dict)
    for of, of_actions in rows:
        for target, at in json.loads(of_actions).items():
            came[target][of] = at
    times = known_times(conn, end_of(due))

    def counts(change: Change) -> bool:
        return times.of(change) <= end or (change.effective_on or "~") <= effective

    doubtful = {(change.target, change.unit) for change in times.disputed(conn, which)}
    for target, of in doubtful | _with_undone(conn, unit):
        reports = _not_taken_back(conn, target, of, which)
        at = min((times.of(change) for change in reports if counts(change)), default=None)
        came[target].pop(of, None)
        if at is not None and unit in (None, of):
            came[target][of] = at
    cleared = _cleared(conn) & came.keys() if came else set()
    standing = reporting_pairs(conn, unit, cleared) if cleared else {}
    for target in cleared:
        units = standing.get(target, set())
        came[target] = {of: at for of, at in came[target].items() if of in units}
    return came


def _with_undone(conn: sqlite3.Connection, unit: str | None) -> set[tuple[str, str]]:
    """Return action and unit of the reports of which something was taken back, of all units or of one."""
    # asked for each once, or in an order, SQLite would go by an index and look up every change
    rows = conn.execute(
        "SELECT target, unit FROM change"
        f" WHERE batch >= 'u' AND batch < 'v' AND {_OF_UNITS}{only(unit=unit)}",
        {"unit": unit},
    )
    return {(target, of) for target, of in rows}


def _not_taken_back(conn: sqlite3.Connection, target: str, unit: str, which: str) -> Iterator[Change]:
    """Yield the changes of a report that meet ``which`` (SQL of ours) and that no undo took back."""
    of_report = "target = ? AND unit = ?"
    undone = undone_changes([*read_changes(conn, f"WHERE {_OF_UNITS} AND {of_report}", (target, unit))])
    for change in read_changes(conn, f"WHERE {which} AND {of_report}", (target, unit)):
        if change.id not in undone:
            yield change


def _cleared(conn: sqlite3.Connection) -> set[str]:
    """Return the actions on which a unit cleared something: of its report nothing may stand any more."""
    rows = conn.execute(f"SELECT DISTINCT target FROM state WHERE kind IN ({KINDS}) AND value = 'null'")
    return {target for (target,) in rows}


def _begin(conn: sqlite3.Connection, span: Span) -> date:
    """Return the day from which on a report is for this period, and not for the one before."""
    earlier = [asked.due for asked in read_calendar(conn) if asked.period.last < span.first]
    return max([span.first, *(due + timedelta(days=1) for due in earlier)])


def end_of(day: date) -> int:
    """Return the last second of a day since 1970 UTC."""
    return sys.maxsize if day == date.max else first_second_after(day) - 1
