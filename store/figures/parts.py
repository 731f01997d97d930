"""What one action adds to each sum of a report. A figure is a sum of these, or the share of two."""

from __future__ import annotations

from typing import NamedTuple

from store.account.action_rows import PlanRow
from store.figures.facts import Facts


class Part(NamedTuple):
    """Numbers of one action: 1 or 0, numbers of reports, or cents.

    ``due`` are actions whose deadline ends in the period, without those cancelled before its year began.
    Those that were cancelled, removed or moved beyond the period since then stay due, and are ``changed``;
    ``kept`` are the others. ``carried`` are those whose deadline ended before the period and that were not
    implemented then.
    """

    actions: int = 0
    due: int = 0
    implemented: int = 0
    kept: int = 0
    kept_implemented: int = 0
    changed: int = 0
    cancelled: int = 0
    removed: int = 0
    moved: int = 0
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
    conflicts: int = 0


def status_of(row: PlanRow, facts: Facts) -> str | None:
    """The status of an action as the figures count it."""
    return facts.statuses.seen_by(facts.unit, row.id, row.institutions)


def action_part(row: PlanRow, facts: Facts, status: str | None, conflicts: int = 0) -> Part:
    """What an action of this status adds; nothing where a unit has recorded nothing but money on it."""
    if facts.unit is not None and facts.unit not in row.expected and row.id not in facts.statuses.reported:
        return Part()
    if row.id in facts.gone:
        return Part(actions=1, conflicts=conflicts)
    cancelled, implemented = row.id in facts.statuses.cancelled, status == "implemented"
    since = facts.implemented_on.get(row.id)
    first, last = facts.span.days
    before = row.deadline is not None and row.deadline < first
    after = row.deadline is not None and row.deadline > last
    due = row.deadline is not None and not before and not after
    carried = before and not (implemented and since is not None and since < first.isoformat())
    overdue = row.deadline is not None and row.deadline < facts.as_of
    wanted = facts.statuses.expected_on(row.id, row.institutions)
    if facts.unit is not None:
        wanted &= {facts.unit}
    given = facts.statuses.reported.get(row.id)
    plain = Part(
        actions=1,
        ahead=int(after and implemented),
        carried=int(carried),
        carried_implemented=int(carried and implemented),
        overdue=int(overdue and status not in ("implemented", "cancelled")),
        expected=len(wanted),
        reported=len(wanted & given.keys()) if given else 0,
        conflicts=conflicts,
    )
    return _due(plain, row, facts, status, since, cancelled) if due else plain


def _due(
    plain: Part, row: PlanRow, facts: Facts, status: str | None, since: str | None, cancelled: bool
) -> Part:
    implemented = int(status == "implemented")
    removed = not cancelled and facts.removed(row)
    moved = not cancelled and not removed and facts.moved(row)
    changed = cancelled or removed or moved
    found: dict[str, int] = {
        "due": 1,
        "implemented": implemented,
        "kept": int(not changed),
        "kept_implemented": int(not changed and implemented),
        "changed": int(changed),
        "cancelled": int(cancelled),
        "removed": int(removed),
        "moved": int(moved),
        "due_expected": plain.expected,
        "due_reported": plain.reported,
    }
    if implemented:
        found[_timing(row, since)] = 1
    elif status is None:
        found["due_not_reported"] = 1
    elif status != "cancelled":
        found[f"due_{status}"] = 1
    elif not cancelled:
        # all of its units call it cancelled, headquarters does not
        found["due_not_implemented"] = 1
    return plain._replace(**found)


def _timing(row: PlanRow, since: str | None) -> str:
    if since is None or row.deadline is None or row.deadline_since is None:
        return "undated"
    if since < row.deadline_since.isoformat():
        return "early"
    return "late" if since > row.deadline.isoformat() else "on_time"
