"""The columns of a heading of one or several rows, and what each is called."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import accumulate, takewhile
from typing import Final

from planreader.interpret.headings.headings import Heading, RoleColumn
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.currency import is_unit, named, scale_of
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import (
    DESCRIBED,
    PLACES,
    PLANNED,
    concepts,
    is_expenditure,
    is_planned,
    is_spent,
    is_value,
    role_of,
    says,
    says_begin,
    says_end,
    says_of_budget,
    says_part_of_year,
    says_report,
    year_of,
)
from planreader.vocabulary.money import amount, is_cell
from planreader.vocabulary.tracking import NEW_DEADLINE, is_newer, is_reporting
from planreader.vocabulary.vocabulary import listed

_TELLING: Final = frozenset({"deadline", "budget", "funding", "institutions", "output", "documents"})
_PARTS: Final = ("budget", "sum", "funding")
"""What a column below a year may be besides: the sum of its money, or what somebody pays of it."""
MOST_COLUMNS: Final = 60
OTHER_DAY: Final = "day"
"""The role of a column of days beside that of the deadline."""
_MONEY: Final = frozenset({"budget", "cost"})
_UNITS: Final = listed("units")
_MEASURES: Final = listed("measures")


def table_heading(rows: Sequence[GridRow]) -> Heading:
    """Return the heading of a table of actions that takes these rows."""
    columns = _parted(
        _scaled(columns_of(rows), rows), "output", lambda title: "indicator" in concepts(title), "notes"
    )
    columns = _parted(columns, "title", _names_measure, "objective")
    columns = _parted(columns, "title", lambda title: not DESCRIBED.isdisjoint(fold(title).split()), "notes")
    columns = _parted(columns, "deadline", says_report, "notes")
    columns = _of_one_deadline(_parted(columns, "deadline", is_newer, NEW_DEADLINE))
    return Heading("actions", tuple(_titled(columns)), len(rows), rows[0].place)


def _of_one_deadline(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Return columns with those of days that are no beginning, no end and no part of a year as other days."""
    days = [column for column in columns if column.role == "deadline"]
    joined = 2 if days and says_begin(days[0].title) else 1
    others = [c for c in days[joined:] if not (says_end(c.title) or says_part_of_year(c.title))]
    return [column._replace(role=OTHER_DAY) if column in others else column for column in columns]


def _scaled(columns: Sequence[RoleColumn], rows: Sequence[GridRow]) -> list[RoleColumn]:
    """Return columns with what the lowest cell above each that tells it says that a unit of money counts, and
    with what a comment on one says.

    A currency alone says one, where another column is in thousands or millions.
    """
    if noted := [cell for row in reversed(rows) for cell in row.filled if cell.unit]:
        columns = [c._replace(unit=next((n.unit for n in noted if _covers(n, c)), "")) for c in columns]
    telling = [cell for row in reversed(rows) for cell in row.filled if scale_of(cell.text) > 1]
    if not telling:
        return list(columns)
    telling = [cell for row in reversed(rows) for cell in row.filled if cell in telling or named(cell.text)]
    return [
        column._replace(scale=next((scale_of(cell.text) for cell in telling if _covers(cell, column)), 0))
        for column in columns
    ]


def columns_of(rows: Sequence[GridRow]) -> list[RoleColumn]:
    """Return columns of a heading of several rows: cells below refine the one above them."""
    rows = [*accumulate(reversed(rows), lambda after, row: reaching(row, after))][::-1]
    leaves = [(top, leaf) for top in rows[0].cells for leaf in _lowest(top, rows[1:]) or [top]]
    columns = _spread([_column(top, leaf, rows[1:]) for top, leaf in leaves], rows)
    return without_sums(_with_total(_without_beside(_without_spent(columns))))


