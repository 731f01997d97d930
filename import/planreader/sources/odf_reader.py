"""OpenDocument as a grid: tables of texts and spreadsheets with merged cells, and the lines around them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from zipfile import ZipFile

from planreader.sources.grid import (
    GridCell,
    GridRow,
    column_letters,
    hidden_sheet,
    is_struck,
    parts_of,
    strike,
    unit_rows,
    without_struck,
)
from planreader.sources.listing import raised
from planreader.sources.package import MOST_CELLS, checked_archive, damage_refused, refuse_too_long
from planreader.sources.text.lines import BLANK
from planreader.sources.xlsx_reader import number_options, shown
from planreader.vocabulary.currency import named
from planreader.vocabulary.statements import unit_told

_NS: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE, _STYLE = (f"{_NS}{name}:1.0}}" for name in ("office", "text", "table", "style"))
_PARAGRAPHS: Final = (f"{_TEXT}p", f"{_TEXT}h")
_ANNOTATION: Final = f"{_OFFICE}annotation"
_UNSHOWN: Final = (f"{_TEXT}note", f"{_TEXT}tracked-changes", _ANNOTATION)
_SIGNS: Final = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_MOST_REPEATS: Final = 1000
"""Rows, and columns, that a cell with text may stand for."""


def read_odf(data: bytes, file: str) -> list[GridRow]:
    """Return the rows of all tables of an ODT or ODS file, and the lines around them.

    Raises UserError as ``planreader.sources.package.checked_archive``, and ``document_too_long``.
    """
    checked_archive(data, file)
    with damage_refused(file):
        from lxml import etree

        with ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        return _Document(root, file).rows()


class _Document:
    """Walks a document; tables and paragraphs are counted from 1."""

    def __init__(self, root: Any, file: str) -> None:
        self.file, self.tables, self.paragraphs, self.cells = file, 0, 0, 0
        self.body = root.find(f"{_OFFICE}body")[0]
        self.is_sheet = self.body.tag == f"{_OFFICE}spreadsheet"
        self.struck: set[str] = set()
        self.raised: set[str] = set()
        self.hidden: set[str] = set()
        for style in root.iter(f"{_STYLE}style"):
            looks = {name.rpartition("}")[2]: value for child in style for name, value in child.items()}
            name = str(style.get(f"{_STYLE}name"))
            if looks.get("text-line-through-style", "none") != "none":
                self.struck.add(name)
            if str(looks.get("text-position", "")).startswith("super"):
                self.raised.add(name)
            if looks.get("display") == "false":
                self.hidden.add(name)

    def rows(self) -> list[GridRow]:
        """Return all rows in order."""
        return list(self._below(self.body))

    def _below(self, element: Any) -> Iterator[GridRow]:
        for child in element:
            if child.tag == f"{_TABLE}table":
                if child.get(f"{_TABLE}style-name") not in self.hidden:
                    yield from self._table(child)
                    name = child.get(f"{_TABLE}name")
                    place = f"sheet {name}, row 1"
                    yield from unit_rows([(place, str(name))] if self.is_sheet else [], place)
                elif self.is_sheet:
                    yield from hidden_sheet(child.get(f"{_TABLE}name"), self._table(child))
            elif child.tag in _PARAGRAPHS:
                self.paragraphs += 1
                place = f"paragraph {self.paragraphs}"
                parts = parts_of(self._text(child).split("\n"), BLANK)
                if parts:
                    yield without_struck(GridRow((GridCell(0, 1, parts, place),), place))
            elif child.tag not in _UNSHOWN:
                yield from self._below(child)

    def _table(self, table: Any) -> Iterator[GridRow]:
        self.tables += 1
        number, name = self.tables, table.get(f"{_TABLE}name")
        unshown: set[int] = set()
        width = r = last = 0
        for column in _own(table, "table-column"):
            times = _count(column, "number-columns-repeated")
            if _is_hidden(column):
                unshown |= {*range(width, width + min(times, _MOST_REPEATS))}
            width += times
        for row in _own(table, "table-row"):
            times = _count(row, "number-rows-repeated")
            for n in range(r + 1, r + 1 + min(times, _MOST_REPEATS)):
                where = f"sheet {name}, row {n}" if self.is_sheet else f"table {number}, row {n}"
                read = self._row(row, n, f"sheet {name}" if self.is_sheet else where)
                cells = tuple(
                    cell._replace(hidden=unshown.issuperset(range(int(cell.left), int(cell.right))))
                    for cell in read
                )
                if not any(cell.parts or cell.rows > 1 for cell in cells):
                    break
                apart = self.is_sheet and bool(last) and n > last + 1
                cut = not self.is_sheet and n == 1
                whole = GridRow(cells, where, number, cut=cut, apart=apart, hidden=_is_hidden(row))
                yield without_struck(whole)
                last = n
            r += times

    def _row(self, row: Any, r: int, where: str) -> Iterator[GridCell]:
        column = 0
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = _count(cell, "number-columns-repeated")
            if cell.tag == f"{_TABLE}table-cell":
                text, number, options = self._value(cell)
                parts = parts_of(text.split("\n"), BLANK)
                width, height = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
                noted = "\n".join(
                    line for note in cell.iterchildren(_ANNOTATION) for line in self._lines(note)
                )
                unit = unit_told(noted) if noted else ""
                is_blank = self.is_sheet and not parts and height == 1
                for at in range(column, column + (0 if is_blank else min(times, _MOST_REPEATS))):
                    named = f"cell {column_letters(at)}{r}" if self.is_sheet else f"column {at + 1}"
                    place = f"{where}, {named}"
                    yield GridCell(at, at + width, parts, place, height, options, number=number, unit=unit)
                    self.cells += 1
                    refuse_too_long(self.cells, MOST_CELLS, where, self.file)
            column += times

    def _value(self, cell: Any) -> tuple[str, tuple[float, int] | None, tuple[str, ...]]:
        """Return a cell's text, its number, and what else it may say as a number of the plan."""
        kind, printed = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
        lines = list(self._lines(cell))
        text = "\n".join(lines)
        if kind in ("float", "currency") and printed and len(lines) == 1:
            value = float(printed)
            value = int(value) if value.is_integer() else value
            # a format may show one that the value does not name
            currency = cell.get(f"{_OFFICE}currency") or next(iter(named(text)), "")
            plain = f"{shown(value, 'General')} {currency}".strip()
            plain = strike(plain) if is_struck(text) else plain
            return plain, (value, 1), number_options(value, "General")
        if kind == "percentage" and printed:
            return shown(float(printed), "0%"), None, ()
        day = str(cell.get(f"{_OFFICE}date-value") or "")[:10]
        if kind == "date" and len(day) == len("2026-01-01"):
            made = date.fromisoformat(day)
            return shown(made, "dd.mm.yyyy"), None, number_options(made, "dd.mm.yyyy")
        return text, None, ()

    def _lines(self, element: Any) -> Iterator[str]:
        """Yield the paragraphs below an element, those of lists and of tables in a cell as well."""
        for child in element:
            if child.tag in _PARAGRAPHS:
                text = self._text(child)
                yield strike(text) if element.get(f"{_TABLE}style-name") in self.struck else text
            elif child.tag not in _UNSHOWN:
                yield from self._lines(child)

    def _text(self, element: Any) -> str:
        """Return the text of a paragraph, marked where it is struck through or stands above the line."""
        style = str(element.get(f"{_TEXT}style-name"))
        pieces = [element.text or ""]
        for child in element:
            if child.tag in _SIGNS:
                pieces.append(_SIGNS[child.tag])
            elif child.tag not in _UNSHOWN:
                pieces.append(self._text(child))
            pieces.append(child.tail or "")
        text = "".join(pieces)
        text = raised(text) if style in self.raised else text
        return strike(text) if style in self.struck else text


def _own(table: Any, name: str) -> Iterator[Any]:
    """Yield the columns or rows of a table, without those of tables within its cells."""
    for element in table.iter(f"{_TABLE}{name}"):
        if next(element.iterancestors(f"{_TABLE}table")) is table:
            yield element


def _is_hidden(element: Any) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _count(element: Any, name: str) -> int:
    text = str(element.get(f"{_TABLE}{name}") or "")
    return max(1, int(text)) if text.isascii() and text.isdigit() else 1
