"""Everything that is known of many actions at once: what ``terren show`` has of one, without its history."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from store.account.recorded import planned_cells
from store.account.reviews import Review, read_reviews
from store.db.database import Store
from store.ledger.identity import own_unit, read_identity
from store.plan.load import load_actions
from store.plan.lookup import ObjectiveRow, current_revision, plan_currency, plan_years
from store.query.queries import ActionDetail, detail_of, planned_of, read_corrected, read_notes
from store.status.outline import ActionRow, Outline, outline
from store.status.record import ActionRecord, read_records


class BulkAction(NamedTuple):
    """One action of many, without its changes, and its objectives."""

    detail: ActionDetail
    specific: ObjectiveRow
    strategic: ObjectiveRow


def bulk_actions(store: Store, rows: Iterable[ActionRow], *, day: date) -> list[BulkAction]:
    """The facts of rows of an outline of a day, in their order; reports with the statuses of that day."""
    with store.reading() as conn:
        return list(_facts(conn, outline(store, today=day, most=0), rows))


def _facts(conn: sqlite3.Connection, seen: Outline, rows: Iterable[ActionRow]) -> Iterator[BulkAction]:
    identity, revision = read_identity(conn), current_revision(conn)
    actions = {action.id: action for _, action in load_actions(conn, revision, plan_years(conn))}
    records, notes = read_records(conn, identity, seen.today), read_notes(conn)
    reviews: dict[str, list[Review]] = defaultdict(list)
    for said in read_reviews(conn, unit=own_unit(identity)).values():
        reviews[said.action].append(said)
    corrected, currency = read_corrected(conn, revision), plan_currency(conn, revision)
    cells = planned_cells(conn, seen.today)
    specific = {one.key: one for one in seen.specific}
    strategic = {one.key: one for one in seen.strategic}
    for row in rows:
        planned = planned_of(actions[row.id], corrected, currency, cells.get(row.id, {}))
        record = records.get(row.id) or ActionRecord(identity, row.id, seen.today)
        below = specific[row.objective]
        detail = detail_of(row, planned, record, notes, reviews[row.id])
        yield BulkAction(detail, below, strategic[below.parent or 0])
