"""Titles of objectives: rows merged over a table, lines between the tables, columns beside the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.gridreading import OBJECTIVES, Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import role_of

_LONGEST_SENTENCE: Final = 25
_WIDE: Final = 0.5
"""Part of a table's width that an objective's label and title take, where its row has further cells."""


def take_title(reading: Reading, rows: Sequence[GridRow], at: int) -> int:
    """Take a row, or a line outside the tables, that names an objective; how many rows it took, 0 for none.

    The title may stand on the line below.
    """
    row = rows[at]
    label = _label(reading, row)
    if label is None or (row.table == 0 and _is_prose(label.rest)):
        return 0
    below = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].table == row.table else None
    if label.rest or below is None or not _is_title(reading, below):
        if label.rest or row.table:
            reading.add_objective(row, label, row.filled[-1])
        return 1
    reading.add_objective(row, label._replace(rest=below.filled[0].text), row.filled[-1])
    return 2


def _label(reading: Reading, row: GridRow) -> labels.Label | None:
    """The label of the objective that a row names: in one cell, or behind its number in another."""
    first, *more = row.filled
    tight = "".join((first.options or (first.text,))[0].split())
    numbered = bool(more) and numbers.is_number(tight)
    if len(more) > 2 or (more and not numbered and not _is_apart(first, more[-1], row)):
        return None
    text = " ".join([tight if numbered else first.text, *(cell.text for cell in more)])
    label = labels.objective(text) or (reading.label_of(text) if len(more) < 2 else None)
    if label is None or not label.nr:
        return None
    if numbered and first.options:
        return label._replace(nr=reading.numbering.pick(label.kind, first.options))
    return label


def _is_prose(title: str) -> bool:
    return title.endswith(".") and len(title.split()) > _LONGEST_SENTENCE


def _is_title(reading: Reading, row: GridRow) -> bool:
    """Whether a row may be nothing but the title of the objective whose label stands alone above it."""
    text = row.filled[0].text if len(row.filled) == 1 else ""
    begins = reading.label_of(text) or labels.total(text)
    return begins is None and text[:1].isupper()


def _is_apart(first: GridCell, last: GridCell, row: GridRow) -> bool:
    """Whether a label and its title are the only cells of their row, and the title a wide one."""
    width = row.cells[-1].right - row.cells[0].left
    return last.right - first.left > _WIDE * width or len(row.cells) <= 3


def take_objective_cells(reading: Reading, row: GridRow, heading: Heading) -> None:
    """Begin the objectives that stand in columns of their own beside the action of this row."""
    for cell in sorted([*row.cells, *row.above], key=lambda cell: cell.left):
        if not cell.text or heading.role_of(cell) != "objective" or cell.place in reading.objective_cells:
            continue
        reading.objective_cells.add(cell.place)
        label = labels.objective(cell.text) or labels.numbered(cell.text)
        if label is None and reading.fresh and cell in row.cells:
            _resume_title(reading, heading, cell)
        if label is not None and label.nr and (label.nr not in reading.numbering.places or label.rest):
            reading.add_objective(row, label, cell)


def resume_objective_cells(reading: Reading, row: GridRow) -> None:
    """Go on with an objective's title beside the rest of an action that a page's end cut."""
    heading = reading.actions
    if heading is None:
        return
    for cell in row.filled:
        told = labels.objective(cell.text) or labels.numbered(cell.text) or role_of(cell.text) == "objective"
        if heading.role_of(cell) == "objective" and not told:
            _resume_title(reading, heading, cell)


def _resume_title(reading: Reading, heading: Heading, cell: GridCell) -> None:
    """Behind a page's end an objective's title goes on in its column, of two the higher ones in the first."""
    done = f"{cell.place}: {cell.text}"
    columns = [column for column in heading.columns if column.role == "objective"]
    first = heading.of(cell)[:1] == columns[:1]
    at = reading.above(OBJECTIVES if len(columns) == 1 else OBJECTIVES[:1] if first else OBJECTIVES[1:])
    if at is None or "title" not in reading.rows[at].cells or done in reading.objective_cells:
        return
    reading.objective_cells.add(done)
    known = reading.rows[at].cells["title"]
    title = Part(f"{known.text} {cell.text}")
    reading.put(at, title=known._replace(parts=(title,), place=f"{known.place}; {cell.place}"))
