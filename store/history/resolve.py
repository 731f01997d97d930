"""Deciding a conflict: an ordinary change that supersedes all heads its author has seen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from schema.registers import type_of
from schema.types import MAX_TEXT, FieldType, Text
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import checked_text, new_entry_id
from store.history.conflicts import Conflict, find_conflict
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.identity import new_batch, refuse_if_not_allowed, write_transaction
from store.plan.figures import read_measured
from store.revision.adoption import adopt_revisions as settle_plan
from store.revision.register import revision_register


def read_value(conflict: Conflict, text: str, today: date, read_cents: Callable[[str], int | None]) -> object:
    """Return the value that ``text`` means for the register in conflict; None clears, for an empty text.

    ``read_cents`` reads amounts; None from it means nothing that can stand by itself. Raises UserError
    ``value_unreadable`` or ``conflict_value``, Unreadable, and as ``read_cents``.
    """
    kind, field, typed = conflict.register.kind, conflict.register.field, text.strip()
    if not typed:
        return None
    if kind == "indicator":
        measured = checked_text(typed, newlines=False)
        if read_measured(measured) is None:
            raise UserError("value_unreadable", found=measured)
        return {"value": measured, "source": ""}
    if kind not in ("money", "action", "assessment", "note", "narrative", "desk"):
        raise UserError("conflict_value", id=conflict.id, found=typed)
    declared = type_of(kind, field) or FieldType()
    value = read_cents(typed) if kind == "money" else declared.parse(typed, today)
    if value is None:
        # there is no one amount to which it could be added
        raise UserError("conflict_value", id=conflict.id, found=typed)
    return value


def keep_head(
    store: Store,
    conflict_id: str,
    head: str,
    *,
    reason: str = "",
    seen: Collection[str] | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Decide a conflict for one of its heads: its value and its day stand from now on.

    ``conflict_id`` is as of :func:`store.history.conflicts.find_conflict`. ``seen`` are the names or ids of
    the heads that the person had before them, by default those that stand, and ``head`` is one of them: an id
    is another's once an author's histories part, a name never. ``reason`` becomes a note on the same target.
    Raises UserError ``conflict_unknown``, ``conflict_changed`` where another head has arrived since,
    ``conflict_side``, ``text_too_long`` or ``not_allowed``.
    """

    def chosen(conflict: Conflict) -> tuple[Any, str | None]:
        for candidate in conflict.heads:
            if head in (candidate.name, candidate.id):
                return candidate.value, candidate.effective_on
        raise UserError(
            "conflict_side", id=conflict.id, known=[str(candidate.value) for candidate in conflict.heads]
        )

    return _decide(store, conflict_id, chosen, reason, seen, meeting)


def decide_conflict(
    store: Store,
    conflict_id: str,
    value: object,
    *,
    today: date,
    reason: str = "",
    seen: Collection[str] | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Decide a conflict by another value (None clears); a status takes effect today.

    Money of which every amount that stands has a day has the last of these days: it is the same money.

    Raises as :func:`keep_head`, and UserError ``conflict_value`` where the register cannot hold the value.
    """

    def chosen(conflict: Conflict) -> tuple[Any, str | None]:
        register = conflict.register
        declared, checked = type_of(register.kind, register.field), value
        if isinstance(value, str):
            checked = checked_text(value, limit=declared.limit if isinstance(declared, Text) else MAX_TEXT)
        if checked is not None and not _fits(register, checked):
            raise UserError("conflict_value", id=conflict.id, found=str(value))
        dated = register.field == "status" or (register.kind, register.field) == ("decision", "cancelled")
        if value is None:
            return checked, None
        return checked, today.isoformat() if dated else _last_day(conflict)

    return _decide(store, conflict_id, chosen, reason, seen, meeting)


def _decide(
    store: Store,
    conflict_id: str,
    chosen: Callable[[Conflict], tuple[Any, str | None]],
    reason: str,
    seen: Collection[str] | None,
    meeting: str | None,
) -> list[Change]:
    with write_transaction(store) as (conn, identity):
        conflict = find_conflict(conn, conflict_id)
        register = conflict.register
        refuse_if_not_allowed(identity, register.kind, register.unit)
        # whoever decides must have seen what the decision takes the place of
        if seen is not None and not all({head.name, head.id} & {*seen} for head in conflict.heads):
            raise UserError("conflict_changed", id=conflict.id)
        value, day = chosen(conflict)
        edits = [Edit(*register, value, day)]
        if reason.strip():
            edits.append(Edit("note", register.target, register.unit, new_entry_id(), checked_text(reason)))
        changes = append(conn, identity, edits, batch=new_batch(conn, identity, meeting))
        if register == revision_register(register.target):
            settle_plan(conn, identity)
        return changes


def _last_day(conflict: Conflict) -> str | None:
    """Return the last of the days on which money in conflict was spent; None if an amount has none."""
    days = [head.effective_on for head in conflict.heads if conflict.register.kind == "money"]
    return max((day for day in days if day is not None), default=None) if None not in days else None


def _fits(register: Register, value: object) -> bool:
    """Return True if a register of a kind that this version knows can hold the value."""
    if register.field == "cancelled":
        return value is True
    declared = type_of(register.kind, register.field)
    return register != revision_register(register.target) and (declared is None or declared.valid(value))
