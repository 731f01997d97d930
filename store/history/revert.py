"""Taking back one change, whenever it was made: a new change that restores what stood before it."""

from __future__ import annotations

import sqlite3

from store.db.database import Store
from store.db.errors import UserError
from store.exchange.redaction_words import FIELD as REDACTION
from store.history.history import changed_since, recorded_anew
from store.history.steps import Step, change_before, change_by_id, edit_of, restoring_edits, steps_of
from store.ledger.append import FINAL, Edit, append
from store.ledger.branches import Histories, is_exact
from store.ledger.heads import read_heads
from store.ledger.identity import Identity, read_identity, refuse_if_not_allowed, write_transaction
from store.revision.register import revision_register


def revert_refusal(store: Store, change_id: str) -> UserError | None:
    """Return why :func:`revert` would not take a change back now; None where it would."""
    if store.refusal is not None:
        return store.refusal
    with store.reading() as conn:
        identity = read_identity(conn)
        try:
            if identity is None:
                raise UserError("no_identity", file=str(store.path))
            _restoring(conn, identity, change_id)
        except UserError as refused:
            return refused
    return None


def revert(store: Store, change_id: str) -> Step:
    """Restore what stood before a change, by ordinary changes that undo takes back again.

    ``change_id`` is as of :func:`store.history.steps.change_by_id`. Only what still stands, alone, is taken
    back: whoever set the register since had seen this change. Raises UserError ``change_unknown``,
    ``change_parted`` where an id may be of several, ``text_lost``, ``undo_changed_since``, ``undo_nothing``,
    ``not_allowed``, or ``revision_stays``, ``redaction_stays`` or ``enrolment_stays`` for what is never taken
    back.
    """
    with write_transaction(store) as (conn, identity):
        edits = _restoring(conn, identity, change_id)
        (step,) = steps_of(conn, append(conn, identity, edits, beside=True))
        if step.change.register == revision_register(step.change.target):
            from store.revision.adoption import adopt_revisions

            adopt_revisions(conn, identity)
        return step


def _restoring(conn: sqlite3.Connection, identity: Identity, change_id: str) -> list[Edit]:
    """Return the edits that restore what stood before a change. Raises as :func:`revert`."""
    if not is_exact(change_id) and len(known := Histories(conn).alike(change_id)) > 1:
        raise UserError("change_parted", found=change_id, known=known)
    change = change_by_id(conn, change_id)
    if change is None:
        raise UserError("change_unknown", found=change_id)
    register = change.register
    if change.batch[:1] == FINAL:
        if change.field.startswith(REDACTION):
            raise UserError("redaction_stays")
        raise UserError("enrolment_stays" if recorded_anew(conn, change.replica) else "revision_stays")
    refuse_if_not_allowed(identity, register.kind, register.unit)
    edits = restoring_edits(conn, change)
    before = change_before(conn, change)
    if before is not None and before.redaction is not None:
        raise UserError("text_lost")
    heads = read_heads(conn, register)
    if others := tuple(head for head in heads if head.id != change.id):
        raise changed_since(conn, register, others)
    if edits == [edit_of(change)] or not heads:
        raise UserError("undo_nothing", target=register.target, field=register.field)
    return edits
