"""What one action adds to each sum of a report. A figure is a sum of these, or the share of two.

Of most sums an action adds 1; of reports their number, of money cents. ``actions`` are those that a version
of the period has. ``due`` are those whose deadline ends in the period by the version in force when its year
began, without those cancelled before. Those that were cancelled, removed or moved beyond the period since
then stay due; ``kept`` are the others. ``added_due`` are due by a later version alone. ``changed``,
``cancelled``, ``removed``, ``moved`` and ``added`` tell what happened in the period. ``carried`` are those
that were overdue when the period began. ``expected`` and ``reported`` are the reports asked for the period
and those that came; ``ever_reported`` those that came at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import date
from typing import Final

from store.account.action_rows import PlanRow
from store.account.populations import ADDED, CANCELLED, MOVED, REMOVED, CountedAction
from store.account.statuses import is_overdue
from store.figures.facts import Facts

_CHANGES: Final = frozenset({CANCELLED, REMOVED, MOVED})
_EVENTS: Final = _CHANGES | {ADDED}
_SILENT: Final[Mapping[str, str]] = {}


def action_sums(
    action: CountedAction,
    facts: Facts,
    status: str | None,
    events: Set[str],
    conflicts: int,
    asked: int,
    reported: int,
) -> dict[str, int]:
    """Return what an action of this status adds, to which these things happened in the period, without zeros.

    ``asked`` and ``reported`` are the reports on it. It adds nothing where a unit has recorded nothing but
    money on it.
    """
    row, statuses = action.row, facts.statuses.reported.get(action.row.id, _SILENT)
    if facts.unit is not None and facts.unit not in row.expected and not statuses:
        return {}
    sums = dict.fromkeys(events & _EVENTS, 1)
    if not _CHANGES.isdisjoint(events):
        sums["changed"] = 1
    if conflicts:
        sums["conflicts"] = conflicts
    if not action.in_period:
        return sums
    sums["actions"] = 1
    sums.update(dict.fromkeys(_deadline_sums(action, facts, status), 1))
    for name, reports in (("expected", asked), ("reported", reported)):
        if reports:
            sums[name] = reports
            if "due" in sums:
                sums[f"due_{name}"] = reports
    if action.latest is not None:
        expected = facts.statuses.expected_on(row.id, row.institutions)
        if facts.unit is not None:
            expected &= {facts.unit}
        if expected:
            sums["ever_expected"] = len(expected)
            if ever := len(expected & statuses.keys()):
                sums["ever_reported"] = ever
    return sums


def _deadline_sums(action: CountedAction, facts: Facts, status: str | None) -> Iterator[str]:
    """Yield the sums to which an action adds 1 by its deadline, and by how it stands beside it."""
    row, start, latest, (first, last) = action.row, action.start, action.latest, facts.span.days
    implemented, cancelled = status == "implemented", row.id in facts.statuses.cancelled
    stands = row.id not in facts.population.cancelled_before
    due = stands and start is not None and _ends_within(start, first, last)
    carried = _was_overdue(action, facts, first)
    kept = due and not cancelled and latest is not None and not _is_after(latest, last)
    # what a version before the year had, and none since, is due no more
    is_of_year = action.until is None or action.until >= facts.span.year_begins
    added = stands and is_of_year and not due and not carried and _ends_within(row, first, last)
    for name, of_implemented, counts in (
        ("due", "implemented", due),
        ("kept", "kept_implemented", kept),
        ("added_due", "added_implemented", added),
        ("carried", "carried_implemented", carried),
    ):
        if counts:
            yield name
            if implemented:
                yield of_implemented
    if implemented and not due and row.deadline is not None and row.deadline > last:
        yield "ahead"
    if latest is not None and is_overdue(status, latest.deadline, facts.as_of, cancelled=cancelled):
        yield "overdue"
    if due and implemented:
        yield _timing(start or row, facts.implemented_on.get(row.id))
    elif due and status != "cancelled":
        yield from (f"due_{status or 'not_reported'}", "due_open")


def _was_overdue(action: CountedAction, facts: Facts, first: date) -> bool:
    """Return whether an action was overdue when the period began on its first day."""
    opening, before = action.opening, facts.before
    if opening is None or opening.deadline is None or opening.deadline >= first:
        return False
    status = before.seen_by(facts.unit, opening.id, opening.institutions)
    return is_overdue(status, opening.deadline, first, cancelled=opening.id in before.cancelled)


def _ends_within(row: PlanRow, first: date, last: date) -> bool:
    return row.deadline is not None and first <= row.deadline <= last


def _is_after(row: PlanRow, last: date) -> bool:
    return row.deadline is None or row.deadline > last


def _timing(row: PlanRow, since: str | None) -> str:
    if since is None or row.deadline is None or row.deadline_since is None:
        return "undated"
    if since < row.deadline_since.isoformat():
        return "early"
    return "late" if since > row.deadline.isoformat() else "on_time"
