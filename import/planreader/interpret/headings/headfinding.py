"""Where headings stand among the rows of tables, and how many rows each takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from planreader.interpret.headings.headcolumns import reaching, table_heading
from planreader.interpret.headings.headings import Heading, RoleColumn
from planreader.interpret.headings.targetheads import target_roles
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.currency import is_unit, scale_of
from planreader.vocabulary.deadlinewords import is_deadline_word
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import LONGEST, role_of, year_of
from planreader.vocabulary.times import is_period

_MOST_ROWS: Final = 4
_ANSWER: Final = re.compile(r"(?:yes|no|po|jo|da|ne)(?:\s*[(\[]\s*(?:19|20)\d\d\s*[)\]])?")
"""A target that is reached or not, "No (2021)", which is no heading of numbers."""
_LONGEST_REST: Final = 5
"""Words of a cell that goes on with a heading's over the page's end."""
_WHOLE: Final = 0.8
"""Part of a row's cells that hold text, from which on it is no rest of a heading."""
_YEAR_ALONE: Final = re.compile(r"(?:[^\W\d]+\.? )?(?:19|20)\d\d")
_YEARS: Final = re.compile(r"(?:19|20)\d\d\.?|(?<!\d)['’]?000(?!\d)")

_COUNTED: Final = re.compile(r"(?<=[^\W_]\s)\((?:\d{1,2}\s*=\s*)?\d{1,2}(?:\s*[+–-]\s*\d{1,2})*\)$")
"""What counts a column, or says which others it adds up: ``Total (3=1+2)``."""


def heading_at(rows: Sequence[GridRow], at: int) -> Heading | None:
    """Return the heading that begins at a row, or None.

    ``other`` are headings of tables that list neither actions nor indicators: risks, persons, summaries.
    """
    row = rows[at]
    filled = row.filled
    if not row.table or len(filled) < 3 or any(len(cell.text.split()) > LONGEST for cell in filled):
        return None
    if any(holds_value(cell.text) for cell in filled):
        return None
    if sum(_ANSWER.fullmatch(fold(cell.text)) is not None for cell in filled) > 1:
        # a heading has one column of numbers
        return None
    if row.cut and sum(cell.text[:1].islower() for cell in filled) > 0.5 * len(filled):
        # what goes on over the page's end in mid-sentence
        return None
    targets = target_roles([cell.text for cell in filled])
    if targets:
        columns = [
            RoleColumn(cell.left, cell.right, role, year_of(cell.text), cell.text)
            for cell, role in zip(filled, targets, strict=True)
        ]
        return Heading("indicators", tuple(columns), 1, row.place)
    heading = table_heading(rows[at : at + heading_size(rows, at)])
    has, titled = heading.roles, [column for column in heading.columns if column.title]
    listed = "title" in has and len(has) > 2 and bool(has & {"deadline", "budget", "institutions"})
    if listed and sum(bool(column.role) for column in titled) >= 0.5 * len(titled):
        return heading
    return replace(heading, kind="other") if _is_other(filled) else None


def heading_size(rows: Sequence[GridRow], at: int) -> int:
    """Return how many rows a heading takes that begins at a row."""
    size = 1
    for last, row in pairwise(rows[at : at + _MOST_ROWS]):
        if not (_goes_on(rows[at], row, size) or _are_parts(last, row)):
            break
        size += 1
    return size


def _are_parts(above: GridRow, row: GridRow) -> bool:
    """Return whether a row of the table parts wide cells of the one above it, and holds nothing else."""
    under = [
        [cell for cell in row.filled if cell.overlap(wide.left, wide.right) > 0]
        for wide in reaching(above, row).filled
    ]
    parted = sum(len(cells) for cells in under if len(cells) > 1)
    whole = row.table == above.table and 0 < parted == len(row.filled)
    return whole and not any(holds_value(cell.text) and not is_period(cell.text) for cell in row.filled)


