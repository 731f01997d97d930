"""Headquarters approves a unit's report on an action, or returns it: what ``store.account.reviews`` reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from store.account.reviews import (
    APPROVED,
    FIELD,
    KIND,
    RETURNED,
    read_reviews,
    report_digest,
    reporting_pairs,
    resolve_reporting_unit,
)
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import WHOLE
from store.edits.edits import checked_text
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.plan.lookup import ActionKey, find_action_id

_AHEAD: Final = 2**16
"""Lamport numbers that a return leaves out: more than any laptop uses up before it hears of it."""


class Reviewed(NamedTuple):
    """A report that is reviewed: without a ``unit`` those of all units on the action. ``digest`` is that of
    the report as it was shown (``store.account.reviews.report_digest``), where it was."""

    action: ActionKey
    unit: str | None = None
    digest: str | None = None


def approve(
    store: Store,
    nrs: Iterable[ActionKey],
    *,
    units: Iterable[str] | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Approve the reports of units on actions, by default of all that reported; one batch.

    What is returned and not answered yet is approved by its unit's name alone. Raises UserError
    ``headquarters_only``, ``action_unknown``, ``unit_unknown``, ``report_none`` where there is nothing to
    review, ``report_returned`` where nothing else is, or ``in_conflict`` (as ``store.ledger.append.append``).
    """
    named = [None] if units is None else list(units)
    return _review(store, [Reviewed(nr, unit) for nr in nrs for unit in named], APPROVED, "", seen)


def approve_shown(store: Store, reports: Iterable[Reviewed]) -> list[Change]:
    """Approve reports as they were shown; one batch.

    Raises as :func:`approve`, and UserError ``report_changed`` where one is no longer what it was.
    """
    return _review(store, reports, APPROVED, "", ())


def return_report(
    store: Store,
    nr: ActionKey,
    reason: str,
    *,
    unit: str | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Return a unit's report on an action with a reason.

    Without a ``unit`` the only one that reported. Raises as :func:`approve`, and UserError ``text_empty``,
    ``text_too_long``, or ``report_several`` where several reported.
    """
    why = checked_text(reason)
    return _review(store, [Reviewed(nr, unit)], RETURNED, why, seen)


def return_shown(store: Store, reports: Iterable[Reviewed], reason: str) -> list[Change]:
    """Return reports as they were shown with one reason; one batch.

    Raises as :func:`return_report`, and UserError ``report_changed`` where one is no longer what it was.
    """
    return _review(store, reports, RETURNED, checked_text(reason), ())


def clear_review(store: Store, nr: ActionKey, unit: str) -> list[Change]:
    """Take a review back. Raises as :func:`approve`."""
    with write_transaction(store) as (conn, identity):
        code = resolve_reporting_unit(conn, unit)
        refuse_if_not_allowed(identity, KIND, code)
        return append(conn, identity, [Edit(KIND, find_action_id(conn, nr), code, FIELD, None)])


def _review(
    store: Store, reports: Iterable[Reviewed], state: str, reason: str, seen: Collection[str] | None
) -> list[Change]:
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        reporting = reporting_pairs(conn)
        edits: list[Edit] = []
        for nr, unit, shown in reports:
            action = find_action_id(conn, nr)
            units = [resolve_reporting_unit(conn, unit)] if unit else sorted(reporting.get(action, ()))
            if not units:
                raise UserError("report_none", nr=str(nr), unit="")
            if state == APPROVED and not unit:
                returned = {
                    review.unit for review in read_reviews(conn, action=action).values() if review.is_returned
                }
                known, units = units, [code for code in units if code not in returned]
                if not units:
                    raise UserError("report_returned", nr=str(nr), known=known)
            if state == RETURNED and len(units) > 1:
                raise UserError("report_several", nr=str(nr), known=units)
            for code in units:
                digest = report_digest(conn, action, code)
                if digest is None:
                    raise UserError("report_none", nr=str(nr), unit=code)
                if shown not in (None, digest):
                    raise UserError("report_changed", nr=str(nr), unit=code)
                value = {"state": state, "of": digest} | ({"reason": reason} if reason else {})
                edits.append(Edit(KIND, action, code, FIELD, value))
        return append(conn, identity, edits, seen=seen, ahead=_AHEAD if state == RETURNED else 0)
