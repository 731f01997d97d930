"""``terren assess``, ``cancel``, ``approve`` and ``return``: what headquarters has to say."""

from __future__ import annotations

from datetime import date

from language import N_
from store.edits.assessment import assess, cancel
from store.edits.reviewing import approve, return_report
from terren.asking import given
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import argument, command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import DAY
from terren.words import tell_unusual


@command(
    "assess", "Record headquarters' assessment of action NR as a whole. An empty value clears.", records=True
)
def assess_command(
    session: Session,
    nr: str = argument("NR"),
    status: str | None = options.STATUS,
    on: date | None = options.STATUS_DAY,
    comment: str | None = option("What headquarters has to say on it."),
    how: options.How = options.how("decide", "meeting"),
) -> None:
    if status is None and comment is None:
        raise WrongUsage(N_("Give an assessment: --status or --comment."))
    if status is None and on is not None:
        raise WrongUsage(N_("A day needs a status: --status."))
    with recorder(session, how) as work:
        work.record(
            lambda how: assess(
                work.store,
                nr,
                today=how.today,
                status=status,
                on=on,
                comment=comment,
                meeting=how.meeting,
                seen=how.seen,
            )
        )
        tell_unusual(work.store, on, work.recording.today)


@command("cancel", "Record headquarters' decision to cancel action NR, or take it back.", records=True)
def cancel_command(
    session: Session,
    nr: str = argument("NR"),
    reason: str = option("The reason; it becomes a note on the action.", required=True),
    on: date | None = option("The day from which it is cancelled; today if not given.", type=DAY),
    revoke: bool = flag("Take the cancellation back."),
    how: options.How = options.how("decide", "meeting"),
) -> None:
    if revoke and on is not None:
        raise WrongUsage(N_("Choose one of --on and --revoke."))
    with recorder(session, how) as work:
        work.record(
            lambda how: cancel(
                work.store,
                nr,
                today=how.today,
                cancelled=not revoke,
                on=on,
                reason=reason,
                meeting=how.meeting,
                seen=how.seen,
            )
        )
        tell_unusual(work.store, on, work.recording.today)


@command(
    "approve",
    "Approve what units reported on the actions NR: of all units that did, without the returned reports that"
    " are not answered yet, or of one. A later change of a unit is not approved by it.",
    records=True,
)
def approve_command(
    session: Session,
    nrs: tuple[str, ...] = argument("NR...", nargs=-1),
    units: tuple[str, ...] = option(
        "Only the report of this unit; repeatable.", "--unit", metavar="UNIT", multiple=True
    ),
    how: options.How = options.how("decide"),
) -> None:
    with recorder(session, how) as work:
        work.record(lambda how: approve(work.store, nrs, units=units or None, seen=how.seen))


@command(
    "return",
    "Return what a unit reported on action NR, with a reason. It stands as returned at the unit until the"
    " unit changes something in its report on that action.",
    records=True,
)
def return_command(
    session: Session,
    nr: str = argument("NR"),
    unit: str | None = option("Whose report; needed where several units have reported.", metavar="UNIT"),
    reason: str = option("What is missing or wrong; “-” reads standard input.", required=True),
    how: options.How = options.how("decide"),
) -> None:
    why = given(reason)
    with recorder(session, how) as work:
        work.record(lambda how: return_report(work.store, nr, why, unit=unit, seen=how.seen))
