"""What belongs to a status: the fields that a report of it should have, and whether its reason is missing.

A status stands without them; both faces use this to ask, never to refuse. The fields are those of the annual
monitoring report: status, progress, reason for delay, next steps, new deadline, output reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DETAILS: Final = ("percent", "reason", "reason_text", "new_deadline", "output_reached", "next_steps")
"""All fields that can stand beside a status, in the order of the screen."""

_FIELDS: Final[dict[str, frozenset[str]]] = {
    "not_started": frozenset({"next_steps"}),
    "in_progress": frozenset({"percent", "next_steps"}),
    "partially_implemented": frozenset({"output_reached", "next_steps"}),
    "implemented": frozenset({"output_reached"}),
    "not_implemented": frozenset({"reason", "reason_text", "next_steps"}),
    "cancelled": frozenset({"reason", "reason_text"}),
}
_WHEN_LATE: Final = frozenset({"reason", "reason_text", "new_deadline", "next_steps"})


def status_fields(status: str | None, *, overdue: bool) -> tuple[str, ...]:
    """The fields that belong to a status, in the order of DETAILS; a late action wants its reason as well."""
    wanted = _FIELDS.get(status or "", frozenset()) | (_WHEN_LATE if overdue else frozenset())
    return tuple(field for field in DETAILS if field in wanted)


def wants_reason(status: str | None, values: Mapping[str, object], *, overdue: bool) -> bool:
    """Whether the report is incomplete without a reason: not implemented, or late, and nobody gave one."""
    late = status is not None and (status == "not_implemented" or overdue)
    return late and not (values.get("reason") or values.get("reason_text"))
