"""Reading everything that a report says, in one moment, from the plan and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from report.periodic.content import Content, Group, PlanChange, Quarters, ReportedAction, UnitGroup
from report.periodic.pages.scripts import texts_for
from report.periodic.pages.set_beside import donors_of, read_beside
from report.periodic.parameters import Parameters, ReportRequest
from report.periodic.period_plan import plan_of_period
from store.account.action_rows import lead_names
from store.account.disputes import disputed_measurements, disputed_values, is_dated
from store.account.money import add_by_year, add_money
from store.account.populations import Population
from store.account.recorded import unit_money
from store.account.spans import Span, plan_span
from store.account.status_as_of import statuses_as_of
from store.account.versions import revision_on
from store.db.database import Connection, Store
from store.edits.indicators import indicators
from store.edits.passport import read_passports
from store.edits.published.institution import read_institution
from store.exchange.peers import current_vector
from store.figures.facts import Facts, read_facts, refuse_before_all
from store.figures.figures import (
    ActionFacts,
    Figures,
    action_facts,
    definitions_of,
    draw_figures,
    fulfilment,
    grouped,
)
from store.history.conflicts import Conflict, conflicts_of, read_conflicts
from store.plan.achievement import IndicatorRow
from store.plan.load import load_plan
from store.plan.lookup import ObjectiveRow, current_revision, plan_years, printed_units
from store.plan.model import Action
from store.query.material import read_reported_details
from store.query.rates import unit_tallies
from store.query.report_rows import figure_series, report_rows, spans_until
from store.revision.comparison import compare_published
from store.revision.revisions import revisions


def read_content(store: Store, asked: ReportRequest) -> Content:
    """Read what a report says.

    Raises UserError ``period_unreadable``, ``period_outside``, ``db_no_plan``, or ``as_of_too_early`` for a
    day before the period's end on which nothing was recorded yet.
    """
    with store.reading() as conn:
        span, unit = plan_span(conn, asked.period), asked.unit
        usual = span.day_by_default(asked.made_on)
        as_of = usual if asked.as_of is None else asked.as_of
        if as_of < usual:
            refuse_before_all(conn, as_of)
        facts = read_facts(store, span, as_of, unit=unit, only_approved=asked.only_approved)
        actions = action_facts(facts)
        shown = {action.row.id for action in actions if _is_shown(action)}
        plan, entries = plan_of_period(store, facts.population, facts.actions, shown)
        plan_revision = facts.population.revision
        measured = indicators(store, unit=unit, revision=plan_revision, day=facts.money_day)
        sources, whole = _sources(conn, entries), draw_figures(actions, definitions_of(facts))
        reported = tuple(_reported(conn, facts, actions, entries))
        texts, in_other = texts_for(conn, span.period, asked.language, plan.language)
        return Content(
            _parameters(conn, span, facts, asked, plan.id),
            span,
            plan,
            facts,
            whole | _fulfilled(measured, span),
            tuple(_objectives(facts, actions, measured)),
            tuple(
                _groups(
                    facts,
                    actions,
                    lambda action: action.row.lead,
                    lead_names(action.row for action in actions),
                )
            ),
            tuple(_groups(facts, actions, lambda action: sources[action.row.id], {})),
            _units(conn, facts, actions),
            tuple(action for action in reported if action.facts.row.id in shown),
            measured,
            read_passports(conn),
            add_by_year(
                (year for action in actions for year in action.years), plan_years(conn, plan_revision)
            ),
            tuple(_changes(store, conn, facts.population)),
            tuple(_implemented_since(conn, facts, reported, asked.made_on)),
            tuple(_conflicts(conn, facts)),
            texts,
            read_beside(store, conn, facts, reported, entries),
            read_institution(conn),
            in_other=in_other,
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


def _is_shown(action: ActionFacts) -> bool:
    """Return True if an action has a row: a version of the period has it, or there is money of its years."""
    money = action.money
    return action.action.in_period or any(
        cents is not None for cents in (money.planned, money.spent, money.allocated)
    )


def _sources(conn: Connection, actions: Mapping[str, Action]) -> dict[str, str]:
    """Return the sources that fund each action together."""
    return {id: " + ".join(names) for id, names in donors_of(conn, actions).items()}


def _reported(
    conn: Connection, facts: Facts, actions: Iterable[ActionFacts], by_id: Mapping[str, Action]
) -> Iterator[ReportedAction]:
    """Yield each action with what the units said of it, as far as it is counted."""
    details = read_reported_details(conn, facts.as_of, facts.unit)
    for action in actions:
        id = action.row.id
        counted = {
            unit: reported
            for unit, reported in details.get(id, {}).items()
            if facts.counted is None or (id, unit) in facts.counted
        }
        yield ReportedAction(by_id[id], action, facts.statuses.reported.get(id, {}), counted)


def _parameters(conn: Connection, span: Span, facts: Facts, asked: ReportRequest, plan_id: str) -> Parameters:
    return Parameters(
        span.code,
        facts.as_of,
        facts.unit,
        asked.language,
        asked.made_on,
        plan_id,
        facts.population.revision,
        current_revision(conn),
        current_vector(conn),
        facts.only_approved,
        annexes=asked.annexes,
        names=asked.names,
    )


def _fulfilled(measured: Iterable[IndicatorRow], span: Span) -> Figures:
    figure = fulfilment(measured, span.holds_year)
    return {figure.id: figure}


def _objectives(
    facts: Facts, actions: Iterable[ActionFacts], measured: Iterable[IndicatorRow]
) -> Iterator[Group]:
    """Yield each strategic objective, with the specific ones after it."""
    all_actions, rows = tuple(actions), list(measured)
    population, made = facts.population, definitions_of(facts)
    strategic = grouped(all_actions, lambda action: action.row.strategic)
    specific = grouped(all_actions, lambda action: action.row.specific)

    def group(
        row: ObjectiveRow, parent: str | None, of: Iterable[ActionFacts], numbers: Iterable[str]
    ) -> Group:
        own = [indicator for indicator in rows if indicator.objective in numbers]
        return Group(row.nr, row.title, parent, draw_figures(of, made) | _fulfilled(own, facts.span))

    for above in population.strategic:
        below = [row for row in population.specific if row.parent == above.key]
        numbers = {above.nr, *(row.nr for row in below)}
        yield group(above, None, strategic.get(above.key, ()), numbers)
        for row in below:
            yield group(row, above.nr, specific.get(row.key, ()), {row.nr})


def _groups(
    facts: Facts,
    actions: Iterable[ActionFacts],
    key_of: Callable[[ActionFacts], str],
    titles: Mapping[str, str],
) -> Iterator[Group]:
    """Groups in the order in which the plan first has them; what belongs to none stands last."""
    groups, made = grouped(actions, key_of), definitions_of(facts)
    for key in sorted(groups, key=lambda key: key == ""):
        yield Group(key, titles.get(key, key), None, draw_figures(groups[key], made))


def _units(conn: Connection, facts: Facts, actions: Iterable[ActionFacts]) -> tuple[UnitGroup, ...]:
    spent = {} if facts.money_left_out else unit_money(conn, facts.money_day, counted=facts.counted)
    printed, span = printed_units(conn), facts.span
    return tuple(
        UnitGroup(
            code,
            printed.get(code, ""),
            tally,
            add_money((year for year in spent.get(code, ()) if span.holds_year(year.year)), span.year),
        )
        for code, tally in unit_tallies(facts, actions).items()
    )


def _changes(store: Store, conn: Connection, population: Population) -> Iterator[PlanChange]:
    """Yield the versions that came into force in the period, up to the day, with what they changed."""
    by_number = {revision.number: revision for revision in revisions(conn)}
    numbers = [version.revision for version in population.versions]
    if population.span.first != date.min:
        numbers.insert(0, revision_on(conn, population.day_before))
    for before, after in pairwise(numbers):
        if before != after:
            old, new = load_plan(store, before), load_plan(store, after)
            yield PlanChange(by_number[after], compare_published(old, new))


def _conflicts(conn: Connection, facts: Facts) -> Iterator[Conflict]:
    """Yield the conflicts of the day with the values that stood then; what has no day of its own as it is."""
    day = facts.money_day
    disputed = (*facts.disputed, *disputed_measurements(conn, day, facts.unit))
    yield from conflicts_of(conn, disputed_values(conn, disputed, facts.as_of, money_day=day))
    for conflict in read_conflicts(conn):
        if not is_dated(conflict.register) and facts.unit in (None, conflict.register.unit):
            yield conflict


def _implemented_since(
    conn: Connection, facts: Facts, actions: Iterable[ReportedAction], day: date
) -> Iterator[ReportedAction]:
    """Yield the actions of the period that are implemented on a day and were not on the report's day."""
    if day <= facts.as_of:
        return
    later = statuses_as_of(conn, day, unit=facts.unit, counted=facts.counted)
    for action in actions:
        row = action.facts.row
        if (
            action.facts.action.in_period
            and action.facts.status != "implemented"
            and later.seen_by(facts.unit, row.id, row.institutions) == "implemented"
        ):
            yield action
