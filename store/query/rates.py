"""Implementation rate, coverage and statuses of units in a period, each by its own words.

What is counted stands in ``store.figures.parts``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from store.figures.facts import Facts
from store.figures.figures import ActionFacts
from store.figures.parts import Part
from store.query.tally import Counted, Tally, tally


def unit_tallies(facts: Facts, actions: Iterable[ActionFacts]) -> dict[str, Tally]:
    """Return the tallies of the units that are to report or did, by code in order."""
    units = _UnitTallies(facts)
    for action in actions:
        if action.part.actions:
            units.add(action)
    return units.tallies()


class _Kind(NamedTuple):
    """What is the same for all units of an action."""

    due: bool
    past: bool
    """Whether its deadline is past."""
    kept: bool
    out: bool
    """Whether headquarters cancelled it: then every unit's status is that."""

    def part(self, status: str | None) -> Part:
        """Return what such an action adds to the tally of a unit whose status it has."""
        implemented = int(self.due and status == "implemented")
        return Part(
            actions=1,
            due=int(self.due),
            implemented=implemented,
            kept=int(self.kept),
            kept_implemented=int(self.kept) * implemented,
            overdue=int(self.past and status != "implemented" and not self.out),
        )


class _UnitTallies:
    """Tallies by unit, counted over kinds of actions: there are far more reports than kinds."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._units: dict[_Kind, Counter[frozenset[str]]] = defaultdict(Counter)
        self._said: dict[_Kind, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._reports: dict[tuple[str, bool], Counter[frozenset[str]]] = defaultdict(Counter)

    def add(self, action: ActionFacts) -> None:
        """Add an action with what is asked of units, and what they said of it."""
        row, part, facts = action.row, action.part, self._facts
        latest, statuses = action.action.latest, facts.statuses.reported.get(row.id, {})
        past = latest is not None and latest.deadline is not None and latest.deadline < facts.as_of
        out = row.id in facts.statuses.cancelled
        kind = _Kind(bool(part.due), past, bool(part.kept), out)
        # those that are to report, and those that did without being asked
        expected = row.expected if statuses.keys() <= row.expected else row.expected.union(statuses)
        self._units[kind][expected] += 1
        self._said[kind].update(statuses.items())
        for name, counted in (("expected", facts.coverage.asked), ("reported", facts.coverage.came)):
            if units := counted.get(row.id):
                self._reports[name, bool(part.due)][frozenset(units)] += 1

    def tallies(self) -> dict[str, Tally]:
        """Return the tallies, by code of the unit in order."""
        counted: dict[str, Counted] = defaultdict(Counter)
        for kind, groups in self._units.items():
            silent = _by_unit(groups)
            counted_statuses = Counter[tuple[str, str | None]](self._said[kind])
            for (unit, _), n in self._said[kind].items():
                silent[unit] -= n
            counted_statuses.update({(unit, None): n for unit, n in silent.items() if n})
            for (unit, status), n in counted_statuses.items():
                shown = "cancelled" if kind.out else status
                counted[unit][shown, kind.part(shown)] += n
        for (name, due), groups in self._reports.items():
            for unit, n in _by_unit(groups).items():
                counted[unit][None, Part(**{name: n, **({f"due_{name}": n} if due else {})})] += 1
        only = self._facts.unit
        return {unit: tally(counted[unit]) for unit in sorted(counted) if only in (None, unit)}


def _by_unit(groups: Mapping[frozenset[str], int]) -> Counter[str]:
    """Return how often each unit is in groups, of which each counts so many times."""
    counted = Counter[str]()
    for units, n in groups.items():
        for unit in units:
            counted[unit] += n
    return counted
