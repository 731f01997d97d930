"""``terren status``: how things stand for the officer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from language import _, counted, dates
from language.commands import in_plan
from language.delivery import new_changes, sent_words, unsent_words
from language.numbers import number
from store.db.errors import UserError
from store.exchange.sent import sent_change_sets
from store.ledger.identity import read_identity
from terren import __version__, failures, output
from terren.declare import command, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER
from terren.words import release_words, unit_words

if TYPE_CHECKING:
    from store.exchange.change_sets import LastFile
    from sync.new_by_unit import NewByUnit
    from sync.receive.arrivals import TakenFile
    from sync.situation import Situation


@command(
    "status",
    "Say what is unsent, what was returned, what waits for whom, and what came in since you last looked."
    " With --json it does not count as a look.",
    prints="@status",
)
def status_command(session: Session) -> int:
    from sync.new_by_unit import new_by_unit
    from sync.situation import looked, situation

    with session.reading() as store:
        state = situation(store, session.places, __version__)
        brought = new_by_unit(store)
        if output.give(lambda: _form(state, brought), _lines(state, brought)):
            try:
                looked(store, session.places)
            except UserError as refused:
                # what was said is true all the same; it will be said once more
                failures.refused(refused)
    return failures.WAITING if state.waits else failures.DONE


def _lines(state: Situation, brought: NewByUnit) -> Iterator[str]:
    from language.health import sentence
    from sync.new_by_unit import of_others

    own = state.identity
    yield f"{own.officer}, {unit_words(own.unit)}"
    if state.revision is not None:
        yield _("Plan: {title}, revision {number}").format(
            title=state.revision.title, number=state.revision.number
        )
    yield ""
    if not own.is_headquarters:
        yield from _on_the_way(state)
    elif state.unsent:
        told = unsent_words(state.unsent, to_server=True)
        yield f"{told} {in_plan(_('Send them: terren sync'))}"
    if state.standing is not None and state.standing.revoked_from:
        yield sentence("exchange_revoked", {"day": state.standing.revoked_from})
    elif state.standing is not None:
        granted = {"granted": unit_words(state.standing.unit), "granted_role": state.standing.role}
        words = {"unit": unit_words(own.unit), "role": own.role}
        yield sentence("exchange_standing", {**granted, **words})
    yield _("Last file written: {file}").format(file=_file(state.last_sent))
    yield _("Last file taken: {file}").format(file=_file(state.last_received))
    yield from _returned(state)
    yield from _waiting(state)
    if state.release is not None:
        yield release_words(state.release)
    if state.arrived:
        yield ""
        yield _("Came in since you last looked:")
        for file in state.arrived:
            others = {unit_words(unit): n for unit, n in of_others(file, brought).items()}
            told = f"{unit_words(file.unit)}, {file.officer}: {new_changes(file.new, others)}"
            yield f"  {dates.datetime(file.at)}  {told}"


def _on_the_way(state: Situation) -> Iterator[str]:
    if state.unsent:
        told = unsent_words(state.unsent, to_server=False)
        yield f"{told} {_('Write them: terren export --to FOLDER')}"
    if state.in_file:
        yield counted(
            "{n} change was sent, without a receipt.",
            "{n} changes were sent, without a receipt.",
            state.in_file,
        )
    if state.received:
        yield counted(
            "{n} change was received; whether it counts is not known yet.",
            "{n} changes were received; whether they count is not known yet.",
            state.received,
        )
    if state.held_back:
        yield counted(
            "{n} change is at headquarters, is held there and does not count.",
            "{n} changes are at headquarters, are held there and do not count.",
            state.held_back,
        )
    if not (state.unsent or state.in_file or state.received or state.held_back):
        yield _("Headquarters has all that you reported.")


def _returned(state: Situation) -> Iterator[str]:
    if state.returned:
        told = counted("{n} report was returned", "{n} reports were returned", len(state.returned))
        yield f"{told}: {in_plan('terren list --returned')}"
        for nr, reason in state.returned.items():
            yield f"  {nr}  {reason}"


def _waiting(state: Situation) -> Iterator[str]:
    conflicts = counted("{n} conflict waits", "{n} conflicts wait", state.conflicts)
    senders = counted(
        "{n} file waits for its sender to be accepted",
        "{n} files wait for their senders to be accepted",
        state.waiting,
    )
    refused = counted("{n} file was refused", "{n} files were refused", state.refused)
    missing = counted(
        "In {n} place earlier changes are missing", "In {n} places earlier changes are missing", state.missing
    )
    held_words = counted("{n} change is held", "{n} changes are held", state.held)
    for count, told, name in (
        (state.conflicts, conflicts, "conflicts"),
        (state.waiting, senders, "inbox"),
        (state.refused, refused, "inbox"),
        (state.missing, missing, "inbox"),
        (state.held, held_words, "inbox"),
    ):
        if count:
            yield f"{told}: {in_plan(f'terren {name}')}"


def _file(file: LastFile | None) -> str:
    return _("none yet") if file is None else f"{dates.datetime(file.at)}, {file.name} ({file.check_code})"


def _form(state: Situation, brought: NewByUnit) -> dict[str, Any]:
    returned = [{"nr": nr, "reason": reason} for nr, reason in state.returned.items()]
    arrived = [taken_form(file, brought) for file in state.arrived]
    return shaped("status", state, returned=returned, arrived=arrived)


def taken_form(file: TakenFile, brought: NewByUnit) -> dict[str, Any]:
    """Return a file that was taken, as JSON."""
    return shaped("taken", file, new_by_unit=dict(brought.get(file.check_code, {})))


@command(
    "sent",
    "List the files that were written here: when, with how many changes, and whether they have arrived.",
    prints="@sent*",
)
def sent_command(
    session: Session, limit: int | None = option("At most so many, the newest.", type=NUMBER)
) -> None:
    with session.reading() as store, store.reading() as conn:
        written = sent_change_sets(conn, read_identity(conn), limit)
    now = time.time()
    heads = _("Code"), _("Written"), _("Arrived"), _("Changes"), _("File")
    rows = (
        (
            file.check_code,
            dates.datetime(file.at),
            sent_words(file.state, file.days(now), receipt=file.receipt),
            number(file.changes),
            file.name,
        )
        for file in written
    )
    if output.give(lambda: [shaped("sent", file) for file in written], output.columns(heads, rows, texts=3)):
        output.tell(counted("{n} file was written", "{n} files were written", len(written)))
