"""One action in full, for screen and command line; the rows of a list are in ``store.status.outline``."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from store.account.money import YearMoney
from store.account.recorded import planned_cells
from store.account.reporting import read_rule
from store.account.reviews import Review, read_reviews
from store.account.statuses import is_early
from store.db.database import Store, where_equals
from store.edits.entries import Note
from store.exchange.delivery import ChangeState, change_states
from store.history.steps import Step, newest_changes, steps_among
from store.ledger.heads import OF_HEAD
from store.ledger.identity import Identity, own_unit, read_identity, speaker
from store.plan.load import load_actions
from store.plan.lookup import (
    ActionKey,
    current_revision,
    find_action_id,
    known_revision,
    plan_currency,
    plan_years,
)
from store.plan.model import Action, BudgetCell
from store.plan.reporting import expected_in_order
from store.query.by_form import Forms, by_form
from store.status.outline import ActionRow, action_row
from store.status.record import ActionRecord, Assessment, RecordedAmount, UnitReport, read_record

_ENTRIES: Final = ("note", "evidence")
"""The kinds of entries that have a register of their own each."""


class ActionDetail(NamedTuple):
    """One action with everything that is known of it."""

    row: ActionRow
    identity: Identity | None
    action: Action
    own: UnitReport
    reports: tuple[UnitReport, ...]
    expected: tuple[str, ...]
    early: bool
    money: tuple[YearMoney, ...]
    notes: tuple[Note, ...]
    evidence: tuple[Note, ...]
    assessment: Assessment
    """Headquarters' own word on the action as a whole."""
    reviews: tuple[Review, ...]
    """What headquarters said of units' reports, by unit; on a laptop of the own report alone."""
    corrected: Mapping[str, str]
    """Fields that headquarters corrected on import: the reason, with what was printed, by path."""
    currency: str
    """Of all its money, by code."""
    cells: Mapping[int, BudgetCell]
    """What the plan gives it by year."""
    amounts: tuple[RecordedAmount, ...]
    """What of its money each unit recorded; on a laptop the own one alone."""
    older: Mapping[str, int] = MappingProxyType({})
    """How many older entries were left out, by kind: ``note`` and ``evidence``."""
    steps: tuple[Step, ...] = ()
    """Its newest changes."""
    states: Mapping[str, ChangeState] = MappingProxyType({})
    """Where each of ``steps`` stands, by the id of its change."""
    forms: Forms = MappingProxyType({})
    """What of it came by a form alone."""

    @property
    def deadline_day(self) -> date | None:
        """Return the last day of the deadline; None where the document names no year."""
        return self.row.deadline_day

    @property
    def awaits_decision(self) -> bool:
        """Return True if a unit calls it cancelled, and headquarters has not decided."""
        word = self.assessment
        return (
            not word.cancelled
            and word.status is None
            and any(report.values.get("status") == "cancelled" for report in (self.own, *self.reports))
        )


def action_detail(
    store: Store,
    nr: ActionKey,
    *,
    today: date,
    last: int = 10,
    entries: int | None = None,
    revision: int | None = None,
    read_before: ActionDetail | None = None,
) -> ActionDetail:
    """Return an action in full as a revision has it.

    It comes with its ``last`` newest changes (on a laptop without reviews of other units' reports), and of
    notes and of evidence the newest ``entries``, by default all. The revision is the current one by default;
    statuses and money are those in force on ``today``, what else is recorded is what stands now.
    ``read_before`` is the same action of the same revision as it was read before: what the plan says of it,
    and who is expected to report, is taken from there, as nothing that is recorded of it changes that. Raises
    UserError ``action_unknown``, ``action_left`` or ``revision_unknown``.
    """
    with store.reading() as conn:
        identity = read_identity(conn)
        if read_before is None:
            revision = known_revision(conn, revision)
            action_id = find_action_id(conn, nr, revision)
            planned: Planned | ActionDetail = _planned(conn, revision, action_id, today)
            row = action_row(store, action_id, today=today, revision=revision)
            expected = expected_in_order(row.institutions, read_rule(conn, today))
        else:
            action_id, planned, expected = read_before.row.id, read_before, read_before.expected
            row = action_row(store, action_id, today=today, read_before=read_before.row)
        record = read_record(conn, identity, action_id, today)
        changes = newest_changes(conn, action_id, last, own_unit(identity))
        newest = tuple(changes)
        reviews = read_reviews(conn, action=action_id, unit=own_unit(identity)).values()
        notes = read_notes(conn, action_id, entries)
        older = (
            {}
            if entries is None
            else {
                kind: older_notes(conn, action_id, notes.get((kind, action_id), ()), kind, entries)
                for kind in _ENTRIES
            }
        )
        return detail_of(row, planned, record, notes, reviews, expected)._replace(
            older=older,
            steps=steps_among(conn, newest),
            states=change_states(conn, identity, newest, changes),
            forms=by_form(conn, action_id),
        )


class Planned(NamedTuple):
    """What of an ActionDetail only another revision of the plan can change."""

    action: Action
    corrected: Mapping[str, str]
    currency: str
    cells: Mapping[int, BudgetCell]


def _planned(conn: sqlite3.Connection, revision: int, action_id: str, today: date) -> Planned:
    action = next(load_actions(conn, revision, plan_years(conn, revision), action_id))[1]
    corrected = read_corrected(conn, current_revision(conn), action.nr)
    cells = action.budget
    if revision == current_revision(conn):
        cells = planned_cells(conn, today, action_id).get(action_id, {})
    return planned_of(action, corrected, plan_currency(conn, revision), cells)


