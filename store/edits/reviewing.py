"""Headquarters approves a unit's report on an action, or returns it: what ``store.account.reviews`` reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from store.account.reviews import (
    APPROVED,
    FIELD,
    KIND,
    RETURNED,
    report_digest,
    reporting_pairs,
    resolve_reporting_unit,
)
from store.db.database import Store
from store.db.errors import Refused
from store.edits.assessment import WHOLE
from store.edits.edits import checked_text
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.plan.lookup import ActionKey, find_action_id

_AHEAD: Final = 2**16
"""Lamport numbers that a return leaves out: more than any laptop uses up before it hears of it."""


def approve(
    store: Store,
    nrs: Iterable[ActionKey],
    *,
    units: Iterable[str] | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Approve the reports of units on actions, by default of all that reported; one batch.

    Raises Refused ``headquarters_only``, ``action_unknown``, ``unit_unknown``, ``report_none`` where there is
    nothing to review, or ``in_conflict`` (as ``store.ledger.append.append``).
    """
    return _review(store, nrs, None if units is None else list(units), APPROVED, "", seen)


def return_report(
    store: Store,
    nr: ActionKey,
    reason: str,
    *,
    unit: str | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Return a unit's report on an action with a reason.

    Without a ``unit`` the only one that reported. Raises as :func:`approve`, and Refused ``text_empty``,
    ``text_too_long``, or ``report_several`` where several reported.
    """
    why = checked_text(reason)
    return _review(store, [nr], None if unit is None else [unit], RETURNED, why, seen)


def clear_review(store: Store, nr: ActionKey, unit: str) -> list[Change]:
    """Take a review back. Raises as :func:`approve`."""
    with write_transaction(store) as (conn, identity):
        code = resolve_reporting_unit(conn, unit)
        refuse_if_not_allowed(identity, KIND, code)
        return append(conn, identity, [Edit(KIND, find_action_id(conn, nr), code, FIELD, None)])


def _review(
    store: Store,
    nrs: Iterable[ActionKey],
    units: list[str] | None,
    state: str,
    reason: str,
    seen: Collection[str] | None,
) -> list[Change]:
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        reported = reporting_pairs(conn)
        chosen = None if units is None else [resolve_reporting_unit(conn, unit) for unit in units]
        edits: list[Edit] = []
        for nr in nrs:
            action = find_action_id(conn, nr)
            whose = sorted(reported.get(action, ())) if chosen is None else chosen
            if not whose:
                raise Refused("report_none", nr=str(nr), unit="")
            if state == RETURNED and len(whose) > 1:
                raise Refused("report_several", nr=str(nr), known=whose)
            for unit in whose:
                digest = report_digest(conn, action, unit)
                if digest is None:
                    raise Refused("report_none", nr=str(nr), unit=unit)
                value = {"state": state, "of": digest} | ({"reason": reason} if reason else {})
                edits.append(Edit(KIND, action, unit, FIELD, value))
        return append(conn, identity, edits, seen=seen, ahead=_AHEAD if state == RETURNED else 0)
