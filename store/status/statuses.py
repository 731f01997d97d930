"""What is recorded on the status of actions, and the status of each action by it.

Whoever asks gets :class:`Statuses`: as they stand (:func:`read_statuses`), as of a day
(``store.status.status_as_of``), or of one action with all that is recorded of it (``store.status.record``).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from store.plan.units import expected_of
from store.status.rollup import STATUSES, rolled_up

_STATUSES: Final = ", ".join(f"'\"{status}\"'" for status in STATUSES)

Reported = dict[str, dict[str, str]]
"""Statuses by action and unit."""

Words = dict[tuple[str, str, str], Any]
"""Headquarters' words by kind (``assessment`` of the status, ``decision`` to cancel), action and unit."""


class Statuses(NamedTuple):
    """Statuses by action and unit, assessments by action, and the actions cancelled by headquarters."""

    reported: Mapping[str, Mapping[str, str]]
    assessed: Mapping[str, str]
    cancelled: frozenset[str]

    def of_unit(self, action: str, unit: str) -> str | None:
        """What a unit said of an action; ``cancelled`` where headquarters cancelled it."""
        return "cancelled" if action in self.cancelled else self.reported.get(action, {}).get(unit)

    def of_action(self, action: str, institutions: tuple[str, ...]) -> str | None:
        """The status of an action as a whole: headquarters' word, else the roll-up over its units."""
        return rolled_up(
            self.reported.get(action, {}),
            expected_of(institutions),
            assessment=self.assessed.get(action),
            cancelled=action in self.cancelled,
        )

    def expected_on(self, action: str, institutions: tuple[str, ...]) -> frozenset[str]:
        """The units from which a report on an action is expected: none where headquarters cancelled it."""
        return frozenset() if action in self.cancelled else expected_of(institutions)

    def seen_by(self, unit: str | None, action: str, institutions: tuple[str, ...]) -> str | None:
        """The status as one unit sees it, or the action's as a whole where ``unit`` is None."""
        return self.of_action(action, institutions) if unit is None else self.of_unit(action, unit)


def resolve(reported: Mapping[str, Mapping[str, str]], words: Words) -> Statuses:
    """The statuses by what is recorded.

    Headquarters cancels by a decision, or by assessing an action as cancelled.
    """
    assessed = {
        action: value
        for (kind, action, _), value in words.items()
        if kind == "assessment" and value in STATUSES
    }
    decided = {action for (kind, action, _), value in words.items() if kind == "decision" and value}
    cancelled = {action for action, status in assessed.items() if status == "cancelled"}
    return Statuses(reported, assessed, frozenset(decided | cancelled))


def read_statuses(
    conn: sqlite3.Connection, *, action: str | None = None, unit: str | None = None
) -> Statuses:
    """The statuses that stand, whatever their date; of one action, or as one unit reported them."""
    return resolve(*read_recorded(conn, action=action, unit=unit))


def read_recorded(
    conn: sqlite3.Connection,
    *,
    action: str | None = None,
    unit: str | None = None,
    until: str | None = None,
) -> tuple[Reported, Words]:
    """What stands.

    With ``until`` (an ISO day) only in registers with one value, where that had taken effect by then.
    """
    only = "" if action is None else " AND target = :action"
    if until is not None:
        only += " AND others IS NULL AND coalesce(effective_on, '') <= :until"
    mine = "" if unit is None else " AND unit = :unit"
    asked = {"action": action, "unit": unit, "until": until}
    reported: Reported = {
        target: json.loads(statuses)
        for target, statuses in conn.execute(
            "SELECT target, json_group_object(unit, json(value)) FROM state WHERE kind = 'action'"
            f" AND field = 'status' AND value IN ({_STATUSES}){only}{mine} GROUP BY target",
            asked,
        )
    }
    words: Words = {
        (kind, target, of): json.loads(value)
        for kind, target, of, value in conn.execute(
            "SELECT kind, target, unit, value FROM state WHERE (kind, field) IN"
            f" (VALUES ('assessment', 'status'), ('decision', 'cancelled')){only}",
            asked,
        )
    }
    return reported, words
