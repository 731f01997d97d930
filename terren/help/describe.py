"""A command as its help, ``terren help --json`` and its man page tell it, all from the declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from language import _
from terren.help.examples import examples
from terren.misuse import shown_name
from terren.values import Codes, Value, codes_of


def codes_of_options(command: click.Command) -> Iterator[tuple[str, Codes]]:
    """Yield options that take codes, with these and their words in the current language."""
    for parameter in command.params:
        if isinstance(parameter.type, Value) and (codes := codes_of(parameter.type)) is not None:
            yield parameter.opts[-1], codes


def examples_of(ctx: click.Context) -> tuple[str, ...]:
    """Return lines that call the command; none of one that only has commands of its own."""
    program, _space, name = ctx.command_path.partition(" ")
    lines = () if isinstance(ctx.command, click.Group) else examples(name)
    return tuple(f"{program} {line}" for line in lines)


def described(ctx: click.Context) -> dict[str, Any]:
    """Return a command as plain data, in the current language; ``known`` are an option's codes or words.

    ``schema`` is that of what it prints with ``--json``; of the program itself that of an error.
    """
    command = ctx.command
    return {
        "name": ctx.command_path,
        "usage": " ".join(command.collect_usage_pieces(ctx)),
        "summary": _(command.help or ""),
        "arguments": [
            {
                "name": shown_name(parameter, ctx),
                "required": parameter.required,
                "multiple": parameter.nargs != 1,
            }
            for parameter in command.params
            if isinstance(parameter, click.Argument)
        ],
        "options": [
            _option(parameter, ctx) for parameter in command.params if isinstance(parameter, click.Option)
        ],
        "examples": list(examples_of(ctx)),
        "commands": command.list_commands(ctx) if isinstance(command, click.Group) else [],
        "schema": _schema(ctx),
    }


def _schema(ctx: click.Context) -> dict[str, Any] | None:
    from terren.help.json_schema import printed_schema

    kind = "@errors" if ctx.parent is None else getattr(ctx.command, "prints", None)
    return None if kind is None else printed_schema(kind)


def _option(parameter: click.Option, ctx: click.Context) -> dict[str, Any]:
    codes = codes_of(parameter.type)
    return {
        "names": [*parameter.opts, *parameter.secondary_opts],
        "value": None if parameter.is_flag else parameter.make_metavar(ctx),
        "known": None if codes is None else [code for code, _words in codes],
        "required": parameter.required,
        "repeatable": parameter.multiple,
        "help": _(parameter.help or ""),
    }
