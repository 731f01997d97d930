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
from collections.abc import Collection, Iterator, Mapping, Set
from datetime import date, timedelta
from typing import Final, NamedTuple

from store.account.calendar import read_calendar
from store.account.contested import undone_registers
from store.account.in_force import first_second, first_second_after, undone_changes
from store.account.populations import Population
from store.account.reviews import KINDS, REPORTED
from store.account.spans import Span
from store.account.status_as_of import statuses_as_of
from store.account.statuses import OVER, Statuses
from store.account.timeliness import known_times
from store.db.database import where_equals
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import Change

_OF_UNITS: Final = f"held IS NULL AND kind IN ({KINDS})"


class Coverage(NamedTuple):
    """By unit the actions on which its report is asked for a period, those of them on which one has come, and
    of these those on which the first came after the due day."""

    asked: Mapping[str, Set[str]]
    came: Mapping[str, Set[str]]
    late: Mapping[str, Set[str]]


def read_coverage(
    conn: sqlite3.Connection,
    population: Population,
    *,
    before: Statuses | None = None,
    unit: str | None = None,
    counted: Collection[tuple[str, str]] | None = None,
    however_late: bool = False,
) -> Coverage:
    """Return the reports asked for the period of a population, of all units or of one, and those that came.

    ``before`` are the statuses of the day before the period, where they are at hand; ``counted`` the reports
    (action and unit) that are counted, None for all. ``however_late`` counts what came at any time, whenever
    it took effect: it is owed no more.
    """
    span, as_of = population.span, min(population.span.last, population.as_of)
    due = due_day(conn, span)
    if before is None:
        before = statuses_as_of(conn, population.day_before, unit=unit)
    # before the period has ended nobody knows what will come
    end = due if population.as_of >= span.last else population.as_of
    end = date.max if however_late else end
    firsts = first_reports(conn, span, end_of(due), end, as_of, unit)
    asked = _asked(population, before, unit)
    among: Mapping[str, Set[str]] = asked
    if counted is not None:
        approved: dict[str, set[str]] = defaultdict(set)
        for action, of in counted:
            approved[of].add(action)
        among = {of: actions & approved.get(of, frozenset()) for of, actions in asked.items()}
    late = {of: actions & firsts.late.get(of, {}).keys() for of, actions in among.items()}
    return Coverage(asked, {of: actions & firsts.of(of) for of, actions in among.items()}, late)


def _asked(population: Population, before: Statuses, unit: str | None) -> dict[str, set[str]]:
    """Return the actions on which a report is asked of each unit, or of one."""
    # about most actions the same units are asked
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for action in population.actions:
        row = action.row
        has_begun = (row.starts or 0) <= population.span.year
        if has_begun and action.until is None and row.id not in population.cancelled:
            groups[row.expected].append(row.id)
    asked: dict[str, set[str]] = defaultdict(set)
    for units, actions in groups.items():
        for of in units if unit is None else units & {unit}:
            asked[of].update(actions)
    for over, statuses in before.reported.items():
        for of, status in statuses.items():
            if status in OVER and of in asked:
                asked[of].discard(over)
    return {of: actions for of, actions in asked.items() if actions}


def due_day(conn: sqlite3.Connection, span: Span) -> date:
    """Return the day until which the reports of a period are asked for; else its last day.

    Of a period that is not asked for itself it is that of the last of its parts.
    """
    asked = {period.period: period.due for period in read_calendar(conn) if period.period.last == span.last}
    return asked.get(span.period) or max(asked.values(), default=span.last)


class FirstReports:
    """By unit the actions of which the first that was recorded for a period came by a moment, and those of
    which it came later, with its time. Times are seconds since 1970 UTC."""

    def __init__(self, moment: int) -> None:
        self._moment = moment
        self.in_time: dict[str, set[str]] = defaultdict(set)
        self.late: dict[str, dict[str, int]] = defaultdict(dict)

    def take(self, unit: str, in_time: list[str], later: list[str], times: list[int]) -> None:
        """Take the actions of what a unit recorded by the moment, and of what it recorded later, and when."""
        self.in_time[unit].update(in_time)
        late = self.late[unit]
        for action, at in zip(later, times, strict=True):
            if action not in self.in_time[unit]:
                late[action] = min(at, late.get(action, at))

    def of(self, unit: str) -> Set[str]:
        """Return the actions on which a unit has reported."""
        return self.in_time.get(unit, set()) | self.late.get(unit, {}).keys()

    def put(self, action: str, unit: str, at: int | None) -> None:
        """Put a report where it belongs; None where there is none."""
        self.in_time[unit].discard(action)
        self.late[unit].pop(action, None)
        if at is not None and at <= self._moment:
            self.in_time[unit].add(action)
        elif at is not None:
            self.late[unit][action] = at


