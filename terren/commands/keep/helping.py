"""``terren help``, ``completion`` and ``man``: what there is, how a shell offers it, and its manual pages."""

from __future__ import annotations

from collections.abc import Sequence

import click

from language import N_, _
from terren import output
from terren.declare import argument, command, option
from terren.groups import refuse_unknown
from terren.misuse import WrongUsage
from terren.session import Session


@command("help", N_("Show what a command does and takes; without one, all commands."))
def help_command(
    session: Session,
    words: Sequence[str] = argument("[COMMAND]...", nargs=-1),
) -> None:
    shown = click.get_current_context().find_root()
    for word in words:
        if not isinstance(shown.command, click.Group):
            raise WrongUsage(N_("Not understood: {found}."), shown, found=word)
        refuse_unknown(shown, [word], shown.command.list_commands(shown))
        found = shown.command.get_command(shown, word)
        assert found is not None
        shown = found.context_class(found, parent=shown, info_name=word)
    if output.manner().json:
        from terren.help.describe import described

        output.print_json({"help": shown.get_help(), **described(shown)})
        return
    output.lines(shown.get_help().splitlines(), ours=True)


@command("completion", N_("Print what a shell reads so that it completes commands on the Tab key."))
def completion_command(
    session: Session,
    shell: str = argument("bash|zsh|fish|powershell"),
) -> None:
    from terren.help.completion import SHELLS, script

    if shell not in SHELLS:
        raise WrongUsage(
            N_("There is no shell “{found}”. Choose one of: {known}."),
            code="choice_unknown",
            field="SHELL",
            found=shell,
            known=", ".join(SHELLS),
        )
    text = script(shell, click.get_current_context().find_root().command)
    output.give(lambda: {"script": text}, text.splitlines())


@command("man", N_("Write a manual page of each command into FOLDER: man -l FOLDER/terren-set.1 shows one."))
def man_command(
    session: Session,
    folder: str = option(
        N_("Where to write; made where it is missing."), "-o", metavar="FOLDER", required=True
    ),
) -> None:
    from store.db.durable import translate_os_errors
    from store.db.system import path_of
    from terren.help.manual import every_context, page

    session.find_language()
    goal = path_of(folder)
    paths = []
    with translate_os_errors(goal):
        goal.mkdir(parents=True, exist_ok=True)
        for one in every_context(click.get_current_context().find_root()):
            paths.append(goal / f"{one.command_path.replace(' ', '-')}.1")
            paths[-1].write_text(page(one), encoding="utf-8")
    output.give(lambda: {"paths": paths}, map(str, paths))
    output.tell(_("Written: {file}").format(file=goal))
