"""A naive recount of figures, from the changes themselves: slow, and written from the definitions alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from store.db.database import Store
from store.figures.spans import Span
from store.ledger.append import read_changes
from store.ledger.change import Change, Register
from store.ledger.heads import heads_of
from store.plan.load import load_plan
from store.plan.model import ADMIN, Action
from store.plan.units import expected_units
from store.status.rollup import STATUSES, deadline_day, rolled_up
from store.status.status_as_of import change_in_force

Counted = dict[str, tuple[int, int | None]]
"""Numerator and denominator by the id of the figure."""


def recount(store: Store, span: Span, as_of: date, in_force: dict[date, int]) -> Counted:
    """Figures of the whole plan, as headquarters sees them; ``in_force`` are the revisions by their days."""
    by_register: dict[Register, list[Change]] = defaultdict(list)
    for change in read_changes(store.conn):
        by_register[change.register].append(change)

    def version(day: date) -> int:
        begun = [number for since, number in in_force.items() if since <= day]
        return max(begun) if begun else min(in_force.values())

    def cancelled(action: str, day: date) -> bool:
        decision = change_in_force(by_register[Register("decision", action, "", "cancelled")], day)
        word = change_in_force(by_register[Register("assessment", action, "", "status")], day)
        return bool(decision and decision.decoded()) or (word is not None and word.decoded() == "cancelled")

    def said(action: str) -> dict[str, Change]:
        found = {}
        for register, changes in by_register.items():
            if (register.kind, register.target, register.field) == ("action", action, "status"):
                change = change_in_force(changes, as_of)
                if change is not None and change.decoded() in STATUSES:
                    found[register.unit] = change
        return found

    plan = load_plan(store, version(date(span.year, 1, 1)))
    later = {action.stable_id: action for action in load_plan(store, version(as_of)).actions()}
    if version(as_of) <= version(date(span.year, 1, 1)):
        later = {action.stable_id: action for action in plan.actions()}
    sums: dict[str, int] = defaultdict(int)
    before_year = date.fromordinal(date(span.year, 1, 1).toordinal() - 1)
    for action in plan.actions():
        key, end = action.stable_id, deadline_day(action.deadline.end, action.deadline.end_month)
        _count_money(sums, action, by_register, span)
        reports = said(key)
        word = change_in_force(by_register[Register("assessment", key, "", "status")], as_of)
        assessed = word.decoded() if word is not None and word.decoded() in STATUSES else None
        is_cancelled = cancelled(key, as_of)
        units = expected_units(action.institutions)
        status = rolled_up(
            {unit: change.decoded() for unit, change in reports.items()},
            units,
            assessment=assessed,
            cancelled=is_cancelled,
        )
        days = [c.effective_on for c in reports.values() if c.decoded() == "implemented" and c.effective_on]
        since = max(days, default=None)
        if assessed == "implemented" and word is not None and word.effective_on:
            since = word.effective_on
        if cancelled(key, before_year) or end is None:
            if not cancelled(key, before_year) and not is_cancelled:
                sums["expected"] += len(units)
                sums["reported"] += len([unit for unit in units if unit in reports])
            continue
        if not is_cancelled:
            sums["expected"] += len(units)
            sums["reported"] += len([unit for unit in units if unit in reports])
        if end < as_of and status not in ("implemented", "cancelled"):
            sums["overdue"] += 1
        if end > span.last:
            sums["ahead"] += status == "implemented"
            continue
        if end < span.first:
            if status == "implemented" and since is not None and date.fromisoformat(since) < span.first:
                continue
            sums["carried"] += 1
            sums["carried done"] += status == "implemented"
            continue
        sums["due"] += 1
        sums["implemented"] += status == "implemented"
        sums["silent"] += status is None
        new = later.get(key)
        new_end = deadline_day(new.deadline.end, new.deadline.end_month) if new is not None else None
        if is_cancelled or new is None or (new_end is not None and new_end > span.last):
            sums["changed"] += 1
            sums["changed done"] += status == "implemented"
        if status == "implemented" and since is not None:
            month = action.deadline.end_month
            first = date(end.year, month or 1, 1)
            day = date.fromisoformat(since)
            sums["early" if day < first else "late" if day > end else "on time"] += 1
    return {
        "implementation_rate": (sums["implemented"], sums["due"]),
        "implementation_rate_without_changed": (
            sums["implemented"] - sums["changed done"],
            sums["due"] - sums["changed"],
        ),
        "changed": (sums["changed"], None),
        "implemented_early": (sums["early"], sums["implemented"]),
        "implemented_on_time": (sums["on time"], sums["implemented"]),
        "implemented_late": (sums["late"], sums["implemented"]),
        "implemented_ahead": (sums["ahead"], None),
        "not_reported": (sums["silent"], sums["due"]),
        "carried_over": (sums["carried"], None),
        "carried_over_implemented": (sums["carried done"], sums["carried"]),
        "overdue": (sums["overdue"], None),
        "coverage": (sums["reported"], sums["expected"]),
        "planned": (sums["planned"], None),
        "administrative": (sums["admin"], None),
        "spent": (sums["spent"], None),
        "spent_outside": (sums["spent"] - sums["on plan"], None),
        "remaining": (sums["planned"] - sums["on plan"], None),
        "execution": (sums["on plan"], sums["planned"]),
    }


def _count_money(
    sums: dict[str, int], action: Action, by_register: dict[Register, list[Change]], span: Span
) -> None:
    for year, cell in action.budget.items():
        if span.first.year <= year <= span.year:
            sums["admin"] += cell == ADMIN
            sums["planned"] += cell if isinstance(cell, int) else 0
    for register, changes in by_register.items():
        if (register.kind, register.target) == ("money", action.stable_id):
            of, _, field = register.field.partition(".")
            value = heads_of(changes)[0].decoded()
            if value and field.endswith("spent") and span.first.year <= int(of) <= span.year:
                sums["spent"] += value
                sums["on plan"] += value if isinstance(action.budget.get(int(of)), int) else 0


def rate(counted: tuple[int, int | None]) -> Fraction | int | None:
    """The value of a recounted figure."""
    part, whole = counted
    if whole is None:
        return part
    return Fraction(part, whole) if whole else None
