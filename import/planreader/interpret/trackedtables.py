"""What each table of a tracker says of its columns, and when it says how things stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading, below
from planreader.interpret.headings.moneyunits import in_currency, scaled
from planreader.interpret.headings.unitlines import unit_lines
from planreader.interpret.mapping import given
from planreader.interpret.mapping.survey import ActionTable
from planreader.interpret.trackedcolumns import Told, counted, is_read_as_budget
from planreader.interpret.trackedunits import units_of
from planreader.interpret.whose.beside import is_of_report
from planreader.interpret.whose.names import names_several
from planreader.interpret.whose.sheets import Bodies, called
from planreader.interpret.whose.totals import sums_that_differ, without_unit
from planreader.interpret.whose.years import NEVER, Moment, in_year, period_told, years_told
from planreader.sources.grid import GridRow
from planreader.vocabulary.headwords import years_in
from planreader.vocabulary.times import first_month, is_unknown_part, moment, period_in
from planreader.vocabulary.tracking import (
    STATUS,
    day_of_state,
    day_told,
    is_amount,
    is_of_doing,
    is_reported,
    is_running,
    names_status,
    reported_role,
    whole_of,
)


class Columns(NamedTuple):
    """The columns of one table, or those of one ``unit`` in it; ``at`` is the row of its heading.

    ``filled`` are the roles of those that hold something, by their titles, ``roles`` of those that count,
    ``units`` the code of the unit whose they are alone, ``times`` columns that tell of which year or part of
    one a row is. ``rows`` are those of actions, ``years`` what is told of the table's, ``moment`` when
    it says how things stand. ``parts`` are roles of amounts that may be of a part of a year alone; it
    ``is_undated`` where that part has no number.
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
    moment: Moment | None
    unit: str = ""
    parts: frozenset[str] = frozenset()
    is_undated: bool = False

    @property
    def year(self) -> int:
        """Return the year that is told of the table; 0 where none is."""
        return (self.moment or NEVER)[0] or sum(self.years if len(self.years) == 1 else ())

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
    file: str,
) -> list[Columns]:
    """Return what the columns of each table are by the ``roles`` of all, from above to below."""
    name = re.sub(r"(?<=\d)_(?=\d)", "-", Path(file).stem).replace("_", " ")
    of_file = [name] if years_in(name) and (is_of_report(name) or (moment(name) or NEVER)[1]) else []
    assumed = [int(year) for year in [mapping.assumed(given.YEAR)] if year]
    filled = {column.name: roles[column.name] for column in table.columns if column.samples}
    lines = unit_lines(table.rows, table.heads)
    heads = in_currency(scaled(table.rows, table.heads, lines), lines)
    own_roles = {
        at: {column.title: filled[column.title] for column in heading.columns if column.title in filled}
        for at, heading in heads.items()
    }
    days = {at: _days(table, at, _of_statuses(own), name) for at, own in own_roles.items()}
    years = years_told(table.rows, heads, {at: state or day for at, (state, day) in days.items()})
    years |= {at: frozenset() for at, own in own_roles.items() if not times.isdisjoint(own)}
    years |= {at: frozenset(assumed) for at, told in years.items() if not told and assumed}
    tables: list[Columns] = []
    for at, heading in sorted(heads.items()):
        own = in_year(own_roles[at], years[at])
        units = units_of(heading, own, bodies)
        counts = counted(heading, own, units)
        rows = [row for row in below(table.rows, at, heads) if labels.total(_first(row)) is None]
        stands = _of_statuses(counts)
        told = [*stands, *period_told(table.rows, at, heads), *of_file]
        when, period = _moment(told, *_days(table, at, stands, name), years[at])
        parts = {role for name, role in counts.items() if _is_of_part(name, role, period)}
        is_undated = when is None and is_unknown_part(period) and times.isdisjoint(own)
        if is_undated and (day := mapping.assumed(given.DAY)):
            when, is_undated = moment(day), False
        columns = Columns(at, heading, rows, own, counts, units, times, mapping, years[at], when)
        tables.append(columns._replace(parts=frozenset(parts), is_undated=is_undated))
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
        yield Told(
            table.place,
            "columns_unused",
            tuple(unused),
            STATUS not in used and any(map(names_status, unused)),
        )
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


def _is_of_part(name: str, role: str, period: str) -> bool:
    """Return whether amounts may be those of a part of a year alone, by their heading, else by their table's
    ``period``."""
    when = moment(name)
    told = name if is_unknown_part(name) or (when is not None and when[1]) else period
    return is_amount(role) and not is_running(name) and (first_month(told) > 1 or is_unknown_part(told))


def sums_told(tables: Sequence[Columns]) -> Iterator[Told]:
    """Yield amounts beside those of units that are not what these come to."""
    for own in tables:
        for cell in sums_that_differ(own.rows, own.heading, own.filled, own.units):
            yield Told(cell.place, "amount_beside_units", cell.text, is_left=True)


def _first(row: GridRow) -> str:
    """Return the first text of a row, which may be one that is merged from above."""
    return min((*row.filled, *row.above), key=lambda cell: cell.left).text


def _of_statuses(roles: Mapping[str, str]) -> list[str]:
    return [name for name, role in roles.items() if role == STATUS]


def _days(table: ActionTable, at: int, statuses: Sequence[str], file: str) -> tuple[str, str]:
    """Return the day of which the lines right above a table, or the headings of its ``statuses``, say that
    things stand so, and the one that the lines tell of it; the names of sheet and file do where these do not.
    Empty what is not told."""
    above = takewhile(lambda row: len(row.filled) < 2, reversed(table.rows[:at]))
    lines = [cell.text for row in above for cell in row.filled]
    others = [called(table.rows[at])], [file]
    state = map(day_of_state, (lines, statuses, *others))
    return next(filter(None, state), ""), next(filter(None, map(day_told, (lines, *others))), "")


def _moment(told: Sequence[str], state: str, day: str, years: Collection[int]) -> tuple[Moment | None, str]:
    """Return when a table says how things stand, and what is told of its time: what names a part of a year
    counts before a year, whose year may stand elsewhere.

    The day of its ``state`` counts, another ``day``, which may be that of handing in, only within that time,
    and otherwise the end of it; nothing where it is a part of a year and nothing says which.
    """
    lines = [*map(period_in, told)]
    times = {line: when for line in lines if (when := moment(line)) is not None}
    parts = (line for line, when in times.items() if when[1])
    period = next(iter([*parts, *filter(is_unknown_part, lines), *times]), "")
    if state:
        return moment(state), period
    year, month, of_month = times.get(period, NEVER)
    is_unknown = is_unknown_part(period)
    if day and (is_unknown or _is_within(day, year, first_month(period), month or 12)):
        return moment(day), period
    if is_unknown or not period:
        return None, period
    known = [*(years if len(years) == 1 else ()), *(when[0] for when in times.values() if when[0])]
    return (year or next(iter(known), 0), month, of_month), period


def _is_within(day: str, year: int, begin: int, end: int) -> bool:
    """Return whether a day is in a time of ``year``, 0 for any, from one month to another."""
    on = date.fromisoformat(day)
    return year in (0, on.year) and begin <= on.month <= end
