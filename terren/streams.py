"""Files called “-”: standard input and standard output, each kept in a file while a command runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from language import N_
from terren import output
from terren.misuse import WrongUsage
from terren.session import Session

_STREAM: Final = re.compile(r"-(\.[A-Za-z0-9]+)*")
_MOST: Final = 1 << 30
"""Bytes that are read of standard input: more than any file may have."""


def is_stream(value: str) -> bool:
    """Whether a file is a standard stream: ``-``, or with an ending that says what it is, ``-.docx``."""
    return _STREAM.fullmatch(value) is not None


def input_file(ctx: click.Context, value: str) -> str:
    """The path of a file with what comes by standard input, which is gone when the command ends."""
    path = _folder(ctx) / f"standard-input{value[1:]}"
    output.call_stream(path)
    path.write_bytes(sys.stdin.buffer.read(_MOST))
    return str(path)


def output_file(ctx: click.Context, param: click.Parameter | None, value: str, *, folder: bool) -> str:
    """The path of a file (or a folder for one) that is printed once the command has written it.

    What else the command would print is narrated; with ``--json`` both would mix, which is wrong usage.
    """
    if output.manner().json:
        raise WrongUsage(N_("Choose one of --json and -."), ctx, param)
    path = _folder(ctx) / f"standard-output{value[1:]}"
    if folder:
        path.mkdir()
    output.reserve()
    output.call_stream(path)

    def give() -> None:
        for file in sorted(path.iterdir()) if folder else [path]:
            # a command that was refused has written none
            if file.is_file():
                sys.stdout.flush()
                sys.stdout.buffer.write(file.read_bytes())

    ctx.ensure_object(Session).at_end.callback(give)
    return str(path)


def _folder(ctx: click.Context) -> Path:
    made = ctx.ensure_object(Session).at_end.enter_context(TemporaryDirectory(prefix="terren-"))
    return Path(made)
