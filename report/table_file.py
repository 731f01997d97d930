"""A table in a file of its own, for people: as a workbook, or as CSV that the Excel of the language opens.

CSV for programs, the same in every language, is :func:`report.periodic.forms.package.csv_text`.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Final

from language import BY_CODE, current
from report.periodic.forms.package import csv_cell
from report.periodic.forms.xlsx import table_workbook
from report.table import DATE, SHARE, Cell, Column, Table
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.text import clean, escape_formula

_CONVERTED: Final = re.compile(r"(?=.*\d)[\d .,/:%+-]*(?:[^\W\d]+[\d .,/:%+-]*)?")
"""Texts that Excel may take for a number or a day: 1.2.3, 2021-2023, 1 mars 2026."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def excel_csv(table: Table, *_more: Table) -> bytes:
    """Return the rows as the Excel of the current language opens them: a mark of UTF-8, ``;`` where numbers
    have a decimal comma, and no text that becomes a number, a day or a formula."""
    decimal = BY_CODE[current()].decimal
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if decimal == "," else ",", quoting=csv.QUOTE_ALL)
    writer.writerow([clean(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(*pair, decimal) for pair in zip(table.columns, row, strict=True)])
    return BOM_UTF8 + buffer.getvalue().encode("utf-8")


def _cell(column: Column, cell: Cell, decimal: str) -> str:
    value = csv_cell(column, cell)
    if isinstance(value, (int, float, Decimal)):
        return f"{value}{'%' if column.kind == SHARE else ''}".replace(".", decimal)
    text = clean(value or "", newlines=True)
    guarded = escape_formula(text)
    if guarded != text or not _CONVERTED.fullmatch(text) or (column.kind == DATE and _DAY.fullmatch(text)):
        return guarded
    return f'="{text}"'


FORMS: Final[dict[str, Callable[..., bytes]]] = {
    ".csv": excel_csv,
    ".xlsx": table_workbook,
}
"""What is written, by the ending of the file."""


def table_form(path: Path) -> Callable[..., bytes]:
    """Return the writer for a file's ending. Raises UserError ``table_kind``."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UserError("table_kind", file=str(path), known=[*FORMS])
    return form


def write_table(path: Path, table: Table, *more: Table, replace: bool = False) -> None:
    """Write a table durably, as the file's ending says, and ``more`` of them where it has sheets.

    Raises UserError as :func:`table_form`, or as :func:`store.db.durable.write_durably`.
    """
    form = table_form(path)
    if not replace and path.exists():
        raise UserError("file_exists", file=str(path))
    write_durably(path, form(table, *more), replace=replace)
