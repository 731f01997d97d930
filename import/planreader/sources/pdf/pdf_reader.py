"""PDF documents as a grid: ruled tables with the edges of their cells, and the lines around them."""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.package import damage_refused, refuse_too_long
from planreader.sources.pdf.pdf_boxes import Box, closing_rules, filled
from planreader.sources.pdf.pdf_lines import (
    lines_of,
    parts_of_lines,
    tells_wraps,
    whole_words,
    with_sign,
)
from planreader.sources.pdf.pdf_rules import rules_of
from planreader.sources.pdf.pdf_strips import Leaf, PageRules, laid, outline, side_by_side
from planreader.sources.text.lines import is_page_mark
from planreader.vocabulary import numbers, reference
from store.db.errors import UserError

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MOST_PAGES: Final = 1000
_MOST_LETTERS: Final = 60_000
_MOST_RULES: Final = 20_000
"""Letters and rules of one page; a page of a plan has a tenth of them."""
_WIDEST_PAD: Final = 9.0


@dataclass(slots=True)
class _PageRow:
    """A row of boxes of a page, or a line outside the tables (table 0)."""

    leaf: Leaf
    top: float
    table: int
    boxes: list[Box]
    cut: bool = False


def read_pdf(data: bytes, file: str) -> list[GridRow]:
    """Return the ruled tables of a PDF and the lines around them, in order.

    Raises UserError ``document_password``, ``document_no_text``, ``document_damaged`` or
    ``document_too_long``.
    """
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
                raise UserError("document_password", file=file) from error
            raise
        with document:
            rows = _document_rows(document.pages, file)
            pages = len(document.pages)
    if not any(line.text.strip() for row in rows for box in row.boxes for line in box.lines):
        raise UserError("document_no_text", file=file, found=pages)
    return _grid(rows)


def _document_rows(pages: Sequence[Page], file: str) -> list[_PageRow]:
    refuse_too_long(len(pages), _MOST_PAGES, "pages", file)
    pages_read: list[tuple[PageRules, list[_PageRow]]] = []
    for number, page in enumerate(pages, 1):
        pages_read.append(_page_rows(page, _leaf(page, number, file)))
        page.close()
    beside = side_by_side([drawn for drawn, _ in pages_read])
    if len(beside) == len(pages_read):
        return _counted(rows for _, rows in pages_read)
    return _counted(_laid_rows([pages[n] for n in group.pages], group.shifts, file) for group in beside)


def _leaf(page: Page, number: int, file: str) -> Leaf:
    chars = [with_sign(char) for char in page.chars if char.get("upright", True)]
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    refuse_too_long(len(chars), _MOST_LETTERS, f"page {number}", file)
    refuse_too_long(rules, _MOST_RULES, f"page {number}", file)
    return Leaf(chars, rules_of(page), ((0.0, number),))


def _laid_rows(pages: Sequence[Page], shifts: Sequence[float], file: str) -> list[_PageRow]:
    """Return the rows of pages that lie side by side."""
    whole = laid([_leaf(page, page.page_number, file) for page in pages], shifts)
    rows = _page_rows(pages[0], whole)[1]
    for page in pages:
        page.close()
    return rows


def _counted(pages: Iterable[list[_PageRow]]) -> list[_PageRow]:
    """Return the rows of all pages, tables counted on; only a later page's first table may go on."""
    counted: list[_PageRow] = []
    tables = 0
    for n, rows in enumerate(pages):
        own = max((row.table for row in rows), default=0)
        for row in rows:
            row.cut = row.cut and n > 0
            row.table += tables if row.table else 0
        counted += rows
        tables += own
    return counted


