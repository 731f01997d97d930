"""The single things that a filter asks for.

A part is a field of ``store.query.filters.filter.Filter`` with one value: the chips of a filter, and the
lines of a window in which one chooses.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from store.account.statuses import STATUSES
from store.query.filters.filter import NOT_REPORTED, Filter

FLAGS: Final = (
    "mine",
    "overdue",
    "unsent",
    "conflict",
    "warnings",
    "returned",
    "approved",
    "unreviewed",
    "owed",
)
TEXTS: Final = ("lead", "first_lead", "institution", "funding", "objective", "unit", "text")


class FilterPart(NamedTuple):
    """One thing that a filter asks for."""

    field: str
    value: str | int | bool


def filter_parts(wanted: Filter) -> tuple[FilterPart, ...]:
    """Return the parts of a filter in their order."""
    parts = [FilterPart(name, True) for name in FLAGS if getattr(wanted, name)]
    if wanted.assessed is not None:
        parts.append(FilterPart("assessed", wanted.assessed))
    if wanted.due is not None:
        parts.append(FilterPart("due", wanted.due))
    order = (*STATUSES, NOT_REPORTED)
    parts += [FilterPart("statuses", status) for status in order if status in wanted.statuses]
    for name in TEXTS:
        if value := getattr(wanted, name):
            parts.append(FilterPart(name, value))
    return tuple(parts)


def toggle_part(wanted: Filter, part: FilterPart) -> Filter:
    """Return the filter with the part, or without it where it had it. Of several statuses any may be met."""
    if part.field == "statuses":
        return wanted._replace(statuses=wanted.statuses ^ {str(part.value)})
    if part in filter_parts(wanted):
        return without_part(wanted, part.field)
    asked: dict[str, Any] = {part.field: part.value}
    return wanted._replace(**asked)


def without_part(wanted: Filter, field: str) -> Filter:
    """Return the filter that asks nothing of a field."""
    return wanted._replace(**{field: Filter._field_defaults[field]})
