"""Which reports headquarters had approved on a day, as they were then.

A report counts as approved on a day where headquarters approved it as it was then: with the statuses, amounts
and words (``store.account.words``) that had taken effect by the day. That may have been said by the day or
later, as the reports of a period are reviewed after its end; what was approved by the day stays so, whatever
is said later. Nothing that was not approved counts as approved.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from store.account.in_force import (
    DayOf,
    changes_in_force,
    changes_of,
    first_second_after,
    recorded_day,
)
from store.account.money_days import MONEY_DAY, money_day
from store.account.reviews import APPROVED, FIELD, KIND, REPORTED, approved_reports, digest_of
from store.account.words import IS_LATER, WordDays
from store.ledger.branches import Histories
from store.ledger.change import Change, Register

Reports = frozenset[tuple[str, str]]
"""Actions and units of reports."""


def approved_as_of(conn: sqlite3.Connection, day: date) -> Reports:
    """Return action and unit of every report that was approved on a day as it was then."""
    approved, later = approved_reports(conn), _changed_later(conn, day)
    return (approved - later) | {pair for pair in later if _was_approved(conn, *pair, day)}


def _changed_later(conn: sqlite3.Connection, day: date) -> Reports:
    """Return the reports that were reviewed of which something takes effect only after a day."""
    if day == date.max:
        return frozenset()
    reviewed = "FROM state WHERE kind = :review AND field = :field"
    rows = conn.execute(
        f"SELECT DISTINCT target, unit FROM change WHERE target IN (SELECT target {reviewed})"
        f" AND (target, unit) IN (SELECT target, unit {reviewed}) AND held IS NULL"
        " AND CASE kind WHEN :review THEN recorded_at >= :after"
        f" WHEN 'money' THEN {MONEY_DAY} > :day ELSE {IS_LATER} END",
        {"review": KIND, "field": FIELD, "day": day.isoformat(), "after": first_second_after(day)},
    )
    return frozenset((action, unit) for action, unit in rows)


def _review_day(change: Change) -> str:
    return recorded_day(change).isoformat()


_DAYS: dict[str, DayOf] = {KIND: _review_day, "money": money_day}


def _was_approved(conn: sqlite3.Connection, action: str, unit: str, day: date) -> bool:
    reviews = [_review_on(conn, action, unit, moment) for moment in (day, date.max)]
    approved = {review.get("of") for review in reviews if review.get("state") == APPROVED}
    if not approved:
        return False
    report = _standing(conn, action, unit, day, REPORTED)
    registers = (
        (*key, {(change.shown, change.effective_on or "") for change in changes})
        for key, changes in sorted(report.items())
    )
    return digest_of(registers) in approved


def _review_on(conn: sqlite3.Connection, action: str, unit: str, day: date) -> dict[str, Any]:
    """Return the review that stood on a day; empty where there was none, or several."""
    standing = _standing(conn, action, unit, day, (KIND,))[KIND, FIELD]
    if not standing or len({change.shown for change in standing}) > 1:
        return {}
    review = standing[0].decoded()
    return review if isinstance(review, dict) else {}


def _standing(
    conn: sqlite3.Connection, action: str, unit: str, day: date, kinds: Collection[str]
) -> dict[tuple[str, str], list[Change]]:
    """Return what stood on a day in the registers of a report, by kind and field."""
    rows: Any = conn.execute(
        "SELECT kind, target, unit, field FROM state WHERE target = ? AND unit = ?", (action, unit)
    )
    registers = [register for register in map(Register._make, rows) if register.kind in kinds]
    standing: dict[tuple[str, str], list[Change]] = defaultdict(list)
    histories, changes_by_register = Histories(conn), dict(changes_of(conn, registers))
    words = WordDays(change for changes in changes_by_register.values() for change in changes)
    for register, changes in changes_by_register.items():
        day_of = _DAYS.get(register.kind, words.of)
        standing[register.kind, register.field] = changes_in_force(changes, day, day_of, histories)
    return standing