def _column(top: GridCell, leaf: GridCell, rows: Sequence[GridRow]) -> RoleColumn:
    """Return the column of a heading's lowest cell, below ``top`` or itself; ``rows`` are below that."""
    covering = [top, *(cell for row in rows for cell in row.filled if _covers(cell, leaf))]
    chain = [*takewhile(lambda cell: cell is not leaf, covering), leaf]
    years = [told for cell in chain if (told := year_of(cell.text)) is not None]
    above = role_of(top.text)
    above = "budget" if above in ("", "sum", "funding") and years else above
    own, year = role_of(leaf.text), year_of(leaf.text)
    title = " ".join({fold(cell.text): cell.text for cell in chain if cell.text}.values())
    if not is_planned(leaf.text) and any(is_spent(cell.text) for cell in covering):
        return RoleColumn(leaf.left, leaf.right, "notes", None, title)
    if years and above in ("budget", "sum") and leaf is not top and own in ("", *_PARTS):
        # its sum, or what somebody pays of it
        year = years[-1]
    if is_value(title):
        return RoleColumn(leaf.left, leaf.right, own or "notes", None, title)
    if year is not None and own in ("", *_PARTS):
        return RoleColumn(leaf.left, leaf.right, "budget", year, title)
    if rows and rows[-1].cut and leaf is not top:
        # a page's end parts the words of a heading
        own = role_of(title) or own
    role = own or ("sum" if above == "budget" else above)
    return RoleColumn(leaf.left, leaf.right, role, None, title)


def reaching(row: GridRow, after: GridRow) -> GridRow:
    """Return a row of a heading whose cells of money, or of what was reported, reach over blank ones behind
    them, as if merged.

    As far as the row ``after`` it has something there: tables as text have no merged cells.
    """
    cells: list[GridCell] = []
    begins = sorted(cell.left for cell in (*row.filled, *row.above))
    for cell in row.cells:
        if cells and not cell.text and cell.left < cells[-1].right:
            continue
        end = next((left for left in begins if left >= cell.right), math.inf)
        below = [other.right for other in after.filled if cell.right <= other.left < end]
        reaches = below and (names_money(cell.text) or is_reporting(cell.text))
        cells.append(cell._replace(right=max(below)) if reaches else cell)
    return row._replace(cells=tuple(cells))


def says_money(title: str) -> bool:
    """Return whether a heading says that amounts stand below it: whatever else looks like a mark is one."""
    return bool(concepts(title) & _MONEY or named(title))


def names_money(text: str) -> bool:
    """Return whether a heading is of money, or of a year."""
    return role_of(text) in _PARTS or year_of(text) is not None


def _covers(cell: GridCell, other: GridCell | RoleColumn) -> bool:
    """Return whether most of the other cell, or of a column, stands below or above a cell."""
    return cell.overlap(other.left, other.right) > 0.5 * (other.right - other.left)


def _lowest(top: GridCell, rows: Sequence[GridRow]) -> list[GridCell]:
    """Return the cells below one that nothing refines further, from left to right."""
    is_budget = role_of(top.text) == "budget" or year_of(top.text) is not None
    below = [
        cell
        for row in rows
        for cell in row.filled
        if _covers(top, cell)
        and not (cell.text.isdigit() and len(cell.text) <= 2)
        and not is_year_word(cell.text)
        and not (is_budget and is_unit(cell.text))
    ]
    return [cell for n, cell in enumerate(below) if not any(_covers(cell, lower) for lower in below[n + 1 :])]


