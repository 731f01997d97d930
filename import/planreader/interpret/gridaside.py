"""Objectives in columns of their own beside the actions, with the indicators that stand in the same cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planreader.interpret.gridreading import OBJECTIVES, Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.interpret.headings.labels import Label
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import role_of


def _number_alone(text: str) -> Label | None:
    """An objective whose number stands without its title, which a page's end cut off."""
    nr = text.rstrip(". ")
    if not numbers.is_number(nr) or numbers.depth(nr) > 2:
        return None
    return Label("strategic" if numbers.depth(nr) == 1 else "specific", nr, "", named=False)


def _resume_title(reading: Reading, heading: Heading, cell: GridCell) -> None:
    """Behind a page's end an objective's title goes on in its column, of two the higher ones in the first."""
    done = f"{cell.place}: {cell.text}"
    if done in reading.objective_cells:
        return
    reading.objective_cells.add(done)
    columns = [column for column in heading.columns if column.role == "objective"]
    first = len(columns) > 1 and heading.of(cell)[:1] == columns[:1]
    kinds = ("strategic",) if first else ("specific",) if len(columns) > 1 else OBJECTIVES
    at = next((n for n in range(len(reading.rows) - 1, -1, -1) if reading.rows[n].kind in kinds), None)
    if at is None or "title" not in reading.rows[at].cells:
        return
    known = reading.rows[at].cells["title"]
    title = Part(f"{known.text.rstrip()} {cell.text}".strip())
    place = f"{known.place}; {cell.place}"
    whole = replace(known, parts=(title,), place=place)
    reading.rows[at] = replace(reading.rows[at], cells={**reading.rows[at].cells, "title": whole})


def resume_objective_cells(reading: Reading, row: GridRow) -> None:
    """Go on with an objective's title beside the rest of an action that a page's end cut."""
    heading = reading.actions
    if heading is None:
        return
    for cell in row.filled if heading.has("objective") else ():
        columns = heading.of(cell)
        beside = bool(columns) and columns[0].role == "objective" and role_of(cell.text) != "objective"
        if beside and labels.objective(cell.text) is None and labels.bare_objective(cell.text) is None:
            _resume_title(reading, heading, cell)


def take_objective_cells(reading: Reading, row: GridRow, options: Sequence[str]) -> None:
    """Begin the objectives that stand in columns of their own beside the action of this row."""
    heading = reading.actions
    if heading is None or not heading.has("objective"):
        return
    for cell in sorted([*row.cells, *row.above], key=lambda cell: cell.left):
        columns = heading.of(cell)
        if not cell.text or not columns or columns[0].role != "objective":
            continue
        if cell.place in reading.objective_cells:
            continue
        reading.objective_cells.add(cell.place)
        label = reading.label_of(cell.text) or labels.bare_objective(cell.text) or _number_alone(cell.text)
        if label is None and reading.fresh and cell in row.cells:
            _resume_title(reading, heading, cell)
        if label is None or not label.nr:
            continue
        if label.nr not in reading.numbering.places or label.rest:
            reading.add_objective(row, label.kind, label.nr, label.rest, cell)
