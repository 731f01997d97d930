"""What was read of a tracker: its cells and rows, and which of several tables says the latest."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from planreader.interpret.mapping import given
from planreader.interpret.trackedcolumns import Told
from planreader.interpret.trackedunits import UnitsOfColumn
from planreader.interpret.whose.years import NEVER, Moment
from planreader.vocabulary.fold import fold
from planreader.vocabulary.tracking import ALLOCATED, NOTE, is_amount, is_reported, says_nothing
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
    part of one, that a column or a line between the rows tells.
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

    @property
    def is_unnamed(self) -> bool:
        """Return whether neither its columns nor what stands around them say of whom it is."""
        return not (self.unit or self.lead)


class Tracking(NamedTuple):
    """What a table reports: columns with their roles, rows, and the day of which it is, ISO or empty.

    ``told`` is what somebody should see of it, each once, ``legend`` what short words stand for, folded.
    ``years`` are those that tables tell of amounts without one, 0 where one tells none, ``of_units`` columns
    of units that may be those that report.
    """

    columns: tuple[given.ListedColumn, ...]
    rows: tuple[TrackedRow, ...]
    place: str
    day: str = ""
    told: tuple[Told, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()
    of_units: tuple[UnitsOfColumn, ...] = ()

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


def in_its_time(
    row: TrackedRow, moment: Moment | None, roles: Mapping[str, str]
) -> tuple[Moment | None, TrackedRow]:
    """Return a row of a year, or of a part of one, with its amounts by the ``roles`` of that year, and when
    it says how things stand: at the end of that time, unless the table says when in it."""
    year, month, _day = row.when
    if month or (year and (moment is None or moment[0] != year)):
        moment = row.when
    cells, day = {roles.get(role, role): cell for role, cell in row.cells.items()}, row.day
    if year and (month or not day.startswith(str(year))):
        day = f"{year}-{month or 12:02}-{monthrange(year, month or 12)[1]}"
    return moment, row._replace(cells=cells, day=day)


RowsByMoment: TypeAlias = Sequence[tuple[Moment | None, TrackedRow]]


def without_parts(rows: RowsByMoment, so_far: Collection[str]) -> tuple[RowsByMoment, list[Told]]:
    """Return rows without amounts of a table that names a month or a quarter and no day, where a table of
    another moment tells the same, and what was left out; the same amount allocated is one of the year.

    They may be of that part of the year or so far, unless the headings of their roles, ``so_far``, say it.
    """
    told: dict[tuple[str, ...], dict[Moment, int | None]] = defaultdict(dict)
    for moment, row in rows:
        for role, cell in row.cells.items():
            if moment is not None and is_amount(role) and role not in so_far and not says_nothing(cell.text):
                told[_key(row, role)][moment] = cell.number
    doubtful = {
        key
        for key, amounts in told.items()
        if len(amounts) > 1 and not ({*amounts.values()} == {0} or _is_allocated_once(key[-1], amounts))
    }
    left: dict[Moment, list[str]] = defaultdict(list)
    kept: list[tuple[Moment | None, TrackedRow]] = []
    for moment, row in rows:
        cells = dict(row.cells)
        if moment is not None and moment[1] and not moment[2]:
            for role in [role for role in cells if _key(row, role) in doubtful]:
                left[moment].append(cells.pop(role).place)
        kept.append((moment, row._replace(cells=cells)))
    noticed = [Told(places[0], "amounts_of_parts", len(places), is_left=True) for places in left.values()]
    return kept, noticed


def _is_allocated_once(role: str, amounts: Mapping[Moment, int | None]) -> bool:
    return role.startswith(ALLOCATED) and len({*amounts.values()}) == 1


def latest(rows: RowsByMoment, so_far: Collection[str]) -> tuple[list[TrackedRow], list[str]]:
    """Return rows without what tables of other moments say later of the same action and unit, and the places
    of those that lost something; notes stay, and amounts that neither a day nor the heading of their role,
    ``so_far``, says to be so far."""
    last: dict[tuple[str, ...], Moment] = {}
    for moment, row in rows:
        for role, cell in row.cells.items():
            if moment is not None and not says_nothing(cell.text):
                last[_key(row, role)] = max(moment, last.get(_key(row, role), moment))
    kept: list[TrackedRow] = []
    earlier: list[str] = []
    for moment, row in rows:
        cells = {
            role: cell
            for role, cell in row.cells.items()
            if role == NOTE
            or moment is None
            or not _is_past(role, moment, last.get(_key(row, role), moment), so_far)
        }
        kept.append(row._replace(cells=cells))
        earlier += [row.place] if len(cells) < len(row.cells) else ()
    return kept, earlier


def _is_past(role: str, moment: Moment, last: Moment, so_far: Collection[str]) -> bool:
    """Return whether what was said then counts no more: an amount only where both name their days, for one of
    a month may be that month's alone."""
    is_so_far = role in so_far or bool(moment[2] and last[2])
    return moment < last and (not is_amount(role) or is_so_far)


def _key(row: TrackedRow, role: str) -> tuple[str, ...]:
    """Return what a cell tells of whom: the unit of its columns, else the municipality that leads."""
    lead = unit_code(row.lead)
    return row.nr, row.title, row.unit or (lead if lead in municipality_codes() else ""), role
