"""``terren export``, ``receive`` and ``sync``: change sets written into folders, and taken from files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from language import N_, _, counted
from language.mailbox import whole_words
from store.db.database import Store
from store.db.errors import UserError
from store.db.server import is_server
from store.db.system import path_of
from terren import failures, output
from terren.commands import options
from terren.commands.exchange.acceptance import ROLE, held_form
from terren.commands.exchange.every_plan import outcomes, serve, served_code, served_form
from terren.commands.exchange.interrupting import interruptible
from terren.commands.exchange.taken import (
    as_of_now,
    count_files,
    received_form,
    waits,
)
from terren.commands.exchange.visiting import OF_OTHERS, tell_end, tell_placed, tell_visit
from terren.declare import argument, command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.words import tell_overdue, tell_release

if TYPE_CHECKING:
    from sync.mailbox import Exchange
    from sync.receive.received import Received
    from sync.send.export import Exported

_SEALED: Final = flag(
    "In an envelope that only headquarters, its reserve key and this computer can open; or without one,"
    " whatever the configuration says.",
    "--sealed/--plain",
    default=None,
)


@command(
    "export",
    "Write what is new into a file in a folder, check it, and print its name; of several plans one of each.",
    prints="@exported|@exported_plans",
)
def export_command(
    session: Session,
    folder: Path = options.to_folder("-o", "--to"),
    peer: str | None = option("For another unit than headquarters.", "--for", metavar="UNIT"),
    sealed: bool | None = _SEALED,
) -> int:
    served = serve(session, partial(_export, session, folder, peer, sealed))
    written = outcomes(served)
    output.give(
        lambda: served_form(served, "exported", partial(shaped, "exported")),
        [str(file.path) for file in written],
    )
    if written:
        output.tell(whole_words(len(written)))
    return served_code(served, lambda _file: failures.DONE)


def _export(session: Session, folder: Path, peer: str | None, sealed: bool | None) -> Exported:
    from sync.send.export import export

    with session.working() as store:
        receiver = None if peer is None else _unit(store, peer)
        tell_overdue(session, store)
        seal = session.settings.seal if sealed is None else sealed
        written = export(store, session.places, folder, peer=receiver, sealed=seal)
    output.tell(
        counted(
            "{n} change in {bytes} bytes.",
            "{n} changes in {bytes} bytes.",
            written.changes,
            bytes=written.bytes,
        )
    )
    if written.sealed:
        output.tell(_("Sealed: only whom it is for, headquarters and this computer can read it."))
    output.tell(_("Check code: {code}"), code=written.check_code)
    tell_placed(written.attachments)
    return written


def _unit(store: Store, text: str) -> str:
    from store.plan.lookup import plan_institutions
    from store.plan.units import resolve_unit

    with store.reading() as conn:
        return resolve_unit(text, plan_institutions(conn))


@command(
    "receive",
    "Import what is in FILE, each completely or not at all; a form that came back by a person's yes.",
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
    from terren.commands.exchange.taking import Taking

    forms = [path for path in files if is_workbook(path)]
    attached = [path for path in files if path.name.endswith(ATTACHED)]
    change_sets = [path for path in files if path not in (*forms, *attached)]
    if (folder := next(filter(Path.is_dir, change_sets), None)) is not None:
        raise UserError("changeset_folder", file=str(folder))
    key = None if reserve is None else path_of(reserve)
    taking = Taking(session, accept=accept, role=role, reserve=key, yes=yes)
    taking.take_all(change_sets, forms, attached)
    output.give(lambda: [*taking.taken, *taking.forms])
    return taking.code()


@command(
    "sync",
    "Import everybody's files in FOLDER, or on the server at URL, and put one's own there; where none is"
    " named, in the mailbox of the configuration.",
    prints="@visit|@visited_plans",
)
def sync_command(
    session: Session, where: str | None = argument("[FOLDER|URL]"), sealed: bool | None = _SEALED
) -> int:
    from terren.commands.exchange.forms import tell_forms

    where = where or session.settings.mailbox
    if not where:
        raise WrongUsage(N_("Name the folder, or the address of the server."))
    on_server = is_server(where)
    with interruptible() as interrupted:
        served = serve(session, partial(_visit, session, where, sealed, interrupted))
    visits = outcomes(served)
    tell_forms(sorted(set[Path]().union(*(visit.forms for visit in visits))))
    tell_end([visit.exchange for visit in visits], on_server)
    output.give(
        lambda: served_form(served, "visit", _visit_form),
        [str(visit.exchange.written.path) for visit in visits if visit.exchange.written is not None],
    )
    return served_code(served, _visit_code)


class _PlanVisit(NamedTuple):
    """A visit for one plan: what came of it, the files as things stand now, and forms that lie there."""

    exchange: Exchange
    taken: Sequence[Received]
    forms: Sequence[Path]


def _visit(session: Session, where: str, sealed: bool | None, interrupted: Sequence[int]) -> _PlanVisit:
    from planreader.workbook.form_table import waiting_forms
    from sync.mailbox import exchange_at

    with session.working() as store:
        seal = session.settings.seal if sealed is None else sealed
        tell_overdue(session, store)
        exchange = exchange_at(
            store,
            session.places,
            where,
            sealed=seal,
            progress=count_files,
            cancelled=lambda: bool(interrupted),
        )
        taken = as_of_now(store, exchange.taken)
        # the runs of all of them are told once
        tell_visit(session, store, exchange, [received._replace(parked=()) for received in taken])
        forms = [] if is_server(where) else waiting_forms(store, path_of(where))
        tell_release(store)
    return _PlanVisit(exchange, taken, forms)


def _visit_form(visit: _PlanVisit) -> dict[str, Any]:
    exchange = visit.exchange
    return shaped(
        "visit",
        exchange,
        taken=[*map(received_form, exchange.taken)],
        waiting=[*map(held_form, exchange.waiting)],
        forms=visit.forms,
    )


def _visit_code(visit: _PlanVisit) -> int:
    exchange = visit.exchange
    left = [file for file in exchange.left if file.why not in OF_OTHERS]
    incomplete = (
        left or exchange.unwritten or exchange.waiting or exchange.missing or exchange.ended != "done"
    )
    return failures.WAITING if incomplete or waits(visit.taken) else failures.DONE
