"""Revisions and what they change: as plain data, and what is said of those that were taken or wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from language import _
from language.commands import in_plan
from language.messages import message
from store.plan.differences import FieldDifference
from store.plan.form import cell_to_form, deadline_to_form
from store.plan.model import Deadline
from store.revision.adoption import Adoption, PendingRevisions
from store.revision.comparison import PlanComparison
from terren import output
from terren.shapes import shaped


def comparison_form(comparison: PlanComparison) -> dict[str, Any]:
    """Return the form of a comparison in JSON; amounts in euros."""
    return shaped(
        "comparison",
        comparison,
        plan=[*map(_difference, comparison.plan)],
        changed=[
            shaped("matched", pair, differences=[*map(_difference, pair.differences)])
            for pair in comparison.changed()
        ],
    )


def _difference(difference: FieldDifference) -> dict[str, Any]:
    return {
        "field": difference.field,
        "old": _plain(difference.field, difference.old),
        "new": _plain(difference.field, difference.new),
    }


def _plain(field: str, value: Any) -> Any:
    if field.startswith(("budget.", "totals.")):
        return cell_to_form(value)
    if isinstance(value, Deadline):
        return deadline_to_form(value)
    if hasattr(value, "_asdict"):
        return value._asdict()
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def outlook_form(pending: PendingRevisions) -> dict[str, Any]:
    """Return what waits of revisions, and what they do to unconfirmed changes."""
    return shaped(
        "outlook",
        pending,
        due=[
            shaped("announced", announcement, title=content.plan.title)
            for announcement, content in pending.due
        ],
        unreadable=[refused.params["number"] for refused in pending.unreadable],
    )


def settled_form(settled: Adoption) -> dict[str, Any]:
    """Return which revisions were taken, and what waits."""
    return shaped("settled", settled, outlook=outlook_form(settled.outlook))


def tell_settled(settled: Adoption) -> None:
    """Say which revisions were taken, and what that does to unconfirmed changes."""
    from report.revision import effect_lines

    for number in settled.applied:
        output.tell(_("Revision {number} of the plan is taken."), number=number)
    for number in settled.withdrawn:
        output.tell(_("Revision {number} of the plan counts no more."), number=number)
    if settled.held_back:
        tell_outlook(settled.outlook)
        return
    moved = [effect for effect in settled.outlook.effects if effect.code != "unchanged"]
    output.tell(*(effect_lines(moved) if settled.applied or settled.withdrawn else ()))
    _tell_rest(settled.outlook)


def tell_outlook(pending: PendingRevisions) -> None:
    """Say which revision waits, what becomes of unconfirmed changes, and what to do."""
    from report.revision import effect_lines

    if pending.newest is not None:
        waits = (
            _("Revision {number} of the plan waits: it takes actions away that you reported on.")
            if pending.takes_something_away
            else _("Revision {number} of the plan does not stand here as it was published.")
        )
        output.tell(waits, number=pending.newest.number)
    for line in effect_lines(pending.effects):
        output.tell(f"  {line}")
    if pending.due or pending.withdrawn:
        output.tell(in_plan(_("Nothing that you recorded is lost. To take it: terren revision accept")))
    _tell_rest(pending)


def _tell_rest(pending: PendingRevisions) -> None:
    for number in pending.missing:
        output.tell(
            _("Revision {number} of the plan has not arrived whole; ask headquarters for a file."),
            number=number,
        )
    for refused in pending.unreadable:
        output.tell(message(refused.code, refused.params))
