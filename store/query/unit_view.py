"""An outline's rows as one unit reports them: its own words on the actions that concern it."""

from __future__ import annotations

import sqlite3

from store.plan.lookup import current_revision
from store.plan.units import expects
from store.status.outline import ActionRow, Outline
from store.status.rollup import deadline_day, is_overdue
from store.status.status_as_of import read_in_force


def as_reported(conn: sqlite3.Connection, seen: Outline, unit: str) -> tuple[ActionRow, ...]:
    """The actions on which a unit (its code) is expected to report or has reported, in the order of the plan.

    Status and overdue are by its own word as of the outline's day; what headquarters cancelled is cancelled.
    """
    in_force = read_in_force(conn, seen.today)
    days = {
        action: deadline_day(*end)
        for action, *end in conn.execute(
            "SELECT id, deadline_end, deadline_end_month FROM action WHERE revision = ?",
            (current_revision(conn),),
        )
    }
    found: list[ActionRow] = []
    for row in seen.actions:
        if expects(row.institutions, unit) or unit in in_force.reported.get(row.id, {}):
            status = in_force.of_unit(row.id, unit)
            late = is_overdue(status, days.get(row.id), seen.today)
            found.append(row._replace(status=status, overdue=late))
    return tuple(found)
