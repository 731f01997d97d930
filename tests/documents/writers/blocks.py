"""A document as blocks: paragraphs, and tables of rows of cells, before any file format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias


class Cell(NamedTuple):
    """A cell: its paragraphs (a paragraph may hold line breaks), columns and rows it spans, what it is.

    ``amount`` is set where the cell holds money (cents), ``sums`` where it is the sum of the column above.
    """

    paragraphs: tuple[str, ...]
    span: int = 1
    rows: int = 1
    role: str = ""
    amount: int | None = None
    sums: bool = False

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(self.paragraphs)


class Row(NamedTuple):
    """Cells from left to right; columns covered by a cell of an earlier row are left out."""

    kind: str
    cells: tuple[Cell, ...]


class Paragraph(NamedTuple):
    """Text outside the tables."""

    text: str
    heading: bool = False


class Table(NamedTuple):
    """Rows over columns of given relative widths; ``name`` is the strategic objective's number or empty."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    name: str = ""


Block: TypeAlias = "Paragraph | Table"


def placed(table: Table) -> Iterator[tuple[int, list[tuple[int, Cell | None]]]]:
    """Every row with its cells and the column each starts in; None stands where a cell from above goes on."""
    until: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(table.rows):
        line: list[tuple[int, Cell | None]] = []
        column, cells = 0, iter(row.cells)
        while column < len(table.widths):
            covered = until.get(column)
            if covered is not None and covered[0] > r:
                line.append((column, None))
                column += covered[1]
                continue
            cell = next(cells)
            line.append((column, cell))
            if cell.rows > 1:
                until[column] = (r + cell.rows, cell.span)
            column += cell.span
        yield r, line
