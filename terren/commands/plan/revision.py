"""``terren revision``: the revisions of the plan, what changed between them, and taking one that waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from language import N_, _, counted, dates
from language.numbers import NOTHING
from store.ledger.identity import read_identity
from store.plan.load import load_plan
from terren import failures, output
from terren.commands.plan.publishing import publish_command
from terren.commands.reporting.recording import tell_recorded
from terren.declare import argument, flag
from terren.groups import Group
from terren.session import Session
from terren.shapes import shaped
from terren.streams import Written
from terren.values import NUMBER
from terren.words import unit_words

if TYPE_CHECKING:
    from store.revision.revisions import Revision
    from store.revision.successors import LeftAction

revision_command = Group("revision", help=N_("Revise the plan, compare revisions, and take one that waits."))
revision_command.add_command(publish_command)


@revision_command.add(
    "list", "List the revisions of the plan that can be read, and what waits.", prints="@revisions"
)
def list_command(session: Session) -> int:
    from store.revision.adoption import find_pending
    from store.revision.revisions import revisions
    from terren.commands.plan.revision_forms import outlook_form, tell_outlook

    with session.reading(or_shipped=True) as store, store.reading() as conn:
        listed = revisions(conn)
        ahead = find_pending(conn, read_identity(conn))
    if output.give(
        lambda: {"revisions": [shaped("revision", each) for each in listed], "waiting": outlook_form(ahead)},
        map(_line, listed),
    ):
        tell_outlook(ahead)
    return failures.WAITING if ahead.due or ahead.missing or ahead.unreadable else failures.DONE


def _line(listed: Revision) -> str:
    since = dates.date(listed.in_force_from) if listed.in_force_from else NOTHING
    actions = counted("{n} action", "{n} actions", listed.actions)
    return f"{listed.number}  {since}  {actions}  {listed.title}  ({listed.source_name})"


@revision_command.add(
    "compare", "Print what changed from revision OLD to revision NEW.", prints="@comparison"
)
def compare_command(
    session: Session, old: int = argument("OLD", type=NUMBER), new: int = argument("NEW", type=NUMBER)
) -> None:
    from report.revision import comparison_lines, summary_lines
    from store.revision.comparison import compare_published
    from terren.commands.plan.revision_forms import comparison_form

    with session.reading(or_shipped=True) as store:
        comparison = compare_published(load_plan(store, old), load_plan(store, new))
    lines = chain(comparison_lines(comparison), ("",), summary_lines(comparison))
    output.give(lambda: comparison_form(comparison), lines)


@revision_command.add(
    "accept",
    "Take the revision that waits; what you recorded stays as it is, and is listed.",
    prints="@adoption",
)
def accept_command(session: Session) -> int:
    from store.revision.adoption import accept_revision
    from terren.commands.plan.revision_forms import settled_form, tell_settled

    with session.working() as store:
        settled = accept_revision(store)
    output.give(lambda: {**settled_form(settled), "recorded": session.recorded})
    tell_settled(settled)
    return failures.WAITING if settled.waits else failures.DONE


@revision_command.add(
    "write",
    "Write the plan with all its revisions as FILE.db: what new computers begin with (init --plan).",
    prints="@written",
)
def write_command(
    session: Session, file: Path = argument("FILE", type=Written()), force: bool = flag("Replace FILE.")
) -> None:
    from store.revision.plan_database import write_revisions_database

    with session.reading() as store:
        write_revisions_database(store, file, replace=force)
    output.give(lambda: {"path": file})
    output.tell(_("Written: {file}"), file=file)


@revision_command.add(
    "left", "List the actions that left the plan, with what stands on them.", prints="@left_action*"
)
def left_command(session: Session) -> None:
    from store.revision.successors import left_actions

    with session.reading(or_shipped=True) as store:
        actions = left_actions(store)
    output.give(lambda: [shaped("left_action", action) for action in actions], _left_lines(actions))


def _left_lines(left: Iterable[LeftAction]) -> Iterator[str]:
    for action in left:
        last = _("revision {number}").format(number=action.last)
        entries = counted("{n} entry", "{n} entries", action.entries)
        after = f" → {', '.join(action.successors)}" if action.successors else ""
        yield f"{action.nr}  {action.title}  ({last}, {entries}){after}"
        if action.units:
            names = ", ".join(unit_words(unit) for unit in action.units)
            yield f"    {names}"


@revision_command.add(
    "successor",
    "Name the actions NEW as what follows OLD, which left the plan; without NEW, take that back.",
    records=True,
)
def successor_command(
    session: Session, old: str = argument("OLD"), new: tuple[str, ...] = argument("[NEW]...", nargs=-1)
) -> None:
    from store.revision.successors import name_successors

    with session.working() as store:
        tell_recorded(store, name_successors(store, old, new))
