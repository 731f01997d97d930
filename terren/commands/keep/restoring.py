"""``terren restore``: a backup takes the place of the database, under a new identity."""

from __future__ import annotations

from datetime import datetime

from language import _, counted
from store.db.system import path_of
from terren import failures, output
from terren.commands.exchange.taken import still_waiting, tell_waiting, waits
from terren.declare import argument, command
from terren.session import Session


@command(
    "restore", "Go on from the backup FILE, under a new identity; what stood is kept aside.", rehearses=True
)
def restore_command(session: Session, file: str = argument("FILE")) -> int:
    from sync.restore import restore

    session.speak_as_officer()
    done = restore(session.places, path_of(file), session.database, now=datetime.now(), progress=_progress)
    # where none stood, the officer is known only now
    session.speak_as_officer()
    database = session.own_path(done.database)
    aside = None if done.replaced is None else session.own_path(done.replaced)
    new = sum(received.new for received in done.taken)
    waiting = still_waiting(done.taken)
    output.give(
        lambda: {
            "database": database,
            "aside": aside,
            **done.continued._asdict(),
            "files": len(done.taken),
            "changes": new,
            "refused": [{"code": refusal.code} for refusal in done.refused],
            "waiting": [
                {"name": one.path.name, "check_code": one.check_code, "reason": one.waiting}
                for one in waiting
            ],
        },
        str(database),
    )
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
    for one in waiting:
        tell_waiting(one)
    for refusal in done.refused:
        failures.refused(refusal)
    return failures.WAITING if done.refused or waits(done.taken) else failures.DONE


def _progress(done: int, total: int) -> None:
    output.progress(_("{done} of {total} files").format(done=done, total=total))
