"""Workbooks as a grid: cells as they are shown, merged cells, numbers that became floats or dates."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from planreader.grid import GridCell, GridRow, parts_of
from planreader.headfinding import languages
from planreader.lines import BLANK
from planreader.package import checked_archive, damage_refused
from planreader.shown import number_options, shown
from store.errors import Refused

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS: Final = 50_000
MOST_CELLS: Final = 300_000
MOST_MERGED: Final = 300_000
"""Rows, cells with a value or a look, and cells under merges that a sheet may have."""
_MOST_TEXTS: Final = 2_000
"""Texts that are looked at to tell the language."""
_CHUNK: Final = 1024 * 1024
_COUNTED: Final = re.compile(
    rb'<(?:\w+:)?(?:(row)[\s>/]|(c)[\s>/]|mergeCell\s[^>]*?ref="([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)")'
)
_TAG: Final = 200
"""Bytes at the end of a chunk that may hold the beginning of a tag."""


def read_xlsx(data: bytes, file: str) -> list[GridRow]:
    """The rows of a workbook's visible sheets, each a table; formulas by the values they were saved with.

    Raises Refused as ``planreader.package.checked_archive``, and ``document_too_long`` where a sheet holds
    more than a plan can.
    """
    checked_archive(data, file)
    with damage_refused(file):
        from openpyxl import load_workbook

        _check_sheets(data, file)
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        sheets = [(n, one) for n, one in enumerate(book.worksheets, 1) if one.sheet_state == "visible"]
        language = _language([sheet for _number, sheet in sheets])
        return [row for number, sheet in sheets for row in _sheet_rows(sheet, number, language)]


def _language(sheets: Sequence[Worksheet]) -> str:
    """The language of the headings and texts, empty where no word tells."""
    texts = (c.value for sheet in sheets for c in sheet._cells.values() if isinstance(c.value, str))
    votes = languages(list(islice(texts, _MOST_TEXTS)))
    return max(votes, key=lambda language: votes[language], default="")


def _check_sheets(data: bytes, file: str) -> None:
    """Count rows, cells and merged cells before the library makes objects of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", name):
                continue
            rows = cells = merged = 0
            for match in _tags(archive, name):
                rows += bool(match[1])
                cells += bool(match[2])
                merged += _area(match) if match[3] else 0
            for found, limit in ((rows, MOST_ROWS), (cells, MOST_CELLS), (merged, MOST_MERGED)):
                if found > limit:
                    raise Refused("document_too_long", file=file, place=name, found=found, limit=limit)


def _tags(archive: zipfile.ZipFile, name: str) -> Iterator[re.Match[bytes]]:
    rest = b""
    with archive.open(name) as part:
        while True:
            chunk = part.read(_CHUNK)
            text = rest + chunk
            end = len(text) if not chunk else max(0, len(text) - _TAG)
            done = 0
            for match in _COUNTED.finditer(text):
                if match.start() >= end:
                    break
                yield match
                done = match.end()
            rest = text[max(done, end) :]
            if not chunk:
                return


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number


def _area(match: re.Match[bytes]) -> int:
    width = abs(_column(match[5]) - _column(match[3])) + 1
    return width * (abs(int(match[6][:8]) - int(match[4][:8])) + 1)


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
