"""``terren decide``, ``agreed`` and ``follow-up``: what was agreed, and what became of it."""

from __future__ import annotations

from datetime import date

from language import N_, _, counted, dates
from language.numbers import NOTHING
from language.registers import value
from store.edits.agreed import day_agreed, follow_up
from store.edits.assessment import Resolution, resolution_entry
from store.edits.named import SHORT_NAME
from store.history.minutes import earlier_decisions
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import argument, command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import DAY
from terren.words import tell_passed


@command("decide", "Record a decision on action NR; “-” reads TEXT from standard input.", records=True)
def decide_command(
    session: Session,
    nr: str = argument("NR"),
    text: str | None = argument("[TEXT]"),
    change: options.EntryChange = options.ENTRY,
    responsible: str = options.RESPONSIBLE,
    due: str | None = options.DUE,
    how: options.How = options.how("unit", "meeting"),
) -> None:
    change.check(text, responsible, due)
    with recorder(session, how) as work:
        agreed = Resolution(given(text or ""), responsible, work.due(due))
        work.write_entry("resolution", nr, change, agreed)
        tell_passed(agreed.due, work.recording.today)


@command("agreed", "List the decisions that are not done, what is due first on top.", prints="@agreed*")
def agreed_command(
    session: Session,
    meeting: str | None = option("The decisions taken before the meeting with this id.", metavar="ID"),
) -> None:
    from terren.forms import agreed_form

    today = date.today()
    with session.reading() as store:
        listed = earlier_decisions(store, meeting)
    lines = (
        f"{agreed.recorded.entry[:SHORT_NAME]}  {agreed.nr or NOTHING}"
        f"  {value('resolution', '', resolution_entry(agreed.resolution))}"
        f"{' · ' + _('overdue') if agreed.resolution.overdue(today) else ''}"
        for agreed in listed
    )
    output.give(lambda: [agreed_form(agreed, today) for agreed in listed], lines)
    output.tell(counted("{n} open decision", "{n} open decisions", len(listed)))


@command(
    "follow-up", "Record what became of a decision: of ENTRY, as “terren agreed” names it.", records=True
)
def follow_up_command(
    session: Session,
    entry: str = argument("ENTRY"),
    done: bool = flag("It is done."),
    on: date | None = option("The day on which it was done; today if not given.", type=DAY),
    still_open: bool = flag("It is still open."),
    due: str | None = options.DUE,
    how: options.How = options.how("meeting"),
) -> None:
    if done + still_open + (due is not None) != 1 or (on is not None and not done):
        raise WrongUsage(N_("Say what became of it: --done, --still-open or --due DATE."))
    with recorder(session, how) as work:
        day, due_day = (on or work.recording.today) if done else None, work.due(due)
        changes = work.record(
            lambda how: follow_up(work.store, entry, done=day, due=due_day, meeting=how.meeting)
        )
        tell_passed(due_day, work.recording.today)
        if changes and day is not None and day < (agreed := day_agreed(work.store, changes[0])):
            words = _("{day} is before the day of the decision ({agreed}).")
            output.tell(words.format(day=dates.date(day), agreed=dates.date(agreed)))
