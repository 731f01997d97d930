"""Which version of the plan was in force when."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from store.plan.lookup import revision_on


class RevisionSpan(NamedTuple):
    """A revision of the plan and the first and the last day, of those asked for, on which it was in force."""

    revision: int
    first: date
    last: date


def versions_between(conn: sqlite3.Connection, first: date, last: date) -> tuple[RevisionSpan, ...]:
    """Return the versions in force on the days from ``first`` to ``last``, in their order.

    Raises Refused ``db_no_plan``.
    """
    asked = (first.isoformat(), last.isoformat())
    rows = conn.execute(
        "SELECT DISTINCT in_force_from FROM plan WHERE in_force_from > ? AND in_force_from <= ?", asked
    )
    days = [first, *sorted(date.fromisoformat(day) for (day,) in rows)]
    versions: list[RevisionSpan] = []
    for day, next_day in zip(days, [*days[1:], None], strict=True):
        revision, end = revision_on(conn, day), last if next_day is None else next_day - timedelta(days=1)
        if versions and versions[-1].revision == revision:
            versions[-1] = versions[-1]._replace(last=end)
        else:
            versions.append(RevisionSpan(revision, day, end))
    return tuple(versions)
