"""What each history said last of the statuses of units, read off the changes in their order."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Final

from store.db.database import once_a_snapshot, only

_IS_STATUS: Final = "held IS NULL AND kind = 'action' AND field = 'status'"
_SOME: Final = 500
"""Actions of which the changes are found one by one."""


@once_a_snapshot
def shared_reports(conn: sqlite3.Connection, unit: str | None) -> frozenset[tuple[str, str]]:
    """Return action and unit of the statuses that several histories have set, or of which one was undone.

    Of all others the last change that had taken effect is in force on a day, and alone.
    """
    authors: dict[str, set[str]] = defaultdict(set)
    shared: set[tuple[str, str]] = set()
    for replica, of, undone in conn.execute(
        "SELECT DISTINCT replica, unit, CASE WHEN substr(batch, 1, 1) = 'u' THEN target END FROM change"
        f" WHERE {_IS_STATUS}{only(unit=unit)}",
        {"unit": unit},
    ):
        authors[of].add(replica)
        if undone is not None:
            shared.add((undone, of))
    several = [of for of, replicas in authors.items() if len(replicas) > 1]
    if several:
        shared.update(
            conn.execute(
                f"SELECT target, unit FROM change WHERE {_IS_STATUS}"
                " AND unit IN (SELECT value FROM json_each(?)) GROUP BY target, unit"
                " HAVING min(replica) <> max(replica)",
                (json.dumps(several),),
            )
        )
    return frozenset(shared)


def last_statuses(
    conn: sqlite3.Connection, day: date, unit: str | None, actions: Collection[str]
) -> dict[str, dict[str, tuple[str, str | None]]]:
    """Return by action and unit the last status of each history that had taken effect by a day, and its day.

    They are those of ``actions``, and of more where these are many.
    """
    # of many actions one look at all changes is quicker than one at each
    some = " AND target IN (SELECT value FROM json_each(:actions))" if len(actions) <= _SOME else ""
    last: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for target, of, value, since in conn.execute(
        f"SELECT target, unit, value, effective_on FROM change WHERE {_IS_STATUS}"
        f" AND coalesce(effective_on, '') <= :day{only(unit=unit)}{some} ORDER BY replica, seq",
        {"day": day.isoformat(), "unit": unit, "actions": json.dumps([*actions] if some else [])},
    ):
        last[target][of] = value, since
    return last
