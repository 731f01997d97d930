"""Files called “-”: standard input and standard output, each kept in a file while a command runs."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from language import N_
from terren import output
from terren.home import path_named
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import Value, refuse_lost_letters

if TYPE_CHECKING:
    from pathlib import Path

_STREAM: Final = re.compile(r"-(\.[A-Za-z0-9]+)*")
_MOST: Final = 1 << 30
"""Bytes that are read of standard input: more than any file may have."""


class WrittenText(click.types.StringParamType):
    """A text as it is; a file or a folder, by what help calls it, as a path.

    A file called ``-`` is standard input, kept in a file until the command ends. The name of a file may be
    of any bytes, a text is UTF-8.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text, or the path."""
        if isinstance(value, str) and not self.kind.startswith(("FILE", "FOLDER")):
            refuse_lost_letters(value, param, ctx)
        if self.kind.startswith("FILE") and _is_stream(value, ctx):
            assert ctx is not None
            value = input_file(ctx, value)
        converted = super().convert(value, param, ctx)
        return path_named(converted) if self.kind in ("FILE", "FOLDER", "FILE|FOLDER") else converted


class Written(WrittenText):
    """A file or folder that is written; ``-`` is standard output, with an ending where that says the form.

    ``ending`` names what refuses an ending that is not known, ``module:function``.
    """

    def __init__(self, kind: str = "FILE", ending: str = "") -> None:
        super().__init__(kind)
        self.metavar, self._ending, self._read = kind, ending, Value(self._path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; that of a file whose contents are printed at the end, for ``-``."""
        if _is_stream(value, ctx):
            assert ctx is not None
            value = output_file(ctx, param, value, folder=self.kind == "FOLDER")
        return self._read.convert_text(value, param, ctx) if isinstance(value, str) else value

    def _path(self, text: str) -> Path:
        path = path_named(text)
        if self._ending:
            module, _colon, name = self._ending.partition(":")
            getattr(import_module(module), name)(path)
        return path


def _is_stream(value: object, ctx: click.Context | None) -> bool:
    """Return True if a file is a standard stream: ``-``, or with an ending that says what it is, ``-.docx``.

    A shell that completes reads and writes none.
    """
    named = isinstance(value, str) and _STREAM.fullmatch(value) is not None
    return named and ctx is not None and not ctx.resilient_parsing


def text_type(parameter: click.Parameter) -> click.ParamType[Any]:
    """Return the type of a parameter; for plain text it is told by what help calls it."""
    if type(parameter.type) is not click.types.StringParamType:
        return parameter.type
    kind = (parameter.metavar or "").strip("[].")
    return Written(kind) if kind == "FILE" and "-o" in parameter.opts else WrittenText(kind)


def input_file(ctx: click.Context, value: str) -> str:
    """Return the path of a file with what comes by standard input, which is gone when the command ends."""
    path = _folder(ctx) / f"standard-input{value[1:]}"
    output.call_stream(path)
    path.write_bytes(sys.stdin.buffer.read(_MOST))
    return str(path)


def output_file(ctx: click.Context, param: click.Parameter | None, value: str, *, folder: bool) -> str:
    """Return the path of a file (or a folder for one) that is printed once the command has written it.

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
    from pathlib import Path
    from tempfile import TemporaryDirectory

    made = ctx.ensure_object(Session).at_end.enter_context(TemporaryDirectory(prefix="terren-"))
    return Path(made)
