"""From a grid to rows with roles: headings, objectives, indicators, actions and totals of any format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from types import MappingProxyType
from typing import Final

from planreader.interpret import gridcells
from planreader.interpret.gridactions import take_action, take_cut, take_further, take_rest, take_unnumbered
from planreader.interpret.gridonecost import placed, with_other_years, years_told
from planreader.interpret.gridreading import OBJECTIVES, TOTALS, GridReading, headings_of, objectives_named
from planreader.interpret.gridtargets import is_under_targets, numbers_owners, take_band, take_indicator
from planreader.interpret.gridtitles import resume_objective_cells, take_title
from planreader.interpret.headings import labels
from planreader.interpret.headings.headfinding import counts_columns
from planreader.interpret.headings.headings import Heading, below
from planreader.interpret.headings.moneyunits import (
    doubtful_units,
    money_in_passing,
    money_lines,
    money_named,
    scaled,
)
from planreader.interpret.headings.passed import passed_over, row_passed
from planreader.interpret.headings.refusal import LOOKED, nearest_heading, no_plan
from planreader.interpret.headings.unitcolumns import with_unit_columns
from planreader.interpret.headings.unitlines import unit_lines
from planreader.interpret.listing import Listing
from planreader.interpret.numbering import Numbering
from planreader.sources.form import GIVEN, ROLES, Cell, Part, Row, Sheet
from planreader.sources.grid import UNSAVED, GridCell, GridRow, hidden_places, hidden_sheets
from planreader.vocabulary import money
from planreader.vocabulary.fold import fold, languages
from planreader.vocabulary.headwords import title_goes_on, title_rank
from planreader.vocabulary.tracking import without_day
from store.plan.model import Finding

_MOST_BEFORE: Final = 3
"""Cells of a row that stands before the plan's tables."""


def read_grid(
    rows: Sequence[GridRow],
    file: str,
    headings: Mapping[int, Heading] | None = None,
    assumed: Mapping[str, str] = MappingProxyType({}),
    listing: Listing | None = None,
) -> Sheet:
    """Return the rows of a plan in the tables of a document, ``with_above``.

    ``headings`` are those that somebody said; the reader's own where nobody did. ``assumed`` are texts by
    role for actions without one. ``listing`` tells numbers and objectives where the document is a list that
    has none or any. Raises UserError ``document_no_heading``, ``document_no_actions``,
    ``document_number_twice_at``, ``document_number_order_at``, ``document_year_twice`` or
    ``document_two_plans``.
    """
    headings = with_unit_columns(rows, headings_of(rows) if headings is None else headings)
    lines = unit_lines(rows, headings)
    headings = scaled(rows, headings, lines)
    named = objectives_named(rows) if listing is None else frozenset[str]()
    reading = GridReading(file, Numbering(file), named, headings, listing=listing, grid=rows, lines=lines)
    at = 0
    while at < len(rows):
        row = rows[at]
        reading.fresh = reading.fresh or row.cut
        heading = headings.get(at)
        if heading is not None:
            if row.cut:
                resume_objective_cells(reading, row)
            reading.take(heading, row.table)
            if heading.kind == "indicators":
                reading.numbers_owners = numbers_owners(reading, rows, at)
            at += heading.size
        elif not row.filled or (row.table and counts_columns(row)):
            at += 1
        else:
            is_above = listing is not None and reading.actions is None
            if not _take_row(reading, row) and row.table and not is_above:
                reading.leave(row, _heading_over(reading, row))
            at += 1
    return _sheet_of(reading, rows, assumed)


def _heading_over(reading: GridReading, row: GridRow) -> Heading | None:
    """Return the heading of actions that a row stands under, in its table or in one that goes on with it."""
    heading = reading.actions if reading.mode == "actions" else None
    return heading if heading and (row.table == reading.table or heading.bounds(row)) else None


