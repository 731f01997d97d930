"""Setting what contradicts a reported status."""

from __future__ import annotations

from collections.abc import Iterable

from store.account.statuses import DETAILS, contradictions
from store.db.database import Connection, Store
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.ledger.identity import (
    acting_unit,
    joinable_batch,
    new_batch,
    refuse_if_not_allowed,
    required_identity,
    write_transaction,
)
from store.plan.lookup import ActionKey, find_action_id


def settle(
    store: Store,
    nrs: Iterable[ActionKey],
    *,
    unit: str | None = None,
    meeting: str | None = None,
    batch: str | None = None,
) -> list[Change]:
    """Set what of a unit's reports contradicts the status that stands (``store.account.statuses``).

    ``batch`` is that of an own edit which this one completes, as in ``store.edits.edits.report_status``.
    Raises Refused ``in_conflict``, ``action_unknown``, ``unit_unknown`` or ``not_allowed``.
    """
    with write_transaction(store) as (conn, identity):
        code = acting_unit(conn, identity, unit)
        refuse_if_not_allowed(identity, "action", code)
        edits: list[Edit] = []
        for action in (find_action_id(conn, nr) for nr in nrs):
            wanted = contradictions(_values(conn, action, code))
            edits += [Edit("action", action, code, field, value) for field, value in wanted.items()]
        into = joinable_batch(conn, identity, batch) or new_batch(conn, identity, meeting)
        return append(conn, identity, edits, batch=into, seen=())


def contradicting_values(store: Store, nr: ActionKey, unit: str | None = None) -> dict[str, object]:
    """What stands in a unit's report on an action and contradicts its status, by field."""
    with store.reading() as conn:
        code = acting_unit(conn, required_identity(conn, store.path), unit)
        values = _values(conn, find_action_id(conn, nr), code)
    return {field: values[field] for field in contradictions(values)}


def _values(conn: Connection, action: str, unit: str) -> dict[str, object]:
    """What stands in a unit's report on an action, by field."""
    heads = {
        field: read_heads(conn, Register("action", action, unit, field)) for field in ("status", *DETAILS)
    }
    return {field: found[0].decoded() for field, found in heads.items() if found}
