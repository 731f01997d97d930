"""What both faces show: the outline of objectives and actions, and one action in full."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from store.database import Store
from store.delivery import Delivery, read_delivery
from store.history import Step, step
from store.identity import Identity, read_identity
from store.ledger import read_changes
from store.lookup import find_action_id, plan_years
from store.money import YearMoney, has_warning, year_money
from store.plan import Action
from store.published import current_revision, load_actions
from store.rollup import deadline_day, is_early, is_overdue, rolled_up
from store.units import expected_units


class ActionRow(NamedTuple):
    """One action as a list shows it. ``status`` is the viewer's own, or the roll-up for headquarters."""

    id: str
    nr: str
    title: str
    objective: int
    status: str | None
    deadline: str
    deadline_end: int | None
    overdue: bool
    unsent: bool
    conflict: bool
    money_warning: bool
    institutions: tuple[str, ...]


class ObjectiveRow(NamedTuple):
    """A strategic or specific objective (``parent`` None or the strategic one's key) as a list shows it."""

    key: int
    parent: int | None
    nr: str
    title: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan as a tree of rows in document order."""

    title: str
    years: tuple[int, ...]
    strategic: tuple[ObjectiveRow, ...]
    specific: tuple[ObjectiveRow, ...]
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What one unit has reported about an action: values by field, with the day the status took effect."""

    unit: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    effective_on: str | None = None


class Note(NamedTuple):
    """A note or a piece of evidence as it stands (``value`` is text, or title and ref)."""

    unit: str
    officer: str
    recorded_at: int
    value: object


@dataclass(frozen=True, slots=True)
class ActionDetail:
    """One action with everything that is known of it."""

    row: ActionRow
    action: Action
    own: UnitReport
    reports: tuple[UnitReport, ...]
    expected: tuple[str, ...]
    deadline_day: date | None
    early: bool
    money: tuple[YearMoney, ...]
    notes: tuple[Note, ...]
    evidence: tuple[Note, ...]
    steps: tuple[Step, ...]


class _Facts:
    """The state of all actions (or of one), read once and asked many times."""

    def __init__(self, conn: sqlite3.Connection, identity: Identity | None, action: str | None) -> None:
        self.identity = identity
        where, parameters = ("AND target = ?", (action,)) if action is not None else ("", ())
        self.reports: dict[str, dict[str, UnitReport]] = defaultdict(dict)
        self.money: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        self.assessment: dict[str, str] = {}
        self.cancelled: set[str] = set()
        values: dict[tuple[str, str], dict[str, object]] = defaultdict(dict)
        since: dict[tuple[str, str], str | None] = {}
        for kind, target, unit, name, text, effective_on in conn.execute(
            "SELECT kind, target, unit, field, value, effective_on FROM state"
            f" WHERE kind IN ('action', 'money', 'assessment', 'decision') AND value <> 'null' {where}",
            parameters,
        ):
            value = json.loads(text)
            if kind == "action":
                values[target, unit][name] = value
                if name == "status":
                    since[target, unit] = effective_on
            elif kind == "money":
                self.money[target][unit][name] = value
            elif kind == "assessment" and name == "status":
                self.assessment[target] = value
            elif kind == "decision" and name == "cancelled" and value:
                self.cancelled.add(target)
        for (target, unit), found in values.items():
            self.reports[target][unit] = UnitReport(unit, found, since.get((target, unit)))
        self.conflicts = {
            row[0]
            for row in conn.execute(f"SELECT DISTINCT target FROM state WHERE conflict {where}", parameters)
        }

    @property
    def by_unit(self) -> str | None:
        """The unit whose own word is shown; None where the roll-up is."""
        return self.identity.unit if self.identity is not None and not self.identity.is_headquarters else None

    def own(self, action: str) -> UnitReport:
        unit = self.identity.unit if self.identity is not None else ""
        return self.reports[action].get(unit, UnitReport(unit))

    def status(self, action: str, institutions: tuple[str, ...]) -> str | None:
        if self.by_unit is not None and action not in self.cancelled:
            found = self.own(action).values.get("status")
            return found if isinstance(found, str) else None
        if action not in self.reports and action not in self.assessment and action not in self.cancelled:
            return None
        reported = {
            unit: str(report.values["status"])
            for unit, report in self.reports[action].items()
            if "status" in report.values
        }
        return rolled_up(
            reported,
            expected_units(institutions),
            assessment=self.assessment.get(action),
            cancelled=action in self.cancelled,
        )

    def money_of(self, action: str) -> dict[str, int]:
        """Recorded money by field: the unit's own, or the sum over units for headquarters."""
        if self.by_unit is not None:
            return dict(self.money[action].get(self.by_unit, {})) if action in self.money else {}
        total: dict[str, int] = defaultdict(int)
        for amounts in self.money.get(action, {}).values():
            for name, cents in amounts.items():
                total[name] += cents
        return dict(total)


