"""Edges of lists of a dump, drawn anew where a name is known from elsewhere in the document.

A dump whose columns share a line does not tell where one cell ends and the next begins. A name that stands in
one column elsewhere, within a list where no edge can have cut it, tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from planreader.vocabulary.fold import fold
from store.plan.model import Action, Plan, Provenance

KNOWN_ELSEWHERE: Final = "name_elsewhere"
LISTS: Final = ("funding", "institutions", "documents")
_OFTENER: Final = 2
"""How much oftener a name stands in the other column, before it is moved there."""


class _Column:
    """The names of a column: how often each stands in it, and how often at the edge that may be wrong."""

    def __init__(self, cells: Sequence[Sequence[str]], edge: int) -> None:
        self._all = Counter(fold(name) for cell in cells for name in cell)
        self._edge = Counter(fold(cell[edge]) for cell in cells if cell)

    def count(self, name: str) -> int:
        """How often a name stands in the column."""
        return self._all[fold(name)]

    def within(self, name: str) -> bool:
        """Whether it stands there where no edge can have cut it."""
        return self._all[fold(name)] > self._edge[fold(name)]


def with_known_edges(plan: Plan, roles: Sequence[str]) -> tuple[Plan, dict[str, Provenance]]:
    """A plan whose columns have this order, names moved to the list that they belong to.

    What was moved is returned by the path of its field, inferred.
    """
    actions = list(plan.actions())
    moved: dict[str, Provenance] = {}
    for left, right in pairwise(roles):
        if {left, right} <= set(LISTS):
            first = _Column([getattr(action, left) for action in actions], -1)
            second = _Column([getattr(action, right) for action in actions], 0)
            for n, action in enumerate(actions):
                if _is_next_columns(action, left, first, second):
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


def _is_next_columns(action: Action, left: str, first: _Column, second: _Column) -> bool:
    """Whether the last name of the left list stands in the other column elsewhere, here only at the edge."""
    names = getattr(action, left)
    if len(names) < 2 or first.within(names[-1]) or not second.within(names[-1]):
        return False
    return second.count(names[-1]) >= _OFTENER * first.count(names[-1])


def _moved(action: Action, left: str, right: str) -> Action:
    """The action with the last name of its left list before those of its right one."""
    names = getattr(action, left)
    return action._replace(**{left: names[:-1], right: (names[-1], *getattr(action, right))})
