"""``terren receive``: change sets taken, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import language
from language import N_, _, dates, ngettext
from store.errors import Refused
from store.units import unit_name
from terren import failures, output
from terren.declare import as_json, command, option
from terren.session import Session

if TYPE_CHECKING:
    from store.database import Store
    from store.exchange import Author
    from store.places import Places
    from sync.receive import Received


@command("receive", help=N_("Take the change sets in FILE, each whole or not at all."))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@option(
    "--accept",
    metavar="CODE",
    help=N_("Accept the sender: the check code, or the fingerprint, as read out on the telephone."),
)
@as_json()
@click.pass_obj
def receive_command(session: Session, files: Sequence[str], accept: str | None, as_json: bool) -> int:
    """Receive change sets; what is refused does not hinder the others."""
    from sync.receive import receive

    taken: list[Received] = []
    refusals: list[Refused] = []
    with session.working() as store:
        for name in files:
            try:
                received = receive(
                    store,
                    session.places,
                    Path(name).expanduser(),
                    accept=accept,
                    first_sight=session.config.first_sight,
                )
            except Refused as refusal:
                failures.refused(refusal)
                refusals.append(refusal)
            else:
                taken.append(received)
                tell_taken(store, received)
                if accept is not None:
                    taken += _waited(store, session.places, received.replica, refusals)
    if as_json:
        output.print_json([received_form(received) for received in taken])
    if refusals and not taken:
        return failures.REFUSED
    return failures.WAITING if refusals or any(map(waits, taken)) else failures.DONE


def _waited(store: Store, places: Places, replica: str, refusals: list[Refused]) -> list[Received]:
    """What else has waited for a sender who is accepted now."""
    from sync.trust import take_waiting

    taken, refused = take_waiting(store, places, replica)
    for received in taken:
        tell_taken(store, received)
    for refusal in refused:
        failures.refused(refusal)
    refusals += refused
    return list(taken)


def waits(received: Received) -> bool:
    """Whether something of a file waits for a person."""
    return bool(
        received.conflicts
        or received.held
        or received.parked
        or received.forks
        or received.waiting
        or received.unaccepted
    )


def tell_taken(store: Store, received: Received) -> None:
    """Say what a file brought, what waits and what to do."""
    from language.messages import message
    from language.registers import register
    from store.lookup import action_numbers

    unit = unit_name(received.unit, language.current())
    head = _("{file} ({code}) from {officer}, {unit}:").format(
        file=received.path.name, code=received.check_code, officer=received.officer, unit=unit
    )
    if received.waiting is not None:
        output.tell(f"{head} {waiting_text(received.unaccepted[0], received.waiting, received.check_code)}")
        return
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
    for fork in received.forks:
        held_from = _("this laptop") if fork.held is None else f"{fork.held.name} ({fork.held.officer})"
        output.tell(
            message(
                "changeset_fork",
                {
                    "replica": fork.replica[:8],
                    "seq": fork.first,
                    "file": fork.found.name,
                    "officer": fork.found.officer,
                    "other": held_from,
                },
            )
        )
    if (done := received.continued) is not None:
        figures = {"first": done.kept + 1, "replica": done.new[:8], "n": done.reissued}
        output.tell(message("changeset_continued", figures))
    for whom in received.unaccepted:
        output.tell(waiting_text(whom, "author", received.check_code))


def received_form(received: Received) -> dict[str, Any]:
    """What a file brought as plain data."""
    at = received.already_received_at
    return {
        **received._asdict(),
        "path": str(received.path),
        "continued": None if received.continued is None else received.continued._asdict(),
        "forks": [
            {"replica": fork.replica, "first": fork.first, "last": fork.last} for fork in received.forks
        ],
        "conflicts": [register._asdict() for register in received.conflicts],
        "unaccepted": [unaccepted_form(whom) for whom in received.unaccepted],
        "already_received_at": None if at is None else output.utc(at),
        "parked": [
            {"replica": replica, "first": first, "last": last} for replica, first, last in received.parked
        ],
    }


def unaccepted_form(whom: Author) -> dict[str, Any]:
    """Somebody whom nobody has accepted, as plain data."""
    from sync.grants import fingerprint

    return {
        "id": whom.replica,
        "unit": whom.unit,
        "role": whom.role,
        "officer": whom.officer,
        "fingerprint": fingerprint(whom.public_key),
    }


def waiting_text(whom: Author, reason: str, check_code: str) -> str:
    """Why a file, or a part of it, waits, and how to let it in."""
    from sync.grants import fingerprint

    if reason == "revoked":
        text = _(
            "held: the key of {officer}, {unit}, has been revoked. To take this one file all the same:"
            " terren receive FILE --accept {code}"
        )
    elif reason == "author":
        text = _(
            "Held: changes by {officer}, {unit}, who is not accepted yet. Compare the fingerprint on the"
            " telephone, then: terren trust accept {fingerprint}"
        )
    elif whom.role == "headquarters":
        text = _(
            "held: it says that headquarters ({officer}, {unit}) wrote it, which is not accepted here yet."
            " Call headquarters and compare the code, then: terren trust accept {fingerprint}"
        )
    else:
        text = _(
            "held: its sender is not accepted yet. Call {officer} and compare the code, then:"
            " terren trust accept {fingerprint}"
        )
    return text.format(
        officer=whom.officer,
        unit=unit_name(whom.unit, language.current()),
        code=check_code,
        fingerprint=fingerprint(whom.public_key),
    )
