"""Headings of tables: which column is which, and the years of the budget's columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from planreader import money, numbers
from planreader.deadlines import is_deadline_word
from planreader.fold import languages_of
from planreader.grid import GridCell, GridRow
from planreader.headwords import LONGEST, concepts, role_of, year_of
from planreader.targetheads import target_roles

_MOST_ROWS: Final = 4
_BELOW: Final = 3
"""Rows below a heading that are looked at to tell a column's role."""
_TELLING: Final = frozenset({"deadline", "budget", "funding", "institutions", "output", "documents"})
_YEARS: Final = re.compile(r"(?:19|20)\d\d\.?|(?<!\d)['’]?000(?!\d)")
_SLACK: Final = 0.02
"""Part of a table's width by which its edges may differ from another's."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column between two edges with its role; ``year`` where it is a year of a budget or a target.

    ``title`` is what its heading says.
    """

    left: float
    right: float
    role: str
    year: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``actions``, ``indicators`` or ``other``, its columns, and how many rows it takes."""

    kind: str
    columns: tuple[Column, ...]
    size: int
    place: str
    thousands: bool = False
    """Whether it says that amounts are in thousands."""

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the budget's columns, from left to right."""
        return tuple(c.year for c in self.columns if c.year is not None and c.role == "budget")

    @property
    def roles(self) -> set[str]:
        """The roles of its columns."""
        return {column.role for column in self.columns} - {""}

    def has(self, role: str) -> bool:
        """Whether a column has this role."""
        return any(column.role == role for column in self.columns)

    def of(self, cell: GridCell) -> list[Column]:
        """The columns that a cell stands in, the one it shares most with first."""
        shared = [(cell.overlap(column.left, column.right), column) for column in self.columns]
        least = [
            (length, column)
            for length, column in shared
            if length > 0.5 * min(column.right - column.left, cell.right - cell.left)
        ]
        return [column for _length, column in sorted(least, key=lambda pair: -pair[0])]

    @property
    def edges(self) -> tuple[float, float]:
        """The outer edges of its table."""
        return self.columns[0].left, max(column.right for column in self.columns)

    def shared(self, other: Heading) -> float:
        """The share of this heading's columns that another has, too; 0 where their tables differ in width."""
        (left, right), (first, last) = self.edges, other.edges
        slack = _SLACK * (right - left)
        if abs(first - left) > slack or abs(last - right) > slack:
            return 0.0
        same = sum(
            any(abs(a.left - b.left) <= slack and abs(a.right - b.right) <= slack for b in other.columns)
            for a in self.columns
        )
        return same / len(self.columns)


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
    return replace(heading, columns=tuple(_supporting(_without_sums(columns))))


def is_heading_rest(row: GridRow) -> bool:
    """Whether a row may be the rest of a heading that a page's end cut: mostly its words and years."""
    texts = [cell.text for cell in row.filled]
    if not texts or any(len(text.split()) > 5 for text in texts) or numbers.is_number(texts[0]):
        return False
    years = [text for text in texts if re.fullmatch(r"(?:[^\W\d]+\.? )?(?:19|20)\d\d", text)]
    words = [text for text in texts if text not in years and role_of(text)]
    return len(years) + len(words) > 0.5 * len(texts)


