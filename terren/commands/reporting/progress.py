"""``terren set``, ``note`` and ``evidence``: what an officer reports in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from language import N_, _
from language.registers import contradicting
from schema.registers import ACTION_REPORT
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import StatusReport, report_statuses
from store.edits.entries import find_attachment
from store.edits.settling import contradicting_values, settle
from store.exchange.attachment_names import concerned
from store.exchange.attachments import attachments_folder, open_attachment, read_attachment, save_attachment
from store.ledger.change import Change
from store.ledger.identity import read_identity
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.commands.reporting.recording import tell_recorded
from terren.declare import argument, command, fields_of, flag, option, several
from terren.field_values import EVIDENCE_KIND, option_type
from terren.misuse import WrongUsage
from terren.session import Session
from terren.streams import Written
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
        "Set what contradicts the status: 100% and no reason for delay where it is implemented.", "--settle"
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
            record_lines(work.store, lines, work.recording)
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
            settled = settle(store, nrs, work.recording._replace(batch=batch, seen=()))
            if settled or not report:
                tell_recorded(store, settled)
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


class Attached(NamedTuple):
    """What is done with the attachment of an entry, in place of recording anything."""

    opened: str | None = option(
        "Show what is attached to an entry, in the viewer of the system.", "--open", metavar="ENTRY"
    )
    saved: str | None = option("Write what is attached to an entry into a file.", "--save", metavar="ENTRY")
    target: Path | None = option(
        "The file that --save writes, or a folder.", "-o", type=Written("FILE|FOLDER")
    )

    def check(self, *recorded: object) -> bool:
        """Return whether anything is done. Raises WrongUsage where something is ``recorded`` as well."""
        if self.opened is not None and self.saved is not None:
            raise WrongUsage(N_("Choose one of --open and --save."))
        if self.saved is not None and self.target is None:
            raise WrongUsage(N_("Say where to: --save ENTRY -o FILE."))
        if self.saved is None and self.target is not None:
            raise WrongUsage(N_("{one} is only used together with {other}."), one="-o", other="--save")
        wanted = self.opened is not None or self.saved is not None
        if wanted and any(value is not None for value in recorded):
            raise WrongUsage(N_("--open and --save record nothing: leave out what is to be recorded."))
        return wanted


@command(
    "evidence",
    "Add evidence to action NR: its TITLE and where it is kept, with a photograph or a PDF that goes along.",
    records=True,
)
def evidence_command(
    session: Session,
    nr: str = argument("NR"),
    title: str | None = argument("[TITLE]"),
    change: options.EntryChange = options.ENTRY,
    reference: str | None = option("A protocol number, a file, an address.", "--ref", metavar="REF"),
    kind: str = option("What kind of evidence it is: a code, or its words.", type=EVIDENCE_KIND, default=""),
    attach: Path | None = option(
        "A photograph (JPEG, PNG) or a PDF of at most 1 MB, which goes along with the file.",
        metavar="FILE",
    ),
    attached: Attached = fields_of(Attached),
    how: options.How = options.how("unit", "meeting"),
) -> None:
    if attached.check(title, reference, attach, *change):
        _show_attachment(session, nr, attached, how.unit)
        return
    change.check(title, reference, attach)
    if change.withdraw is None and reference is None and attach is None:
        raise WrongUsage(N_("Say where it is kept: --ref REF."))
    with recorder(session, how) as work:
        file = None
        if attach is not None:
            file = read_attachment(attach, attachments_folder(work.store.conn))
            reference = reference or file.attachment.name
        work.write_entry("evidence", nr, change, title or "", reference or "", kind=kind, attached=file)


def _show_attachment(session: Session, nr: str, attached: Attached, unit: str | None) -> None:
    """Open or save what is attached to an entry, and say where it stands."""
    with session.reading() as store:
        attachment = find_attachment(store, nr, attached.opened or attached.saved or "", unit)
        folder = attachments_folder(store.conn)
        with store.reading() as conn:
            named = (evidence.attachment.sha256 for evidence in concerned(conn, read_identity(conn)))
            is_kept = attachment.sha256 in named
    try:
        if attached.target is not None:
            path = save_attachment(folder, attachment, attached.target)
        else:
            path = open_attachment(folder, attachment)
    except UserError as refused:
        if refused.code != "attachment_not_here" or is_kept:
            raise
        raise UserError("attachment_elsewhere", name=attachment.name) from refused
    output.give(list, str(path))
