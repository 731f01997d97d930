"""The statuses of actions by what is recorded on them.

Whoever asks gets :class:`Statuses`, as of a day (``store.account.status_as_of``), or of one action with all
that is recorded of it (``store.status.record``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from schema.choices import STATUS
from schema.registers import ACTION_DETAILS
from store.plan.model import Institutions
from store.plan.reporting import ReportingRule, expected_of

STATUSES: Final = STATUS.codes
"""Status codes in the order of the keys 1 to 6. "Not reported" is None."""


def rolled_up(
    reported: Mapping[str, str | None],
    expected: Iterable[str],
    *,
    assessment: str | None = None,
    cancelled: bool = False,
) -> str | None:
    """Return the status of an action over its units; None where nobody reported.

    Headquarters' decision to cancel comes first, then its assessment; else: implemented when all that are
    expected (and all others that reported) said so; partially implemented when some did, or some did in
    part; in progress when any began; not implemented when all that reported said so; otherwise not started.
    Units that report the action cancelled for themselves are left out; if all did, the action is not
    implemented, since headquarters alone cancels it.
    """
    if cancelled:
        return "cancelled"
    if assessment is not None:
        return assessment
    given = {*reported.values()} - {None}
    counted = given - {"cancelled"}
    if given <= {"cancelled"} or counted == {"implemented"}:
        if all(reported.get(unit) is not None for unit in expected):
            return "implemented" if counted else "not_implemented" if given else None
        return "partially_implemented" if counted else None
    if counted & {"implemented", "partially_implemented"}:
        return "partially_implemented"
    if "in_progress" in counted:
        return "in_progress"
    return "not_implemented" if counted == {"not_implemented"} else "not_started"


def deadline_day(end: int | None, end_month: int | None = None) -> date | None:
    """Return the last day of a deadline; None where the document names no year, or none of the calendar."""
    if end is None or not 1 <= end <= 9999:
        return None
    month = end_month if end_month is not None and 1 <= end_month <= 12 else 12
    return date(end, 12, 31) if month == 12 else date(end, month + 1, 1) - timedelta(days=1)


def deadline_since(
    end: int | None, end_month: int | None, start: int | None, start_month: int | None
) -> date | None:
    """Return the first day of what a deadline names last: its month, its quarter, or the year alone.

    None where the document names no year.
    """
    if end is None or not 1 <= end <= 9999:
        return None
    if end_month is None or not 1 <= end_month <= 12:
        return date(end, 1, 1)
    quarter = end_month % 3 == 0 and (start, start_month) == (end, end_month - 2)
    return date(end, end_month - 2 if quarter else end_month, 1)


def is_overdue(status: str | None, deadline: date | None, today: date, *, cancelled: bool) -> bool:
    """Deadline past, and neither implemented nor ``cancelled`` by headquarters."""
    return deadline is not None and deadline < today and status != "implemented" and not cancelled


def is_early(status: str | None, effective_on: str | None, start: int | None) -> bool:
    """Implemented before the first year of the deadline."""
    if status != "implemented" or start is None or effective_on is None:
        return False
    return effective_on[:4] < f"{start:04}"


DETAILS: Final = tuple(field.name for field in ACTION_DETAILS)
"""All fields that can stand beside a status, in the order of the screen."""

OVER: Final = frozenset({"implemented", "cancelled"})
"""Statuses of an action that is late no longer: the day on which they began counts."""


def status_fields(status: str | None, *, overdue: bool) -> tuple[str, ...]:
    """Return the fields that belong to a status, in the order of DETAILS.

    A late action wants its reason as well.
    """
    late = overdue and status not in OVER
    return tuple(field.name for field in ACTION_DETAILS if status in field.when or (late and field.when_late))


def wants_reason(status: str | None, values: Mapping[str, object], *, overdue: bool) -> bool:
    """Return True if a report lacks a reason: not implemented, cancelled, or late, and nobody gave one."""
    late = status in ("not_implemented", "cancelled")
    late = late or (status is not None and overdue and status not in OVER)
    return late and not (values.get("reason") or values.get("reason_text"))


def contradictions(values: Mapping[str, object]) -> dict[str, int | None]:
    """Return what of a unit's report contradicts its status, by field, with the value that does not.

    None clears. What is implemented is at 100 % and has no reason for delay, what has not begun at none, and
    what is at 100 % is implemented. How far a cancelled action was says nothing against it.
    """
    status, percent = values.get("status"), values.get("percent")
    mended: dict[str, int | None] = {}
    if status == "implemented":
        if percent not in (None, 100):
            mended["percent"] = 100
        mended |= {field: None for field in ("reason", "reason_text") if values.get(field)}
    elif (status == "not_started" and percent) or (status not in (None, "cancelled") and percent == 100):
        mended["percent"] = None
    return mended


_USUAL: Final = ReportingRule()

Reported = dict[str, dict[str, str]]
"""Statuses by action and unit."""

Words = dict[tuple[str, str, str], Any]
"""Headquarters' words by kind (``assessment`` of the status, ``decision`` to cancel), action and unit."""


class Statuses(NamedTuple):
    """Statuses by action and unit, assessments by action, and the actions cancelled by headquarters."""

    reported: Mapping[str, Mapping[str, str]]
    assessed: Mapping[str, str]
    cancelled: frozenset[str]
    rule: ReportingRule = ReportingRule()
    """Who was expected to report."""

    def of_unit(self, action: str, unit: str) -> str | None:
        """Return what a unit said of an action; ``cancelled`` where headquarters cancelled it."""
        return "cancelled" if action in self.cancelled else self.reported.get(action, {}).get(unit)

    def of_action(self, action: str, institutions: Institutions) -> str | None:
        """Return the status of an action as a whole: headquarters' word, else the roll-up over its units."""
        return rolled_up(
            self.reported.get(action, {}),
            expected_of(institutions, self.rule),
            assessment=self.assessed.get(action),
            cancelled=action in self.cancelled,
        )

    def expected_on(self, action: str, institutions: Institutions) -> frozenset[str]:
        """Return the units from which a report is expected; none where headquarters cancelled the action."""
        return frozenset() if action in self.cancelled else expected_of(institutions, self.rule)

    def seen_by(self, unit: str | None, action: str, institutions: Institutions) -> str | None:
        """Return the status as one unit sees it, or the action's as a whole where ``unit`` is None."""
        return self.of_action(action, institutions) if unit is None else self.of_unit(action, unit)


def resolve(
    reported: Mapping[str, Mapping[str, str]], words: Words, rule: ReportingRule = _USUAL
) -> Statuses:
    """Return the statuses by what is recorded.

    Headquarters cancels by a decision, or by assessing an action as cancelled.
    """
    assessed = {
        action: value
        for (kind, action, _), value in words.items()
        if kind == "assessment" and value in STATUSES
    }
    decided = {action for (kind, action, _), value in words.items() if kind == "decision" and value}
    cancelled = {action for action, status in assessed.items() if status == "cancelled"}
    return Statuses(reported, assessed, frozenset(decided | cancelled), rule)
