"""Every command on one page, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from language import _
from terren.command_line import COMMANDS, EXIT_CODES, GROUPS, terren
from terren.declare import TerrenCommand, common_options
from terren.help.describe import codes_of_options, described
from terren.help.guides import table_lines
from terren.session import Session


def every_context(ctx: click.Context) -> Iterator[click.Context]:
    """Yield the context of a command, and those of all below it, whose modules are imported."""
    yield ctx
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            assert command is not None
            yield from every_context(command.context_class(command, parent=ctx, info_name=name))


def commands_page() -> str:
    """Return every command with its arguments, options, codes and examples, as Markdown."""
    with click.Context(terren, info_name="terren", obj=Session()) as ctx:
        contexts = [context for context in every_context(ctx) if isinstance(context.command, TerrenCommand)]
        return "\n".join(_lines(described(ctx)["options"], contexts)) + "\n"


def _lines(of_all: list[dict[str, Any]], contexts: Iterable[click.Context]) -> Iterator[str]:
    yield from (f"# {_('Commands')}", "")
    yield _("What scripts need beyond it stands in [scripts.md](scripts.md).")
    yield from (
        "",
        f"## {_('Exit codes')}",
        "",
        *_table(_("code"), [(code, _(meaning)) for code, meaning in EXIT_CODES.items()]),
    )
    common = {name for parameter in common_options() for name in parameter.opts}
    of_every = [option for option in of_all if common & {*option["names"]}]
    of_terren = [option for option in of_all if option not in of_every]
    yield from ("", f"## {_('Options of every command')}", "", *_options(of_every))
    yield from ("", f"## {_('Options without a command')}", "", *_options(of_terren))
    groups = {name: entry.module.partition(".")[0] for name, entry in COMMANDS.items()}
    named = [(groups[context.command_path.split()[1]], context) for context in contexts]
    for group, title in GROUPS.items():
        yield from ("", f"## {_(title)}")
        for here, ctx in named:
            if here == group:
                yield from _command(ctx)


def _command(ctx: click.Context) -> Iterator[str]:
    form = described(ctx)
    yield from ("", f"### {' '.join([form['name'], *(argument['name'] for argument in form['arguments'])])}")
    yield from ("", form["summary"])
    common = {name for parameter in common_options() for name in parameter.opts}
    if own := [form_option for form_option in form["options"] if not common & {*form_option["names"]}]:
        yield from ("", *_options(own))
    for option, codes in codes_of_options(ctx.command):
        told = ", ".join(f"`{code}` {words}" for code, words in codes)
        yield from ("", f"{_('Codes of {option}').format(option=f'`{option}`')}: {told}")
    if form["examples"]:
        yield from ("", "```", *form["examples"], "```")


def _options(options: Iterable[dict[str, Any]]) -> Iterator[str]:
    return _table(
        _("option"),
        [
            (
                ", ".join(option["names"]) + (f" {option['value']}" if option["value"] else ""),
                option["help"] + (f" {_('Required.')}" if option["required"] else ""),
            )
            for option in options
        ],
    )


def _table(head: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    return table_lines((head, _("meaning")), ((f"`{name}`", meaning) for name, meaning in rows))
