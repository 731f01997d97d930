"""``terren units``, ``matrix`` and ``indicators``: who reports, what each reported, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, zip_longest
from typing import Any, Final

from language import N_, _, counted, dates, terms
from language.numbers import NOTHING, number
from language.terms import achieved
from schema.choices import STATUS
from store.edits.indicators import indicators
from store.plan.achievement import IndicatorRow
from store.plan.short_names import short_names
from store.query.matrix import Matrix, MatrixRow, matrix
from store.query.unit_overview import UnitOverview, unit_overviews
from terren import output
from terren.commands import options
from terren.commands.list_forms import ListForm, list_forms
from terren.declare import command, flag, option
from terren.session import Session
from terren.shapes import shaped
from terren.words import tell_none_asked, unit_words


@command(
    "units",
    "List the units: who is enrolled, last heard when and under which revision of the plan, what is"
    " expected, has been reported, returned, and is outstanding.",
    prints="@unit*",
)
def units_command(session: Session, form: ListForm = list_forms()) -> None:
    from sync.receive.arrivals import heard_revisions

    today = date.today()
    with session.reading() as store:
        listed = unit_overviews(store, today=today)
        revisions = heard_revisions(store, session.places)
        if not (form.json or form.is_table):
            tell_none_asked(store, today)
    if form.is_table:
        from report.lists.unit_lists import units_list

        form.give(units_list(listed, revisions))
    elif output.give(
        lambda: [_unit_form(unit, revisions) for unit in listed], _unit_lines(listed, revisions)
    ):
        n = sum(unit.heard_at is not None for unit in listed)
        output.tell(counted("{n} unit has been heard of", "{n} units have been heard of", n))


def _unit_lines(listed: Sequence[UnitOverview], revisions: dict[str, int]) -> Iterator[str]:
    heads = (
        *(_("Unit"), _("Officer"), _("Last heard"), _("Revision")),
        *(_("Expected"), _("Reported"), _("Returned"), _("Outstanding")),
    )
    rows = [
        (
            unit_words(unit.unit, {unit.unit: unit.name}),
            ", ".join(laptop.officer for laptop in unit.laptops) or NOTHING,
            dates.datetime(unit.heard_at),
            ", ".join(str(n) for n in _revisions(unit, revisions)) or NOTHING,
            *(number(n) for n in (unit.expected, unit.reported, unit.returned, unit.owed)),
        )
        for unit in listed
    ]
    yield from output.columns(heads, rows, texts=3, cut=0)


def _revisions(unit: UnitOverview, revisions: dict[str, int]) -> list[int]:
    return sorted({revisions[laptop.replica] for laptop in unit.laptops if laptop.replica in revisions})


def _unit_form(unit: UnitOverview, revisions: dict[str, int]) -> dict[str, Any]:
    laptops = [shaped("laptop", each, revision=revisions.get(each.replica)) for each in unit.laptops]
    name = unit_words(unit.unit, {unit.unit: unit.name})
    return shaped("unit", unit, name=name, laptops=laptops)


@command(
    "indicators",
    "List the indicators with baseline, targets, what was measured, and progress.",
    prints="@indicator*",
)
def indicators_command(
    session: Session,
    objective: str | None = option("Of this strategic or specific objective.", metavar="NR"),
    form: ListForm = list_forms(),
) -> None:
    with session.reading(or_shipped=form.out is None) as store:
        rows = indicators(store, objective=objective)
    if form.is_table:
        from report.lists.objective_lists import indicators_list

        form.give(indicators_list(rows))
    elif output.give(
        lambda: [shaped("indicator", row) for row in rows], chain.from_iterable(map(indicator_lines, rows))
    ):
        output.tell(counted("{n} indicator", "{n} indicators", len(rows)))


def indicator_lines(row: IndicatorRow) -> Iterator[str]:
    """Yield an indicator with its values, a line each."""
    yield f"{row.nr}  {row.indicator.title}"
    for name, target in (
        (_("Baseline"), row.indicator.baseline),
        (_("Interim"), row.indicator.interim),
        (_("Final"), row.indicator.final),
    ):
        if target is not None:
            yield f"    {name}: {target.value or NOTHING} ({target.year or NOTHING})"
    for measured in row.measurements:
        mark = f" ({_('In conflict')})" if measured.conflict else ""
        source = f" · {measured.source}" if measured.source else ""
        yield f"    {measured.year}: {measured.value} {unit_words(measured.unit)}{source}{mark}"
    for done in row.achievements:
        if done.target is not None and done.target.value is not None:
            yield f"    {done.year}: {achieved(done.met, done.target.value, done.target.year, done.progress)}"


_HEAD_ROOM: Final = 6
"""Letters of a unit's name in the head of the table, written downwards."""


