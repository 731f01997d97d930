"""``terren approve`` and ``return``: headquarters' review of what units reported."""

from __future__ import annotations

import click

from language import N_
from store.edits.reviewing import approve, return_report
from terren.asking import given
from terren.commands import options
from terren.commands.report.recording import record
from terren.declare import command, option
from terren.session import Session


@command(
    "approve",
    help=N_(
        "Approve what units reported on the actions NR: of all units that did, or of one. A later change of a"
        " unit is not approved by it."
    ),
)
@click.argument("nrs", metavar="NR...", nargs=-1, required=True)
@option(
    "--unit", "units", metavar="UNIT", multiple=True, help=N_("Only the report of this unit; repeatable.")
)
@options.decide()
@click.pass_obj
def approve_command(session: Session, nrs: tuple[str, ...], units: tuple[str, ...], decide: bool) -> None:
    with session.working() as store:
        record(store, decide, lambda seen: approve(store, nrs, units=units or None, seen=seen))


@command(
    "return",
    help=N_(
        "Return what a unit reported on action NR, with a reason. It stands as returned at the unit until the"
        " unit changes something in its report on that action."
    ),
)
@click.argument("nr", metavar="NR")
@option("--unit", metavar="UNIT", help=N_("Whose report; needed where several units have reported."))
@option(
    "--reason", metavar="TEXT", required=True, help=N_("What is missing or wrong; “-” reads standard input.")
)
@options.decide()
@click.pass_obj
def return_command(session: Session, nr: str, unit: str | None, reason: str, decide: bool) -> None:
    with session.working() as store:
        why = given(reason)
        record(store, decide, lambda seen: return_report(store, nr, why, unit=unit, seen=seen))
