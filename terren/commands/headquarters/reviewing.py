"""``terren approve`` and ``return``: headquarters' review of what units reported."""

from __future__ import annotations

from language import N_
from store.edits.reviewing import approve, return_report
from terren.asking import given
from terren.commands import options
from terren.commands.report.recording import record
from terren.declare import argument, command, option
from terren.session import Session


@command(
    "approve",
    N_(
        "Approve what units reported on the actions NR: of all units that did, or of one. A later change of a"
        " unit is not approved by it."
    ),
    records=True,
)
def approve_command(
    session: Session,
    nrs: tuple[str, ...] = argument("NR...", nargs=-1),
    units: tuple[str, ...] = option(
        N_("Only the report of this unit; repeatable."), "--unit", metavar="UNIT", multiple=True
    ),
    decide: bool = options.decide(),
) -> None:
    with session.working() as store:
        record(store, decide, lambda seen: approve(store, nrs, units=units or None, seen=seen))


@command(
    "return",
    N_(
        "Return what a unit reported on action NR, with a reason. It stands as returned at the unit until the"
        " unit changes something in its report on that action."
    ),
    records=True,
)
def return_command(
    session: Session,
    nr: str = argument("NR"),
    unit: str | None = option(N_("Whose report; needed where several units have reported."), metavar="UNIT"),
    reason: str = option(N_("What is missing or wrong; “-” reads standard input."), required=True),
    decide: bool = options.decide(),
) -> None:
    with session.working() as store:
        why = given(reason)
        record(store, decide, lambda seen: return_report(store, nr, why, unit=unit, seen=seen))
