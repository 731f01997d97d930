"""The plan as a period had it: of several versions in force, the last one with what others had besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from store.account.populations import CountedAction, Population
from store.db.database import Store
from store.plan.load import load_plan
from store.plan.model import Action, Plan, SpecificObjective, StrategicObjective


def plan_of_period(
    store: Store, population: Population, actions: Iterable[CountedAction], shown: Container[str]
) -> tuple[Plan, dict[str, Action]]:
    """Return the last version of a period with what others had besides, and the entries of actions by id.

    Entries have the numbers by which the period calls them; in the plan are those that are ``shown``, by ids.
    """
    counted = tuple(actions)
    needed = {population.revision, *(action.revision for action in counted)}
    plans = {revision: load_plan(store, revision) for revision in needed}
    by_revision = {n: {entry.stable_id: entry for entry in plan.actions()} for n, plan in plans.items()}
    entries: dict[str, Action] = {}
    of_objective: dict[int, list[Action]] = defaultdict(list)
    for action in counted:
        row = action.row
        entries[row.id] = by_revision[action.revision][row.id]._replace(nr=row.nr)
        if row.id in shown:
            of_objective[row.specific].append(entries[row.id])
    plan = plans[population.revision]
    above = {objective.nr: objective for objective in plan.strategic_objectives}
    below = {objective.nr: objective for objective in plan.specific_objectives()}
    specific: dict[int | None, list[SpecificObjective]] = defaultdict(list)
    for place in population.specific:
        objective = below.get(place.nr, SpecificObjective(place.nr, place.title))
        specific[place.parent].append(objective._replace(actions=tuple(of_objective[place.key])))
    strategic = (
        above.get(place.nr, StrategicObjective(place.nr, place.title))._replace(
            specific_objectives=tuple(specific[place.key])
        )
        for place in population.strategic
    )
    return plan._replace(strategic_objectives=tuple(strategic)), entries
