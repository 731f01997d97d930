"""What a form wrote where it asks nothing, held against what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from planreader.sources.workbook import BookSheet
from planreader.workbook.cells import Problem, merged_cells

_At: TypeAlias = tuple[int, int]


def by_place(shown: Sequence[tuple[_At, str]]) -> dict[_At, str]:
    """Return what a form wrote by row and column, from 1."""
    return {(int(row), int(column)): str(text) for (row, column), text in shown}


def handled_cells(sheet: BookSheet) -> Iterator[Problem]:
    """Yield cells that nobody can take as they are: merged, hidden, computed, errors."""
    yield from merged_cells(sheet)
    for (row, column), cell in sorted(sheet.cells.items()):
        if row in sheet.hidden_rows or column in sheet.hidden_columns:
            yield "cell_hidden", {"place": cell.place}
        if cell.formula:
            yield "cell_formula", {"place": cell.place}
        elif cell.kind == "e":
            yield "cell_error", {"place": cell.place, "found": cell.text}


def altered_cells(
    sheet: BookSheet,
    shown: Mapping[_At, str],
    is_asked: Callable[[int, int], bool] = lambda row, column: False,
) -> Iterator[Problem]:
    """Yield cells that say something else than the form wrote, and what stands where it wrote nothing.

    ``is_asked`` says by row and column where it asks something; that is read elsewhere.
    """
    for at in sorted({*shown, *(at for at in sheet.cells if not is_asked(*at))}):
        cell, text = sheet.cells.get(at), shown.get(at, "")
        found = cell.text if cell is not None else ""
        is_told = cell is not None and (cell.formula or cell.kind == "e")
        if found.split() != text.split() and not is_told:
            code = "form_cell_changed" if text else "form_cell_outside"
            yield code, {"place": sheet.place(*at), "found": found, "shown": text}
