"""Setting what contradicts a reported status."""

from __future__ import annotations

from collections.abc import Iterable

from store.account.statuses import DETAILS, contradictions
from store.db.database import Connection, Store
from store.edits.recording import Recording
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.ledger.identity import (
    acting_unit,
    refuse_if_not_allowed,
    required_identity,
    write_transaction,
)
from store.plan.lookup import ActionKey, find_action_id


def settle(store: Store, nrs: Iterable[ActionKey], recording: Recording = Recording()) -> list[Change]:
    """Set what of a unit's reports contradicts the status that stands (``store.account.statuses``).

    Raises UserError ``in_conflict``, ``action_unknown``, ``unit_unknown`` or ``not_allowed``.
    """
    with write_transaction(store) as (conn, identity):
        code = acting_unit(conn, identity, recording.unit)
        refuse_if_not_allowed(identity, "action", code)
        edits: list[Edit] = []
        for action in (find_action_id(conn, nr) for nr in nrs):
            wanted = contradictions(_values(conn, action, code))
            edits += [Edit("action", action, code, field, value) for field, value in wanted.items()]
        batch = recording.batch_of(conn, identity)
        return append(conn, identity, edits, batch=batch, seen=())


def contradicting_values(store: Store, nr: ActionKey, unit: str | None = None) -> dict[str, object]:
    """Return what stands in a unit's report on an action and contradicts its status, by field."""
    with store.reading() as conn:
        code = acting_unit(conn, required_identity(conn, store.path), unit)
        values = _values(conn, find_action_id(conn, nr), code)
    return {field: values[field] for field in contradictions(values)}


def _values(conn: Connection, action: str, unit: str) -> dict[str, object]:
    """Return what stands in a unit's report on an action, by field."""
    heads = {
        field: read_heads(conn, Register("action", action, unit, field)) for field in ("status", *DETAILS)
    }
    return {field: standing[0].decoded() for field, standing in heads.items() if standing}
