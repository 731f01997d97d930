"""``terren set``, ``note`` and ``evidence``: what an officer reports in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from language import N_, _
from language.registers import contradicting
from schema.registers import ACTION_REPORT
from store.db.database import Store
from store.edits.edits import StatusReport, report_statuses
from store.edits.settling import contradicting_values, settle
from store.ledger.change import Change
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.commands.reporting.recording import tell_recorded
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
    settles: bool = flag(
        "Set what contradicts the status: 100 % and no reason for delay where it is implemented.", "--settle"
    ),
    lines: str | None = option(
        "Lines with nr, unit, on, and fields such as status, percent, note, 2026.capital.spent; “-” is"
        " standard input. All are recorded, or none.",
        "--from",
        metavar="FILE",
    ),
    how: options.How = options.how("unit", "decide", "meeting"),
) -> None:
    """Report a status; for several actions in one transaction, which one undo takes back."""
    if lines is not None:
        if nrs or report or settles:
            raise WrongUsage(N_("--from says all by itself: leave out NR and the values."))
        from terren.commands.reporting.lines import record_lines

        with recorder(session, how) as work:
            record_lines(work.store, lines, work.recording._replace(seen=()))
        return
    if not nrs:
        raise WrongUsage(N_("Name the actions, or give many reports with --from FILE."), field="NR")
    if not report and not settles:
        raise WrongUsage(N_("Say what to set, for example --status implemented."))
    with recorder(session, how) as work:
        store, today = work.store, work.recording.today
        changes: list[Change] = []
        if report:
            changes = work.record(lambda recording: report_statuses(store, nrs, report, recording))
        if settles:
            batch = changes[-1].batch if changes else None
            tell_recorded(store, settle(store, nrs, work.recording._replace(batch=batch, seen=())))
        else:
            _tell_contradictions(store, nrs, how.unit)
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
    change: options.EntryChange = options.ENTRY,
    how: options.How = options.how("unit", "meeting"),
) -> None:
    change.check(text)
    note = given(text or "")
    with recorder(session, how) as work:
        work.write_entry("note", nr, change, note)


@command("evidence", "Add evidence to action NR: its TITLE and where it is kept.", records=True)
def evidence_command(
    session: Session,
    nr: str = argument("NR"),
    title: str | None = argument("[TITLE]"),
    change: options.EntryChange = options.ENTRY,
    reference: str | None = option("A protocol number, a file, an address.", "--ref", metavar="REF"),
    kind: str = option("What kind of evidence it is: a code, or its words.", type=EVIDENCE_KIND, default=""),
    how: options.How = options.how("unit", "meeting"),
) -> None:
    change.check(title, reference)
    if change.withdraw is None and reference is None:
        raise WrongUsage(N_("Say where it is kept: --ref REF."))
    with recorder(session, how) as work:
        work.write_entry("evidence", nr, change, title or "", reference or "", kind=kind)
