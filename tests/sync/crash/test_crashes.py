"""A sample of the crash matrix in each run of the tests; `make soak` goes through all of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.lengths import cases, soak, some
from tests.support.paths import ROOT
from tests.sync.crash import traced
from tests.sync.crash.scene import OPERATIONS


def run(module: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a matrix in a process of its own, which forks, breaks and kills its children."""
    return subprocess.run(
        (sys.executable, "-m", f"tests.sync.crash.{module}", *options),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "import")))},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks processes")
def test_whatever_is_broken_off_leaves_the_state_before_or_after() -> None:
    operations = some([operation.name for operation in OPERATIONS])
    chosen = [option for name in operations for option in ("--operation", name)]
    done = run("forked", "--sample", "1", "--kinds", str(cases(2, 4)), *chosen)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks processes")
@pytest.mark.parametrize(
    ("mistake", "operation", "found"),
    [
        ("archived late", "receive", "taken and not in the archive"),
        pytest.param("number taken late", "export", "twice", marks=soak),
        pytest.param("edits one by one", "edit", "a state between", marks=soak),
    ],
)
def test_a_planted_mistake_is_caught(mistake: str, operation: str, found: str) -> None:
    done = run("forked", "--sample", "8", "--operation", operation, "--mistake", mistake)
    assert done.returncode == 1, done.stdout + done.stderr
    assert found in done.stdout


def test_the_points_of_a_trace_are_those_that_change_something() -> None:
    trace = (
        '7  openat(AT_FDCWD, "a", O_RDONLY|O_CLOEXEC) = 3\n'
        '7  openat(AT_FDCWD, "b", O_RDWR|O_CREAT, 0644) = 4\n'
        '7  pwrite64(4</dev/shm/b>, "x", 1, 0) = 1\n'
        '7  write(2<pipe:[9]>, "y", 1) = 1\n'
        "7  +++ exited with 0 +++\n"
    )
    assert list(traced.points(trace)) == [
        ("openat", 2, True),
        ("pwrite64", 1, True),
        ("write", 1, False),
    ]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_command_is_really_killed_where_it_is_said(tmp_path: Path) -> None:
    from tests.sync.crash.running import command, fresh
    from tests.sync.crash.scene import prepare

    prepare(tmp_path / "scene")
    root, trace = fresh(tmp_path / "scene", tmp_path / "root"), tmp_path / "trace"
    under = traced.strace(trace, "-e", "inject=pwrite64:signal=KILL:when=9")
    assert command(root, "field", ("undo",), under=under).code == -9
    assert len([line for line in trace.read_text().splitlines() if "pwrite64(" in line]) == 9
