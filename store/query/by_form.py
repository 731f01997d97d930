"""What headquarters recorded of a form, and the unit's own signed file has not confirmed yet."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from store.db.database import Connection, cached_per_transaction
from store.edits.reported.sources import RecordedSource, recorded_sources
from store.ledger.change import Change, Register, split_id
from store.ledger.heads import read_heads

Forms = Mapping[Register, RecordedSource]
"""Registers that came by a form alone, with the form."""
FormsByAction = dict[str, dict[Register, RecordedSource]]
"""The same by action."""


class FormChanges(NamedTuple):
    """What of a unit came by one form: the names of its registers as kind and field."""

    unit: str
    source: RecordedSource
    registers: tuple[tuple[str, str], ...]


@cached_per_transaction
def by_form(conn: Connection, action: str | None = None) -> Forms:
    """Return the registers, of one action or of all, whose value came by a form alone, with the form.

    As soon as the unit itself says the same, it is the unit's word.
    """
    forms = {
        (source.replica, source.batch): source for source in recorded_sources(conn) if source.source.form
    }
    if not forms:
        return {}
    rows = conn.execute(
        "SELECT DISTINCT kind, target, unit, field, replica, batch FROM change"
        " WHERE batch IN (SELECT value FROM json_each(?)) AND kind IN ('action', 'money', 'note')"
        + (" AND target = ?" if action else ""),
        (json.dumps([batch for _replica, batch in forms]), *((action,) if action else ())),
    )
    came = [
        (Register(*row[:4]), source) for row in rows if (source := forms.get((row[4], row[5]))) is not None
    ]
    return {register: source for register, source in came if _is_of(conn, register, source)}


def forms_by_action(conn: Connection) -> FormsByAction:
    """Return :func:`by_form` of all actions, by action."""
    of_actions: FormsByAction = defaultdict(dict)
    for register, source in by_form(conn).items():
        of_actions[register.target][register] = source
    return of_actions


def form_groups(forms: Forms, unit: str | None = None) -> list[FormChanges]:
    """Return what came by form, of all units or of one, by unit and form in the order of units."""
    groups: defaultdict[tuple[str, RecordedSource], list[tuple[str, str]]] = defaultdict(list)
    for register, source in forms.items():
        if unit in (None, register.unit):
            groups[register.unit, source].append((register.kind, register.field))
    return [FormChanges(*of, tuple(sorted(names))) for of, names in sorted(groups.items())]


def is_by_form(forms: Forms, change: Change) -> bool:
    """Return whether a change is what brought a value that came by a form alone."""
    source = forms.get(change.register)
    return source is not None and (change.replica, change.batch) == (source.replica, source.batch)


def _is_of(conn: Connection, register: Register, source: RecordedSource) -> bool:
    """Return True if all that stands with the value that is shown was recorded with the form."""
    heads = read_heads(conn, register)
    if not heads or heads[0].decoded() is None:
        return False
    return all(
        _batch(conn, head.id) == (source.replica, source.batch)
        for head in heads
        if head.value == heads[0].value
    )


def _batch(conn: Connection, head: str) -> tuple[str, str] | None:
    named = split_id(head)
    if named is None:
        return None
    row = conn.execute("SELECT replica, batch FROM change WHERE replica = ? AND seq = ?", named).fetchone()
    return None if row is None else (str(row[0]), str(row[1]))
