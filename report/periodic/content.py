"""Everything that a report says, as data: read in one moment from the plan and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from report.periodic.parameters import Parameters, ReportRequest
from store.account.action_rows import lead_names
from store.account.money import YearMoney, add_by_year, add_money
from store.account.recorded import unit_money
from store.account.spans import Span, plan_span
from store.db.database import Connection, Store
from store.edits.indicators import indicators
from store.edits.narrative import narrative
from store.edits.passport import read_passports
from store.exchange.change_sets import current_vector
from store.figures.facts import Facts, read_facts, refuse_before_all
from store.figures.figures import ActionFacts, Figures, action_facts, draw_figures, fulfilment
from store.history.conflicts import Conflict, read_conflicts
from store.plan.achievement import IndicatorRow
from store.plan.load import load_plan
from store.plan.lookup import current_revision, plan_years, printed_units
from store.plan.model import Action, Plan, StrategicObjective
from store.plan.names import read_names
from store.query.material import Said, read_said
from store.query.rates import Rates, tally_rates
from store.query.report_rows import ReportRow, Series, figure_series, report_rows, spans_until
from store.query.tally import Tally
from store.revision.comparison import Comparison, compare_published
from store.revision.revisions import Revision, revisions


class ReportedAction(NamedTuple):
    """An action with its figures, and what units said of it: their statuses, and the rest."""

    action: Action
    facts: ActionFacts
    statuses: Mapping[str, str]
    said: Mapping[str, Said]


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
    comparison: Comparison


class Quarters(NamedTuple):
    """What units reported in each quarter of the period, with its figures."""

    rows: tuple[ReportRow, ...]
    series: Series
    units: Mapping[str, str]
    """The names of units whose codes are none, as the plan has them."""


class Content(NamedTuple):
    """All of it.

    ``sources`` groups by all sources of an action together, so that their sums are those of the plan.
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
    conflicts: tuple[Conflict, ...]
    narrative: Mapping[tuple[str, str], str]
    quarters: Quarters | None = None
    """Read only for what shows them: it is as much as many reports."""

    def numbers_below(self, objective: str, *, is_strategic: bool) -> frozenset[str]:
        """The numbers of an objective's actions; an office's own codes need not begin with its number."""
        return frozenset(
            action.nr
            for strategic in self.plan.strategic_objectives
            for one in strategic.specific_objectives
            if objective == (strategic if is_strategic else one).nr
            for action in one.actions
        )

    def text(self, chapter: str, objective: str = "") -> str:
        """What headquarters wrote for a chapter; empty where it wrote nothing."""
        return self.narrative.get((chapter, objective), "")


def read_content(store: Store, asked: ReportRequest) -> Content:
    """Read what a report says.

    Raises Refused ``period_unreadable``, ``period_outside``, ``as_of_too_early`` or ``db_no_plan``.
    """
    with store.reading() as conn:
        span, unit = plan_span(conn, asked.period), asked.unit
        refuse_before_all(conn, asked.as_of)
        facts = read_facts(store, span, asked.as_of, unit=unit, only_approved=asked.only_approved)
        plan = load_plan(store, facts.revision)
        actions = action_facts(facts)
        measured = indicators(store, unit=unit, revision=facts.revision)
        by_id = {action.stable_id: action for action in plan.actions()}
        sources = _sources(conn, by_id)
        whole = draw_figures(actions) | _fulfilled(measured, span)
        return Content(
            _parameters(conn, span, facts, asked, plan.id),
            span,
            plan,
            facts,
            whole,
            tuple(_objectives(plan, actions, measured, span)),
            tuple(_groups(actions, lambda one: one.row.lead, lead_names(facts.rows))),
            tuple(_groups(actions, lambda one: sources[one.row.id], {})),
            _units(conn, tally_rates(facts, actions), facts),
            tuple(_reported(conn, facts, actions, by_id)),
            measured,
            read_passports(conn),
            _years(conn, facts),
            tuple(_changes(store, conn, facts)),
            tuple(read_conflicts(conn)),
            narrative(conn, span.period),
        )


def read_quarters(store: Store, content: Content) -> Content:
    """Return what a report says with the quarters of its period that had begun by its day."""
    facts, span = content.facts, content.span
    day, unit, only = facts.as_of, facts.unit, facts.only_approved
    with store.reading() as conn:
        spans = [
            quarter
            for quarter in spans_until(conn, "quarter", day)
            if span.first <= quarter.first and quarter.last <= span.last
        ]
        rows = tuple(report_rows(store, spans, day, unit=unit, only_approved=only))
        series = figure_series(store, spans, day, unit=unit, only_approved=only)
        return content._replace(quarters=Quarters(rows, series, printed_units(conn)))


