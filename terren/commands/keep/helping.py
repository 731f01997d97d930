"""``terren help``, ``completion`` and ``man``: what there is, how a shell offers it, and its manual pages."""

from __future__ import annotations

from collections.abc import Sequence

import click

from language import N_, _
from terren import output
from terren.declare import as_json, command, option
from terren.groups import refuse_unknown
from terren.misuse import WrongUsage
from terren.session import Session


@command("help", help=N_("Show what a command does and takes; without one, all commands."))
@click.argument("words", metavar="[COMMAND]...", nargs=-1)
@as_json()
@click.pass_context
def help_command(ctx: click.Context, words: Sequence[str], as_json: bool) -> None:
    assert ctx.parent is not None
    shown = ctx.parent
    for word in words:
        if not isinstance(shown.command, click.Group):
            raise WrongUsage(N_("Not understood: {found}."), shown, found=word)
        refuse_unknown(shown, [word], shown.command.list_commands(shown))
        found = shown.command.get_command(shown, word)
        assert found is not None
        shown = found.context_class(found, parent=shown, info_name=word)
    if as_json:
        from terren.help.describe import described

        output.print_json({"help": shown.get_help(), **described(shown)})
        return
    output.lines(shown.get_help().splitlines(), ours=True)


@command("completion", help=N_("Print what a shell reads so that it completes commands on the Tab key."))
@click.argument("shell", metavar="bash|zsh|fish|powershell")
@as_json()
@click.pass_context
def completion_command(ctx: click.Context, shell: str, as_json: bool) -> None:
    from terren.help.completion import SHELLS, script

    if shell not in SHELLS:
        raise WrongUsage(
            N_("There is no shell “{found}”. Choose one of: {known}."),
            ctx,
            code="choice_unknown",
            field="SHELL",
            found=shell,
            known=", ".join(SHELLS),
        )
    text = script(shell, ctx.find_root().command)
    if as_json:
        output.print_json({"script": text})
        return
    output.lines(text.splitlines())


@command(
    "man", help=N_("Write a manual page of each command into FOLDER: man -l FOLDER/terren-set.1 shows one.")
)
@option("-o", "folder", metavar="FOLDER", required=True, help=N_("Where to write; made where it is missing."))
@as_json()
@click.pass_context
def man_command(ctx: click.Context, folder: str, as_json: bool) -> None:
    from store.db.durable import translate_os_errors
    from store.db.system import path_of
    from terren.help.manual import every_context, page

    ctx.ensure_object(Session).find_language()
    goal = path_of(folder)
    paths = []
    with translate_os_errors(goal):
        goal.mkdir(parents=True, exist_ok=True)
        for one in every_context(ctx.find_root()):
            paths.append(goal / f"{one.command_path.replace(' ', '-')}.1")
            paths[-1].write_text(page(one), encoding="utf-8")
    if as_json:
        output.print_json({"paths": [str(path) for path in paths]})
    else:
        output.lines(map(str, paths))
    output.tell(_("Written: {file}").format(file=goal))