def heading_at(rows: Sequence[GridRow], at: int) -> Heading | None:
    """The heading that begins at a row, or None.

    ``other`` are headings of tables that list neither actions nor indicators: risks, persons, summaries.
    """
    row = rows[at]
    filled = row.filled
    if not row.table or len(filled) < 3 or any(len(cell.text.split()) > LONGEST for cell in filled):
        return None
    if any(_is_value(cell.text) for cell in filled):
        return None
    targets = target_roles([cell.text for cell in filled])
    if targets:
        columns = [
            Column(cell.left, cell.right, role, year_of(cell.text), cell.text)
            for cell, role in zip(filled, targets, strict=True)
        ]
        return Heading("indicators", tuple(columns), 1, row.place)
    roles = {role_of(cell.text) for cell in filled} - {""}
    if len(roles) < 2:
        return None
    size = 1
    while size < _MOST_ROWS and at + size < len(rows) and _goes_on(row, rows[at + size], size):
        size += 1
    found = _numbered(_titled(_columns(rows[at : at + size])), rows[at + size : at + size + _BELOW])
    has = {column.role for column in found}
    named = sum(bool(column.role) for column in found if column.title)
    listed = "title" in has and len(has - {""}) > 2 and bool(has & {"deadline", "budget", "institutions"})
    listed = listed and named >= 0.5 * sum(bool(column.title) for column in found)
    if not listed and not _is_other(filled):
        return None
    thousands = any("thousands" in concepts(cell.text) for r in rows[at : at + size] for cell in r.filled)
    return Heading("actions" if listed else "other", tuple(found), size, row.place, thousands)


def _is_value(text: str) -> bool:
    """Whether a cell holds what stands below headings: a number, an amount, a deadline, a target."""
    if any(c.isdigit() for c in _YEARS.sub("", text)):
        return True
    if _YEARS.fullmatch(text):
        return False
    return money.is_admin(text) or (" " not in text and is_deadline_word(text) and not role_of(text))


def _is_other(cells: Sequence[GridCell]) -> bool:
    """Whether most of a row's cells are words of a heading, all of them short and without figures."""
    texts = [cell.text for cell in cells if year_of(cell.text) is None]
    years = len(cells) - len(texts)
    named = sum(bool(role_of(text)) for text in texts)
    short = all(len(text.split()) <= 5 and text[:1].isupper() for text in texts)
    return short and named >= 1 and named + years >= 0.6 * len(cells)


def _titled(columns: Sequence[Column]) -> list[Column]:
    """Columns of which one lists the actions: where none is called so, the unknown one behind the number."""
    found = list(columns)
    roles = {column.role for column in found}
    if "title" in roles or len(roles & _TELLING) < 3:
        return found
    at = next((n for n, column in enumerate(found) if column.role == "nr"), -1) + 1
    if at < len(found) and not found[at].role:
        found[at] = replace(found[at], role="title")
    return found


def _numbered(columns: Sequence[Column], below: Sequence[GridRow]) -> list[Column]:
    """Columns of which the first, if its heading says nothing, is that of numbers where numbers stand below.

    A column as wide as two digits may have cut its heading into letters.
    """
    found = list(columns)
    if not found or found[0].role or "title" not in {column.role for column in found}:
        return found
    first = found[0]
    texts = [
        "".join(cell.text.split())
        for row in below
        for cell in row.cells[:1]
        if cell.text and abs(cell.right - first.right) <= _SLACK * (found[-1].right - first.left)
    ]
    if texts and all(map(numbers.is_number, texts)):
        found[0] = replace(first, role="nr")
    return found


def _goes_on(first: GridRow, row: GridRow, size: int) -> bool:
    """Whether a row still belongs to a heading: years, names below a merged cell, numbers of columns."""
    if row.table != first.table:
        return False
    filled = row.filled
    if not filled:
        return bool(row.above)
    if sum(cell.rows > size and bool(role_of(cell.text)) for cell in first.cells) > 1:
        return True
    texts = [cell.text for cell in filled]
    if counts_columns(row):
        return True
    spanned = any(cell.rows > size for cell in first.cells)
    years = all(year_of(text) is not None or role_of(text) in ("sum", "budget") for text in texts)
    if years and len(concepts(" ".join(texts)) & {"objective"}) == 0:
        # "Total budget of the plan" alone is a row of totals
        return spanned or any(year_of(text) is not None for text in texts)
    named = all(role_of(text) or year_of(text) is not None or _is_year_word(text) for text in texts)
    return spanned and named


