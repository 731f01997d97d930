"""Headquarters says who is expected to report: those that lead, those that support as well, chosen units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from store.account.reporting import FIELD, KIND, rule_value
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import WHOLE
from store.edits.edits import effective_day
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.plan.lookup import plan_id, plan_institutions
from store.plan.reporting import CHOSEN, ReportingRule
from store.plan.units import resolve_unit


def set_rule(
    store: Store,
    who: str,
    units: Sequence[str] = (),
    *,
    today: date,
    on: date | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Record who is expected to report from a day on, today if not given. ``units`` are as people write them.

    Raises UserError ``headquarters_only``, ``units_missing`` where units are to report and none is given,
    ``unit_unknown`` or ``unit_ambiguous`` for one, and ``in_conflict`` (as ``store.ledger.append.append``).
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        institutions = plan_institutions(conn)
        chosen = (
            frozenset(resolve_unit(unit, institutions) for unit in units)
            if who == CHOSEN
            else frozenset[str]()
        )
        if who == CHOSEN and not chosen:
            raise UserError("units_missing")
        register = Register(KIND, plan_id(conn)[0], WHOLE, FIELD)
        value = rule_value(ReportingRule(who, chosen))
        day = effective_day(read_heads(conn, register), value, on, today)
        return append(conn, identity, [Edit(*register, value, day)], seen=seen)
