"""Tables that stand beside each other on one sheet: read one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from planreader.sources.grid import GridRow
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import role_of

_FEWEST: Final = 3
"""Columns of a table."""
_FIGURES: Final = re.compile(r"\d+")


def one_below_other(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return rows ``with_above``, of tables that stand beside each other the right one below the left one.

    They are known by a row of headings that begins anew, and lists actions in both.
    """
    whole: list[GridRow] = []
    last = max((row.table for row in rows), default=0)
    for table, group in groupby(rows, key=lambda row: row.table):
        own = list(group)
        while table and (edge := _edge(own)) is not None:
            last += 1
            whole += [_within(row, 0, edge) for row in own]
            right = (_within(row, edge, float("inf"))._replace(table=last) for row in own)
            own = [row for row in right if row.filled or row.above]
        whole += own
    return whole


def heading_of_several(rows: Sequence[GridRow]) -> str:
    """Return the place of the first row that heads several tables, empty where none does."""
    tables = (list(group) for table, group in groupby(rows, key=lambda row: row.table) if table)
    parted = (own for own in tables if _edge(own) is not None)
    return next((row.place for own in parted for row in own if _begins_anew(row)), "")


def _edge(rows: Sequence[GridRow]) -> float | None:
    """Return where the second of several tables begins; None where there is one alone."""
    edge = next((row.filled[at].left for row in rows if (at := _begins_anew(row))), None)
    # a line over both is of both; a cell that lies over the edge beside others parts no tables
    over = [row for row in rows if edge and any(cell.left < edge < cell.right for cell in row.filled)]
    return None if any(len(row.filled) > 1 for row in over) else edge


def _begins_anew(row: GridRow) -> int:
    """Return at which of its filled cells a row of headings begins anew, 0 where it does not."""
    cells = row.filled
    # most rows are no headings, and folding all of a long table takes seconds
    if not any(cell.text[:1] == cells[0].text[:1] for cell in cells[_FEWEST:]):
        return 0
    titles = [_FIGURES.sub("", fold(cell.text)) for cell in cells]
    at = titles.index(titles[0], 1) if titles[:1] and titles[0] in titles[1:] else 0
    first = zip(titles[:at], cells, strict=False)
    lists = {title for title, cell in first if role_of(cell.text) == "title"}
    return at if at >= _FEWEST and not lists.isdisjoint(titles[at:]) else 0


def _within(row: GridRow, left: float, right: float) -> GridRow:
    cells, above = (
        tuple(cell for cell in own if left <= cell.left < right) for own in (row.cells, row.above)
    )
    return row._replace(cells=cells, above=above)
