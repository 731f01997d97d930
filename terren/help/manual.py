"""A manual page of a command in roff, from its declaration, in the current language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from language import _
from terren import __version__
from terren.help.describe import codes_of_options, described


def every_context(ctx: click.Context) -> Iterator[click.Context]:
    """The context of a command, and those of all below it, whose modules are imported."""
    yield ctx
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            assert command is not None
            yield from every_context(command.context_class(command, parent=ctx, info_name=name))


def page(ctx: click.Context) -> str:
    """The page of a command, section 1."""
    return "\n".join(_lines(ctx)) + "\n"


def _lines(ctx: click.Context) -> Iterator[str]:
    form = described(ctx)
    title = form["name"].replace(" ", "-")
    yield f'.TH "{_safe(title.upper())}" 1 "" "terren {__version__}"'
    yield from _section(_("NAME"), f"{_safe(title)} \\- {_safe(form['summary'])}")
    yield from _section(_("SYNOPSIS"), f".B {_safe(form['name'])}", _safe(form["usage"]))
    yield from _options(form)
    for name, codes in codes_of_options(ctx.command):
        yield from _section(_("Codes of {option}").format(option=name))
        for code, words in codes:
            yield from (".TP", f".B {_safe(code)}", _safe(words))
    if form["commands"]:
        yield from _section(
            _("Commands"), _safe(", ".join(f"{title}-{name}(1)" for name in form["commands"]))
        )
    if form["examples"]:
        yield from _section(_("Examples"), ".nf", *map(_safe, form["examples"]), ".fi")


def _options(form: dict[str, Any]) -> Iterator[str]:
    yield from _section(_("Options"))
    for one in form["options"]:
        value = f" {one['value']}" if one["value"] else ""
        yield from (".TP", f".B {_safe(', '.join(one['names']) + value)}", _safe(one["help"]))


def _section(title: str, *lines: str) -> Iterator[str]:
    yield f'.SH "{_safe(title)}"'
    yield from lines


def _safe(text: str) -> str:
    """Text that roff prints as it is: no escape, no request, hyphens that can be copied."""
    plain = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