def planned_of(
    action: Action,
    corrected: Mapping[str, Mapping[str, str]],
    currency: str,
    cells: Mapping[int, BudgetCell],
) -> Planned:
    """Return what the plan says of an action.

    ``corrected`` is by number, ``cells`` are the amounts of the versions that count in each year.
    """
    return Planned(
        action,
        corrected.get(action.nr, MappingProxyType({})),
        currency,
        {**dict.fromkeys(action.budget), **cells},
    )


def detail_of(
    row: ActionRow,
    planned: Planned | ActionDetail,
    record: ActionRecord,
    notes: Mapping[tuple[str, str], Sequence[Note]],
    reviews: Iterable[Review],
    expected: tuple[str, ...],
) -> ActionDetail:
    """Return an action in full, without its changes; ``notes`` are by kind and action."""
    action = planned.action
    return ActionDetail(
        row=row,
        identity=record.identity,
        action=action,
        own=record.own(),
        reports=tuple(record.reports.values()),
        expected=expected,
        early=is_early(row.status, record.implemented_on(), action.deadline.start),
        money=record.money_years(planned.cells, action.budget_total),
        notes=tuple(notes.get(("note", row.id), ())),
        evidence=tuple(notes.get(("evidence", row.id), ())),
        assessment=record.assessment(),
        reviews=tuple(reviews),
        corrected=planned.corrected,
        currency=planned.currency,
        cells=planned.cells,
        amounts=record.amounts(),
    )


def by_unit(detail: ActionDetail, row: ActionRow, unit: str) -> ActionDetail:
    """Return the same action by the word of one unit (its code), whose ``row`` is at hand."""
    none = UnitReport(unit, {})
    own = next((report for report in detail.reports if report.unit == unit), none)
    early = is_early(row.status, own.effective_on, detail.action.deadline.start)
    return detail._replace(row=row, own=own, early=early)


def read_corrected(
    conn: sqlite3.Connection, revision: int, nr: str | None = None
) -> dict[str, dict[str, str]]:
    """Return fields that headquarters corrected on import by path, by the number of the action, or of one."""
    corrected: dict[str, dict[str, str]] = defaultdict(dict)
    prefix = "" if nr is None else f"{nr}/"
    for path, reason in conn.execute(
        "SELECT path, reason FROM provenance WHERE revision = ? AND substr(path, 1, ?) = ?"
        " AND reason LIKE 'corrected:%' ORDER BY path",
        (revision, len(prefix), prefix),
    ):
        corrected[path.partition("/")[0]][path] = reason
    return corrected


def own_amounts(store: Store, nr: ActionKey) -> tuple[tuple[YearMoney, ...], tuple[RecordedAmount, ...]]:
    """Return the money of an action as the own unit recorded it, by year, and its amounts with their days.

    It is what the unit's edits start from.
    """
    with store.reading() as conn:
        action_id = find_action_id(conn, nr)
        identity, last = read_identity(conn), date.max
        planned = _planned(conn, current_revision(conn), action_id, last)
        record = read_record(conn, identity, action_id, last)
        unit = "" if identity is None else identity.unit
        years = record.money_years(planned.cells, planned.action.budget_total, unit)
        return years, tuple(amount for amount in record.amounts() if amount.unit == unit)


def own_reports(store: Store, actions: Iterable[str]) -> list[UnitReport]:
    """Return what the own unit has reported of actions (their ids), whatever its date.

    It is what the unit's edits start from.
    """
    with store.reading() as conn:
        identity = read_identity(conn)
        return [read_record(conn, identity, action, date.max).own() for action in actions]


def _is_note(kind: str, value: object) -> bool:
    """Return True if a value is a note, or evidence, as this version knows them."""
    if kind == "note":
        return isinstance(value, str)
    return isinstance(value, dict) and all(isinstance(value.get(key), str) for key in ("title", "ref"))


def read_notes(
    conn: sqlite3.Connection, action: str | None = None, most: int | None = None
) -> dict[tuple[str, str], list[Note]]:
    """Return notes and evidence by kind and action, of each the newest ``most``, the newest first."""
    newest = " UNION ALL ".join(
        f"SELECT * FROM (SELECT kind, target, unit, field, value, lamport, head FROM state WHERE {_of(kind)}"
        f"{where_equals(target=action)} ORDER BY lamport DESC, head DESC LIMIT :most)"
        for kind in _ENTRIES
    )
    notes: dict[tuple[str, str], list[Note]] = defaultdict(list)
    for kind, target, unit, field, text, officer, at, chain in conn.execute(
        "SELECT entry.kind, entry.target, entry.unit, entry.field, entry.value, officer, recorded_at,"
        f" change.replica FROM ({newest}) AS entry CROSS JOIN change ON {OF_HEAD}"
        " ORDER BY entry.lamport DESC, head DESC",
        {"target": action, "most": -1 if most is None else most},
    ):
        if _is_note(kind, value := json.loads(text)):
            notes[kind, target].append(Note(unit, officer, at, value, field, speaker(conn, chain, unit)))
    return notes


def older_notes(conn: sqlite3.Connection, action: str, shown: Sequence[Note], kind: str, most: int) -> int:
    """Return how many entries of a kind an action has beside the newest ``most``, which are ``shown``."""
    if len(shown) < most:
        return 0
    counted = conn.execute(f"SELECT count(*) FROM state WHERE {_of(kind)} AND target = ?", (action,))
    return int(counted.fetchone()[0]) - len(shown)


def _of(kind: str) -> str:
    return f"kind = '{kind}' AND value <> 'null'"
