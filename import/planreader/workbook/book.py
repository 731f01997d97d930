"""A workbook that is being written: sheets with headings, notes and lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from language import NAMES, _
from planreader.sources.workbook import PLAN as MARKER
from planreader.workbook import columns as declared
from planreader.workbook.columns import KIND, BookColumn
from store.db.errors import library_needed

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD: Final = "FFE3E9F0"
Value = str | int | float | None


class Book:
    """A workbook that is being written; texts stay texts, whatever they begin with."""

    def __init__(self) -> None:
        with library_needed("hq"):
            from openpyxl import Workbook

        self._book = Workbook()
        first = self._book.active
        assert first is not None
        self._book.remove(first)

    def bytes(self) -> bytes:
        """Return the file, with the hidden sheet by which it is known."""
        marker = self._book.create_sheet(MARKER)
        marker.sheet_state = "veryHidden"
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()

    def plan(
        self,
        years: Sequence[int],
        headings: Sequence[str],
        rows: Sequence[dict[str, Value]],
        *,
        title: str = declared.PLAN,
        rows_ready: int = 0,
    ) -> None:
        """Write the sheet of objectives and actions."""
        from openpyxl.worksheet.datavalidation import DataValidation

        columns: list[BookColumn] = []
        for column in declared.PLAN_COLUMNS:
            if column is declared.BUDGET:
                columns += [
                    column._replace(code=f"budget {year}", label=_(column.label).format(year=year))
                    for year in years
                ]
            elif column is declared.REMARK:
                columns += [
                    column._replace(code=f"remark {n}", label=_(column.label).format(heading=heading))
                    for n, heading in enumerate(headings)
                ]
            else:
                columns.append(column)
        sheet = self.sheet(title, columns, rows, rows_ready=rows_ready)
        words = ",".join(_(label) for label in KIND.labels.values())
        choose = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        choose.errorTitle, choose.error = _("Row"), _("Choose from the list.")
        sheet.add_data_validation(choose)
        choose.add(f"A2:A{max(len(rows), rows_ready) + 201}")

    def sheet(
        self,
        title: str,
        columns: Sequence[BookColumn],
        rows: Sequence[dict[str, Value]],
        *,
        rows_ready: int = 0,
    ) -> Worksheet:
        """Write a sheet with headings, notes and rows."""
        from openpyxl.comments import Comment
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet: Worksheet = self._book.create_sheet(_(title))
        top, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
        for n, column in enumerate(columns, 1):
            head = sheet.cell(1, n)
            _put(head, _(column.label))
            head.font, head.alignment, head.fill = bold, top, PatternFill("solid", fgColor=_HEAD)
            if column.help:
                head.comment = Comment(_(column.help), "Terren", width=320, height=120)
            sheet.column_dimensions[get_column_letter(n)].width = column.width
        for at in range(2, 2 + max(len(rows), rows_ready)):
            row = rows[at - 2] if at - 2 < len(rows) else {}
            for n, column in enumerate(columns, 1):
                cell, value = sheet.cell(at, n), row.get(column.code)
                is_money = column.code.startswith("budget")
                cell.number_format = "#,##0.00" if is_money else "@"
                cell.alignment = top
                if value is not None:
                    _put(cell, value)
                if row.get("kind") in (_(KIND.labels["strategic"]), _(KIND.labels["specific"])):
                    cell.font = bold
        sheet.freeze_panes = "D2" if columns[0].code == "kind" else "A2"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        return sheet

    def about(self, title: str, language: str, currency: str, identity: str) -> None:
        """Write the sheet of what is said of the whole plan."""
        from openpyxl.comments import Comment
        from openpyxl.styles import Alignment, Font
        from openpyxl.worksheet.datavalidation import DataValidation

        sheet: Worksheet = self._book.create_sheet(_(declared.ABOUT))
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 80
        told = {
            "title": title,
            "language": NAMES.get(language, language),
            "currency": currency,
            "id": identity,
        }
        for n, row in enumerate(declared.ABOUT_ROWS, 1):
            label, cell = sheet.cell(n, 1), sheet.cell(n, 2)
            _put(label, _(row.label))
            label.font, label.comment = Font(bold=True), Comment(_(row.help), "Terren", width=320, height=80)
            cell.number_format, cell.alignment = "@", Alignment(vertical="top", wrap_text=True)
            if told[row.code]:
                _put(cell, told[row.code])
            if row.code == "language":
                choose = DataValidation(
                    type="list", formula1=f'"{",".join(NAMES.values())}"', allow_blank=True
                )
                sheet.add_data_validation(choose)
                choose.add(cell.coordinate)


def _put(cell: Any, value: str | int | float) -> None:
    """Put a value into a cell; a text is never a formula, a number or an error."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
