"""Commands in a scene: in a process of their own, whole, or broken off by whatever stands before them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.support.paths import ROOT
from tests.sync.crash.judgement import Outlook, Run, broken_off, given_again, outlook
from tests.sync.crash.scene import Operation

TIMEOUT: Final = 900.0


def environment(home: Path) -> dict[str, str]:
    """The variables of a command: a home, English, and nothing written but what the command writes."""
    return {
        **os.environ,
        "TERREN_HOME": str(home),
        "TERREN_LANGUAGE": "en",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "import"))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def command(
    root: Path,
    home: str,
    argv: Sequence[str],
    *,
    under: Sequence[str] = (),
    before: Callable[[], None] | None = None,
) -> Run:
    """Give a command in a scene, ``under`` another program, ``before`` being called in its own process."""
    done = subprocess.run(
        (*under, sys.executable, "-m", "terren", *argv),
        cwd=root,
        env=environment(root / home),
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
        preexec_fn=before,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def fresh(scene: Path, root: Path) -> Path:
    """A copy of the scene."""
    shutil.rmtree(root, ignore_errors=True)
    return Path(shutil.copytree(scene, root))


Runner = Callable[[Path, str, Sequence[str]], Run]
"""Gives a command in a scene, in a home."""


def whole_states(
    scene: Path, root: Path, operation: Operation, runner: Runner = command
) -> tuple[Outlook, ...]:
    """What the operation may leave: the state before, after each whole step of it, and at its end."""
    states = [outlook(fresh(scene, root) / operation.home)]
    for stage in (*operation.stages, operation.argv):
        fresh(scene, root)
        if callable(stage):
            stage(root)
        else:
            run = runner(root, operation.home, stage)
            assert run.code in (0, 3), (operation.name, run)
        states.append(outlook(root / operation.home))
    return tuple(states)


def judged(
    root: Path, operation: Operation, whole: tuple[Outlook, ...], run: Run, runner: Runner = command
) -> list[str]:
    """Everything that is wrong after an operation was broken off, and after the fault is gone."""
    faults: list[str] = []
    try:
        faults += broken_off(root, operation, whole, run)
        faults += given_again(root, operation, whole, runner(root, operation.home, operation.argv))
    except Exception as error:
        # what a fault left behind may make anything stumble: that is what is looked for
        faults.append(f"{type(error).__name__}: {error}")
    return faults