def holds_value(text: str) -> bool:
    """Return whether a cell holds what stands below headings: a number, an amount, a deadline, a target."""
    if any(c.isdigit() for c in _YEARS.sub("", _COUNTED.sub("", text))):
        # "in 1000 EUR" is a unit
        return scale_of(text) == 1 or money.is_cell(text)
    if _YEARS.fullmatch(text):
        return False
    if money.is_regular(text):
        # a column of what the regular budget bears
        return False
    return money.is_admin(text) or (" " not in text and is_deadline_word(text) and not role_of(text))


def _is_other(cells: Sequence[GridCell]) -> bool:
    """Return whether most of a row's cells are words of a heading, all of them short and without figures."""
    texts = [cell.text for cell in cells if year_of(cell.text) is None]
    years = len(cells) - len(texts)
    named = [role for text in texts if (role := role_of(text))]
    short = all(len(text.split()) <= 5 and text[:1].isupper() for text in texts)
    return short and bool(set(named) - {"nr"}) and len(named) + years >= 0.6 * len(cells)


def _goes_on(first: GridRow, row: GridRow, size: int) -> bool:
    """Return whether a row belongs to a heading: years, names below a merged cell, numbers of columns."""
    if row.table != first.table:
        return _is_rest(row)
    filled = row.filled
    if not filled:
        return bool(row.above)
    if sum(cell.rows > size and bool(role_of(cell.text)) for cell in first.cells) > 1:
        return True
    texts = [cell.text for cell in filled]
    if counts_columns(row) or (any(map(is_unit, texts)) and all(is_unit(t) or role_of(t) for t in texts)):
        return True
    years = all(year_of(text) is not None or role_of(text) in ("sum", "budget") for text in texts)
    if _repeats(first, filled):
        return True
    # "Total budget of the plan" alone is a row of totals
    return years and any(_is_year_below(cell, first) for cell in filled)


def _repeats(first: GridRow, filled: Sequence[GridCell]) -> bool:
    """Return whether cells repeat the heading above but for those that part its money."""
    above = [
        (cell, [top for top in first.filled if top.overlap(cell.left, cell.right) > 0]) for cell in filled
    ]
    again = [cell for cell, tops in above if any(fold(top.text) == fold(cell.text) for top in tops)]
    parts = [(cell, tops) for cell, tops in above if cell not in again]
    money = [
        top
        for _cell, tops in parts
        for top in tops
        if role_of(top.text) in ("budget", "sum") or year_of(top.text)
    ]
    return (
        len(again) > 1
        and len(parts) > 1
        and len(money) == len(parts)
        and not any(holds_value(cell.text) for cell in filled)
    )


def _is_rest(row: GridRow) -> bool:
    """Return whether a row may be the rest of a heading that a page's end cut: mostly its words and years.

    A heading that is repeated stands whole at a page's beginning: its rest leaves most cells blank.
    """
    texts = [cell.text for cell in row.filled]
    goes_on = sum(text[:1].islower() or year_of(text) is not None for text in texts)
    if not row.cut or not texts or any(len(text.split()) > _LONGEST_REST for text in texts):
        return False
    if (len(texts) > _WHOLE * len(row.cells) and goes_on < len(texts)) or numbers.is_number(texts[0]):
        return False
    return sum(bool(_YEAR_ALONE.fullmatch(text) or role_of(text)) for text in texts) > 0.5 * len(texts)


def _is_year_below(cell: GridCell, heading: GridRow) -> bool:
    """Return whether a cell names a year and stands below a budget's heading, or below none."""
    above = [other for other in heading.cells if other.overlap(cell.left, cell.right) > 0]
    return year_of(cell.text) is not None and all(
        role_of(other.text) in ("", "budget", "sum") for other in above
    )


def counts_columns(row: GridRow) -> bool:
    """Return whether a row holds nothing but the numbers of the columns: 1, 2, 3 …"""
    texts = [cell.text for cell in row.filled]
    return len(texts) >= 3 and texts == [str(n) for n in range(1, len(texts) + 1)]
