"""What a filter asks for, in words short enough for a chip."""

from __future__ import annotations

from typing import Final

from language import N_, _
from language.terms import status

_FLAGS: Final = {
    "mine": N_("mine"),
    "overdue": N_("overdue"),
    "unsent": N_("not confirmed"),
    "conflict": N_("in conflict"),
    "warnings": N_("with a money warning"),
    "returned": N_("returned"),
    "approved": N_("approved"),
    "unreviewed": N_("to be reviewed"),
    "owed": N_("report outstanding"),
}
_NAMED: Final = {
    "due": N_("due {value}"),
    "lead": N_("lead: {value}"),
    "first_lead": N_("first lead: {value}"),
    "institution": N_("institution: {value}"),
    "funding": N_("funding: {value}"),
    "objective": N_("objective {value}"),
    "unit": N_("as reported by {value}"),
    "text": N_("“{value}”"),
}
_ORDERS: Final = {
    "document": N_("by number"),
    "deadline": N_("by deadline"),
    "execution": N_("by execution"),
}


def part_words(field: str, value: str | int | bool) -> str:
    """Return one thing that a filter asks for; ``value`` of a lead or a source as the plan prints it."""
    if field in _FLAGS:
        return _(_FLAGS[field])
    if field == "assessed":
        return _("assessed") if value else _("not assessed")
    if field == "due" and value == "this":
        return _("due this year")
    if field == "statuses":
        return status(None if value == "not_reported" else str(value))
    return _(_NAMED[field]).format(value=value)


def order_words(order: str) -> str:
    """Return an order of a list, by its name in ``store.query.filters.order``."""
    return _(_ORDERS[order])
