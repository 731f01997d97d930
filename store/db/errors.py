"""What went wrong, as data: rendered in three languages at the edge, never here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_HERE: Final = __file__
_CHECKOUT: Final = "pyproject.toml"
_OF_BUNDLES: Final = ("bundle.json", "wheels.zip")
"""What a bundle lays above the modules: sync.update.bundle.MARK, and the wheels of ``terren.pyz``."""
_FOR_HEADQUARTERS: Final = {
    ("win32", "amd64"): "terren-hq-…-windows-x64.zip",
    ("win32", "arm64"): "terren-hq-…-windows-x64.zip",
    ("linux", "x86_64"): "terren-hq-…-linux-x86_64.zip",
}


class UserError(Exception):
    """Something was refused and nothing changed.

    ``code`` names the message in the catalogs (``language.messages``); ``params`` are what it quotes:
    file, line, cell, number, what was found, what is known.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value!r}" for key, value in self.params.items())])


IN_THE_WAY: Final = ("file_exists", "output_exists")
"""Codes by which a use case refuses to replace a file that is there."""


@contextmanager
def library_needed(extra: str) -> Iterator[None]:
    """Turn a library that is not installed into UserError ``library_missing``, or ``serve_missing`` where no
    bundle has it; ``extra`` would bring it."""
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        code = "library_missing" if extra == "hq" else "serve_missing"
        raise UserError(code, library=library, **what_brings(library, extra)) from error


def what_brings(library: str, extra: str) -> dict[str, str]:
    """Return what brings a library of an extra here, for a refusal.

    One of ``bundle``, ``command`` and the ``machine`` for which no bundle has it; "" are the others. It is
    asked of where the modules lie: documents are read in a process that knows no more.
    """
    import platform

    told = {"bundle": "", "command": "", "machine": ""}
    machine = (sys.platform, platform.machine().lower())
    if _is_of_a_bundle():
        told["bundle"] = _FOR_HEADQUARTERS.get(machine, "")
        told["machine"] = "" if told["bundle"] else "-".join(machine)
    elif extra == "hq" and _lies_below(_CHECKOUT):
        told["command"] = "make run"
    else:
        told["command"] = pip_installs(f'"terren-….whl[{extra}]"' if extra == "hq" else library)
    return told


def pip_installs(name: str) -> str:
    """Return the command by which pip installs something for this Python; "" where it has no pip."""
    from importlib.util import find_spec

    # a bundle has a Python of its own, without pip
    return "" if _is_of_a_bundle() or find_spec("pip") is None else f"{sys.executable} -m pip install {name}"


def _is_of_a_bundle() -> bool:
    return getattr(sys, "frozen", False) or _lies_below(*_OF_BUNDLES)


def _lies_below(*names: str) -> bool:
    """Return True if a folder above this module has a file of one of these names."""
    # pathlib costs the shortest command a tenth of its time, and this is always loaded
    from pathlib import Path

    return any((folder / name).is_file() for folder in Path(_HERE).absolute().parents for name in names)
