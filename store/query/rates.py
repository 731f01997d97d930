"""Implementation rate, coverage and statuses of a period: of the plan, its objectives, leads and units.

What is counted stands in ``store.figures.parts``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from store.account.spans import Span
from store.db.database import Store
from store.figures.facts import Facts, read_facts
from store.figures.figures import ActionFacts, action_facts
from store.figures.parts import Part
from store.query.tally import Counted, Tally, tally

_Key = TypeVar("_Key")


class Rates(NamedTuple):
    """Tallies of a period as of a day; a group without actions has none.

    ``strategic`` and ``specific`` are by row id of the objective, ``leads`` by the code of the lead
    institution (``store.account.action_rows.lead_code``), ``units`` by the code of the unit that reports: of
    its own statuses, on the actions on which it is expected to report or did.
    """

    span: Span
    as_of: date
    plan: Tally
    strategic: Mapping[int, Tally]
    specific: Mapping[int, Tally]
    leads: Mapping[str, Tally]
    units: Mapping[str, Tally]


def rates(store: Store, span: Span, *, as_of: date, unit: str | None = None) -> Rates:
    """The tallies of ``span`` with the statuses in force on ``as_of``.

    By default an action's status is headquarters' word or the roll-up over its units; with ``unit`` it is
    that unit's own, on the actions that concern it. Raises Refused ``db_no_plan``.
    """
    facts = read_facts(store, span, as_of, unit=unit)
    return tally_rates(facts, action_facts(facts))


def tally_rates(facts: Facts, actions: Iterable[ActionFacts]) -> Rates:
    """As :func:`rates`, of a period and actions at hand."""
    parts: dict[tuple[int, int, str], Counted] = defaultdict(Counter)
    units = _UnitTallies(facts)
    for action in actions:
        if not action.part.actions:
            continue
        row = action.row
        parts[row.strategic, row.specific, row.lead][action.status, action.part] += 1
        units.add(action)
    whole: Counted = Counter()
    for counted in parts.values():
        whole.update(counted)
    return Rates(
        facts.span,
        facts.as_of,
        tally(whole),
        _grouped((key[0], counted) for key, counted in parts.items()),
        _grouped((key[1], counted) for key, counted in parts.items()),
        _grouped((key[2], counted) for key, counted in parts.items()),
        units.tallies(),
    )


def _grouped(parts: Iterable[tuple[_Key, Counted]]) -> dict[_Key, Tally]:
    groups: dict[_Key, Counted] = defaultdict(Counter)
    for key, counted in parts:
        groups[key].update(counted)
    return {key: tally(counted) for key, counted in groups.items()}


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
            overdue=int(self.past and status not in ("implemented", "cancelled")),
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
        latest, said = action.action.latest, facts.statuses.reported.get(row.id, {})
        past = latest is not None and latest.deadline is not None and latest.deadline < facts.as_of
        out = row.id in facts.statuses.cancelled
        kind = _Kind(bool(part.due), past, bool(part.kept), out)
        # those that are to report, and those that did without being asked
        expected = row.expected if said.keys() <= row.expected else row.expected.union(said)
        self._units[kind][expected] += 1
        self._said[kind].update(said.items())
        for name, counted in (("expected", facts.coverage.asked), ("reported", facts.coverage.came)):
            if units := counted.get(row.id):
                self._reports[name, bool(part.due)][frozenset(units)] += 1

    def tallies(self) -> dict[str, Tally]:
        """Return the tallies, by code of the unit in order."""
        counted: dict[str, Counted] = defaultdict(Counter)
        for kind, groups in self._units.items():
            silent = _by_unit(groups)
            said = Counter[tuple[str, str | None]](self._said[kind])
            for (unit, _), n in self._said[kind].items():
                silent[unit] -= n
            said.update({(unit, None): n for unit, n in silent.items() if n})
            for (unit, status), n in said.items():
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