def _sources(conn: Connection, actions: Mapping[str, Action]) -> dict[str, str]:
    """The sources that fund each action, as headquarters calls them."""
    names = read_names(conn)
    return {
        id: " + ".join(dict.fromkeys(names.of("funding", name) for name in action.funding))
        for id, action in actions.items()
    }


def _reported(
    conn: Connection, facts: Facts, actions: Iterable[ActionFacts], by_id: Mapping[str, Action]
) -> Iterator[ReportedAction]:
    """Each action with what the units said of it, as far as it is counted."""
    said = read_said(conn, facts.unit)
    for one in actions:
        id = one.row.id
        counted = {
            unit: held
            for unit, held in said.get(id, {}).items()
            if facts.counted is None or (id, unit) in facts.counted
        }
        yield ReportedAction(by_id[id], one, facts.statuses.reported.get(id, {}), counted)


def _parameters(conn: Connection, span: Span, facts: Facts, asked: ReportRequest, plan_id: str) -> Parameters:
    return Parameters(
        span.code,
        facts.as_of,
        facts.unit,
        asked.language,
        asked.made_on,
        plan_id,
        facts.revision,
        current_revision(conn),
        current_vector(conn),
        facts.only_approved,
    )


def _fulfilled(measured: Iterable[IndicatorRow], span: Span) -> Figures:
    found = fulfilment(measured, span.holds_year)
    return {found.id: found}


def _objectives(
    plan: Plan, actions: Iterable[ActionFacts], measured: Iterable[IndicatorRow], span: Span
) -> Iterator[Group]:
    """Each strategic objective, with the specific ones after it."""
    held, rows = {one.row.nr: one for one in actions}, list(measured)

    def group(nr: str, title: str, parent: str | None, numbers: Iterable[str], below: Iterable[str]) -> Group:
        own = [row for row in rows if row.objective in (nr, *below)]
        found = draw_figures(held[number] for number in numbers if number in held)
        return Group(nr, title, parent, found | _fulfilled(own, span))

    def numbers_of(strategic: StrategicObjective) -> list[str]:
        return [action.nr for one in strategic.specific_objectives for action in one.actions]

    for strategic in plan.strategic_objectives:
        below = [one.nr for one in strategic.specific_objectives]
        yield group(strategic.nr, strategic.title, None, numbers_of(strategic), below)
        for one in strategic.specific_objectives:
            yield group(one.nr, one.title, strategic.nr, (action.nr for action in one.actions), ())


def _groups(
    actions: Iterable[ActionFacts], key_of: Callable[[ActionFacts], str], titles: Mapping[str, str]
) -> Iterator[Group]:
    """Groups in the order in which the plan first has them; what belongs to none stands last."""
    groups: dict[str, list[ActionFacts]] = defaultdict(list)
    for one in actions:
        groups[key_of(one)].append(one)
    for key in sorted(groups, key=lambda key: key == ""):
        yield Group(key, titles.get(key, key), None, draw_figures(groups[key]))


def _years(conn: Connection, facts: Facts) -> tuple[YearMoney, ...]:
    """The money of all actions that are counted, by year."""
    years = [year for row in facts.rows for year in facts.money.get(row.id, ())]
    return add_by_year(years, plan_years(conn, facts.revision))


def _units(conn: Connection, found: Rates, facts: Facts) -> tuple[UnitGroup, ...]:
    spent = unit_money(conn, facts.money_day, counted=facts.counted)
    printed = printed_units(conn)
    span = facts.span
    return tuple(
        UnitGroup(
            code,
            printed.get(code, ""),
            tally,
            add_money((year for year in spent.get(code, ()) if span.holds_year(year.year)), span.year),
        )
        for code, tally in found.units.items()
    )


def _changes(store: Store, conn: Connection, facts: Facts) -> Iterator[PlanChange]:
    """The versions that came into force after the one that counts, up to the day."""
    known = [one for one in revisions(conn) if one.number >= facts.revision]
    for before, after in pairwise(known):
        if after.in_force_from <= facts.as_of.isoformat():
            old, new = load_plan(store, before.number), load_plan(store, after.number)
            yield PlanChange(after, compare_published(old, new))
