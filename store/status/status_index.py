"""What a list shows of each action's recorded state, summed up by SQLite so that many actions are quick."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Final

from store.ledger.identity import Identity, own_unit
from store.status.reviews import returned_actions
from store.status.status_as_of import statuses_as_of

AMOUNT: Final = "value NOT GLOB '*[^0-9]*' AND length(value) < 16"
"""SQL: whether a value of the state is an amount of cents; a text or a list is not counted."""


class StatusIndex:
    """The status in force, conflict, warning and return of all actions, or of one.

    For a field installation status and money are its own unit's word; for headquarters, and for a published
    plan without identity, they are the roll-up over all units.
    """

    def __init__(
        self,
        conn: sqlite3.Connection,
        identity: Identity | None,
        revision: int,
        today: date,
        action: str | None = None,
    ) -> None:
        self._unit = own_unit(identity)
        self._statuses = statuses_as_of(conn, today, action=action, unit=self._unit)
        only = "" if action is None else "AND target = :action"
        mine = "" if self._unit is None else "AND unit = :unit"
        asked = {"action": action, "unit": self._unit, "revision": revision}
        in_conflict = f"SELECT DISTINCT target FROM state WHERE conflict {only}"
        self.conflicts = {target for (target,) in conn.execute(in_conflict, asked)}
        self.returned = returned_actions(conn, action=action, unit=self._unit)
        self.warned = {target for (target,) in conn.execute(_warned(only, mine), asked)}

    def status(self, action: str, institutions: tuple[str, ...]) -> str | None:
        """The status to show: the own unit's, or the roll-up."""
        return self._statuses.seen_by(self._unit, action, institutions)


def _warned(only: str, mine: str) -> str:
    """Actions whose spending of a year deserves a warning: ``YearMoney.warning`` in SQL."""
    return (
        "SELECT DISTINCT target FROM (SELECT target, CAST(field AS INTEGER) AS spent_in,"
        f" sum(CAST(value AS INTEGER)) AS spent FROM state WHERE kind = 'money' AND {AMOUNT} {only} {mine}"
        " AND field IN (SELECT year.value || suffix FROM plan, json_each(plan.years) AS year,"
        " (SELECT '.capital.spent' AS suffix UNION SELECT '.recurrent.spent')"
        " WHERE plan.revision = :revision) GROUP BY target, spent_in)"
        " LEFT JOIN budget_cell ON revision = :revision AND action = target AND year = spent_in"
        " WHERE spent > 0 AND (cents IS NULL OR spent > cents)"
    )
