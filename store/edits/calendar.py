"""Headquarters asks for the reports of a period, and closes one: what ``store.account.calendar`` reads."""

from __future__ import annotations

from datetime import date

from store.account.calendar import KIND, asked_period
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import WHOLE
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.plan.periods import plan_period


def open_period(store: Store, period: str, due: date) -> list[Change]:
    """Ask for the reports of a period until a day; one that was closed is open again.

    Raises UserError ``headquarters_only``, ``period_unreadable``, ``period_outside``, or ``period_due_early``
    where the day lies before the period.
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        asked = plan_period(conn, period)
        if due < asked.first:
            raise UserError("period_due_early", period=asked.code, first=asked.first.isoformat())
        edits = [
            Edit(KIND, asked.code, WHOLE, "due", due.isoformat()),
            Edit(KIND, asked.code, WHOLE, "closed", None),
        ]
        return append(conn, identity, edits)


def close_period(store: Store, period: str, on: date) -> list[Change]:
    """Close a period on a day. Raises as :func:`open_period`, and UserError ``period_not_open``."""
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        asked = plan_period(conn, period)
        asked_period(conn, asked)
        if on < asked.first:
            raise UserError("period_due_early", period=asked.code, first=asked.first.isoformat())
        return append(conn, identity, [Edit(KIND, asked.code, WHOLE, "closed", on.isoformat())])
