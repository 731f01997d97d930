"""``terren assess``, ``cancel`` and ``decide``: headquarters' word, and what was agreed on an action."""

from __future__ import annotations

from datetime import date

import click

from language import N_
from store.edits.assessment import Resolution, assess, cancel, record_resolution
from terren.asking import given
from terren.commands import options
from terren.commands.report.recording import meeting_id, record, tell_recorded
from terren.declare import command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import DAY
from terren.words import tell_ahead


@command(
    "assess",
    help=N_("Record headquarters' assessment of action NR as a whole. An empty value clears."),
)
@click.argument("nr", metavar="NR")
@options.status()
@options.status_day()
@option("--comment", metavar="TEXT", help=N_("What headquarters has to say on it."))
@options.decide()
@options.in_meeting()
@click.pass_obj
def assess_command(
    session: Session,
    nr: str,
    status: str | None,
    on: date | None,
    comment: str | None,
    decide: bool,
    meeting: str | None,
) -> None:
    if status is None and comment is None:
        raise WrongUsage(N_("Give an assessment: --status or --comment."))
    if status is None and on is not None:
        raise WrongUsage(N_("A day needs a status: --status."))
    today = date.today()
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        record(
            store,
            decide,
            lambda seen: assess(
                store, nr, today=today, status=status, on=on, comment=comment, meeting=held_in, seen=seen
            ),
        )
        tell_ahead(on, today)


@command("cancel", help=N_("Record headquarters' decision to cancel action NR, or take it back."))
@click.argument("nr", metavar="NR")
@option("--reason", metavar="TEXT", required=True, help=N_("The reason; it becomes a note on the action."))
@option("--on", metavar="DATE", type=DAY, help=N_("The day from which it is cancelled; today if not given."))
@flag("--revoke", help=N_("Take the cancellation back."))
@options.decide()
@options.in_meeting()
@click.pass_obj
def cancel_command(
    session: Session, nr: str, reason: str, on: date | None, revoke: bool, decide: bool, meeting: str | None
) -> None:
    if revoke and on is not None:
        raise WrongUsage(N_("Choose one of --on and --revoke."))
    today = date.today()
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        record(
            store,
            decide,
            lambda seen: cancel(
                store,
                nr,
                today=today,
                cancelled=not revoke,
                on=on,
                reason=reason,
                meeting=held_in,
                seen=seen,
            ),
        )
        tell_ahead(on, today)


@command("decide", help=N_("Record what was agreed on action NR; “-” reads TEXT from standard input."))
@click.argument("nr", metavar="NR")
@click.argument("text", metavar="TEXT")
@option("--responsible", metavar="WHO", default="", help=N_("Who is to do it."))
@option("--due", metavar="DATE", type=DAY, help=N_("The day by which it is to be done."))
@options.for_unit()
@options.in_meeting()
@click.pass_obj
def decide_command(
    session: Session,
    nr: str,
    text: str,
    responsible: str,
    due: date | None,
    unit: str | None,
    meeting: str | None,
) -> None:
    text = given(text)
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        agreed = Resolution(text, responsible, due)
        tell_recorded(store, record_resolution(store, nr, agreed, unit=unit, meeting=held_in))
