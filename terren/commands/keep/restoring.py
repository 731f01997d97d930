"""``terren restore``: going on from a backup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from language import _, counted
from terren import asking, failures, output
from terren.declare import argument, command, flag
from terren.session import Session
from terren.shapes import shaped

if TYPE_CHECKING:
    from sync.restore import Restored
    from sync.trust.backup_grants import GrantDifference


@command(
    "restore",
    "Go on from the backup FILE, under a new identity; what stood is kept aside.",
    rehearses=True,
    prints="@restored",
)
def restore_command(
    session: Session,
    file: Path = argument("FILE"),
    yes: bool = flag("Believe whom the backup accepts otherwise than it stands here, without a question."),
) -> int:
    from sync.plans import check_backup
    from sync.restore import restore
    from terren.commands.exchange.acceptance import listed_differences
    from terren.commands.exchange.taken import count_files, still_waiting, tell_waiting, waits

    def confirm(differing: Sequence[GrantDifference], revisions: Sequence[int]) -> bool:
        if differing:
            output.tell(*listed_differences(differing))
        for number in revisions:
            output.tell(
                _("Revision {number} of the plan in the backup was not published, and is another here."),
                number=number,
            )
        return yes or (asking.at_terminal() and asking.agreed(_("Trust these from now on? Type yes:")))

    def leave(lacked: int) -> bool:
        output.tell(
            counted(
                "{n} change is neither in the backup nor in a file that comes back with it. It stays in what"
                " is kept aside.",
                "{n} changes are neither in the backup nor in a file that comes back with it. They stay in"
                " what is kept aside.",
                lacked,
            ),
            _("What was never sent comes back if you write a file first: terren export --to FOLDER"),
        )
        # a script is told: nothing is lost of what is kept aside
        is_asked = asking.at_terminal() and not session.rehearses
        return not is_asked or asking.agreed(_("Restore it all the same? Type yes:"))

    session.speak_as_officer()
    check_backup(session.all_plans(), session.here, file)
    done = restore(
        session.places,
        file,
        session.database,
        now=datetime.now(),
        confirm=confirm,
        leave=leave,
        progress=count_files,
    )
    # where none stood, the officer is known only now
    session.speak_as_officer()
    _tell_restored(session, done)
    for received in still_waiting(done.taken):
        tell_waiting(received)
    for refusal in done.refused:
        failures.refused(refusal)
    return failures.WAITING if done.refused or waits(done.taken) else failures.DONE


def _restored_form(done: Restored, database: Path, aside: Path | None) -> dict[str, Any]:
    from terren.commands.exchange.acceptance import sender_form
    from terren.commands.exchange.taken import still_waiting

    return shaped(
        "restored",
        done.continued,
        database=database,
        aside=aside,
        files=len(done.taken),
        changes=sum(received.new for received in done.taken),
        refused=[{"code": refusal.code} for refusal in done.refused],
        waiting=[
            shaped("held_file", received, name=received.path.name, reason=received.waiting)
            for received in still_waiting(done.taken)
        ],
        unproven=[*map(sender_form, done.unproven)],
        left=done.left,
    )


def _tell_restored(session: Session, done: Restored) -> None:
    """Say what a restore did, apart from the files that wait or were refused."""
    from terren.commands.exchange.acceptance import listed_senders

    database = session.own_path(done.database)
    aside = None if done.replaced is None else session.own_path(done.replaced)
    new = sum(received.new for received in done.taken)
    output.give(lambda: _restored_form(done, database, aside), str(database))
    if aside is not None:
        output.tell(_("The database that stood lies in {file}."), file=aside)
    output.tell(_("It goes on under a new identity: {replica}."), replica=done.continued.new[:8])
    output.tell(
        counted(
            "{n} change came back from the files received and sent.",
            "{n} changes came back from the files received and sent.",
            new,
        )
    )
    if done.left:
        output.tell(
            counted(
                "{n} file was sent under another enrolment and did not come back.",
                "{n} files were sent under another enrolment and did not come back.",
                done.left,
            )
        )
    if done.disowned:
        output.tell(
            _(
                "The backup calls other installations earlier ones of yours, and nothing proves it: that was"
                " left out. Somebody may have altered the backup."
            )
        )
    if done.unproven:
        output.tell(
            _("Nothing here says whether the backup accepts the right ones. Compare their fingerprints:"),
            *listed_senders(done.unproven),
        )
