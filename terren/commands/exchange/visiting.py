"""What is said of a visit to a mailbox, and of attachments that lie there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from language import _, counted
from language.delivery import attachments_came, attachments_go
from language.mailbox import clock_words, ended_words, other_plan_words
from store.db.database import Store
from terren import failures, output
from terren.commands.exchange.acceptance import waiting_text
from terren.commands.exchange.taken import tell_missing, tell_taken
from terren.session import Session

if TYPE_CHECKING:
    from sync.mailbox import Exchange, LeftAlone
    from sync.receive.received import Received
    from sync.send.attachments import Placed

OF_OTHERS: Final = ("sealed", "plan")
"""Why a file is left alone with which nothing is wrong."""
_NAMED: Final = 3
"""Files that are named of those that were left alone for one reason."""


def tell_placed(placed: Placed) -> None:
    """Say which attachments lie beside the files, and what was left behind."""
    for path in placed.paths:
        output.tell(f"  {path.name}")
    output.tell(*attachments_go(len(placed.paths), placed.left))
    if placed.why is not None:
        failures.refused(placed.why)


def tell_visit(session: Session, store: Store, exchange: Exchange, taken: Iterable[Received]) -> None:
    """Say what came of a visit, except how it ended."""
    from sync.plans import left_to_others

    for received in taken:
        # who waits is told of all files below
        if received.waiting is None:
            tell_taken(store, received)
    if exchange.known:
        output.tell(counted("{n} file was known already.", "{n} files were known already.", exchange.known))
    _tell_left(exchange.left)
    if sealed := sum(left.why == "sealed" for left in exchange.left):
        output.tell(
            counted(
                "{n} file is sealed for others and was left alone.",
                "{n} files are sealed for others and were left alone.",
                sealed,
            )
        )
    others = left_to_others(exchange.left, session.served_plans())
    if n := sum(file.why == "plan" for file in others):
        output.tell(other_plan_words(n))
    _tell_waiting(exchange)
    tell_missing(store, exchange.missing)
    output.tell(*attachments_came(*exchange.arrived))
    if exchange.placed.is_news:
        tell_placed(exchange.placed)
    for path in exchange.repaired:
        output.tell(_("{file} was damaged there. It has been written anew."), file=path)
    if exchange.unwritten is not None and exchange.ended == "done":
        failures.refused(exchange.unwritten)
    elif exchange.written is not None:
        output.tell(_("Check code: {code}"), code=exchange.written.check_code)
    elif exchange.ended == "done" and len(session.served_plans()) > 1 and not _brought(exchange):
        # how it ended is said once, of all plans
        output.tell(_("Nothing new came, and there is nothing new to write."))


def _brought(exchange: Exchange) -> bool:
    """Return whether a visit took something, or put an attachment there."""
    return bool(exchange.taken) or any(exchange.arrived) or exchange.placed.is_news


def tell_end(visits: Sequence[Exchange], on_server: bool) -> None:
    """Say how it ended, once nothing is written any more, and of a clock that is wrong."""
    if words := clock_words(visit.clock_ahead for visit in visits):
        output.tell(words)
    if words := ended_words(visits, on_server):
        output.tell(words)


def _tell_waiting(exchange: Exchange) -> None:
    """Say a sentence for the first whose files wait, those that came now before the others, and count the
    others: anybody can make them. Whom a file taken now has told is left out."""
    told, new = set[str](), set[str]()
    for received in exchange.taken:
        seen = told if received.waiting is None else new
        seen.update(sender.replica for sender in received.unaccepted)
    waiting = {file.whom.replica: file for file in exchange.waiting if file.whom.replica not in told}
    first = sorted(waiting.values(), key=lambda file: file.whom.replica not in new)
    for file in first[:_NAMED]:
        output.tell(f"{file.name}: {waiting_text(file.whom, file.reason)}")
    if more := len(first[_NAMED:]):
        output.tell(
            counted(
                "Files of {n} more sender wait until somebody accepts it: terren inbox",
                "Files of {n} more senders wait until somebody accepts them: terren inbox",
                more,
            )
        )


def _tell_left(left: Sequence[LeftAlone]) -> None:
    """Name the first files of each reason, and count the others: a folder may be full of them."""
    reasons: dict[str, list[LeftAlone]] = {}
    for file in left:
        reasons.setdefault(file.why if file.refusal is None else file.refusal.code, []).append(file)
    for files in reasons.values():
        if files[0].why in OF_OTHERS:
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
