"""Headings of tables: which column is which, and the years of the budget's columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from planreader import numbers
from planreader.fold import languages_of, tags
from planreader.grid import GridCell, GridRow
from planreader.lines import Line
from planreader.sections import begins_indicator

_YEAR: Final = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/-])")
_LONGEST: Final = 14
"""Words of the longest cell of a heading."""
_LONGEST_VALUE: Final = 9
_MOST_ROWS: Final = 4
_PRECEDENCE: Final = (
    ("verification", "notes"),
    ("funding", "funding"),
    ("institution", "institutions"),
    ("support", "support"),
    ("deadline", "deadline"),
    ("documents", "documents"),
    ("notes", "notes"),
    ("output", "output"),
    ("budget", "budget"),
    ("cost", "budget"),
    ("action", "title"),
    ("indicator", "notes"),
)
"""Words that decide a column's role, the most telling first: "holder of the activity" is an institution."""
_OBJECTIVE_WORDS: Final = frozenset({"objective", "strategic", "specific", "indicator"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column between two edges with its role; ``year`` where it is a year of the budget."""

    left: float
    right: float
    role: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``actions`` or ``indicators``, its columns, and how many rows it takes."""

    kind: str
    columns: tuple[Column, ...]
    size: int
    place: str

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the budget's columns, from left to right."""
        return tuple(column.year for column in self.columns if column.year is not None)

    def of(self, cell: GridCell) -> list[Column]:
        """The columns that a cell stands in, the one it shares most with first."""
        shared = [(cell.overlap(column.left, column.right), column) for column in self.columns]
        least = [
            (length, column)
            for length, column in shared
            if length > 0.5 * min(column.right - column.left, cell.right - cell.left)
        ]
        return [column for _length, column in sorted(least, key=lambda pair: -pair[0])]


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


def is_heading_rest(row: GridRow) -> bool:
    """Whether a row may be the rest of a heading that a page's end cut: mostly its words and years."""
    texts = [cell.text for cell in row.filled]
    if not texts or any(len(text.split()) > 5 for text in texts) or numbers.is_number(texts[0]):
        return False
    years = [text for text in texts if re.fullmatch(r"(?:[^\W\d]+\.? )?(?:19|20)\d\d", text)]
    words = [text for text in texts if text not in years and role_of(text)]
    return len(years) + len(words) > 0.5 * len(texts)


def concepts(text: str) -> set[str]:
    """The concepts that a heading's words name."""
    words = re.split(r"[\s/()\[\]]+", text)
    return {tag for word in words if word for tag in tags(word)}


def role_of(text: str) -> str:
    """The role that a heading's text gives its column, empty where it gives none."""
    words = text.split()
    if not words or len(words) > _LONGEST:
        return ""
    found = concepts(text)
    if found & {"objective"} and found & {"indicator", "action"} and len(words) > 3:
        return "title"
    if "nr" in tags(words[0]) and len(words[0]) <= 6 and len(words) <= 3 and "budget" not in found:
        return "nr"
    for concept, role in _PRECEDENCE:
        if concept in found:
            return role
    if "general" in found and len(words) <= 2:
        return "sum"
    return ""


def year_of(text: str) -> int | None:
    """The single year that a heading's cell names."""
    found = {int(match) for match in _YEAR.findall(text)}
    if len(found) != 1 or len(text.split()) > 5:
        return None
    return found.pop()


def heading_at(rows: Sequence[GridRow], at: int) -> Heading | None:
    """The heading that begins at a row, or None."""
    row = rows[at]
    filled = row.filled
    if not row.table or len(filled) < 3 or any(len(cell.text.split()) > _LONGEST for cell in filled):
        return None
    if numbers.is_number(filled[0].text) and any(c.isdigit() for c in filled[0].text):
        return None
    targets = _indicator_columns(filled)
    if targets:
        return Heading("indicators", targets, 1, row.place)
    roles = {role_of(cell.text) for cell in filled} - {""}
    if len(roles) < 3 or "title" not in roles or not roles & {"deadline", "budget", "institutions"}:
        return None
    size = 1
    while size < _MOST_ROWS and at + size < len(rows) and _goes_on(row, rows[at + size], size):
        size += 1
    columns = _columns(rows[at : at + size])
    return Heading("actions", tuple(columns), size, row.place)


def _goes_on(first: GridRow, row: GridRow, size: int) -> bool:
    """Whether a row still belongs to a heading: years, names below a merged cell, numbers of columns."""
    if row.table != first.table:
        return False
    filled = row.filled
    if not filled:
        return bool(row.above)
    texts = [cell.text for cell in filled]
    if len(texts) >= 3 and texts == [str(n) for n in range(1, len(texts) + 1)]:
        return True
    spanned = any(cell.rows > size for cell in first.cells)
    years = all(year_of(text) is not None or role_of(text) in ("sum", "budget") for text in texts)
    if years and len(concepts(" ".join(texts)) & {"objective"}) == 0:
        return spanned or len(filled) > 1 or not numbers.is_number(texts[0])
    return spanned and all(role_of(text) for text in texts)


def _columns(rows: Sequence[GridRow]) -> list[Column]:
    """Columns of a heading of several rows: cells below refine the one above them."""
    found: list[Column] = []
    for cell in rows[0].cells:
        below = [
            inner
            for row in rows[1:]
            for inner in row.cells
            if inner.text and inner.overlap(cell.left, cell.right) > 0.5 * (inner.right - inner.left)
        ]
        below = [inner for inner in below if not _is_count(inner.text)]
        role = role_of(cell.text)
        if role in ("", "sum") and year_of(cell.text) is not None:
            role = "budget"
        if not below:
            found.append(
                Column(cell.left, cell.right, role, year_of(cell.text) if role == "budget" else None)
            )
            continue
        for inner in below:
            own = role_of(inner.text)
            year = year_of(inner.text)
            if year is not None and own in ("", "budget"):
                found.append(Column(inner.left, inner.right, "budget", year))
            elif own:
                found.append(Column(inner.left, inner.right, own))
            else:
                found.append(Column(inner.left, inner.right, "sum" if role == "budget" else role))
    return _spread(found, rows)


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
                found.append(Column(cell.left, cell.right, "budget", year))
    return _supporting(sorted(found, key=lambda column: column.left), rows[0])


def _supporting(columns: Sequence[Column], row: GridRow) -> list[Column]:
    """Of several columns of institutions, those that only support stand behind those that lead."""
    names = [column for column in columns if column.role == "institutions"]
    if len(names) < 2:
        return list(columns)
    texts = {
        column: " ".join(c.text for c in row.cells if c.overlap(column.left, column.right))
        for column in names
    }
    support = {column for column, text in texts.items() if "support" in concepts(text)}
    if len(support) == len(names):
        return list(columns)
    return [replace(column, role="support") if column in support else column for column in columns]


def _indicator_columns(cells: Sequence[GridCell]) -> tuple[Column, ...]:
    """The columns of a heading of indicators: title, baseline, targets, result; none where it is none.

    They stand in this order in all plans, so that a wording that no vocabulary knows is told by its place.
    """
    named = [concepts(cell.text) for cell in cells]
    first = next((n for n, found in enumerate(named[:3]) if found & _OBJECTIVE_WORDS), None)
    if first is None or begins_indicator(Line(cells[first].text, 0, 0)):
        return ()
    values = range(first + 1, len(cells))
    told = [n for n in values if named[n] & {"baseline", "target", "interim"} or (named[n] & {"objective"})]
    if len(values) < 2 or not told or any(len(cells[n].text.split()) > _LONGEST_VALUE for n in values):
        return ()
    if (
        sum(bool(found & {"deadline", "funding", "institution", "budget"}) for found in named[first + 1 :])
        > 1
    ):
        return ()
    roles = {n: "title" if n == first or not named[n] <= {"nr"} else "nr" for n in range(first + 1)}
    ends = next(
        (n for n in values if n > first + 1 and named[n] & {"output"} and "target" not in named[n]),
        len(cells),
    )
    roles.update({n: "result" if n == ends else "notes" for n in range(ends, len(cells))})
    targets = list(range(first + 1, ends))
    if named[targets[0]] & {"baseline"} or not named[targets[0]] & {"target", "interim", "objective"}:
        roles[targets.pop(0)] = "baseline"
    interim = next((n for n in targets if "interim" in named[n]), targets[0] if len(targets) > 1 else None)
    roles.update({n: "interim" if n == interim else "final" for n in targets})
    return tuple(Column(cell.left, cell.right, roles[n]) for n, cell in enumerate(cells))


def languages(texts: Sequence[str]) -> Mapping[str, int]:
    """How often words of texts are headings of each language and of no other."""
    votes: dict[str, int] = {}
    for text in texts:
        for word in text.split():
            found = languages_of(word)
            if len(found) == 1:
                votes[next(iter(found))] = votes.get(next(iter(found)), 0) + 1
    return votes
