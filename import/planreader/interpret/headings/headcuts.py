"""Headings that a page's end cut: completed from the one before, or from the rest on the next page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings.headcolumns import supporting, without_sums
from planreader.interpret.headings.headings import Column, Heading
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import role_of, year_of

_LONGEST_REST: Final = 5
_WHOLE: Final = 0.8

_YEAR: Final = re.compile(r"(?<![\w./–-])[(\[]?(?:19|20)\d\d[)\]]?(?![\w/–-])")
"""A year that a heading names."""


def extended(heading: Heading, row: GridRow) -> Heading:
    """A heading with the rest of it that stands on the next page."""
    columns: list[Column] = []
    for column in heading.columns:
        inner = [
            cell
            for cell in row.filled
            if cell.overlap(column.left, column.right) > 0.5 * (cell.right - cell.left)
        ]
        years = [cell for cell in inner if year_of(cell.text) is not None]
        if years and column.role in ("budget", "sum", ""):
            columns += _within(inner, column)
            continue
        title = " ".join([column.title, *(cell.text for cell in inner if not years)]).strip()
        role = column.role if column.year is not None else role_of(title) or column.role
        columns.append(replace(column, role=role, title=title))
    return replace(heading, columns=tuple(supporting(without_sums(columns))))


def _within(cells: Sequence[GridCell], above: Column) -> list[Column]:
    """The columns of a budget's years, and that of their sum, below what stood before a page's end."""
    found: list[Column] = []
    for cell in cells:
        year = year_of(cell.text)
        if year is not None:
            found.append(Column(cell.left, cell.right, "budget", year, above.title))
        elif role_of(cell.text) == "sum":
            found.append(Column(cell.left, cell.right, "sum", None, cell.text))
    return found


def is_heading_rest(row: GridRow) -> bool:
    """Whether a row may be the rest of a heading that a page's end cut: mostly its words and years."""
    texts = [cell.text for cell in row.filled]
    goes_on = sum(text[:1].islower() or year_of(text) is not None for text in texts)
    if (
        not texts
        or (_is_repeated(row) and goes_on < len(texts))
        or any(len(text.split()) > _LONGEST_REST for text in texts)
        or numbers.is_number(texts[0])
    ):
        return False
    years = [text for text in texts if re.fullmatch(r"(?:[^\W\d]+\.? )?(?:19|20)\d\d", text)]
    words = [text for text in texts if text not in years and role_of(text)]
    return len(years) + len(words) > 0.5 * len(texts)


def _is_repeated(row: GridRow) -> bool:
    """Whether a heading stands whole at a page's beginning: its rest leaves most cells blank."""
    return len(row.filled) > _WHOLE * len(row.cells)
