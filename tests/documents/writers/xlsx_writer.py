"""Writes blocks as a workbook: merged cells, amounts as numbers or text, formulas with cached values."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.documents.layout import Layout
from tests.documents.style import Style
from tests.documents.writers.blocks import Block, Cell, Paragraph, Table, placed

_SHEET_NAMES: Final = {"sq": "Plani", "sr": "Plan", "en": "Plan"}
_COVER_NAMES: Final = {"sq": "Hyrje", "sr": "Uvod", "en": "Introduction"}
_POINTS_A_LINE: Final = 10.5
_TALLEST: Final = 400
_WIDTH: Final = 0.85
"""Width of a column in the sheet's unit for one unit of relative width."""
_LETTERS: Final = 1.1
"""Letters of the small type that surely fit in one unit of the sheet's width."""
_FLOAT: Final = re.compile(r"\d+\.\d+")
_DATE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{1,2})")


class _Writer:
    """Paints one document into a workbook and remembers the values of formulas."""

    def __init__(self, layout: Layout) -> None:
        import openpyxl

        self.layout, self.style = layout, layout.style
        self.rng = Random(f"xlsx {self.style.seed}")
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.worksheets[0])
        self.cached: dict[tuple[str, str], float] = {}
        self.number_format = self.rng.choice(("#,##0", "#,##0.00", '#,##0\\ "€"', "General"))
        amounts = [cell for action in layout.plan.actions() for cell in action.budget.values()]
        if any(isinstance(cell, int) and cell % 100 for cell in amounts):
            # a print of whole euros would not hold the truth
            self.number_format = "#,##0.00"
        self.year_numbers = self.rng.random() < 0.5
        self.widths: dict[tuple[str, int], float] = {}

    def sheet(self, name: str) -> Any:
        sheet = self.book.create_sheet(name)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        return sheet

    def value(self, cell: Cell, kind: str) -> tuple[Any, str]:
        """What the cell holds and its number format."""
        text = cell.text
        if cell.amount is not None and not self.style.amounts_as_text:
            return cell.amount / 100 if cell.amount % 100 else cell.amount // 100, self.number_format
        if cell.role == "deadline" and self.year_numbers and text.isdigit():
            return int(text), "General"
        if cell.role == "header" and self.year_numbers and text.isdigit():
            return int(text), "General"
        if cell.role == "nr":
            return self.number(text, kind)
        return text or None, "General"

    def number(self, text: str, kind: str) -> tuple[Any, str]:
        """A number of an objective or action as a spreadsheet keeps it: text, float, or by mishap a date."""
        if self.style.numbers_as != "text" and text.isdigit():
            return int(text), "General"
        if self.style.numbers_as == "float" and _FLOAT.fullmatch(text):
            return float(text), f"0.{'0' * len(text.split('.')[1])}"
        match = _DATE.fullmatch(text)
        if self.style.numbers_as == "date" and kind == "action" and match:
            day, month, year = map(int, match.groups())
            if month <= 12:
                return date(2000 + year, month, day), "d.m.yy"
        return text, "@"

    def table(self, sheet: Any, table: Table, top: int) -> int:
        """Paint a table from row ``top``; the first free row below it is returned."""
        from openpyxl.styles import Alignment, Border, Font, Side
        from openpyxl.utils import get_column_letter

        side = Side(style="thin")
        border = Border(left=side, right=side, top=side, bottom=side)
        amounts: dict[int, list[int]] = {}
        for r, line in placed(table):
            row, kind = top + r, table.rows[r].kind
            if kind == "specific":
                amounts = {}
            lines = 1
            for column, cell in line:
                if cell is None:
                    continue
                target = sheet.cell(row, column + 1)
                value, target.number_format = self.value(cell, kind)
                if cell.role.startswith("budget") and kind == "action":
                    amounts.setdefault(column, []).append(row)
                letter = get_column_letter(column + 1)
                used = amounts.get(column, [])
                if self.can_sum(cell, sheet, column, used):
                    self.cached[sheet.title, f"{letter}{row}"] = float(value)
                    value = f"=SUM({letter}{used[0]}:{letter}{used[-1]})"
                target.value = value
                target.alignment = Alignment(wrap_text=True, vertical="top")
                target.font = Font(name="Liberation Sans", size=8, bold=kind != "action")
                for c in range(column, column + cell.span):
                    for d in range(cell.rows):
                        sheet.cell(row + d, c + 1).border = border
                if cell.span > 1 or cell.rows > 1:
                    sheet.merge_cells(
                        start_row=row,
                        end_row=row + cell.rows - 1,
                        start_column=column + 1,
                        end_column=column + cell.span,
                    )
                width = sum(table.widths[column : column + cell.span]) * _WIDTH * _LETTERS
                needed = sum(ceil((len(text) + 1) / width) for text in cell.text.split("\n"))
                lines = max(lines, needed if cell.rows == 1 else ceil(needed / cell.rows))
            sheet.row_dimensions[row].height = min(lines * _POINTS_A_LINE + 4, _TALLEST)
        self.set_widths(sheet, table)
        return top + len(table.rows)

    def set_widths(self, sheet: Any, table: Table) -> None:
        """Widths of columns: a column of amounts holds its longest, for a sheet prints ### otherwise."""
        from openpyxl.utils import get_column_letter

        longest: dict[int, int] = {}
        for _, line in placed(table):
            for column, cell in line:
                if cell is not None and cell.amount is not None:
                    printed = f"{cell.amount / 100:,.2f} €"
                    longest[column] = max(longest.get(column, 0), len(printed))
        for n, width in enumerate(table.widths):
            dimension = sheet.column_dimensions[get_column_letter(n + 1)]
            before = self.widths.get((sheet.title, n), 0.0)
            self.widths[sheet.title, n] = max(before, width * _WIDTH, longest.get(n, 0) * 0.85 + 1)
            dimension.width = self.widths[sheet.title, n]

    def can_sum(self, cell: Cell, sheet: Any, column: int, rows: list[int]) -> bool:
        """A formula only where it gives the printed total."""
        if not (cell.sums and self.style.formulas and not self.style.amounts_as_text and rows):
            return False
        values = [sheet.cell(row, column + 1).value for row in rows]
        total = sum(round(v * 100) for v in values if isinstance(v, (int, float)))
        return total == cell.amount

    def paragraph(self, sheet: Any, text: str, row: int, *, bold: bool) -> int:
        from openpyxl.styles import Font

        cell = sheet.cell(row, 1)
        cell.value, cell.font = text, Font(size=11 if bold else 9, bold=bold)
        return row + 1

    def write(self) -> None:
        language = self.layout.plan.language
        blocks = self.layout.tables()
        names = {block.name for block in blocks if isinstance(block, Table)}
        if self.style.prose and self.rng.random() < 0.5:
            cover = self.sheet(_COVER_NAMES[language])
            row = 1
            for block in self.layout.before():
                if isinstance(block, Paragraph):
                    row = self.paragraph(cover, block.text, row, bold=block.heading)
        by_sheet: dict[str, list[Block]] = {}
        waiting: list[Block] = []
        for block in blocks:
            waiting.append(block)
            if isinstance(block, Table):
                is_single = self.style.tables == "one" or len(names) == 1
                name = _SHEET_NAMES[language] if is_single else f"{_SHEET_NAMES[language]} {block.name}"
                by_sheet.setdefault(name.strip(), []).extend(waiting)
                waiting = []
        for name, contents in by_sheet.items():
            sheet = self.sheet(name)
            row = self.paragraph(sheet, self.layout.plan.title, 1, bold=True) + 1
            for block in contents:
                if isinstance(block, Paragraph):
                    row = self.paragraph(sheet, block.text, row, bold=block.heading)
                else:
                    row = self.table(sheet, block, row) + 1
        if self.style.prose:
            for block in self.layout.after():
                if isinstance(block, Paragraph):
                    row = self.paragraph(sheet, block.text, row, bold=False)


