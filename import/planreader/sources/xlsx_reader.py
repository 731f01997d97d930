"""Workbooks as a grid: cells as they are shown, merged cells, numbers that became floats or dates."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from planreader.sources.grid import GridCell, GridRow, parts_of
from planreader.sources.package import checked_archive, damage_refused
from planreader.sources.shown import number_options, shown
from planreader.sources.text.lines import BLANK
from planreader.vocabulary.fold import languages
from store.db.errors import Refused

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS: Final = 300_000
"""Cells with a value, a look or a merge over them that a sheet may have."""
_MOST_TEXTS: Final = 2_000
"""Texts that are looked at to tell the language."""


def read_xlsx(data: bytes, file: str) -> list[GridRow]:
    """The rows of a workbook's visible sheets, each a table; formulas by the values they were saved with.

    Raises Refused as ``planreader.sources.package.checked_archive``, and ``document_too_long`` where a sheet
    holds more than a plan can.
    """
    checked_archive(data, file)
    with damage_refused(file):
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        sheets = [(n, one) for n, one in enumerate(book.worksheets, 1) if one.sheet_state == "visible"]
        for _number, sheet in sheets:
            if len(sheet._cells) > MOST_CELLS:
                raise Refused(
                    "document_too_long",
                    file=file,
                    place=sheet.title,
                    found=len(sheet._cells),
                    limit=MOST_CELLS,
                )
        language = _language([sheet for _number, sheet in sheets])
        return [row for number, sheet in sheets for row in _sheet_rows(sheet, number, language)]


def _language(sheets: Sequence[Worksheet]) -> str:
    """The language of the headings and texts, empty where no word tells."""
    texts = (c.value for sheet in sheets for c in sheet._cells.values() if isinstance(c.value, str))
    votes = languages(list(islice(texts, _MOST_TEXTS)))
    return max(votes, key=lambda language: votes[language], default="")


def _sheet_rows(sheet: Worksheet, number: int, language: str) -> list[GridRow]:
    """Rows that hold something. A cell's edges are its columns; a merge's value stands in its first cell."""
    merges = {(r.min_row, r.min_col): (r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
    by_row: dict[int, list[Cell | MergedCell]] = defaultdict(list)
    # the mapping of cells that exist: walking from the first row to the last would make all between them
    for (row, _column_number), cell in sorted(sheet._cells.items()):
        by_row[row].append(cell)
    rows: list[GridRow] = []
    last = 0
    for row, cells in by_row.items():
        made = list(_row_cells(sheet.title, row, cells, merges, language))
        if any(cell.parts or cell.rows > 1 for cell in made):
            place = f"sheet {sheet.title}, row {row}"
            rows.append(GridRow(tuple(made), place, number, apart=bool(last) and row > last + 1))
            last = row
    return rows


def _row_cells(
    title: str,
    row: int,
    cells: Sequence[Cell | MergedCell],
    merges: dict[tuple[int, int], tuple[int, int]],
    language: str,
) -> Iterator[GridCell]:
    from openpyxl.cell.cell import MergedCell

    for cell in cells:
        if isinstance(cell, MergedCell) or cell.column is None:
            continue
        height, width = merges.get((row, cell.column), (1, 1))
        text = shown(cell.value, cell.number_format, language)
        options = number_options(cell.value, cell.number_format)
        yield GridCell(
            cell.column,
            cell.column + width,
            parts_of(text.split("\n"), BLANK),
            f"sheet {title}, cell {cell.coordinate}",
            height,
            options if len(options) > 1 else (),
        )
