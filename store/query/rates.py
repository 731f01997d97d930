"""Implementation rate, coverage and statuses of units in a period, each by its own words.

What is counted stands in ``store.figures.parts``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from store.account.statuses import is_overdue
from store.figures.facts import Facts
from store.figures.figures import ActionFacts
from store.plan.reporting import by_unit
from store.query.tally import SUMS, Tally


def unit_tallies(facts: Facts, actions: Iterable[ActionFacts]) -> dict[str, Tally]:
    """Return the tallies of the units that are to report or did, by code in order."""
    units = _UnitTallies(facts)
    for action in actions:
        if "actions" in action.adds:
            units.add(action)
    return units.tallies()


class _Kind(NamedTuple):
    """What is the same for all units of an action."""

    due: bool
    past: bool
    """Whether it is overdue for a unit that has not implemented it."""
    kept: bool
    out: bool
    """Whether headquarters cancelled it: then every unit's status is that."""

    def adds(self, status: str | None) -> Iterator[str]:
        """Yield the sums to which such an action adds 1 for a unit whose status it has."""
        implemented = status == "implemented"
        if self.past and not implemented:
            yield "overdue"
        for name, counts in (("due", self.due), ("kept", self.kept)):
            if counts:
                yield name
        if implemented and self.due:
            yield "implemented"
        if implemented and self.kept:
            yield "kept_implemented"


class _UnitTallies:
    """Tallies by unit, counted over kinds of actions: there are far more reports than kinds."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._units: dict[_Kind, Counter[frozenset[str]]] = defaultdict(Counter)
        self._reported: dict[_Kind, list[Mapping[str, str]]] = defaultdict(list)
        self._due: set[str] = set()
        self._actions: set[str] = set()

    def add(self, action: ActionFacts) -> None:
        """Add an action with what is asked of units, and what they said of it."""
        row, facts, is_due = action.row, self._facts, "due" in action.adds
        latest, statuses = action.action.latest, facts.statuses.reported.get(row.id, {})
        out = row.id in facts.statuses.cancelled
        past = latest is not None and is_overdue(None, latest.deadline, facts.as_of, cancelled=out)
        kind = _Kind(is_due, past, "kept" in action.adds, out)
        # those that are to report, and those that did without being asked
        expected = row.expected if statuses.keys() <= row.expected else row.expected.union(statuses)
        self._units[kind][expected] += 1
        self._reported[kind].append(statuses)
        self._actions.add(row.id)
        if is_due:
            self._due.add(row.id)

    def tallies(self) -> dict[str, Tally]:
        """Return the tallies, by code of the unit in order."""
        statuses: dict[str, Counter[str | None]] = defaultdict(Counter)
        sums: dict[str, Counter[str]] = defaultdict(Counter)
        for kind, groups in self._units.items():
            silent = by_unit(groups)
            reported = Counter(chain.from_iterable(of.items() for of in self._reported[kind]))
            for (unit, _), n in reported.items():
                silent[unit] -= n
            for (unit, status), n in (
                *reported.items(),
                *(((unit, None), n) for unit, n in silent.items() if n),
            ):
                shown = "cancelled" if kind.out else status
                statuses[unit][shown] += n
                for name in kind.adds(shown):
                    sums[unit][name] += n
        coverage = self._facts.coverage
        for name, of_units in (("expected", coverage.asked), ("reported", coverage.came)):
            for unit, reports in of_units.items():
                sums[unit][name] = len(reports & self._actions)
                sums[unit][f"due_{name}"] = len(reports & self._due)
        only = self._facts.unit
        return {
            unit: Tally(dict(statuses[unit]), *(sums[unit][name] for name in SUMS))
            for unit in sorted({*statuses, *sums})
            if only in (None, unit)
        }
