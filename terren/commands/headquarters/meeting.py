"""``terren meeting`` and ``minutes``: meetings opened, changed, listed, and written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from language import N_, _, counted, dates
from language.numbers import NOTHING
from language.terms import agenda_mark
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import Resolution
from store.edits.meeting import Meeting, amend_meeting, find_meeting, meetings, open_meeting
from store.history.meeting_end import delete_meeting, end_meeting
from store.history.minutes import minutes
from store.plan.lookup import action_numbers
from store.query.filters.filter import list_actions
from terren import output
from terren.asking import given
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import argument, command, flag, option, several
from terren.groups import Group
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.streams import Written
from terren.values import DAY
from terren.words import tell_passed, unit_words

_SAVED: Final = option("The actions that meet the filter saved under this name.", "--filter", metavar="NAME")
_DETAILS: Final = {
    "place": option("Where it is held; the minutes say so."),
    "present": option("Who is present: names parted by “;”.", metavar="NAMES"),
    "absent": option("Who was invited and is not: names parted by “;”.", metavar="NAMES"),
}

meeting_command = Group("meeting", help=N_("Open a meeting, change, end or delete it, or list all."))


@meeting_command.add(
    "open",
    "Begin a meeting on the actions NR or those of a saved filter, and print its id.",
    prints="@opened_meeting",
)
def open_command(
    session: Session,
    title: str = argument("TITLE"),
    numbers: Sequence[str] = argument("[NR]...", nargs=-1),
    on: date | None = option("The day of the meeting; today if not given.", type=DAY),
    details: dict[str, str | None] = several(_DETAILS),
    saved: str | None = _SAVED,
) -> None:
    with session.working() as store:
        agenda = _agenda(session, store, numbers, saved)
        when = date.today() if on is None else on
        opened = open_meeting(
            store, title, when, agenda, **{name: text or "" for name, text in details.items()}
        )
        numbers_by_id = _numbers(store)
    output.give(lambda: _form(opened, numbers_by_id, "opened_meeting", recorded=session.recorded), opened.id)
    output.tell(_in_words(opened))


@meeting_command.add(
    "amend",
    "Change a meeting whose id begins with ID; actions NR take the place of its agenda.",
    records=True,
)
def amend_command(
    session: Session,
    meeting: str = argument("ID"),
    numbers: Sequence[str] = argument("[NR]...", nargs=-1),
    title: str | None = option("The new title.", metavar="TITLE"),
    on: date | None = option("The new day.", type=DAY),
    details: dict[str, str | None] = several(_DETAILS),
    saved: str | None = _SAVED,
) -> None:
    if not numbers and all(given is None for given in (title, on, saved, *details.values())):
        raise WrongUsage(
            N_(
                "Say what to change: --title, --on, --place, --present, --absent, --filter or numbers of"
                " actions."
            )
        )
    with session.working() as store:
        with store.reading() as conn:
            before = find_meeting(conn, meeting)
        agenda = _agenda(session, store, numbers, saved)
        after = amend_meeting(
            store,
            before.name,
            title=title,
            on=on,
            agenda=agenda or None,
            place=details.get("place"),
            present=details.get("present"),
            absent=details.get("absent"),
        )
    if after == before:
        output.tell(_("Nothing was recorded: it stands like that already."))
    else:
        output.tell(f"{_in_words(before)} → {_in_words(after)}")


@meeting_command.add("end", "Say that the meeting whose id begins with ID is over.", records=True)
def end_command(session: Session, meeting: str = argument("ID")) -> None:
    with session.working() as store:
        output.tell(_in_words(end_meeting(store, meeting)))


@meeting_command.add(
    "delete", "Delete the meeting whose id begins with ID, while nothing is in it.", records=True
)
def delete_command(session: Session, meeting: str = argument("ID")) -> None:
    with session.working() as store:
        gone = delete_meeting(store, meeting)
    output.tell(_("Deleted: {meeting}"), meeting=_in_words(gone))


@meeting_command.add(
    "decide",
    "Record a decision on no action in the meeting whose id begins with ID; “-” reads TEXT from standard"
    " input.",
    records=True,
)
def decide_as_a_whole_command(
    session: Session,
    meeting: str = argument("ID"),
    text: str | None = argument("[TEXT]"),
    change: options.EntryChange = options.ENTRY,
    responsible: str = options.RESPONSIBLE,
    due: str | None = options.DUE,
) -> None:
    change.check(text, responsible, due)
    with recorder(session, options.How(meeting=meeting)) as work:
        with work.store.reading() as conn:
            about = find_meeting(conn, meeting)
        agreed = Resolution(given(text or ""), responsible, work.due(due))
        work.write_entry("resolution", about, change, agreed)
        tell_passed(agreed.due, work.recording.today)


@meeting_command.add(
    "agenda",
    "List the agenda of the meeting whose id begins with ID: ✓ marks what was recorded.",
    prints="@agenda_item*",
)
def agenda_command(session: Session, meeting: str = argument("ID")) -> None:
    with session.reading() as store:
        so_far = minutes(store, meeting)
    items = [item for item in so_far.items if item.target in so_far.meeting.agenda]
    output.give(
        lambda: [shaped("agenda_item", item) for item in items],
        (
            f"{agenda_mark('recorded' if item.is_spoken_of else 'ahead')} {item.nr}  {item.title}"
            for item in items
        ),
    )


@meeting_command.add("list", "List the meetings, the latest day first.", prints="@meeting*")
def list_meetings_command(session: Session) -> None:
    with session.reading() as store:
        listed = meetings(store)
        numbers = _numbers(store)
    output.give(
        lambda: [_form(meeting, numbers) for meeting in listed],
        (f"{meeting.id}  {unit_words(meeting.unit)}  {_in_words(meeting)}" for meeting in listed),
    )


def _agenda(session: Session, store: Store, numbers: Sequence[str], saved: str | None) -> list[str]:
    """Return the numbers given, then those of the actions that meet the saved filter."""
    if saved is None:
        return [*numbers]
    from store.query.filters.named_filters import named_filter

    wanted = named_filter(session.places.config_file, saved)
    return [*numbers, *(row.nr for row in list_actions(store, wanted, today=date.today()))]


def _numbers(store: Store) -> dict[str, str]:
    with store.reading() as conn:
        return action_numbers(conn)


def _form(meeting: Meeting, numbers: dict[str, str], form: str = "meeting", **more: Any) -> dict[str, Any]:
    agenda = [numbers.get(action, action) for action in meeting.agenda]
    return shaped(form, meeting, agenda=agenda, **more)


def _in_words(meeting: Meeting) -> str:
    number = len(meeting.agenda)
    actions = counted("{n} action", "{n} actions", number)
    told = f"{meeting.title or NOTHING}, {dates.date(meeting.day)}, {actions}"
    return f"{told}, {_('ended')}" if meeting.ended else told


@command(
    "minutes",
    "Write the minutes of the meeting whose id begins with ID, or of the latest.",
    prints="@minutes",
)
def minutes_command(
    session: Session,
    meeting: str | None = argument("[ID]"),
    goal: Path | None = option(
        "Where to write, as .docx, .pdf, .html, .md or .txt. Printed as text if not given.",
        "-o",
        type=Written(ending="report.minutes:minutes_form"),
    ),
    force: bool = flag("Replace the file given with -o."),
) -> None:
    from report.minutes import document, write_minutes
    from report.plain import render_plain
    from tui.meeting.sitting import seen_actions

    if goal is not None and goal.exists() and not force:
        raise UserError("output_exists", file=str(goal))
    with session.reading() as store:
        if meeting is None:
            meeting = next((latest.name for latest in meetings(store)), None)
        if meeting is None:
            raise UserError("no_meeting")
        written = minutes(store, meeting, statuses=True)
    seen = seen_actions(session.places, written.meeting.id)
    text = render_plain(document(written, seen=seen)) if goal is None else None
    if goal is not None:
        write_minutes(goal, written, seen=seen, replace=force)
    output.give(
        lambda: {"meeting": written.meeting.id, "path": goal, "text": text}, (text or "").splitlines()
    )
    if goal is not None:
        output.tell(_("Written: {file}"), file=goal)
