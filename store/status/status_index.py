"""What a list shows of each action's recorded state, summed up by SQLite so that many actions are quick."""

from __future__ import annotations

import json
import sqlite3
from itertools import compress
from typing import Final

from store.ledger.identity import Identity
from store.status.rollup import STATUSES, status_of

_SEPARATOR: Final = "\x1f"
_VALUES: Final = ", ".join(f"'\"{status}\"'" for status in STATUSES)
_FLAGS: Final = ", ".join(f"max(value = '\"{status}\"')" for status in STATUSES)
AMOUNT: Final = "value NOT GLOB '*[^0-9]*' AND length(value) < 16"
"""SQL: whether a value of the state is an amount of cents; a text or a list is not counted."""


def own_unit(identity: Identity | None) -> str | None:
    """The unit whose word is shown; None where the roll-up over units is: headquarters, a published plan."""
    return identity.unit if identity is not None and not identity.is_headquarters else None


class Standing:
    """The status, conflict and warning of all actions, or of one.

    For a field installation status and money are its own unit's word; for headquarters, and for a published
    plan without identity, they are the roll-up over all units.
    """

    def __init__(
        self, conn: sqlite3.Connection, identity: Identity | None, revision: int, action: str | None
    ) -> None:
        self._unit = own_unit(identity)
        only = "" if action is None else "AND target = :action"
        mine = "" if self._unit is None else "AND unit = :unit"
        asked = {"action": action, "unit": self._unit, "revision": revision}
        self._reported: dict[str, tuple[frozenset[str], str]] = {}
        for target, units, *flags in conn.execute(
            f"SELECT target, group_concat(unit, '{_SEPARATOR}'), {_FLAGS} FROM state"
            f" WHERE kind = 'action' AND field = 'status' AND value IN ({_VALUES}) {only} {mine}"
            " GROUP BY target",
            asked,
        ):
            self._reported[target] = frozenset(compress(STATUSES, flags)), units
        self._assessed: dict[str, str] = {
            target: json.loads(value)
            for target, value in conn.execute(
                "SELECT target, value FROM state WHERE kind = 'assessment' AND field = 'status'"
                f" AND value IN ({_VALUES}) {only}",
                asked,
            )
        }
        self._cancelled = {
            target
            for (target,) in conn.execute(
                "SELECT target FROM state WHERE kind = 'decision' AND field = 'cancelled'"
                f" AND value NOT IN ('null', 'false') {only}",
                asked,
            )
        }
        self.conflicts = {
            target
            for (target,) in conn.execute(f"SELECT DISTINCT target FROM state WHERE conflict {only}", asked)
        }
        self.warned = {target for (target,) in conn.execute(_warned(only, mine), asked)}

    def status(self, action: str, institutions: tuple[str, ...]) -> str | None:
        """The status to show: the own unit's, or the roll-up."""
        if action in self._cancelled:
            return "cancelled"
        if self._unit is not None:
            reported = self._reported.get(action)
            return None if reported is None else next(iter(reported[0]))
        if action in self._assessed:
            return self._assessed[action]
        if action not in self._reported:
            return None
        from store.plan.units import expected_units

        statuses, units = self._reported[action]
        return status_of(
            statuses, lambda: set(units.split(_SEPARATOR)).issuperset(expected_units(institutions))
        )


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
