"""Headquarters' own word on an action, its cancellations, and what is resolved on an action.

- ``assessment`` (fields ``status``, ``comment``): the official status of the action as a whole. It comes
  before the roll-up over units.
- ``decision`` (field ``cancelled``): the action leaves the plan's denominators from a day on.
- ``resolution`` (a random field each): what was agreed on an action, or in a meeting on none (its target is
  then the meeting's id), ``{"text", "responsible", "due"}``: who is to do it and by which day (ISO), empty
  where nobody said, and ``"done"`` with a day once it is (``store.edits.agreed``). Any unit records its own;
  it binds nobody's status.

Assessments and decisions concern no unit: the unit of their registers is empty, so that two installations of
headquarters meet in one register. Only headquarters may write them (``store.ledger.identity``).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from schema.choices import STATUS
from schema.types import Text, read_day
from store.db.database import Store
from store.edits.edits import add_entry, checked_text, checked_value, effective_day, new_entry_id
from store.edits.meeting import Meeting
from store.edits.recording import Recording
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import OF_HEAD, Standing, read_heads
from store.ledger.identity import new_batch, refuse_if_not_allowed, write_transaction
from store.plan.lookup import ActionKey, find_action_id

WHOLE: Final = ""
"""The unit of registers that concern an action as a whole."""


class Resolution(NamedTuple):
    """What was agreed: a text, who is responsible, by which day, and on which day it was done."""

    text: str
    responsible: str = ""
    due: date | None = None
    done: date | None = None

    def overdue(self, today: date) -> bool:
        """Return True if its day has passed and it is not done."""
        return self.done is None and self.due is not None and self.due < today


class RecordedResolution(NamedTuple):
    """A resolution as it stands, with who recorded it and when (seconds since 1970 UTC)."""

    entry: str
    unit: str
    officer: str
    recorded_at: int
    resolution: Resolution


def assess(
    store: Store,
    nr: ActionKey,
    *,
    today: date,
    status: str | None = None,
    on: date | None = None,
    comment: str | None = None,
    meeting: str | None = None,
    seen: Collection[str] | None = (),
    before: Mapping[str, object] = MappingProxyType({}),
) -> list[Change]:
    """Record headquarters' assessment of an action; None leaves a field as it is, ``""`` clears it.

    A status without a date takes effect today, unless it is in force already. ``before`` is as of
    ``store.edits.recording.Recording``. Raises UserError ``in_conflict`` (as ``store.ledger.append.append``),
    ``changed_meanwhile``, ``status_meanwhile``, ``status_unknown``, ``text_too_long``, ``action_unknown``
    or ``not_allowed``.
    """
    checked_value(STATUS, status or "")
    text = None if comment is None else checked_value(Text(), comment)
    with write_transaction(store) as (conn, identity):
        action = find_action_id(conn, nr)
        refuse_if_not_allowed(identity, "assessment", WHOLE)
        edits: list[Edit] = []
        if status is not None:
            edits.append(
                _dated(
                    conn, Register("assessment", action, WHOLE, "status"), status or None, on, today, meeting
                )
            )
        if comment is not None:
            edits.append(Edit("assessment", action, WHOLE, "comment", text))
        Recording(before=before).refuse_unseen(Standing(conn), edits)
        return append(conn, identity, edits, batch=new_batch(conn, identity, meeting), seen=seen)


def cancel(
    store: Store,
    nr: ActionKey,
    *,
    today: date,
    cancelled: bool = True,
    on: date | None = None,
    reason: str = "",
    meeting: str | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Record headquarters' decision to cancel an action from a day on (today by default), or take it back.

    ``reason`` becomes a note on the action, where anything else is recorded. Raises UserError
    ``in_conflict``, ``text_too_long``, ``action_unknown`` or ``not_allowed``.
    """
    why = checked_text(reason) if reason.strip() else None
    with write_transaction(store) as (conn, identity):
        action = find_action_id(conn, nr)
        refuse_if_not_allowed(identity, "decision", WHOLE)
        register = Register("decision", action, WHOLE, "cancelled")
        edit = _dated(conn, register, True if cancelled else None, on, today, meeting)
        changes = append(conn, identity, [edit], batch=new_batch(conn, identity, meeting), seen=seen)
        if changes and why is not None:
            note = Edit("note", action, identity.unit, new_entry_id(), why)
            changes += append(conn, identity, [note], batch=changes[0].batch)
        return changes


def _dated(
    conn: sqlite3.Connection,
    register: Register,
    value: object,
    on: date | None,
    today: date,
    meeting: str | None,
) -> Edit:
    """A value from a day on; said in a meeting it is recorded also where it stands: it was confirmed."""
    day = effective_day(read_heads(conn, register), value, on, today)
    return Edit(*register, value, day, again=meeting is not None and value is not None)


def record_resolution(
    store: Store,
    about: ActionKey | Meeting,
    resolution: Resolution,
    *,
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Record what was agreed on an action, or in a meeting on none.

    Raises UserError ``text_empty``, ``text_too_long``, ``action_unknown``, ``unit_unknown``,
    ``meeting_of_others`` or ``not_allowed``.
    """
    if not isinstance(about, Meeting):
        entry = resolution_entry(resolution)
        return add_entry(store, about, "resolution", entry, unit=unit, meeting=meeting)
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, "resolution", about.unit)
        entry = resolution_entry(resolution)
        edit = Edit("resolution", about.id, about.unit, new_entry_id(), entry)
        return append(conn, identity, [edit], batch=new_batch(conn, identity, about.id))


def resolved_on(conn: sqlite3.Connection, about: ActionKey | Meeting) -> str:
    """Return the target of resolutions on an action, or of a meeting on none. Raises UserError."""
    return about.id if isinstance(about, Meeting) else find_action_id(conn, about)


def resolution_entry(resolution: Resolution) -> dict[str, str]:
    """Return the value of a resolution in the ledger.

    Raises UserError ``text_empty`` or ``text_too_long``.
    """
    responsible = resolution.responsible.strip()
    return {
        "text": checked_text(resolution.text),
        "responsible": checked_text(responsible, newlines=False) if responsible else "",
        "due": "" if resolution.due is None else resolution.due.isoformat(),
        **({} if resolution.done is None else {"done": resolution.done.isoformat()}),
    }


def read_resolution(value: object) -> Resolution | None:
    """A resolution from its value in the ledger; None where it was taken back, or is of a newer form."""
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return None
    responsible = value.get("responsible")
    return Resolution(
        value["text"],
        responsible if isinstance(responsible, str) else "",
        read_day(value.get("due")),
        read_day(value.get("done")),
    )


def resolutions(store: Store, about: ActionKey | Meeting) -> tuple[RecordedResolution, ...]:
    """Return what was agreed on an action, or in a meeting on none, the first recorded first.

    Raises UserError ``action_unknown``.
    """
    with store.reading() as conn:
        rows = conn.execute(
            "WITH first AS MATERIALIZED (SELECT unit, field, min(lamport) AS lamport FROM change"
            " WHERE target = :about AND kind = 'resolution' AND held IS NULL GROUP BY unit, field)"
            " SELECT state.field, state.unit, officer, recorded_at, state.value FROM state"
            f" CROSS JOIN change ON {OF_HEAD}"
            " LEFT JOIN first ON (first.unit, first.field) = (state.unit, state.field)"
            " WHERE state.kind = 'resolution' AND state.target = :about ORDER BY first.lamport, head",
            {"about": resolved_on(conn, about)},
        )
        return tuple(
            RecordedResolution._make((*row[:4], resolution))
            for row in rows
            if (resolution := read_resolution(json.loads(row[4]))) is not None
        )
