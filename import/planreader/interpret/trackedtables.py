"""What each table of a tracker says of its columns, and when it says how things stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading, below
from planreader.interpret.headings.moneyunits import scaled
from planreader.interpret.headings.unitlines import unit_lines
from planreader.interpret.mapping import given
from planreader.interpret.mapping.survey import ActionTable
from planreader.interpret.trackedcolumns import Told, counted, is_read_as_budget
from planreader.interpret.trackedunits import units_of
from planreader.interpret.whose.names import names_several
from planreader.interpret.whose.sheets import Bodies
from planreader.interpret.whose.totals import sums_that_differ, without_unit
from planreader.interpret.whose.years import Moment, in_year, period_told, years_told
from planreader.sources.grid import GridRow
from planreader.vocabulary.tracking import (
    STATUS,
    day_told,
    is_amount,
    is_of_doing,
    is_reported,
    moment,
    reported_role,
    whole_of,
)


class Columns(NamedTuple):
    """The columns of one table, or those of one ``unit`` in it; ``at`` is the row of its heading.

    ``filled`` are the roles of those that hold something, by their titles, ``roles`` of those that count,
    ``units`` the code of the unit whose they are alone, ``times`` columns that tell of which year or part of
    one a row is. ``rows`` are those of actions, ``years`` what is told of the table's.
    """

    at: int
    heading: Heading
    rows: Sequence[GridRow]
    filled: Mapping[str, str]
    roles: Mapping[str, str]
    units: Mapping[str, str]
    times: frozenset[str]
    mapping: given.Mapping
    years: frozenset[int]
    day: str
    moment: Moment | None
    unit: str = ""

    def by_unit(self) -> Iterator[Columns]:
        """Yield all columns but those of single units, then for each of these units its own."""
        whole = {*self.units, *without_unit(self.filled, self.units)}
        common = {name: role for name, role in self.filled.items() if name not in whole}
        yield self._replace(roles={**self.roles, **dict.fromkeys(self.units, "")}, filled=common)
        for unit in dict.fromkeys(self.units.values()):
            own = {
                name: role
                for name, role in self.roles.items()
                if self.units.get(name) == unit or not is_reported(role)
            }
            yield self._replace(roles=own, filled={}, unit=unit)


def columns_of_tables(
    table: ActionTable,
    roles: Mapping[str, str],
    times: frozenset[str],
    mapping: given.Mapping,
    bodies: Bodies,
) -> list[Columns]:
    """Return what the columns of each table are by the ``roles`` of all, from above to below."""
    filled = {column.name: roles[column.name] for column in table.columns if column.samples}
    heads = scaled(table.rows, table.heads, unit_lines(table.rows, table.heads))
    own_roles = {
        at: {column.title: filled[column.title] for column in heading.columns if column.title in filled}
        for at, heading in heads.items()
    }
    years = years_told(table.rows, heads, {at: _day(table, at, own) for at, own in own_roles.items()})
    years |= {at: frozenset() for at, own in own_roles.items() if not times.isdisjoint(own)}
    tables: list[Columns] = []
    for at, heading in sorted(heads.items()):
        own = in_year(own_roles[at], years[at])
        units = units_of(heading, own, bodies)
        counts = counted(heading, own, units)
        rows = [row for row in below(table.rows, at, heads) if labels.total(_first(row)) is None]
        day = _day(table, at, counts)
        when = _moment(table, at, counts, day, period_told(table.rows, at, heads))
        tables.append(Columns(at, heading, rows, own, counts, units, times, mapping, years[at], day, when))
    return tables


def told_of_columns(
    table: ActionTable,
    roles: Mapping[str, str],
    tables: Sequence[Columns],
    mapping: given.Mapping,
) -> Iterator[Told]:
    """Yield columns of which nothing is recorded: totals of units, amounts that several tell, then all
    others; those whose amounts are added, that name several units, and a blank column of statuses."""
    filled = [column.name for column in table.columns if column.samples]
    whole = {name for own in tables for name in without_unit({n: roles[n] for n in filled}, own.units)}
    if sums := tuple(name for name in filled if name in whole):
        yield Told(table.place, "columns_of_all", sums)
    counts = {name for own in tables for name, role in own.roles.items() if role}
    used = {role for own in tables for role in own.roles.values() if role}
    unused = [name for name in filled if _is_unused(name, roles[name], mapping) or name not in counts]
    unused += [name for name in filled if name in counts and whole_of(roles[name]) in used]
    unused = [name for name in unused if mapping.role(name) not in (given.REMARK, given.LEAVE)]
    unused = [name for name in unused if name not in whole]
    doubtful: set[str] = set()
    for role in dict.fromkeys(roles[name] for name in unused):
        names = tuple(name for name in unused if roles[name] == role)
        if len(names) > 1 and is_amount(role) and role not in used:
            doubtful.update(names)
            yield Told(table.place, "amounts_in_columns", names, is_left=True)
    if unused := [name for name in unused if name not in doubtful]:
        yield Told(table.place, "columns_unused", tuple(unused))
    for own in tables:
        of = own.units
        for role, unit in dict.fromkeys((role, of.get(name, "")) for name, role in own.roles.items()):
            added = tuple(n for n, counts in own.roles.items() if counts == role and of.get(n, "") == unit)
            if len(added) > 1 and is_amount(role):
                yield Told(table.place, "amounts_added", added)
    of_units = {name for own in tables for name in own.units}
    for name in filled:
        if name in counts and is_reported(roles[name]) and name not in of_units and names_several(name):
            yield Told(table.place, "units_several", name)
    for column in table.columns:
        if not column.samples and reported_role(column.name, numbers=False, words=True) == STATUS:
            yield Told(table.place, "status_blank", column.name)


def _is_unused(name: str, role: str, mapping: given.Mapping) -> bool:
    """Return whether a column is kept as a remark, or is of what was done and read as the plan's."""
    if role in ("", given.REMARK):
        return True
    is_planned = given.kind_of(role) in (given.BUDGET, "deadline")
    told = is_read_as_budget(name, role) or (is_planned and is_of_doing(name))
    return told and not mapping.role(name)


def sums_told(tables: Sequence[Columns]) -> Iterator[Told]:
    """Yield amounts beside those of units that are not what these come to."""
    for own in tables:
        for cell in sums_that_differ(own.rows, own.heading, own.filled, own.units):
            yield Told(cell.place, "amount_beside_units", cell.text, is_left=True)


def _first(row: GridRow) -> str:
    """Return the first text of a row, which may be one that is merged from above."""
    return min((*row.filled, *row.above), key=lambda cell: cell.left).text


def _day(table: ActionTable, at: int, roles: Mapping[str, str]) -> str:
    """Return the day of a table: of the lines right above, else of its column of statuses; empty where
    neither tells."""
    above = takewhile(lambda row: len(row.filled) < 2, reversed(table.rows[:at]))
    lines = [cell.text for row in above for cell in row.filled]
    return day_told(lines) or day_told([name for name, role in roles.items() if role == STATUS])


def _moment(table: ActionTable, at: int, roles: Mapping[str, str], day: str, period: str) -> Moment | None:
    """Return when a table says how things stand: by its day, its column of statuses, a line that names its
    ``period``, or its sheet's name."""
    stands = [name for name, role in roles.items() if role == STATUS]
    sheet = table.heads[at].place.partition(", ")[0].removeprefix("sheet ").replace("_", " ")
    if day:
        year, month, of_month = map(int, day.split("-"))
        return year, month, of_month
    told = (moment(text) for text in (*stands, period, sheet) if text)
    return next((when for when in told if when is not None), None)
