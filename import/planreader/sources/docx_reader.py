"""Word documents as a grid: tables with their merged cells, and the paragraphs around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from planreader.sources.docx_stream import Block, main_text, read_blocks, without_text
from planreader.sources.grid import (
    PAGE_EDGES,
    GridCell,
    GridRow,
    is_struck,
    parts_of,
    strike,
    unit_rows,
    without_struck,
)
from planreader.sources.listing import raised
from planreader.sources.package import checked_archive, damage_refused, refuse_too_long
from planreader.sources.text.lines import BLANK
from planreader.sources.wordnumbers import W, WordNumbers

_WRAPPERS: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "ins", "smartTag", "hyperlink", "moveTo", "fldSimple"}
)
"""Elements that stand around others without a meaning here."""
_MOST_ROWS: Final = 20_000
_SMALL: Final = 2
"""Rows, or columns, of a table that is no plan of its own but the text of the cell that it stands in."""


def read_docx(data: bytes, file: str) -> list[GridRow]:
    """Return the tables and paragraphs of a Word document, in order.

    Raises UserError as ``planreader.sources.package.checked_archive``, and ``document_too_long``.
    """
    checked_archive(data, file)
    with damage_refused(file):
        around = without_text(data)
        with main_text(data) as text:
            rows = _DocxReader(file, WordNumbers(around)).blocks(read_blocks(text, _WRAPPERS))
        return [row for place in PAGE_EDGES for row in unit_rows(_edge(around, place), place)] + rows


def _edge(document: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of the headers or footers of a document's pages."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(place.replace("page ", "/")) and not relation.is_external:
            for paragraph in relation.target_part.element.iter(f"{W}p"):
                yield from ((place, line) for line in _paragraph_lines(paragraph))


def _name(element: Any) -> str:
    tag = element.tag
    return tag[len(W) :] if isinstance(tag, str) and tag.startswith(W) else ""


def _children(element: Any, names: Sequence[str]) -> Iterator[Any]:
    """Yield children of the given names, also those within content controls, links and insertions."""
    for child in element:
        name = _name(child)
        if name in names:
            yield child
        elif name in _WRAPPERS:
            yield from _children(child, names)


def _is(run: Any, look: str) -> bool:
    """Return whether a run has a look: hidden text, which is not printed, or struck through."""
    mark = run.find(f"{W}rPr/{W}{look}")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _run_text(run: Any) -> str:
    """Return a run's text; digits above the line are marks of footnotes."""
    # the library has no text for the break of a page or a column
    text = run.text + (" " if run.find(f"{W}br[@{W}type]") is not None else "")
    above = run.find(f"{W}rPr/{W}vertAlign[@{W}val='superscript']") is not None
    text = raised(text) if above else text
    return strike(text) if _is(run, "strike") or _is(run, "dstrike") else text


def _is_deleted(row: Any) -> bool:
    """Return whether a row of a table was deleted with changes tracked."""
    return row.find(f"{W}trPr/{W}del") is not None


def _paragraph_lines(paragraph: Any) -> list[str]:
    """Return a paragraph's text, parted where it was broken by hand; what was deleted is left out."""
    runs = _children(paragraph, ("r",))
    return "".join(_run_text(run) for run in runs if not _is(run, "vanish")).split("\n")


class _DocxReader:
    """Walks a document's body; tables are counted from 1."""

    def __init__(self, file: str, numbers: WordNumbers) -> None:
        self.file = file
        self.counted = numbers
        self.tables = 0
        self.paragraphs = 0
        self.rows: list[GridRow] = []

    def blocks(self, blocks: Iterable[Block]) -> list[GridRow]:
        """Return rows of the body's tables, and paragraphs as rows of one cell."""
        for block in blocks:
            if block.rows is not None:
                self.table(block.rows)
                continue
            self.paragraphs += 1
            parts = parts_of(self.lines(block.paragraph, first=True), BLANK)
            if parts:
                place = f"paragraph {self.paragraphs}"
                self.add(GridRow((GridCell(0, 1, parts, place),), place))
        return self.rows

    def add(self, row: GridRow) -> None:
        self.rows.append(without_struck(row))
        refuse_too_long(len(self.rows), _MOST_ROWS, row.place, self.file)

    def table(self, rows: Iterable[Any]) -> None:
        """Add a table's rows, each read before the next; one that stands in one of its cells follows it."""
        self.tables += 1
        number = self.tables
        inner: list[Any] = []
        made: list[list[GridCell]] = []
        open_cells: dict[int, tuple[int, int]] = {}
        for r, row in enumerate((row for row in rows if not _is_deleted(row)), 1):
            cells: list[GridCell] = []
            column = max(0, row.grid_before)
            for cell in _children(row, ("tc",)):
                span = max(1, cell.grid_span)
                if cell.vMerge == "continue" and column in open_cells:
                    at, n = open_cells[column]
                    made[at][n] = made[at][n]._replace(rows=r - at)
                else:
                    place = f"table {number}, row {r}, column {column + 1}"
                    parts = parts_of(self.cell_lines(cell, inner, first=not cells), BLANK)
                    if cell.vMerge is not None:
                        open_cells[column] = (len(made), len(cells))
                    else:
                        open_cells.pop(column, None)
                    cells.append(GridCell(column, column + span, parts, place))
                column += span
            made.append(cells)
            refuse_too_long(len(made), _MOST_ROWS, f"table {number}", self.file)
        for r, cells in enumerate(made, 1):
            if cells:
                self.add(GridRow(tuple(cells), f"table {number}, row {r}", number, cut=r == 1))
        for nested in inner:
            self.table(_children(nested, ("tr",)))

    def lines(self, paragraph: Any, *, first: bool) -> list[str]:
        """Return a paragraph's lines; a number that Word counts stands before the first.

        The numbers of a list within a cell are no text of its entries: a number of one part counts only in
        the ``first`` cell of a row, in a line outside the tables, and where nothing else stands.
        """
        number = self.counted.next(paragraph)
        texts = _paragraph_lines(paragraph)
        whole = first or not any(text.strip() for text in texts) or "." in number.rstrip(".)")
        if number and whole and (first or any(c.isalnum() for c in number)):
            # a paragraph that is struck through is so with its number
            texts[0] = f"{strike(number) if is_struck(texts[0]) else number} {texts[0]}"
        return texts

    def cell_lines(self, cell: Any, inner: list[Any], *, first: bool) -> list[str]:
        """Return the lines of a cell; larger tables within it are kept for later, small ones are text."""
        lines: list[str] = []
        for block in _children(cell, ("p", "tbl")):
            if _name(block) == "p":
                lines += self.lines(block, first=first)
                continue
            rows = list(_children(block, ("tr",)))
            if len(rows) > _SMALL and max(len(row.tc_lst) for row in rows) > _SMALL:
                inner.append(block)
                continue
            for nested in (nested for row in rows for nested in _children(row, ("tc",))):
                lines += self.cell_lines(nested, inner, first=False)
        return lines
