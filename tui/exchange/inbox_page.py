"""The inbox in words: a line for everything that was received, and what is to be said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from language import _, current, dates, glyph, ngettext
from language.delivery import (
    attachments_came,
    attachments_go,
    missing_changes,
    new_changes,
    sent_words,
    two_histories,
    waiting_reason,
)
from language.mailbox import clock_words, ended_words, other_plan_words
from language.numbers import number
from language.terms import agenda_mark, side_mark
from store.db.database import Store
from store.db.errors import UserError
from store.exchange.change_sets import Author
from store.exchange.held_files import HeldFile
from store.exchange.sent import SentChangeSet
from store.plan.units import unit_name
from sync.mailbox import Exchange
from sync.new_by_unit import NewByUnit, of_others
from sync.quarantine.forks import Fork
from sync.receive.arrivals import Missing, TakenFile
from sync.receive.inbox import Inbox
from sync.receive.refused import RefusedFile
from sync.send.attachments import Placed
from sync.trust.trust_report import own_fingerprint
from sync.wire.check_code import check_code
from tui.commands.catalogue import by_id
from tui.screens.refusals import message
from tui.widgets.draw import Line, fit, safe


class InboxRow(NamedTuple):
    """A line of the inbox and what is said of it; ``sender`` can be accepted, ``refused`` dropped.

    ``at`` is when a file was taken or written, in seconds since 1970 UTC, and ``code`` its check code.
    """

    line: Line
    words: tuple[str, ...]
    sender: Author | None = None
    files: tuple[HeldFile, ...] = ()
    refused: RefusedFile | None = None
    at: int = 0
    code: str = ""

    @property
    def key(self) -> str:
        """Return what tells the line from others, also where other words stand in it by now."""
        if self.sender is not None:
            return f"{self.sender.replica} {self.files[0].reason}"
        return self.code or self.words[0] if self.refused is None else self.refused.check_code

    @property
    def droppable(self) -> tuple[str, ...]:
        """Return the check codes of the files behind the line that can be let go of."""
        refused_codes = () if self.refused is None else (self.refused.check_code,)
        return (*refused_codes, *dict.fromkeys(check_code(file.sha256) for file in self.files))


_NARROW, _WIDE = 18, 24
"""Columns of a unit or a moment; the narrow ones are those of "Mitrovicë e Veriut"."""
_ROOMY: Final = 100
"""Columns of a terminal in which there is room for all of a line."""


def inbox_rows(received: Inbox, brought: NewByUnit, width: int) -> tuple[list[InboxRow], list[InboxRow]]:
    """Return everything that waits, and everything that was taken, the newest first.

    In a terminal of ``width`` columns; the whole name and code stand below the list.
    """
    rows = [_waiting(files) for files in _by_sender(received.held)]
    rows += [_refused(file) for file in received.refused]
    rows += [_missing(run) for run in received.missing]
    rows += [_fork(fork) for fork in received.forks if not fork.continued_as]
    return rows, [_taken(file, brought, _first_column(width)) for file in received.taken]


def sent_rows(written: Iterable[SentChangeSet], now: float, width: int) -> list[InboxRow]:
    """Return a line for each file that was written here; ``now`` is in seconds since 1970 UTC."""
    return [_sent(file, now, _first_column(width)) for file in written]


def _first_column(width: int) -> int:
    """Return how wide the first column is: of what was taken its unit, of what was sent its moment."""
    return _WIDE if width >= _ROOMY else _NARROW


def _sent(file: SentChangeSet, now: float, width: int) -> InboxRow:
    changes = ngettext("{n} change", "{n} changes", file.changes).format(n=number(file.changes))
    words = sent_words(file.state, file.days(now), receipt=file.receipt) if file.state else ""
    style = "warn" if file.state == "in_file" else "dim"
    code, arrived, count = (
        (f"{safe(file.check_code)[:9]}", "dim"),
        (f"  {words}", style),
        (f"  {changes}", "dim"),
    )
    # what there is no room for is the count, and never whether it arrived
    behind = (arrived, count) if width < _WIDE else (count, arrived)
    # the sign of what headquarters has not confirmed stands before nothing else
    mark = glyph("→", ">")
    if file.state:
        mark = side_mark("unsent") if file.state == "in_file" else agenda_mark("recorded")
    line = ((f" {mark} {fit(_day(file.at), width)}  ", ""), code, *behind)
    more = (_("The next file carries it again."),) if file.state == "in_file" else ()
    about = f"{safe(file.check_code)}  {changes}  {words}".rstrip()
    return InboxRow(line, (safe(file.name), about, *more), at=file.at, code=file.check_code)


def own_fingerprint_words(store: Store) -> str:
    """Return the fingerprint of this installation's key; "" where nobody is enrolled."""
    try:
        return _("Your own fingerprint: {fingerprint}").format(fingerprint=own_fingerprint(store))
    except UserError:
        return ""


