"""The plan as plain data: the form of ``terren plan --json`` and of ``*.plan.toml``.

Amounts are euros with at most two decimals; TOML has no null, so absent keys mean null.
"""

from __future__ import annotations

from typing import Any

from store.plan.form_reader import cents as cents
from store.plan.model import (
    FINDING_MONEY,
    Action,
    BudgetCell,
    Deadline,
    Finding,
    Indicator,
    Plan,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from store.plan.parse import FORMAT as FORMAT
from store.plan.parse import plan_from_form as plan_from_form


def euros(cents: int) -> int | float:
    """Return cents as euros: a whole number where there are no cents."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def cell_to_form(cell: BudgetCell) -> int | float | str | None:
    """Return a budget cell as euros, ``"admin"`` or null."""
    return euros(cell) if isinstance(cell, int) else cell


def target_to_form(target: Target | None) -> dict[str, Any] | None:
    """Return a target's value and year; null where there is none."""
    return None if target is None else {"value": target.value, "year": target.year}


def _indicator(indicator: Indicator, nr: str, *, ids: bool) -> dict[str, Any]:
    form = {
        "title": indicator.title,
        "baseline": target_to_form(indicator.baseline),
        "interim": target_to_form(indicator.interim),
        "final": target_to_form(indicator.final),
        "result": indicator.result,
    }
    if indicator.id and (ids or indicator.id != nr):
        form["id"] = indicator.id
    return form


def deadline_to_form(deadline: Deadline) -> dict[str, Any]:
    """Return a deadline as printed with the years and, where given, months it was read as."""
    form: dict[str, Any] = {"raw": deadline.raw, "from": deadline.start, "to": deadline.end}
    if deadline.start_month is not None:
        form["from_month"] = deadline.start_month
    if deadline.end_month is not None:
        form["to_month"] = deadline.end_month
    return form


def _indicators(objective: StrategicObjective | SpecificObjective, *, ids: bool) -> list[dict[str, Any]]:
    return [
        _indicator(indicator, f"{objective.nr}/{n}", ids=ids)
        for n, indicator in enumerate(objective.indicators, 1)
    ]


def action_to_form(action: Action, *, ids: bool = False) -> dict[str, Any]:
    """Return one action in the exchange form; ``id`` where it differs from the number, or with ``ids``."""
    form: dict[str, Any] = {
        "nr": action.nr,
        "title": action.title,
        "deadline": deadline_to_form(action.deadline),
        "budget": {str(year): cell_to_form(cell) for year, cell in action.budget.items()},
        "funding": list(action.funding),
        "lead": list(action.lead),
        "support": list(action.support),
        "outputs": list(action.outputs),
        "documents": list(action.documents),
    }
    if action.budget_total is not None:
        form["budget_total"] = euros(action.budget_total)
    if action.remarks:
        form["remarks"] = [{"heading": remark.heading, "text": remark.text} for remark in action.remarks]
    if action.id and (ids or action.id != action.nr):
        form["id"] = action.id
    return form


def finding_to_form(finding: Finding) -> dict[str, Any]:
    """Return a finding with its figures beside code and place; money in euros."""
    figures = {
        key: euros(value) if key in FINDING_MONEY and isinstance(value, int) else value
        for key, value in finding.figures.items()
    }
    return {"code": finding.code, "where": finding.where, **figures, "source": finding.source}


def _specific(objective: SpecificObjective, *, ids: bool) -> dict[str, Any]:
    return {
        "nr": objective.nr,
        "title": objective.title,
        "indicators": _indicators(objective, ids=ids),
        "actions": [action_to_form(action, ids=ids) for action in objective.actions],
        "total_label": objective.total_label,
        "totals": {
            str(year): None if total is None else euros(total) for year, total in objective.totals.items()
        },
    }


def plan_to_form(plan: Plan, *, provenance: bool = False, ids: bool = False) -> dict[str, Any]:
    """Return the whole plan as plain data; with ``provenance``, the place of each field as well.

    With ``ids`` every id that is given, also where it is the number.
    """
    form: dict[str, Any] = {
        "format": FORMAT,
        "id": plan.id,
        "title": plan.title,
        "language": plan.language,
        "currency": plan.currency,
        "years": list(plan.years),
        "strategic_objectives": [
            {
                "nr": strategic.nr,
                "title": strategic.title,
                "indicators": _indicators(strategic, ids=ids),
                "specific_objectives": [
                    _specific(objective, ids=ids) for objective in strategic.specific_objectives
                ],
            }
            for strategic in plan.strategic_objectives
        ],
        "findings": [finding_to_form(finding) for finding in plan.findings],
    }
    if provenance:
        form["provenance"] = {
            path: {"place": p.place, "certain": p.certain, "reason": p.reason}
            for path, p in plan.provenance.items()
        }
    return form


def without_own_numbers(plan: Plan) -> Plan:
    """Return a plan without the ids that are but the numbers, as its exchange form reads back."""
    return plan_from_form(plan_to_form(plan, provenance=True))
