"""From a grid to rows with roles: headings, objectives, indicators, actions and totals of any format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planreader.interpret import gridcells
from planreader.interpret.gridactions import take_action, take_line, take_rest
from planreader.interpret.gridaside import resume_objective_cells
from planreader.interpret.gridbands import take_band
from planreader.interpret.gridcounters import without_counters
from planreader.interpret.gridfront import numbers_objectives
from planreader.interpret.gridonecost import placed, years_told
from planreader.interpret.gridreading import Reading, headings_of
from planreader.interpret.gridtargets import is_under_targets, take_indicator
from planreader.interpret.gridtitles import take_text, take_title
from planreader.interpret.gridtotals import TOTALS, take_total
from planreader.interpret.gridvouched import parents_of, vouched_for
from planreader.interpret.gridwhole import title_of
from planreader.interpret.headings.headfinding import counts_columns
from planreader.interpret.headings.headings import Heading
from planreader.interpret.headings.moneyunits import money_named, scaled
from planreader.interpret.headings.passed import passed_over
from planreader.interpret.headings.refusal import nearest_heading, no_plan
from planreader.interpret.numbering import Numbering
from planreader.sources.form import GIVEN, ROLES, Cell, Part, Row, Sheet
from planreader.sources.grid import GridRow, with_above
from planreader.sources.listing import COLUMN, is_text
from planreader.vocabulary.fold import languages


def prepared(grid: Sequence[GridRow]) -> list[GridRow]:
    """The rows of a document as they are read: with the cells that span them."""
    return with_above(grid)


def read_grid(
    rows: Sequence[GridRow], file: str, headings: Mapping[int, Heading] | None = None, deadline: str = ""
) -> Sheet:
    """The rows of a plan in the ``prepared`` tables of a document.

    ``headings`` are those that somebody said; the reader's own where nobody did. ``deadline`` is that of
    actions without one. Raises Refused ``document_no_heading``, ``document_no_actions``,
    ``document_number_twice_at``, ``document_number_order_at``, ``document_year_twice`` or
    ``document_two_plans``.
    """
    headings = scaled(rows, headings_of(rows) if headings is None else headings)
    rows = without_counters(rows, headings)
    reading = Reading(file, Numbering(file), parents_of(rows), vouched_for(rows))
    reading.headings = headings
    at = 0
    while at < len(rows):
        row = rows[at]
        reading.fresh = reading.fresh or row.cut
        # a heading with nothing below it on its page may go on over the page's end
        reading.torn |= reading.open if row.cut else set()
        counted = row.table and counts_columns(row) and at not in headings
        if counted or reading.extends(row):
            at += 1
        elif at in headings:
            if row.cut:
                resume_objective_cells(reading, row)
            reading.take(headings[at], row.table)
            if headings[at].kind == "indicators":
                reading.numbers_owners = numbers_objectives(rows, at, headings, reading.vouched.known)
            at += headings[at].size
        else:
            at += _take_row(reading, rows, at)
    return sheet_of(reading, rows, deadline)


def sheet_of(reading: Reading, rows: Sequence[GridRow], deadline: str = "") -> Sheet:
    """What was read as a sheet. Raises Refused ``document_no_heading`` or ``document_no_actions``."""
    if not any(row.kind == "action" for row in reading.rows):
        if reading.actions is None:
            found, place = nearest_heading(rows)
            raise no_plan("document_no_heading", reading.file, found, place=place)
        raise no_plan("document_no_actions", reading.file, reading.actions.roles, place=reading.actions.place)
    votes = languages([cell.text for row in rows for cell in row.cells])
    title = title_of(rows)
    read = tuple(map(_with_support, reading.numbering.kept(reading.rows)))
    if deadline:
        read = tuple(_due(row, deadline) for row in read)
        reading.found.add("deadline")
    years = tuple(sorted(reading.years))
    if not years:
        years = years_told(read, title, reading.found, reading.file)
        read = placed(read, years)
    roles = {"institutions" if role == "support" else role for role in reading.found}
    return Sheet(
        read,
        years,
        max(votes, key=lambda language: votes[language], default="sq"),
        title,
        tuple(role for role in ROLES if role in roles),
        (len(reading.splits), sum(reading.splits)),
        passed_over(rows, read, reading.headings, title),
        money_named(rows, reading.headings),
    )


def _with_support(row: Row) -> Row:
    """A row whose supporting institutions, if in a column of their own, stand behind those that lead."""
    if "support" not in row.cells:
        return row
    cells = dict(row.cells)
    support, lead = cells.pop("support"), cells.get("institutions")
    moved = replace(support, role="institutions")
    if is_text(support.text):
        leads = lead is not None and is_text(lead.text)
        cells["institutions"] = gridcells.joined(lead, moved, COLUMN) if lead is not None and leads else moved
    return replace(row, cells=cells)


def _due(row: Row, deadline: str) -> Row:
    """An action with the deadline that somebody gave all those without one."""
    if row.kind != "action" or row.text("deadline"):
        return row
    return replace(row, cells={**row.cells, "deadline": Cell("deadline", (Part(deadline),), "", True, GIVEN)})


def _take_row(reading: Reading, rows: Sequence[GridRow], at: int) -> int:
    """Take a row as what it is; how many rows that took is returned."""
    row = rows[at]
    filled, fresh = row.filled, reading.fresh
    if not filled:
        return 1
    if take_band(reading, filled):
        return 1
    if row.table == 0:
        return take_text(reading, rows, at)
    if reading.mode == "other" and row.cut:
        # the same table goes on over the page's end
        reading.table = row.table
    elif reading.mode == "other" and row.table != reading.table:
        reading.mode = "actions" if reading.actions is not None else ""
    if reading.mode == "other":
        return max(1, take_title(reading, rows, at))
    if is_under_targets(reading, row) and (
        take_rest(reading, row, filled, fresh=fresh) or take_indicator(reading, row, filled)
    ):
        return 1
    if reading.rows and reading.rows[-1].kind in TOTALS and take_rest(reading, row, filled, fresh=fresh):
        return 1
    if take_action(reading, row, filled) or take_rest(reading, row, filled, fresh=fresh):
        return 1
    if take_total(reading, row, filled):
        return 1
    taken = take_title(reading, rows, at)
    if taken:
        return taken
    if not take_indicator(reading, row, filled):
        take_line(reading, row)
        # a line over the whole table is repeated with the heading: the rest of a cut row may follow
        reading.fresh = reading.fresh and len(row.cells) == 1
    return 1
