"""Reading the plan's plain form (JSON or TOML) with the path of whatever is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from store.db.errors import UserError
from store.db.text import clean
from store.plan.form_reader import YEARS, FormReader, shown
from store.plan.model import (
    ADMIN,
    FINDING_MONEY,
    Action,
    BudgetCell,
    Figure,
    Finding,
    Indicator,
    Institutions,
    Plan,
    Provenance,
    Remark,
    SpecificObjective,
    StrategicObjective,
)

FORMAT: Final = "terren-plan/1"
_MOST_YEARS: Final = 50
_MAX_NUMBER: Final = 100
_MAX_ID: Final = 150
"""Characters of what the registers of an entry are named by, and the line of each change bears."""
_SHOWN: Final = 60
_FIGURES: Final = range(-(2**53), 2**53)


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


def _read_institutions(r: FormReader) -> Institutions:
    """Return who leads and who supports; of one list of both, as in older plans, the first leads."""
    together = r.texts("institutions")
    if r.data.get("lead") is None and r.data.get("support") is None:
        return Institutions(together[:1], together[1:])
    institutions = Institutions(r.texts("lead"), r.texts("support"))
    if together not in ((), institutions.names):
        r.complain(r.fail("institutions"), None)
    return institutions


def _read_action(r: FormReader, years: Sequence[int]) -> Action:
    budget: dict[int, BudgetCell] = {}
    for year, value in r.years("budget", years).items():
        budget[year] = ADMIN if value == ADMIN else r.cents(f"budget/{year}", value)
    lead, support = _read_institutions(r)
    return Action(
        nr=r.number("nr"),
        title=r.text("title"),
        deadline=r.deadline("deadline"),
        budget=budget,
        funding=r.texts("funding"),
        lead=lead,
        support=support,
        outputs=r.texts("outputs"),
        documents=r.texts("documents"),
        id="" if r.data.get("id") is None else r.number("id"),
        remarks=tuple(Remark(remark.text("heading"), remark.text("text")) for remark in r.tables("remarks")),
        budget_total=r.cents("budget_total", r.data.get("budget_total")),
    )


def _read_specific(r: FormReader, years: Sequence[int]) -> SpecificObjective:
    totals = {
        year: r.cents(f"totals/{year}", value)
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
            figures[key] = r.cents(key, value)
        else:
            figures[key] = r.integer_or_none(key, _FIGURES)
    return Finding(r.text("code"), r.text("where"), figures, r.text_or_none("source") or "")


def plan_from_form(form: Mapping[str, Any], wrong: list[UserError] | None = None) -> Plan:
    """Read plain data as written by :func:`plan_to_form`.

    Raises UserError ``plan_format`` for another format and ``plan_form`` with the path of the first wrong
    key; with a list for what is ``wrong``, all of that is noted there, and the plan is what could be read.
    """
    if not isinstance(form, Mapping) or form.get("format") != FORMAT:
        format = form.get("format") if isinstance(form, Mapping) else form
        shown_format = "–" if format is None else clean(format if isinstance(format, str) else shown(format))
        raise UserError("plan_format", found=shown_format, known=FORMAT)
    r = FormReader(form, "plan", wrong)
    plan = _read_plan(r, _read_years(r, form.get("years")))
    for refused in unfit_names(plan):
        r.complain(refused, None)
    return plan


def _read_years(r: FormReader, years: object) -> Sequence[int]:
    """The years of the plan; none, and the amounts by year are not looked at, where they cannot be read."""
    if (
        isinstance(years, list)
        and 0 < len(years) <= _MOST_YEARS
        and all(type(year) is int and year in YEARS for year in years)
        and len(set(years)) == len(years)
    ):
        return years
    return r.complain(r.fail("years"), ())


def refuse_unfit_names(plan: Plan) -> None:
    """Raise UserError ``plan_form`` or ``plan_name_long`` as the first of :func:`unfit_names`."""
    for refused in unfit_names(plan):
        raise refused


def unfit_names(plan: Plan) -> Iterator[UserError]:
    """Refuse what cannot name what is recorded: numbers and ids that are too long, or stand twice.

    Numbers and ids of actions, and ids of indicators, are keys.
    """
    for where, name, limit in _names(plan):
        if len(name) > limit:
            shown = f"{name[:_SHOWN]}…"
            yield UserError(
                "plan_name_long", where=f"plan/{where}", found=shown, length=len(name), limit=limit
            )
    numbers = [action.nr for action in plan.actions()]
    for name, values in (
        ("nr", numbers),
        # of a number that stands twice that is said already
        ("id", [action.stable_id for action in plan.actions() if action.id or numbers.count(action.nr) == 1]),
        ("indicators/id", [indicator.id for _, indicator in plan.indicators() if indicator.id]),
    ):
        seen: set[str] = set()
        for value in values:
            # an empty one has been complained of
            if value and value in seen:
                yield UserError("plan_form", where=f"plan/{name}", found=value)
            seen.add(value)


def _names(plan: Plan) -> Iterator[tuple[str, str, int]]:
    """Yield where a number or an id stands, the text, and how long that may be."""
    yield "id", plan.id, _MAX_ID
    for strategic in plan.strategic_objectives:
        for nr in (strategic.nr, *(specific.nr for specific in strategic.specific_objectives)):
            yield "objective/nr", nr, _MAX_NUMBER
    for nr, indicator in plan.indicators():
        yield f"{nr}/id", indicator.id, _MAX_ID
    for action in plan.actions():
        yield "action/nr", action.nr, _MAX_NUMBER
        yield f"{action.nr}/id", action.id, _MAX_ID


def _read_provenance(r: FormReader) -> dict[str, Provenance]:
    by_path: dict[str, Provenance] = {}
    for path, value in r.table("provenance").items():
        if not isinstance(value, dict):
            r.complain(r.fail(f"provenance/{path}", value), None)
            continue
        inner = r.within(f"provenance/{path}", value)
        certain = value.get("certain", True)
        if not isinstance(certain, bool):
            certain = inner.complain(inner.fail("certain"), False)
        by_path[re.sub("/institutions$", "/lead", clean(path))] = Provenance(
            inner.text_or_none("place") or "", certain, inner.text_or_none("reason") or ""
        )
    return by_path


def _read_plan(r: FormReader, years: Sequence[int]) -> Plan:
    return Plan(
        id=r.number("id"),
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
