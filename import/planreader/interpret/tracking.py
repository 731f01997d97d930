"""What a table says of actions that are in a plan already: how they stand, what was spent, and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from planreader.interpret.headings.sidebyside import one_below_other
from planreader.interpret.mapping import given
from planreader.interpret.mapping.entry import decided_roles, surveyed
from planreader.interpret.trackedcolumns import (
    Told,
    columns_of_times,
    legend_of,
    progress_of_plan,
    tables_passed,
    told_of_rows,
)
from planreader.interpret.trackedrows import (
    TrackedCell,
    TrackedRow,
    Tracking,
    in_its_time,
    latest,
    with_names_above,
    without_parts,
)
from planreader.interpret.trackedtables import Columns, columns_of_tables, sums_told, told_of_columns
from planreader.interpret.trackedunits import heads_reporters, with_reporters
from planreader.interpret.trackedvalues import doubted, in_percent, told_by
from planreader.interpret.whose.beside import has_word_for_municipality
from planreader.interpret.whose.lines import Lines
from planreader.interpret.whose.sheets import Bodies, Whose
from planreader.interpret.whose.sums import without_sums
from planreader.interpret.whose.years import (
    Moment,
    in_year,
    of_all_tables,
    time_told,
)
from planreader.sources.grid import STRUCK, UNSAVED, GridCell, GridRow, with_above
from planreader.vocabulary.money import is_about
from planreader.vocabulary.times import end_of
from planreader.vocabulary.tracking import (
    FIELDS,
    STATUS,
    UNIT,
    day_told,
    is_amount,
    is_mark,
    is_no_mark,
    is_reported,
    is_running,
    reported_role,
    says_nothing,
    status_of_mark,
)
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

    Raises UserError ``mapping_no_table``, or as :func:`planreader.interpret.mapping.given.check` and, of what
    is said of units, :func:`store.plan.units.resolve_unit`.
    """
    rows = one_below_other(with_above(grid))
    table = surveyed(rows, [name for name, _role in mapping.columns], reports=True)
    if table is None:
        raise UserError("mapping_no_table", file=file)
    roles = decided_roles(table.columns, mapping)
    given.check(mapping, list(roles), file)
    roles |= {name: role for name, role in progress_of_plan(table, roles).items() if not mapping.role(name)}
    bodies = Bodies(institutions, own, mapping.meant(UNIT))
    roles, of_units = with_reporters(table, roles, mapping, bodies)
    of_times = columns_of_times(table, roles, mapping)
    roles |= dict.fromkeys(of_times, given.LEAVE)
    tables = columns_of_tables(table, roles, of_times, mapping, bodies, file)
    roles = of_all_tables(roles, [own.filled for own in tables])
    pairs = [pair for own in tables for pair in own.roles.items()]
    so_far = {role for name, role in pairs if is_amount(role) and is_running(name)}
    lines = Lines(table.rows, {own.at: own.heading for own in tables}, bodies)
    read = [row for own in tables for row in _rows(own, lines, bodies, so_far)]
    read, of_parts = without_parts(read) if mapping.assumed(given.PARTS) == given.LEAVE else (read, [])
    latest_rows, earlier = latest(read)
    tracked, of_sums = without_sums(latest_rows)
    counts = {name for name, role in pairs if role}
    columns = tuple(
        column._replace(role=roles[column.name] if column.name in counts else "") for column in table.columns
    )
    above = [" ".join(cell.text for cell in row.filled) for row in table.rows[: tables[0].at]]
    day = max(end_of(own.moment) for own in tables) or day_told(above)
    noticed = [*lines.told, *sums_told(tables), *told_of_columns(table, roles, tables, mapping)]
    noticed += [*tables_passed(table), *of_parts, *of_sums, *(told for row in tracked for told in row.told)]
    noticed += [
        *told_of_rows(table, [row for own in tables for row in own.rows], earlier),
        *(Told(table.place, "rows_of_years", name) for name in roles if name in of_times),
    ]
    rows_read = tuple(in_percent(doubted(tracked)))
    known = {year for own in tables for year in own.years or (0,)}
    known |= {row.when[0] for row in tracked if row.when[0]}
    legend = legend_of(table.rows)
    noticed_once = tuple(dict.fromkeys(noticed))
    told = noticed_once, legend, (*sorted(known),), of_units
    months = {when[1] for own in tables if (when := own.moment) and not when[0]}
    months |= {row.when[1] for row in tracked if row.when[1] and not row.when[0]}
    is_undated = any(own.is_undated for own in tables)
    return Tracking(columns, rows_read, table.place, day, *told, (*sorted(months),), is_undated)


def _rows(own: Columns, lines: Lines, bodies: Bodies, so_far: Collection[str]) -> Iterator[TrackedRow]:
    """Yield the rows of a table, each with the day on which it says how things stand."""
    parts = [*own.by_unit()]
    around_it = lines.around[own.at]
    read = (
        _row(row, columns, whose, bodies, lines.time_of(row))._replace(around=around_it)
        for row in own.rows
        if (whose := lines.of(row)) is not None
        for columns in parts
    )
    yearly = {role: role for role in own.roles.values() if role not in so_far}
    for row in with_names_above(read):
        yield in_its_time(row, own.moment, in_year(yearly, {row.when[0]} - {0}))


def _row(row: GridRow, columns: Columns, whose: Whose, bodies: Bodies, time: Moment) -> TrackedRow:
    """Return what a row says; ``time`` is that of the lines above it."""
    cells, passed, noticed = _by_role(row, columns)
    told = {role: told_by(role, own, columns.heading) for role, own in cells.items() if is_reported(role)}
    status = _marked({role: told.pop(role) for role in [*told] if status_of_mark(role)}, columns.mapping)
    if isinstance(status, TrackedCell):
        told.setdefault(STATUS, status)
    elif status is not None:
        noticed.append(status)
    for role, cell in passed.items():
        if role in FIELDS and (role not in told or says_nothing(told[role].text)):
            noticed.append(Told(cell.place, "cell_of_column_passed", cell.text))
    amounts = [cell for role, cell in told.items() if is_amount(role)]
    noticed += [
        Told(cell.place, "amount_rounded", cell.exact) for cell in amounts if cell.exact and not cell.doubtful
    ]
    noticed += [Told(cell.place, "amount_about", cell.text) for cell in amounts if is_about(cell.text)]
    number, action, lead, payer = (
        cells[role][0].text if role in cells else "" for role in ("number", "action", "lead", "funding")
    )
    numbers = cells["number"][0].options if "number" in cells else ()
    titles = (column.title for cell in cells["lead"][:1] for column in columns.heading.of(cell))
    is_municipal = any(has_word_for_municipality(title) or heads_reporters(title) for title in titles)
    unit, lead = bodies.of_row(columns.unit, whose.unit, lead, is_municipal=is_municipal)
    times = [
        time_told(cell.text)
        for cell in cells.get(given.LEAVE, ())
        if columns.heading.of(cell)[0].title in columns.times
    ]
    year, month = (max((part[n] for part in times), default=0) for n in (0, 1))
    when = year or time[0], month or time[1], 0
    when = (columns.year, *when[1:]) if when[1] and not when[0] else when
    own = "", unit, numbers, "", payer, when, columns.parts
    return TrackedRow(number, action, lead or whose.institution, row.place, told, tuple(noticed), *own)


def _by_role(
    row: GridRow, columns: Columns
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


def _is_awaited(name: str, columns: Columns) -> bool:
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
