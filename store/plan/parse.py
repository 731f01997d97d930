"""Reading the plan's plain form (JSON or TOML) with the path of whatever is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from store.db.errors import Refused
from store.db.text import clean
from store.plan.model import (
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
    Remark,
    SpecificObjective,
    StrategicObjective,
    Target,
)

FORMAT: Final = "terren-plan/1"
MAX_PLAN_CENTS: Final = 10**15
_YEARS: Final = range(1000, 10000)
_MONTHS: Final = range(1, 13)
_MOST_YEARS: Final = 50
_FIGURES: Final = range(-(2**53), 2**53)


def cents(value: object, where: str) -> int:
    """Euros (int, float or Decimal with at most two decimals) as cents.

    Raises Refused ``plan_form`` where it is no amount, or one beyond MAX_PLAN_CENTS.
    """
    wrong = Refused("plan_form", where=where, found=_shown(value))
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise wrong
    try:
        exact = Decimal(str(value)) * 100
        if abs(exact) > MAX_PLAN_CENTS or exact != exact.to_integral_value():
            raise wrong
    except (ArithmeticError, ValueError):
        # no number, too large for Decimal, or an integer of thousands of digits
        raise wrong from None
    return int(exact)


def _shown(value: object) -> str:
    """What was found, short; Python refuses to print integers of thousands of digits."""
    try:
        return repr(value)[:60]
    except ValueError:
        return type(value).__name__


class FormReader:
    """Reads plain data with the path of what is wrong in every complaint; texts are cleaned.

    Raises Refused ``plan_form``.
    """

    def __init__(self, data: Mapping[str, Any], where: str) -> None:
        self.data, self.where = data, where

    def fail(self, key: str, found: object = None) -> Refused:
        shown = self.data.get(key) if found is None else found
        return Refused("plan_form", where=clean(f"{self.where}/{key}"), found=clean(_shown(shown)))

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str):
            raise self.fail(key)
        return clean(value, newlines=True)

    def number(self, key: str) -> str:
        """The number of an objective or action: text on one line, never empty."""
        value = clean(self.text(key)).strip()
        if not value:
            raise self.fail(key)
        return value

    def text_or_none(self, key: str) -> str | None:
        return None if self.data.get(key) is None else self.text(key)

    def currency(self, key: str) -> str:
        """Three letters; euros where none is given."""
        code = self.text_or_none(key) or "EUR"
        if re.fullmatch(r"[A-Z]{3}", code) is None:
            raise self.fail(key)
        return code

    def integer_or_none(self, key: str, allowed: range) -> int | None:
        value = self.data.get(key)
        if value is not None and (type(value) is not int or value not in allowed):
            raise self.fail(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(key)
        return tuple(clean(item, newlines=True) for item in value)

    def table(self, key: str) -> Mapping[str, Any]:
        value = self.data.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise self.fail(key)
        return value

    def tables(self, key: str) -> Sequence[FormReader]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(key)
        return [FormReader(item, f"{self.where}/{key}/{n}") for n, item in enumerate(value, 1)]

    def years(self, key: str, known: Sequence[int]) -> dict[int, Any]:
        """A table by year; a year that the plan does not have is refused, one that is absent is None."""
        by_text = {str(year): year for year in known}
        for text in (table := self.table(key)):
            if text not in by_text:
                raise self.fail(key, text)
        return {year: table.get(text) for text, year in by_text.items()}

    def deadline(self, key: str) -> Deadline:
        inner = FormReader(self.table(key), f"{self.where}/{key}")
        return Deadline(
            inner.text("raw"),
            inner.integer_or_none("from", _YEARS),
            inner.integer_or_none("to", _YEARS),
            inner.integer_or_none("from_month", _MONTHS),
            inner.integer_or_none("to_month", _MONTHS),
        )

    def target(self, key: str) -> Target | None:
        if self.data.get(key) is None:
            return None
        inner = FormReader(self.table(key), f"{self.where}/{key}")
        return Target(inner.text_or_none("value"), inner.integer_or_none("year", _YEARS))


def _read_indicators(reader: FormReader) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            r.text("title"),
            r.target("baseline"),
            r.target("interim"),
            r.target("final"),
            r.text_or_none("result"),
            "" if r.data.get("id") is None else r.number("id"),
        )
        for r in reader.tables("indicators")
    )


def _read_action(r: FormReader, years: Sequence[int]) -> Action:
    budget: dict[int, BudgetCell] = {}
    for year, value in r.years("budget", years).items():
        budget[year] = value if value in (None, ADMIN) else cents(value, f"{r.where}/budget/{year}")
    whole = r.data.get("budget_total")
    return Action(
        nr=r.number("nr"),
        title=r.text("title"),
        deadline=r.deadline("deadline"),
        budget=budget,
        funding=r.texts("funding"),
        institutions=r.texts("institutions"),
        outputs=r.texts("outputs"),
        documents=r.texts("documents"),
        id="" if r.data.get("id") is None else r.number("id"),
        remarks=tuple(Remark(remark.text("heading"), remark.text("text")) for remark in r.tables("remarks")),
        budget_total=None if whole is None else cents(whole, f"{r.where}/budget_total"),
    )


def _read_specific(r: FormReader, years: Sequence[int]) -> SpecificObjective:
    totals = {
        year: None if value is None else cents(value, f"{r.where}/totals/{year}")
        for year, value in (r.years("totals", years) if r.table("totals") else {}).items()
    }
    return SpecificObjective(
        nr=r.number("nr"),
        title=r.text("title"),
        indicators=_read_indicators(r),
        actions=tuple(_read_action(action, years) for action in r.tables("actions")),
        total_label=r.text_or_none("total_label"),
        totals=totals,
    )


def _read_finding(r: FormReader) -> Finding:
    figures: dict[str, Figure] = {}
    for key, value in r.data.items():
        if key in ("code", "where", "source"):
            continue
        if isinstance(value, str):
            figures[key] = r.text(key)
        elif value is None:
            figures[key] = None
        elif key in FINDING_MONEY:
            figures[key] = cents(value, f"{r.where}/{key}")
        else:
            figures[key] = r.integer_or_none(key, _FIGURES)
    return Finding(r.text("code"), r.text("where"), figures, r.text_or_none("source") or "")


def plan_from_form(form: Mapping[str, Any]) -> Plan:
    """Read plain data as written by :func:`plan_to_form`.

    Raises Refused ``plan_format`` for another format and ``plan_form`` with the path of the first wrong key.
    """
    if not isinstance(form, Mapping) or form.get("format") != FORMAT:
        found = form.get("format") if isinstance(form, Mapping) else form
        raise Refused(
            "plan_format", found=clean(found if isinstance(found, str) else _shown(found)), known=FORMAT
        )
    r = FormReader(form, "plan")
    years = form.get("years")
    if not isinstance(years, list) or not 0 < len(years) <= _MOST_YEARS:
        raise r.fail("years")
    if not all(type(year) is int and year in _YEARS for year in years) or len(set(years)) < len(years):
        raise r.fail("years")
    plan = _read_plan(r, years)
    refuse_twins(plan)
    return plan


def refuse_twins(plan: Plan) -> None:
    """Numbers and ids of actions, and ids of indicators, are keys: one that stands twice is refused."""
    for name, values in (
        ("nr", [action.nr for action in plan.actions()]),
        ("id", [action.stable_id for action in plan.actions()]),
        ("indicators/id", [indicator.id for _, indicator in plan.indicators() if indicator.id]),
    ):
        seen: set[str] = set()
        for value in values:
            if value in seen:
                raise Refused("plan_form", where=f"plan/{name}", found=value)
            seen.add(value)


def _read_provenance(r: FormReader) -> dict[str, Provenance]:
    found: dict[str, Provenance] = {}
    for path, value in r.table("provenance").items():
        if not isinstance(value, dict):
            raise r.fail(f"provenance/{path}", value)
        inner = FormReader(value, f"{r.where}/provenance/{path}")
        certain = value.get("certain", True)
        if not isinstance(certain, bool):
            raise inner.fail("certain")
        found[clean(path)] = Provenance(
            inner.text_or_none("place") or "", certain, inner.text_or_none("reason") or ""
        )
    return found


def _read_plan(r: FormReader, years: Sequence[int]) -> Plan:
    return Plan(
        id=r.text("id"),
        title=r.text("title"),
        language=r.text("language"),
        currency=r.currency("currency"),
        years=tuple(years),
        strategic_objectives=tuple(
            StrategicObjective(
                nr=s.number("nr"),
                title=s.text("title"),
                indicators=_read_indicators(s),
                specific_objectives=tuple(_read_specific(o, years) for o in s.tables("specific_objectives")),
            )
            for s in r.tables("strategic_objectives")
        ),
        findings=tuple(_read_finding(f) for f in r.tables("findings")),
        provenance=_read_provenance(r),
    )
