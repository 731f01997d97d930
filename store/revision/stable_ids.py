"""Ids that stay with actions and indicators through revisions (docs/decisions/0003-identifiers.md)."""

from __future__ import annotations

from collections.abc import Container
from typing import TypeVar

from store.plan.model import Indicator, Plan, SpecificObjective, StrategicObjective
from store.revision.comparison import ACTION, INDICATOR, PlanComparison

_Objective = TypeVar("_Objective", StrategicObjective, SpecificObjective)


def with_stable_ids(
    old: Plan, new: Plan, comparison: PlanComparison, revision: int, used: Container[str]
) -> Plan:
    """Return ``new`` with the id of what each entry continues; what is new is named by its number.

    Where that number has already been an id (``used``) it is followed by ``@revision``.
    """
    actions, indicators = comparison.continued(ACTION), comparison.continued(INDICATOR)
    action_ids = {action.nr: action.stable_id for action in old.actions()}
    indicator_ids = {nr: indicator.id or nr for nr, indicator in old.indicators()}

    def fresh(nr: str) -> str:
        name, n = nr, 1
        while name in used:
            name = f"{nr}@{revision}" if n == 1 else f"{nr}@{revision}.{n}"
            n += 1
        return name

    def measured(objective: _Objective) -> tuple[Indicator, ...]:
        named = []
        for position, indicator in enumerate(objective.indicators, 1):
            nr = f"{objective.nr}/{position}"
            stable = indicator_ids[indicators[nr]] if nr in indicators else fresh(nr)
            named.append(indicator._replace(id="" if stable == nr else stable))
        return tuple(named)

    def specific(objective: SpecificObjective) -> SpecificObjective:
        return objective._replace(
            indicators=measured(objective),
            actions=tuple(
                action._replace(
                    id=action_ids[actions[action.nr]] if action.nr in actions else fresh(action.nr)
                )
                for action in objective.actions
            ),
        )

    return new._replace(
        id=old.id,
        strategic_objectives=tuple(
            strategic._replace(
                indicators=measured(strategic),
                specific_objectives=tuple(map(specific, strategic.specific_objectives)),
            )
            for strategic in new.strategic_objectives
        ),
    )
