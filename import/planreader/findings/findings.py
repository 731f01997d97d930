"""What a document says against itself or leaves blank: findings, never repairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from planreader.build.budget import sums
from planreader.findings.namefindings import near, place_of, spellings, together
from planreader.interpret.gridcells import MERGED_ROWS, MERGED_YEARS, ONE_AMOUNT
from planreader.interpret.headings.moneyunits import TWO_WAYS
from planreader.sources.form import LISTS
from planreader.sources.grid import UNSAVED
from planreader.sources.listing import is_text
from planreader.vocabulary import money, numbers
from planreader.vocabulary.currency import KNOWN
from planreader.vocabulary.deadlines import is_due
from planreader.vocabulary.targets import TARGETS
from store.plan.model import ADMIN, Action, Finding, Indicator, Plan, Provenance, SpecificObjective, Target

if TYPE_CHECKING:
    from planreader.build.marks import Marks


_NOT_BLANK: Final = frozenset({MERGED_ROWS, MERGED_YEARS, ONE_AMOUNT, UNSAVED})
"""Why a year may have no money of its own though its cell is not blank."""


def find(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield all findings of a plan, in document order, those of the whole plan last."""
    yield from marks.findings
    yield from _two_ways(plan, marks)
    for strategic in plan.strategic_objectives:
        yield from _indicators(strategic.nr, strategic.indicators, plan)
        for objective in strategic.specific_objectives:
            yield from _indicators(objective.nr, objective.indicators, plan)
            for action in objective.actions:
                yield from _action(action, plan, marks)
            yield from _totals(objective, plan, marks)
    yield from _row_sums(plan, marks)
    yield from near(plan)
    yield from spellings(plan)
    yield from _grand(plan, marks)
    named = any(action.institutions.names for action in plan.actions())
    if "institutions" not in marks.roles and not named:
        yield Finding("institutions_none", "plan", {}, "")
    yield from _money_named(plan, marks)
    unsaved = [origin for origin in plan.provenance.values() if origin.reason == UNSAVED]
    if unsaved:
        yield Finding("formula_unsaved", "plan", {"rows": len(unsaved)}, unsaved[0].place)