def _page_rows(page: Page, leaf: Leaf) -> tuple[PageRules, list[_PageRow]]:
    """Return where a page's rules lie, and the rows of its tables with the lines around them."""
    rows: list[_PageRow] = []
    rest = leaf.chars
    edges = [*leaf.edges, *closing_rules(leaf.edges)]
    # rules of either direction stand in both: the library takes those that it needs
    settings = {
        "horizontal_strategy": "explicit",
        "vertical_strategy": "explicit",
        "explicit_horizontal_lines": edges,
        "explicit_vertical_lines": edges,
        "snap_x_tolerance": 1,
    }
    tables = page.find_tables(settings) if len(edges) > 1 else []
    for n, table in enumerate(sorted(tables, key=lambda t: t.bbox[1]), 1):
        boxes, rest = filled(table, rest)
        for top, row in boxes:
            rows.append(_PageRow(leaf, top, n, row, cut=not rows))
    firsts = ["".join(line.text for line in row.boxes[0].lines).strip() for row in rows]
    told = [text for text in firsts if numbers.is_number(text) and numbers.depth(text) > 1]
    numbered = any(numbers.follows(nr, last) for last, nr in pairwise(told))
    for line in lines_of(rest):
        if line.text.strip() and not is_page_mark(line.text):
            box = Box(line.left, line.top, line.right, line.bottom, lines=[line])
            rows.append(_PageRow(leaf, line.top, 0, [box]))
    return outline(leaf, numbered=numbered), sorted(rows, key=lambda row: row.top)


def _grid(rows: Sequence[_PageRow]) -> list[GridRow]:
    """Return rows of cells: lines put together to paragraphs by the habits of the whole document."""
    cells = [box.lines for row in rows for box in row.boxes]
    telling = tells_wraps(cells)
    pads = _pads(rows)
    boxed = [(box, row) for row in rows for box in row.boxes]
    inner = [(box.lines, box.right - box.left - 2 * pads[row.table]) for box, row in boxed]
    last = {row.leaf.number: row for row in rows if row.table}
    cut = {n for n, (_box, row) in enumerate(boxed) if row is last.get(row.leaf.number)}
    whole = reference.load().acronyms | whole_words(inner, cut)
    margin = max((row.boxes[-1].right for row in rows), default=0.0)
    grid: list[GridRow] = []
    numbered: dict[int, int] = defaultdict(int)
    above: _PageRow | None = None
    for row in rows:
        if row.table == 0:
            box = row.boxes[0]
            cell = GridCell(box.left, box.right, (Part(box.lines[0].text),), f"page {row.leaf.number}")
            if above is not None and _goes_on(above, row, margin):
                begun = grid.pop().cells[0]
                cell = GridCell(begun.left, begun.right, begun.parts + cell.parts, begun.place)
            grid.append(GridRow((cell,), cell.place))
            above = row
            continue
        above = None
        numbered[row.table] += 1
        place = f"table {row.table}, row {numbered[row.table]}"
        made: list[GridCell] = []
        for n, box in enumerate(row.boxes, 1):
            width = box.right - box.left - 2 * pads[row.table]
            parts = parts_of_lines(box.lines, width, telling=telling, whole_words=whole)
            where = f"page {row.leaf.page(box.left)}, {place}, column {n}"
            made.append(GridCell(box.left, box.right, parts, where, box.rows))
        grid.append(GridRow(tuple(made), f"page {row.leaf.number}, {place}", row.table, cut=row.cut))
    return grid


def _pads(rows: Sequence[_PageRow]) -> dict[int, float]:
    """Return what lies between a cell's edge and its text, by table: the least but for one line in eight.

    A figure too wide for its column stands nearer to the edge than the rest.
    """
    pads: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        pads[row.table] += [max(0.0, line.left - box.left) for box in row.boxes for line in box.lines]
    return {
        table: min(_WIDEST_PAD, sorted(inner)[len(inner) // 8] if inner else _WIDEST_PAD)
        for table, inner in pads.items()
    }


def _goes_on(before: _PageRow, row: _PageRow, margin: float) -> bool:
    """Return whether a line outside the tables belongs to the paragraph of the line before.

    It ends in a space, or has no room for one and for the word that goes on in lower case; ``margin`` is how
    far to the right anything of the document stands.
    """
    above, below = before.boxes[0].lines[0], row.boxes[0].lines[0]
    near = before.leaf.number == row.leaf.number and below.top - above.bottom < 0.6 * below.size
    full = below.text[:1].islower() and above.right + above.space + below.segment() > margin
    return near and (above.text.endswith(" ") or full)