def first_reports(
    conn: sqlite3.Connection,
    span: Span,
    moment: int,
    until: date = date.max,
    as_of: date = date.max,
    unit: str | None = None,
) -> FirstReports:
    """Return who recorded something for a period ``until`` a day, or later where it took effect in it.

    Then it took effect by ``as_of``. Around ``moment`` it is known when something was recorded.
    """
    firsts = FirstReports(moment)
    end, effective = end_of(until), min(span.last, as_of).isoformat()
    # what leaves out most comes first
    which = (
        f"recorded_at >= {first_second(_begin(conn, span))} AND value <> 'null'"
        f" AND coalesce(effective_on >= '{span.first.isoformat()}', TRUE)"
        f" AND (batch < 'u' OR batch >= 'v') AND {_OF_UNITS}"
    )
    # a unit's changes lie together, so that by units they are nearly sorted
    for of, *arrays in conn.execute(
        "SELECT unit, json_group_array(target) FILTER (WHERE recorded_at <= :moment),"
        " json_group_array(target) FILTER (WHERE recorded_at > :moment),"
        f" json_group_array(recorded_at) FILTER (WHERE recorded_at > :moment) FROM change NOT INDEXED"
        f" WHERE {which} AND (recorded_at <= {end} OR effective_on <= '{effective}'){where_equals(unit=unit)}"
        " GROUP BY unit",
        {"moment": moment, "unit": unit},
    ):
        firsts.take(of, *map(json.loads, arrays))
    times = known_times(conn, moment)
    doubtful = {(change.target, change.unit) for change in times.disputed(conn, which)}
    doubtful |= {(of.target, of.unit) for of in undone_registers(conn) if of.kind in REPORTED}
    for action, of in doubtful:
        changes = _not_taken_back(conn, action, of, which) if unit in (None, of) else ()
        dated = [(times.of(change), change.effective_on or "~") for change in changes]
        firsts.put(action, of, min((at for at, on in dated if at <= end or on <= effective), default=None))
    for action, of in _cleared(conn, unit):
        firsts.put(action, of, None)
    return firsts


def _not_taken_back(conn: sqlite3.Connection, target: str, unit: str, which: str) -> Iterator[Change]:
    """Yield the changes of a report that meet ``which`` (SQL of ours) and that no undo took back."""
    of_report = "target = ? AND unit = ?"
    changes = read_changes(conn, f"WHERE {_OF_UNITS} AND {of_report}", (target, unit))
    undone = undone_changes(changes, Histories(conn))
    for change in read_changes(conn, f"WHERE {which} AND {of_report}", (target, unit)):
        if change.id not in undone:
            yield change


def _cleared(conn: sqlite3.Connection, unit: str | None) -> Iterator[tuple[str, str]]:
    """Yield action and unit of the reports of which something was cleared and nothing stands any more."""
    yield from conn.execute(
        f"SELECT target, unit FROM state AS cleared WHERE value = 'null' AND kind IN ({KINDS})"
        f"{where_equals(unit=unit)} AND NOT EXISTS (SELECT 1 FROM state WHERE kind IN ({KINDS})"
        " AND target = cleared.target AND unit = cleared.unit AND value <> 'null')",
        {"unit": unit},
    )


def _begin(conn: sqlite3.Connection, span: Span) -> date:
    """Return the day from which on a report is for this period, and not for the one before."""
    earlier = [asked.due for asked in read_calendar(conn) if asked.period.last < span.first]
    return max([span.first, *(due + timedelta(days=1) for due in earlier)])


def end_of(day: date) -> int:
    """Return the last second of a day since 1970 UTC."""
    return sys.maxsize if day == date.max else first_second_after(day) - 1
