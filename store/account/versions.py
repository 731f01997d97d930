"""Which version of the plan was in force when: the last that was by a day; before all of them the first."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from store.db.database import cached_per_transaction
from store.plan.lookup import current_revision


class RevisionSpan(NamedTuple):
    """A revision of the plan and the first and the last day, of those asked for, on which it was in force."""

    revision: int
    first: date
    last: date


@cached_per_transaction
def _in_force_from(conn: sqlite3.Connection) -> tuple[tuple[int, str], ...]:
    """Return each revision with the day (ISO) from which it is in force, empty for the first."""
    return tuple(conn.execute("SELECT revision, in_force_from FROM plan ORDER BY revision"))


def revision_on(conn: sqlite3.Connection, day: date) -> int:
    """Return the revision in force on a day. Raises UserError ``db_no_plan``."""
    current_revision(conn)
    begun = [revision for revision, since in _in_force_from(conn) if since <= day.isoformat()]
    return begun[-1] if begun else _in_force_from(conn)[0][0]


def versions_between(conn: sqlite3.Connection, first: date, last: date) -> tuple[RevisionSpan, ...]:
    """Return the versions in force on the days from ``first`` to ``last``, in their order.

    Raises UserError ``db_no_plan``.
    """
    limits = first.isoformat(), last.isoformat()
    begins = {since for _, since in _in_force_from(conn) if limits[0] < since <= limits[1]}
    days = [first, *map(date.fromisoformat, sorted(begins))]
    versions: list[RevisionSpan] = []
    for day, next_day in zip(days, [*days[1:], None], strict=True):
        revision, end = revision_on(conn, day), last if next_day is None else next_day - timedelta(days=1)
        if versions and versions[-1].revision == revision:
            versions[-1] = versions[-1]._replace(last=end)
        else:
            versions.append(RevisionSpan(revision, day, end))
    return tuple(versions)
