"""Amounts of all years: of one column of cost without a year above it, or merged over several years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from planreader.interpret.gridcells import ONE_AMOUNT, YEARS, added, money_text
from planreader.interpret.headings.refusal import LOOKED, no_plan
from planreader.sources.form import Cell, Part, Row
from planreader.vocabulary import money
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import MOST_YEARS, period_of


def years_told(
    read: Sequence[Row], title: str | None, found_roles: Collection[str], file: str
) -> tuple[int, ...]:
    """Return the years where no heading names any: those of the title that hold all deadlines, else theirs.

    Of deadlines the year counts that most name, and those that follow on it. Raises UserError
    ``document_no_heading`` where neither names one.
    """
    deadlines = [row.text("deadline") for row in read if row.kind == "action"]
    times = Counter(year for raw in deadlines for year in _named(raw))
    period = period_of(title or "")
    if not times and period is not None and not any(read_deadline(raw).malformed for raw in deadlines):
        # all that is done goes on
        return tuple(range(period[0], period[1] + 1))
    if not times:
        raise no_plan("document_no_heading", file, found_roles, looked=(*LOOKED, "year"))
    first = last = times.most_common(1)[0][0]
    while first - 1 in times:
        first -= 1
    while last + 1 in times:
        last += 1
    if period is not None and period[0] <= first and last <= period[1]:
        first, last = period
    labelled = [year for row in read for year in row.budget or ()]
    first, last = min([first, *labelled]), max([last, *labelled])
    return tuple(range(first, min(last, first + MOST_YEARS - 1) + 1))


def _named(raw: str) -> range:
    deadline = read_deadline(raw).deadline
    first, last = deadline.start or deadline.end or 0, deadline.end or deadline.start or -1
    return range(first, min(last, first + MOST_YEARS) + 1)


def placed(rows: Sequence[Row], years: Sequence[int]) -> tuple[Row, ...]:
    """Return rows with their only amount as that of all years, administrative cost in the deadline's."""
    if len(years) < 2 or any(row.tokens is not None and len(row.tokens.texts) > 1 for row in rows):
        return tuple(rows)
    return tuple(_of_all_years(row, years) for row in rows)


def with_other_years(row: Row) -> Row:
    """Return a row whose amount of several years is that of all: with what stands in the others."""
    whole = row.cells.get("budget_total")
    others = [cell for cell in (row.budget or {}).values() if money.amount(money_text(cell))]
    if whole is None or not others:
        return row
    for cell in others:
        whole = added(whole, cell, YEARS)
    return row._replace(cells={**row.cells, "budget_total": whole})


def _of_all_years(row: Row, years: Sequence[int]) -> Row:
    if row.tokens is None or not row.tokens.texts:
        return row
    (text, *_rest), place, reason, printed = row.tokens
    if not money.is_admin(text):
        cell = Cell("budget_total", (Part(text),), place, not reason, reason, printed)
        none = Cell("budget", (), place, True, ONE_AMOUNT)
        cells = {**row.cells, "budget_total": cell}
        return row._replace(cells=cells, budget=dict.fromkeys(years, none), tokens=None)
    due = read_deadline(row.text("deadline")).deadline
    last = min(max(due.end or years[-1], years[0]), years[-1])
    first = min(max(due.start or years[0], years[0]), last)
    cell = Cell("budget", (Part(text),), place, False, f"placed_by_deadline:deadline={row.text('deadline')}")
    return row._replace(budget={year: cell for year in years if first <= year <= last}, tokens=None)
