"""Text in the editor that a person has chosen, on a file that only they read."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from store.db.errors import UserError
from store.db.regular import read_regular
from store.db.system import split_command
from store.db.text import clean

if TYPE_CHECKING:
    from textual.app import App

_MOST_BYTES = 1_000_000


def command(configured: str = "") -> list[str]:
    """Return the editor with its arguments: of ``VISUAL``, ``EDITOR`` or the configuration, in this order.

    None is guessed: whoever never chose one may not know the way out of it. Raises UserError
    ``editor_missing`` or ``editor_failed``.
    """
    for chosen in (os.environ.get("VISUAL", ""), os.environ.get("EDITOR", ""), configured):
        if chosen.strip():
            try:
                return split_command(chosen)
            except ValueError as error:
                raise UserError("editor_failed", editor=chosen, detail=str(error)) from error
    raise UserError("editor_missing")


def edited(app: App[object], text: str, configured: str = "") -> str:
    """Return the same as :func:`edited_text`, while the interface gives the terminal away."""
    from textual.app import SuspendNotSupported

    try:
        return edited_text(text, configured, app.suspend())
    except SuspendNotSupported as error:
        raise UserError("editor_failed", editor=command(configured)[0], detail=str(error)) from error


def edited_text(
    text: str, configured: str = "", terminal: AbstractContextManager[object] | None = None
) -> str:
    """Return ``text`` as it is after the editor; what the editor leaves alone comes back as it was.

    ``terminal`` is entered while the editor has the terminal.

    The file lies in a folder of its own that goes away with everything the editor put beside it. Text that
    was written counts even where the editor ended badly. Raises UserError ``editor_missing`` or
    ``editor_failed``, and then nothing is lost: ``text`` is still with the caller.
    """
    words = command(configured)
    try:
        with tempfile.TemporaryDirectory(prefix="terren-") as folder:
            file = Path(folder) / "text.txt"
            file.touch(mode=0o600)
            file.write_text(text, "utf-8", newline="\n")
            with terminal or nullcontext():
                code = subprocess.run([*words, str(file)], check=False).returncode
            after = _read(file, text)
    except (OSError, ValueError) as error:
        raise UserError("editor_failed", editor=words[0], detail=str(error)) from error
    if code and after == text:
        raise UserError("editor_failed", editor=words[0], detail=str(code))
    return after


def _read(file: Path, before: str) -> str:
    written = read_regular(file)
    if written == before.encode("utf-8"):
        return before
    if len(written) > _MOST_BYTES:
        raise ValueError(f"{len(written)} bytes")
    return clean(written.decode("utf-8-sig"), newlines=True).rstrip("\n")
