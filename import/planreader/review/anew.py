"""Findings of a plan that was revised by hand, in its reviewable form: what no longer holds goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planreader.build.marks import Marks
from planreader.findings.findings import find
from planreader.review.decisions import key_of
from store.plan.model import BudgetCell, Finding, Plan

_OF_DOCUMENT: Final = frozenset(
    {"currency_mixed", "currency_unknown", "total_label", "totals_stray_text", "split_blank"}
)
"""What only the document itself shows; it stands while what it is about is in the plan."""


def found_anew(plan: Plan) -> tuple[Finding, ...]:
    """The findings of a plan as it is now, those that it had before first and in their order.

    What headquarters accepted stays accepted.
    """
    now = {key_of(one): one for one in find(plan, _marks(plan))}
    numbers = {"plan", *(action.nr for action in plan.actions())}
    numbers |= {objective.nr for objective in plan.strategic_objectives}
    numbers |= {objective.nr for objective in plan.specific_objectives()}
    kept = [
        one
        for one in plan.findings
        if key_of(one) in now or (one.code in _OF_DOCUMENT and one.where in numbers)
    ]
    held = {key_of(one) for one in kept}
    return (*kept, *(one for key, one in now.items() if key not in held))


def _marks(plan: Plan) -> Marks:
    """What a document would have told besides the plan, as far as the plan still tells it."""
    actions = {action.nr: action for action in plan.actions()}
    filled = {
        "budget": any(cell is not None for action in actions.values() for cell in action.budget.values()),
        "funding": any(action.funding for action in actions.values()),
        "institutions": any(action.institutions for action in actions.values()),
        "output": any(action.outputs for action in actions.values()),
        "documents": any(action.documents for action in actions.values()),
    }
    grand = [one for one in plan.findings if one.code in ("grand_total_blank", "grand_total_mismatch")]
    return Marks(
        provenance=dict(plan.provenance),
        findings=list(_unread(plan)),
        malformed={
            one.where
            for one in plan.findings
            if one.code == "deadline_malformed"
            and one.where in actions
            and actions[one.where].deadline.raw == one.figures.get("raw")
        },
        # without the number that a label bears: that the document alone shows
        labels={one.nr: "" for one in plan.specific_objectives() if one.total_label is not None},
        roles=tuple(role for role, is_filled in filled.items() if is_filled),
        grand_total=_grand(plan, grand) if grand else None,
        grand_place=grand[0].source if grand else "",
    )


def _unread(plan: Plan) -> Iterator[Finding]:
    """Amounts that could not be read and are still blank."""
    cells = {action.nr: action.budget for action in plan.actions()}
    totals = {objective.nr: objective.totals for objective in plan.specific_objectives()}
    for one in plan.findings:
        if one.code == "amount_unreadable":
            held = cells.get(one.where, totals.get(one.where, {}))
            year = one.figures.get("year")
            years = [year] if isinstance(year, int) else list(plan.years)
            if any(held.get(y) is None for y in years):
                yield one


def _grand(plan: Plan, found: list[Finding]) -> dict[int, BudgetCell]:
    """The printed totals of the plan: those that a finding quotes; another one agreed."""
    if any(one.code == "grand_total_blank" for one in found):
        return dict.fromkeys(plan.years)
    printed = {one.figures.get("year"): one.figures.get("printed") for one in found}
    return {
        year: cell
        if isinstance(cell := printed.get(year), int)
        else sum(held for action in plan.actions() if isinstance(held := action.budget.get(year), int))
        for year in plan.years
    }
