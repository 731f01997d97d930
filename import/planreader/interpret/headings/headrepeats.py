"""Headings and banners that a print repeats on each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridRow
from planreader.vocabulary.fold import squeeze

_MOST: Final = 0.7
"""Part of a row's cells that says what a heading says, before the row is one that is repeated."""
_FEWEST: Final = 3


def banners_of(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> frozenset[int]:
    """Lines over a whole table that stand above its heading, on a later page as well: they are part of it."""
    found = {
        at: row.filled[0].text
        for at, row in enumerate(rows)
        if row.table and len(row.cells) == 1 and row.filled and at + 1 in headings
    }
    found = {at: text for at, text in found.items() if not _names_objective(text)}
    times = Counter(found.values())
    again = {text for at, text in found.items() if rows[at].cut and times[text] > 1}
    return frozenset(at for at, text in found.items() if text in again)


def _names_objective(text: str) -> bool:
    return labels.objective(text) is not None or labels.bare_objective(text) is not None


def repeats(row: GridRow, heading: Heading | None) -> bool:
    """Whether a page's first row is a heading again, beside a cell that goes on from the page before."""
    if not row.cut or heading is None or len(row.filled) < _FEWEST:
        return False
    known = {squeeze(column.title) for column in heading.columns if column.title}
    same = sum(cell.text in known for cell in row.filled)
    return same >= _FEWEST and same >= _MOST * len(row.filled)
