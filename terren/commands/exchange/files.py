"""``terren export``, ``receive`` and ``sync``: change sets written into folders, and taken from files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from language import N_, _, counted
from language.delivery import attachments_came, attachments_go
from language.mailbox import clock_words, gone_words, nothing_words, put_words
from store.db.database import Store
from store.db.errors import UserError
from store.db.server import is_server
from store.db.system import path_of
from terren import failures, output
from terren.commands import options
from terren.commands.exchange.acceptance import ROLE, held_form, waiting_text
from terren.commands.exchange.interrupting import interruptible
from terren.commands.exchange.taken import (
    as_of_now,
    count_files,
    received_form,
    tell_missing,
    tell_taken,
    waits,
)
from terren.declare import argument, command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.words import tell_overdue, tell_release

if TYPE_CHECKING:
    from sync.mailbox import Exchange, LeftAlone
    from sync.receive.received import Received
    from sync.send.attachments import Placed

_NAMED: Final = 3
"""Files that are named of those that were left alone for one reason."""

_SEALED: Final = flag(
    "In an envelope that only headquarters, its reserve key and this laptop can open; or without one,"
    " whatever the configuration says.",
    "--sealed/--plain",
    default=None,
)


@command("export", "Write a change set into a folder, check it, and print its name.", prints="@exported")
def export_command(
    session: Session,
    folder: Path = options.to_folder("-o", "--to"),
    peer: str | None = option("For another unit than headquarters.", "--for", metavar="UNIT"),
    sealed: bool | None = _SEALED,
) -> int:
    from sync.send.export import export

    with session.working() as store:
        receiver = None if peer is None else _unit(store, peer)
        tell_overdue(session, store)
        seal = session.settings.seal if sealed is None else sealed
        written = export(store, session.places, folder, peer=receiver, sealed=seal)
    output.give(lambda: shaped("exported", written), str(written.path))
    output.tell(
        counted(
            "{n} change in {bytes} bytes.",
            "{n} changes in {bytes} bytes.",
            written.changes,
            bytes=written.bytes,
        )
    )
    if written.sealed:
        output.tell(_("Sealed: only whom it is for, headquarters and this laptop can read it."))
    output.tell(_("Check code: {code}"), code=written.check_code)
    _tell_placed(written.attachments)
    output.tell(_("The file is whole: you may remove the stick."))
    return failures.DONE


def _tell_placed(placed: Placed) -> None:
    """Say which attachments lie beside the files, and what was left behind."""
    for path in placed.paths:
        output.tell(f"  {path.name}")
    output.tell(*attachments_go(len(placed.paths), placed.left))
    if placed.why is not None:
        failures.refused(placed.why)


def _unit(store: Store, text: str) -> str:
    from store.plan.lookup import plan_institutions
    from store.plan.units import resolve_unit

    with store.reading() as conn:
        return resolve_unit(text, plan_institutions(conn))


@command(
    "receive",
    "Import the change sets in FILE, each completely or not at all; a form that came back by a person's yes.",
    rehearses=True,
    prints="@received|@taken_form*",
)
def receive_command(
    session: Session,
    files: Sequence[Path] = argument("FILE...", nargs=-1),
    accept: str | None = option(
        "Accept the sender: the check code, or the fingerprint, as read out on the telephone.", metavar="CODE"
    ),
    role: str | None = ROLE,
    reserve: str | None = option("The file of the reserve key, to open what is sealed to it.", metavar="KEY"),
    yes: bool = flag("Take forms without asking."),
) -> int:
    from planreader.workbook.forms import is_workbook
    from sync.receive.attachments import ATTACHED
    from sync.receive.waiting import receive_each
    from terren.commands.exchange.forms import take_form

    taken: list[Received] = []
    refused = False
    forms: list[dict[str, Any]] = []
    came_back = [path for path in files if is_workbook(path)]
    attached = [path for path in files if path.name.endswith(ATTACHED)]
    files = [path for path in files if path not in (*came_back, *attached)]
    if (folder := next(filter(Path.is_dir, files), None)) is not None:
        raise UserError("changeset_folder", file=str(folder))
    key = None if reserve is None else path_of(reserve)
    sight = session.settings.trust == "first_sight"
    with session.working() as store:
        came_in = receive_each(
            store, session.places, files, accept=accept, role=role, first_sight=sight, reserve=key
        )
        for n, came in enumerate(came_in, 1):
            count_files(n, len(files))
            if isinstance(came, UserError):
                failures.refused(came)
                refused = True
            else:
                taken.append(came)
                tell_taken(store, came)
        _take_attachments(session, store, files, attached)
        for path in came_back:
            try:
                forms.append(take_form(session, store, path, yes=yes))
            except UserError as refusal:
                failures.refused(refusal)
                refused = True
        tell_release(store)
        is_waiting = waits(as_of_now(store, taken))
    output.give(lambda: [*(received_form(received) for received in taken), *forms])
    if refused and not (taken or forms):
        return failures.REFUSED
    conflicts = any(form["conflicts"] for form in forms)
    return failures.WAITING if refused or conflicts or is_waiting else failures.DONE


def _take_attachments(
    session: Session, store: Store, files: Sequence[Path], attached: Sequence[Path]
) -> None:
    """Take the attachments that lie beside change sets, and those that were named; say what came of it."""
    from sync.receive.attachments import attachment_files, take_attachments

    beside = [path for folder in {file.parent for file in files} for path in attachment_files(folder)]
    arrived = take_attachments(store, session.places, [*attached, *beside])
    output.tell(*attachments_came(*arrived))
    if attached and not arrived.came:
        output.tell(_("Nothing that is asked for here was in: {files}"), files=", ".join(map(str, attached)))


@command(
    "sync",
    "Take everybody's change sets in FOLDER, or on the server at URL, and put one's own there; where none is"
    " named, in the mailbox of the configuration.",
    prints="@visit",
)
def sync_command(
    session: Session, where: str | None = argument("[FOLDER|URL]"), sealed: bool | None = _SEALED
) -> int:
    from sync.mailbox import exchange_at
    from terren.commands.exchange.forms import tell_forms

    where = where or session.settings.mailbox
    if not where:
        raise WrongUsage(N_("Name the folder, or the address of the server."))
    on_server = is_server(where)
    with session.working() as store:
        seal = session.settings.seal if sealed is None else sealed
        tell_overdue(session, store)
        with interruptible() as interrupted:
            came = exchange_at(
                store,
                session.places,
                where,
                sealed=seal,
                progress=count_files,
                cancelled=lambda: bool(interrupted),
            )
        taken = as_of_now(store, came.taken)
        # the runs of all of them are told once
        _tell_visit(store, came, [received._replace(parked=()) for received in taken], on_server)
        forms = [] if on_server else tell_forms(store, path_of(where))
        tell_release(store)
    written = () if came.written is None else str(came.written.path)
    output.give(lambda: _visit_form(came, forms), written)
    return _visit_code(came, taken)


def _visit_form(came: Exchange, forms: Sequence[Path]) -> dict[str, Any]:
    return shaped(
        "visit",
        came,
        taken=[*map(received_form, came.taken)],
        waiting=[*map(held_form, came.waiting)],
        forms=forms,
    )


def _visit_code(came: Exchange, taken: Sequence[Received]) -> int:
    left = [file for file in came.left if file.why != "sealed"]
    incomplete = left or came.unwritten or came.waiting or came.missing or came.ended != "done"
    return failures.WAITING if incomplete or waits(taken) else failures.DONE


def _tell_visit(store: Store, came: Exchange, taken: Iterable[Received], on_server: bool) -> None:
    for received in taken:
        tell_taken(store, received)
    if came.known:
        output.tell(counted("{n} file was known already.", "{n} files were known already.", came.known))
    _tell_left(came.left)
    if sealed := sum(left.why == "sealed" for left in came.left):
        output.tell(
            counted(
                "{n} file is sealed for others and was left alone.",
                "{n} files are sealed for others and were left alone.",
                sealed,
            )
        )
    _tell_waiting(came)
    tell_missing(store, came.missing)
    output.tell(*attachments_came(*came.arrived))
    _tell_placed(came.placed)
    for path in came.repaired:
        output.tell(_("{file} was damaged there. It has been written anew."), file=path)
    if words := clock_words(came.clock_ahead):
        output.tell(words)
    if came.ended == "gone":
        output.tell(gone_words(on_server))
    elif came.ended == "cancelled":
        output.tell(_("Stopped. What was taken stays; the rest is taken the next time."))
    elif came.unwritten is not None:
        failures.refused(came.unwritten)
    elif came.written is not None:
        output.tell(_("Check code: {code}"), code=came.written.check_code)
        output.tell(put_words(on_server))
    else:
        output.tell(nothing_words(on_server))


def _tell_waiting(came: Exchange) -> None:
    """Say a sentence for everybody whose files wait, unless a file taken now has said it."""
    told = {whom.replica for received in came.taken for whom in received.unaccepted}
    for file in came.waiting:
        if file.whom.replica not in told:
            told.add(file.whom.replica)
            output.tell(f"{file.name}: {waiting_text(file.whom, file.reason)}")


def _tell_left(left: Sequence[LeftAlone]) -> None:
    """Name the first files of each reason, and count the others: a folder may be full of them."""
    reasons: dict[str, list[LeftAlone]] = {}
    for file in left:
        reasons.setdefault(file.why if file.refusal is None else file.refusal.code, []).append(file)
    for files in reasons.values():
        if files[0].why == "sealed":
            continue
        for file in files[:_NAMED]:
            if file.refusal is not None:
                failures.refused(file.refusal)
            else:
                output.tell(
                    _("{file} is not whole yet: it is still being copied, or was cut. It was left alone."),
                    file=file.path,
                )
        if more := len(files[_NAMED:]):
            output.tell(
                counted(
                    "{n} more file was left alone for the same reason.",
                    "{n} more files were left alone for the same reason.",
                    more,
                )
            )
