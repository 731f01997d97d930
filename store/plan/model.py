"""The published plan: objectives, actions, indicators, money, and what the import noticed.

Numbers of objectives and actions are text and keep the order of the document. Money is integer cents.
Everything here is immutable: progress lives in the ledger, never in the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias

ADMIN: Final = "admin"
"""A budget cell that the institution's regular budget covers (KA): neither zero nor missing."""

BudgetCell: TypeAlias = "int | Literal['admin'] | None"
"""Cents, administrative cost, or nothing."""

_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})

Figure: TypeAlias = "str | int | None"
"""A value inside a finding: money is in cents and its key says so in FINDING_MONEY."""


class Deadline(NamedTuple):
    """The deadline as printed and the years (and months, 1-12, where given) it was read as.

    ``start`` and ``end`` are None where the text names no year.
    """

    raw: str
    start: int | None = None
    end: int | None = None
    start_month: int | None = None
    end_month: int | None = None


class Target(NamedTuple):
    """One value of an indicator; ``value`` None where the document prints the year alone."""

    value: str | None
    year: int | None


class Indicator(NamedTuple):
    """An indicator with its baseline, interim and final target and the result it should show.

    ``id`` is what measurements refer to. It is given only where it is not the number of the objective and the
    indicator's position in it (``1.1/2``): after a revision that moved it.
    """

    title: str
    baseline: Target | None = None
    interim: Target | None = None
    final: Target | None = None
    result: str | None = None
    id: str = ""


class Institutions(NamedTuple):
    """The institutions of an action as the plan prints them: those that lead, and those that support."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return all of them, those that lead first."""
        return self.lead + self.support


class Remark(NamedTuple):
    """What stands in a further column of a document beside an action, and that column's heading."""

    heading: str
    text: str


class Action(NamedTuple):
    """One action. The institutions of ``lead`` answer for it, those of ``support`` help them.

    ``outputs`` has an entry for each paragraph or item of a list in the cell.

    ``budget_total`` is one amount of all years together, of a plan that prints no years above its money.

    ``remarks`` are what stands in columns that a plan has no field for, as comments.

    ``id`` stays the same over revisions of the plan: the number under which the action was first
    published, followed by ``@revision`` where that number had already been used.
    """

    nr: str
    title: str
    deadline: Deadline
    budget: Mapping[int, BudgetCell]
    funding: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    id: str = ""
    remarks: tuple[Remark, ...] = ()
    budget_total: int | None = None

    @property
    def stable_id(self) -> str:
        """Return the id, or the number where the document has just been read."""
        return self.id or self.nr

    @property
    def institutions(self) -> Institutions:
        """Return who leads and who supports."""
        return Institutions(self.lead, self.support)


class SpecificObjective(NamedTuple):
    """A specific objective with its actions and the total row printed below them (cents a year)."""

    nr: str
    title: str
    indicators: tuple[Indicator, ...] = ()
    actions: tuple[Action, ...] = ()
    total_label: str | None = None
    totals: Mapping[int, int | None] = _NOTHING

    @property
    def is_totalled(self) -> bool:
        """Return whether the document prints a total of it."""
        return self.total_label is not None or any(total is not None for total in self.totals.values())


class StrategicObjective(NamedTuple):
    """A strategic objective with its indicators and specific objectives."""

    nr: str
    title: str
    indicators: tuple[Indicator, ...] = ()
    specific_objectives: tuple[SpecificObjective, ...] = ()


class Provenance(NamedTuple):
    """Where a field stands in the document and how surely it was read.

    ``place`` is e.g. ``"lines 61-66"`` or ``"table 2, row 4, column 3"``. ``reason`` says what an
    inferred field was inferred from; it is empty for a certain one.
    """

    place: str
    certain: bool = True
    reason: str = ""

    @property
    def decided(self) -> str:
        """``"accepted"``, ``"corrected"`` or ``"given"`` (for all of it) by headquarters, else empty."""
        code = self.reason.partition(":")[0]
        return code if code in ("accepted", "corrected", "given") else ""


class Finding(NamedTuple):
    """Something the import noticed and did not repair: a code, the number it concerns, figures, a place."""

    code: str
    where: str
    figures: Mapping[str, Figure] = _NOTHING
    source: str = ""

    @property
    def accepted(self) -> bool:
        """Return True if headquarters let it stand: the document's word counts. It stays listed."""
        return self.figures.get("decided") == "accepted"


FINDING_MONEY: Final = frozenset({"printed", "computed", "amount", "other"})
"""Keys of finding figures that hold cents."""


class Plan(NamedTuple):
    """A plan as published.

    ``provenance`` maps a field's path to its place: ``"1.1.1/title"``, ``"1.1.1/budget/2021"``,
    ``"1.1.1/lead"``, ``"1.1/totals/2021"``, ``"1.1/indicators/1/final"`` (indicators count from 1).
    """

    id: str
    title: str
    language: str
    years: tuple[int, ...]
    strategic_objectives: tuple[StrategicObjective, ...] = ()
    findings: tuple[Finding, ...] = ()
    currency: str = "EUR"
    provenance: Mapping[str, Provenance] = _NOTHING

    def specific_objectives(self) -> Iterator[SpecificObjective]:
        """Yield all specific objectives in document order."""
        for strategic in self.strategic_objectives:
            yield from strategic.specific_objectives

    def actions(self) -> Iterator[Action]:
        """Yield all actions in document order."""
        for objective in self.specific_objectives():
            yield from objective.actions

    def indicators(self) -> Iterator[tuple[str, Indicator]]:
        """Yield all indicators in document order, each after its number: the objective's and its position."""
        for strategic in self.strategic_objectives:
            objectives: tuple[StrategicObjective | SpecificObjective, ...]
            objectives = (strategic, *strategic.specific_objectives)
            for objective in objectives:
                for position, indicator in enumerate(objective.indicators, 1):
                    yield f"{objective.nr}/{position}", indicator