def counts_columns(row: GridRow) -> bool:
    """Whether a row holds nothing but the numbers of the columns: 1, 2, 3 …"""
    texts = [cell.text for cell in row.filled]
    return len(texts) >= 3 and texts == [str(n) for n in range(1, len(texts) + 1)]


def _is_year_word(text: str) -> bool:
    return "year" in concepts(text) and len(text.split()) <= 2 and year_of(text) is None


def _columns(rows: Sequence[GridRow]) -> list[Column]:
    """Columns of a heading of several rows: cells below refine the one above them."""
    found: list[Column] = []
    for cell in rows[0].cells:
        below = _lowest(cell, rows[1:])
        role = role_of(cell.text)
        if role in ("", "sum") and year_of(cell.text) is not None:
            role = "budget"
        if not below:
            year = year_of(cell.text) if role == "budget" else None
            found.append(Column(cell.left, cell.right, role, year, cell.text))
            continue
        for inner in below:
            own = role_of(inner.text)
            year = year_of(inner.text)
            title = f"{cell.text} {inner.text}".strip()
            if year is not None and own in ("", "budget", "sum"):
                found.append(Column(inner.left, inner.right, "budget", year, title))
            elif own:
                found.append(Column(inner.left, inner.right, own, None, title))
            else:
                found.append(
                    Column(inner.left, inner.right, "sum" if role == "budget" else role, None, title)
                )
    return _without_sums(_spread(found, rows))


def _lowest(cell: GridCell, rows: Sequence[GridRow]) -> list[GridCell]:
    """The cells below one that nothing refines further, from left to right."""
    below = [
        inner
        for row in rows
        for inner in row.cells
        if inner.text
        and inner.overlap(cell.left, cell.right) > 0.5 * (inner.right - inner.left)
        and not _is_count(inner.text)
        and not _is_year_word(inner.text)
    ]
    return [
        inner
        for n, inner in enumerate(below)
        if not any(
            other.overlap(inner.left, inner.right) > 0.5 * (other.right - other.left)
            for other in below[n + 1 :]
        )
    ]


def _without_sums(columns: Sequence[Column]) -> list[Column]:
    """Where years have columns of their own, a budget's column without one is their sum."""
    if not any(column.year for column in columns):
        return list(columns)
    return [
        replace(column, role="sum") if column.role == "budget" and column.year is None else column
        for column in columns
    ]


def _is_count(text: str) -> bool:
    return text.isdigit() and len(text) <= 2


def _spread(columns: Sequence[Column], rows: Sequence[GridRow]) -> list[Column]:
    """Years that stand beside a budget's heading whose cell was not merged over them are its columns."""
    found = list(columns)
    known = [(column.left, column.right) for column in found if column.role]
    for row in rows[1:]:
        for cell in row.filled:
            year = year_of(cell.text)
            covered = any(cell.overlap(left, right) > 0.5 * (cell.right - cell.left) for left, right in known)
            if year is not None and not covered:
                found = [c for c in found if c.role or not cell.overlap(c.left, c.right)]
                found.append(Column(cell.left, cell.right, "budget", year, cell.text))
    return _supporting(sorted(found, key=lambda column: column.left))


def _supporting(columns: Sequence[Column]) -> list[Column]:
    """Of several columns of institutions, those that only support stand behind those that lead."""
    names = [column for column in columns if column.role == "institutions"]
    if len(names) < 2:
        return list(columns)
    support = {column for column in names if "support" in concepts(column.title)}
    if len(support) == len(names):
        return list(columns)
    return [replace(column, role="support") if column in support else column for column in columns]


def languages(texts: Sequence[str]) -> Mapping[str, int]:
    """How often words of texts are headings of each language and of no other."""
    votes: dict[str, int] = {}
    for text in texts:
        for word in text.split():
            found = languages_of(word)
            if len(found) == 1:
                votes[next(iter(found))] = votes.get(next(iter(found)), 0) + 1
    return votes