def write_xlsx(layout: Layout, path: Path, *, wide: bool = False) -> None:
    """Write a workbook that prints on A4 landscape, fit to width or, where ``wide``, at full size."""
    writer = _Writer(layout)
    writer.write()
    for sheet in writer.book.worksheets:
        sheet.page_setup.fitToPage = not wide
    writer.book.save(str(path))
    _cache_values(path, writer.cached, [sheet.title for sheet in writer.book.worksheets])


def _cache_values(path: Path, cached: dict[tuple[str, str], float], titles: list[str]) -> None:
    """Put the values of formulas into the file, as a spreadsheet program does when it saves."""
    if not cached:
        return
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for n, title in enumerate(titles, 1):
        name = f"xl/worksheets/sheet{n}.xml"
        text = parts[name].decode("utf-8")
        for (sheet, place), value in cached.items():
            if sheet != title:
                continue
            shown = repr(int(value)) if value == int(value) else repr(value)
            formula = rf'(<c r="{place}"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)'
            text, count = re.subn(formula, rf"\g<1><v>{shown}</v>", text)
            if count != 1:
                raise AssertionError(f"{title}!{place}: the formula was written in an unknown way")
        parts[name] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def style_for_sheets(style: Style) -> Style:
    """A workbook keeps the style's columns but not entries as several paragraphs: a cell has lines only."""
    return style._replace(
        names="lines" if style.names == "paragraphs" else style.names,
        documents="lines" if style.documents == "paragraphs" else style.documents,
    )
