"""What a document says against itself or leaves blank: findings, never repairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from planreader.findings.moneyfindings import (
    grand_total,
    money_named,
    row_sums,
    totals_of,
    two_ways,
    unread_years,
    with_blanks,
)
from planreader.findings.namefindings import near, place_of, spellings, together
from planreader.interpret.gridcells import MERGED_ROWS, MERGED_YEARS, ONE_AMOUNT
from planreader.sources.form import LISTS
from planreader.sources.grid import UNSAVED
from planreader.sources.listing import is_text
from planreader.vocabulary import money
from planreader.vocabulary.currency import named
from planreader.vocabulary.deadlines import is_due, is_otherwise, newer_in
from planreader.vocabulary.targets import TARGETS
from store.plan.model import (
    ADMIN,
    Action,
    Deadline,
    Finding,
    Indicator,
    Plan,
    Provenance,
    SpecificObjective,
    StrategicObjective,
    Target,
)

if TYPE_CHECKING:
    from planreader.build.marks import Marks


_YEARS: Final = re.compile(r"(?:19|20)\d\d")
_NOT_BLANK: Final = frozenset({MERGED_ROWS, MERGED_YEARS, ONE_AMOUNT, UNSAVED})
"""Why a year may have no money of its own though its cell is not blank."""


def find(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield all findings of a plan, in document order, those of the whole plan last."""
    yield from marks.findings
    yield from two_ways(plan, marks)
    yield from with_blanks(plan, marks)
    for strategic in plan.strategic_objectives:
        if strategic.nr not in {objective.nr for objective in strategic.specific_objectives}:
            # of one level alone nothing stands above
            yield from _untitled(strategic, plan)
        yield from _indicators(strategic.nr, strategic.indicators, plan)
        for objective in strategic.specific_objectives:
            yield from _untitled(objective, plan)
            yield from _indicators(objective.nr, objective.indicators, plan)
            for action in objective.actions:
                yield from _action(action, plan, marks)
            yield from totals_of(objective, plan, marks)
    yield from row_sums(plan, marks)
    yield from near(plan)
    yield from spellings(plan)
    yield from grand_total(plan, marks)
    named = any(action.institutions.names for action in plan.actions())
    if "institutions" not in marks.roles and not named:
        yield Finding("institutions_none", "plan", {}, "")
    yield from money_named(plan, marks)


def _provenance(plan: Plan, path: str) -> Provenance:
    return plan.provenance.get(path, Provenance(""))


def _untitled(objective: StrategicObjective | SpecificObjective, plan: Plan) -> Iterator[Finding]:
    """Yield an objective that the document names without a title."""
    path = f"{objective.nr}/title"
    if not objective.title and path in plan.provenance:
        yield Finding("title_blank", objective.nr, {}, place_of(plan, path))


def _indicators(nr: str, indicators: Sequence[Indicator], plan: Plan) -> Iterator[Finding]:
    usual = {role: _usual_year(plan, role) for role in TARGETS}
    has_results = any(indicator.result is not None for _at, indicator in plan.indicators())
    for n, indicator in enumerate(indicators, 1):
        path = f"{nr}/indicators/{n}"
        place = place_of(plan, f"{path}/title")
        for role in TARGETS:
            target: Target | None = getattr(indicator, role)
            if usual[role] is None or (target is not None and target.value is not None):
                continue
            year = usual[role] if target is None or target.year is None else target.year
            figures: dict[str, str | int | None] = {"target": role, "indicator": n, "year": year}
            yield Finding("target_blank", nr, figures, place_of(plan, f"{path}/{role}") or place)
        if indicator.result is None and has_results:
            yield Finding("result_blank", nr, {"indicator": n}, place_of(plan, f"{path}/result") or place)


def _usual_year(plan: Plan, role: str) -> int | None:
    """Return the year that most targets of a kind name; None where the plan has none of that kind."""
    years = [
        target.year
        for _at, indicator in plan.indicators()
        if (target := getattr(indicator, role)) is not None and target.year is not None
    ]
    return max(set(years), key=years.count) if years else None


