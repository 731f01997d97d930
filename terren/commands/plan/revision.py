"""``terren revision``: the revisions of the plan, what changed between them, and taking one that waits."""

from __future__ import annotations

import click

import language
from language import N_, _, dates, ngettext
from language.numbers import NOTHING
from store.db.system import path_of
from store.plan.units import unit_name
from terren import failures, output
from terren.commands.plan.publishing import publish_command
from terren.commands.report.recording import tell_recorded
from terren.declare import as_json, flag
from terren.groups import Group
from terren.session import Session
from terren.streams import Written
from terren.values import NUMBER

revision_command = Group("revision", help=N_("Revise the plan, compare revisions, and take one that waits."))
revision_command.add_command(publish_command)


@revision_command.add("list", help=N_("List the revisions of the plan that can be read, and what waits."))
@as_json()
@click.pass_obj
def list_command(session: Session, as_json: bool) -> int:
    from store.ledger.identity import read_identity
    from store.revision.adoption import find_pending
    from store.revision.revisions import revisions
    from terren.commands.plan.revision_forms import outlook_form
    from terren.commands.plan.taken_revisions import tell_outlook

    with session.reading(or_shipped=True) as store, store.reading() as conn:
        found = revisions(conn)
        ahead = find_pending(conn, read_identity(conn))
    if as_json:
        listed = [{**one._asdict(), "years": list(one.years)} for one in found]
        output.print_json({"revisions": listed, "waiting": outlook_form(ahead)})
    else:
        for one in found:
            since = dates.date(one.in_force_from) if one.in_force_from else NOTHING
            actions = ngettext("{n} action", "{n} actions", one.actions).format(n=one.actions)
            output.line(f"{one.number}  {since}  {actions}  {one.title}  ({one.source_name})")
        tell_outlook(ahead)
    return failures.WAITING if ahead.due or ahead.missing or ahead.unreadable else failures.DONE


@revision_command.add("compare", help=N_("Print what changed from revision OLD to revision NEW."))
@click.argument("old", metavar="OLD", type=NUMBER)
@click.argument("new", metavar="NEW", type=NUMBER)
@as_json()
@click.pass_obj
def compare_command(session: Session, old: int, new: int, as_json: bool) -> None:
    """Compare two revisions by the ids of their entries."""
    from report.revision import comparison_lines, summary_lines
    from store.plan.load import load_plan
    from store.revision.comparison import compare_published
    from terren.commands.plan.revision_forms import comparison_form

    with session.reading(or_shipped=True) as store:
        found = compare_published(load_plan(store, old), load_plan(store, new))
    if as_json:
        output.print_json(comparison_form(found))
        return
    output.lines(comparison_lines(found))
    output.line()
    output.lines(summary_lines(found))


@revision_command.add(
    "accept", help=N_("Take the revision that waits; what you recorded stays as it is, and is listed.")
)
@as_json()
@click.pass_obj
def accept_command(session: Session, as_json: bool) -> int:
    from store.revision.adoption import accept_revision
    from terren.commands.plan.taken_revisions import tell_settled

    with session.working() as store:
        settled = accept_revision(store)
    if as_json:
        from terren.commands.plan.revision_forms import settled_form

        output.print_json({**settled_form(settled), "recorded": session.recorded})
    tell_settled(settled)
    return failures.WAITING if settled.waits else failures.DONE


@revision_command.add(
    "write",
    help=N_("Write the plan with all its revisions as FILE.db: what new laptops begin with (init --plan)."),
)
@click.argument("file", metavar="FILE", type=Written())
@flag("--force", help=N_("Replace FILE."))
@as_json()
@click.pass_obj
def write_command(session: Session, file: str, force: bool, as_json: bool) -> None:
    from store.revision.plan_database import write_revisions_database

    goal = path_of(file)
    with session.reading() as store:
        write_revisions_database(store, goal, replace=force)
    if as_json:
        output.print_json({"path": str(goal)})
    output.tell(_("Written: {file}").format(file=goal))


@revision_command.add("left", help=N_("List the actions that left the plan, with what stands on them."))
@as_json()
@click.pass_obj
def left_command(session: Session, as_json: bool) -> None:
    from store.revision.successors import left_actions

    with session.reading(or_shipped=True) as store:
        found = left_actions(store)
    if as_json:
        output.print_json(
            [{**one._asdict(), "units": list(one.units), "successors": list(one.successors)} for one in found]
        )
        return
    for one in found:
        last = _("revision {number}").format(number=one.last)
        entries = ngettext("{n} entry", "{n} entries", one.entries).format(n=one.entries)
        after = f" → {', '.join(one.successors)}" if one.successors else ""
        output.line(f"{one.nr}  {one.title}  ({last}, {entries}){after}")
        if one.units:
            names = ", ".join(unit_name(unit, language.current()) for unit in one.units)
            output.line(f"    {names}")


@revision_command.add(
    "successor",
    help=N_("Name the actions NEW as what follows OLD, which left the plan; without NEW, take that back."),
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]...", nargs=-1)
@click.pass_obj
def successor_command(session: Session, old: str, new: tuple[str, ...]) -> None:
    from store.revision.successors import name_successors

    with session.working() as store:
        tell_recorded(store, name_successors(store, old, new))
