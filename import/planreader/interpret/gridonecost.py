"""Plans with one column of cost and no year above it: amounts stand in the year of their deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from planreader.interpret.gridcells import ONE_AMOUNT
from planreader.interpret.headings.refusal import LOOKED, no_plan
from planreader.sources.form import Cell, Part, Row
from planreader.vocabulary import money
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import MOST_YEARS, period_of

_BY_DEADLINE: Final = "placed_by_deadline"


def years_told(
    read: Sequence[Row], title: str | None, found_roles: Collection[str], file: str
) -> tuple[int, ...]:
    """Where no heading names years: those of the title that hold the deadlines, else those of the deadlines.

    Of deadlines the year counts that most name, and those that follow on it. Raises Refused
    ``document_no_heading`` where they name none.
    """
    found = Counter(year for row in read if row.kind == "action" for year in _named(row.text("deadline")))
    if not found:
        raise no_plan("document_no_heading", file, found_roles, looked=(*LOOKED, "year"))
    first = last = found.most_common(1)[0][0]
    while first - 1 in found:
        first -= 1
    while last + 1 in found:
        last += 1
    period = period_of(title or "")
    if period is not None and period[0] <= first and last <= period[1]:
        first, last = period
    return tuple(range(first, min(last, first + MOST_YEARS - 1) + 1))


def _named(raw: str) -> range:
    deadline = read_deadline(raw).deadline
    first, last = deadline.start or deadline.end or 0, deadline.end or deadline.start or -1
    return range(first, min(last, first + MOST_YEARS) + 1)


def placed(rows: Sequence[Row], years: Sequence[int]) -> tuple[Row, ...]:
    """Rows with their only amount in the last year of their deadline; totals that are the sum follow."""
    if len(years) < 2 or any(row.tokens is not None and len(row.tokens.texts) > 1 for row in rows):
        return tuple(rows)
    found: list[Row] = []
    whole, own = Counter[int](), Counter[int]()
    for row in rows:
        made = row
        if row.kind == "action":
            made = _by_deadline(row, years)
            amounts = Counter(
                {year: money.amount(cell.text) or 0 for year, cell in (made.budget or {}).items()}
            )
            whole, own = whole + amounts, own + amounts
        elif row.kind in ("total", "grand_total"):
            made = _by_sum(row, own if row.kind == "total" else whole, years)
        elif row.kind == "specific":
            own = Counter[int]()
        found.append(made)
    return tuple(found)


def _by_deadline(row: Row, years: Sequence[int]) -> Row:
    """The amount in the last year, administrative cost in all, the others blank."""
    if row.tokens is None or not row.tokens.texts:
        return row
    raw = row.text("deadline")
    deadline = read_deadline(raw).deadline
    last = min(max(deadline.end or years[-1], years[0]), years[-1])
    first = min(max(deadline.start or years[0], years[0]), last)
    (text, *_rest), place, _reason, printed = row.tokens
    cell = Cell("budget", (Part(text),), place, False, f"{_BY_DEADLINE}:deadline={raw}", printed)
    before = cell if money.is_admin(text) else Cell("budget", (), place, True, ONE_AMOUNT)
    budget = {year: cell if year == last else before for year in years if first <= year <= last}
    return row._replace(budget=budget, tokens=None)


def _by_sum(row: Row, sums: Counter[int], years: Sequence[int]) -> Row:
    """A total of all years by year, where it is what its actions come to."""
    if row.tokens is None or not row.tokens.texts or money.amount(row.tokens.texts[0]) != sums.total():
        return row
    texts = {year: f"{sums[year] // 100}.{sums[year] % 100:02}" for year in years}
    budget = {year: Cell("budget", (Part(text),), row.tokens.place) for year, text in texts.items()}
    return row._replace(budget=budget, tokens=None)
