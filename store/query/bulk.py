"""Everything that is known of many actions at once: what ``terren show`` has of one, without its history."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from store.account.action_rows import read_plan_rows
from store.account.recorded import planned_cells
from store.account.reporting import read_rule
from store.account.reviews import Review, read_reviews
from store.account.spans import Span, year_span
from store.db.database import Store
from store.figures.facts import read_facts
from store.figures.figures import action_facts
from store.ledger.identity import own_unit, read_identity
from store.plan.load import load_actions
from store.plan.lookup import (
    ObjectiveRow,
    all_years,
    current_revision,
    nearest_year,
    plan_currency,
    plan_years,
)
from store.plan.reporting import expected_in_order
from store.query.queries import ActionDetail, detail_of, planned_of, read_corrected, read_notes
from store.status.outline import ActionRow, Outline, outline
from store.status.record import ActionRecord, read_records


class PeriodRow(NamedTuple):
    """How an action stands in a period, as the figures of whoever looks count it.

    ``lead_unit`` is the code of its lead, ``lead_name`` the name of its group. ``implemented_on`` is the day
    (ISO) since which an implemented action is.
    """

    lead_unit: str
    lead_name: str
    due: bool = False
    carried_over: bool = False
    cancelled: bool = False
    implemented_on: str | None = None


class BulkAction(NamedTuple):
    """One action of many, without its changes, and its objectives."""

    detail: ActionDetail
    specific: ObjectiveRow
    strategic: ObjectiveRow
    standing: PeriodRow


def bulk_actions(
    store: Store, rows: Iterable[ActionRow], *, day: date, span: Span | None = None
) -> list[BulkAction]:
    """Return the facts of rows of an outline of a day, in their order; reports with the statuses of that day.

    ``span`` is the period in which they stand, by default the year of the plan that is nearest to the day.
    """
    with store.reading() as conn:
        wanted = year_span(nearest_year(all_years(conn), day)) if span is None else span
        standings = _standings(store, wanted, day)
        return list(_facts(conn, outline(store, today=day, most=0), rows, standings))


def _standings(store: Store, span: Span, day: date) -> dict[str, PeriodRow]:
    """Return the standings of the actions of the current version of the plan."""
    with store.reading() as conn:
        plan = read_plan_rows(conn, current_revision(conn), day)
        facts = read_facts(store, span, day, unit=own_unit(read_identity(conn)))
    standings = {row.id: PeriodRow(row.lead, row.leader) for row in plan}
    for action in action_facts(facts):
        if (standing := standings.get(action.row.id)) is not None:
            standings[action.row.id] = standing._replace(
                due="due" in action.adds,
                carried_over="carried" in action.adds,
                cancelled=action.row.id in facts.statuses.cancelled,
                implemented_on=facts.implemented_on.get(action.row.id)
                if action.status == "implemented"
                else None,
            )
    return standings


def _facts(
    conn: sqlite3.Connection,
    seen: Outline,
    rows: Iterable[ActionRow],
    standings: Mapping[str, PeriodRow],
) -> Iterator[BulkAction]:
    identity, revision = read_identity(conn), current_revision(conn)
    actions = {action.id: action for _, action in load_actions(conn, revision, plan_years(conn))}
    records, notes = read_records(conn, identity, seen.today), read_notes(conn)
    reviews: dict[str, list[Review]] = defaultdict(list)
    for review in read_reviews(conn, unit=own_unit(identity)).values():
        reviews[review.action].append(review)
    rule = read_rule(conn, seen.today)
    corrected, currency = read_corrected(conn, revision), plan_currency(conn, revision)
    cells = planned_cells(conn, seen.today)
    specific = {objective.key: objective for objective in seen.specific}
    strategic = {objective.key: objective for objective in seen.strategic}
    for row in rows:
        planned = planned_of(actions[row.id], corrected, currency, cells.get(row.id, {}))
        record = records.get(row.id) or ActionRecord(identity, row.id, seen.today)
        below = specific[row.objective]
        expected = expected_in_order(row.institutions, rule)
        detail = detail_of(row, planned, record, notes, reviews[row.id], expected)
        yield BulkAction(detail, below, strategic[below.parent or 0], standings[row.id])
