"""What is said of a change set that was taken, and its form as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from language import _, counted, dates
from language.numbers import number
from store.db.database import Store
from terren import output
from terren.commands.exchange.acceptance import sender_form, waiting_text
from terren.shapes import shaped
from terren.words import changes_in_words, unit_words

if TYPE_CHECKING:
    from store.exchange.news import News
    from sync.quarantine.forks import Fork
    from sync.quarantine.sections import MissingRun
    from sync.receive.arrivals import Missing
    from sync.receive.received import Received


_MOST_TOLD: Final = 20


def as_of_now(store: Store, taken: Iterable[Received]) -> list[Received]:
    """Return what files brought that later ones have not settled: conflicts, and runs that are missing."""
    from store.ledger.heads import conflicts_among
    from sync.quarantine.sections import missing_runs

    with store.reading() as conn:
        missing = missing_runs(conn)
        return [
            received._replace(
                conflicts=conflicts_among(conn, received.conflicts),
                parked=tuple(run for run in received.parked if run in missing),
            )
            for received in taken
        ]


def waits(taken: Iterable[Received]) -> bool:
    """Return True if something waits for a person, of files that were taken one after the other."""
    files = list(taken)
    # what an earlier file left waiting of the plan, a later one may have brought
    settled = [received.settled for received in files if received.settled is not None]
    return bool(
        still_waiting(files)
        or any(_waits(received) for received in files if received.waiting is None)
        or any(last.waits for last in settled[-1:])
    )


def still_waiting(taken: Iterable[Received]) -> list[Received]:
    """Return the files whose sender nobody has accepted, also after those that followed them were taken."""
    files = list(taken)
    let_in = {received.check_code for received in files if received.waiting is None}
    return [received for received in files if received.waiting and received.check_code not in let_in]


def _waits(received: Received) -> bool:
    return bool(
        received.conflicts
        or received.held
        or received.parked
        or received.forks
        or received.unaccepted
        or received.newer_plan
    )


def count_files(done: int, total: int, _name: str = "") -> None:
    """Count the files, where a person looks on."""
    output.progress(_("{done} of {total} files").format(done=done, total=total))


def tell_taken(store: Store, received: Received) -> None:
    """Say what a file brought, what waits and what to do."""
    from language.registers import register
    from store.plan.lookup import action_numbers, printed_units
    from terren.commands.plan.revision_forms import tell_settled

    if received.waiting is not None:
        tell_waiting(received)
        return
    with store.reading() as conn:
        numbers, printed = action_numbers(conn) if received.conflicts else {}, printed_units(conn)
    unit = unit_words(received.unit, printed)
    head = _("{file} ({code}) from {officer}, {unit}:").format(
        file=received.path.name, code=received.check_code, officer=received.officer, unit=unit
    )
    if received.already_received_at is not None:
        when = dates.datetime(received.already_received_at)
        output.tell(f"{head} {_('already received on {when}.').format(when=when)}")
    else:
        new = counted("{n} new change.", "{n} new changes.", received.new)
        output.tell(f"{head} {new}")
    for kind, target, owner, field in received.conflicts[:_MOST_TOLD]:
        whose = [unit_words(owner, printed)] if owner else []
        what = ", ".join((numbers.get(target, target), *whose, register(kind, field)))
        output.tell(_("Conflict: {what}. Both values stand until somebody decides."), what=what)
    output.tell(*_more_line(received.conflicts))
    _tell_news(store, received.news)
    tell_missing(store, received.parked)
    if received.held:
        output.tell(
            counted(
                "{n} change is held: its sender may not make it.",
                "{n} changes are held: their sender may not make them.",
                received.held,
            )
        )
    _tell_histories(received)
    for sender in received.unaccepted[:_MOST_TOLD]:
        output.tell(waiting_text(sender, "author"))
    output.tell(*_more_line(received.unaccepted))
    if received.settled is not None:
        tell_settled(received.settled)
    if received.newer_plan is not None:
        output.tell(
            _(
                "It was written under revision {number} of the plan, which has not arrived here. All of it is"
                " taken; what concerns new actions shows once headquarters' file is here."
            ),
            number=received.newer_plan,
        )


def tell_waiting(received: Received) -> None:
    """Say why a file waits, and what lets it in."""
    why = waiting_text(received.unaccepted[0], received.waiting or "")
    output.tell(f"{received.path.name}: {why}")


def _tell_news(store: Store, news: News) -> None:
    """Say what of one's own has arrived, and what others changed of it."""
    if news.confirmed:
        output.tell(
            counted(
                "{n} of your changes has arrived at headquarters.",
                "{n} of your changes have arrived at headquarters.",
                news.confirmed,
            )
        )
    if news.changes:
        output.tell(_("Changed of yours by others:"))
        for change, words in zip(
            news.changes[:_MOST_TOLD], changes_in_words(store, news.changes), strict=False
        ):
            output.tell(f"  {change.officer}: {words}")
        output.tell(*_more_line(news.changes))


def _more_line(all_of_them: Sequence[object]) -> Iterator[str]:
    """Yield how many are not named, where there are such."""
    if (more := len(all_of_them) - _MOST_TOLD) > 0:
        yield _("… and {n} more").format(n=number(more))


def fork_lines(forks: Sequence[Fork]) -> Iterator[str]:
    """Yield the histories that contradict what is held, in words; of very many, how many more there are."""
    from language.delivery import two_histories

    for fork in forks[:_MOST_TOLD]:
        yield two_histories(fork.replica, fork.first, fork.officer, carrier=fork.found, recorded_by=fork.held)
    yield from _more_line(forks)


def _tell_histories(received: Received) -> None:
    """Say which histories contradict what is held, and whether this installation goes on under a new name."""
    from language.messages import message

    for line in fork_lines(received.forks):
        output.tell(line)
    if (done := received.continued) is not None:
        figures = {"first": done.kept + 1, "replica": done.new[:8]}
        output.tell(message("changeset_continued", figures))


def tell_missing(store: Store, runs: Sequence[MissingRun]) -> None:
    """Say what is missing of whom."""
    from store.plan.lookup import printed_units
    from sync.receive.arrivals import missing_changes

    with store.reading() as conn:
        missing, printed = missing_changes(conn, runs[:_MOST_TOLD]), printed_units(conn)
    output.tell(*missing_lines(missing, printed), *_more_line(runs))


def missing_lines(missing: Sequence[Missing], printed: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield what is missing of whom, and what to do; of very much, how much more there is.

    ``printed`` are names of units by code in the plan.
    """
    from language.delivery import missing_changes

    for run in missing[:_MOST_TOLD]:
        unit = unit_words(run.unit, printed)
        yield missing_changes(run.first, run.last, officer=run.officer, unit=unit, replica=run.replica)
    yield from _more_line(missing)


def received_form(received: Received, plan: str | None = None) -> dict[str, Any]:
    """Return what a file brought as plain data; ``plan`` is the one that took it, where there are several."""
    from terren.commands.plan.revision_forms import settled_form

    settled, news = received.settled, received.news
    return shaped(
        "received",
        received,
        plan=plan,
        settled=None if settled is None else settled_form(settled),
        news=shaped("news", news, changes=[change.id for change in news.changes]),
        unaccepted=[*map(sender_form, received.unaccepted)],
    )
