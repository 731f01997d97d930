"""Numbers that headquarters corrected, put to a plan last: everything else hangs on the number as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.db.errors import Refused
from store.plan.model import Plan, Provenance


def new_numbers(known: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The number of each of a plan's ``known`` ones after corrections (``given``, by the number as read).

    What stands below a corrected number follows it, where it has no correction of its own. Raises Refused
    ``review_number_twice`` where two would bear the same number.
    """
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for nr in known:
        above = nr.rpartition(".")[0]
        follows = f"{found[above]}{nr[len(above) :]}" if found.get(above, above) != above else nr
        found[nr] = given.get(nr, follows)
        first = taken.setdefault(found[nr], nr)
        if first != nr:
            raise Refused("review_number_twice", number=found[nr], first=first, second=nr)
    return found


def renumbered(plan: Plan, numbers: Mapping[str, str]) -> Plan:
    """The plan, with the places of its fields and its findings, under other numbers."""
    strategic = tuple(
        group._replace(
            nr=numbers[group.nr],
            specific_objectives=tuple(
                objective._replace(
                    nr=numbers[objective.nr],
                    actions=tuple(action._replace(nr=numbers[action.nr]) for action in objective.actions),
                )
                for objective in group.specific_objectives
            ),
        )
        for group in plan.strategic_objectives
    )
    provenance: dict[str, Provenance] = {}
    for path, where in plan.provenance.items():
        nr, slash, field = path.partition("/")
        provenance[f"{numbers.get(nr, nr)}{slash}{field}"] = where
    findings = tuple(one._replace(where=numbers.get(one.where, one.where)) for one in plan.findings)
    return plan._replace(strategic_objectives=strategic, provenance=provenance, findings=findings)