def _row(
    facts: _Facts, delivery: Delivery, action: Action, objective: int, years: tuple[int, ...], today: date
) -> ActionRow:
    status = facts.status(action.id, action.institutions)
    last_day = deadline_day(action.deadline.end, action.deadline.end_month)
    money = facts.money_of(action.id)
    return ActionRow(
        id=action.id,
        nr=action.nr,
        title=action.title,
        objective=objective,
        status=status,
        deadline=action.deadline.raw,
        deadline_end=action.deadline.end,
        overdue=is_overdue(status, last_day, today),
        unsent=action.id in delivery.unconfirmed_targets,
        conflict=action.id in facts.conflicts,
        money_warning=bool(money) and has_warning(year_money(action.budget, money)),
        institutions=action.institutions,
    )


def outline(store: Store, *, today: date) -> Outline:
    """The whole plan as rows, with the state as this installation sees it."""
    with store.reading() as conn:
        revision, years = current_revision(conn), plan_years(conn)
        identity = read_identity(conn)
        facts, delivery = _Facts(conn, identity, None), read_delivery(conn, identity)
        strategic = tuple(
            ObjectiveRow(key, None, nr, title)
            for key, nr, title in conn.execute(
                "SELECT id, nr, title FROM strategic_objective WHERE revision = ? ORDER BY position",
                (revision,),
            )
        )
        specific = tuple(
            ObjectiveRow(*row)
            for row in conn.execute(
                "SELECT id, strategic_objective, nr, title FROM specific_objective"
                " WHERE revision = ? ORDER BY position",
                (revision,),
            )
        )
        title = conn.execute("SELECT title FROM plan WHERE revision = ?", (revision,)).fetchone()[0]
        actions = tuple(
            _row(facts, delivery, action, objective, years, today)
            for objective, action in load_actions(conn, revision, years)
        )
    return Outline(title, years, strategic, specific, actions)


def action_row(store: Store, action_id: str, *, today: date) -> ActionRow:
    """One row of the outline, for repainting only what changed."""
    with store.reading() as conn:
        identity = read_identity(conn)
        years = plan_years(conn)
        objective, action = next(load_actions(conn, current_revision(conn), years, action_id))
        facts, delivery = _Facts(conn, identity, action_id), read_delivery(conn, identity)
        return _row(facts, delivery, action, objective, years, today)


def _notes(conn: sqlite3.Connection, kind: str, action: str) -> tuple[Note, ...]:
    rows = conn.execute(
        "SELECT unit, head, value FROM state WHERE kind = ? AND target = ? AND value <> 'null'",
        (kind, action),
    ).fetchall()
    found: list[tuple[int, str, Note]] = []
    for unit, head, value in rows:
        replica, _, seq = head.rpartition(":")
        officer, recorded_at, lamport = conn.execute(
            "SELECT officer, recorded_at, lamport FROM change WHERE replica = ? AND seq = ?",
            (replica, int(seq)),
        ).fetchone()
        found.append((lamport, head, Note(unit, officer, recorded_at, json.loads(value))))
    return tuple(note for _, _, note in sorted(found, key=lambda item: item[:2], reverse=True))


def detail(store: Store, nr: str, *, today: date, last: int = 10) -> ActionDetail:
    """One action in full, with its ``last`` newest changes. Raises Refused ``action_unknown``."""
    with store.reading() as conn:
        action_id = find_action_id(conn, nr)
        identity = read_identity(conn)
        years = plan_years(conn)
        objective, action = next(load_actions(conn, current_revision(conn), years, action_id))
        facts, delivery = _Facts(conn, identity, action_id), read_delivery(conn, identity)
        row = _row(facts, delivery, action, objective, years, today)
        own = facts.own(action_id)
        changes = list(read_changes(conn, "WHERE target = ?", (action_id,)))
        changes.sort(key=lambda change: (change.lamport, change.replica, change.seq), reverse=True)
        return ActionDetail(
            row=row,
            action=action,
            own=own,
            reports=tuple(facts.reports[action_id][unit] for unit in sorted(facts.reports[action_id])),
            expected=expected_units(action.institutions),
            deadline_day=deadline_day(action.deadline.end, action.deadline.end_month),
            early=is_early(row.status, own.effective_on, action.deadline.start),
            money=year_money(action.budget, facts.money_of(action_id)),
            notes=_notes(conn, "note", action_id),
            evidence=_notes(conn, "evidence", action_id),
            steps=tuple(step(conn, change) for change in changes[:last]),
        )
