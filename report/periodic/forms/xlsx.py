"""The report as a workbook: real numbers and days, filters, charts, and no text that acts as a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any, Final

from language import _, dates
from language.numbers import NOTHING
from report.periodic.carried import DATA_SHEET
from report.periodic.chapters import status_chart
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.forms.charts import COLOURS
from report.periodic.front import cover, facts_of, report_title
from report.periodic.tables import every_table
from report.table import AMOUNT, DATE, NUMBER, SHARE, TEXT, Cell, Column, Table
from store.db.text import clean

_CELL: Final = 32_000
"""Characters that one cell holds."""
_WIDTHS: Final = {
    "title": 48,
    "definition": 90,
    "finding": 80,
    "progress": 50,
    "next_steps": 40,
    "change": 50,
}
_SUMMED: Final = ("institutions", "units", "actions", "money", "sources")
"""The tables whose rows have nothing in common, so that they may be added up."""
_NOT_ADDED: Final = {("units", "due"), ("units", "implemented")}
"""Columns of these that may not: an action is counted once for each of its units."""
_BOLD: Final = 1.15
_ARROW: Final = 3
_NAME_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def xlsx_report(content: Content) -> bytes:
    """Return the file."""
    buffer = io.BytesIO()
    # else the moment of writing stands in the file, and no two files are the same
    book, formats = _book(buffer, report_title(content), content.parameters.made_on)
    names: set[str] = set()
    for n, table in enumerate(_tables(content)):
        sheet = book.add_worksheet(_sheet_name(table.caption, names))
        top = _head(sheet, content, formats) if not n else 0
        _write(sheet, table, formats, top)
        if not n:
            sheet.set_column(0, 0, _WIDTHS["title"])
            sheet.set_landscape()
            _charts(book, sheet, content, formats, top + len(table.rows) + 3, table)
    _proof(book, content)
    book.close()
    return buffer.getvalue()


def _tables(content: Content) -> Iterator[Table]:
    """Yield what people read: no codes, and the plan's contradictions only where they are asked for."""
    for table in every_table(content):
        if table.code != "findings" or "K" in (content.parameters.annexes or ""):
            yield table.only(column.code for column in table.columns if column.code != "id")


def table_workbook(*tables: Table) -> bytes:
    """Return a workbook with a sheet for each table."""
    buffer = io.BytesIO()
    book, formats = _book(buffer, tables[0].caption, date.today())
    names: set[str] = set()
    for table in tables:
        _write(book.add_worksheet(_sheet_name(table.caption, names)), table, formats, 0)
    book.close()
    return buffer.getvalue()


def _book(buffer: io.BytesIO, title: str, made: date) -> tuple[Any, _Formats]:
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": clean(title), "created": datetime(made.year, made.month, made.day)})
    return book, _Formats(book)


class _Formats:
    """The formats of cells by the kind of their column."""

    def __init__(self, book: Any) -> None:
        wrap = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.label = book.add_format({"font_color": "#52606F"})
        head = {"bold": True, "bg_color": "#E3E9F0", "bottom": 1, **wrap}
        self.head = book.add_format(head)
        self.head_of_numbers = book.add_format({**head, "align": "right"})
        self.text = book.add_format(wrap)
        self.by_kind = {
            NUMBER: book.add_format({"num_format": "0", "valign": "top"}),
            SHARE: book.add_format({"num_format": "0.00%", "valign": "top"}),
            AMOUNT: book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            DATE: book.add_format({"num_format": dates.spreadsheet_format(), "valign": "top"}),
        }


def _sheet_name(caption: str, taken: set[str]) -> str:
    name = clean(caption).translate(_NAME_FORBIDDEN)[:31].strip()
    while name.casefold() in taken:
        name = f"{name[:28]} {len(taken)}"
    taken.add(name.casefold())
    return name


def _head(sheet: Any, content: Content, formats: _Formats) -> int:
    """Title and facts; returns the row below them."""
    sheet.write_string(0, 0, clean(report_title(content)), formats.title)
    row = 1
    front = cover(content)
    for line in front.institution:
        sheet.write_string(row, 0, clean(line), formats.label)
        row += 1
    for label, text in (*front.facts, *facts_of(content)):
        sheet.write_string(row, 0, label, formats.label)
        sheet.write_string(row, 1, clean(text))
        row += 1
    return row + 1


