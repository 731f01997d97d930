"""Plans with one column of cost and no year above it: amounts stand in the year of their deadlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.gridcells import MERGED_YEARS
from planreader.interpret.headings.refusal import LOOKED, no_plan
from planreader.sources.form import Cell, Part, Row
from planreader.vocabulary import money
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import MOST_YEARS, period_of

_YEAR: Final = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d-])")
_BY_DEADLINE: Final = "placed_by_deadline"


def years_told(
    read: Sequence[Row], title: str | None, found_roles: Collection[str], file: str
) -> tuple[int, ...]:
    """Where no heading names years: those of the title that hold the deadlines, else those of the deadlines.

    Of deadlines the years that many name count, and those that follow on them. Raises Refused
    ``document_no_heading`` where they name none.
    """
    actions = [row for row in read if row.kind == "action"]
    found = Counter(year for row in actions for year in _named(row.text("deadline")))
    common = [year for year, n in found.items() if n > len(actions) // 5]
    if not common:
        raise no_plan("document_no_heading", file, found_roles, looked=(*LOOKED, "year"))
    first, last = min(common), max(common)
    period = period_of(title or "")
    if period is not None and period[0] <= first and last <= period[1]:
        return tuple(range(period[0], period[1] + 1))
    while first - 1 in found:
        first -= 1
    while last + 1 in found:
        last += 1
    return tuple(range(first, min(last, first + MOST_YEARS - 1) + 1))


def _named(raw: str) -> set[int]:
    deadline = read_deadline(raw).deadline
    ends = {year for year in (deadline.start, deadline.end) if year is not None}
    return ends | set(map(int, _YEAR.findall(raw)))


def placed(rows: Sequence[Row], years: Sequence[int]) -> tuple[Row, ...]:
    """Rows with their only amount in the last year of their deadline; totals that are the sum follow."""
    if len(years) < 2 or any(row.tokens is not None and len(row.tokens.texts) > 1 for row in rows):
        return tuple(rows)
    found: list[Row] = []
    own: list[Row] = []
    for row in rows:
        made = row
        if row.kind == "action":
            made = _by_deadline(row, years)
            own.append(made)
        elif row.kind in ("total", "grand_total"):
            below = own if row.kind == "total" else [one for one in found if one.kind == "action"]
            made = _by_sum(row, below, years)
        if row.kind in ("strategic", "specific"):
            own = []
        found.append(made)
    return tuple(found)


def _by_deadline(row: Row, years: Sequence[int]) -> Row:
    if row.tokens is None or not row.tokens.texts:
        return row
    text, place = row.tokens.texts[0], row.tokens.place
    raw = row.text("deadline")
    deadline = read_deadline(raw).deadline
    last = min(max(deadline.end or years[-1], years[0]), years[-1])
    first = min(max(deadline.start or years[0], years[0]), last)
    reason = f"{_BY_DEADLINE}:deadline={raw}"
    budget: dict[int, Cell] = {}
    for year in years:
        if year == last or (money.is_admin(text) and first <= year < last):
            budget[year] = Cell("budget", (Part(text),), place, False, reason)
        elif first <= year < last:
            budget[year] = Cell("budget", (), place, False, MERGED_YEARS)
    return replace(row, budget=budget, tokens=None)


def _by_sum(row: Row, actions: Sequence[Row], years: Sequence[int]) -> Row:
    """A total of all years by year, where it is what its actions come to."""
    printed = money.amount(row.tokens.texts[0]) if row.tokens is not None and row.tokens.texts else None
    sums = {
        year: sum(
            money.amount(one.budget[year].text) or 0
            for one in actions
            if one.budget is not None and year in one.budget
        )
        for year in years
    }
    if printed is None or row.tokens is None or printed != sum(sums.values()):
        return row
    budget = {
        year: Cell("budget", (Part(f"{cents // 100}.{cents % 100:02}"),), row.tokens.place)
        for year, cents in sums.items()
    }
    return replace(row, budget=budget, tokens=None)
