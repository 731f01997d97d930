"""A sample of the crash matrix wherever processes can fork: ``python -m tests.sync.crash.forked --sample 4``.

The same operations as in the whole matrix, in children of this process. A child is killed before a file is
opened to write, named, removed or synced, and before a statement of SQLite; or the call fails; or no file may
grow beyond a size.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import pkgutil
import random
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

import planreader
import store
import sync
import terren
from tests.support.paths import MEMORY
from tests.sync.crash.judgement import Run
from tests.sync.crash.mistakes import MISTAKES
from tests.sync.crash.running import environment, fresh, judged, whole_states
from tests.sync.crash.scene import OPERATIONS, Operation, prepare

WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
EVENTS: Final = frozenset({"os.rename", "os.remove", "os.link", "os.mkdir", "os.truncate", "os.chmod"})
SIZES: Final = 80 * 4096

Step = Callable[[str], None]
"""Called at every point with ``file`` or ``statement``."""


def watch(step: Step) -> None:
    """Call ``step`` before everything in this process that writes; it may raise OSError at ``file``."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS or (event == "open" and int(arguments[2] or 0) & WRITING):
            step("file")

    fsync, connect = os.fsync, sqlite3.connect

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        conn: sqlite3.Connection = connect(*arguments, **options)
        conn.set_trace_callback(lambda statement: step("statement"))
        return conn

    def synced(descriptor: int) -> None:
        step("file")
        fsync(descriptor)

    patch.object(os, "fsync", synced).start()
    patch.object(sqlite3, "connect", connected).start()
    sys.addaudithook(hook)


def load() -> None:
    """Import here what commands import late: else each child would do so anew, most of its time."""
    for package in (terren, sync, store, planreader):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name != "sync.update.desktop" or sys.platform == "win32":
                importlib.import_module(module.name)


def in_child(root: Path, home: str, argv: Sequence[str], before: Callable[[], None] = lambda: None) -> Run:
    """Give a command in a child of this process."""
    said = [root / ".out", root / ".err"]
    child = os.fork()
    if not child:
        code = 1
        try:
            os.chdir(root)
            os.environ.update(environment(root / home))
            for descriptor, path in enumerate(said, 1):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
            from terren.__main__ import run

            before()
            code = run(argv)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    out, err = (path.read_text("utf-8") if path.exists() else "" for path in said)
    return Run(os.waitstatus_to_exitcode(status), out, err)


class Sample:
    """One operation and some of its faults."""

    def __init__(self, scene: Path, folder: Path, operation: Operation) -> None:
        self.scene, self.root, self.operation = scene, folder / "root", operation
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.whole = whole_states(scene, self.root, operation, in_child)
        self.points = self._points(folder / "points")

    def _points(self, log: Path) -> list[str]:
        """What happens at each point of the operation when nothing goes wrong."""
        fresh(self.scene, self.root)

        def before() -> None:
            descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            watch(lambda what: (os.write(descriptor, f"{what}\n".encode()), None)[1])

        run = in_child(self.root, self.operation.home, self.operation.argv, before)
        assert run.code in (0, 3), run
        return log.read_text().splitlines()

    def broken(self, kind: str, at: int) -> None:
        """Live through the operation with one fault: at a point, or at a size."""
        fresh(self.scene, self.root)
        run = in_child(self.root, self.operation.home, self.operation.argv, _fault(kind, at))
        if kind == "kill" and run.code != -signal.SIGKILL:
            self.faults.append(f"{self.operation.name}, {kind} {at}: the fault was not reached")
        self.counts[kind] += 1
        for fault in judged(self.root, self.operation, self.whole, run, in_child):
            self.faults.append(f"{self.operation.name}, {kind} {at}: {fault}")

    def some(self, count: int, rng: random.Random, *, kinds: int, only_first: bool) -> None:
        """Some faults of so many kinds; with ``only_first`` none after one that left what must not be."""
        files = [at for at, what in enumerate(self.points) if what == "file"]
        places: dict[str, Sequence[int]] = {
            "kill": range(len(self.points)),
            "no space": files,
            "i/o error": files,
            "size": range(0, SIZES, 1000),
        }
        for kind in sorted(rng.sample(list(places), kinds), key=list(places).index):
            for at in rng.sample(places[kind], min(count, len(places[kind]))):
                if not (only_first and self.faults):
                    self.broken(kind, at)


def _fault(kind: str, at: int) -> Callable[[], None]:
    reached = 0

    def step(what: str) -> None:
        nonlocal reached
        reached += 1
        if reached != at + 1:
            return
        if kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        number = errno.ENOSPC if kind == "no space" else errno.EIO
        raise OSError(number, os.strerror(number))

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))

    return limited if kind == "size" else lambda: watch(step)


def main() -> int:
    """The command line; 1 where a fault left something that must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=1, help="faults of each kind and operation")
    parser.add_argument("--kinds", type=int, default=4, choices=range(1, 5), help="of faults by operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operation", action="append", choices=[one.name for one in OPERATIONS])
    parser.add_argument("--mistake", choices=MISTAKES, help="plant a mistake, which must be found once")
    options = parser.parse_args()
    sys.dont_write_bytecode = True
    load()
    total: Counter[str] = Counter()
    faults: list[str] = []
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        scene = Path(name) / "scene"
        prepare(scene)
        if options.mistake:
            MISTAKES[options.mistake]()
        for operation in OPERATIONS:
            if options.operation and operation.name not in options.operation:
                continue
            folder = Path(name) / "runs"
            folder.mkdir()
            sample = Sample(scene, folder, operation)
            rng = random.Random(f"{options.seed} {operation.name}")
            sample.some(options.sample, rng, kinds=options.kinds, only_first=bool(options.mistake))
            total += sample.counts
            total["points"] += len(sample.points)
            faults += sample.faults
            shutil.rmtree(folder)
    sys.stdout.write(f"{dict(total)}\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
