"""What headquarters recorded of a form, and the unit's own signed file has not confirmed yet."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Final, NamedTuple

from store.db.database import Connection, cached_per_transaction
from store.edits.reported.sources import RecordedSource, recorded_sources
from store.history.steps import change_by_id
from store.ledger.branches import Histories
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.ledger.identity import speaker

Forms = Mapping[Register, RecordedSource]
"""Registers that came by a form alone, with the form."""
_REPORTED: Final = ("action", "money", "note")
"""Kinds of registers that a form tells."""
FormsByAction = dict[str, dict[Register, RecordedSource]]
"""The same by action."""


class FormChanges(NamedTuple):
    """What of a unit came by one form: the names of its registers as kind and field."""

    unit: str
    source: RecordedSource
    registers: tuple[tuple[str, str], ...]


class FormChange(NamedTuple):
    """A change that a form brought, by its register."""

    form: RecordedSource
    register: Register


@cached_per_transaction
def by_form(conn: Connection, action: str | None = None) -> Forms:
    """Return the registers, of one action or of all, whose value came by a form alone, with the form.

    As soon as the unit itself says the same, it is the unit's word, however many forms came.
    """
    brought = form_changes(conn, action)
    registers = dict.fromkeys(of.register for of in brought.values() if of.register.kind in _REPORTED)
    forms = {register: _form_of(conn, register, brought) for register in registers}
    return {register: form for register, form in forms.items() if form is not None}


@cached_per_transaction
def form_changes(conn: Connection, action: str | None = None) -> Mapping[str, FormChange]:
    """Return what forms brought of which something stands, of one action or of all, by the ids of changes.

    What stood already and is recorded again behind a value that crosses it came by no form.
    """
    forms = {(of.replica, of.batch): of for of in recorded_sources(conn) if of.source.form}
    if not forms:
        return {}
    rows = conn.execute(
        "SELECT replica, batch, min(seq), kind, target, unit, field FROM change"
        " WHERE batch IN (SELECT value FROM json_each(?))"
        + (" AND target = ?" if action else "")
        + " GROUP BY replica, batch, kind, target, unit, field",
        (json.dumps([batch for _replica, batch in forms]), *((action,) if action else ())),
    )
    return {
        f"{replica}:{seq}": FormChange(form, Register(*register))
        for replica, batch, seq, *register in rows
        if (form := forms.get((replica, batch))) is not None
    }


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


def _form_of(
    conn: Connection, register: Register, brought: Mapping[str, FormChange]
) -> RecordedSource | None:
    """Return the form that said the value that is shown; None where none did, or the unit itself says it.

    Headquarters sets again what a form said, where another form crosses it, a conflict is decided or a change
    is taken back: behind that is looked for who said it last.
    """
    heads = read_heads(conn, register)
    if not heads or heads[0].decoded() is None:
        return None
    value, form = heads[0].value, None
    waiting, seen = deque(head.id for head in heads if head.value == value), set[str]()
    while waiting:
        if (name := waiting.popleft()) in seen or (change := change_by_id(conn, name)) is None:
            continue
        seen.add(name)
        says = change.register == register and change.shown == value
        if says and name in brought:
            form = form or brought[name].form
        elif says and speaker(conn, change.replica, register.unit) == register.unit:
            return None
        else:
            waiting += Histories(conn).seen(change)
    return form
