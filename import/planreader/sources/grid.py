"""Rows of cells with their edges, as tables of any format give them; nothing is known of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from planreader.sources.form import Part, Tokens
from planreader.vocabulary.currency import scale_of
from planreader.vocabulary.fold import is_municipality, squeeze

STRUCK: Final = "struck_out"
UNSAVED: Final = "formula_unsaved"
"""A formula whose result the workbook does not hold."""
_TABLE: Final = 3
"""Cells of the widest row from which on a sheet holds a table, and no list of choices."""
PAGE_EDGES: Final = ("page header", "page footer")
"""Places of what stands on each page of a document."""
_STRUCK: Final = re.compile("\ue100([^\ue101]*)\ue101")


class _Edged(NamedTuple):
    """A cell between two edges (points, or indexes of columns), its text in pieces and its place.

    ``rows`` counts the rows it spans. ``options`` are readings of a number that the source keeps in another
    form (1.10 as a float or a date), the printed one first. ``reason`` says what its text was inferred from,
    ``tokens`` are amounts whose years are not yet placed, of a cell that stands for the whole budget.
    ``number`` is a workbook's number, and what it is divided by where its format shows thousands of it.
    ``hidden`` is one whose column the workbook does not show, ``unit`` what a comment on it says that amounts
    are in.
    """

    left: float
    right: float
    parts: tuple[Part, ...] = ()
    place: str = ""
    rows: int = 1
    options: tuple[str, ...] = ()
    reason: str = ""
    tokens: Tokens | None = None
    number: tuple[float, int] | None = None
    hidden: bool = False
    unit: str = ""


class GridCell(_Edged):
    """A cell of a grid with its text, which is put together once: it is asked for many times."""

    @cached_property
    def text(self) -> str:
        """Return all pieces, white space folded."""
        return squeeze(" ".join(part.text for part in self.parts))

    def overlap(self, left: float, right: float) -> float:
        """Return the length that it shares with a range."""
        return max(0.0, min(self.right, right) - max(self.left, left))


class GridRow(NamedTuple):
    """Cells from left to right; ``above`` are those of earlier rows that go on beside it.

    ``table`` counts tables from 1, 0 stands for text outside them; ``cut`` marks a row that begins a page,
    so that it may be the rest of the one before; ``apart`` one that a blank row parts from the one before.
    ``struck`` is the text of a row that is struck through, and counts for nothing. ``hidden`` is one that the
    workbook does not show.
    """

    cells: tuple[GridCell, ...]
    place: str
    table: int = 0
    above: tuple[GridCell, ...] = ()
    cut: bool = False
    apart: bool = False
    struck: str = ""
    hidden: bool = False

    @property
    def filled(self) -> list[GridCell]:
        """Return cells that hold text."""
        return [cell for cell in self.cells if cell.text]

    def cut_edges(self, other: GridRow) -> bool:
        """Return whether the cells have the edges of another row's: the two may be one that a page's end cut.

        A cell that spans the other row from above stands in the rest of it as a cell of its own.
        """
        slack = 0.01 * (self.cells[-1].right - self.cells[0].left)
        whole = sorted([*other.cells, *other.above], key=lambda cell: cell.left)
        for cells in (other.cells, whole):
            if len(cells) == len(self.cells) and all(
                abs(a.left - b.left) <= slack and abs(a.right - b.right) <= slack
                for a, b in zip(self.cells, cells, strict=True)
            ):
                return True
        return False


def unit_rows(around: Iterable[tuple[str, str]], place: str) -> list[GridRow]:
    """Return a row for each text around tables that says in what unit amounts are, by its place.

    Such are the edges of pages, the name of a sheet: whatever else these say is no part of a plan.
    """
    return [
        GridRow((GridCell(0, 1, parts_of([text], 0), where),), place)
        for where, text in around
        if scale_of(text) > 1
    ]


def edge_rows(texts: Iterable[str], place: str) -> list[GridRow]:
    """Return a row for each text at the edges of pages that names a municipality: whose a tracker is."""
    return [
        GridRow((GridCell(0, 1, parts_of([text], 0), place),), place)
        for text in texts
        if any(map(is_municipality, text.split()))
    ]


def hidden_sheet(name: str, rows: Iterable[GridRow]) -> list[GridRow]:
    """Return a mark for a sheet that a workbook hides, a row without cells, if it holds a table."""
    is_table = any(len(row.filled) >= _TABLE for row in rows)
    return [GridRow((), f"sheet {name}, row 1", hidden=True)] if is_table else []


def hidden_sheets(rows: Iterable[GridRow]) -> tuple[str, ...]:
    """Return the places of hidden sheets, of which nothing is read."""
    return tuple(row.place for row in rows if row.hidden and not row.cells)


def hidden_places(rows: Iterable[GridRow]) -> tuple[str, ...]:
    """Return the places of what tables hide: rows, and the first cell of each column."""
    tabled = [row for row in rows if row.table]
    columns: dict[tuple[int, float], str] = {}
    for row in tabled:
        for cell in row.filled:
            if cell.hidden:
                columns.setdefault((row.table, cell.left), cell.place)
    return (*(row.place for row in tabled if row.hidden and row.filled), *columns.values())


def strike(text: str) -> str:
    """Return a text marked as struck through, for :func:`without_struck`."""
    return "\n".join(f"\ue100{line}\ue101" if line.strip() else line for line in text.split("\n"))


def is_struck(text: str) -> bool:
    """Return whether a text is struck through as a whole."""
    return bool(text.strip()) and not _STRUCK.sub("", text).strip()


def without_struck(row: GridRow) -> GridRow:
    """Return a row without what is struck through in its cells."""
    struck = [n for n, cell in enumerate(row.cells) if any(_STRUCK.search(part.text) for part in cell.parts)]
    if not struck:
        return row
    cells = list(row.cells)
    for n in struck:
        texts = [(_STRUCK.sub("", part.text), part.gap) for part in cells[n].parts]
        parts = tuple(Part(squeeze(text), gap) for text, gap in texts if text.strip())
        cells[n] = cells[n]._replace(parts=parts, reason=STRUCK, options=(), number=None)
    text = " · ".join(_STRUCK.sub(r"\1", cell.text) for cell in row.filled)
    return row._replace(cells=tuple(cells), struck="" if any(cell.parts for cell in cells) else text)


def with_above(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return rows with the cells of earlier rows of the same table that span them."""
    whole: list[GridRow] = []
    for table, group in groupby(rows, key=lambda row: row.table):
        hanging: list[tuple[GridCell, int]] = []
        for row in group:
            above = tuple(cell for cell, left in hanging if left > 0) if table else ()
            whole.append(row._replace(above=above))
            hanging = [(cell, left - 1) for cell, left in hanging if left > 1]
            hanging += [(cell, cell.rows - 1) for cell in row.cells if cell.rows > 1]
    return whole


def parts_of(texts: Sequence[str], gap: int) -> tuple[Part, ...]:
    """Return a cell's pieces from its paragraphs or lines, without blank ones; ``gap`` lies between them."""
    kept = [text for text in map(squeeze, texts) if text]
    return tuple(Part(text, gap if n else 0) for n, text in enumerate(kept))


def column_letters(column: int) -> str:
    """Return the letters of a sheet's column, counted from 0."""
    above, own = divmod(column, 26)
    return (column_letters(above - 1) if above else "") + chr(ord("A") + own)
