"""Reading what stands beside the figures of a report: other periods, what is late, donors, quarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from report.periodic.content import Beside, ReportedAction
from store.db.database import Connection, Store
from store.figures.beside import by_donor, count_reasons, late_actions, money_by_quarter, spans_beside
from store.figures.facts import Facts
from store.figures.figures import definitions_of, grouped
from store.plan.model import Action
from store.plan.names import read_names
from store.query.report_rows import figure_series
from store.query.tally import tally_of


def read_beside(
    store: Store,
    conn: Connection,
    facts: Facts,
    reported: Iterable[ReportedAction],
    entries: Mapping[str, Action],
) -> Beside:
    """Return what stands beside the figures."""
    of_period = tuple(reported)
    actions = tuple(action.facts for action in of_period)
    late, population = late_actions(facts, actions), facts.population
    tallies = {("", ""): tally_of(actions)}
    strategic = grouped(actions, lambda action: action.row.strategic)
    specific = grouped(actions, lambda action: action.row.specific)
    for places, of_place in ((population.strategic, strategic), (population.specific, specific)):
        for place in places:
            tallies["objective", place.nr] = tally_of(of_place.get(place.key, ()))
    for lead, of_lead in grouped(actions, lambda action: action.row.lead).items():
        tallies["lead", lead] = tally_of(of_lead)
    given = {
        action.facts.row.id: [
            str(reason) for report in action.details.values() if (reason := report.values.get("reason"))
        ]
        for action in of_period
    }
    periods = figure_series(
        store,
        spans_beside(conn, facts.span),
        facts.as_of,
        unit=facts.unit,
        only_approved=facts.only_approved,
    )
    made = () if facts.money_left_out else definitions_of(facts)
    donors = by_donor(actions, donors_of(conn, entries), made) if made else ()
    return Beside(
        periods,
        late,
        count_reasons(late.all, given),
        tuple(donors),
        money_by_quarter(conn, facts),
        tallies,
    )


def donors_of(conn: Connection, actions: Mapping[str, Action]) -> dict[str, tuple[str, ...]]:
    """Return the sources that fund each action, as headquarters calls them."""
    names = read_names(conn)
    return {
        id: tuple(dict.fromkeys(names.of("funding", name) for name in action.funding))
        for id, action in actions.items()
    }
