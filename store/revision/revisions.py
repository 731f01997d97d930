"""The revisions of the plan that can be read here."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import NamedTuple

from store.revision.content import read_announcements


class Revision(NamedTuple):
    """A revision that can be read here. ``in_force_from`` is an ISO day, empty for the first one.

    ``officer`` and ``recorded_at`` (seconds since 1970 UTC) are None for a plan that came with the
    installation.
    """

    number: int
    title: str
    years: tuple[int, ...]
    actions: int
    in_force_from: str
    source_name: str
    officer: str | None = None
    recorded_at: int | None = None


def revisions(conn: sqlite3.Connection) -> tuple[Revision, ...]:
    """Return the revisions that can be read here, the oldest first."""
    counts = Counter(dict(conn.execute("SELECT revision, count(*) FROM action GROUP BY revision")))
    rows = conn.execute(
        "SELECT revision, title, years, in_force_from, source_name, content_sha256, id FROM plan"
        " ORDER BY revision"
    ).fetchall()
    announced = {plan_id: read_announcements(conn, plan_id) for plan_id in {row[6] for row in rows}}
    listed = []
    for row in rows:
        told = announced[row[6]].get(row[0]) if row[5] else None
        listed.append(
            Revision(
                *(row[0], row[1], tuple(json.loads(row[2])), counts[row[0]], row[3], row[4]),
                *((told.officer, told.recorded_at) if told is not None else ()),
            )
        )
    return tuple(listed)
