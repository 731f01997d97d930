"""Tables written as text, CSV, TSV and Markdown, as a grid."""

from __future__ import annotations

import csv
import io
import re

from planreader.sources.grid import GridCell, GridRow, parts_of
from planreader.sources.package import MOST_CELLS, damage_refused, refuse_too_long
from planreader.sources.text.lines import BLANK
from planreader.sources.texttable import sign_of
from schema.cells import kept_text

_RULE = re.compile(r"\s*:?-{2,}:?\s*")
"""A cell of the line below a heading of Markdown."""
_MARKS = re.compile(r"^#{1,6}\s(?=[^|]*$)|(\*\*|__)(?=[^\s*_])([^|]{0,500}?[^\s|*_])\1")
"""What Markdown makes headings and bold text with; before a cell's end ``#`` heads a column of numbers."""


def read_csv(data: bytes, file: str) -> list[GridRow]:
    """Return the rows of a table in UTF-8, whose cells a sign parts.

    Raises UserError ``document_damaged`` or ``document_too_long``.
    """
    text = data.decode()
    sign = sign_of(text)
    if sign == "|":
        text = "\n".join(_MARKS.sub(r"\2", line.strip()).strip("|") for line in text.splitlines())
    rows: list[GridRow] = []
    size, last = 0, 0
    with damage_refused(file):
        for r, texts in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign), 1):
            size += len(texts)
            refuse_too_long(size, MOST_CELLS, f"row {r}", file)
            is_rule = sign == "|" and bool(texts) and all(map(_RULE.fullmatch, texts))
            if is_rule or not any(map(str.strip, texts)):
                continue
            place = f"table 1, row {r}"
            cells = (
                GridCell(c, c + 1, parts_of(kept_text(text).split("\n"), BLANK), f"{place}, column {c + 1}")
                for c, text in enumerate(texts)
            )
            rows.append(GridRow(tuple(cells), place, 1, apart=bool(last) and r > last + 1))
            last = r
    return rows
