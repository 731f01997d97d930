"""``terren man``: a manual page of each command."""

from __future__ import annotations

from pathlib import Path

import click

from language import N_, _
from terren import output
from terren.declare import as_json, command, option
from terren.session import Session


@command(
    "man", help=N_("Write a manual page of each command into FOLDER: man -l FOLDER/terren-set.1 shows one.")
)
@option("-o", "folder", metavar="FOLDER", required=True, help=N_("Where to write; made where it is missing."))
@as_json()
@click.pass_context
def man_command(ctx: click.Context, folder: str, as_json: bool) -> None:
    from store.db.durable import translate_os_errors
    from terren.help.manual import every_context, page

    ctx.ensure_object(Session).find_language()
    goal = Path(folder).expanduser()
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
