"""``terren export``: a change set written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from language import N_, _, counted
from store.db.system import path_of
from terren import failures, output
from terren.commands import options
from terren.declare import command, flag, option
from terren.session import Session
from terren.words import tell_overdue

if TYPE_CHECKING:
    from store.db.database import Store
    from sync.send.export import Exported


def sealing() -> Any:
    """``--sealed`` and ``--plain``: None where none is said."""
    help = N_(
        "In an envelope that only headquarters, its reserve key and this laptop can open; or without one,"
        " whatever the configuration says."
    )
    return flag(help, "--sealed/--plain", default=None)


@command("export", N_("Write a change set into a folder, check it, and print its name."))
def export_command(
    session: Session,
    folder: str = options.to_folder("--to"),
    peer: str | None = option(N_("For another unit than headquarters."), "--for", metavar="UNIT"),
    sealed: bool | None = sealing(),
) -> int:
    from sync.send.export import export

    with session.working() as store:
        receiver = None if peer is None else _unit(store, peer)
        tell_overdue(session, store)
        path, seal = path_of(folder), session.settings.seal if sealed is None else sealed
        written = export(store, session.places, path, peer=receiver, sealed=seal)
    output.give(lambda: exported_form(written), str(written.path))
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
    output.tell(_("Check code: {code}").format(code=written.check_code))
    output.tell(_("The file is whole: you may remove the stick."))
    for one in written.left_out:
        failures.refused(one)
    return failures.WAITING if written.left_out else failures.DONE


def _unit(store: Store, text: str) -> str:
    from store.plan.lookup import plan_institutions
    from store.plan.units import resolve_unit

    with store.reading() as conn:
        return resolve_unit(text, plan_institutions(conn))


def exported_form(written: Exported) -> dict[str, Any]:
    """A written file as plain data."""
    return {**written._asdict(), "left_out": [one.params for one in written.left_out]}
