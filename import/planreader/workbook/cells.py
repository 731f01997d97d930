"""Cells of a workbook as values; whatever cannot be read is noted with its cell, and the reading goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from language import Unreadable
from planreader.sources.workbook import BookSheet, SheetCell
from planreader.vocabulary import money
from planreader.vocabulary.currency import named
from planreader.workbook.columns import ADMIN_WORDS, KIND, NONE, BookColumn, filled, means
from store.plan.form_reader import MAX_PLAN_CENTS
from store.plan.model import ADMIN, BudgetCell

Problem = tuple[str, dict[str, object]]
"""A code of a refusal with what it quotes."""
YearMonth = tuple[int | None, int | None]
_SHORT_NAMES: Final = re.compile(r"[^\W\d_a-z]{2,8}(?:\s*[,;]\s*[^\W\d_a-z]{2,8})+")
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.](0?[1-9]|1[0-2]))?")


class Cells:
    """One sheet under its headings, and the list of what is wrong in it; amounts are in ``currency``."""

    def __init__(
        self, sheet: BookSheet, columns: tuple[BookColumn, ...], wrong: list[Problem], currency: str = ""
    ) -> None:
        self.sheet, self.wrong, self.currency = sheet, wrong, currency
        self.at: dict[str, int] = {}
        """The column of each code."""
        self.years: dict[int, int] = {}
        """The column of each year, in their order."""
        self.remarks: dict[int, str] = {}
        """The headings of remarks by column, in their order."""
        self._declared = {column.code: column for column in columns}
        self._labelled = [column for column in columns if "{" not in column.label]
        self.rows = self.sheet.rows()
        heads = self.rows.pop(1, {})
        for column, cell in heads.items():
            self._head(column, cell)
        for row, cells in self.rows.items():
            self._check_row(row, cells)
        self.wrong += merged_cells(sheet)

    def _head(self, column: int, cell: SheetCell) -> None:
        declared = next(
            (candidate for candidate in self._labelled if means(cell.text, candidate.label)), None
        )
        if declared is not None:
            if declared.code in self.at:
                self.note("heading_twice", cell, found=cell.text)
            self.at[declared.code] = column
            return
        if "budget" in self._declared:
            year = filled(cell.text, self._declared["budget"].label, "year", r"\d{4}")
            year = year or (cell.text if re.fullmatch(r"[12]\d{3}", cell.text) else None)
            if year is not None:
                if int(year) in self.years:
                    self.note("heading_twice", cell, found=cell.text)
                self.years[int(year)] = column
                return
            heading = filled(cell.text, self._declared["remark"].label, "heading", r"(?s:.*)")
            if heading is not None:
                self.remarks[column] = heading
                return
        self.note("heading_unknown", cell, found=cell.text)
        self.at.setdefault(f"?{column}", column)

    def _check_row(self, row: int, cells: Mapping[int, SheetCell]) -> None:
        hidden = [column for column in cells if column in self.sheet.hidden_columns]
        if row in self.sheet.hidden_rows or hidden:
            self.note("cell_hidden", cells[hidden[0] if hidden else next(iter(cells))])
        headed = {*self.at.values(), *self.years.values(), *self.remarks}
        for column, cell in cells.items():
            if column not in headed:
                self.note("cell_no_heading", cell, found=cell.text)
            elif cell.kind == "e":
                self.note("cell_error", cell, found=cell.text)
            elif cell.formula and cell.value is None:
                self.note("cell_formula_unsaved", cell)

    def require(self, *codes: str) -> bool:
        """Note which headings are missing; return whether none is."""
        missing = [code for code in codes if code not in self.at]
        for code in missing:
            label = self._declared[code].label
            self.wrong.append(("heading_missing", {"place": self.sheet.place(1, 1), "heading": label}))
        return not missing

    def note(self, code: str, cell: SheetCell, **figures: object) -> None:
        """Note what is wrong with a cell."""
        self.wrong.append((code, {"place": cell.place, **figures}))

    def cell(self, row: int, code: str) -> SheetCell | None:
        """Return the cell of a row under a heading; None where it is blank."""
        column = self.at.get(code)
        return None if column is None else self.rows[row].get(column)

    def text(self, row: int, code: str) -> str:
        """Return a text, empty for a blank cell; numbers and days as they are shown."""
        cell = self.cell(row, code)
        return cell.text if cell is not None else ""

    def number(self, row: int, code: str, *, needed: bool = True) -> str:
        """Return the number of an objective or action: text, for 1.10 is no number."""
        cell = self.cell(row, code)
        if cell is None:
            if needed:
                self.missing(row, code)
            return ""
        if cell.kind in "nd" and not (isinstance(cell.value, int) and type(cell.value) is int):
            self.note("cell_number_text", cell, found=cell.text)
        return " ".join(cell.text.split())

    def missing(self, row: int, code: str) -> None:
        """Note that a cell is blank that has to be filled in."""
        place = self.sheet.place(row, self.at.get(code, 1))
        self.wrong.append(("cell_missing", {"place": place, "heading": self._declared[code].label}))

    def names(self, row: int, code: str) -> tuple[str, ...]:
        """Return names, each from a line of its own."""
        for name in (entries := self.entries(row, code)):
            if _SHORT_NAMES.fullmatch(name) and (cell := self.cell(row, code)) is not None:
                self.note("cell_names", cell, found=name)
        return entries

    def entries(self, row: int, code: str) -> tuple[str, ...]:
        """Return the entries of a list, each from a line; a line that begins with blanks continues one."""
        entries: list[str] = []
        for line in self.text(row, code).split("\n"):
            if line.startswith("  ") and entries:
                entries[-1] += f"\n{line.strip()}"
            elif line.strip():
                entries.append(line.strip())
        return tuple(entries)

    def year(self, row: int, code: str) -> int | None:
        """Return a year; None for a blank cell."""
        cell = self.cell(row, code)
        if cell is None:
            return None
        if not re.fullmatch(r"[1-9]\d{3}", cell.text):
            self.note("cell_year", cell, found=cell.text)
            return None
        return int(cell.text)

    def month(self, row: int, code: str, else_: YearMonth) -> YearMonth:
        """Return a year and month as 2026-03 or 2026; what the deadline tells for a blank cell."""
        cell = self.cell(row, code)
        if cell is None:
            return else_
        if cell.text == NONE:
            return None, None
        if isinstance(cell.value, date):
            return cell.value.year, cell.value.month
        match = _MONTH.fullmatch(cell.text)
        if match is None:
            self.note("cell_month", cell, found=cell.text)
            return else_
        return int(match[1]), int(match[2]) if match[2] else None

    def amount(self, cell: SheetCell | None) -> BudgetCell:
        """Return a cell of the budget: cents, administrative cost, or nothing."""
        if cell is None or cell.text == NONE or cell.kind == "e":
            return None
        if cell.kind == "n" and cell.currency not in ("", self.currency):
            self.note("cell_amount", cell, found=f"{cell.text} {cell.currency}")
            return None
        if cell.kind == "n":
            return self._cents(cell)
        if money.is_admin(cell.text) or means(cell.text, ADMIN_WORDS):
            return ADMIN
        if money.TWO_WAYS.fullmatch(cell.text):
            self.note("cell_two_ways", cell, found=cell.text)
            return None
        cents = money.readings(cell.text) if cell.kind == "s" else ()
        is_other = any(code != self.currency for code in named(cell.text))
        if len(cents) != 1 or cents[0] > MAX_PLAN_CENTS or is_other:
            self.note("cell_amount", cell, found=cell.text)
            return None
        return cents[0]

    def _cents(self, cell: SheetCell) -> int | None:
        value = cell.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or "%" in cell.text or value < 0:
            self.note("cell_amount", cell, found=cell.text)
            return None
        cents = round(value * 100)
        if abs(value * 100 - cents) > 1e-6 * max(1, abs(cents) * 1e-6) or abs(cents) > MAX_PLAN_CENTS:
            self.note("cell_amount_fine", cell, found=f"{value:.10g}")
            return None
        if abs(float(cell.text) * 100 - cents) > 1:
            # a format that shows thousands: nobody can tell which was meant
            self.note("cell_two_ways", cell, found=cell.text)
            return None
        return cents

    def kind(self, row: int) -> str:
        """Return the code of a kind of entry; empty for a blank cell, or a word that is none of them."""
        cell = self.cell(row, "kind")
        if cell is None:
            return ""
        try:
            return KIND.parse(cell.text, date.today())
        except Unreadable:
            self.note("cell_choice", cell, found=cell.text, known=[*KIND.labels.values()])
            return ""


def merged_cells(sheet: BookSheet) -> list[Problem]:
    """Return what is wrong with the merged cells of a sheet: that they are."""
    return [
        ("cell_merged", {"place": sheet.place(*_corner(merge)), "found": merge}) for merge in sheet.merged
    ]


def _corner(merge: str) -> tuple[int, int]:
    """Return row and column of the first cell of a merge."""
    from openpyxl.utils.cell import range_boundaries

    column, row, _last_column, _last_row = range_boundaries(merge)
    return int(row or 1), int(column or 1)
