"""``terren export`` and ``receive``: change sets written and taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import language
from language import N_, _, dates, ngettext
from store.errors import Refused
from terren import failures, output
from terren.declare import as_json, command, option
from terren.session import Session

if TYPE_CHECKING:
    from store.database import Store
    from sync.export import Exported
    from sync.receive import Received


@command("export", help=N_("Write a change set into a folder, check it, and print its name."))
@option("--to", "folder", metavar="FOLDER", required=True, help=N_("A folder, for example on a USB stick."))
@option("--for", "peer", metavar="UNIT", help=N_("For another unit than headquarters."))
@as_json()
@click.pass_obj
def export_command(session: Session, folder: str, peer: str | None, as_json: bool) -> None:
    """Export a change set."""
    from sync.export import export

    with session.working() as store:
        receiver = None if peer is None else _unit(store, peer)
        written = export(store, session.places, Path(folder).expanduser(), peer=receiver)
    if as_json:
        output.print_json(_exported_form(written))
    else:
        output.line(str(written.path))
    output.tell(
        ngettext("{n} change in {bytes} bytes.", "{n} changes in {bytes} bytes.", written.changes).format(
            n=written.changes, bytes=written.bytes
        )
    )
    output.tell(_("Check code: {code}").format(code=written.check_code))
    output.tell(_("The file is whole: you may remove the stick."))


def _unit(store: Store, text: str) -> str:
    from store.lookup import plan_institutions
    from store.units import resolve_unit

    with store.reading() as conn:
        return resolve_unit(text, plan_institutions(conn))


def _exported_form(written: Exported) -> dict[str, Any]:
    return {**written._asdict(), "path": str(written.path)}


@command("receive", help=N_("Take the change sets in FILE, each whole or not at all."))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@as_json()
@click.pass_obj
def receive_command(session: Session, files: Sequence[str], as_json: bool) -> int:
    """Receive change sets; what is refused does not hinder the others."""
    from sync.receive import receive

    taken: list[Received] = []
    refusals: list[Refused] = []
    with session.working() as store:
        for name in files:
            try:
                received = receive(store, session.places, Path(name).expanduser())
            except Refused as refusal:
                failures.refused(refusal)
                refusals.append(refusal)
            else:
                taken.append(received)
                _tell(store, received)
    if as_json:
        output.print_json([_received_form(received) for received in taken])
    if refusals and not taken:
        return failures.REFUSED
    waiting = refusals or any(r.conflicts or r.held or r.parked for r in taken)
    return failures.WAITING if waiting else failures.DONE


def _tell(store: Store, received: Received) -> None:
    from language.messages import message
    from language.registers import register
    from store.lookup import action_numbers
    from store.units import unit_name

    unit = unit_name(received.unit, language.current())
    head = _("{file} ({code}) from {officer}, {unit}:").format(
        file=received.path.name, code=received.check_code, officer=received.officer, unit=unit
    )
    if received.already_received_at is not None:
        when = dates.datetime(received.already_received_at)
        output.tell(f"{head} {_('already received on {when}.').format(when=when)}")
    else:
        new = ngettext("{n} new change.", "{n} new changes.", received.new).format(n=received.new)
        output.tell(f"{head} {new}")
    with store.reading() as conn:
        numbers = action_numbers(conn)
    for kind, target, owner, field in received.conflicts:
        output.tell(
            _("Conflict: {nr}, {unit}, {what}. Both values stand until somebody decides.").format(
                nr=numbers.get(target, target),
                unit=unit_name(owner, language.current()),
                what=register(kind, field),
            )
        )
    for replica, first, last in received.parked:
        output.tell(message("changeset_gap", {"first": first, "last": last, "replica": replica[:8]}))
    if received.held:
        held = ngettext(
            "{n} change is held: its sender may not make it.",
            "{n} changes are held: their sender may not make them.",
            received.held,
        )
        output.tell(held.format(n=received.held))


def _received_form(received: Received) -> dict[str, Any]:
    at = received.already_received_at
    return {
        **received._asdict(),
        "path": str(received.path),
        "conflicts": [register._asdict() for register in received.conflicts],
        "already_received_at": None if at is None else output.utc(at),
        "parked": [
            {"replica": replica, "first": first, "last": last} for replica, first, last in received.parked
        ],
    }
