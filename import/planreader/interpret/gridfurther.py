"""Rows that go on with an action: further sources of its money, their total, what it is for others."""

from __future__ import annotations

from typing import Final

from planreader.interpret.gridcells import DraftRow, action_cells, money_text
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import OF_ROWS, Cell, Part, Row, Tokens
from planreader.sources.grid import GridRow
from planreader.sources.listing import is_text
from planreader.vocabulary import money
from planreader.vocabulary.fold import fold

_OWN: Final = ("nr", "title", "deadline")
"""What a row below the title of an action has no more."""


def further(row: Row, rest: GridRow, heading: Heading, *, is_of_several: bool) -> Row | None:
    """Return an action with a row below its merged title: a further source, and what it pays, are added.

    The total of its rows, which may be the first of them, is compared and not added; of an action that
    ``is_of_several`` rows already that is one with nothing but what they come to. None where the row stands
    below no title, says something of its own, or its money cannot be added.
    """
    own = rest._replace(above=())
    told = action_cells(own, heading)
    is_own = any(role in told.cells and is_text(told.cells[role].text) for role in _OWN)
    if is_own or "title" not in map(heading.role_of, rest.above):
        return None
    beside = told.row(row.kind, row.nr, rest.place, heading.years)
    says_more = any(is_text(cell.text) for cell in (*beside.cells.values(), *beside.remarks.values()))
    is_sum = is_of_several and not says_more and OF_ROWS not in row.sums
    if (is_sum and _amounts(row) == _amounts(beside)) or _is_total(beside):
        return _compared(row, beside)
    if _is_total(row):
        nothing = row._replace(budget=None, tokens=None) if row.budget is None else row._replace(budget={})
        cells = {role: cell for role, cell in row.cells.items() if role != "funding"}
        row = _compared(nothing._replace(cells=cells), row)
    tokens = row.tokens or Tokens(())
    loose = [Cell("budget", (Part(text),), tokens.place, printed=tokens.printed) for text in tokens.texts]
    if len(loose) > 1 or (row.budget is not None and told.loose):
        return None
    return _gone_on(row, own, heading, loose)


def repeated(row: Row, again: GridRow, heading: Heading) -> Row | None:
    """Return an action with a row that says it again for others, who then lead it as well, and their money.

    None where the row names nobody else, or says something else of the action.
    """
    cells = action_cells(again, heading).cells
    both = cells.keys() & row.cells.keys()
    same = {role for role in both if fold(cells[role].text) == fold(row.cells[role].text)}
    if both.intersection(_OWN) - same - {"nr"} or "title" not in same:
        return None
    named = [own.get("institutions") for own in (row.cells, cells)]
    before, now = ({fold(part.text) for part in (cell.parts if cell else ())} for cell in named)
    if now <= before or row.tokens is not None:
        return None
    own = [cell for cell in again.cells if heading.role_of(cell) not in ("nr", *same)]
    return _gone_on(row, again._replace(cells=tuple(own), above=()), heading, [])


def is_doubled(row: Row, whole: Row, *, is_of_several: bool) -> bool:
    """Return whether what a row added are the amounts that were there already.

    Two sources may well pay the same: of a further one that is so where it is not named, or where it pays
    what several rows before it do in more than one year.
    """
    before = _amounts(row)
    if not before or _amounts(whole) != {year: 2 * cents for year, cents in before.items()}:
        return False
    return row.text("funding") == whole.text("funding") or (is_of_several and len(before) > 1)


def _amounts(row: Row) -> dict[int | None, int]:
    """Return the amounts of a row by year, None of those whose year is not told; without what is none."""
    texts: list[tuple[int | None, str]] = [
        (year, money_text(cell)) for year, cell in (row.budget or {}).items()
    ]
    texts += [(None, text) for text in (row.tokens or Tokens(())).texts]
    amounts: dict[int | None, int] = {}
    for year, text in texts:
        if cents := money.amount(text):
            amounts[year] = amounts.get(year, 0) + cents
    return amounts


def _is_total(row: Row) -> bool:
    """Return whether a word for a total stands where others name the source of their money."""
    label = labels.total(row.text("funding"))
    return label is not None and not label.nr


def _compared(row: Row, total: Row) -> Row:
    """Return a row with another one's amounts as what its own come to."""
    printed = sum(_amounts(total).values())
    whole = Cell("sum", (Part(money.figure(printed)),), total.place)
    return row._replace(sums={**row.sums, OF_ROWS: whole}) if printed else row


def _gone_on(row: Row, rest: GridRow, heading: Heading, loose: list[Cell]) -> Row:
    """Return an action with what a further row adds to its cells."""
    draft = DraftRow(
        {**row.cells}, {**(row.budget or {})}, loose, {**row.remarks}, {**row.sums}, goes_on=True
    )
    return action_cells(rest, heading, draft).row(row.kind, row.nr, row.place, heading.years)