def _by_sender(files: Iterable[HeldFile]) -> Iterator[tuple[HeldFile, ...]]:
    senders: dict[tuple[str, bool], list[HeldFile]] = {}
    for file in files:
        senders.setdefault((file.whom.replica, file.reason == "revoked"), []).append(file)
    yield from map(tuple, senders.values())


def _unit(code: str) -> str:
    return safe(unit_name(code, current()))


def _waiting(files: tuple[HeldFile, ...]) -> InboxRow:
    sender = files[0].whom
    count = ngettext("{n} file waits", "{n} files wait", len(files)).format(n=len(files))
    mark = glyph("◌", "o")
    line = ((f" {mark} {_unit(sender.unit)}  ", "warn"), (safe(sender.officer), ""), (f"  {count}", "dim"))
    why = waiting_reason(files[0].reason, sender.role, officer=safe(sender.officer), unit=_unit(sender.unit))
    names = ", ".join(safe(file.name) for file in files[:2]) + (" …" if len(files) > 2 else "")
    words: tuple[str, ...] = (why, names)
    if files[0].reason == "revoked":
        words += (
            _("Its files can be taken once; what was recorded from the day of the revocation on stays held."),
        )
    return InboxRow(line, words, sender, files)


def _refused(file: RefusedFile) -> InboxRow:
    mark = glyph("✗", "x")
    line = ((f" {mark} {safe(file.name)}  ", "bad"), (_("refused"), "dim"))
    why = safe(message(file.refusal.code, file.refusal.params))
    return InboxRow(line, (why, _day(file.at)), refused=file)


def _missing(run: Missing) -> InboxRow:
    officer, unit = safe(run.officer), _unit(run.unit)
    words = missing_changes(run.first, run.last, officer=officer, unit=unit, replica=run.replica)
    range_words = _("changes {first}–{last} missing").format(first=run.first, last=run.last)
    line = ((f" ? {unit}  ", "warn"), (officer, ""), (f"  {range_words}", "dim"))
    return InboxRow(line, (words,))


def _fork(fork: Fork) -> InboxRow:
    words = two_histories(fork.replica, fork.first, fork.officer, carrier=fork.found, recorded_by=fork.held)
    mark = glyph("≠", "%")
    return InboxRow(((f" {mark} {_unit(fork.unit)}  ", "bad"), (_("two histories"), "dim")), (safe(words),))


def _taken(file: TakenFile, brought: NewByUnit, width: int) -> InboxRow:
    mark = glyph("●", "#")
    new = new_changes(file.new, {_unit(unit): n for unit, n in of_others(file, brought).items()})
    line = (
        (f" {mark} {fit(_unit(file.unit), width)}  ", "good"),
        (f"{safe(file.check_code)[:9]}  {new}", "dim"),
    )
    who, when = f"{_unit(file.unit)}, {safe(file.officer)}", f"{safe(file.check_code)}  {_day(file.at)}"
    return InboxRow(line, (who, when, safe(file.name)), at=file.at, code=file.check_code)


