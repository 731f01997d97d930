"""Everything that a report says, as data; ``report.periodic.reading`` reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from report.periodic.issued.changed import Reissue
from report.periodic.pages.scripts import in_script
from report.periodic.parameters import Parameters
from store.account.money import YearMoney
from store.account.spans import Span
from store.edits.issues import Issue
from store.edits.published.institution import Institution
from store.figures.beside import Donor, Late, QuarterMoney, ReasonCount
from store.figures.facts import Facts
from store.figures.figures import ActionFacts, Figures
from store.history.conflicts import Conflict
from store.plan.achievement import IndicatorRow
from store.plan.model import Action, Plan
from store.query.material import ReportedDetails
from store.query.report_rows import ReportRow, Series
from store.query.tally import Tally
from store.revision.comparison import PlanComparison
from store.revision.revisions import Revision


class ReportedAction(NamedTuple):
    """An action with its figures, and what units said of it: their statuses, and the rest."""

    action: Action
    facts: ActionFacts
    statuses: Mapping[str, str]
    details: Mapping[str, ReportedDetails]


class Group(NamedTuple):
    """Actions counted together, with their figures; ``parent`` is the number of a strategic objective."""

    key: str
    title: str
    parent: str | None
    figures: Figures


class UnitGroup(NamedTuple):
    """What one unit was asked and did, and its money in the years of the period."""

    code: str
    name: str
    tally: Tally
    money: YearMoney


class PlanChange(NamedTuple):
    """What a version of the plan changed that came into force during the year."""

    revision: Revision
    comparison: PlanComparison


class Beside(NamedTuple):
    """What stands beside the figures of a report.

    ``periods`` are the same part of the year before and the period just before, each with its figures;
    ``tallies`` all actions by status: of the whole under "", of objectives and of leads by their keys.
    """

    periods: Series
    late: Late
    reasons: tuple[ReasonCount, ...]
    donors: tuple[Donor, ...]
    quarters: tuple[QuarterMoney, ...]
    tallies: Mapping[tuple[str, str], Tally]


class Quarters(NamedTuple):
    """What units reported in each quarter of the period, with its figures."""

    rows: tuple[ReportRow, ...]
    series: Series
    units: Mapping[str, str]
    """The names of units whose codes are none, as the plan has them."""


Below: TypeAlias = Mapping[tuple[str, bool], list[ReportedAction]]
"""Actions by the number of an objective, and whether it is a strategic one."""


class Content(NamedTuple):
    """All of it.

    ``plan`` is the last version in force in the period, with what earlier ones had of it as well. ``actions``
    are those that a version of the period has, and others with money in its years. ``sources`` groups by all
    sources of an action together, so that their sums are those of the plan. ``since`` are the actions that
    were implemented after the day of the report and before it was written.
    """

    parameters: Parameters
    span: Span
    plan: Plan
    facts: Facts
    figures: Figures
    objectives: tuple[Group, ...]
    leads: tuple[Group, ...]
    sources: tuple[Group, ...]
    units: tuple[UnitGroup, ...]
    actions: tuple[ReportedAction, ...]
    indicators: tuple[IndicatorRow, ...]
    passports: Mapping[str, Mapping[str, str]]
    years: tuple[YearMoney, ...]
    changes: tuple[PlanChange, ...]
    since: tuple[ReportedAction, ...]
    conflicts: tuple[Conflict, ...]
    narrative: Mapping[tuple[str, str], str]
    beside: Beside
    institution: Institution
    quarters: Quarters | None = None
    """Read only for what shows them: it is as much as many reports."""
    issue: Issue | None = None
    """Which report it is of those that headquarters issued; None for any other."""
    reissue: Reissue | None = None
    """What differs from the report issued before; None for a first one."""
    in_other: tuple[tuple[str, str], ...] = ()
    """Chapters, with the numbers of their objectives, that have no text in the language of the report."""
    signed_by: str = ""
    """Whose key signed it; empty for nobody's."""

    def below_objectives(self) -> Below:
        """Return the actions of each objective by its number and whether it is a strategic one.

        They are those of its place in the plan: an office's codes need not begin with its number.
        """
        objectives = {
            action.nr: ((strategic.nr, True), (specific.nr, False))
            for strategic in self.plan.strategic_objectives
            for specific in strategic.specific_objectives
            for action in specific.actions
        }
        below: dict[tuple[str, bool], list[ReportedAction]] = defaultdict(list)
        for action in self.actions:
            for objective in objectives.get(action.action.nr, ()):
                below[objective].append(action)
        return below

    @property
    def numbers(self) -> dict[str, str]:
        """Return the numbers of all actions of which something is counted, by id."""
        return {action.row.id: action.row.nr for action in self.facts.actions}

    @property
    def versions(self) -> tuple[int, ...]:
        """Return the versions of the plan that were in force in the period."""
        return tuple(dict.fromkeys(version.revision for version in self.facts.population.versions))

    def text(self, chapter: str, objective: str = "") -> str:
        """Return what headquarters wrote for a chapter; empty where it wrote nothing."""
        return self.narrative.get((chapter, objective), "")

    @property
    def protocol(self) -> str:
        """Return the protocol number; it is of the one report on the period and the whole plan."""
        is_of_another = self.parameters.unit is not None or self.span.cumulative
        return "" if is_of_another else self.text("protocol")

    @property
    def plan_title(self) -> str:
        """Return the title of the plan in the language of the report."""
        title = self.institution.plan_title(self.plan, self.parameters.language)
        return title if title == self.plan.title else in_script(title, self.parameters.language)

    def of_institution(self, field: str) -> str:
        """Return ``name`` or ``signatures`` in the language of the report, else in another."""
        code = self.parameters.language
        text, own = self.institution.text(field, code), f"{field}.{code.partition('-')[0]}"
        return in_script(text, code) if own in self.institution.values else text