def _money_named(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield words for money that are none of the usual currencies, and amounts in another than the plan's."""
    decided = _known(plan, "plan/currency").decided
    asked: set[tuple[str, str]] = set()
    for mention in marks.money:
        unknown = mention.code not in KNOWN
        where = "plan" if unknown else mention.where
        is_settled = mention.code == plan.currency and (decided or not unknown)
        if is_settled or (where == "plan" and decided) or (where, mention.code) in asked:
            continue
        asked.add((where, mention.code))
        if unknown:
            yield Finding(
                "currency_unknown", where, {"found": mention.code, "raw": mention.text}, mention.place
            )
        else:
            figures: dict[str, str | int | None] = {"found": mention.code, "currency": plan.currency}
            yield Finding("currency_mixed", where, {**figures, "raw": mention.text}, mention.place)


def _two_ways(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield amounts whose sign may group thousands or begin decimals, or that a format shows in thousands."""
    for path, origin in plan.provenance.items():
        code, _colon, other = origin.reason.partition(":other=")
        if code == TWO_WAYS:
            nr, _field, *year = path.split("/")
            figures: dict[str, str | int | None] = {"found": marks.sources.get(path, ""), "other": int(other)}
            figures |= {"year": int(year[0])} if year else {}
            yield Finding("amount_two_ways", nr, figures, origin.place)


def _known(plan: Plan, path: str) -> Provenance:
    return plan.provenance.get(path, Provenance(""))


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
        yield Finding(code, nr, {"raw": raw}, place_of(plan, f"{nr}/deadline"))
    elif end is not None and not plan.years[0] <= end <= plan.years[-1]:
        figures: dict[str, str | int | None] = {"raw": action.deadline.raw}
        figures |= {"first": plan.years[0], "last": plan.years[-1]}
        yield Finding("deadline_outside", nr, figures, place_of(plan, f"{nr}/deadline"))
    unread = _unread(marks, nr)
    if not unread and "budget" in marks.roles:
        yield from _money_blank(action, plan)
    yield from (finding for finding in _money(action, plan) if finding.figures.get("year") not in unread)
    for name in action.funding:
        admin = money.is_admin(name) and not money.is_regular(name)
        if admin or money.amount(name) is not None:
            yield Finding("funding_suspect", nr, {"found": name}, place_of(plan, f"{nr}/funding"))
    yield from together(action, plan)
    for role, name in LISTS.items():
        # a column that the document does not have leaves nothing blank
        if not getattr(action, name) and role in marks.roles:
            yield Finding(f"{role}_blank", nr, {}, place_of(plan, f"{nr}/{name}") or row)


def _unread(marks: Marks, where: str) -> set[object]:
    """Return the years whose amounts cannot be read, None for an untold one: nothing is compared there."""
    unreadable = [
        finding for finding in marks.findings if (finding.code, finding.where) == ("amount_unreadable", where)
    ]
    return {finding.figures.get("year") for finding in unreadable}


def _money_blank(action: Action, plan: Plan) -> Iterator[Finding]:
    told = {_known(plan, f"{action.nr}/budget/{year}").reason for year in plan.years}
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
        merged = _known(plan, f"{action.nr}/budget/{year}").reason in _NOT_BLANK
        if low <= year <= high and year not in filled and not merged:
            place = place_of(plan, f"{action.nr}/budget/{year}")
            yield Finding("deadline_no_money", action.nr, {"year": year, "raw": raw}, place)


def _row_sums(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield rows whose amounts do not add up to the sum beside them."""
    for action in plan.actions():
        computed = sum(
            cell for cell in (action.budget_total, *action.budget.values()) if isinstance(cell, int)
        )
        for printed, place in marks.row_sums.get(action.nr, ()):
            if printed != computed and not _unread(marks, action.nr):
                yield Finding(
                    "row_sum_mismatch", action.nr, {"printed": printed, "computed": computed}, place
                )


def _totals(objective: SpecificObjective, plan: Plan, marks: Marks) -> Iterator[Finding]:
    nr = objective.nr
    label = marks.labels.get(nr)
    if label and numbers.key(label) != numbers.key(marks.numbers.get(nr, nr)):
        yield Finding("total_label", nr, {"found": label}, place_of(plan, f"{nr}/total_label"))
    if nr in marks.stray:
        yield Finding("totals_stray_text", nr, {"found": marks.stray[nr].text}, marks.stray[nr].place)
    if nr not in marks.labels:
        return
    if nr in marks.wholes:
        yield from _whole(nr, [objective], marks, place_of(plan, f"{nr}/total_label"))
        return
    unread, sums_of_actions = _unread(marks, nr), sums([objective], plan.years)[0]
    if any(_known(plan, f"{nr}/totals/{year}").reason == UNSAVED for year in plan.years):
        return
    is_blank = all(total is None for total in objective.totals.values())
    if is_blank and not unread and any(sums_of_actions):
        yield Finding("total_blank", nr, {}, place_of(plan, f"{nr}/total_label"))
        return
    for year, computed in zip(plan.years, sums_of_actions, strict=True):
        total = objective.totals.get(year)
        if (total or 0) == computed or unread & {year, None}:
            continue
        place = place_of(plan, f"{nr}/totals/{year}")
        if total is None:
            yield Finding("total_blank", nr, {"year": year, "computed": computed}, place)
        else:
            figures = {"year": year, "printed": total, "computed": computed}
            yield Finding("total_mismatch", nr, figures, place)


def _whole(
    where: str, objectives: Sequence[SpecificObjective], marks: Marks, place: str
) -> Iterator[Finding]:
    """Yield a printed total of all years that its actions do not add up to."""
    actions = [action for objective in objectives for action in objective.actions]
    cells = [cell for action in actions for cell in (action.budget_total, *action.budget.values())]
    computed = sum(cell for cell in cells if isinstance(cell, int))
    printed = marks.wholes[where]
    if printed != computed and not _unread(marks, where):
        code = "grand_total_mismatch" if where == "plan" else "total_mismatch"
        yield Finding(code, where, {"printed": printed, "computed": computed}, place)


def _grand(plan: Plan, marks: Marks) -> Iterator[Finding]:
    rows, blank = marks.splits
    if rows and blank == rows:
        # those of a plan without a total end below the last objective's
        last = place_of(plan, f"{list(marks.labels)[-1]}/total_label") if marks.labels else ""
        yield Finding("split_blank", "plan", {"rows": rows}, marks.grand_place or last)
    if marks.grand_total is None:
        return
    if "plan" in marks.wholes:
        yield from _whole("plan", list(plan.specific_objectives()), marks, marks.grand_place)
        return
    unread = _unread(marks, "plan")
    is_blank = not unread and all(cell is None for cell in marks.grand_total.values())
    by_actions, by_totals = sums(list(plan.specific_objectives()), plan.years)
    for year, computed, totals in zip(plan.years, by_actions, by_totals, strict=True):
        cell = marks.grand_total.get(year)
        printed = cell if isinstance(cell, int) else 0
        figures = {"year": year, "printed": totals if is_blank else printed, "computed": computed}
        if is_blank and (totals or computed):
            yield Finding("grand_total_blank", "plan", figures, marks.grand_place)
        elif printed not in (computed, totals) and not is_blank and not unread & {year, None}:
            yield Finding("grand_total_mismatch", "plan", figures, marks.grand_place)