def _day(at: int) -> str:
    return dates.datetime(at)


def every_plan_words(
    visits: Sequence[tuple[str, Exchange | UserError]], *, on_server: bool = False
) -> Iterator[str]:
    """Yield what came of visits to a mailbox, of several by the names of their plans, and how they ended."""
    refused: dict[str, list[str]] = {}
    for name, exchange in visits:
        if isinstance(exchange, UserError):
            refused.setdefault(message(exchange.code, exchange.params), []).append(name)
            continue
        first, *more = _visit_words(exchange)
        yield first if len(visits) == 1 else f"{safe(name)}: {first}"
        yield from more
    for why, names in refused.items():
        yield safe(f"{', '.join(names)}: {why}")
    done = [exchange for _name, exchange in visits if not isinstance(exchange, UserError)]
    if words := clock_words(exchange.clock_ahead for exchange in done):
        yield words
    if words := ended_words(done, on_server):
        yield words


def _visit_words(exchange: Exchange) -> list[str]:
    """Return what came of a visit to a mailbox."""
    new = sum(received.new for received in exchange.taken)
    let_in = [received for received in exchange.taken if received.waiting is None]
    lines = [ngettext("{n} file taken", "{n} files taken", len(let_in)).format(n=number(len(let_in)))]
    lines[0] += ", " + ngettext("{n} new change", "{n} new changes", new).format(n=number(new))
    inbox = by_id("inbox").sign()
    lines += [words.format(n=number(n), inbox=inbox) for n, words in _counts(exchange) if n]
    lines += attachments_came(*exchange.arrived)
    if exchange.placed.is_news:
        lines += placed_words(exchange.placed)
    for path in exchange.repaired:
        lines.append(_("{file} was damaged there. It has been written anew.").format(file=safe(path.name)))
    if exchange.unwritten is not None and exchange.ended == "done":
        lines.append(safe(message(exchange.unwritten.code, exchange.unwritten.params)))
    elif exchange.written is not None:
        lines.append(_("Check code: {code}").format(code=safe(exchange.written.check_code)))
    return lines


def placed_words(placed: Placed) -> Iterator[str]:
    """Yield how many attachments lie beside the files for others, and how many were left behind and why."""
    yield from attachments_go(len(placed.paths), placed.left)
    if placed.why is not None:
        yield safe(message(placed.why.code, placed.why.params))


def _counts(exchange: Exchange) -> Iterator[tuple[int, str]]:
    """Yield how many there are of what else a visit brought or left, and in which words that is said."""
    conflicts = len({register for received in exchange.taken for register in received.conflicts})
    left = Counter(file.why for file in exchange.left)
    confirmed = sum(received.news.confirmed for received in exchange.taken)
    changed = sum(len(received.news.changes) for received in exchange.taken)
    yield from (
        (
            confirmed,
            ngettext(
                "{n} of your changes has arrived at headquarters.",
                "{n} of your changes have arrived at headquarters.",
                confirmed,
            ),
        ),
        (
            changed,
            ngettext(
                "{n} change of others in your report, see all changes",
                "{n} changes of others in your report, see all changes",
                changed,
            ),
        ),
        (conflicts, ngettext("{n} conflict", "{n} conflicts", conflicts)),
        (left["partial"], _("Still being copied, or cut, and left alone: {n}")),
        (left["refused"], _("Refused, see the inbox: {n}")),
        (left["sealed"], _("Sealed for others: {n}")),
        (left["plan"], other_plan_words(left["plan"])),
        (
            len(exchange.waiting),
            ngettext(
                "{n} file waits for its sender to be accepted",
                "{n} files wait for their senders to be accepted",
                len(exchange.waiting),
            ),
        ),
        (len(exchange.missing), _("Places where an earlier file is still missing ({inbox} shows them): {n}")),
    )
