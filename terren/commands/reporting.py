"""``terren set``, ``note`` and ``evidence``: what an officer reports in words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

import click

from language import N_, _
from store.belonging import whole_percent
from store.change import Change
from store.database import Store
from store.edits import StatusReport, add_evidence, add_note, report_statuses
from terren import output
from terren.declare import command, option
from terren.meetings import in_meeting, meeting_id
from terren.session import Session
from terren.words import day, reason_code, status_code, told_changes
from tui.typed import deadline, evidence_kind_code


def tell_recorded(store: Store, changes: Sequence[Change]) -> None:
    """Say what was recorded."""
    if not changes:
        output.tell(_("Nothing was recorded: it stands like that already."))
    for sentence in told_changes(store, changes):
        output.tell(sentence)


@command("set", help=N_("Report the status of the actions NR and what belongs to it. An empty value clears."))
@click.argument("nrs", metavar="NR...", nargs=-1, required=True)
@option("--status", metavar="S", help=N_("A code, its words or their beginning, or a key from 1 to 6."))
@option("--on", metavar="DATE", help=N_("The day on which the status took effect; today for a new one."))
@option("--percent", metavar="N", help=N_("Percent complete, from 0 to 100."))
@option("--reason", metavar="CODE", help=N_("The reason for delay: a code, or its words."))
@option("--reason-text", metavar="TEXT", help=N_("The reason for delay in your own words."))
@option("--new-deadline", metavar="Y", help=N_("The new deadline: a year or a day."))
@option("--output", "output_reached", metavar="TEXT", help=N_("The output reached."))
@option("--next", "next_steps", metavar="TEXT", help=N_("The next steps."))
@option("--unit", metavar="CODE", help=N_("The unit for which headquarters reports."))
@in_meeting()
@click.pass_obj
def set_command(
    session: Session,
    nrs: tuple[str, ...],
    status: str | None,
    on: str | None,
    percent: str | None,
    reason: str | None,
    reason_text: str | None,
    new_deadline: str | None,
    output_reached: str | None,
    next_steps: str | None,
    unit: str | None,
    meeting: str | None,
) -> None:
    """Report a status; for several actions in one transaction, which one undo takes back."""
    given = (status, on, percent, reason, reason_text, new_deadline, output_reached, next_steps)
    if all(value is None for value in given):
        raise click.UsageError(_("Say what to set, for example --status implemented."))
    today = date.today()
    with session.working() as store:
        report = StatusReport(
            status=None if status is None else status_code(status),
            on=None if on is None else day(on, today),
            percent=None if percent is None else whole_percent(percent),
            reason=None if reason is None else reason_code(reason),
            reason_text=reason_text,
            new_deadline=None if new_deadline is None else deadline(new_deadline),
            output_reached=output_reached,
            next_steps=next_steps,
        )
        held_in = meeting_id(store, meeting)
        tell_recorded(store, report_statuses(store, nrs, report, today=today, unit=unit, meeting=held_in))


@command("note", help=N_("Add the note TEXT to action NR; “-” reads it from standard input."))
@click.argument("nr", metavar="NR")
@click.argument("text", metavar="TEXT")
@option("--unit", metavar="CODE", help=N_("The unit for which headquarters reports."))
@in_meeting()
@click.pass_obj
def note_command(session: Session, nr: str, text: str, unit: str | None, meeting: str | None) -> None:
    """Add a note."""
    if text == "-":
        text = sys.stdin.read()
    with session.working() as store:
        tell_recorded(store, add_note(store, nr, text, unit=unit, meeting=meeting_id(store, meeting)))


@command("evidence", help=N_("Add evidence to action NR: its TITLE and where it is kept."))
@click.argument("nr", metavar="NR")
@click.argument("title", metavar="TITLE")
@option("--ref", "reference", metavar="REF", required=True, help=N_("A protocol number, a file, an address."))
@option("--kind", metavar="KIND", default="", help=N_("What kind of evidence it is: a code, or its words."))
@option("--unit", metavar="CODE", help=N_("The unit for which headquarters reports."))
@in_meeting()
@click.pass_obj
def evidence_command(
    session: Session,
    nr: str,
    title: str,
    reference: str,
    kind: str,
    unit: str | None,
    meeting: str | None,
) -> None:
    """Add evidence."""
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        tell_recorded(
            store,
            add_evidence(
                store, nr, title, reference, kind=evidence_kind_code(kind), unit=unit, meeting=held_in
            ),
        )
