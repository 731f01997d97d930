"""Headings that a page's end cut: completed from the one before, or from the rest on the next page."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings import targetlabels
from planreader.interpret.headings.headcolumns import supporting, without_sums
from planreader.interpret.headings.headings import Column, Heading
from planreader.interpret.headings.targetheads import SUBJECT, VALUE, target_roles
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts, role_of, year_of

_LONGEST_REST: Final = 5
_WHOLE: Final = 0.8

_YEAR: Final = re.compile(r"(?<![\w./–-])[(\[]?(?:19|20)\d\d[)\]]?(?![\w/–-])")
"""A year that a heading names."""


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
            years = [known for known in inner if known.year is not None]
            columns += (
                [known for known in inner if known in years or known.role == "sum"] if years else [column]
            )
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


def extended_targets(heading: Heading, row: GridRow, known: Collection[str]) -> Heading | None:
    """A heading of indicators with the rest of it on the next page; None where the row is no rest.

    A rest is told from an indicator by making a whole of ``known``, the titles of columns elsewhere in the
    document, or by words that such headings are made of.
    """
    columns = list(heading.columns)
    told = True
    for cell in row.filled:
        at = next((n for n, column in enumerate(columns) if _is_below(cell, column)), None)
        if at is None:
            return None
        whole = f"{columns[at].title} {cell.text}"
        tight = f"{columns[at].title}{cell.text}"
        # a narrow column cuts the last word of a line
        whole = tight if tight in known else whole
        told = told and whole in known
        if whole not in known and not _goes_on(cell.text, columns[at].role):
            return None
        columns[at] = replace(columns[at], title=whole)
    roles = target_roles([column.title for column in columns])
    if not row.filled or len(roles) != len(columns) or (not told and _is_repeated(row)):
        return None
    return replace(
        heading,
        columns=tuple(
            replace(column, role=role, year=year_of(column.title))
            for column, role in zip(columns, roles, strict=True)
        ),
    )


def _is_repeated(row: GridRow) -> bool:
    """Whether a heading stands whole at a page's beginning: its rest leaves most cells blank."""
    return len(row.filled) > _WHOLE * len(row.cells)


def _is_below(cell: GridCell, column: Column) -> bool:
    slack = 0.05 * (column.right - column.left)
    return abs(cell.left - column.left) < slack and abs(cell.right - column.right) < slack


def _goes_on(text: str, role: str) -> bool:
    """Whether a text may be the rest of what heads a column of this role."""
    undated = _YEAR.sub("", text)
    if len(text.split()) > _LONGEST_REST or any(map(str.isdigit, undated)) or targetlabels.indicator(text):
        return False
    found = concepts(text)
    if role in ("nr", "title"):
        return bool(found & (SUBJECT | {"action"}))
    return bool(found & (VALUE | {"year", "objective"}) if role != "result" else found)