def _sheet_of(reading: GridReading, rows: Sequence[GridRow], assumed: Mapping[str, str]) -> Sheet:
    """Return what was read as a sheet.

    Raises UserError ``document_no_heading`` or ``document_no_actions``.
    """
    if not any(row.kind == "action" for row in reading.rows):
        if reading.actions is None:
            named, place = nearest_heading(rows)
            raise no_plan("document_no_heading", reading.file, named, place=place)
        raise no_plan("document_no_actions", reading.file, reading.actions.roles, place=reading.actions.place)
    votes = languages([cell.text for row in rows for cell in row.cells])
    title = title_of(rows)
    read = _with_grand_total(reading.rows)
    for role, text in assumed.items():
        if text:
            read = tuple(_filled(row, role, text) for row in read)
            reading.roles.add(role)
    years = tuple(sorted(reading.years))
    if not years:
        columns = reading.actions.columns if reading.actions is not None else ()
        undated = [column for column in columns if column.role == "budget" and not column.is_part]
        if len(undated) > 1:
            # which of them is the plan's nobody can tell but a person
            raise no_plan("document_no_heading", reading.file, reading.roles, looked=(*LOOKED, "year"))
        years = years_told(read, title, reading.roles, reading.file)
        read = placed(read, years)
    read = tuple(map(with_other_years, read))
    return Sheet(
        read,
        years,
        max(votes, key=lambda language: votes[language], default="sq"),
        title,
        tuple(role for role in ROLES if role in reading.roles),
        (len(reading.splits), sum(reading.splits)),
        passed_over(rows, read, reading.headings, title, [*reading.left, *_untaken(reading, rows)]),
        (*money_named(rows, reading.headings, reading.lines), *money_in_passing(rows)),
        tuple((nr, row_passed(row)) for row, nr in reading.missed),
        tuple(row_passed(row) for row in rows if row.struck and row.table),
        hidden_places(rows),
        hidden_sheets(rows),
        (
            *doubtful_units(reading.headings, reading.lines),
            *reading.noticed,
            *_unsaved(rows, reading.headings),
        ),
    )


