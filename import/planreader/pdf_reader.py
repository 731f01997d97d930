"""PDF documents as a grid: ruled tables with the edges of their cells, and the lines around them."""

from __future__ import annotations

import io
import logging
import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from planreader.form import Part
from planreader.grid import GridCell, GridRow
from planreader.lines import is_page_mark
from planreader.package import damage_refused
from planreader.pdf_lines import PdfLine, lines_of, parts_of_lines, tells_wraps, whole_words
from planreader.pdf_overflow import Letter, settled
from planreader.pdf_rules import closing_rules
from store.errors import Refused

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_MOST_PAGES: Final = 1000
_MOST_LETTERS: Final = 60_000
_MOST_RULES: Final = 20_000
"""Letters and rules of one page; a page of a plan has a tenth of them."""
_STREAM: Final = re.compile(rb"stream\r?\n")
_UNPACKED: Final = 128 * 1024 * 1024
_NEAR: Final = 1.5
_REPEATED: Final = 4
"""Rows of the largest heading that a page repeats, and the one behind it."""


@dataclass(slots=True)
class _Box:
    """A cell's edges, the rows it spans and its lines."""

    left: float
    top: float
    right: float
    bottom: float
    rows: int = 1
    lines: list[PdfLine] = field(default_factory=list[PdfLine])


@dataclass(slots=True)
class _Row:
    """A row of boxes of a page, or a line outside the tables (table 0)."""

    page: int
    top: float
    table: int
    boxes: list[_Box]
    cut: bool = False


def read_pdf(data: bytes, file: str) -> list[GridRow]:
    """The ruled tables of a PDF and the lines around them, in order.

    Raises Refused ``document_password``, ``document_no_text``, ``document_damaged``, ``document_too_long`` or
    ``document_unpacks``.
    """
    _check_streams(data, file)
    # the library tells its log of every damaged object, and a log without a reader goes to the terminal
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with damage_refused(file):
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException

        try:
            document = pdfplumber.open(io.BytesIO(data))
        except PdfminerException as error:
            if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
                raise Refused("document_password", file=file) from error
            raise
        with document:
            rows = _document_rows(document.pages, file)
            pages = len(document.pages)
    if not any(line.text.strip() for row in rows for box in row.boxes for line in box.lines):
        raise Refused("document_no_text", file=file, found=pages)
    return _grid(rows)


def _check_streams(data: bytes, file: str) -> None:
    """Unpack what is packed within bounds, before a library does it without."""
    whole = 0
    for match in _STREAM.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            piece = data[match.end() : match.end() + (1 << 26)]
            whole += len(unpacker.decompress(piece, _UNPACKED - whole + 1))
        except zlib.error:
            continue
        if whole > _UNPACKED:
            raise Refused("document_unpacks", file=file, found=whole, limit=_UNPACKED)


def _document_rows(pages: Sequence[Page], file: str) -> list[_Row]:
    if len(pages) > _MOST_PAGES:
        raise Refused("document_too_long", file=file, place="pages", found=len(pages), limit=_MOST_PAGES)
    rows: list[_Row] = []
    tables = 0
    for number, page in enumerate(pages, 1):
        found, tables = _page_rows(page, number, tables, file)
        rows += found
        page.close()
    return rows


def _page_rows(page: Page, number: int, tables: int, file: str) -> tuple[list[_Row], int]:
    chars = [char for char in page.chars if char.get("upright", True)]
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    for found, limit in ((len(chars), _MOST_LETTERS), (rules, _MOST_RULES)):
        if found > limit:
            raise Refused("document_too_long", file=file, place=f"page {number}", found=found, limit=limit)
    rows: list[_Row] = []
    rest = chars
    horizontal, vertical = closing_rules(page.edges)
    settings = {"explicit_horizontal_lines": horizontal, "explicit_vertical_lines": vertical}
    for n, table in enumerate(sorted(page.find_tables(settings), key=lambda t: t.bbox[1])):
        tables += 1
        boxes, rest = _filled(table, rest)
        for top, row in boxes:
            rows.append(_Row(number, top, tables, row, cut=n == 0 and number > 1 and not rows))
    for line in lines_of(rest):
        if not is_page_mark(line.text):
            box = _Box(line.left, line.top, line.right, line.bottom, lines=[line])
            rows.append(_Row(number, line.top, 0, [box]))
    return sorted(rows, key=lambda row: row.top), tables


