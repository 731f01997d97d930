"""The use cases that change something: each is one durable transaction, called by both faces."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from store.change import Change, Register
from store.database import Store
from store.errors import Refused
from store.identity import Identity, read_identity
from store.ledger import Edit, append
from store.lookup import find_action_id, plan_institutions, plan_years
from store.permission import refuse_if_not_allowed
from store.rollup import STATUSES
from store.state import read_heads
from store.text import clean
from store.units import resolve_unit

MAX_CENTS: Final = 10**13
MAX_TEXT: Final = 4000
REASONS: Final = (
    "lack_of_budget",
    "lack_of_staff",
    "procurement",
    "legislation",
    "donor_funds",
    "coordination",
    "changed_priorities",
    "force_majeure",
    "other",
)
MONEY_FIELDS: Final = ("allocated", "capital.spent", "recurrent.spent")
"""What is recorded of a year's money, in the order of the screen; a register's field is ``YEAR.`` + this."""


class Amount(NamedTuple):
    """An amount to record: cents, or cents to add to what stands."""

    cents: int
    relative: bool = False


class StatusReport(NamedTuple):
    """What may be reported about an action; None leaves a field as it is, ``""`` clears it."""

    status: str | None = None
    on: date | None = None
    percent: int | None = None
    reason: str | None = None
    reason_text: str | None = None
    new_deadline: str | None = None
    output_reached: str | None = None
    next_steps: str | None = None


def checked_text(text: str, *, newlines: bool = True) -> str:
    """Text as it may enter the ledger. Raises Refused ``text_empty`` or ``text_too_long``."""
    result = clean(text, newlines=newlines).strip()
    if not result:
        raise Refused("text_empty")
    if len(result) > MAX_TEXT:
        raise Refused("text_too_long", found=len(result), limit=MAX_TEXT)
    return result


def _edit(
    store: Store,
    nr: str,
    unit: str | None,
    kind: str,
    build: Callable[[sqlite3.Connection, str, str], list[Edit]],
) -> list[Change]:
    with store.writing() as conn:
        identity = read_identity(conn)
        if identity is None:
            raise Refused("no_identity", file=str(store.path))
        action = find_action_id(conn, nr)
        code = _unit(conn, identity, unit)
        refuse_if_not_allowed(identity, kind, code)
        return append(conn, identity, build(conn, action, code))


def _unit(conn: sqlite3.Connection, identity: Identity, unit: str | None) -> str:
    if unit is None or unit == identity.unit:
        return identity.unit
    return resolve_unit(unit, plan_institutions(conn))


def report_status(
    store: Store, nr: str, report: StatusReport, *, today: date, unit: str | None = None
) -> list[Change]:
    """Record a status and what belongs to it for one action and unit.

    A status without a date takes effect today, unless it already stands: then nothing is recorded.
    Raises Refused ``status_unknown``, ``percent_range``, ``reason_unknown``, ``action_unknown``,
    ``unit_unknown`` or ``not_allowed``.
    """
    if report.status not in (None, "", *STATUSES):
        raise Refused("status_unknown", found=report.status, known=", ".join(STATUSES))
    if report.percent is not None and not 0 <= report.percent <= 100:
        raise Refused("percent_range", found=report.percent)
    if report.reason not in (None, "", *REASONS):
        raise Refused("reason_unknown", found=report.reason, known=", ".join(REASONS))

    def build(conn: sqlite3.Connection, action: str, code: str) -> list[Edit]:
        edits: list[Edit] = []
        if report.status is not None:
            edits.append(_status_edit(conn, action, code, report.status or None, report.on, today))
        if report.percent is not None:
            edits.append(Edit("action", action, code, "percent", report.percent))
        for field in ("reason", "reason_text", "new_deadline", "output_reached", "next_steps"):
            text: str | None = getattr(report, field)
            if text is not None:
                edits.append(
                    Edit("action", action, code, field, checked_text(text) if text.strip() else None)
                )
        return edits

    return _edit(store, nr, unit, "action", build)


def _status_edit(
    conn: sqlite3.Connection, action: str, code: str, status: str | None, on: date | None, today: date
) -> Edit:
    effective_on = (on or today).isoformat() if status is not None else None
    if on is None:
        heads = read_heads(conn, Register("action", action, code, "status"))
        if heads and heads[0].value == (f'"{status}"' if status is not None else "null"):
            effective_on = heads[0].effective_on
    return Edit("action", action, code, "status", status, effective_on)


def report_money(
    store: Store, nr: str, year: int, amounts: dict[str, Amount | None], *, unit: str | None = None
) -> list[Change]:
    """Record money of one year: ``amounts`` maps names of MONEY_FIELDS to an amount, or None to clear.

    A relative amount adds to what stands. Raises Refused ``year_unknown``, ``amount_negative``,
    ``amount_too_large``, ``action_unknown``, ``unit_unknown`` or ``not_allowed``.
    """

    def build(conn: sqlite3.Connection, action: str, code: str) -> list[Edit]:
        years = plan_years(conn)
        if year not in years:
            raise Refused("year_unknown", found=year, known=", ".join(map(str, years)))
        return [
            Edit(
                "money", action, code, f"{year}.{name}", _cents(conn, action, code, f"{year}.{name}", amount)
            )
            for name, amount in amounts.items()
        ]

    return _edit(store, nr, unit, "money", build)


def _cents(conn: sqlite3.Connection, action: str, code: str, field: str, amount: Amount | None) -> int | None:
    if amount is None:
        return None
    cents = amount.cents
    if amount.relative:
        heads = read_heads(conn, Register("money", action, code, field))
        cents += int(heads[0].value) if heads and heads[0].value != "null" else 0
    if cents < 0:
        raise Refused("amount_negative", found=f"{cents / 100:.2f}")
    if cents > MAX_CENTS:
        raise Refused("amount_too_large", found=f"{cents / 100:.2f}", limit_cents=MAX_CENTS)
    return cents


def add_note(store: Store, nr: str, text: str, *, unit: str | None = None) -> list[Change]:
    """Add a note: an entry of its own, so that notes of several people never collide."""
    checked = checked_text(text)
    return _edit(
        store, nr, unit, "note", lambda _, action, code: [Edit("note", action, code, _entry(), checked)]
    )


def add_evidence(
    store: Store, nr: str, title: str, reference: str, *, unit: str | None = None
) -> list[Change]:
    """Add evidence: a title and where it is kept (a protocol number, a path, an address)."""
    entry = {"title": checked_text(title, newlines=False), "ref": checked_text(reference, newlines=False)}
    return _edit(
        store, nr, unit, "evidence", lambda _, action, code: [Edit("evidence", action, code, _entry(), entry)]
    )


def _entry() -> str:
    return os.urandom(6).hex()