def _unsaved(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> Iterator[Finding]:
    """Yield that the tables have formulas whose results the workbook does not hold."""
    heads = [at for at, heading in headings.items() if heading.kind in ("actions", "indicators")]
    cells = (cell for at in heads for row in below(rows, at, headings) for cell in row.cells)
    if unsaved := [cell.place for cell in cells if cell.reason == UNSAVED]:
        yield Finding("formula_unsaved", "plan", {"rows": len(unsaved)}, unsaved[0])


def _untaken(reading: GridReading, rows: Sequence[GridRow]) -> list[GridRow]:
    """Return mentions of objectives by a title that no other row has, and what strategic ones come to."""
    titles = {fold(row.text("title")) for row in reading.rows if row.kind in OBJECTIVES}
    lost = {row.place for row in reading.numbering.forgotten if fold(row.text("title")) not in {"", *titles}}
    lost |= {row.place for row in reading.rows if row.kind == "strategic" and (row.budget or row.tokens)}
    return [row for row in rows if row.place in lost]


def _filled(row: Row, role: str, text: str) -> Row:
    """Return a row, what holds for the whole document in a cell that an action does not have."""
    if row.kind != "action" or row.text(role):
        return row
    return row._replace(cells={**row.cells, role: Cell(role, (Part(text),), "", True, GIVEN)})


def _with_grand_total(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows with the last total as the plan's, if it names nothing and few objectives have theirs."""
    begins = [at for at, row in enumerate(rows) if row.kind == "specific"]
    spans = [range(begin, end) for begin, end in pairwise([*begins, len(rows)])]
    listed = [span for span in spans if any(rows[at].kind == "action" for at in span)]
    totals = [[at for at in span if rows[at].kind == "total"] for span in listed]
    if not totals or not totals[-1] or rows[totals[-1][-1]].nr:
        return tuple(rows)
    *others, (*own, last) = totals
    if len(listed) > 1 and _is_sum_of(rows[last], [rows[at] for at in listed[-1]]):
        return tuple(rows)
    if own or 2 * sum(map(bool, others)) < len(others):
        return (*rows[:last], rows[last]._replace(kind="grand_total"), *rows[last + 1 :])
    return tuple(rows)


def _is_sum_of(total: Row, rows: Sequence[Row]) -> bool:
    """Return whether a total is what the actions of its objective add up to, year by year."""
    printed = {year: money.amount(cell.text) or 0 for year, cell in (total.budget or {}).items()}
    budgets = [row.budget or {} for row in rows if row.kind == "action"]
    return any(printed.values()) and all(
        sum(money.amount(budget[year].text) or 0 for budget in budgets if year in budget) == cents
        for year, cents in printed.items()
    )


def _take_row(reading: GridReading, row: GridRow) -> bool:
    """Take a row as what it is; False where it is nothing of the plan."""
    filled = row.filled
    if take_band(reading, filled):
        return True
    if reading.mode == "other" and row.table and row.table != reading.table:
        if row.cut:
            # the same table goes on over the page's end
            reading.table = row.table
        else:
            reading.mode = "actions" if reading.actions is not None else ""
    if not row.table or reading.mode == "other":
        return take_title(reading, row)
    if reading.listing is not None and not reading.listing.is_within(row):
        if reading.mode == "indicators" and take_indicator(reading, row, filled):
            return True
        return id(row) in reading.listing.lines and take_title(reading, row)
    under_targets = is_under_targets(reading, row)
    ends_total = bool(reading.rows) and reading.rows[-1].kind in TOTALS
    if (under_targets or ends_total) and take_rest(reading, row, filled):
        return True
    if under_targets and take_indicator(reading, row, filled):
        return True
    if (
        take_action(reading, row, filled)
        or take_further(reading, row)
        or take_rest(reading, row, filled)
        or _take_total(reading, row, filled)
        or take_title(reading, row)
        or take_unnumbered(reading, row)
        or take_indicator(reading, row, filled)
        or (reading.listing is None and take_cut(reading, row))
    ):
        return True
    # a line over the whole table is repeated with the heading: the rest of a cut row may follow
    reading.fresh = reading.fresh and len(row.cells) == 1
    return False


def _take_total(reading: GridReading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take a row of totals, or of their capital and recurrent parts."""
    heading, label = reading.actions, filled[0]
    if heading is None:
        return False
    draft = gridcells.total_cells(row, heading, label)
    if labels.split(label.text) and reading.rows and reading.rows[-1].kind in TOTALS:
        if not reading.numbering.is_ghost:
            reading.splits.append(
                not draft.loose and not any(map(gridcells.money_text, draft.budget.values()))
            )
        # what a page's end cuts from this row is no part of the total above
        reading.last, reading.fresh = None, False
        return True
    total, listing = labels.total(label.text), reading.listing
    if listing is not None and (total is not None or id(row) in listing.totals):
        return _take_total_of_list(reading, listing, row, draft, total.kind if total is not None else "total")
    if total is None:
        return False
    if total.kind == "higher_total":
        reading.last = None
    else:
        reading.add(draft.row(total.kind, total.nr, row.place, heading.years), row)
    return True


def _take_total_of_list(
    reading: GridReading, listing: Listing, row: GridRow, draft: gridcells.DraftRow, kind: str
) -> bool:
    """Take the total of a group, where all groups before have theirs, else of the plan: its last counts."""
    filled, heading = row.filled, reading.actions
    years = heading.years if heading else ()
    for cell in filled[1:]:
        # one that cannot be read is told of a labelled total
        is_amount = heading is not None and heading.role_of(cell) == "budget" and cell.text[:1].isdigit()
        if not (money.is_cell(cell.text) or (is_amount and labels.total(filled[0].text) is not None)):
            return False
    if filled[1:] and not any(map(gridcells.money_text, (*draft.budget.values(), *draft.loose))):
        # what it says of columns that are left out can be compared with nothing
        reading.left.append(row)
    elif listing.is_total_of_group(kind):
        listing.summed.add(listing.specific)
        reading.add(draft.row("total", listing.specific, row.place, years), row)
    else:
        reading.drop_grand_total()
        reading.grand = row
        reading.add(draft.row("grand_total", "", row.place, years), row)
    return True


def title_of(rows: Sequence[GridRow]) -> str | None:
    """Return the first text before the tables that calls itself an action plan, or a plan of some years.

    With the lines below it that it goes on in; what amounts are in, and of which day it tells, is no part.
    """
    before = takewhile(lambda row: len(row.filled) <= _MOST_BEFORE, rows)
    texts = [row.filled[0].text for row in before if len(row.filled) == 1]
    best = max(texts, key=title_rank, default="")
    if not title_rank(best):
        return None
    below, amounts = texts[texts.index(best) + 1 :], {*money_lines(rows, {})}
    for line in below:
        if line in amounts or not title_goes_on(best, line) or labels.objective(line) is not None:
            break
        best = f"{best} {line}"
    return without_day(best)