def _levels(values: Iterator[float]) -> list[float]:
    """Edges that lie together count as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _filled(
    table: Table, chars: Sequence[dict[str, Any]]
) -> tuple[list[tuple[float, list[_Box]]], list[dict[str, Any]]]:
    """A table's boxes with their lines, by row, and the letters that stand in none."""
    cells = [tuple(map(float, cell)) for cell in table.cells]
    tops, lefts = _levels(cell[1] for cell in cells), _levels(cell[0] for cell in cells)
    boxes: list[_Box] = []
    where: dict[tuple[int, int], int] = {}
    for left, top, right, bottom in cells:
        first, last = _at(tops, top), _at(tops, bottom - 2 * _NEAR)
        for row in range(first, last + 1):
            for column in range(_at(lefts, left), _at(lefts, right - 2 * _NEAR) + 1):
                where[row, column] = len(boxes)
        boxes.append(_Box(left, top, right, bottom, max(1, last - first + 1)))
    held: dict[int, list[Letter]] = defaultdict(list)
    rest: list[dict[str, Any]] = []
    for n, char in enumerate(chars):
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        index = where.get((bisect_right(tops, y) - 1, bisect_right(lefts, x) - 1))
        box = boxes[index] if index is not None else None
        if (
            box is not None
            and index is not None
            and box.left <= x <= box.right
            and box.top <= y <= box.bottom
        ):
            held[index].append((n, char))
        else:
            rest.append(char)
    for index, letters in settled(
        held, [(box.left, box.top, box.right, box.bottom) for box in boxes]
    ).items():
        boxes[index].lines = lines_of(letters)
    rows: dict[int, list[_Box]] = defaultdict(list)
    for box in boxes:
        rows[_at(tops, box.top)].append(box)
    return [(tops[n], sorted(rows[n], key=lambda box: box.left)) for n in sorted(rows)], rest


def _at(levels: Sequence[float], value: float) -> int:
    return max(0, bisect_right(levels, value + _NEAR) - 1)


def _grid(rows: Sequence[_Row]) -> list[GridRow]:
    """Rows of cells: lines put together to paragraphs by the habits of the whole document."""
    cells = [box.lines for row in rows for box in row.boxes]
    telling = tells_wraps(cells)
    # a row without a number may be the rest of the one before, which a page's end cut within a word
    cut = {n for at, row in enumerate(rows) if row.cut for n in range(at - 1, at + _REPEATED)}
    whole = [row for n, row in enumerate(rows) if row.boxes[0].lines and n not in cut]
    known = whole_words([box.lines for row in whole for box in row.boxes])
    pads: dict[int, float] = {}
    for row in rows:
        inner = [line.left - box.left for box in row.boxes for line in box.lines]
        pads[row.table] = min([pads.get(row.table, 9.0), *(max(0.0, pad) for pad in inner)])
    grid: list[GridRow] = []
    numbered: dict[int, int] = defaultdict(int)
    lines: list[_Row] = []
    for row in rows:
        if row.table == 0:
            if lines and not _goes_on(lines[-1], row):
                grid.append(_paragraph(lines))
                lines = []
            lines.append(row)
            continue
        if lines:
            grid.append(_paragraph(lines))
            lines = []
        numbered[row.table] += 1
        place = f"page {row.page}, table {row.table}, row {numbered[row.table]}"
        made = tuple(
            GridCell(
                box.left,
                box.right,
                parts_of_lines(
                    box.lines, box.right - box.left - 2 * pads[row.table], telling=telling, known=known
                ),
                f"{place}, column {n}",
                box.rows,
            )
            for n, box in enumerate(row.boxes, 1)
        )
        grid.append(GridRow(made, place, row.table, cut=row.cut))
    return [*grid, _paragraph(lines)] if lines else grid


def _goes_on(before: _Row, row: _Row) -> bool:
    """Whether a line outside the tables belongs to the paragraph of the line before."""
    above, below = before.boxes[0].lines[0], row.boxes[0].lines[0]
    near = before.page == row.page and below.top - above.bottom < 0.6 * below.size
    return near and above.text.endswith(" ")


def _paragraph(lines: Sequence[_Row]) -> GridRow:
    texts = [row.boxes[0].lines[0].text for row in lines]
    first = lines[0].boxes[0]
    cell = GridCell(first.left, first.right, tuple(map(Part, texts)), f"page {lines[0].page}")
    return GridRow((cell,), f"page {lines[0].page}")
