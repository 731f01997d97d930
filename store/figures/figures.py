"""The figures of a period, each with its value, numerator, denominator and what stands behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from fractions import Fraction
from itertools import chain
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar

from store.account.action_rows import PlanRow
from store.account.money import YearMoney, add_money
from store.account.populations import CountedAction
from store.figures.facts import Facts
from store.figures.parts import action_sums
from store.plan.achievement import IndicatorRow

_Key = TypeVar("_Key", bound=Hashable)

SHARE: Final = "share"
COUNT: Final = "count"
MONEY: Final = "money"


RULE_SET: Final = 1
"""The number of the rules of docs/figures.md; it rises with each change of what is counted, and every report
names it."""


class Definition(NamedTuple):
    """Of what a figure is made: sums as in ``store.figures.parts``; no ``base`` where it is no share."""

    id: str
    kind: str
    counted: str
    base: str | None = None


DEFINITIONS: Final = (
    Definition("implementation_rate", SHARE, "implemented", "due"),
    Definition("implementation_rate_without_changed", SHARE, "kept_implemented", "kept"),
    Definition("added_implemented", SHARE, "added_implemented", "added_due"),
    Definition("due_open", SHARE, "due_open", "due"),
    Definition("changed", COUNT, "changed"),
    Definition("cancelled", COUNT, "cancelled"),
    Definition("removed", COUNT, "removed"),
    Definition("moved", COUNT, "moved"),
    Definition("added", COUNT, "added"),
    Definition("implemented_early", SHARE, "early", "implemented"),
    Definition("implemented_on_time", SHARE, "on_time", "implemented"),
    Definition("implemented_late", SHARE, "late", "implemented"),
    Definition("implemented_undated", SHARE, "undated", "implemented"),
    Definition("implemented_ahead", COUNT, "ahead"),
    Definition("due_partially_implemented", SHARE, "due_partially_implemented", "due"),
    Definition("due_in_progress", SHARE, "due_in_progress", "due"),
    Definition("due_not_started", SHARE, "due_not_started", "due"),
    Definition("due_not_implemented", SHARE, "due_not_implemented", "due"),
    Definition("not_reported", SHARE, "due_not_reported", "due"),
    Definition("carried_over", COUNT, "carried"),
    Definition("carried_over_implemented", SHARE, "carried_implemented", "carried"),
    Definition("overdue", COUNT, "overdue"),
    Definition("coverage", SHARE, "reported", "expected"),
    Definition("due_coverage", SHARE, "due_reported", "due_expected"),
    Definition("ever_reported", SHARE, "ever_reported", "ever_expected"),
    Definition("conflicts", COUNT, "conflicts"),
)
MONEY_DEFINITIONS: Final = (
    Definition("planned", MONEY, "planned"),
    Definition("administrative", COUNT, "admin"),
    Definition("allocated", MONEY, "allocated"),
    Definition("spent", MONEY, "spent"),
    Definition("spent_capital", MONEY, "capital"),
    Definition("spent_recurrent", MONEY, "recurrent"),
    Definition("spent_outside", MONEY, "outside"),
    Definition("remaining", MONEY, "remaining"),
    Definition("execution", SHARE, "spent_on_budget", "budget"),
    Definition("money_conflicts", COUNT, "money_conflicts"),
)
FULFILMENT: Final = Definition("fulfilment_rate", SHARE, "met", "with_target")
"""Of indicators: those that meet their target of a year of the period, of those that have one."""

ALL_DEFINITIONS: Final = (*DEFINITIONS, FULFILMENT, *MONEY_DEFINITIONS)


class Figure(NamedTuple):
    """A figure. ``counted`` and ``base`` say what each action (or indicator) adds to the two sums.

    They are by id and leave out what adds nothing; ``base`` is None where the figure is no share. Money is in
    cents.
    """

    id: str
    kind: str
    counted: Mapping[str, int]
    base: Mapping[str, int] | None = None

    @property
    def numerator(self) -> int:
        """Return the sum of what is counted."""
        return sum(self.counted.values())

    @property
    def denominator(self) -> int | None:
        """Return the sum of what it is counted of."""
        return None if self.base is None else sum(self.base.values())

    @property
    def value(self) -> Fraction | int | None:
        """Return the share, None where it is one of nothing; else the numerator."""
        if self.base is None:
            return self.numerator
        whole = self.denominator
        return Fraction(self.numerator, whole) if whole else None


Figures = dict[str, Figure]
"""Figures by id, in the order of ALL_DEFINITIONS."""


class ActionFacts(NamedTuple):
    """One action with what it adds to every figure."""

    action: CountedAction
    status: str | None
    years: tuple[YearMoney, ...]
    """Its money by year."""
    money: YearMoney
    """That of the years of the period, added up."""
    adds: Mapping[str, int]
    """What it adds to each sum, without zeros."""

    @property
    def row(self) -> PlanRow:
        """Return the action by its words in the period."""
        return self.action.row


_MONEY: Final = (
    *("planned", "admin", "allocated", "capital", "recurrent"),
    *("spent", "spent_on_budget", "budget", "outside", "remaining"),
)
_money_of: Final = attrgetter(*_MONEY)


def action_facts(facts: Facts) -> tuple[ActionFacts, ...]:
    """Return every action that is counted, in document order.

    Those that no version of the period has stand last.
    """
    disputed = Counter((register.target, register.kind == "money") for register in facts.disputed)
    events: dict[str, set[str]] = defaultdict(set)
    for event in facts.population.events:
        events[event.row.id].add(event.what)
    asked, reported = (Counter(chain(*of.values())) for of in (facts.coverage.asked, facts.coverage.came))
    facts_of_actions: list[ActionFacts] = []
    first, last = facts.span.years
    for action in facts.actions:
        row, years = action.row, facts.money.get(action.row.id, ())
        status = facts.statuses.seen_by(facts.unit, row.id, row.institutions)
        sums = action_sums(
            *(action, facts, status, events.get(row.id, _NO_EVENTS), disputed.get((row.id, False), 0)),
            *(asked[row.id], reported[row.id]),
        )
        money = add_money(year for year in years if first <= year.year <= last)
        sums.update((name, cents) for name, cents in zip(_MONEY, _money_of(money), strict=True) if cents)
        if conflicts := disputed.get((row.id, True)):
            sums["money_conflicts"] = conflicts
        facts_of_actions.append(ActionFacts(action, status, years, money, sums))
    return tuple(facts_of_actions)


_NO_EVENTS: Final[Set[str]] = frozenset()


def grouped(
    actions: Iterable[ActionFacts], key_of: Callable[[ActionFacts], _Key]
) -> dict[_Key, list[ActionFacts]]:
    """Return actions by a key, each group in their order."""
    groups: dict[_Key, list[ActionFacts]] = defaultdict(list)
    for action in actions:
        groups[key_of(action)].append(action)
    return groups


_OF_ALL_UNITS: Final = frozenset({"planned", "administrative"})


def definitions_of(facts: Facts) -> tuple[Definition, ...]:
    """Return the figures that a period has, without those of indicators.

    Of money none where it is left out. The plan prints one amount for all units together: one unit has none.
    """
    if facts.money_left_out:
        return DEFINITIONS
    if facts.unit is None:
        return (*DEFINITIONS, *MONEY_DEFINITIONS)
    return (*DEFINITIONS, *(made for made in MONEY_DEFINITIONS if made.id not in _OF_ALL_UNITS))


def draw_figures(
    actions: Iterable[ActionFacts], definitions: Iterable[Definition] = (*DEFINITIONS, *MONEY_DEFINITIONS)
) -> Figures:
    """Return the figures of a group of actions, without those of indicators."""
    sums: dict[str, dict[str, int]] = defaultdict(dict)
    for action in actions:
        key = action.row.id
        for name, n in action.adds.items():
            sums[name][key] = n
    return {
        made.id: Figure(
            made.id, made.kind, sums[made.counted], None if made.base is None else sums[made.base]
        )
        for made in definitions
    }


def fulfilment(indicators: Iterable[IndicatorRow], years: Callable[[int], bool]) -> Figure:
    """Return indicators whose targets of the years that are asked for are all met, of those that have one.

    A target without a value is none; one that nothing was measured against, or whose direction is unknown,
    is not met.
    """
    counted: dict[str, int] = {}
    base: dict[str, int] = {}
    for row in indicators:
        targets = {
            target.year
            for target in (row.indicator.interim, row.indicator.final)
            if target is not None and target.value and target.year is not None and years(target.year)
        }
        if targets:
            key = row.nr
            base[key] = 1
            if targets <= {achieved.year for achieved in row.achievements if achieved.met}:
                counted[key] = 1
    return Figure(FULFILMENT.id, FULFILMENT.kind, counted, base)
