"""The plan as plain data: the form of ``terren plan --json`` and of ``*.plan.toml``.

Amounts are euros with at most two decimals; TOML has no null, so absent keys mean null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from store.errors import Refused
from store.plan import (
    ADMIN,
    FINDING_MONEY,
    Action,
    BudgetCell,
    Deadline,
    Figure,
    Finding,
    Indicator,
    Plan,
    Provenance,
    SpecificObjective,
    StrategicObjective,
    Target,
)

FORMAT: Final = "terren-plan/1"


def euros(cents: int) -> int | float:
    """Cents as euros: a whole number where there are no cents."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def cents(value: object, where: str) -> int:
    """Euros (int, float or Decimal with at most two decimals) as cents.

    Raises Refused ``plan_form`` where it is no amount.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise Refused("plan_form", where=where, found=repr(value))
    exact = Decimal(str(value)) * 100
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise Refused("plan_form", where=where, found=str(value))
    return int(exact)


def cell_to_form(cell: BudgetCell) -> int | float | str | None:
    """A budget cell as euros, ``"admin"`` or null."""
    return euros(cell) if isinstance(cell, int) else cell


def _target(target: Target | None) -> dict[str, Any] | None:
    return None if target is None else {"value": target.value, "year": target.year}


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "title": indicator.title,
        "baseline": _target(indicator.baseline),
        "interim": _target(indicator.interim),
        "final": _target(indicator.final),
        "result": indicator.result,
    }


def deadline_to_form(deadline: Deadline) -> dict[str, Any]:
    """A deadline as printed with the years and, where given, months it was read as."""
    form: dict[str, Any] = {"raw": deadline.raw, "from": deadline.start, "to": deadline.end}
    if deadline.start_month is not None:
        form["from_month"] = deadline.start_month
    if deadline.end_month is not None:
        form["to_month"] = deadline.end_month
    return form


def action_to_form(action: Action) -> dict[str, Any]:
    """One action in the exchange form; ``id`` only where it differs from the number."""
    form: dict[str, Any] = {
        "nr": action.nr,
        "title": action.title,
        "deadline": deadline_to_form(action.deadline),
        "budget": {str(year): cell_to_form(cell) for year, cell in action.budget.items()},
        "funding": list(action.funding),
        "institutions": list(action.institutions),
        "product": action.product,
        "documents": list(action.documents),
    }
    if action.stable_id != action.nr:
        form["id"] = action.id
    return form


def finding_to_form(finding: Finding) -> dict[str, Any]:
    """A finding with its figures beside code and place; money in euros."""
    figures = {
        key: euros(value) if key in FINDING_MONEY and isinstance(value, int) else value
        for key, value in finding.figures.items()
    }
    return {"code": finding.code, "where": finding.where, **figures, "source": finding.source}


def _specific(objective: SpecificObjective) -> dict[str, Any]:
    return {
        "nr": objective.nr,
        "title": objective.title,
        "indicators": [_indicator(indicator) for indicator in objective.indicators],
        "actions": [action_to_form(action) for action in objective.actions],
        "total_label": objective.total_label,
        "totals": {
            str(year): None if total is None else euros(total) for year, total in objective.totals.items()
        },
    }


def plan_to_form(plan: Plan, *, provenance: bool = False) -> dict[str, Any]:
    """The whole plan as plain data; with ``provenance``, the place of each field as well."""
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
                "indicators": [_indicator(indicator) for indicator in strategic.indicators],
                "specific_objectives": [_specific(objective) for objective in strategic.specific_objectives],
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


class _Reader:
    """Reads plain data with the path of what is wrong in every complaint."""

    def __init__(self, data: Mapping[str, Any], where: str) -> None:
        self.data, self.where = data, where

    def _fail(self, key: str) -> Refused:
        return Refused("plan_form", where=f"{self.where}/{key}", found=repr(self.data.get(key))[:60])

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str):
            raise self._fail(key)
        return value

    def text_or_none(self, key: str) -> str | None:
        return None if self.data.get(key) is None else self.text(key)

    def integer_or_none(self, key: str) -> int | None:
        value = self.data.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self._fail(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._fail(key)
        return tuple(value)

    def table(self, key: str) -> Mapping[str, Any]:
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self._fail(key)
        return value

    def tables(self, key: str) -> Sequence[_Reader]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._fail(key)
        return [_Reader(item, f"{self.where}/{key}/{n}") for n, item in enumerate(value, 1)]

    def years(self, key: str) -> dict[int, Any]:
        table = self.table(key)
        if not all(year.isascii() and year.isdigit() for year in table):
            raise self._fail(key)
        return {int(year): value for year, value in table.items()}

    def target(self, key: str) -> Target | None:
        if self.data.get(key) is None:
            return None
        inner = _Reader(self.table(key), f"{self.where}/{key}")
        return Target(inner.text_or_none("value"), inner.integer_or_none("year"))


def _read_indicators(reader: _Reader) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            r.text("title"),
            r.target("baseline"),
            r.target("interim"),
            r.target("final"),
            r.text_or_none("result"),
        )
        for r in reader.tables("indicators")
    )


def _read_action(r: _Reader, years: Sequence[int]) -> Action:
    deadline = _Reader(r.table("deadline"), f"{r.where}/deadline")
    printed = r.years("budget")
    if unknown := set(printed) - set(years):
        raise Refused("plan_form", where=f"{r.where}/budget", found=str(min(unknown)))
    budget: dict[int, BudgetCell] = {}
    for year in years:
        value = printed.get(year)
        is_word = value is None or value == ADMIN
        budget[year] = value if is_word else cents(value, f"{r.where}/budget/{year}")
    return Action(
        nr=r.text("nr"),
        title=r.text("title"),
        deadline=Deadline(
            deadline.text("raw"),
            deadline.integer_or_none("from"),
            deadline.integer_or_none("to"),
            deadline.integer_or_none("from_month"),
            deadline.integer_or_none("to_month"),
        ),
        budget=budget,
        funding=r.texts("funding"),
        institutions=r.texts("institutions"),
        product=r.text_or_none("product"),
        documents=r.texts("documents"),
        id=r.text_or_none("id") or "",
    )


def _read_specific(r: _Reader, years: Sequence[int]) -> SpecificObjective:
    totals = {
        year: None if value is None else cents(value, f"{r.where}/totals/{year}")
        for year, value in r.years("totals").items()
    }
    return SpecificObjective(
        nr=r.text("nr"),
        title=r.text("title"),
        indicators=_read_indicators(r),
        actions=tuple(_read_action(action, years) for action in r.tables("actions")),
        total_label=r.text_or_none("total_label"),
        totals={year: totals.get(year) for year in years},
    )


def _read_finding(r: _Reader) -> Finding:
    figures: dict[str, Figure] = {}
    for key, value in r.data.items():
        if key in ("code", "where", "source"):
            continue
        figures[key] = (
            cents(value, f"{r.where}/{key}") if key in FINDING_MONEY and value is not None else value
        )
    return Finding(r.text("code"), r.text("where"), figures, r.text_or_none("source") or "")


def plan_from_form(form: Mapping[str, Any]) -> Plan:
    """Read plain data as written by :func:`plan_to_form`.

    Raises Refused ``plan_format`` for another format and ``plan_form`` with the path of the first wrong key.
    """
    if form.get("format") != FORMAT:
        raise Refused("plan_format", found=str(form.get("format")), known=FORMAT)
    r = _Reader(form, "plan")
    years = form.get("years")
    if not isinstance(years, list) or not years or not all(type(year) is int for year in years):
        raise Refused("plan_form", where="plan/years", found=repr(years)[:60])
    provenance = {
        path: Provenance(
            str(value.get("place", "")), bool(value.get("certain", True)), str(value.get("reason", ""))
        )
        for path, value in r.table("provenance").items()
        if isinstance(value, dict)
    }
    return Plan(
        id=r.text("id"),
        title=r.text("title"),
        language=r.text("language"),
        currency=r.text_or_none("currency") or "EUR",
        years=tuple(years),
        strategic_objectives=tuple(
            StrategicObjective(
                nr=s.text("nr"),
                title=s.text("title"),
                indicators=_read_indicators(s),
                specific_objectives=tuple(_read_specific(o, years) for o in s.tables("specific_objectives")),
            )
            for s in r.tables("strategic_objectives")
        ),
        findings=tuple(_read_finding(f) for f in r.tables("findings")),
        provenance=provenance,
    )
