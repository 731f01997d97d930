"""Pairing the objectives of two revisions of a plan: nothing is recorded on them, so nothing is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from store.db.likeness import likeness
from store.db.text import fold
from store.plan.model import SpecificObjective, StrategicObjective
from store.revision.matching import LIKE, Matching

_Objectives = Mapping[str, StrategicObjective] | Mapping[str, SpecificObjective]


def pair_objectives(old: _Objectives, new: _Objectives, actions: Mapping[str, str]) -> Matching:
    """Pair objectives of one level; ``actions`` has the old number of each action by its new one.

    In this order: the same title, under the same number or standing once on each side; the same number and a
    like title; most of the actions of each in the other. What is left was added or removed.
    """
    pairs: dict[str, str] = {}

    def pair(matches: Mapping[str, str]) -> None:
        gone = {*pairs.values()}
        pairs.update({nr: old_nr for nr, old_nr in matches.items() if nr not in pairs and old_nr not in gone})

    pair({nr: nr for nr in old.keys() & new.keys() if fold(old[nr].title) == fold(new[nr].title)})
    left_old = _by_title(old, {*pairs.values()})
    left_new = _by_title(new, {*pairs})
    pair(
        {
            left_new[title][0]: left_old[title][0]
            for title in left_old.keys() & left_new.keys()
            if len(left_old[title]) == len(left_new[title]) == 1
        }
    )
    pair({nr: nr for nr in old.keys() & new.keys() if likeness(old[nr].title, new[nr].title) >= LIKE})
    pair(_sharing(old, new, actions))
    order = list(new)
    gone = {*pairs.values()}
    return Matching(
        tuple((pairs[nr], nr) for nr in order if nr in pairs),
        tuple(nr for nr in order if nr not in pairs),
        tuple(nr for nr in old if nr not in gone),
        (),
    )


def _by_title(objectives: _Objectives, without: set[str]) -> dict[str, list[str]]:
    by_title: dict[str, list[str]] = {}
    for nr, objective in objectives.items():
        if nr not in without:
            by_title.setdefault(fold(objective.title), []).append(nr)
    return by_title


def _sharing(old: _Objectives, new: _Objectives, actions: Mapping[str, str]) -> dict[str, str]:
    """Return old numbers by new ones where more than half of the actions of each stand in the other."""
    homes = {action: nr for nr, objective in old.items() for action in _actions(objective)}
    sizes = Counter(homes.values())
    matches: dict[str, str] = {}
    for nr, objective in new.items():
        contained = list(_actions(objective))
        came = Counter(homes[actions[action]] for action in contained if action in actions)
        for old_nr, n in came.items():
            if 2 * n > max(len(contained), sizes[old_nr]):
                matches[nr] = old_nr
    return matches


def _actions(objective: StrategicObjective | SpecificObjective) -> Iterator[str]:
    if isinstance(objective, SpecificObjective):
        yield from (action.nr for action in objective.actions)
    else:
        for specific in objective.specific_objectives:
            yield from _actions(specific)
