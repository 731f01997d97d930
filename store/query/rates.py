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

from store.db.database import Store
from store.figures.facts import Facts, read_facts
from store.figures.figures import ActionFacts, action_facts
from store.figures.parts import Part
from store.figures.spans import Span
from store.plan.units import expected_of
from store.query.tally import Tally, TallyBuilder, merge_tallies
from store.status.action_rows import PlanRow

_Key = TypeVar("_Key")


class Rates(NamedTuple):
    """Tallies of a period as of a day; a group without actions has none.

    ``strategic`` and ``specific`` are by row id of the objective, ``leads`` by the code of the lead
    institution (``store.status.action_rows.lead_code``), ``units`` by the code of the unit that reports: of
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
    parts: dict[tuple[int, int, str], TallyBuilder] = defaultdict(TallyBuilder)
    units = _UnitTallies(facts)
    for action in actions:
        if not action.part.actions:
            continue
        row = action.row
        parts[row.strategic, row.specific, row.lead].add(action.status, action.part)
        units.add(row, facts.statuses.reported.get(row.id, {}), action.part)
    tallies = {key: part.tally() for key, part in parts.items()}
    return Rates(
        facts.span,
        facts.as_of,
        merge_tallies(tallies.values()),
        _grouped((key[0], tally) for key, tally in tallies.items()),
        _grouped((key[1], tally) for key, tally in tallies.items()),
        _grouped((key[2], tally) for key, tally in tallies.items()),
        units.tallies(),
    )


def _grouped(tallies: Iterable[tuple[_Key, Tally]]) -> dict[_Key, Tally]:
    groups: dict[_Key, list[Tally]] = defaultdict(list)
    for key, tally in tallies:
        groups[key].append(tally)
    return {key: merge_tallies(found) for key, found in groups.items()}


class _Kind(NamedTuple):
    """What is the same for all units of an action."""

    due: bool
    past: bool
    changed: bool
    out: bool
    """Whether headquarters cancelled it: then every unit's status is that, and no report is expected."""


class _UnitTallies:
    """Tallies by unit, counted over kinds of actions: there are far more reports than kinds."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._expected: Counter[tuple[tuple[str, ...], _Kind]] = Counter()
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
        self._expected[row.institutions, kind] += 1
        if reported.keys() <= expected:
            self._given[kind, True].update(reported.items())
            return
        asked, others = self._given[kind, True], self._given[kind, False]
        for unit, status in reported.items():
            (asked if unit in expected else others)[unit, status] += 1

    def tallies(self) -> dict[str, Tally]:
        """The tallies, by code of the unit in order."""
        adders: dict[str, TallyBuilder] = defaultdict(TallyBuilder)
        unreported: Counter[tuple[str, _Kind]] = Counter()
        for (institutions, kind), n in self._expected.items():
            for unit in expected_of(institutions):
                unreported[unit, kind] += n
                adders[unit].reports(n, 0, due=kind.due)
        for (kind, expected), given in self._given.items():
            for (unit, status), n in given.items():
                self._add(adders[unit], status, kind, n)
                if expected:
                    unreported[unit, kind] -= n
                    adders[unit].reports(0, n, due=kind.due)
        for (unit, kind), n in unreported.items():
            if n:
                self._add(adders[unit], None, kind, n)
        for (unit, kind), n in self._out.items():
            self._add(adders[unit], "cancelled", kind, n)
        only = self._facts.unit
        return {unit: adders[unit].tally() for unit in sorted(adders) if only in (None, unit)}

    @staticmethod
    def _add(adder: TallyBuilder, status: str | None, kind: _Kind, n: int) -> None:
        adder.actions(status, due=kind.due, past=kind.past, changed=kind.changed, n=n)
