"""What was read of a tracker: its cells and rows, and which of several tables says the latest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from planreader.interpret.mapping import given
from planreader.interpret.trackedcolumns import Told
from planreader.interpret.trackedunits import UnitsOfColumn
from planreader.interpret.whose.years import NEVER, Moment
from planreader.vocabulary.fold import fold
from planreader.vocabulary.times import end_of
from planreader.vocabulary.tracking import NOTE, is_amount, is_reported, says_nothing
from planreader.vocabulary.vocabulary import listed
from store.plan.units import municipality_codes, unit_code

AS_ABOVE: Final = frozenset(listed("as_above"))
"""What stands in a cell of names for that in the cell above, folded."""


class TrackedCell(NamedTuple):
    """A cell with its place; of an amount its cents, of a share its percent, None of anything else.

    ``doubtful`` is an amount of which nobody can tell whether it has thousands: 1.234; or a percent that may
    be a share of 1. ``currency`` is the code of the one that the cell, or else its heading, names, ``exact``
    a number that has parts of a cent.
    """

    text: str
    place: str
    number: int | None = None
    doubtful: bool = False
    currency: str = ""
    exact: str = ""


class TrackedRow(NamedTuple):
    """A row: the number and title of its action, who leads it, and what it says by the roles of columns.

    ``told`` is what somebody should see of it, ``day`` that of its table, ``unit`` the code of the
    municipality or institution whose columns it is read from, where others have theirs beside them, or whose
    sheet; the name of a sheet that may be of several.
    ``numbers`` are what the cell of its number may say, where a workbook keeps it as a number, ``around`` the
    lines above its table, and those below it that name units, ``payer`` who pays, ``when`` the year, or the
    part of one, that a column or a line between the rows tells. ``parts`` are roles of amounts that may be of
    a part of a year alone.
    """

    nr: str
    title: str
    lead: str
    place: str
    cells: Mapping[str, TrackedCell]
    told: tuple[Told, ...] = ()
    day: str = ""
    unit: str = ""
    numbers: tuple[str, ...] = ()
    around: str = ""
    payer: str = ""
    when: Moment = NEVER
    parts: frozenset[str] = frozenset()

    @property
    def is_unnamed(self) -> bool:
        """Return whether neither its columns nor what stands around them say of whom it is."""
        return not (self.unit or self.lead)


class Tracking(NamedTuple):
    """What a table reports: columns with their roles, rows, and the day of which it is, ISO or empty.

    ``told`` is what somebody should see of it, each once, ``legend`` what short words stand for, folded.
    ``years`` are those that tables tell of amounts without one, 0 where one tells none, ``of_units`` columns
    of units that may be those that report, ``months`` the last ones of parts of a year that is not told; it
    ``is_undated`` where it is of a part of a year and nothing says of which.
    """

    columns: tuple[given.ListedColumn, ...]
    rows: tuple[TrackedRow, ...]
    place: str
    day: str = ""
    told: tuple[Told, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()
    of_units: tuple[UnitsOfColumn, ...] = ()
    months: tuple[int, ...] = ()
    is_undated: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """Return what of an action's progress its columns tell."""
        return tuple(column.role for column in self.columns if is_reported(column.role))


def with_names_above(rows: Iterable[TrackedRow]) -> Iterator[TrackedRow]:
    """Yield the rows of a table; what says that the name above counts again has it, and a row that names
    nothing but who pays is of the action above."""
    above, last = "", None
    for row in rows:
        if last is not None and row.payer and not (row.nr or row.title or row.lead):
            row = row._replace(nr=last.nr, title=last.title, lead=last.lead, numbers=last.numbers)
        if fold(row.lead).strip(" .") in AS_ABOVE:
            row = row._replace(lead=above)
        above, last = row.lead or above, row
        yield row


def in_its_time(row: TrackedRow, moment: Moment | None, roles: Mapping[str, str]) -> TrackedRow:
    """Return a row of a year, or of a part of one, with its amounts by the ``roles`` of that year, and the
    day on which it says how things stand: the end of that time, unless the table says when in it."""
    year, month, _day = row.when
    if month or (year and (moment is None or moment[0] != year)):
        moment = row.when
    cells = {roles.get(role, role): cell for role, cell in row.cells.items()}
    parts = {told for role, told in roles.items() if is_amount(role) and (month or role in row.parts)}
    told = {role for role in parts.intersection(cells) if not says_nothing(cells[role].text)}
    return row._replace(cells=cells, day=end_of(moment), parts=frozenset(told))


def without_parts(rows: Iterable[TrackedRow]) -> tuple[list[TrackedRow], list[Told]]:
    """Return rows without amounts that are of a part of a year alone, and how many there were of each."""
    left: dict[str, list[str]] = defaultdict(list)
    kept: list[TrackedRow] = []
    for row in rows:
        cells = {role: cell for role, cell in row.cells.items() if role not in row.parts}
        left[row.day] += [row.cells[role].place for role in row.cells if role in row.parts]
        kept.append(row._replace(cells=cells, parts=frozenset()))
    places = filter(None, left.values())
    return kept, [Told(own[0], "amounts_of_parts", len(own), is_left=True) for own in places]


def latest(rows: Sequence[TrackedRow]) -> tuple[list[TrackedRow], list[str]]:
    """Return rows without what others say on a later day of the same action and unit, and the places of those
    that lost something; notes stay."""
    last: dict[tuple[str, ...], str] = {}
    for row in rows:
        for role, cell in row.cells.items():
            if not says_nothing(cell.text):
                last[_key(row, role)] = max(row.day, last.get(_key(row, role), ""))
    kept: list[TrackedRow] = []
    earlier: list[str] = []
    for row in rows:
        cells = {
            role: cell
            for role, cell in row.cells.items()
            if role == NOTE or not row.day or row.day >= last.get(_key(row, role), "")
        }
        kept.append(row._replace(cells=cells))
        earlier += [row.place] if len(cells) < len(row.cells) else ()
    return kept, earlier


def _key(row: TrackedRow, role: str) -> tuple[str, ...]:
    """Return what a cell tells of whom: the unit of its columns, else the municipality that leads."""
    lead = unit_code(row.lead)
    return row.nr, row.title, row.unit or (lead if lead in municipality_codes() else ""), role
