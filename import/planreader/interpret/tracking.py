"""What a table says of actions that are in a plan already: how they stand, what was spent, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading, below
from planreader.interpret.headings.moneyunits import in_full, scaled
from planreader.interpret.mapping import given
from planreader.interpret.mapping.entry import decided_roles, surveyed
from planreader.sources.grid import GridCell, GridRow, hidden_places, with_above
from planreader.vocabulary.currency import named
from planreader.vocabulary.money import TWO_WAYS, amount, point_of
from planreader.vocabulary.tracking import AMOUNTS, PERCENT, is_reported
from planreader.vocabulary.vocabulary import CURRENCIES
from store.db.errors import UserError

_DAY: Final = re.compile(
    r"(?<!\d)(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)|(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)"
)
_SHARE: Final = re.compile(r"0?[.,]\d+|[01](?:[.,]0+)?")


class TrackedCell(NamedTuple):
    """A cell with its place; of an amount its cents, of a share its percent, None of anything else.

    ``doubtful`` is an amount of which nobody can tell whether it has thousands: 1.234; or a percent that may
    be a share of 1. ``currency`` is the code of the one that the cell, or else its heading, names.
    """

    text: str
    place: str
    number: int | None = None
    doubtful: bool = False
    currency: str = ""


class TrackedRow(NamedTuple):
    """A row: the number and title of its action, who leads it, and what it says by the roles of columns."""

    nr: str
    title: str
    lead: str
    place: str
    cells: Mapping[str, TrackedCell]


class Tracking(NamedTuple):
    """What a table reports: columns with their roles, rows, and the day of which it is, ISO or empty.

    ``hidden`` are the places of rows and columns that it hides.
    """

    columns: tuple[given.Listed, ...]
    rows: tuple[TrackedRow, ...]
    place: str
    day: str = ""
    hidden: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """Return what of an action's progress its columns tell."""
        return tuple(column.role for column in self.columns if is_reported(column.role))


def read_tracking(grid: Sequence[GridRow], file: str, mapping: given.Mapping = given.NOTHING) -> Tracking:
    """Return what the table of a document reports, by what somebody says of its columns.

    Raises UserError ``mapping_no_table``, or as :func:`planreader.interpret.mapping.given.check`.
    """
    rows = with_above(grid)
    table = surveyed(rows, [name for name, _role in mapping.columns])
    if table is None:
        raise UserError("mapping_no_table", file=file)
    roles = decided_roles(table.columns, mapping)
    given.check(mapping, list(roles), file)
    heads = scaled(table.rows, table.heads)
    told = [
        (at, row)
        for at in heads
        for row in below(table.rows, at, heads)
        if labels.total(row.filled[0].text) is None
    ]
    tracked = tuple(_row(row, heads[at], roles) for at, row in told)
    columns = tuple(column._replace(role=roles[column.name]) for column in table.columns)
    above = [cell.text for row in table.rows[: min(heads)] for cell in row.filled]
    hidden = hidden_places(row for _at, row in told)
    return Tracking(columns, tuple(_in_percent(_doubted(tracked))), table.place, day_in(above), hidden)


def _row(row: GridRow, heading: Heading, roles: Mapping[str, str]) -> TrackedRow:
    cells: dict[str, GridCell] = {}
    for cell in (*row.filled, *row.above):
        for column in heading.of(cell)[:1]:
            cells.setdefault(roles.get(column.title, ""), cell)
    told = {role: _cell(role, cell, heading) for role, cell in cells.items() if is_reported(role)}
    own = {role: cells[role].text if role in cells else "" for role in ("number", "action", "lead")}
    return TrackedRow(own["number"], own["action"], own["lead"], row.place, told)


def _cell(role: str, cell: GridCell, heading: Heading) -> TrackedCell:
    if role == PERCENT and cell.number is not None:
        # a cell's text has two decimals at most
        return TrackedCell(f"{cell.number[0]:.10g}", cell.place)
    if role.partition(".")[0] not in AMOUNTS:
        return TrackedCell(cell.text, cell.place)
    whole = in_full(cell, heading)
    number, title = amount(whole.text), heading.of(cell)[0].title
    code = next((code for code in (*named(whole.text), *named(title)) if code in CURRENCIES), "")
    doubtful = number is not None and cell.number is None and TWO_WAYS.fullmatch(cell.text) is not None
    return TrackedCell(cell.text if number is not None else whole.text, cell.place, number, doubtful, code)


def _doubted(rows: Sequence[TrackedRow]) -> list[TrackedRow]:
    """Return rows whose amounts have two readings only where the others of the table tell neither: by
    decimals, or since several are written alike and none otherwise."""
    doubtful = [cell for row in rows for cell in row.cells.values() if cell.doubtful]
    signs = {sign for cell in doubtful for sign in ".," if sign in cell.text}
    told = point_of(cell.text for row in rows for cell in row.cells.values() if cell.number is not None)
    if len(signs) != 1 or not (told not in ("", *signs) or len({cell.text for cell in doubtful}) > 1):
        return list(rows)
    return [
        row._replace(cells={role: cell._replace(doubtful=False) for role, cell in row.cells.items()})
        for row in rows
    ]


def _in_percent(rows: Sequence[TrackedRow]) -> Iterator[TrackedRow]:
    """Yield rows with whole percent: a column of shares of 1 is of a hundred times as much.

    What is no whole percent has no number. Where a column says nothing but 0 and 1, 1 may be either.
    """
    texts = [row.cells[PERCENT].text.strip() for row in rows if PERCENT in row.cells]
    shares = all(map(_SHARE.fullmatch, texts))
    all_or_nothing = shares and all(float(text.replace(",", ".")) in (0, 1) for text in texts)
    for row in rows:
        cell = row.cells.get(PERCENT)
        if cell is not None:
            number = _whole_percent(cell.text, times=100 if shares else 1)
            cell = cell._replace(number=number, doubtful=all_or_nothing and number == 100)
            row = row._replace(cells={**row.cells, PERCENT: cell})
        yield row


def _whole_percent(text: str, *, times: int) -> int | None:
    plain = text.strip(" %").replace(",", ".")
    if not (re.fullmatch(r"\d{0,3}(?:\.\d+)?", plain, re.ASCII) and plain.strip(".")):
        return None
    percent = Decimal(plain) * times
    return int(percent) if percent == int(percent) else None


def day_in(texts: Sequence[str]) -> str:
    """Return the day that the lines above a table name, ISO; empty where they name none, or several."""
    days: set[str] = set()
    for match in (match for text in texts for match in _DAY.finditer(text)):
        day, month, year, iso_year, iso_month, iso_day = match.groups()
        try:
            day_named = date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
        except ValueError:
            continue
        days.add(day_named.isoformat())
    return days.pop() if len(days) == 1 else ""
