"""What the money of a plan says against itself: amounts of two readings, sums, totals, currencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from planreader.build.budget import sums
from planreader.findings.namefindings import place_of
from planreader.interpret.headings.moneyunits import TWO_WAYS
from planreader.sources.form import IN_PASSING
from planreader.sources.grid import UNSAVED
from planreader.vocabulary import money, numbers
from planreader.vocabulary.currency import KNOWN
from store.plan.model import Action, Finding, Plan, Provenance, SpecificObjective

if TYPE_CHECKING:
    from planreader.build.marks import Marks

_BLANK: Final = re.compile(r"\d\s\d")
_SEVERAL: Final = frozenset({"sr"})
"""Languages, with those that are read as them, whose plans are in euros or in other money."""
_LARGE: Final = 1_000_00
"""Cents of the smallest amount whose figures may stand in groups."""
_USUAL: Final = 3
"""How many times as many amounts without a blank there are at least, if one is not usual."""


def money_named(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield words for money that are none of the usual currencies, and amounts in another than the plan's."""
    decided = plan.provenance.get("plan/currency", Provenance("")).decided
    asked: set[tuple[str, str]] = set()
    if marks.untold and not decided:
        yield from _untold(plan, marks)
    for mention in marks.money:
        if mention.where == IN_PASSING:
            continue
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


def _untold(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield that nothing says what money amounts are in, where the usual one is doubtful."""
    others = {mention.code: mention for mention in marks.money if mention.where == IN_PASSING}
    figures: dict[str, str | int | None] = {"currency": plan.currency}
    if len(others) == 1:
        (other,) = others.values()
        figures |= {"found": other.code, "raw": other.text}
        yield Finding("currency_untold", "plan", figures, other.place)
    elif plan.language in _SEVERAL:
        yield Finding("currency_untold", "plan", figures, "")


def two_ways(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield amounts whose sign may group thousands or begin decimals, or that a format shows in thousands."""
    for path, origin in plan.provenance.items():
        code, _colon, other = origin.reason.partition(":other=")
        if code == TWO_WAYS:
            nr, _field, *year = path.split("/")
            figures: dict[str, str | int | None] = {"found": marks.sources.get(path, ""), "other": int(other)}
            figures |= {"year": int(year[0])} if year else {}
            yield Finding("amount_two_ways", nr, figures, origin.place)


def with_blanks(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield amounts with a blank between their figures, where most have none: they may be two."""
    budgets = {
        f"{action.nr}/{field}": cents
        for action in plan.actions()
        for field, cents in (
            *((f"budget/{year}", cell) for year, cell in action.budget.items()),
            ("budget_total", action.budget_total),
        )
        if isinstance(cents, int) and cents >= _LARGE
    }
    # where years were placed, the source holds the amounts of them all
    sources = {
        path: text
        for path, cents in budgets.items()
        if money.amount(text := marks.sources.get(path, "")) == cents
    }
    parted = {path: text for path, text in sources.items() if _BLANK.search(text)}
    if len(sources) >= (1 + _USUAL) * len(parted):
        for path, text in parted.items():
            yield Finding("amount_parted", path.partition("/")[0], {"found": text}, place_of(plan, path))


def unread_years(marks: Marks, where: str) -> set[object]:
    """Return the years whose amounts cannot be read, None for an untold one: nothing is compared there."""
    unreadable = [
        finding for finding in marks.findings if (finding.code, finding.where) == ("amount_unreadable", where)
    ]
    return {finding.figures.get("year") for finding in unreadable}


def row_sums(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield rows whose amounts do not add up to the sum beside them."""
    for action in plan.actions():
        for printed, place, year in marks.row_sums.get(action.nr, ()):
            cell = action.budget[year] if year is not None else _of_all_years(action)
            computed = cell if isinstance(cell, int) else 0
            if printed != computed and not unread_years(marks, action.nr):
                yield Finding(
                    "row_sum_mismatch", action.nr, {"printed": printed, "computed": computed}, place
                )


def _of_all_years(action: Action) -> int:
    if action.budget_total is not None:
        return action.budget_total
    return sum(cell for cell in action.budget.values() if isinstance(cell, int))


def totals_of(objective: SpecificObjective, plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield what an objective's printed totals do not say, or say otherwise than its actions."""
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
    unread, sums_of_actions = unread_years(marks, nr), sums([objective], plan.years)[0]
    origins = (plan.provenance.get(f"{nr}/totals/{year}", Provenance("")) for year in plan.years)
    if any(origin.reason == UNSAVED for origin in origins):
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
    computed = sum(_of_all_years(action) for objective in objectives for action in objective.actions)
    printed = marks.wholes[where]
    if printed != computed and not unread_years(marks, where):
        code = "grand_total_mismatch" if where == "plan" else "total_mismatch"
        yield Finding(code, where, {"printed": printed, "computed": computed}, place)


def grand_total(plan: Plan, marks: Marks) -> Iterator[Finding]:
    """Yield what the plan's printed total does not say, or says otherwise than its actions and totals."""
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
    unread = unread_years(marks, "plan")
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