def _action(action: Action, plan: Plan, marks: Marks) -> Iterator[Finding]:
    nr, end = action.nr, action.deadline.end
    row = place_of(plan, f"{nr}/title") or place_of(plan, f"{nr}/nr")
    if not action.title:
        yield Finding("title_blank", nr, {}, row)
    if nr in marks.malformed:
        raw = action.deadline.raw
        code = "deadline_malformed" if is_text(raw) else "deadline_blank"
        yield Finding(
            code, nr, {"raw": raw, **_years_read(action.deadline)}, place_of(plan, f"{nr}/deadline")
        )
    elif end is not None and not plan.years[0] <= end <= plan.years[-1]:
        figures: dict[str, str | int | None] = {"raw": action.deadline.raw}
        figures |= {"first": plan.years[0], "last": plan.years[-1]}
        yield Finding("deadline_outside", nr, figures, place_of(plan, f"{nr}/deadline"))
    unread = unread_years(marks, nr)
    if not unread and "budget" in marks.roles:
        yield from _money_blank(action, plan)
    yield from (finding for finding in _money(action, plan) if finding.figures.get("year") not in unread)
    for name in action.funding:
        admin = money.is_admin(name) and not money.is_regular(name)
        # "1.000 € – Budget"; a year beside a programme's name is no amount
        is_priced = bool(named(name)) and any(map(str.isdigit, _YEARS.sub("", name)))
        if admin or is_priced or money.amount(name) is not None:
            yield Finding("funding_suspect", nr, {"found": name}, place_of(plan, f"{nr}/funding"))
    yield from together(action, plan)
    for role, name in LISTS.items():
        # a column that the document does not have leaves nothing blank
        if not getattr(action, name) and role in marks.roles:
            yield Finding(f"{role}_blank", nr, {}, place_of(plan, f"{nr}/{name}") or row)


def _years_read(deadline: Deadline) -> dict[str, str]:
    """Return what is ``read`` of a deadline that says more than years; nothing where no year is.

    And of what ``kind`` it is, where it has no end, nothing is read of it, it took the place of another, or
    its text names other years.
    """
    raw, start, end, first, last = deadline
    if start is None and end is None and is_text(raw):
        return {"kind": "unread"}
    if start is not None and end is None:
        return {"kind": "open"}
    kind = {"kind": "revised"} if newer_in(raw) else {"kind": "otherwise"} if is_otherwise(deadline) else {}
    if not kind and not any(map(str.isalnum, _YEARS.sub("", raw))):
        return {}
    months = [
        f"{month:02}/{year}" if month else str(year) for year, month in ((start, first), (end, last)) if year
    ]
    return {**kind, "read": " – ".join(dict.fromkeys(months))} if months else kind


def _money_blank(action: Action, plan: Plan) -> Iterator[Finding]:
    told = {_provenance(plan, f"{action.nr}/budget/{year}").reason for year in plan.years}
    merged = bool(told & {MERGED_ROWS, UNSAVED})
    if not merged and action.budget_total is None and all(cell is None for cell in action.budget.values()):
        place = place_of(plan, f"{action.nr}/budget/{plan.years[0]}")
        yield Finding("budget_blank", action.nr, {"raw": action.deadline.raw}, place)


def _money(action: Action, plan: Plan) -> Iterator[Finding]:
    filled = {year: cell for year, cell in action.budget.items() if cell is not None}
    raw, low, high, *_months = action.deadline
    if not filled or low is None or high is None or high < low:
        return
    due = low == high and is_due(action.deadline)
    # a printed zero says that there is no money
    outside = [y for y, cell in filled.items() if cell != 0 and (y > high or (y < low and not due))]
    for year in outside:
        cell = filled[year]
        figures: dict[str, str | int | None] = {"year": year, "raw": raw}
        figures |= {"kind": ADMIN} if cell == ADMIN else {"kind": "amount", "amount": cell}
        yield Finding("deadline_money", action.nr, figures, place_of(plan, f"{action.nr}/budget/{year}"))
    if outside or due:
        return
    for year in plan.years:
        merged = _provenance(plan, f"{action.nr}/budget/{year}").reason in _NOT_BLANK
        if low <= year <= high and year not in filled and not merged:
            place = place_of(plan, f"{action.nr}/budget/{year}")
            yield Finding("deadline_no_money", action.nr, {"year": year, "raw": raw}, place)
