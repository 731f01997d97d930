"""Folders as people type them: expanded, completed, and what is wrong with one."""

from __future__ import annotations

import os
from pathlib import Path

from textual.widgets import Input

from language import _
from store.db.places import Places
from store.db.system import other_drive, path_of
from tui.screens.memory import recall
from tui.widgets.draw import safe


def folder_of(typed: str) -> Path:
    """Return the folder that a text names; ``~`` is the home folder."""
    return path_of(typed.strip())


def completed(typed: str, *, files: bool = False) -> str:
    """Return ``typed`` continued as far as the names of folders (and files) leave no choice."""
    text = os.path.expanduser(typed) if typed.startswith("~") else typed  # noqa: PTH111
    parent, _slash, beginning = text.rpartition(os.sep)
    place = path_of(parent + os.sep if _slash else ".")
    try:
        names = sorted(entry.name for entry in place.iterdir() if files or entry.is_dir())
    except OSError:
        return typed
    fitting = [name for name in names if name.startswith(beginning)]
    if not beginning:
        fitting = [name for name in fitting if not name.startswith(".")]
    if not fitting:
        return typed
    first, last = fitting[0], fitting[-1]
    differs = (
        n for n, (letter, other_letter) in enumerate(zip(first, last, strict=False)) if letter != other_letter
    )
    common = first[: next(differs, min(len(first), len(last)))]
    whole = os.sep if len(fitting) == 1 and (place / first).is_dir() else ""
    return f"{parent}{_slash}{common}{whole}"


def complete_line(line: Input, *, files: bool = False) -> None:
    """Continue what is typed in a line as :func:`completed`."""
    line.value = completed(line.value, files=files)
    line.cursor_position = len(line.value)


def remembered_folder(places: Places, *names: str) -> str:
    """Return what was typed the last time, under the first of these names; at first the home folder."""
    remembered = recall(places)
    return safe(next((str(remembered[name]) for name in names if name in remembered), f"{Path.home()}"))


def why_not(typed: str, *, write: bool = True) -> str:
    """Return what is wrong with a folder, to ``write`` into it or to read; "" where nothing is."""
    if not typed.strip():
        return _("Type the folder, for example that of the USB stick.")
    folder = folder_of(typed)
    if not folder.exists():
        other = other_drive(str(folder))
        if other is not None:
            return _("There is no such folder; the stick seems to be under another letter: {other}").format(
                other=other
            )
        return _("There is no such folder.")
    if not folder.is_dir():
        return _("This is a file, not a folder.")
    return "" if not write or os.access(folder, os.W_OK) else _("This folder cannot be written to.")
