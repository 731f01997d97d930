"""``terren inbox``: everything that was received, and what of it waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from language import _, dates
from language.messages import message
from sync.new_by_unit import NewByUnit, new_by_unit, of_others
from sync.receive.arrivals import TakenFile
from sync.receive.inbox import Inbox, inbox
from sync.receive.inbox import drop as let_go
from sync.receive.waiting import take_refused, take_revoked
from terren import failures, output
from terren.commands.exchange.acceptance import held_form, sender_form, waiting_text
from terren.commands.exchange.status import taken_form
from terren.commands.exchange.taken import fork_lines, missing_lines, tell_taken
from terren.declare import command, flag, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER
from terren.words import unit_words


@command(
    "inbox",
    "List what was received: taken, held, refused and why, and what is missing of whom.",
    prints="@inbox",
)
def inbox_command(
    session: Session,
    limit: int | None = option("At most so many of the files that were taken.", type=NUMBER),
    take: str | None = option(
        "Take the waiting file with this check code once, although its key was revoked.", metavar="CODE"
    ),
    again: bool = flag("Try first to take what was refused, after an update for example."),
    drop: str | None = option(
        "Permanently delete a refused or waiting file, what waits of a sender, or all of it.",
        metavar="CODE|ID|all",
    ),
) -> int:
    if take is not None:
        _take_revoked(session, take)
    if again:
        _take_again(session)
    if drop is not None:
        with session.working() as store:
            for name in let_go(store, session.places, drop):
                output.tell(_("Deleted: {file}"), file=name)
    from store.plan.lookup import printed_units

    with session.reading() as store:
        received, brought = inbox(store, session.places, limit=limit), new_by_unit(store)
        with store.reading() as conn:
            printed = printed_units(conn)
    output.give(lambda: _form(received, brought), _lines(received, brought, printed))
    return failures.WAITING if received.waits else failures.DONE


def _take_revoked(session: Session, code: str) -> None:
    with session.working() as store:
        tell_taken(store, take_revoked(store, session.places, code))


def _take_again(session: Session) -> None:
    with session.working() as store:
        for received in take_refused(store, session.places).taken:
            tell_taken(store, received)


def _lines(received: Inbox, brought: NewByUnit, printed: Mapping[str, str]) -> Iterator[str]:
    for file in received.held:
        yield f"{file.whom.replica[:8]}  {file.name}: {waiting_text(file.whom, file.reason)}"
    for refused in received.refused:
        why = message(refused.refusal.code, refused.refusal.params)
        yield f"{refused.check_code}  {_('refused on {day}:').format(day=dates.datetime(refused.at))} {why}"
    yield from missing_lines(received.missing, printed)
    yield from fork_lines(received.forks)
    yield from (
        output.columns(
            (_("Code"), _("Taken"), _("Unit"), _("Officer"), _("Changes"), _("New"), _("File")),
            [_row(file, of_others(file, brought), printed) for file in received.taken],
            texts=4,
            cut=2,
        )
        if received.taken
        else ()
    )


def _row(file: TakenFile, others: Mapping[str, int], printed: Mapping[str, str]) -> tuple[str, ...]:
    carried = ", ".join(f"{unit_words(unit, printed)} {n}" for unit, n in others.items())
    return (
        file.check_code,
        dates.datetime(file.at),
        unit_words(file.unit, printed),
        file.officer,
        str(file.changes),
        f"{file.new} ({carried})" if carried else str(file.new),
        file.name,
    )


def _form(received: Inbox, brought: NewByUnit) -> dict[str, Any]:
    return shaped(
        "inbox",
        received,
        taken=[taken_form(file, brought) for file in received.taken],
        held=[held_form(file, "waiting_file", whom=sender_form(file.whom)) for file in received.held],
        refused=[
            shaped("refused_file", file, message=message(file.refusal.code, file.refusal.params))
            for file in received.refused
        ],
    )
