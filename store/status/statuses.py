"""The statuses of actions by what is recorded on them.

Whoever asks gets :class:`Statuses`, as of a day (``store.status.status_as_of``), or of one action with all
that is recorded of it (``store.status.record``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from store.plan.units import expected_of
from store.status.rollup import STATUSES, rolled_up

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
