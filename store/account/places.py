"""Where the actions of several versions of a plan stand together: in what order, below which objectives."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

from store.account.action_rows import PlanRow
from store.plan.lookup import ObjectiveRow, objective_rows

Rows = Mapping[str, PlanRow]
"""The actions of a version by id, in document order."""


def document_order(versions_rows: list[Rows]) -> dict[str, Rows]:
    """Return for each action the last version that has it, in document order.

    One that the last version lacks stands behind the action behind which it stood.
    """
    behind: dict[str | None, list[str]] = defaultdict(list)
    last: dict[str, Rows] = dict.fromkeys(versions_rows[-1], versions_rows[-1])
    for rows in reversed(versions_rows[:-1]):
        before: str | None = None
        for action in rows:
            if action not in last:
                last[action] = rows
                behind[before].append(action)
            before = action
    if not behind:
        return last
    order: dict[str, Rows] = {}

    def place(action: str | None) -> None:
        waiting = [action]
        while waiting:
            placed = waiting.pop()
            if placed is not None:
                order[placed] = last[placed]
            waiting += reversed(behind.get(placed, ()))

    place(None)
    for action in versions_rows[-1]:
        place(action)
    return order


class Objectives:
    """The objectives of several versions by number, as the last version has them."""

    def __init__(self, conn: sqlite3.Connection, revisions: list[int]) -> None:
        strategic: dict[str, ObjectiveRow] = {}
        specific: dict[str, ObjectiveRow] = {}
        self._of: dict[int, ObjectiveRow] = {}
        for revision in reversed(revisions):
            above, below = objective_rows(conn, revision)
            parents = {row.key: strategic.setdefault(row.nr, row).key for row in above}
            for row in below:
                self._of[row.key] = specific.setdefault(row.nr, row._replace(parent=parents[row.parent or 0]))
        self.all = (tuple(strategic.values()), tuple(specific.values()))

    def placed(self, row: PlanRow) -> PlanRow:
        """Return an action below the objective of its objective's number."""
        objective = self._of[row.specific]
        if (row.specific, row.strategic) == (objective.key, objective.parent):
            return row
        return row._replace(specific=objective.key, strategic=objective.parent or 0)
