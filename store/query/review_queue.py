"""The reports of units as headquarters reviews them: unit by unit, each with its newest changes."""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from store.account.reviews import KIND, KINDS, Review, read_reviews, reporting_pairs, waits
from store.history.steps import Step, steps_among
from store.ledger.append import read_changes
from store.ledger.change import order_key
from store.plan.lookup import ActionRef, current_numbers

CHANGES: Final = 12
"""How many changes of a report are shown: the newest."""


class ReportReview(NamedTuple):
    """A unit's report on an action of the plan, and what headquarters said of it last.

    ``conflict`` is True where several values stand in it, of which one counts until somebody decides.
    """

    action: ActionRef
    unit: str
    review: Review | None
    conflict: bool

    @property
    def waits(self) -> bool:
        """Return True if headquarters has said nothing yet of the report as it is now."""
        return waits(self.review)


def report_reviews(conn: sqlite3.Connection) -> list[ReportReview]:
    """Return the reports on actions of the plan by unit, then in the plan's order.

    Raises UserError ``db_no_plan``.
    """
    reviews, reporting = read_reviews(conn), reporting_pairs(conn)
    disputed = {*conn.execute(f"SELECT target, unit FROM state WHERE conflict AND kind IN ({KINDS})")}
    reports = [
        ReportReview(ActionRef(action, nr), unit, reviews.get((action, unit)), (action, unit) in disputed)
        for action, nr in current_numbers(conn).items()
        for unit in reporting.get(action, ())
    ]
    return sorted(reports, key=lambda report: report.unit)


def report_steps(conn: sqlite3.Connection, action: str, unit: str) -> tuple[Step, ...]:
    """Return the newest changes of a unit's report and of its reviews, the newest first."""
    newest = (
        "SELECT replica, seq FROM change WHERE target = ? AND unit = ? AND held IS NULL"
        f" AND kind IN ({KINDS}, '{KIND}') ORDER BY lamport DESC, replica DESC, seq DESC LIMIT ?"
    )
    changes = read_changes(conn, f"WHERE (replica, seq) IN ({newest})", (action, unit, CHANGES))
    newest_first = sorted(changes, key=lambda change: order_key(change.id, change.lamport), reverse=True)
    return steps_among(conn, newest_first)
