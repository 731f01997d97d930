"""``terren matrix``: what each unit reported on each action."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any, Final

import click

import language
from language import N_, _, terms
from language.dates import parse_date
from store.plan.units import unit_name
from store.query.matrix import Matrix, MatrixRow, matrix
from terren import output
from terren.declare import as_json, command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session

_HEAD_ROOM: Final = 6
"""Letters of a unit's code in the head of the table, written downwards."""


@command("matrix", help=N_("Print what each unit reported on each action, beside the status of the action."))
@option(
    "--as-of",
    metavar="DATE",
    help=N_("With the statuses in force on that day; those that stand if not given."),
)
@as_json()
@flag("--csv", "as_csv", help=N_("Print CSV for a spreadsheet."))
@click.pass_obj
def matrix_command(session: Session, as_of: str | None, as_json: bool, as_csv: bool) -> None:
    """Print the matrix."""
    if as_json and as_csv:
        raise WrongUsage(N_("Choose one of --json and --csv."))
    with session.reading(or_shipped=True) as store:
        found = matrix(store, as_of=None if as_of is None else parse_date(as_of, date.today()))
    if as_json:
        output.print_json(_form(found))
    elif as_csv:
        output.print_csv(
            ["nr", "title", "status", "assessed", "conflicts", *found.units],
            ([*_csv_head(row), *(_csv_cell(row, unit) for unit in found.units)] for row in found.rows),
        )
    else:
        output.lines(_table(found))
        for code in (*terms.STATUSES, None):
            output.tell(f"{terms.status_mark(code)} {terms.status(code)}")
        output.tell(f"{terms.side_mark('conflict')} {_('In conflict')}")


def _form(found: Matrix) -> dict[str, Any]:
    return {
        "units": [
            {"code": unit, "name": unit_name(unit, language.current()), **found.columns[unit]._asdict()}
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


def _csv_head(row: MatrixRow) -> list[str | int | None]:
    return [row.nr, row.title, row.status, row.assessed, "; ".join(sorted(row.conflicts))]


def _csv_cell(row: MatrixRow, unit: str) -> str | None:
    """A status; ``not_reported`` where one is expected; None where none is."""
    return (row.cells[unit] or "not_reported") if unit in row.cells else None


def _table(found: Matrix) -> Iterator[str]:
    """One column of one sign a unit, its code written downwards; a blank where no report is expected."""
    room = max((len(row.nr) for row in found.rows), default=0)
    for letters in zip_longest(*(unit[:_HEAD_ROOM] for unit in found.units), fillvalue=" "):
        yield f"{' ' * room}     {''.join(letters)}".rstrip()
    for row in found.rows:
        whole = terms.status_mark(row.status) + ("*" if row.assessed else " ")
        cells = "".join(_sign(row, unit) for unit in found.units)
        yield f"{row.nr.ljust(room)}  {whole} {cells}".rstrip()


def _sign(row: MatrixRow, unit: str) -> str:
    if unit in row.conflicts:
        return terms.side_mark("conflict")
    return terms.status_mark(row.cells[unit]) if unit in row.cells else " "
