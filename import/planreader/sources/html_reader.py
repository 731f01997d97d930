"""Pages of HTML as a grid: their tables with merged cells, and the lines around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from planreader.sources.grid import GridCell, GridRow, parts_of, strike, without_struck
from planreader.sources.listing import raised
from planreader.sources.package import MOST_CELLS, damage_refused, refuse_too_long
from planreader.sources.text.lines import BLANK

_WIDEST: Final = 1000
"""Rows and columns that a cell may say that it spans."""
_BREAKS: Final = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSHOWN: Final = frozenset({"script", "style", "head", "title", "comment", "template"})
_STRUCK: Final = frozenset({"s", "strike", "del"})


def read_html(data: bytes, file: str) -> list[GridRow]:
    """Return the rows of all tables of a page in UTF-8, and the lines around them.

    Raises UserError ``document_damaged`` or ``document_too_long``.
    """
    with damage_refused(file):
        from lxml import html

        page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", no_network=True))
        body = page.find("body")
        return _HtmlPage(file).rows_of(page if body is None else body)


class _HtmlPage:
    """Walks a page; tables and lines are counted from 1."""

    def __init__(self, file: str) -> None:
        self.file, self.tables, self.lines, self.cells = file, 0, 0, 0

    def rows_of(self, element: Any) -> list[GridRow]:
        """Return the rows of the tables below an element, lines as rows of one cell."""
        rows: list[GridRow] = []
        text = ""
        for piece in _pieces(element):
            if isinstance(piece, str):
                text += piece
                continue
            rows += self._outside(text)
            rows += self._table(piece)
            text = ""
        return [*rows, *self._outside(text)]

    def _outside(self, text: str) -> Iterator[GridRow]:
        for line in filter(str.strip, text.split("\n")):
            self.lines += 1
            place = f"paragraph {self.lines}"
            row = GridRow((GridCell(0, 1, parts_of([line], BLANK), place),), place)
            yield without_struck(row)

    def _table(self, table: Any) -> Iterator[GridRow]:
        self.tables += 1
        number = self.tables
        inner: list[GridRow] = []
        spanned: dict[int, int] = {}
        """How many more rows each column is taken by a cell from above."""
        own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
        for r, row in enumerate(own, 1):
            made: list[GridCell] = []
            column = 0
            for cell in row.iterchildren("td", "th"):
                while spanned.get(column):
                    column += 1
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                place = f"table {number}, row {r}, column {column + 1}"
                text = "".join(piece for piece in _pieces(cell) if isinstance(piece, str))
                nested = [table for table in _pieces(cell) if not isinstance(table, str)]
                inner += [row for each in nested for row in self._table(each)]
                made.append(
                    GridCell(column, column + width, parts_of(text.split("\n"), BLANK), place, height)
                )
                spanned.update(dict.fromkeys(range(column, column + width), height))
                column += width
            spanned = {at: left - 1 for at, left in spanned.items() if left > 1}
            self.cells += len(made)
            refuse_too_long(self.cells, MOST_CELLS, f"table {number}", self.file)
            if made:
                yield without_struck(GridRow(tuple(made), f"table {number}, row {r}", number, cut=r == 1))
        yield from inner


def _span(cell: Any, name: str) -> int:
    text = str(cell.get(name) or "")
    return min(max(1, int(text)), _WIDEST) if text.isascii() and text.isdigit() else 1


def _pieces(element: Any) -> Iterator[Any]:
    """Yield the texts below an element, lines parted by their breaks, and its tables as they are."""
    yield _shown(element, element.text)
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "table":
            yield child
        elif name and name not in _UNSHOWN and "display:none" not in str(child.get("style")).replace(" ", ""):
            yield "\n" if name in _BREAKS else ""
            yield from _pieces(child)
            yield "\n" if name in _BREAKS and name != "br" else ""
        yield _shown(element, child.tail)


def _shown(element: Any, text: str | None) -> str:
    """Return a text on one line, marked where it is struck through or stands above the line."""
    plain = " ".join((text or "").split("\n"))
    within = {element.tag, *(above.tag for above in element.iterancestors())}
    plain = raised(plain) if "sup" in within else plain
    return strike(plain) if within & _STRUCK else plain
