"""Cells of a report's tables as they are printed, in the current language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from language import dates
from language.numbers import NOTHING, money, number, percent
from report.periodic.table import AMOUNT, SHARE, TEXT, Cell, Column
from store.db.text import clean

_WIDE: Final = frozenset(
    {"title", "progress", "finding", "definition", "change", "values", "figure", "institution"}
)
_BROAD: Final = frozenset({"reason", "next_steps", "evidence", "source", "unit", "formula"})
_NARROW: Final = frozenset({"nr", "id", "code", "year", "revision", "percent"})


def widths(columns: Sequence[Column]) -> list[float]:
    """How much of a table's width each column gets; together 1."""
    shares = [_share(column) for column in columns]
    return [share / sum(shares) for share in shares]


def _share(column: Column) -> float:
    if column.code in _WIDE:
        return 2.6
    if column.code in _NARROW:
        return 0.8
    return 1.8 if column.code in _BROAD else 1.1 if is_numeric(column) else 1.2


def cell_text(column: Column, cell: Cell) -> str:
    """A cell as text; a dash where there is nothing."""
    if cell is None:
        return NOTHING
    if column.kind == SHARE and isinstance(cell, (int, Fraction)):
        return percent(Fraction(cell), 2)
    if column.kind == AMOUNT and isinstance(cell, int):
        return money(cell)
    if isinstance(cell, date):
        return dates.date(cell)
    # a year is a number that is not grouped
    if isinstance(cell, int):
        return str(cell) if column.code in ("year", "revision") else number(cell)
    return clean(str(cell), newlines=True)


def is_numeric(column: Column) -> bool:
    """Whether cells of a column stand flush right."""
    return column.kind not in (TEXT, "date")
