"""What an action's status is when several units report on it, and what follows from status and deadline.

Derived facts: computed here, never stored as changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

STATUSES: Final = (
    "not_started",
    "in_progress",
    "partially_implemented",
    "implemented",
    "not_implemented",
    "cancelled",
)
"""Status codes in the order of the keys 1 to 6. "Not reported" is None."""


def rolled_up(
    reported: Mapping[str, str | None],
    expected: Iterable[str],
    *,
    assessment: str | None = None,
    cancelled: bool = False,
) -> str | None:
    """The status of an action over its units; None where nobody reported.

    Headquarters' decision to cancel comes first, then its assessment; else: implemented when all that are
    expected (and all others that reported) said so; partially implemented when some did, or some did in
    part; in progress when any began; not implemented when all that reported said so; otherwise not started.
    Units that report the action cancelled for themselves are left out; if all did, the action is cancelled.
    """
    if cancelled:
        return "cancelled"
    if assessment is not None:
        return assessment
    given = {*reported.values()} - {None}
    counted = given - {"cancelled"}
    if given <= {"cancelled"} or counted == {"implemented"}:
        if all(reported.get(unit) is not None for unit in expected):
            return next(iter(counted or given), None)
        return "partially_implemented" if counted else None
    if counted & {"implemented", "partially_implemented"}:
        return "partially_implemented"
    if "in_progress" in counted:
        return "in_progress"
    return "not_implemented" if counted == {"not_implemented"} else "not_started"


def deadline_day(end: int | None, end_month: int | None = None) -> date | None:
    """The last day of a deadline; None where the document names no year, or none of the calendar."""
    if end is None or not 1 <= end <= 9999:
        return None
    month = end_month if end_month is not None and 1 <= end_month <= 12 else 12
    return date(end, 12, 31) if month == 12 else date(end, month + 1, 1) - timedelta(days=1)


def deadline_since(
    end: int | None, end_month: int | None, start: int | None, start_month: int | None
) -> date | None:
    """The first day of what a deadline names last: its month, its quarter, or the year alone.

    None where the document names no year.
    """
    if end is None or not 1 <= end <= 9999:
        return None
    if end_month is None or not 1 <= end_month <= 12:
        return date(end, 1, 1)
    quarter = end_month % 3 == 0 and (start, start_month) == (end, end_month - 2)
    return date(end, end_month - 2 if quarter else end_month, 1)


def is_overdue(status: str | None, deadline: date | None, today: date) -> bool:
    """Deadline past, and neither implemented nor cancelled."""
    return deadline is not None and deadline < today and status not in ("implemented", "cancelled")


def is_early(status: str | None, effective_on: str | None, start: int | None) -> bool:
    """Implemented before the first year of the deadline."""
    if status != "implemented" or start is None or effective_on is None:
        return False
    return effective_on[:4] < f"{start:04}"
