"""Deadlines in several columns: where an action begins and ends, and what took the place of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.headings.headcolumns import OTHER_DAY
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Cell, Part
from planreader.sources.grid import GridCell
from planreader.sources.listing import is_text
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import says_begin, says_end
from planreader.vocabulary.tracking import NEW_DEADLINE

TWO_COLUMNS: Final = "begin_and_end"


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
