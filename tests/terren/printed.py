"""The command lines that README and the documents print, in the order in which they stand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Final, NamedTuple

import click

from terren.command_line import terren
from terren.session import Session
from tests.support.paths import ROOT

PAGES: Final = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_CODE: Final = re.compile(r"^```\n(.*?)^```|`([^`]+)`", re.MULTILINE | re.DOTALL)
_CALL: Final = re.compile(r"(?:TERREN_HOME=(\S+) )?(?:\.venv/bin/)?terren(?: (-{0,2}[a-z].*))?")
_OTHERS: Final = re.compile(
    r"(make|python3?|sh|pip|py|\.venv[/\\](?!bin/terren)\S+|dist\\\S+|Compress-Archive|terren/terren)"
    r"(?: \S.*)?"
)


class Line(NamedTuple):
    """A command line of Terren without the program's name."""

    words: str
    home: str | None = None
    """The ``TERREN_HOME`` in front of it."""
    stage: int = 0
    """Its place in a pipe: what the one before writes is what it reads."""


def _code(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of code without what stands beside them, and the code in sentences; whether it is a line."""
    for block, span in _CODE.findall(text):
        for line in block.splitlines():
            yield re.split(r" {2,}", line)[0], True
        if span:
            yield " ".join(span.split()), False


def lines(text: str) -> Iterator[Line]:
    """The command lines of Terren; not where something is left out, nor bytes that begin with its name.

    Raises click.UsageError where a sentence names a command or an option that there is not.
    """
    for code, whole in _code(text):
        for stage, part in enumerate(code.split(" | ")):
            # what a shell does, and on which computer it does it, is not of the program
            found = _CALL.fullmatch(re.sub(r"^ssh \S+ | >.*", "", part))
            if found is None or re.search(r"…|\\", part):
                continue
            line = Line(found[2] or "", found[1], stage)
            if whole or line.home or not _only_named(line.words):
                yield line


def _only_named(line: str) -> bool:
    """Whether a command, or an option of it, is named without what it needs."""
    words = shlex.split(line)
    command: click.Command = terren
    ctx = click.Context(terren, info_name="terren", obj=Session())
    while isinstance(command, click.Group):
        if not words:
            return True
        if words[0].startswith("-"):
            return False
        name, found, words = command.resolve_command(ctx, words)
        assert found is not None
        command, ctx = found, click.Context(found, parent=ctx, info_name=name)
    try:
        given, _left, _order = command.make_parser(ctx).parse_args(words)
    except click.BadOptionUsage:
        return True
    # what takes any number of words may be given otherwise, but nothing at all is no line
    needed = [param for param in command.params if param.required or (param.nargs == -1 and not words)]
    return any(param.value_is_missing(param.consume_value(ctx, given)[0]) for param in needed)


def of_other_programs(text: str) -> Iterator[str]:
    """The command lines of other programs, and their names."""
    return (code for code, _whole in _code(text) if _OTHERS.fullmatch(code))
