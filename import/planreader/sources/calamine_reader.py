"""Workbooks of Excel before 2007 and in its binary form as a grid: their cells, without how they look."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from planreader.sources.grid import (
    GridCell,
    GridRow,
    column_letters,
    hidden_sheet,
    parts_of,
    unit_rows,
)
from planreader.sources.package import MOST_CELLS, checked_archive, damage_refused, refuse_too_long
from planreader.sources.text.lines import BLANK
from planreader.sources.xlsx_reader import number_options, shown
from store.db.errors import UserError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_DAY: Final = "dd.mm.yyyy"


def read_calamine(data: bytes, file: str) -> list[GridRow]:
    """Return the rows of a workbook's visible sheets, each a table; formulas by their saved values.

    Raises UserError as ``planreader.sources.package.checked_archive``, ``document_password``, and
    ``document_too_long`` where a sheet holds more than a plan can.
    """
    if data.startswith(b"PK"):
        checked_archive(data, file)
    with damage_refused(file):
        from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError as error:
            raise UserError("document_password", file=file) from error
        return [
            row
            for number, sheet in enumerate(book.sheets_metadata, 1)
            if sheet.typ == SheetTypeEnum.WorkSheet
            for rows in (_sheet_rows(book.get_sheet_by_name(sheet.name), number, file),)
            for place in (f"sheet {sheet.name}, row 1",)
            for row in (
                chain(rows, unit_rows([(place, sheet.name)], place))
                if sheet.visible == SheetVisibleEnum.Visible
                else hidden_sheet(sheet.name, rows)
            )
        ]


def _sheet_rows(sheet: CalamineSheet, number: int, file: str) -> Iterator[GridRow]:
    """Yield rows that hold something; a merge's value stands in its first cell."""
    merges = {
        first: (last[0] - first[0] + 1, last[1] - first[1] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    }
    where = f"sheet {sheet.name}"
    top, left = sheet.start or (0, 0)
    cells_read = last_row = 0
    for r, values in enumerate(sheet.to_python(), top):
        cells: list[GridCell] = []
        for c, value in enumerate(values, left):
            height, width = merges.get((r, c), (1, 1))
            if value != "" or height > 1:
                place = f"{where}, cell {column_letters(c)}{r + 1}"
                cells.append(_cell(value, place)._replace(left=c + 1, right=c + 1 + width, rows=height))
        cells_read += len(cells)
        refuse_too_long(cells_read, MOST_CELLS, where, file)
        if cells:
            apart = bool(last_row) and r > last_row
            yield GridRow(tuple(cells), f"{where}, row {r + 1}", number, apart=apart)
            last_row = r + 1


def _cell(value: Any, place: str) -> GridCell:
    number = None if isinstance(value, bool) or not isinstance(value, (int, float)) else (value, 1)
    parts = parts_of(shown(value, _DAY if number is None else "General").split("\n"), BLANK)
    return GridCell(0, 1, parts, place, options=number_options(value, _DAY), number=number)
