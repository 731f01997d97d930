"""Titles of objectives: rows merged over a table, and lines between the tables."""

from __future__ import annotations

from collections.abc import Sequence

from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.labels import Label
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers

_LONGEST_SENTENCE = 25
_AHEAD = 6


def take_text(reading: Reading, rows: Sequence[GridRow], at: int) -> int:
    """Take a line outside the tables; how many rows it took is returned."""
    row = rows[at]
    cell = row.cells[0]
    label = reading.label_of(cell.text)
    if label is not None and label.nr and not _is_prose(label.rest):
        title, taken = label.rest, 1
        if not title:
            title = _title_below(rows, at + 1)
            taken += bool(title)
        if title:
            reading.add_objective(row, label.kind, label.nr, title, cell)
        return taken
    bare = labels.bare_objective(cell.text)
    if label is None and bare is not None and _expected(reading, rows, at, bare):
        reading.add_objective(row, bare.kind, bare.nr, bare.rest, cell)
    return 1


def _is_prose(title: str) -> bool:
    return title.endswith(".") and len(title.split()) > _LONGEST_SENTENCE


def _title_below(rows: Sequence[GridRow], at: int) -> str:
    """The title of an objective whose label stands alone on the line before."""
    if at >= len(rows) or len(rows[at].filled) != 1:
        return ""
    text = rows[at].filled[0].text
    begins = labels.objective(text) or labels.bare_objective(text) or labels.total(text)
    return "" if begins or not text[:1].isupper() else text


def _expected(reading: Reading, rows: Sequence[GridRow], at: int, label: Label) -> bool:
    """Whether a numbered line is an objective's title: actions name it, or their table follows."""
    if label.nr in reading.parents:
        return True
    if reading.parents or numbers.depth(label.nr) > 2:
        return False
    if not reading.may_begin(label.kind, (label.nr,)):
        return False
    return any(row.table for row in rows[at + 1 : at + _AHEAD])


def take_title(reading: Reading, rows: Sequence[GridRow], at: int) -> int:
    """Take a row of a table that is an objective's title; how many rows it took, 0 where it is none."""
    row = rows[at]
    filled = row.filled
    if len(filled) > 3:
        return 0
    options = _number_options(filled[0])
    numbered = len(filled) > 1 and any(numbers.is_number(option) for option in options)
    if numbered:
        label = labels.objective(" ".join(cell.text for cell in filled[1:]))
        label = label or labels.objective(" ".join(cell.text for cell in filled))
        if label is not None:
            nr = reading.numbering.objective_number(label.kind, options)
            return _add(reading, rows, at, Label(label.kind, nr, label.rest), filled[1], filled[0])
    else:
        text = " ".join(cell.text for cell in filled)
        label = reading.label_of(text)
        if label is not None and len(filled) > 1 and not _is_apart(filled, row):
            label = None
        if label is not None and label.nr:
            return _add(reading, rows, at, label, filled[-1])
    return _take_bare(reading, row, filled)


def _number_options(cell: GridCell) -> tuple[str, ...]:
    """Readings of a cell as a number, which a narrow column may have cut."""
    tight = "".join(cell.text.split())
    return cell.options or (tight if numbers.is_number(tight) else cell.text,)


def _is_apart(filled: Sequence[GridCell], row: GridRow) -> bool:
    """Whether a label and its title are the only cells of their row, and the title a wide one."""
    width = row.cells[-1].right - row.cells[0].left
    return filled[-1].right - filled[0].left > 0.5 * width or len(row.cells) <= 3


def _add(
    reading: Reading,
    rows: Sequence[GridRow],
    at: int,
    label: Label,
    cell: GridCell,
    number: GridCell | None = None,
) -> int:
    title, taken = label.rest, 1
    if not title and at + 1 < len(rows) and rows[at + 1].table == rows[at].table:
        title = _title_below(rows, at + 1)
        taken += bool(title)
    reading.add_objective(rows[at], label.kind, label.nr, title, cell, number)
    return taken


def _take_bare(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> int:
    """An objective without a label: a number of one or two components and a title, merged over the table."""
    first = filled[0]
    if len(filled) == 2 and numbers.is_number(_number_options(first)[0]):
        options, label, title = _number_options(first), filled[1], filled[1].text
    else:
        found = labels.bare_objective(first.text) if len(filled) == 1 else None
        if found is None:
            return 0
        options, label, title = (found.nr,), first, found.rest
    wide = label.right - label.left > 0.5 * (row.cells[-1].right - row.cells[0].left)
    if not any(c.isalpha() for c in title):
        return 0
    named = options[0].rstrip(".") in reading.parents
    depth = numbers.depth(options[0])
    if not named and (not (reading.mode or wide) or depth > 2 or reading.mode == "other"):
        return 0
    kind = "strategic" if depth == 1 else "specific"
    if not named and not reading.may_begin(kind, options):
        return 0
    if not named and reading.parents and reading.actions is None and reading.targets is None:
        # "1. Introduction", above the tables of a plan whose actions name their objectives
        return 0
    nr = reading.numbering.objective_number(kind, options)
    reading.add_objective(row, kind, nr, title, label, first if first is not label else None)
    return 1