def without_sums(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Make a budget's column without a year the sum of those that have one."""
    dated = any(column.year for column in columns)
    return [c._replace(role="sum") if dated and c.role == "budget" and c.year is None else c for c in columns]


def _without_spent(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Make a year's expenditure a remark beside what is planned of it, or of later years: that was spent."""
    planned = {c.year for c in columns if c.role == "budget" and is_planned(c.title)}
    first = min((year for year in planned if year is not None), default=0)
    spent = [
        c
        for c in columns
        if c.role == "budget" and is_expenditure(c.title) and (c.year in planned or (c.year or first) < first)
    ]
    return [c._replace(role="notes", year=None) if c in spent else c for c in columns]


def _without_beside(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Make money without a year a remark that another column holds, or that is none: what is missing, the
    price of one piece, the code of a line."""
    money = [c for c in columns if c.role in ("budget", "sum") or (c.role == "funding" and named(c.title))]
    beside = {c: told for c in money if c.year is None and (told := says_of_budget(c.title))}
    is_told = any(c.role in ("budget", "sum") and c not in beside for c in money)
    codes = [c for c, told in beside.items() if told == "codes" and not named(c.title)]
    out = [*codes, *(c for c, told in beside.items() if is_told and told != "codes")]
    return [c._replace(role="notes") if c in out else c for c in columns]


def _with_total(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Make the only total the budget, where its heading names money and no other column is one."""
    totals = [c for c in columns if c.role == "sum" and says_money(c.title)]
    is_sole = len(totals) == 1 and not any(c.role == "budget" for c in columns)
    return [c._replace(role="budget") if is_sole and c in totals else c for c in columns]


def _spread(columns: Sequence[RoleColumn], rows: Sequence[GridRow]) -> list[RoleColumn]:
    """Add years that stand beside a budget's heading whose cell was not merged over them as its columns."""
    spread = list(columns)
    taken = [(column.left, column.right) for column in spread if column.role]
    for row in rows[1:]:
        for cell in row.filled:
            year = year_of(cell.text)
            covered = any(cell.overlap(left, right) > 0.5 * (cell.right - cell.left) for left, right in taken)
            parted = any(c.year == year and cell.overlap(c.left, c.right) > 0 for c in spread)
            if (year is not None or is_unit(cell.text)) and not covered and not parted:
                spread = [c for c in spread if c.role or not cell.overlap(c.left, c.right)]
                spread.append(RoleColumn(cell.left, cell.right, "budget", year, cell.text))
    return supporting(sorted(spread, key=lambda column: column.left))


def supporting(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Tell columns of institutions apart: units within one are remarks, and some only support.

    Where no other tells who leads, a column of places does: a word that may stand in cells as well.
    """
    led = [c for c in columns if c.role == "institutions" and "support" not in concepts(c.title)]
    leading = [c if led or not _names_places(c) else c._replace(role="institutions") for c in columns]
    leading = _parted(leading, "institutions", lambda title: says(title, _UNITS), "notes")
    leading = _parted(leading, "institutions", _looks_on, "notes")
    return _parted(leading, "institutions", lambda title: "support" in concepts(title), "support")


def _parted(
    columns: Sequence[RoleColumn], role: str, is_other: Callable[[str], bool], other: str
) -> list[RoleColumn]:
    """Return columns of which, where several have a role, those whose title says so have another."""
    same = [column for column in columns if column.role == role]
    others = [column for column in same if is_other(column.title)]
    if len(others) == len(same):
        return list(columns)
    return [column._replace(role=other) if column in others else column for column in columns]


def _names_measure(title: str) -> bool:
    """Return whether a heading is of measures, and of no actions besides."""
    words = [fold(word).strip(".,;:()") for word in title.replace("/", " ").split()]
    named = [word for word in words if "action" in concepts(word) or "project" in concepts(word)]
    return bool(named) and all(word.startswith(_MEASURES) for word in named)


def _looks_on(title: str) -> bool:
    """Return whether a heading is of those who monitor, or benefit, and of none who carry out."""
    return says_report(title) and not says(title, PLANNED)


def _names_places(column: RoleColumn) -> bool:
    return not column.role and all(fold(own) in PLACES for own in column.title.split("/"))


def _titled(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Return columns with one of actions: if none is called so, the unknown one behind the number."""
    titled = list(columns)
    roles = {column.role for column in titled}
    described = next((n for n, column in enumerate(titled) if fold(column.title) in DESCRIBED), None)
    if "title" not in roles and described is not None:
        titled[described] = titled[described]._replace(role="title")
        return titled
    at = next((n for n, column in enumerate(titled) if column.role == "nr"), -1) + 1
    if "title" not in roles and len(roles & _TELLING) > 2 and at < len(titled) and not titled[at].role:
        titled[at] = titled[at]._replace(role="title")
    return titled


def completed(columns: Sequence[RoleColumn], cells: Iterable[GridCell]) -> list[RoleColumn]:
    """Return columns with those that have no cell in the heading, :data:`MOST_COLUMNS` at most, in their
    order."""
    whole = list(columns)
    for cell in cells:
        is_known = any(cell.overlap(column.left, column.right) > 0 for column in whole)
        if not is_known and len(whole) < MOST_COLUMNS:
            whole.append(RoleColumn(cell.left, cell.right, ""))
    return sorted(whole, key=lambda column: column.left)


def is_year_word(text: str) -> bool:
    """Return whether a cell says nothing but "year", without naming one."""
    return "year" in concepts(text) and len(text.split()) <= 2 and year_of(text) is None


def are_amounts_of_year(column: RoleColumn, texts: Collection[str]) -> bool:
    """Return whether below a year that is no date, the first or the second of a plan, stand amounts alone."""
    is_year = column.role == "deadline" and "year" in concepts(column.title)
    amounts = [text for text in texts if amount(text) and year_of(text) is None] if is_year else []
    return bool(amounts) and len(amounts) >= 0.5 * len(texts) and all(map(is_cell, texts))
