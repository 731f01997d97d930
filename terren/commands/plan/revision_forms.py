"""Revisions and what they change as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from store.plan.differences import Difference
from store.plan.form import cell_to_form, deadline_to_form
from store.plan.model import Deadline
from store.revision.adoption import Adoption, PendingRevisions
from store.revision.comparison import Comparison


def comparison_form(found: Comparison) -> dict[str, Any]:
    """The form of a comparison in JSON; amounts in euros."""
    return {
        "plan": [_difference(one) for one in found.plan],
        "changed": [
            {
                "level": pair.level,
                "nr": pair.nr,
                "old_nr": pair.old_nr,
                "title": pair.title,
                "differences": [_difference(one) for one in pair.differences],
            }
            for pair in found.changed()
        ],
        "added": [entry._asdict() for entry in found.added],
        "removed": [entry._asdict() for entry in found.removed],
        "questions": [
            {
                "level": asked.level,
                "nr": asked.question.key,
                "title": asked.question.title,
                "candidates": [
                    {"nr": one.key, "title": one.title, "likeness": one.likeness}
                    for one in asked.question.candidates
                ],
            }
            for asked in found.questions
        ],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {"field": one.field, "old": _plain(one.field, one.old), "new": _plain(one.field, one.new)}


def _plain(field: str, value: Any) -> Any:
    if field.startswith(("budget.", "totals.")):
        return cell_to_form(value)
    if isinstance(value, Deadline):
        return deadline_to_form(value)
    if hasattr(value, "_asdict"):
        return value._asdict()
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def outlook_form(found: PendingRevisions) -> dict[str, Any]:
    """What waits of revisions, and what they do to unconfirmed changes."""
    return {
        "due": [
            {"number": one.number, "title": content.plan.title, "in_force_from": one.in_force_from}
            for one, content in found.due
        ],
        "withdrawn": list(found.withdrawn),
        "missing": list(found.missing),
        "unreadable": [refused.params["number"] for refused in found.unreadable],
        "unconfirmed": [{**fate._asdict(), "fate": fate.code} for fate in found.fates],
    }


def settled_form(settled: Adoption) -> dict[str, Any]:
    """Which revisions were taken, and what waits."""
    return {
        "applied": list(settled.applied),
        "withdrawn": list(settled.withdrawn),
        "waits": settled.waits,
        "outlook": outlook_form(settled.outlook),
    }
