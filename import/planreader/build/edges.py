"""Edges of lists of a dump, drawn anew where a name is known from elsewhere in the document.

A dump whose columns share a line does not tell where one cell ends and the next begins. A name that stands in
one column elsewhere, within a list where no edge can have cut it, tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from planreader.build.mendednames import mended
from planreader.vocabulary.fold import fold
from store.plan.model import Action, Plan, Provenance

KNOWN_ELSEWHERE: Final = "name_elsewhere"
LISTS: Final = ("funding", "institutions", "documents")
_OFTENER: Final = 2
"""How much oftener a name stands in the other column, before it is moved there."""
_ROUNDS: Final = 2


class _Edge(NamedTuple):
    """The entries of two cells beside each other."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class _Column:
    """The names of a column: how often each stands in it, and how often not at one of its edges."""

    def __init__(self, cells: Sequence[tuple[str, ...]]) -> None:
        self._all = Counter(fold(name) for cell in cells for name in cell)
        self._first = Counter(fold(cell[0]) for cell in cells if cell)
        self._last = Counter(fold(cell[-1]) for cell in cells if cell)

    def count(self, name: str) -> int:
        """How often a name stands in the column."""
        return self._all[fold(name)]

    def within(self, name: str, *, right: bool) -> int:
        """How often it stands there and is not the first, or for ``right`` not the last."""
        return self._all[fold(name)] - (self._last if right else self._first)[fold(name)]


def with_known_edges(plan: Plan, roles: Sequence[str]) -> tuple[Plan, dict[str, Provenance]]:
    """A plan whose columns have this order, names moved to the list that they belong to.

    What was moved is returned by the path of its field, inferred.
    """
    actions = list(plan.actions())
    for role in LISTS:
        lists = mended([_names(action, role) for action in actions], cited=role == "documents")
        actions = [_with(action, {role: names}) for action, names in zip(actions, lists, strict=True)]
    moved: dict[str, Provenance] = {}
    for pair in pairwise(roles):
        if set(pair) <= set(LISTS):
            columns = [_Column([_names(action, role) for action in actions]) for role in pair]
            actions = [_settled(action, pair, columns, plan, moved) for action in actions]
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


def _names(action: Action, role: str) -> tuple[str, ...]:
    return tuple(getattr(action, role))


def _with(action: Action, lists: dict[str, tuple[str, ...]]) -> Action:
    return Action(**{**action._asdict(), **lists})


def _settled(
    action: Action,
    roles: tuple[str, str],
    columns: Sequence[_Column],
    plan: Plan,
    moved: dict[str, Provenance],
) -> Action:
    left, right = roles
    edge = found = _Edge(_names(action, left), _names(action, right))
    for _ in range(_ROUNDS):
        found = _moved(found, *columns) or found
    if found == edge:
        return action
    for role in roles:
        path = f"{action.nr}/{role}"
        known = plan.provenance.get(path)
        moved[path] = Provenance(known.place if known else "", False, KNOWN_ELSEWHERE)
    return _with(action, {left: found.left, right: found.right})


def _moved(edge: _Edge, first: _Column, second: _Column) -> _Edge | None:
    """The edge one name further, which stands in the other column elsewhere, and here only at the edge."""
    last, begin = edge.left[-1:], edge.right[:1]
    if last and begin and first.within(last[0], right=True) and second.within(begin[0], right=False):
        return None
    if len(edge.left) > 1:
        name = edge.left[-1]
        elsewhere = second.within(name, right=False) and not first.within(name, right=True)
        if elsewhere and second.count(name) >= _OFTENER * first.count(name):
            return _Edge(edge.left[:-1], (name, *edge.right))
    return None