def _write(sheet: Any, table: Table, formats: _Formats, top: int) -> None:
    for n, column in enumerate(table.columns):
        head = formats.head if column.kind == TEXT else formats.head_of_numbers
        sheet.write_string(top, n, clean(column.name), head)
        sheet.set_column(n, n, _width(column))
    for at, row in enumerate(table.rows, top + 1):
        for n, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, at, n, column, cell, formats)
    if not table.rows:
        sheet.write_string(top + 1, 0, clean(table.empty), formats.label)
    last = top + max(len(table.rows), 1)
    if table.code in _SUMMED and table.rows:
        _totals(sheet, table, formats, top)
    sheet.autofilter(top, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(top + 1, 2 if table.columns[1].code == "title" else 1)
    sheet.repeat_rows(top)
    sheet.set_paper(9)
    if table.wide or len(table.columns) > 5:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")


def _totals(sheet: Any, table: Table, formats: _Formats, top: int) -> None:
    """Sums of the rows that a filter leaves: formulas of ours, and the sums of all beside them."""
    from xlsxwriter.utility import xl_range

    at = top + len(table.rows) + 2
    sheet.write_string(at, 0, _("Total"), formats.head)
    for n, column in enumerate(table.columns):
        added = column.code not in ("year", "revision") and (table.code, column.code) not in _NOT_ADDED
        if column.kind in (AMOUNT, NUMBER) and added:
            whole = sum(cell for row in table.rows if isinstance(cell := row[n], int))
            value = float(Decimal(whole).scaleb(-2)) if column.kind == AMOUNT else whole
            cells = xl_range(top + 1, n, top + len(table.rows), n)
            sheet.write_formula(at, n, f"=SUBTOTAL(109,{cells})", formats.by_kind[column.kind], value)


def _width(column: Column) -> int:
    """Return how wide a column is, in digits: no word of its name is broken."""
    if column.code in _WIDTHS:
        return _WIDTHS[column.code]
    usual = {NUMBER: 11, SHARE: 12, AMOUNT: 16, DATE: 12}.get(column.kind, 24 if column.code != "nr" else 9)
    return max(usual, _heading_width(column.name))


def _heading_width(name: str) -> int:
    # bold letters are wider than digits, and beside them stands the arrow of the filter
    return ceil(max(map(len, name.split()), default=0) * _BOLD) + _ARROW


def _write_cell(sheet: Any, row: int, n: int, column: Column, cell: Cell, formats: _Formats) -> None:
    chosen = formats.by_kind.get(column.kind, formats.text)
    if cell is None:
        sheet.write_blank(row, n, None, chosen)
    elif isinstance(cell, date):
        sheet.write_datetime(row, n, datetime(cell.year, cell.month, cell.day), chosen)
    elif isinstance(cell, str):
        sheet.write_string(row, n, clean(cell, newlines=True)[:_CELL] or NOTHING, formats.text)
    elif column.kind == AMOUNT:
        sheet.write_number(row, n, float(Decimal(int(cell)).scaleb(-2)), chosen)
    else:
        sheet.write_number(row, n, float(cell), chosen)


def _charts(book: Any, sheet: Any, content: Content, formats: _Formats, top: int, above: Table) -> None:
    """Add what is due by status, as a chart of the workbook's own over a small table below another."""
    chart = status_chart(content)
    sheet.write_string(top, 0, clean(chart.caption), formats.head)
    for n, series in enumerate(chart.series, 1):
        sheet.write_string(top, n, clean(series.name), formats.head_of_numbers)
        usual = _width(above.columns[n]) if n < len(above.columns) else 0
        sheet.set_column(n, n, max(usual, _heading_width(series.name)))
    for at, label in enumerate(chart.labels):
        sheet.write_string(top + 1 + at, 0, clean(label), formats.text)
        for n, series in enumerate(chart.series, 1):
            sheet.write_number(top + 1 + at, n, series.values[at])
    if not chart.labels:
        return
    drawn = book.add_chart({"type": "bar", "subtype": "stacked"})
    last = top + len(chart.labels)
    for n, series in enumerate(chart.series, 1):
        drawn.add_series(
            {
                "name": [sheet.name, top, n],
                "categories": [sheet.name, top + 1, 0, last, 0],
                "values": [sheet.name, top + 1, n, last, n],
                "fill": {"color": f"#{COLOURS[series.code]}"},
                "gap": 60,
            }
        )
    drawn.set_title({"name": clean(chart.caption), "name_font": {"size": 12}})
    drawn.set_y_axis({"reverse": True})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 760, "height": 320})
    sheet.insert_chart(1, len(chart.series) + 2, drawn, {"description": clean(chart.caption)})


def _proof(book: Any, content: Content) -> None:
    """Write a sheet that is not shown, with the parameters and figures as data."""
    sheet = book.add_worksheet(DATA_SHEET)
    text = json.dumps(proof_form(content), ensure_ascii=True, separators=(",", ":"))
    for n, part in enumerate(_pieces(text)):
        sheet.write_string(n, 0, part)
    # else LibreOffice takes that of whoever saves the workbook
    sheet.set_paper(9)
    sheet.very_hidden()


def _pieces(text: str) -> Sequence[str]:
    return [text[at : at + _CELL] for at in range(0, len(text), _CELL)]
