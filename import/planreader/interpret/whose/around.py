"""Which rows of a document stand above the heading of a table, and which below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from planreader.interpret.headings.headings import Heading
from planreader.interpret.whose.beside import is_label
from planreader.interpret.whose.sheets import sheet_of
from planreader.sources.grid import GridRow

ROW: Final = 3
"""Filled cells from which on a row is one of a table, unless these are labels and what they say."""


def above(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> Iterator[int]:
    """Yield the rows of the lines above a heading, up to what stands in another table or on another sheet."""
    ends = {n + heading.size - 1 for n, heading in heads.items()}
    for n in range(at - 1, -1, -1):
        row = rows[n]
        is_far = n in ends or row.table not in (0, rows[at].table) or sheet_of(row) != sheet_of(rows[at])
        is_labels = any(cell.text.endswith(":") or is_label(cell.text) for cell in row.filled)
        if is_far or (row.table and len(row.filled) >= ROW and not is_labels):
            return
        yield n


def below(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> Iterator[int]:
    """Yield the rows of the table of a heading behind it, up to the next heading."""
    for n in range(at + heads[at].size, len(rows)):
        if n in heads or rows[n].table != rows[at].table:
            return
        yield n
