"""What headquarters recorded of a form, and the unit's own signed file has not confirmed yet."""

from __future__ import annotations

from collections import defaultdict

from store.db.database import Connection
from store.edits.reported.sources import RecordedSource, recorded_sources
from store.ledger.change import Register, split_id
from store.ledger.heads import read_heads

FormsByAction = dict[str, dict[Register, RecordedSource]]
"""Registers that came by a form alone with the form, by action."""


def by_form(conn: Connection, action: str | None = None) -> dict[Register, RecordedSource]:
    """Return the registers, of one action or of all, whose value came by a form alone, with the form.

    As soon as the unit itself says the same, it is the unit's word.
    """
    forms = {(held.replica, held.batch): held for held in recorded_sources(conn) if held.source.form}
    came: dict[Register, RecordedSource] = {}
    for (replica, batch), held in forms.items():
        rows = conn.execute(
            "SELECT DISTINCT kind, target, unit, field FROM change WHERE replica = ? AND batch = ?"
            " AND kind IN ('action', 'money', 'note')" + (" AND target = ?" if action else ""),
            (replica, batch, action) if action else (replica, batch),
        )
        came.update((Register(*row), held) for row in rows)
    return {register: held for register, held in came.items() if _is_of(conn, register, held)}


def forms_by_action(conn: Connection) -> FormsByAction:
    """Return :func:`by_form` of all actions, by action."""
    of_actions: FormsByAction = defaultdict(dict)
    for register, source in by_form(conn).items():
        of_actions[register.target][register] = source
    return of_actions


def _is_of(conn: Connection, register: Register, held: RecordedSource) -> bool:
    """Whether all that stands with the value that is shown was recorded with the form."""
    heads = read_heads(conn, register)
    if not heads or heads[0].decoded() is None:
        return False
    return all(
        _batch(conn, head.id) == (held.replica, held.batch) for head in heads if head.value == heads[0].value
    )


def _batch(conn: Connection, head: str) -> tuple[str, str] | None:
    named = split_id(head)
    if named is None:
        return None
    row = conn.execute("SELECT replica, batch FROM change WHERE replica = ? AND seq = ?", named).fetchone()
    return None if row is None else (str(row[0]), str(row[1]))
