"""``terren decide``, ``agreed`` and ``follow-up``: what was agreed, and what became of it."""

from __future__ import annotations

from datetime import date

from language import N_, _, counted
from language.numbers import NOTHING
from language.registers import value
from store.db.database import Store
from store.edits.agreed import follow_up, open_resolutions
from store.edits.assessment import Resolution, record_resolution, resolution_entry
from store.edits.entries import correct_resolution, withdraw_entry
from store.edits.meeting import Meeting
from store.edits.named import SHORT_NAME
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.report.recording import meeting_id, tell_recorded
from terren.declare import argument, command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import DAY
from terren.words import tell_passed


@command("decide", "Record what was agreed on action NR; “-” reads TEXT from standard input.", records=True)
def decide_command(
    session: Session,
    nr: str = argument("NR"),
    text: str | None = argument("[TEXT]"),
    correct: str | None = options.CORRECT,
    withdraw: str | None = options.WITHDRAW,
    responsible: str = options.RESPONSIBLE,
    due: date | None = options.DUE,
    unit: str | None = options.FOR_UNIT,
    meeting: str | None = options.IN_MEETING,
) -> None:
    options.refuse_both(withdraw, text, correct, responsible, due)
    agreed = Resolution("" if text is None else given(text), responsible, due)
    with session.working() as store:
        held_in = meeting_id(store, meeting)
        decide(store, nr, agreed, correct=correct, withdraw=withdraw, unit=unit, meeting=held_in)


def decide(
    store: Store,
    about: str | Meeting,
    agreed: Resolution,
    *,
    correct: str | None,
    withdraw: str | None,
    unit: str | None = None,
    meeting: str | None,
) -> None:
    """Record what was agreed, or correct or withdraw an earlier entry, and say it."""
    if withdraw is not None:
        changes = withdraw_entry(store, about, "resolution", withdraw, unit=unit, meeting=meeting)
    elif correct is not None:
        changes = correct_resolution(store, about, correct, agreed, unit=unit, meeting=meeting)
    else:
        changes = record_resolution(store, about, agreed, unit=unit, meeting=meeting)
    tell_recorded(store, changes)
    tell_passed(agreed.due, date.today())


@command("agreed", "List what was agreed and is not done, what is due first on top.")
def agreed_command(
    session: Session,
    meeting: str | None = option("What was agreed before the meeting with this id.", metavar="ID"),
) -> None:
    from terren.forms import agreed_form

    today = date.today()
    with session.reading() as store:
        listed = open_resolutions(store, meeting)
    lines = (
        f"{agreed.recorded.entry[:SHORT_NAME]}  {agreed.nr or NOTHING}"
        f"  {value('resolution', '', resolution_entry(agreed.resolution))}"
        f"{' · ' + _('overdue') if agreed.resolution.overdue(today) else ''}"
        for agreed in listed
    )
    output.give(lambda: [agreed_form(agreed, today) for agreed in listed], lines)
    output.tell(counted("{n} open decision", "{n} open decisions", len(listed)))


@command(
    "follow-up",
    "Record what became of a decision: of ENTRY, as “terren agreed” names it.",
    records=True,
)
def follow_up_command(
    session: Session,
    entry: str = argument("ENTRY"),
    done: bool = flag("It is done."),
    on: date | None = option("The day on which it was done; today if not given.", type=DAY),
    still_open: bool = flag("It is still open."),
    due: date | None = options.DUE,
    meeting: str | None = options.IN_MEETING,
) -> None:
    if done + still_open + (due is not None) != 1 or (on is not None and not done):
        raise WrongUsage(N_("Say what became of it: --done, --still-open or --due DATE."))
    today = date.today()
    with session.working() as store:
        day = (on or today) if done else None
        tell_recorded(store, follow_up(store, entry, done=day, due=due, meeting=meeting_id(store, meeting)))
        tell_passed(due, today)
