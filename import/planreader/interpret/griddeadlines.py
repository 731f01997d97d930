"""Deadlines in several columns: where an action begins and ends, and what took the place of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings.headcolumns import OTHER_DAY, are_amounts_of_year, says_money
from planreader.interpret.headings.headings import Heading, RoleColumn
from planreader.sources.form import Cell, Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.listing import is_text
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import role_of, says_begin, says_end
from planreader.vocabulary.tracking import NEW_DEADLINE, are_marks, is_mark

TWO_COLUMNS: Final = "begin_and_end"
MARKED: Final = "marked_columns"
"""The role of a column of a year below which stand marks, and why a deadline is of these years."""


def with_years(heading: Heading, texts: Mapping[RoleColumn, Sequence[str]]) -> Heading:
    """Return a heading whose years are money where amounts stand below them."""
    columns = [
        column._replace(role="budget") if are_amounts_of_year(column, texts.get(column, ())) else column
        for column in heading.columns
    ]
    return replace(heading, columns=tuple(columns))


def with_marks(heading: Heading, texts: Mapping[RoleColumn, Sequence[str]]) -> Heading:
    """Return a heading whose years are no money where they say none and nothing but marks stands below them.

    Money beside them, which looked like their sum, is the budget.
    """
    years = [column for column in heading.columns if column.role == "budget" and column.year is not None]
    told = [text for column in years for text in texts.get(column, ())]
    are_quarters = len({column.year for column in years}) < len(years)
    if are_quarters or any(says_money(column.title) for column in years) or not are_marks(told):
        return heading
    columns = [c._replace(role=MARKED) if c in years else c for c in heading.columns]
    columns = [c._replace(role=role_of(c.title)) if c.role == "sum" else c for c in columns]
    return replace(heading, columns=tuple(columns))


def of_marks(heading: Heading, row: GridRow) -> Cell | None:
    """Return the deadline that the marks of a row tell: the first and the last year that has one."""
    marked = [
        (column.year, cell)
        for cell in row.filled
        for column in heading.of(cell)
        if column.role == MARKED and column.year is not None and is_mark(cell.text)
    ]
    if not marked:
        return None
    first, last = min(year for year, _cell in marked), max(year for year, _cell in marked)
    text = f"{first}-{last}" if first < last else str(first)
    return Cell("deadline", (Part(text),), "; ".join(cell.place for _year, cell in marked), False, MARKED)


def until(start: Cell, end: GridCell, why: str) -> Cell:
    """Return a deadline of two columns, where an action begins and where it ends."""
    place = f"{start.place}; {end.place}"
    if start.text == end.text:
        return start._replace(place=place)
    sign = "-" if start.text.isdigit() and end.text.isdigit() else " – "
    return Cell("deadline", (Part(f"{start.text}{sign}{end.text}"),), place, False, why or TWO_COLUMNS)


def role_of_day(role: str, begun: Cell | None, cell: GridCell) -> str:
    """Return what a cell below a heading is, of one of days: no deadline where it names no year, or another.

    The year in one column and the quarter in another are one deadline.
    """
    if role not in (NEW_DEADLINE, OTHER_DAY):
        return role
    is_dated = read_deadline(cell.text).deadline.start is not None
    if role == NEW_DEADLINE:
        return role if is_dated else "notes"
    told = begun is not None and read_deadline(begun.text).deadline.start is not None
    return "notes" if told and is_dated else "deadline"


def take_deadline(cells: dict[str, Cell], heading: Heading, filled: Sequence[GridCell]) -> None:
    """Make the deadline of an action of what its columns hold; ``filled`` are the cells with text."""
    begun = cells.get("deadline")
    open_end = f"{begun.text} –" if begun is not None else ""
    if begun is not None and _is_begun(heading, filled) and read_deadline(open_end).deadline.end is None:
        parts = (Part(open_end),)
        cells["deadline"] = begun._replace(parts=parts, certain=False, reason=TWO_COLUMNS)
    if (newer := cells.pop(NEW_DEADLINE, None)) is not None:
        cells["deadline"] = _instead(cells.get("deadline"), newer._replace(role="deadline"))


def _is_begun(heading: Heading, cells: Sequence[GridCell]) -> bool:
    """Return whether of the columns of a deadline that of the beginning alone is filled."""
    columns = [column for column in heading.columns if column.role == "deadline"]
    filled = {column for cell in cells for column in heading.of(cell) if column.role == "deadline"}
    # another table may have told the deadline of an action that this one says again
    is_first = bool(columns) and filled == {columns[0]}
    return is_first and says_begin(columns[0].title) and not says_end(columns[0].title)


def _instead(earlier: Cell | None, newer: Cell) -> Cell:
    """Return a deadline that took the place of another, which is shown before it."""
    if earlier is None or not is_text(earlier.text) or earlier.text == newer.text:
        return newer
    parts = (Part(f"{earlier.text} → {newer.text}"),)
    return newer._replace(parts=parts, place=f"{earlier.place}; {newer.place}")
