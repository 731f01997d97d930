"""Workbooks that Terren wrote: the cells of their sheets as values, and what nobody may do to them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from zipfile import ZipFile

from planreader.sources.package import (
    MOST_CELLS,
    checked_archive,
    damage_refused,
    member_names,
    refuse_too_long,
)
from planreader.sources.xlsx_reader import coordinates, currency_shown, hidden_columns, sheets_of, shown
from store.db.errors import UserError
from store.db.text import clean

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PLAN: Final = "terren-plan-1"
"""The hidden sheet by which a plan's workbook is known; the number is that of its layout."""
FORM: Final = "terren-form-1"
"""The same of a form."""
_MACROS: Final = "xl/vbaProject.bin"
_MARKER: Final = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*\bname=["'](terren-(?:plan|form)-\d+)["']""")
_FORMULA: Final = re.compile(rb"""<(?:\w+:)?c\b[^>]*\br=["']([A-Z]+\d+)["'][^>]*>\s*<(?:\w+:)?f\b""")


class SheetCell(NamedTuple):
    """A cell: its value as it is, the text that is shown, its place, and whether it is computed.

    ``kind`` is openpyxl's: ``n``, ``s``, ``d``, ``b``, ``e`` (an error); ``currency`` the code of that which
    its format shows.
    """

    value: object
    text: str
    place: str
    kind: str
    formula: bool = False
    currency: str = ""


class BookSheet(NamedTuple):
    """A sheet with what it holds by row and column (from 1), what is merged and what is hidden."""

    title: str
    shown: bool
    cells: dict[tuple[int, int], SheetCell]
    merged: tuple[str, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, empty where there is none."""
        cell = self.cells.get((row, column))
        return cell.text if cell is not None else ""

    def place(self, row: int, column: int) -> str:
        """Return the place of a cell."""
        from openpyxl.utils import get_column_letter

        return f"sheet {self.title}, cell {get_column_letter(column)}{row}"

    def rows(self) -> dict[int, dict[int, SheetCell]]:
        """Return the cells that hold something by row, then column, in order."""
        by_row: dict[int, dict[int, SheetCell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            by_row.setdefault(row, {})[column] = cell
        return by_row


def marker_of(data: bytes) -> str:
    """Return the hidden sheet by which a workbook of Terren's is known; empty for another file."""
    try:
        with ZipFile(io.BytesIO(data)) as archive, archive.open("xl/workbook.xml") as part:
            names = part.read(1 << 20)
    except Exception:
        # whatever is wrong with it, the reader of documents says
        return ""
    match = _MARKER.search(names)
    return match[1].decode() if match else ""


def read_sheets(data: bytes, file: str) -> list[BookSheet]:
    """Return the sheets of a workbook; formulas have the values they were saved with, and say so.

    Raises UserError as ``planreader.sources.package.checked_archive``, ``workbook_macros``, or
    ``document_too_long`` where a sheet holds more than any plan or form.
    """
    checked_archive(data, file)
    with damage_refused(file):
        if _MACROS in member_names(io.BytesIO(data)):
            raise UserError("workbook_macros", file=file)
        return [_sheet(sheet, coordinates(_FORMULA, xml), file) for sheet, xml in sheets_of(data)]


def _sheet(sheet: Worksheet, formulas: frozenset[str], file: str) -> BookSheet:
    from openpyxl.cell.cell import MergedCell

    refuse_too_long(len(sheet._cells), MOST_CELLS, f"sheet {sheet.title}", file)
    title = clean(sheet.title)
    cells: dict[tuple[int, int], SheetCell] = {}
    for (row, column), cell in sheet._cells.items():
        formula = bool(formulas) and cell.coordinate in formulas
        if isinstance(cell, MergedCell) or (cell.value is None and not formula):
            continue
        text = clean(shown(cell.value, cell.number_format), newlines=True).strip()
        if text or formula:
            place = f"sheet {title}, cell {cell.coordinate}"
            currency = currency_shown(cell.number_format)
            cells[row, column] = SheetCell(cell.value, text, place, cell.data_type, formula, currency)
    return BookSheet(
        title,
        sheet.sheet_state == "visible",
        cells,
        tuple(str(merge) for merge in sheet.merged_cells.ranges),
        frozenset(row for row, dimension in sheet.row_dimensions.items() if dimension.hidden),
        frozenset(hidden_columns(sheet)),
    )
