"""``terren matrix``: what each unit reported on each action."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from language import N_, _, counted, terms
from store.plan.units import short_names
from store.query.matrix import Matrix, MatrixRow, matrix
from terren import output
from terren.commands import options
from terren.declare import command, flag
from terren.list_forms import ListForm, list_forms
from terren.session import Session
from terren.words import unit_words

_HEAD_ROOM: Final = 6
"""Letters of a unit's name in the head of the table, written downwards."""


@command("matrix", "Print what each unit reported on each action, beside the status of the action.")
def matrix_command(
    session: Session,
    as_of: date | None = options.as_of(),
    everything: bool = flag("Also the units that have reported nothing.", "--all"),
    form: ListForm = list_forms(help=N_("Write the matrix into FILE.csv or FILE.xlsx.")),
) -> None:
    with session.reading(or_shipped=True) as store:
        found = matrix(store, as_of=as_of or date.today())
    if form.json:
        output.print_json(_form(found))
    elif form.is_table:
        from report.lists.unit_lists import matrix_list

        whole = form.out is None or everything
        form.give(matrix_list(found if whole else found.filled, words=form.out is not None))
    else:
        shown = found if everything else found.filled
        output.lines(_table(shown))
        if silent := len(found.units) - len(shown.units):
            output.tell(
                counted(
                    "{n} unit has reported nothing; --all shows it.",
                    "{n} units have reported nothing; --all shows them.",
                    silent,
                )
            )
        for code in (*terms.STATUSES, None):
            output.tell(f"{terms.status_mark(code)} {terms.status(code)}")
        output.tell(f"{terms.side_mark('conflict')} {_('In conflict')}")


def _name(found: Matrix, unit: str) -> str:
    return unit_words(unit, found.printed)


def _form(found: Matrix) -> dict[str, Any]:
    return {
        "units": [
            {"code": unit, "name": _name(found, unit), **found.columns[unit]._asdict()}
            for unit in found.units
        ],
        "actions": [
            {
                "nr": row.nr,
                "title": row.title,
                "status": row.status,
                "assessed": row.assessed,
                "cells": {unit: row.cells[unit] for unit in found.units if unit in row.cells},
                "conflicts": sorted(row.conflicts),
            }
            for row in found.rows
        ],
    }


def _table(found: Matrix) -> Iterator[str]:
    """One column of one sign a unit, its short name downwards; a blank where no report is expected."""
    room = max((len(row.nr) for row in found.rows), default=0)
    short = short_names({unit: _name(found, unit) for unit in found.units}, _HEAD_ROOM)
    most = max(map(len, short.values()), default=0)
    for letters in zip_longest(*(short[unit].rjust(most) for unit in found.units), fillvalue=" "):
        yield f"{' ' * room}     {''.join(letters)}".rstrip()
    for row in found.rows:
        whole = terms.status_mark(row.status) + ("*" if row.assessed else " ")
        cells = "".join(_sign(row, unit) for unit in found.units)
        yield f"{row.nr.ljust(room)}  {whole} {cells}".rstrip()


def _sign(row: MatrixRow, unit: str) -> str:
    if unit in row.conflicts:
        return terms.side_mark("conflict")
    return terms.status_mark(row.cells[unit]) if unit in row.cells else " "
