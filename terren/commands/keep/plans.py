"""``terren plans``: the plans of one home, with what is due and unsent in each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from language import N_, _
from language.commands import in_plan
from language.plans import work_words
from store.db.errors import UserError
from store.db.regular import read_regular
from store.db.text import clean
from store.ledger.identity import ROLES
from terren import __version__, failures, output
from terren.commands.exchange.every_plan import refusal_form
from terren.declare import argument, option
from terren.groups import Group
from terren.session import Session
from terren.shapes import shaped
from terren.values import WordChoice

if TYPE_CHECKING:
    from sync.home_plans import HomePlan, HomePlans
    from sync.plans import PlanWork


@click.pass_context
def _list(ctx: click.Context) -> Any:
    if ctx.invoked_subcommand is None:
        return ctx.invoke(list_plans_command)
    return None


plans_command = Group(
    "plans",
    help=N_("List the plans of this home with what is due and unsent in each, begin another, choose one."),
    callback=_list,
    prints="@home_plan*",
)


@plans_command.add(
    "list",
    "List the plans of this home, and what is due and unsent in each: as “terren plans” alone.",
    prints="@home_plan*",
)
def list_plans_command(session: Session) -> int:
    from sync.plans import work

    session.find_language()
    opened, today = session.plans.open, date.today()
    works = [
        one if one.refusal is None else one._replace(refusal=session.told(one.refusal))
        for one in work(session.all_plans(), today, __version__, session.settings.mailbox)
    ]
    output.give(lambda: [_form(of_plan, opened) for of_plan in works], _lines(works, opened, today))
    gone = _gone(session.plans)
    for name in gone:
        output.tell(
            _(
                "The folder of the plan “{name}” is not in {folder} any more: put it back from a copy. Until"
                " then the plans behind it have other numbers."
            ),
            name=name,
            folder=session.plans.file.parent,
        )
    refusals = [(one.refusal, _to_name(one.plan, opened)) for one in works if one.refusal is not None]
    if opened is None:
        refusals.append((session.plans.unsettled(), None))
    for refusal, plan in refusals:
        failures.refused(refusal, plan=plan)
    return failures.WAITING if refusals or gone or any(of_plan.waits for of_plan in works) else failures.DONE


def _gone(plans: HomePlans) -> list[str]:
    """Return what people call the plans of which the folder is gone."""
    try:
        names = json.loads(read_regular(plans.file))["names"]
        return [
            clean(str(given))
            for folder, given in names.items()
            if folder and not (plans.file.parent / str(folder)).is_dir()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # what cannot be read names nobody
        return []


def _is_open(plan: HomePlan, opened: HomePlan | None) -> bool:
    return opened is not None and plan.places == opened.places


def _to_name(plan: HomePlan, opened: HomePlan | None) -> HomePlan | None:
    """Return a plan that commands must name to reach it; None where they reach it without."""
    return None if _is_open(plan, opened) else plan


def _form(work: PlanWork, opened: HomePlan | None) -> dict[str, Any]:
    error = None if work.refusal is None else refusal_form(work.refusal, _to_name(work.plan, opened))
    return shaped("home_plan", work, open=_is_open(work.plan, opened), error=error)


def _lines(works: Iterable[PlanWork], opened: HomePlan | None, today: date) -> Iterable[str]:
    for work in works:
        mark = "*" if _is_open(work.plan, opened) else " "
        number = f"{work.plan.number}  " if work.plan.given else ""
        yield f"{mark} {number}{work.plan.name}  {work.title}".rstrip()
        if work.refusal is not None:
            yield f"    {_('It cannot be opened.')}"
            continue
        waiting = in_plan(_("Something waits for you: terren status"), _to_name(work.plan, opened))
        for words in work_words(work, today, waiting):
            yield f"    {words}"


@plans_command.add(
    "add",
    "Begin a further plan, under the name NAME and with the key that you have. It is not open yet: “terren"
    " plans use NAME” opens it.",
    prints="@begun_plan",
)
def add_plan_command(
    session: Session,
    name: str = argument("NAME"),
    file: Path | None = option(
        "A plan document, a *.plan.toml or a plan.db; else the shipped plan.", "--from", metavar="FILE"
    ),
    officer: str | None = option("Your name in this plan, if not the one in the other.", metavar="NAME"),
    unit: str | None = option("Your unit in this plan, if not the one in the other.", metavar="CODE"),
    role: str | None = option(
        "Your role in this plan, if not the one in the other.", type=WordChoice(*ROLES)
    ),
) -> None:
    from sync.home_plans import new_plan
    from sync.plans import begin_plan
    from terren.commands.plan.documents import plan_source

    session.speak_as_officer()
    source, goal = plan_source(file), new_plan(session.home, name)
    # where the database of the open plan is gone, one is in another who one is
    candidates = (session.here, *session.all_plans())
    like = next((plan for plan in candidates if plan.database.exists()), session.here)
    try:
        begun = begin_plan(goal, session.all_plans(), like, officer=officer, unit=unit, role=role, **source)
    except UserError as refused:
        if refused.code != "unit_unknown" or unit is not None:
            raise
        raise UserError("plan_without_unit", **refused.params) from refused
    output.give(lambda: shaped("begun_plan", begun, name=goal.name, database=goal.database))
    output.tell(_("The plan “{name}” lies in {file}."), name=goal.name, file=goal.database)
    output.tell(_("Open it: terren plans use {name}"), name=quote(goal.name))


@plans_command.add("use", "Open another plan of this home, until you choose another.", prints="@chosen_plan")
def use_plan_command(session: Session, plan: str = argument("NAME")) -> None:
    from sync.home_plans import open_plan

    session.find_language()
    chosen = session.plans.named(plan)
    open_plan(session.home, chosen)
    _tell_plan(session, chosen)


@plans_command.add(
    "rename", "Call a plan of this home NEW; nothing moves on the disk.", prints="@chosen_plan"
)
def rename_plan_command(session: Session, plan: str = argument("NAME"), new: str = argument("NEW")) -> None:
    from sync.home_plans import rename_plan

    session.find_language()
    _tell_plan(session, rename_plan(session.home, session.plans.named(plan), new))


def tell_which_plan(session: Session) -> None:
    """Say of which plan this was, where there are several."""
    plans = session.all_plans()
    if len(plans) > 1 and session.database in [plan.database for plan in plans]:
        output.tell(
            _("That was the plan “{name}” alone; this home has {n}. Of each other: --plan NAME."),
            name=session.here.name,
            n=len(plans),
        )


def _tell_plan(session: Session, plan: HomePlan) -> None:
    database = next(other.database for other in session.all_plans() if other.places == plan.places)
    output.give(lambda: {"name": plan.name, "database": database}, plan.name)
    output.tell(_("Its database is {file}."), file=database)
