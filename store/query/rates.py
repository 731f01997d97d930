"""Implementation rate, coverage and statuses of a period: of the plan, its objectives, leads and units.

What is counted stands in ``store.figures.parts``. If the plan was revised during the year, the
revision in force at its beginning counts. Each unit that an action's institutions name, and each municipality
where they name the municipalities, is expected to report on the action.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from store.account.action_rows import PlanRow
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


def rates(
    store: Store, span: Span, *, as_of: date, unit: str | None = None, revision: int | None = None
) -> Rates:
    """The tallies of ``span`` with the statuses in force on ``as_of``.

    By default an action's status is headquarters' word or the roll-up over its units; with ``unit`` it is
    that unit's own, on the actions that concern it. ``revision`` is by default the one in force at the
    beginning of its year. Raises Refused ``db_no_plan``.
    """
    facts = read_facts(store, span, as_of, unit=unit, revision=revision)
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
        units.add(row, facts.statuses.reported.get(row.id, {}), action.part)
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
    changed: bool
    out: bool
    """Whether headquarters cancelled it: then every unit's status is that, and no report is expected."""

    def part(self, status: str | None) -> Part:
        """What such an action adds to the tally of a unit whose status it has."""
        return Part(
            actions=1,
            due=int(self.due),
            implemented=int(self.due and status == "implemented"),
            changed=int(self.changed),
            overdue=int(self.past and status not in ("implemented", "cancelled")),
        )


class _UnitTallies:
    """Tallies by unit, counted over kinds of actions: there are far more reports than kinds."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._expected: Counter[tuple[frozenset[str], _Kind]] = Counter()
        self._given: dict[tuple[_Kind, bool], Counter[tuple[str, str]]] = defaultdict(Counter)
        self._out: Counter[tuple[str, _Kind]] = Counter()

    def add(self, row: PlanRow, reported: Mapping[str, str], part: Part) -> None:
        """Add an action with what units said of it."""
        past = row.deadline is not None and row.deadline < self._facts.as_of
        out = row.id in self._facts.statuses.cancelled or row.id in self._facts.gone
        kind = _Kind(bool(part.due), past, bool(part.changed), out)
        expected = row.expected
        if out:
            self._out.update((unit, kind) for unit in expected | reported.keys())
            return
        self._expected[expected, kind] += 1
        if reported.keys() <= expected:
            self._given[kind, True].update(reported.items())
            return
        asked, others = self._given[kind, True], self._given[kind, False]
        for unit, status in reported.items():
            (asked if unit in expected else others)[unit, status] += 1

    def tallies(self) -> dict[str, Tally]:
        """The tallies, by code of the unit in order."""
        counted: dict[str, Counted] = defaultdict(Counter)
        unreported: Counter[tuple[str, _Kind]] = Counter()
        for (expected, kind), n in self._expected.items():
            for unit in expected:
                unreported[unit, kind] += n
                counted[unit][None, Part(expected=1, due_expected=int(kind.due))] += n
        for (kind, is_asked), given in self._given.items():
            for (unit, status), n in given.items():
                counted[unit][status, kind.part(status)] += n
                if is_asked:
                    unreported[unit, kind] -= n
                    counted[unit][None, Part(reported=1, due_reported=int(kind.due))] += n
        for (unit, kind), n in unreported.items():
            if n:
                counted[unit][None, kind.part(None)] += n
        for (unit, kind), n in self._out.items():
            counted[unit]["cancelled", kind.part("cancelled")] += n
        only = self._facts.unit
        return {unit: tally(counted[unit]) for unit in sorted(counted) if only in (None, unit)}
