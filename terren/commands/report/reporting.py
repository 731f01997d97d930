"""``terren set``, ``note`` and ``evidence``: what an officer reports in words."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import click

from language import N_
from store.edits.edits import StatusReport, add_evidence, add_note, report_statuses
from store.edits.entries import correct_evidence, correct_note, withdraw_entry
from terren.asking import given
from terren.commands import options
from terren.commands.report.recording import meeting_id, record, tell_recorded
from terren.declare import command, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import DEADLINE, EVIDENCE_KIND, PERCENT, REASON
from terren.words import tell_ahead


@command("set", help=N_("Report the status of the actions NR and what belongs to it. An empty value clears."))
@click.argument("nrs", metavar="NR...", nargs=-1, required=True)
@options.status()
@options.status_day()
@option("--percent", metavar="N", type=PERCENT, help=N_("Percent complete, from 0 to 100."))
@option("--reason", metavar="CODE", type=REASON, help=N_("The reason for delay: a code, or its words."))
@option("--reason-text", metavar="TEXT", help=N_("The reason for delay in your own words."))
@option("--new-deadline", metavar="Y", type=DEADLINE, help=N_("The new deadline: a year or a day."))
@option("--output", "output_reached", metavar="TEXT", help=N_("The output reached."))
@option("--next", "next_steps", metavar="TEXT", help=N_("The next steps."))
@options.for_unit()
@options.decide()
@options.in_meeting()
@click.pass_obj
def set_command(
    session: Session,
    nrs: tuple[str, ...],
    status: str | None,
    on: date | None,
    percent: int | Literal[""] | None,
    reason: str | None,
    reason_text: str | None,
    new_deadline: str | None,
    output_reached: str | None,
    next_steps: str | None,
    unit: str | None,
    decide: bool,
    meeting: str | None,
) -> None:
    """Report a status; for several actions in one transaction, which one undo takes back."""
    given = (status, on, percent, reason, reason_text, new_deadline, output_reached, next_steps)
    if all(value is None for value in given):
        raise WrongUsage(N_("Say what to set, for example --status implemented."))
    today = date.today()
    with session.working() as store:
        report = StatusReport(
            status=status,
            on=on,
            percent=percent,
            reason=reason,
            reason_text=reason_text,
            new_deadline=new_deadline,
            output_reached=output_reached,
            next_steps=next_steps,
        )
        held_in = meeting_id(store, meeting)
        record(
            store,
            decide,
            lambda seen: report_statuses(
                store, nrs, report, today=today, unit=unit, meeting=held_in, seen=seen
            ),
        )
        tell_ahead(report.on, today)


_CORRECT: Final = option(
    "--correct", metavar="ENTRY", help=N_("Put this in place of an entry, as “terren show” names it.")
)
_WITHDRAW: Final = option("--withdraw", metavar="ENTRY", help=N_("Only take this entry away."))


@command("note", help=N_("Add the note TEXT to action NR; “-” reads it from standard input."))
@click.argument("nr", metavar="NR")
@click.argument("text", metavar="[TEXT]", required=False)
@_CORRECT
@_WITHDRAW
@options.for_unit()
@options.in_meeting()
@click.pass_obj
def note_command(
    session: Session,
    nr: str,
    text: str | None,
    correct: str | None,
    withdraw: str | None,
    unit: str | None,
    meeting: str | None,
) -> None:
    """Add a note, or correct or withdraw one."""
    _refuse_both(withdraw, text, correct)
    text = None if text is None else given(text)
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        if withdraw is not None:
            changes = withdraw_entry(store, nr, "note", withdraw, meeting=held_in)
        elif correct is not None:
            changes = correct_note(store, nr, correct, text or "", meeting=held_in)
        else:
            changes = add_note(store, nr, text or "", unit=unit, meeting=held_in)
        tell_recorded(store, changes)


def _refuse_both(withdraw: str | None, *given: str | None) -> None:
    """An entry is either written or withdrawn. Raises WrongUsage."""
    if (withdraw is None) == (given[0] is None) or (withdraw is not None and any(given)):
        raise WrongUsage(N_("Say what to write, or which entry to withdraw."))


@command("evidence", help=N_("Add evidence to action NR: its TITLE and where it is kept."))
@click.argument("nr", metavar="NR")
@click.argument("title", metavar="[TITLE]", required=False)
@_CORRECT
@_WITHDRAW
@option("--ref", "reference", metavar="REF", help=N_("A protocol number, a file, an address."))
@option(
    "--kind",
    metavar="KIND",
    type=EVIDENCE_KIND,
    default="",
    help=N_("What kind of evidence it is: a code, or its words."),
)
@options.for_unit()
@options.in_meeting()
@click.pass_obj
def evidence_command(
    session: Session,
    nr: str,
    title: str | None,
    reference: str | None,
    kind: str,
    correct: str | None,
    withdraw: str | None,
    unit: str | None,
    meeting: str | None,
) -> None:
    """Add evidence, or correct or withdraw it."""
    _refuse_both(withdraw, title, reference, correct)
    if withdraw is None and reference is None:
        raise WrongUsage(N_("Say where it is kept: --ref REF."))
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        given = (title or "", reference or "")
        if withdraw is not None:
            changes = withdraw_entry(store, nr, "evidence", withdraw, meeting=held_in)
        elif correct is not None:
            changes = correct_evidence(store, nr, correct, *given, kind=kind, meeting=held_in)
        else:
            changes = add_evidence(store, nr, *given, kind=kind, unit=unit, meeting=held_in)
        tell_recorded(store, changes)
