"""The rule who is expected to report, as it is in force on a day; headquarters sets it.

Kind ``reporting``, target the plan's id, no unit, field ``expected``: ``{"who": "units", "units": ["MPB"]}``,
one of ``store.plan.reporting.RULES`` (units for the last alone), in force from its day on. Before any, and
where it was cleared, those that lead report.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Any, Final, NamedTuple

from store.account.in_force import change_in_force, changes_of
from store.db.database import cached_per_transaction
from store.ledger.branches import Histories
from store.ledger.change import Change, Register
from store.plan.reporting import CHOSEN, RULES, ReportingRule

KIND: Final = "reporting"
FIELD: Final = "expected"
_WHICH: Final = (
    "kind = ? AND target = (SELECT id FROM plan ORDER BY revision DESC LIMIT 1) AND unit = '' AND field = ?"
)


class RuleInForce(NamedTuple):
    """A rule, the first day on which it holds (None: from the beginning), and who set it (empty: nobody)."""

    rule: ReportingRule
    since: date | None = None
    officer: str = ""


@cached_per_transaction
def read_rule(conn: sqlite3.Connection, day: date) -> ReportingRule:
    """Return the rule in force on a day."""
    row = conn.execute(
        f"SELECT value, effective_on, others FROM state WHERE {_WHICH}", (KIND, FIELD)
    ).fetchone()
    if row is None:
        return ReportingRule()
    value, since, others = row
    if others is None and (since or "") <= day.isoformat():
        return _rule_of(json.loads(value))
    return _of_change(change_in_force(_changes(conn), day, Histories(conn)))


def read_rules(conn: sqlite3.Connection) -> tuple[RuleInForce, ...]:
    """Return all rules that hold at some time, the earliest first; the first of them from the beginning."""
    changes, histories = _changes(conn), Histories(conn)
    days = sorted({change.effective_on for change in changes if change.effective_on is not None})
    rules = [RuleInForce(_of_change(change_in_force(changes, date.min, histories)))]
    for day in map(date.fromisoformat, days):
        change = change_in_force(changes, day, histories)
        if (rule := _of_change(change)) != rules[-1].rule:
            rules.append(RuleInForce(rule, day, "" if change is None else change.officer))
    return tuple(rules)


def rule_value(rule: ReportingRule) -> dict[str, Any]:
    """Return a rule as the ledger holds it."""
    return {"who": rule.who, **({"units": sorted(rule.units)} if rule.who == CHOSEN else {})}


def _changes(conn: sqlite3.Connection) -> list[Change]:
    plan = conn.execute("SELECT id FROM plan ORDER BY revision DESC LIMIT 1").fetchone()
    registers = [] if plan is None else [Register(KIND, plan[0], "", FIELD)]
    return [change for _register, changes in changes_of(conn, registers) for change in changes]


def _of_change(change: Change | None) -> ReportingRule:
    return ReportingRule() if change is None else _rule_of(change.decoded())


def _rule_of(value: Any) -> ReportingRule:
    """Return the rule that a value says; the usual one for a value that says none."""
    who = value.get("who") if isinstance(value, dict) else None
    if who not in RULES:
        return ReportingRule()
    units = value.get("units", ()) if who == CHOSEN else ()
    return ReportingRule(who, frozenset(unit for unit in units if isinstance(unit, str)))
