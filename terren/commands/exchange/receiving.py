"""``terren receive``: change sets taken from files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from language import N_, _
from store.db.errors import Refused
from store.db.system import path_of
from terren import failures, output
from terren.commands.exchange.acceptance import role_option
from terren.commands.exchange.taken import received_form, tell_taken, waits
from terren.declare import argument, command, option
from terren.session import Session
from terren.words import tell_release

if TYPE_CHECKING:
    from sync.receive.received import Received


@command("receive", N_("Take the change sets in FILE, each whole or not at all."), rehearses=True)
def receive_command(
    session: Session,
    files: Sequence[str] = argument("FILE...", nargs=-1),
    accept: str | None = option(
        N_("Accept the sender: the check code, or the fingerprint, as read out on the telephone."),
        metavar="CODE",
    ),
    role: str | None = role_option(),
    reserve: str | None = option(
        N_("The file of the reserve key, to open what is sealed to it."), metavar="KEY"
    ),
) -> int:
    from sync.receive.waiting import receive_each

    taken: list[Received] = []
    refused = False
    paths = [path_of(name) for name in files]
    key = None if reserve is None else path_of(reserve)
    sight = session.settings.trust == "first_sight"
    with session.working() as store:
        came_in = receive_each(
            store, session.places, paths, accept=accept, role=role, first_sight=sight, reserve=key
        )
        for n, came in enumerate(came_in, 1):
            output.progress(_("{done} of {total} files").format(done=n, total=len(paths)))
            if isinstance(came, Refused):
                failures.refused(came)
                refused = True
            else:
                taken.append(came)
                tell_taken(store, came)
        tell_release(store)
    output.give(lambda: [received_form(received) for received in taken])
    if refused and not taken:
        return failures.REFUSED
    return failures.WAITING if refused or waits(taken) else failures.DONE
