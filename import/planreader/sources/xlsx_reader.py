"""Workbooks as a grid: cells as they are shown, merged cells, numbers that became floats or dates."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from planreader.sources.grid import (
    UNSAVED,
    GridCell,
    GridRow,
    edge_rows,
    hidden_sheet,
    parts_of,
    strike,
    unit_rows,
    without_struck,
)
from planreader.sources.listing import raised
from planreader.sources.package import MOST_CELLS, checked_archive, damage_refused, refuse_too_long
from planreader.sources.text.lines import BLANK
from planreader.vocabulary.currency import is_unit, named, scale_of
from planreader.vocabulary.statements import unit_told

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_FULL_DATE: Final = "%d.%m.%Y"
_NO_LETTERS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What a format shows as it is."""
_BESIDE: Final = re.compile(r'\[\$([^\]-]+)[^\]]*\]|"([^"]*)"|\\?([€$£])')
"""What a format shows beside a number."""
_UNSAVED: Final = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt=")[^>]*\br="([A-Z]+\d+)"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
"""A cell of a number with a formula and without its value."""
_SCALED: Final = re.compile(r"[0#?](,+)(?![0#?,])")


def read_xlsx(data: bytes, file: str) -> list[GridRow]:
    """Return the rows of a workbook's visible sheets, each a table, and marks for hidden ones; formulas by
    their saved values.

    Raises UserError as ``planreader.sources.package.checked_archive``, and ``document_too_long`` where a
    sheet holds more than a plan can.
    """
    checked_archive(data, file)
    with damage_refused(file):
        return [
            row
            for number, (sheet, xml) in enumerate(sheets_of(data, rich_text=True), 1)
            for row in _shown_rows(sheet, _sheet_rows(sheet, number, coordinates(_UNSAVED, xml), file))
        ]


def _shown_rows(sheet: Worksheet, rows: list[GridRow]) -> list[GridRow]:
    if sheet.sheet_state != "visible":
        return hidden_sheet(sheet.title, rows)
    place = f"sheet {sheet.title}, row 1"
    edges = [edge for edge in (sheet.oddHeader, sheet.oddFooter) if edge is not None]
    parts = [part for edge in edges for part in (edge.left, edge.center, edge.right)]
    texts = [str(part.text or "") for part in parts]
    about = unit_rows([(place, text) for text in (sheet.title, *texts)], place)
    return [*rows, *about, *edge_rows(texts, place)]


