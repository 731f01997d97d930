"""Everything that is known of many actions at once: what ``terren show`` has of one, without its history."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from store.db.database import Store
from store.edits.entries import Note
from store.ledger.identity import own_unit, read_identity
from store.plan.load import load_actions
from store.plan.lookup import current_revision, plan_currency, plan_years
from store.plan.model import Action
from store.plan.units import expected_units
from store.query.money import YearMoney, year_money
from store.query.queries import is_note
from store.status.outline import ActionRow, ObjectiveRow, Outline, outline
from store.status.record import ActionRecord, Assessment, UnitReport, read_records
from store.status.reviews import Review, read_reviews
from store.status.statuses import deadline_day, is_early


class BulkAction(NamedTuple):
    """One action with its objectives and what is known of it; fields as in ``queries.ActionDetail``."""

    row: ActionRow
    action: Action
    specific: ObjectiveRow
    strategic: ObjectiveRow
    own: UnitReport
    reports: tuple[UnitReport, ...]
    expected: tuple[str, ...]
    deadline_day: date | None
    early: bool
    money: tuple[YearMoney, ...]
    notes: tuple[Note, ...]
    evidence: tuple[Note, ...]
    assessment: Assessment
    reviews: tuple[Review, ...]
    corrected: Mapping[str, str]
    currency: str


def bulk_actions(store: Store, rows: Iterable[ActionRow], *, day: date) -> list[BulkAction]:
    """The facts of rows of an outline of a day, in their order; reports with the statuses of that day."""
    with store.reading() as conn:
        return list(_facts(conn, outline(store, today=day, most=0), rows))


def _facts(conn: sqlite3.Connection, seen: Outline, rows: Iterable[ActionRow]) -> Iterator[BulkAction]:
    identity, revision = read_identity(conn), current_revision(conn)
    actions = {action.id: action for _, action in load_actions(conn, revision, plan_years(conn))}
    records, entries = read_records(conn, identity, seen.today), _entries(conn)
    reviews: dict[str, list[Review]] = defaultdict(list)
    for said in read_reviews(conn, unit=own_unit(identity)).values():
        reviews[said.action].append(said)
    corrected, currency = _corrected(conn, revision), plan_currency(conn, revision)
    specific = {one.key: one for one in seen.specific}
    strategic = {one.key: one for one in seen.strategic}
    for row in rows:
        action = actions[row.id]
        record = records.get(row.id) or ActionRecord(identity, row.id, seen.today)
        below = specific[row.objective]
        yield BulkAction(
            row,
            action,
            below,
            strategic[below.parent or 0],
            record.own(),
            tuple(record.reports.values()),
            expected_units(action.institutions),
            deadline_day(action.deadline.end, action.deadline.end_month),
            is_early(row.status, record.implemented_on(), action.deadline.start),
            year_money(action.budget, record.money_shown(), record.money_disputed()),
            tuple(entries["note", row.id]),
            tuple(entries["evidence", row.id]),
            record.assessment(),
            tuple(reviews[row.id]),
            corrected[action.nr],
            currency,
        )


def _entries(conn: sqlite3.Connection) -> dict[tuple[str, str], list[Note]]:
    """Notes and evidence by kind and action, newest first."""
    found: dict[tuple[str, str], list[Note]] = defaultdict(list)
    # the head of a register is a change's name, by whose parts the ledger is ordered
    for kind, target, unit, field, text, officer, at in conn.execute(
        "SELECT state.kind, state.target, state.unit, state.field, state.value, officer, recorded_at"
        " FROM state JOIN change ON change.replica = substr(head, 1, instr(head, ':') - 1)"
        " AND change.seq = CAST(substr(head, instr(head, ':') + 1) AS INTEGER)"
        " WHERE state.kind IN ('note', 'evidence') AND state.value <> 'null'"
        " ORDER BY state.lamport DESC, head DESC"
    ):
        if is_note(kind, value := json.loads(text)):
            found[kind, target].append(Note(unit, officer, at, value, field))
    return found


def _corrected(conn: sqlite3.Connection, revision: int) -> dict[str, dict[str, str]]:
    """Fields that headquarters corrected on import by path, by the number of the action."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path, reason in conn.execute(
        "SELECT path, reason FROM provenance WHERE revision = ? AND reason LIKE 'corrected:%' ORDER BY path",
        (revision,),
    ):
        found[path.partition("/")[0]][path] = reason
    return found
