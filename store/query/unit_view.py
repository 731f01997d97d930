"""What concerns one unit: the actions that expect its report or have one, and its own words on them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from store.account.reporting import read_rule
from store.account.status_as_of import statuses_as_of
from store.account.statuses import is_overdue
from store.plan.reporting import expected_of
from store.status.outline import ActionRow, Outline


class UnitWords(NamedTuple):
    """A unit (its code), and actions by their ids as its own word has them."""

    unit: str
    rows: Mapping[str, ActionRow]


def concerns(conn: sqlite3.Connection, unit: str, day: date) -> Callable[[ActionRow], bool]:
    """Return a test whether an action concerns a unit (its code): who reports on a day, or its own word."""
    recorded = {
        action
        for (action,) in conn.execute(
            "SELECT target FROM state WHERE kind IN ('action', 'money', 'note', 'evidence') AND unit = ?"
            " AND value <> 'null'",
            (unit,),
        )
    }
    rule = read_rule(conn, day)
    return lambda row: row.id in recorded or unit in expected_of(row.institutions, rule)


def unit_view(conn: sqlite3.Connection, seen: Outline, unit: str) -> tuple[ActionRow, ...]:
    """Return the actions on which a unit (its code) is to report or has reported, in the plan's order.

    Status and overdue are by its own word as of the outline's day; what headquarters cancelled is cancelled,
    and what the unit alone calls so stays overdue.
    """
    statuses = statuses_as_of(conn, seen.today)
    rows: list[ActionRow] = []
    for row in seen.actions:
        if unit in expected_of(row.institutions, statuses.rule) or unit in statuses.reported.get(row.id, {}):
            status = statuses.of_unit(row.id, unit)
            out = row.id in statuses.cancelled
            late = is_overdue(status, row.deadline_day, seen.today, cancelled=out)
            rows.append(row._replace(status=status, overdue=late))
    return tuple(rows)
