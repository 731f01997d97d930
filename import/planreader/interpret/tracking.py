"""What a table says of actions that are in a plan already: how they stand, what was spent, and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading, below
from planreader.interpret.headings.moneyunits import in_full, scaled
from planreader.interpret.headings.sidebyside import one_below_other
from planreader.interpret.headings.unitlines import unit_lines
from planreader.interpret.mapping import given
from planreader.interpret.mapping.entry import decided_roles, surveyed
from planreader.interpret.trackedcolumns import (
    Moment,
    Told,
    counted,
    days_of,
    legend_of,
    moment_of_table,
    tables_passed,
    told_of_columns,
)
from planreader.interpret.trackedrows import TrackedCell, TrackedRow, Tracking, latest, without_parts
from planreader.interpret.trackedunits import unit_of_row, units_of
from planreader.interpret.trackedvalues import doubted, in_percent
from planreader.interpret.whose.lines import Lines, Whose
from planreader.interpret.whose.totals import sums_that_differ, without_unit
from planreader.interpret.whose.years import in_year, of_all_tables, period_told, years_told
from planreader.sources.grid import STRUCK, UNSAVED, GridCell, GridRow, hidden_places, with_above
from planreader.vocabulary.currency import named
from planreader.vocabulary.money import TWO_WAYS, amount
from planreader.vocabulary.tracking import (
    FIELDS,
    NEW_DEADLINE,
    NOTE,
    PERCENT,
    STATUS,
    day_told,
    is_amount,
    is_mark,
    is_newer,
    is_no_mark,
    is_reported,
    is_running,
    reported_role,
    says_nothing,
    status_of_mark,
)
from planreader.vocabulary.vocabulary import CURRENCIES
from store.db.errors import UserError


def read_tracking(
    grid: Sequence[GridRow],
    file: str,
    mapping: given.Mapping = given.NOTHING,
    institutions: tuple[str, ...] = (),
    own: str = "",
) -> Tracking:
    """Return what the table of a document reports, by what somebody says of its columns.

    ``institutions`` are those of the plan: a sheet that is called like one tells of it. ``own`` is the code
    of headquarters, whose name above a table is a letterhead.

    Raises UserError ``mapping_no_table``, or as :func:`planreader.interpret.mapping.given.check`.
    """
    rows = one_below_other(with_above(grid))
    table = surveyed(rows, [name for name, _role in mapping.columns])
    if table is None:
        raise UserError("mapping_no_table", file=file)
    roles = decided_roles(table.columns, mapping)
    roles |= {name: NEW_DEADLINE for name, role in roles.items() if _is_newer(name, role, mapping)}
    given.check(mapping, list(roles), file)
    filled = {column.name: roles[column.name] for column in table.columns if column.samples}
    own_roles = {
        at: {column.title: filled[column.title] for column in heading.columns if column.title in filled}
        for at, heading in table.heads.items()
    }
    heads = scaled(table.rows, table.heads, unit_lines(table.rows, table.heads))
    years = years_told(table.rows, heads, days_of(table, own_roles))
    own_roles = {at: in_year(own, years[at]) for at, own in own_roles.items()}
    roles = of_all_tables(roles, own_roles.values())
    units = {at: units_of(heading, own_roles[at], institutions) for at, heading in heads.items()}
    counting = {at: counted(heading, own_roles[at], units[at]) for at, heading in heads.items()}
    days = days_of(table, counting)
    lines = Lines(table.rows, heads, institutions, own)
    listed: list[GridRow] = []
    noticed = [*lines.told]
    moments_and_rows: list[tuple[Moment | None, TrackedRow]] = []
    for at, heading in heads.items():
        moment = moment_of_table(table, at, counting[at], days[at], period_told(table.rows, at, heads))
        columns_read = _Columns(heading, counting[at], own_roles[at], mapping, days[at])
        parts = [*columns_read.by_unit(units[at])]
        below_it = below(table.rows, at, heads)
        of_actions = [row for row in below_it if labels.total(row.filled[0].text) is None]
        listed += of_actions
        noticed += [
            Told(cell.place, "amount_beside_units", cell.text, is_left=True)
            for cell in sums_that_differ(of_actions, heading, own_roles[at], units[at])
        ]
        moments_and_rows += [
            (moment, _row(row, columns, whose))
            for row in of_actions
            if (whose := lines.of(row)) is not None
            for columns in parts
        ]
    pairs = [pair for counts in counting.values() for pair in counts.items()]
    so_far = {role for name, role in pairs if is_amount(role) and is_running(name)}
    of_whole, of_parts = without_parts(moments_and_rows, so_far)
    tracked, earlier = latest(of_whole, so_far)
    counts = {name for name, role in pairs if role}
    columns = tuple(
        column._replace(role=roles[column.name] if column.name in counts else "") for column in table.columns
    )
    above = [cell.text for row in table.rows[: min(heads)] for cell in row.filled]
    day = max(days.values()) or day_told(above)
    noticed += [*told_of_columns(table, roles, counting, mapping, units), *tables_passed(table)]
    noticed += [*of_parts, *(told for row in tracked for told in row.told)]
    noticed += [Told(place, "rows_earlier", len(earlier)) for place in earlier[:1]]
    hidden = hidden_places(listed)
    noticed += [Told(row.place, STRUCK, row.struck) for row in table.rows if row.struck and row.table]
    noticed += [Told(place, "rows_hidden", len(hidden)) for place in hidden[:1]]
    rows_read = tuple(in_percent(doubted(tracked)))
    of_years = {year for told in years.values() for year in told or (0,)}
    legend = legend_of(table.rows)
    return Tracking(
        columns, rows_read, table.place, day, tuple(dict.fromkeys(noticed)), legend, (*sorted(of_years),)
    )


def _is_newer(name: str, role: str, mapping: given.Mapping) -> bool:
    """Return whether a column that a plan would take for its deadlines holds those that came later."""
    return given.kind_of(role) == "deadline" and is_newer(name) and not mapping.role(name)


class _Columns(NamedTuple):
    """The columns of one table, or those of one ``unit`` in it, and the day of which they tell.

    ``roles`` are those of the columns that count, ``filled`` those of all that hold something.
    """

    heading: Heading
    roles: Mapping[str, str]
    filled: Mapping[str, str]
    mapping: given.Mapping
    day: str
    unit: str = ""

    def by_unit(self, units: Mapping[str, str]) -> Iterator[_Columns]:
        """Yield all columns but those of single ``units``, then for each of these units its own."""
        whole = {*units, *without_unit(self.filled, units)}
        common = {name: role for name, role in self.filled.items() if name not in whole}
        yield self._replace(roles={**self.roles, **dict.fromkeys(units, "")}, filled=common)
        for unit in dict.fromkeys(units.values()):
            own = {
                name: role
                for name, role in self.roles.items()
                if units.get(name) == unit or not is_reported(role)
            }
            yield self._replace(roles=own, filled={}, unit=unit)


def _row(row: GridRow, columns: _Columns, whose: Whose) -> TrackedRow:
    """Return what a row says."""
    cells, passed, noticed = _by_role(row, columns)
    told = {role: _told_by(role, own, columns.heading) for role, own in cells.items() if is_reported(role)}
    status = _marked({role: told.pop(role) for role in [*told] if status_of_mark(role)}, columns.mapping)
    if isinstance(status, TrackedCell):
        told.setdefault(STATUS, status)
    elif status is not None:
        noticed.append(status)
    for role, cell in passed.items():
        if role in FIELDS and (role not in told or says_nothing(told[role].text)):
            noticed.append(Told(cell.place, "cell_of_column_passed", cell.text))
    noticed += [
        Told(cell.place, "amount_rounded", cell.exact)
        for cell in told.values()
        if cell.exact and not cell.doubtful
    ]
    number, action, lead = (
        cells[role][0].text if role in cells else "" for role in ("number", "action", "lead")
    )
    numbers = cells["number"][0].options if "number" in cells else ()
    own = columns.day, unit_of_row(columns.unit, whose.unit, lead), numbers
    return TrackedRow(number, action, lead or whose.institution, row.place, told, tuple(noticed), *own)


def _by_role(
    row: GridRow, columns: _Columns
) -> tuple[dict[str, list[GridCell]], dict[str, GridCell], list[Told]]:
    """Return the cells of a row by their roles, those of columns that do not count, and what is left out.

    An amount of a cell that is merged over several rows counts for the first alone.
    """
    cells: dict[str, list[GridCell]] = defaultdict(list)
    passed: dict[str, GridCell] = {}
    noticed: list[Told] = []
    for cell in (*row.cells, *row.above):
        names = [column.title for column in columns.heading.of(cell)]
        if cell.reason in (UNSAVED, STRUCK) and not cell.text:
            awaited = (name for name in names if _is_awaited(name, columns))
            told = (Told(cell.place, cell.reason, name, cell.reason == UNSAVED) for name in awaited)
            noticed += [*told][:1]
        if not cell.text or not names:
            continue
        role, *others = (columns.roles.get(name, "") for name in names)
        if is_amount(role) and any(is_amount(other) and other != role for other in others):
            noticed.append(Told(cell.place, "amount_over_columns", cell.text, is_left=True))
        elif is_amount(role) and cell in row.above:
            noticed.append(Told(cell.place, "amount_merged", cell.text))
        else:
            cells[role].append(cell)
            is_left = columns.mapping.role(names[0]) in (given.REMARK, given.LEAVE)
            if not (role or is_left or says_nothing(cell.text)):
                passed[columns.filled.get(names[0], "")] = cell
    return cells, passed, noticed


def _is_awaited(name: str, columns: _Columns) -> bool:
    """Return whether something would be recorded of a cell of this column: by its heading alone where it
    holds nothing else."""
    role = columns.roles.get(name) or columns.mapping.role(name)
    if not role and name not in columns.filled:
        told = (reported_role(name, numbers=numbers, words=not numbers) for numbers in (True, False))
        return any(told)
    return role == "lead" or is_reported(role)


def _marked(cells: Mapping[str, TrackedCell], mapping: given.Mapping) -> TrackedCell | Told | None:
    """Return the status below which a row is marked, or why none is recorded; None without a mark."""
    marks = {role: cell for role, cell in cells.items() if not is_no_mark(cell.text)}
    if len(marks) > 1:
        place = next(iter(marks.values())).place
        return Told(place, "status_marked_twice", len(marks), is_left=True)
    if not marks:
        return None
    ((role, mark),) = marks.items()
    # what somebody says of the column makes words below it marks
    is_word = any(map(str.isalnum, mark.text)) and role in dict(mapping.columns).values()
    if is_word or is_mark(mark.text):
        return mark._replace(text=status_of_mark(role))
    return Told(mark.place, "mark_unknown", mark.text, is_left=True)


def _told_by(role: str, cells: Sequence[GridCell], heading: Heading) -> TrackedCell:
    """Return what the cells of a row say that have one role: notes below each other, or a sum of amounts."""
    told = [_cell(role, cell, heading) for cell in cells]
    filled = [n for n, cell in enumerate(told) if not says_nothing(cell.text)]
    if len(filled) < 2 or (role != NOTE and not is_amount(role)):
        return told[filled[0] if filled else 0]
    first = told[filled[0]]
    if role == NOTE:
        notes = [f"{heading.of(cells[n])[0].title}: {told[n].text}" for n in filled]
        return first._replace(text="\n".join(notes))
    numbers = [told[n].number for n in filled]
    unread = next((told[n] for n in filled if told[n].number is None), None)
    if unread is not None or len({told[n].currency for n in filled}) > 1:
        return unread or first._replace(text=" + ".join(told[n].text for n in filled), number=None)
    total = sum(number for number in numbers if number is not None)
    doubtful = any(told[n].doubtful for n in filled)
    text = " + ".join(told[n].text for n in filled)
    exact = " + ".join(told[n].exact or told[n].text for n in filled) if any(c.exact for c in told) else ""
    return first._replace(text=text, number=total, doubtful=doubtful, exact=exact)


def _cell(role: str, cell: GridCell, heading: Heading) -> TrackedCell:
    if role == PERCENT and cell.number is not None:
        # a cell's text has two decimals at most
        return TrackedCell(f"{cell.number[0]:.10g}", cell.place)
    if not is_amount(role):
        return TrackedCell(cell.text, cell.place)
    whole = in_full(cell, heading)
    number, title = amount(whole.text), heading.of(cell)[0].title
    code = next((code for code in (*named(whole.text), *named(title)) if code in CURRENCIES), "")
    if number is None:
        return TrackedCell(whole.text, cell.place, None, False, code)
    text, exact = cell.text, _exact(cell, heading)
    if TWO_WAYS.fullmatch(exact or ("" if cell.number else cell.text)):
        # the first reading is that of thousands
        return TrackedCell(exact or text, cell.place, amount(exact) or number, True, code, exact)
    return TrackedCell(text, cell.place, number, False, code, exact)


def _exact(cell: GridCell, heading: Heading) -> str:
    """Return the number of a cell in full where it has parts of a cent; else empty."""
    value, divisor = cell.number or (0, 1)
    # what a computer adds to 0.1 + 0.2 is no part of a cent
    number = Decimal(repr(round(value, 6))) * max(1, heading.scale_of(cell)) / divisor
    return "" if number == round(number, 2) else f"{number:f}"