def sheets_of(data: bytes, *, rich_text: bool = False) -> Iterator[tuple[Worksheet, bytes]]:
    """Yield the sheets of a workbook, formulas by their saved values, each with its XML."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(data), data_only=True, keep_links=False, rich_text=rich_text)
    reader.read()
    parts = {sheet.name: relation.target.lstrip("/") for sheet, relation in reader.parser.find_sheets()}
    with ZipFile(io.BytesIO(data)) as archive:
        for sheet in reader.wb.worksheets:
            yield sheet, archive.read(parts[sheet.title])


def coordinates(cell: re.Pattern[bytes], xml: bytes) -> frozenset[str]:
    """Return the coordinates of the cells of a sheet that a pattern tells."""
    return frozenset(match[1].decode() for match in cell.finditer(xml))


def _sheet_rows(sheet: Worksheet, number: int, unsaved: Collection[str], file: str) -> list[GridRow]:
    """Return rows that hold something; a merge's value stands in its first cell."""
    refuse_too_long(len(sheet._cells), MOST_CELLS, f"sheet {sheet.title}", file)
    merges = {(r.min_row, r.min_col): (r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
    by_row: dict[int, list[Cell | MergedCell]] = defaultdict(list)
    # the mapping of cells that exist: walking from the first row to the last would make all between them
    for (row, _column_number), cell in sorted(sheet._cells.items()):
        by_row[row].append(cell)
    rows: list[GridRow] = []
    unshown = frozenset(hidden_columns(sheet))
    last = 0
    for row, cells in by_row.items():
        made = list(_row_cells(sheet.title, row, cells, merges, unsaved, unshown))
        if any(cell.parts or cell.rows > 1 for cell in made):
            place = f"sheet {sheet.title}, row {row}"
            hidden = row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden)
            whole = GridRow(tuple(made), place, number, apart=bool(last) and row > last + 1, hidden=hidden)
            rows.append(without_struck(whole))
            last = row
    return rows


def _row_cells(
    title: str,
    row: int,
    cells: Sequence[Cell | MergedCell],
    merges: dict[tuple[int, int], tuple[int, int]],
    unsaved: Collection[str],
    unshown: frozenset[int],
) -> Iterator[GridCell]:
    from openpyxl.cell.cell import MergedCell

    for cell in cells:
        if isinstance(cell, MergedCell) or cell.column is None:
            continue
        height, width = merges.get((row, cell.column), (1, 1))
        value, looks = cell.value, cell.number_format
        text = _text(value, looks, is_struck=bool(cell.has_style and cell.font.strike))
        amount = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        unit = unit_told(cell.comment.text) if cell.comment is not None else ""
        unit = unit or (unit_shown(looks) if amount is not None and _divisor(looks) == 1 else "")
        is_named = amount is not None and not unit and currency_shown(looks)
        text = f"{text} {currency_shown(looks)}" if is_named else text
        yield GridCell(
            cell.column,
            cell.column + width,
            parts_of(text.split("\n"), BLANK),
            f"sheet {title}, cell {cell.coordinate}",
            height,
            number_options(value, looks),
            UNSAVED if cell.coordinate in unsaved else "",
            number=None if amount is None or "%" in text else (amount, _divisor(looks)),
            hidden=unshown.issuperset(range(cell.column, cell.column + width)),
            unit=unit,
        )


def hidden_columns(sheet: Worksheet) -> Iterator[int]:
    """Yield the columns that a sheet does not show, counted from 1."""
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min is not None and dimension.max is not None:
            yield from range(dimension.min, min(dimension.max, 1000) + 1)


@lru_cache(maxsize=256)
def currency_shown(number_format: str) -> str:
    """Return the code of the currency that a format shows; those built in show that of each computer."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE

    if number_format == "General" or number_format in BUILTIN_FORMATS_REVERSE:
        return ""
    return next((code for words in _beside(number_format) for code in named(words)), "")


@lru_cache(maxsize=256)
def unit_shown(number_format: str) -> str:
    """Return what a format says that each unit of its numbers counts: ``0.0 "thousand €"``."""
    return next((words for words in _beside(number_format) if scale_of(words) > 1 and is_unit(words)), "")


def _beside(number_format: str) -> Iterator[str]:
    """Yield what a format shows beside a number."""
    yield from ((match[1] or match[2] or match[3] or "").strip() for match in _BESIDE.finditer(number_format))


def _text(value: object, number_format: str, *, is_struck: bool) -> str:
    """Return a cell's text, marked where struck through; digits above the line are footnotes' marks."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    if isinstance(value, TextBlock):
        text = shown(value.text, number_format)
        text = raised(text) if value.font.vertAlign == "superscript" else text
        return strike(text) if value.font.strike else text
    if isinstance(value, CellRichText):
        return "".join(_text(piece, number_format, is_struck=is_struck) for piece in value)
    text = shown(value, number_format)
    return strike(text) if is_struck else text


def shown(value: object, number_format: str) -> str:
    """Return a cell's text: numbers with their format's decimals, percentages, dates day first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, date):
        return _date(value, number_format)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _date(day: date, number_format: str) -> str:
    """Return a date by what its format shows: the day, the month alone, or the year alone."""
    letters = set(_NO_LETTERS.sub("", number_format.lower()))
    if "d" in letters or not letters & set("my"):
        return day.strftime(_FULL_DATE)
    return day.strftime("%m/%Y" if "m" in letters else "%Y")


def _number(value: int | float, number_format: str) -> str:
    """Return an amount with its cents; a float without a fraction is whole."""
    plain = _NO_LETTERS.sub("", number_format or "General")
    if "%" in plain:
        share = round(value * 100, 6)
        return f"{share:.10g}%"
    if (divisor := _divisor(plain)) > 1:
        value /= divisor
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    short = f"{value:.10g}"
    return short if re.fullmatch(r"-?\d+(?:\.\d{1,2})?", short) else f"{value:.2f}"


def _divisor(number_format: str) -> int:
    """Return what a format divides a number by: each comma behind its last digit shows thousands of it."""
    match = _SCALED.search(_NO_LETTERS.sub("", number_format or ""))
    return 1000 ** len(match[1]) if match is not None else 1


def number_options(value: object, number_format: str) -> tuple[str, ...]:
    """Return readings of a cell as a number of the plan: ``1.1`` may be 1.10, a date 1.1.10; else none."""
    if isinstance(value, float):
        short = f"{value:.10g}"
        return (short, f"{short}0") if re.fullmatch(r"\d{1,3}\.\d", short) else ()
    if isinstance(value, date):
        year = value.year % 100
        day, month = value.day, value.month
        readings = [shown(value, number_format), f"{day}.{month}.{year}", f"{month}.{day}.{year}"]
        readings += [f"{day}.{month}", f"{month}.{day}", f"{month}.{year}"]
        return tuple(dict.fromkeys(readings))
    return ()
