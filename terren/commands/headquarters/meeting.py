"""``terren meeting`` and ``minutes``: meetings opened, changed, listed, and written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

import language
from language import N_, _, dates, ngettext
from language.numbers import NOTHING
from store.db.database import Store
from store.db.errors import Refused
from store.db.system import path_of
from store.edits.meeting import Meeting, amend_meeting, find_meeting, meetings, open_meeting
from store.history.minutes import minutes
from store.plan.lookup import action_numbers
from store.plan.units import unit_name
from store.query.filters.filter import list_actions
from terren import output
from terren.declare import as_json, command, flag, option
from terren.groups import Group
from terren.misuse import WrongUsage
from terren.session import Session
from terren.streams import Written
from terren.values import DAY

meeting_command = Group("meeting", help=N_("Open a meeting, change, end or delete it, or list all."))


@meeting_command.add(
    "open", help=N_("Begin a meeting on the actions NR or those of a saved filter, and print its id.")
)
@click.argument("title", metavar="TITLE")
@click.argument("numbers", metavar="[NR]...", nargs=-1)
@option("--on", metavar="DATE", type=DAY, help=N_("The day of the meeting; today if not given."))
@option("--place", metavar="TEXT", help=N_("Where it is held; the minutes say so."))
@option(
    "--filter", "saved", metavar="NAME", help=N_("The actions that meet the filter saved under this name.")
)
@as_json()
@click.pass_obj
def open_command(
    session: Session,
    title: str,
    numbers: Sequence[str],
    on: date | None,
    place: str | None,
    saved: str | None,
    as_json: bool,
) -> None:
    with session.working() as store:
        agenda = _agenda(session, store, numbers, saved)
        when = date.today() if on is None else on
        opened = open_meeting(store, title, when, agenda, place=place or "")
        known = _numbers(store)
    if as_json:
        output.print_json({**_form(opened, known), "recorded": session.recorded})
    else:
        output.line(opened.id)
    output.tell(_in_words(opened))


@meeting_command.add(
    "amend", help=N_("Change a meeting whose id begins with ID; actions NR take the place of its agenda.")
)
@click.argument("meeting", metavar="ID")
@click.argument("numbers", metavar="[NR]...", nargs=-1)
@option("--title", metavar="TITLE", help=N_("The new title."))
@option("--on", metavar="DATE", type=DAY, help=N_("The new day."))
@option("--place", metavar="TEXT", help=N_("Where it is held; the minutes say so."))
@option(
    "--filter", "saved", metavar="NAME", help=N_("The actions that meet the filter saved under this name.")
)
@click.pass_obj
def amend_command(
    session: Session,
    meeting: str,
    numbers: Sequence[str],
    title: str | None,
    on: date | None,
    place: str | None,
    saved: str | None,
) -> None:
    if title is None and on is None and place is None and saved is None and not numbers:
        raise WrongUsage(N_("Say what to change: --title, --on, --place, --filter or numbers of actions."))
    with session.working() as store:
        with store.reading() as conn:
            before = find_meeting(conn, meeting)
        agenda = _agenda(session, store, numbers, saved)
        after = amend_meeting(store, before.id, title=title, on=on, agenda=agenda or None, place=place)
    if after == before:
        output.tell(_("Nothing was recorded: it stands like that already."))
    else:
        output.tell(f"{_in_words(before)} → {_in_words(after)}")


@meeting_command.add("end", help=N_("Say that the meeting whose id begins with ID is over."))
@click.argument("meeting", metavar="ID")
@click.pass_obj
def end_command(session: Session, meeting: str) -> None:
    from store.history.meeting_end import end_meeting

    with session.working() as store:
        output.tell(_in_words(end_meeting(store, meeting)))


@meeting_command.add("delete", help=N_("Delete the meeting whose id begins with ID, while nothing is in it."))
@click.argument("meeting", metavar="ID")
@click.pass_obj
def delete_command(session: Session, meeting: str) -> None:
    from store.history.meeting_end import delete_meeting

    with session.working() as store:
        gone = delete_meeting(store, meeting)
    output.tell(_("Deleted: {meeting}").format(meeting=_in_words(gone)))


@meeting_command.add("list", help=N_("List the meetings, the latest day first."))
@as_json()
@click.pass_obj
def list_meetings_command(session: Session, as_json: bool) -> None:
    with session.reading() as store:
        found = meetings(store)
        known = _numbers(store)
    if as_json:
        output.print_json([_form(meeting, known) for meeting in found])
        return
    for meeting in found:
        output.line(f"{meeting.id}  {unit_name(meeting.unit, language.current())}  {_in_words(meeting)}")


def _agenda(session: Session, store: Store, numbers: Sequence[str], saved: str | None) -> list[str]:
    """The numbers given, then those of the actions that meet the saved filter."""
    if saved is None:
        return [*numbers]
    from store.query.filters.named_filters import named_filter

    wanted = named_filter(session.places.config_file, saved)
    return [*numbers, *(row.nr for row in list_actions(store, wanted, today=date.today()))]


def _numbers(store: Store) -> dict[str, str]:
    with store.reading() as conn:
        return action_numbers(conn)


def _form(meeting: Meeting, numbers: dict[str, str]) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "unit": meeting.unit,
        "title": meeting.title,
        "date": meeting.day,
        "place": meeting.place,
        "agenda": [numbers.get(action, action) for action in meeting.agenda],
        "ended": meeting.ended,
    }


def _in_words(meeting: Meeting) -> str:
    number = len(meeting.agenda)
    actions = ngettext("{n} action", "{n} actions", number).format(n=number)
    told = f"{meeting.title or NOTHING}, {dates.date(meeting.day)}, {actions}"
    return f"{told}, {_('ended')}" if meeting.ended else told


def _goal(text: str) -> Path:
    """Where minutes are written, with an ending that is known."""
    from report.minutes import minutes_form

    goal = path_of(text)
    minutes_form(goal)
    return goal


@command("minutes", help=N_("Write the minutes of the meeting whose id begins with ID, or of the latest."))
@click.argument("meeting", metavar="[ID]", required=False)
@option(
    "-o",
    "goal",
    metavar="FILE",
    type=Written(read=_goal),
    help=N_("Where to write; the ending says what: .md, .html or .txt. Printed as text if not given."),
)
@flag("--force", help=N_("Replace the file given with -o."))
@as_json()
@click.pass_obj
def minutes_command(
    session: Session, meeting: str | None, goal: Path | None, force: bool, as_json: bool
) -> None:
    from report.minutes import document, write_minutes
    from report.plain import render_plain

    if goal is not None and goal.exists() and not force:
        raise Refused("output_exists", file=str(goal))
    with session.reading() as store:
        if meeting is None:
            meeting = next((held.id for held in meetings(store)), None)
        if meeting is None:
            raise Refused("no_meeting")
        found = minutes(store, meeting, statuses=True)
    if goal is not None:
        write_minutes(goal, found, replace=force)
    if as_json:
        text = render_plain(document(found)) if goal is None else None
        output.print_json({"meeting": meeting, "path": None if goal is None else str(goal), "text": text})
    elif goal is None:
        output.lines(render_plain(document(found)).splitlines())
    if goal is not None:
        output.tell(_("Written: {file}").format(file=goal))
