"""Edges of lists of a dump, drawn anew where a name is known from elsewhere in the document.

A dump whose columns share a line does not tell where one cell ends and the next begins. A name that stands in
one column elsewhere, within a list where no edge can have cut it, tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Final

from planreader.vocabulary.fold import fold
from store.plan.model import Action, Plan, Provenance

KNOWN_ELSEWHERE: Final = "name_elsewhere"
LISTS: Final = ("funding", "institutions", "documents")
_OFTENER: Final = 2
"""How much oftener a name stands in the other column, before it is moved there."""


def with_known_edges(plan: Plan, roles: Sequence[str]) -> tuple[Plan, dict[str, Provenance]]:
    """A plan whose columns have this order, names moved to the list that they belong to.

    What was moved is returned by the path of its field, inferred.
    """
    actions = list(plan.actions())
    moved: dict[str, Provenance] = {}
    for left, right in pairwise(roles):
        if not {left, right} <= set(LISTS):
            continue
        lefts, rights = ([tuple(map(fold, getattr(one, role))) for one in actions] for role in (left, right))
        first, second = (Counter(chain.from_iterable(cells)) for cells in (lefts, rights))
        # names of one column alone, where no edge can have cut them
        told = {name for names in rights for name in names[1:]}
        told -= {name for names in lefts for name in names[:-1]}
        for n, action in enumerate(actions):
            last = lefts[n][-1] if len(lefts[n]) > 1 else ""
            if last in told and second[last] >= _OFTENER * first[last]:
                actions[n] = _moved(action, left, right)
                for path in (f"{action.nr}/{left}", f"{action.nr}/{right}"):
                    known = plan.provenance.get(path, Provenance(""))
                    moved[path] = Provenance(known.place, False, KNOWN_ELSEWHERE)
    found = iter(actions)
    objectives = tuple(
        strategic._replace(
            specific_objectives=tuple(
                specific._replace(actions=tuple(next(found) for _ in specific.actions))
                for specific in strategic.specific_objectives
            )
        )
        for strategic in plan.strategic_objectives
    )
    return plan._replace(strategic_objectives=objectives), moved


def _moved(action: Action, left: str, right: str) -> Action:
    """The action with the last name of its left list before those of its right one."""
    names = getattr(action, left)
    return action._replace(**{left: names[:-1], right: (names[-1], *getattr(action, right))})
