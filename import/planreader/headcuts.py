"""Headings that a page's end cut: completed from the one before, or from the rest on the next page."""

from __future__ import annotations

import re
from dataclasses import replace

from planreader import numbers
from planreader.grid import GridRow
from planreader.headcolumns import supporting, without_sums
from planreader.headings import Column, Heading
from planreader.headwords import role_of, year_of


def completed(heading: Heading, before: Heading | None) -> Heading:
    """A heading that a page's end cut, with what the same columns were called in the one before."""
    known_years = before is not None and bool(before.years)
    whole = all(column.role for column in heading.columns) and (heading.years or not known_years)
    if before is None or whole:
        return heading
    columns: list[Column] = []
    for column in heading.columns:
        if column.role and (column.role != "budget" or column.year is not None):
            columns.append(column)
            continue
        inner = [
            known
            for known in before.columns
            if min(known.right, column.right) - max(known.left, column.left)
            > 0.5 * (known.right - known.left)
        ]
        if column.role == "budget":
            columns += [known for known in inner if known.year is not None] or [column]
        else:
            columns += inner or [column]
    return replace(heading, columns=tuple(columns))


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
            columns += [Column(c.left, c.right, "budget", year_of(c.text), column.title) for c in years]
            continue
        title = " ".join([column.title, *(cell.text for cell in inner if not years)]).strip()
        role = column.role if column.year is not None else role_of(title) or column.role
        columns.append(replace(column, role=role, title=title))
    return replace(heading, columns=tuple(supporting(without_sums(columns))))


def is_heading_rest(row: GridRow) -> bool:
    """Whether a row may be the rest of a heading that a page's end cut: mostly its words and years."""
    texts = [cell.text for cell in row.filled]
    if not texts or any(len(text.split()) > 5 for text in texts) or numbers.is_number(texts[0]):
        return False
    years = [text for text in texts if re.fullmatch(r"(?:[^\W\d]+\.? )?(?:19|20)\d\d", text)]
    words = [text for text in texts if text not in years and role_of(text)]
    return len(years) + len(words) > 0.5 * len(texts)
