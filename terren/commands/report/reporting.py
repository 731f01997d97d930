"""``terren set``, ``note`` and ``evidence``: what an officer reports in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from language import N_, _
from language.registers import contradicting
from schema.registers import ACTION_REPORT
from store.db.database import Store
from store.edits.edits import StatusReport, add_evidence, add_note, report_statuses
from store.edits.entries import correct_evidence, correct_note, withdraw_entry
from store.edits.recording import Recording
from store.edits.settling import contradicting_values, settle
from store.ledger.change import Change
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.report.recording import meeting_id, record, tell_recorded
from terren.declare import argument, command, flag, option, several
from terren.field_values import EVIDENCE_KIND, option_type
from terren.misuse import WrongUsage
from terren.session import Session
from terren.words import tell_passed, tell_unusual

_REPORTED: Final = {
    "status": options.STATUS,
    "on": options.STATUS_DAY,
    **{
        field.name: option(field.help, *filter(None, [field.option]), type=option_type(field.type))
        for field in ACTION_REPORT.fields
        if field.name != "status"
    },
}


@command(
    "set",
    "Report the status of the actions NR and what belongs to it. An empty value clears. With --from many"
    " reports at once, of lines of JSON or of CSV.",
    records=True,
)
def set_command(
    session: Session,
    nrs: tuple[str, ...] = argument("[NR]...", nargs=-1),
    report: StatusReport = several(_REPORTED, StatusReport),
    unit: str | None = options.FOR_UNIT,
    settles: bool = flag(
        "Set what contradicts the status: 100 % and no reason for delay where it is implemented.", "--settle"
    ),
    decide: bool = options.DECIDE,
    lines: str | None = option(
        "Lines with nr, unit, on, and fields such as status, percent, note, 2026.capital.spent; “-” is"
        " standard input. All are recorded, or none.",
        "--from",
        metavar="FILE",
    ),
    meeting: str | None = options.IN_MEETING,
) -> None:
    """Report a status; for several actions in one transaction, which one undo takes back."""
    if lines is not None:
        if nrs or report or settles:
            raise WrongUsage(N_("--from says all by itself: leave out NR and the values."))
        from terren.commands.report.lines import record_lines

        with session.working() as store:
            record_lines(store, lines, Recording(date.today(), unit, meeting_id(store, meeting)))
        return
    if not nrs:
        raise WrongUsage(N_("Name the actions, or give many reports with --from FILE."), field="NR")
    if not report and not settles:
        raise WrongUsage(N_("Say what to set, for example --status implemented."))
    today = date.today()
    with session.working() as store:
        recording = Recording(today, unit, meeting_id(store, meeting))
        changes: list[Change] = []
        if report:
            changes = record(
                store,
                decide,
                lambda seen: report_statuses(store, nrs, report, recording._replace(seen=seen)),
            )
        if settles:
            batch = changes[-1].batch if changes else None
            tell_recorded(store, settle(store, nrs, recording._replace(batch=batch)))
        else:
            _tell_contradictions(store, nrs, unit)
        tell_unusual(store, report.on, today)
        tell_passed(str(report.values.get("new_deadline", "")), today)


def _tell_contradictions(store: Store, nrs: Sequence[str], unit: str | None) -> None:
    """Say what of the reports contradicts their status by now."""
    contradicted = [(nr, values) for nr in nrs if (values := contradicting_values(store, nr, unit))]
    for nr, values in contradicted:
        output.tell(f"{nr}: {contradicting(values)}")
    if contradicted:
        output.tell(_("--settle sets what contradicts the status."))


@command("note", "Add the note TEXT to action NR; “-” reads it from standard input.", records=True)
def note_command(
    session: Session,
    nr: str = argument("NR"),
    text: str | None = argument("[TEXT]"),
    correct: str | None = options.CORRECT,
    withdraw: str | None = options.WITHDRAW,
    unit: str | None = options.FOR_UNIT,
    meeting: str | None = options.IN_MEETING,
) -> None:
    options.refuse_both(withdraw, text, correct)
    text = None if text is None else given(text)
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        if withdraw is not None:
            changes = withdraw_entry(store, nr, "note", withdraw, unit=unit, meeting=held_in)
        elif correct is not None:
            changes = correct_note(store, nr, correct, text or "", unit=unit, meeting=held_in)
        else:
            changes = add_note(store, nr, text or "", unit=unit, meeting=held_in)
        tell_recorded(store, changes)


@command("evidence", "Add evidence to action NR: its TITLE and where it is kept.", records=True)
def evidence_command(
    session: Session,
    nr: str = argument("NR"),
    title: str | None = argument("[TITLE]"),
    correct: str | None = options.CORRECT,
    withdraw: str | None = options.WITHDRAW,
    reference: str | None = option("A protocol number, a file, an address.", "--ref", metavar="REF"),
    kind: str = option("What kind of evidence it is: a code, or its words.", type=EVIDENCE_KIND, default=""),
    unit: str | None = options.FOR_UNIT,
    meeting: str | None = options.IN_MEETING,
) -> None:
    options.refuse_both(withdraw, title, reference, correct)
    if withdraw is None and reference is None:
        raise WrongUsage(N_("Say where it is kept: --ref REF."))
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        given = (title or "", reference or "")
        if withdraw is not None:
            changes = withdraw_entry(store, nr, "evidence", withdraw, unit=unit, meeting=held_in)
        elif correct is not None:
            changes = correct_evidence(store, nr, correct, *given, kind=kind, unit=unit, meeting=held_in)
        else:
            changes = add_evidence(store, nr, *given, kind=kind, unit=unit, meeting=held_in)
        tell_recorded(store, changes)
