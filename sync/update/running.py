"""Running another program of this disk, and which ones run, as Linux tells of processes in ``/proc``."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from language import current
from store.db.errors import UserError

AS_IS: Final = "TERREN_AS_IS"
"""An environment variable under which a program starts itself, whatever the pointer says."""
_PATIENCE: Final = 900.0
"""Seconds that a program may take that was started here: slow disks, and scanners that look at each file."""
_TOLD: Final = 400
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


def run(command: list[str], *, env: dict[str, str] | None = None, expected: tuple[int, ...] = (0,)) -> str:
    """Run a program of this disk, without what this one's environment says to Python and to Terren.

    Its standard output; ``env`` is added. Raises UserError ``update_failed`` with the end of what it said.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "_TERREN"))}
    kept.pop("TERREN_DB", None)
    # or PyInstaller takes the other program for a part of this one, or it starts the one that is pointed at
    kept |= {"PYINSTALLER_RESET_ENVIRONMENT": "1", AS_IS: "1"}
    # what it says is quoted
    kept["TERREN_LANGUAGE"] = current()
    try:
        done = subprocess.run(
            command,
            env={**kept, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError("update_failed", command=command[0], detail=str(error)) from error
    if done.returncode not in expected:
        output = _refusal(done.stdout) or f"{done.stdout}{done.stderr}".strip()[-_TOLD:]
        raise UserError("update_failed", command=command[0], detail=output or str(done.returncode))
    return done.stdout


def _refusal(said: str) -> str:
    """The sentence of a Terren that was asked for JSON; "" where it said something else."""
    with suppress(ValueError, TypeError, LookupError):
        return str(json.loads(said)["error"]["message"])
    return ""
