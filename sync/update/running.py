"""Which programs run from somewhere, as Linux tells of processes in ``/proc``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_PROCESSES: Final = Path("/proc")


def others_in(*places: Path) -> Iterator[Path]:
    """Return what other Pythons of this user run of some files, or below some folders.

    A Python is started by a name below such a folder, or has one as what it is to run. What only names one,
    as an editor does, or what starts a program, is no Python. Where there is no ``/proc``, nobody is found.
    """
    roots = [place.resolve() for place in places]
    for process in _PROCESSES.glob("[0-9]*"):
        # what has ended meanwhile, or is somebody else's, is not told
        with suppress(OSError, RuntimeError):
            if process.name == str(os.getpid()) or not (process / "exe").readlink().name.startswith("python"):
                continue
            start, *words = os.fsdecode((process / "cmdline").read_bytes()).split("\0")
            folder = (process / "cwd").readlink()
            script = next((word for word in words if word and not word.startswith("-")), start)
            for path in (folder / start, folder / script):
                # the Python of an environment is a link to the system's
                found = (path.parent.resolve(), path.resolve())
                if any(one.is_relative_to(root) for one in found for root in roots):
                    yield path
