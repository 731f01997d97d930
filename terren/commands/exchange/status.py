"""``terren status``: how things stand for the officer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from language import _, counted, dates
from terren import __version__, failures, output
from terren.declare import command
from terren.session import Session
from terren.words import release_words

if TYPE_CHECKING:
    from store.exchange.change_sets import LastFile
    from sync.situation import Situation


@command(
    "status",
    "Say what is unsent, what was returned, what waits for whom, and what came in since you last looked."
    " With --json it does not count as a look.",
)
def status_command(session: Session) -> int:
    from store.db.errors import Refused
    from sync.situation import looked, situation

    with session.reading() as store:
        found = situation(store, session.places, __version__)
        if output.give(lambda: _form(found), _lines(found)):
            try:
                looked(store, session.places)
            except Refused as refused:
                # what was said is true all the same; it will be said once more
                failures.refused(refused)
    return failures.WAITING if found.waits else failures.DONE


def _lines(found: Situation) -> Iterator[str]:
    from terren.words import unit_words

    own = found.identity
    yield f"{own.officer}, {unit_words(own.unit)}"
    if found.revision is not None:
        yield _("Plan: {title}, revision {number}").format(
            title=found.revision.title, number=found.revision.number
        )
    yield ""
    if not own.is_headquarters:
        yield from _on_the_way(found)
    yield _("Last file written: {file}").format(file=_file(found.last_sent))
    yield _("Last file taken: {file}").format(file=_file(found.last_received))
    yield from _returned(found)
    yield from _waiting(found)
    if found.release is not None:
        yield release_words(found.release)
    if found.arrived:
        yield ""
        yield _("Came in since you last looked:")
        for one in found.arrived:
            new = counted("{n} new change", "{n} new changes", one.new)
            unit = unit_words(one.unit)
            yield f"  {dates.datetime(one.at)}  {unit}, {one.officer}: {new}"


def _on_the_way(found: Situation) -> Iterator[str]:
    if found.unsent:
        told = counted("{n} change is not sent yet.", "{n} changes are not sent yet.", found.unsent)
        yield f"{told} {_('Write them: terren export --to FOLDER')}"
    if found.in_file:
        yield counted(
            "{n} change was sent, without a receipt.",
            "{n} changes were sent, without a receipt.",
            found.in_file,
        )
    if found.received:
        yield counted(
            "{n} change was received; whether it counts is not known yet.",
            "{n} changes were received; whether they count is not known yet.",
            found.received,
        )
    if not (found.unsent or found.in_file or found.received):
        yield _("Headquarters has all that you reported.")


def _returned(found: Situation) -> Iterator[str]:
    if found.returned:
        told = counted("{n} report was returned", "{n} reports were returned", len(found.returned))
        yield f"{told}: terren list --returned"
        for nr, reason in found.returned.items():
            yield f"  {nr}  {reason}"


def _waiting(found: Situation) -> Iterator[str]:
    conflicts = counted("{n} conflict waits", "{n} conflicts wait", found.conflicts)
    senders = counted(
        "{n} file waits for its sender to be accepted",
        "{n} files wait for their senders to be accepted",
        found.waiting,
    )
    refused = counted("{n} file was refused", "{n} files were refused", found.refused)
    missing = counted("{n} run of changes is missing", "{n} runs of changes are missing", found.missing)
    held = counted("{n} change is held", "{n} changes are held", found.held)
    for count, told, name in (
        (found.conflicts, conflicts, "conflicts"),
        (found.waiting, senders, "inbox"),
        (found.refused, refused, "inbox"),
        (found.missing, missing, "inbox"),
        (found.held, held, "inbox"),
    ):
        if count:
            yield f"{told}: terren {name}"


def _file(file: LastFile | None) -> str:
    return _("none") if file is None else f"{dates.datetime(file.at)}, {file.name} ({file.check_code})"


def _form(found: Situation) -> dict[str, Any]:
    own, revision = found.identity, found.revision
    return {
        **output.picked(own, "officer", "unit", "role"),
        "revision": None
        if revision is None
        else {
            **output.picked(revision, "number", "title"),
            "in_force_from": revision.in_force_from or None,
        },
        **output.picked(found, "unsent", "in_file", "received"),
        "returned": [{"nr": nr, "reason": reason} for nr, reason in found.returned.items()],
        **output.picked(found, "held", "conflicts", "waiting", "refused", "missing"),
        "update": None
        if found.release is None
        else {"version": found.release.version, "note": found.release.note or None},
        "last_sent": _file_form(found.last_sent),
        "last_received": _file_form(found.last_received),
        "arrived": [{**one._asdict(), "at": output.utc(one.at)} for one in found.arrived],
    }


def _file_form(file: LastFile | None) -> dict[str, Any] | None:
    if file is None:
        return None
    return {"name": file.name, "check_code": file.check_code, "at": output.utc(file.at)}
