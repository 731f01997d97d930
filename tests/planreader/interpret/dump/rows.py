"""Rows of a table of actions as they stand on the pages of a print."""

from __future__ import annotations

from collections.abc import Sequence

from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow

HEAD = ("Nr.", "Veprimi", "Afati", "Buxheti 2024", "Institucioni", "Produkti")
_EDGES = (0.0, 30.0, 130.0, 170.0, 220.0, 300.0, 400.0)


def printed(texts: Sequence[str], table: int, *, cut: bool = False, merged: int = 1) -> GridRow:
    """A row of the table; its first cell is merged over some columns."""
    return printed_between((_EDGES[0], *_EDGES[merged:]), texts, table, cut=cut)


def printed_between(
    edges: Sequence[float], texts: Sequence[str], table: int, *, cut: bool = False
) -> GridRow:
    """A row whose cells lie between these edges."""
    cells = tuple(
        GridCell(left, right, (Part(text),) if text else (), f"page {table}")
        for left, right, text in zip(edges[:-1], edges[1:], texts, strict=True)
    )
    return GridRow(cells, f"page {table}", table, cut=cut)
