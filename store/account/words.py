"""From which days the words of units' reports hold: fields beside a status, notes, pieces of evidence.

A word has no day of its own. It belongs to the status that its unit had recorded last when it was written, or
recorded with it, and holds from the day of that status; where there was none, or none with a day, it holds
from the day on which it was recorded. So what comes late to a report on an earlier day belongs to that day,
and what was said beside a later status is not told of an earlier one.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from store.account.in_force import (
    InForce,
    change_in_force,
    changes_of,
    first_second_after,
    recorded_day,
    value_in_force,
)
from store.account.statuses import DETAILS
from store.db.database import where_equals
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import Change, Register, order_key

IS_LATER: Final = "coalesce(effective_on > :day, recorded_at >= :after)"
"""SQL: whether a change of a report, but for money, can hold only after a day."""


class WordDays:
    """The days of the words of one unit's report on one action, by its statuses among ``changes``."""

    def __init__(self, changes: Iterable[Change]) -> None:
        statuses = sorted((change for change in changes if _is_status(change)), key=_order)
        self._orders = [_order(change) for change in statuses]
        self._days = [change.effective_on for change in statuses]
        self._with = {(change.replica, change.batch): change.effective_on for change in statuses}

    def of(self, change: Change) -> str | None:
        """Return the day (ISO) from which a change holds, be it a word or a status; None for all days."""
        if _is_status(change):
            return change.effective_on
        batch, order = (change.replica, change.batch), _order(change)
        before = self._with[batch] if batch in self._with else self._last_before(order)
        return before or recorded_day(change).isoformat()

    def _last_before(self, order: tuple[int, str, int]) -> str | None:
        n = bisect_left(self._orders, order)
        return self._days[n - 1] if n else None


def _is_status(change: Change) -> bool:
    return (change.kind, change.field) == ("action", "status")


def _order(change: Change) -> tuple[int, str, int]:
    return order_key(change.id, change.lamport)


class ReportHistories:
    """The changes of units' reports, or one ``unit``'s, each with its day: for many days, read once.

    They are by action, unit and field: of the status and the fields beside it.
    """

    def __init__(self, conn: sqlite3.Connection, unit: str | None) -> None:
        self.registers: dict[str, dict[str, dict[str, list[Change]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        self._histories = Histories(conn)
        where = f"WHERE held IS NULL AND kind = 'action'{where_equals(unit=unit)}"
        reports: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in read_changes(conn, where, {"unit": unit}):
            if change.field == "status" or change.field in DETAILS:
                reports[change.target, change.unit].append(change)
        for (action, of), report in reports.items():
            days = WordDays(report)
            for change in report:
                dated = change._replace(effective_on=days.of(change))
                self.registers[action][of][change.field].append(dated)

    def of(self, action: str, unit: str, day: date) -> dict[str, Change]:
        """Return what a unit had said of an action by a day, by field."""
        changes_then = {
            field: change_in_force(changes, day, self._histories)
            for field, changes in self.registers.get(action, {}).get(unit, {}).items()
        }
        return {
            field: change
            for field, change in changes_then.items()
            if change is not None and change.decoded() is not None
        }


def earlier_words(
    conn: sqlite3.Connection, day: date, words: Iterable[Register], unit: str | None = None
) -> Iterator[InForce]:
    """Yield what held on a day in registers of words, or of one ``unit``'s, where the state may not tell.

    The value is None where nothing did.
    """
    later = _changed_later(conn, day, unit)
    asked = [register for register in words if (register.target, register.unit) in later]
    statuses = {(of.target, of.unit): Register("action", of.target, of.unit, "status") for of in asked}
    changes = dict(changes_of(conn, [*asked, *statuses.values()]))
    days = {report: WordDays(changes[register]) for report, register in statuses.items()}
    histories = Histories(conn)
    for register in asked:
        day_of = days[register.target, register.unit].of
        yield value_in_force(register, changes[register], day, day_of, histories)


def _changed_later(conn: sqlite3.Connection, day: date, unit: str | None) -> frozenset[tuple[str, str]]:
    """Return action and unit of the reports of which a status or a word can hold only after a day."""
    if day == date.max:
        return frozenset()
    # asked for each once, SQLite would go by an index and look up every change
    rows = conn.execute(
        f"SELECT target, unit FROM change WHERE {IS_LATER} AND kind IN ('action', 'evidence')"
        f" AND held IS NULL{where_equals(unit=unit)}",
        {"day": day.isoformat(), "after": first_second_after(day), "unit": unit},
    )
    return frozenset((action, of) for action, of in rows)
