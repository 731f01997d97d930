"""Headings of tables as data: which column is which, and the years of the budget's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.currency import scale_of

_SLACK: Final = 0.02
"""Part of a table's width by which its edges may differ from another's."""


class RoleColumn(NamedTuple):
    """A column between two edges with its role; ``year`` where it is a year of a budget or a target.

    ``title`` is what its heading says, ``is_part`` that it is one of several of a year. ``scale`` is what
    each unit of its amounts counts: 1000 where its heading says "in thousands", 0 where it says nothing.
    ``unit`` is what a comment on its heading says that these amounts, and no others, are in.
    """

    left: float
    right: float
    role: str
    year: int | None = None
    title: str = ""
    is_part: bool = False
    scale: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``actions``, ``indicators`` or ``other``, its columns, and how many rows it takes."""

    kind: str
    columns: tuple[RoleColumn, ...]
    size: int
    place: str
    point: str = ""
    """The sign before the decimals of amounts in thousands or millions, where these tell it."""
    usual: int = 0
    """Cents of the amount in the middle of those in thousands or millions, as they are written."""
    signed: bool = False
    """Whether all of these name their currency, and none is written in full."""
    _shared: dict[tuple[float, float], Sequence[RoleColumn]] = field(
        default_factory=dict[tuple[float, float], Sequence[RoleColumn]], init=False, compare=False, repr=False
    )
    """The columns of each cell asked for: a table has few different edges and many cells."""

    @property
    def years(self) -> tuple[int, ...]:
        """Return years of the budget's columns, from left to right; one that has parts once."""
        years: list[int] = []
        for column in self.columns:
            year = column.year if column.role == "budget" else None
            if year is not None and not (column.is_part and year in years):
                years.append(year)
        return tuple(years)

    @property
    def roles(self) -> set[str]:
        """Return the roles of its columns."""
        return {column.role for column in self.columns} - {""}

    def has(self, role: str) -> bool:
        """Return whether a column has this role."""
        return any(column.role == role for column in self.columns)

    def of(self, cell: GridCell) -> Sequence[RoleColumn]:
        """Return the columns that a cell stands in, the one it shares most with first."""
        edges = cell.left, cell.right
        if edges not in self._shared:
            self._shared[edges] = _shared(self.columns, *edges)
        return self._shared[edges]

    def role_of(self, cell: GridCell) -> str:
        """Return the role of the column that a cell stands in, empty where it is none or has none."""
        return next((column.role for column in self.of(cell)), "")

    def unit_of(self, cell: GridCell) -> str:
        """Return what a comment says that an amount in a cell is in: its own, or that on its column."""
        return cell.unit or next((column.unit for column in self.of(cell)), "")

    def scale_of(self, cell: GridCell) -> int:
        """Return what each unit of an amount in a cell counts."""
        unit = self.unit_of(cell)
        return scale_of(unit) if unit else next((column.scale for column in self.of(cell)), 0) or 1

    @property
    def edges(self) -> tuple[float, float]:
        """Return the outer edges of its table."""
        return self.columns[0].left, max(column.right for column in self.columns)

    def edged(self, column: RoleColumn, cell: GridCell) -> bool:
        """Return whether a cell has both edges of a column."""
        slack = _SLACK * (self.edges[1] - self.edges[0])
        return abs(cell.left - column.left) <= slack and abs(cell.right - column.right) <= slack

    def bounds(self, row: GridRow) -> bool:
        """Return whether a row is as wide as its table, and each cell begins and ends where a column does."""
        slack = _SLACK * (self.edges[1] - self.edges[0])
        ends = [(row.cells[0].left, self.edges[0]), (row.cells[-1].right, self.edges[1])]
        return all(abs(a - b) <= slack for a, b in ends) and all(
            any(abs(cell.left - column.left) <= slack for column in self.columns)
            and any(abs(cell.right - column.right) <= slack for column in self.columns)
            for cell in row.cells
        )


def _shared(columns: Sequence[RoleColumn], left: float, right: float) -> Sequence[RoleColumn]:
    """Return the columns that share more than half with a range, the one that shares most first."""
    shared = [(min(right, column.right) - max(left, column.left), column) for column in columns]
    least = [
        (length, column)
        for length, column in shared
        if length > 0.5 * min(column.right - column.left, right - left)
    ]
    return tuple(column for _length, column in sorted(least, key=lambda pair: -pair[0]))


def below(rows: Sequence[GridRow], at: int, headings: Mapping[int, Heading]) -> Iterator[GridRow]:
    """Yield the rows with text of a table from below the heading at a row to the next one."""
    for n in range(at + headings[at].size, len(rows)):
        if n in headings:
            return
        if rows[n].table == rows[at].table and rows[n].filled:
            yield rows[n]


def texts_below(
    rows: Sequence[GridRow], at: int, headings: Mapping[int, Heading]
) -> dict[RoleColumn, list[str]]:
    """Return what stands in each column below the heading at a row."""
    texts: dict[RoleColumn, list[str]] = {}
    for cell in (cell for row in below(rows, at, headings) for cell in row.filled):
        for column in headings[at].of(cell)[:1]:
            texts.setdefault(column, []).append(cell.text)
    return texts