@command(
    "matrix",
    "Print what each unit reported on each action, beside the status of the action.",
    prints="@matrix",
)
def matrix_command(
    session: Session,
    as_of: date | None = options.AS_OF,
    everything: bool = flag("Also the units that have reported nothing.", "--all"),
    form: ListForm = list_forms(help=N_("Write the matrix into FILE.csv or FILE.xlsx.")),
) -> None:
    with session.reading() as store:
        current_matrix = matrix(store, as_of=as_of or date.today())
    if form.json:
        output.print_json(_matrix_form(current_matrix))
    elif form.is_table:
        from report.lists.unit_lists import matrix_list

        whole = form.out is None or everything
        form.give(matrix_list(current_matrix if whole else current_matrix.filled, words=form.out is not None))
    else:
        shown = current_matrix if everything else current_matrix.filled
        output.lines(_matrix_lines(shown))
        if silent := len(current_matrix.units) - len(shown.units):
            output.tell(
                counted(
                    "{n} unit has reported nothing; --all shows it.",
                    "{n} units have reported nothing; --all shows them.",
                    silent,
                )
            )
        for code in (*STATUS.codes, None):
            output.tell(f"{terms.status_mark(code)} {terms.status(code)}")
        output.tell(f"{terms.side_mark('conflict')} {_('In conflict')}")


def _unit_of(matrix: Matrix, unit: str) -> str:
    return unit_words(unit, matrix.printed)


def _matrix_form(matrix: Matrix) -> dict[str, Any]:
    units = [
        shaped("matrix_unit", matrix.columns[unit], code=unit, name=_unit_of(matrix, unit))
        for unit in matrix.units
    ]
    actions = [
        shaped(
            "matrix_action",
            row,
            cells={unit: row.cells[unit] for unit in matrix.units if unit in row.cells},
            conflicts=sorted(row.conflicts),
            by_form=sorted(row.forms),
        )
        for row in matrix.rows
    ]
    return {"units": units, "actions": actions}


def _matrix_lines(matrix: Matrix) -> Iterator[str]:
    """Yield a column of one sign a unit, its short name downwards; a blank where no report is expected."""
    room = max((len(row.nr) for row in matrix.rows), default=0)
    short = short_names({unit: _unit_of(matrix, unit) for unit in matrix.units}, _HEAD_ROOM)
    most = max(map(len, short.values()), default=0)
    for letters in zip_longest(*(short[unit].rjust(most) for unit in matrix.units), fillvalue=" "):
        yield f"{' ' * room}     {''.join(letters)}".rstrip()
    for row in matrix.rows:
        whole = terms.status_mark(row.status) + ("*" if row.assessed else " ")
        cells = "".join(_sign(row, unit) for unit in matrix.units)
        yield f"{row.nr.ljust(room)}  {whole} {cells}".rstrip()


def _sign(row: MatrixRow, unit: str) -> str:
    if unit in row.conflicts:
        return terms.side_mark("conflict")
    return terms.status_mark(row.cells[unit]) if unit in row.cells else " "
