"""What one action adds to each sum of a report. A figure is a sum of these, or the share of two."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Final, NamedTuple

from store.account.action_rows import PlanRow
from store.account.populations import ADDED, CANCELLED, MOVED, REMOVED, CountedAction
from store.account.statuses import is_overdue
from store.figures.facts import Facts

_CHANGES: Final = frozenset({CANCELLED, REMOVED, MOVED})


class Part(NamedTuple):
    """Numbers of one action: 1 or 0, numbers of reports, or cents.

    ``actions`` are those that a version of the period has. ``due`` are those whose deadline ends in the
    period by the version in force when its year began, without those cancelled before. Those that were
    cancelled, removed or moved beyond the period since then stay due; ``kept`` are the others. ``added_due``
    are due by a later version alone. ``changed`` and the next four tell what happened in the period.
    ``carried`` are those that were overdue when the period began. ``expected`` and ``reported`` are the
    reports asked for the period and those that came; ``ever_reported`` those that came at any time.
    """

    actions: int = 0
    due: int = 0
    implemented: int = 0
    kept: int = 0
    kept_implemented: int = 0
    added_due: int = 0
    added_implemented: int = 0
    changed: int = 0
    cancelled: int = 0
    removed: int = 0
    moved: int = 0
    added: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    undated: int = 0
    ahead: int = 0
    carried: int = 0
    carried_implemented: int = 0
    overdue: int = 0
    due_not_started: int = 0
    due_in_progress: int = 0
    due_partially_implemented: int = 0
    due_not_implemented: int = 0
    due_not_reported: int = 0
    expected: int = 0
    reported: int = 0
    due_expected: int = 0
    due_reported: int = 0
    ever_expected: int = 0
    ever_reported: int = 0
    conflicts: int = 0


def status_of(row: PlanRow, facts: Facts) -> str | None:
    """Return the status of an action as the figures count it."""
    return facts.statuses.seen_by(facts.unit, row.id, row.institutions)


def action_part(
    action: CountedAction, facts: Facts, status: str | None, events: Set[str], conflicts: int = 0
) -> Part:
    """Return what an action of this status adds, to which these things happened in the period.

    That is nothing where a unit has recorded nothing but money on it.
    """
    row, reported = action.row, facts.statuses.reported.get(action.row.id, {})
    if facts.unit is not None and facts.unit not in row.expected and not reported:
        return Part()
    told = _told(events) if events else {}
    if not action.in_period:
        return Part(conflicts=conflicts, **told)
    implemented = status == "implemented"
    opening, latest, (first, last) = action.opening, action.latest, facts.span.days
    carried = False
    if opening is not None and opening.deadline is not None and opening.deadline < first:
        before = facts.before.seen_by(facts.unit, row.id, opening.institutions)
        out_before = row.id in facts.before.cancelled
        carried = is_overdue(before, opening.deadline, first, cancelled=out_before)
    deadline, stands = row.deadline, row.id not in facts.population.cancelled_before
    due = stands and action.start is not None and _ends_within(action.start, first, last)
    # what a version before the year had, and none since, is due no more
    is_of_year = action.until is None or action.until >= facts.span.year_begins
    added = stands and is_of_year and not due and not carried and _ends_within(row, first, last)
    out = row.id in facts.statuses.cancelled
    overdue = latest is not None and is_overdue(status, latest.deadline, facts.as_of, cancelled=out)
    expected = frozenset[str]()
    if latest is not None:
        expected = facts.statuses.expected_on(row.id, row.institutions)
    if facts.unit is not None:
        expected &= {facts.unit}
    part = Part(
        actions=1,
        added_due=int(added),
        added_implemented=int(added and implemented),
        ahead=int(implemented and not due and deadline is not None and deadline > last),
        carried=int(carried),
        carried_implemented=int(carried and implemented),
        overdue=int(overdue),
        expected=len(facts.coverage.asked.get(row.id, ())),
        reported=len(facts.coverage.came.get(row.id, ())),
        ever_expected=len(expected),
        ever_reported=len(expected & reported.keys()),
        conflicts=conflicts,
        **told,
    )
    return _due(part, action, facts, status) if due else part


def _told(events: Set[str]) -> dict[str, int]:
    """Return 1 for each thing that happened to an action."""
    told = {what: 1 for what in (*_CHANGES, ADDED) if what in events}
    return told if _CHANGES.isdisjoint(events) else {**told, "changed": 1}


def _ends_within(row: PlanRow, first: date, last: date) -> bool:
    return row.deadline is not None and first <= row.deadline <= last


def _due(part: Part, action: CountedAction, facts: Facts, status: str | None) -> Part:
    implemented = int(status == "implemented")
    cancelled = action.row.id in facts.statuses.cancelled
    kept = int(not cancelled and action.latest is not None and not _is_after(action.latest, facts))
    sums: dict[str, int] = {
        "due": 1,
        "implemented": implemented,
        "kept": kept,
        "kept_implemented": kept * implemented,
        "due_expected": part.expected,
        "due_reported": part.reported,
    }
    if implemented:
        sums[_timing(action.start or action.row, facts.implemented_on.get(action.row.id))] = 1
    elif status is None:
        sums["due_not_reported"] = 1
    elif status != "cancelled":
        sums[f"due_{status}"] = 1
    return part._replace(**sums)


def _is_after(row: PlanRow, facts: Facts) -> bool:
    return row.deadline is None or row.deadline > facts.span.last


def _timing(row: PlanRow, since: str | None) -> str:
    if since is None or row.deadline is None or row.deadline_since is None:
        return "undated"
    if since < row.deadline_since.isoformat():
        return "early"
    return "late" if since > row.deadline.isoformat() else "on_time"
