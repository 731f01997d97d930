"""The whole crash matrix: ``python -m tests.sync.crash.traced [--operation NAME]``; needs Linux and strace.

Every operation is a command in a process of its own. It is killed at every system call that writes, names,
removes or syncs something; each such call fails once with ENOSPC and once with EIO; the disk is full after
every size (a limit on the size of files, and, as root, a small file system). After each fault the state must
be before or after, and the same command given again must go through.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from tests.support.paths import MEMORY
from tests.sync.crash.judgement import Outlook
from tests.sync.crash.running import command, fresh, judged, whole_states
from tests.sync.crash.scene import OPERATIONS, Operation, prepare

CALLS: Final = (
    "write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,truncate,"
    "ftruncate,fallocate,mkdir,mkdirat,rmdir,link,linkat,symlink,creat,open,openat,chmod,fchmod,fchmodat,"
    "sendfile,copy_file_range"
)
_LINE: Final = re.compile(r"^\d+ +(\w+)\((.*)")
_WRITES_TO: Final = re.compile(r"^\d+<([^>]*)>")
BLOCK: Final = 4096
_SIZES: Final = tuple(range(0, 40 * BLOCK, 2 * BLOCK)) + tuple(range(40 * BLOCK + 100, 80 * BLOCK, 5 * BLOCK))
_FREE_BLOCKS: Final = (*range(24), *range(24, 64, 8))


class Point(NamedTuple):
    """A system call of an operation: its name, the how manieth of this name it is, and whether it writes
    to a file rather than to a terminal or pipe."""

    call: str
    number: int
    to_file: bool


def strace(trace: Path, *options: str) -> tuple[str, ...]:
    """The command line of strace before a command; its quick way knows of no signals."""
    quick = () if any("signal=" in option for option in options) else ("--seccomp-bpf",)
    return ("strace", "-f", *quick, "-qq", "-y", "-o", str(trace), "-e", f"trace={CALLS}", *options)


def points(trace: str) -> Iterator[Point]:
    """The calls of a trace at which something changes."""
    counts: Counter[str] = Counter()
    for line in trace.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        call, arguments = found.groups()
        counts[call] += 1
        if call in ("open", "openat") and "O_CREAT" not in arguments and "O_RDWR" not in arguments:
            continue
        target = _WRITES_TO.match(arguments)
        to_file = target is None or (target[1].startswith("/") and target[1] != os.devnull)
        yield Point(call, counts[call], to_file)


class Matrix:
    """One operation with all its faults."""

    def __init__(self, scene: Path, folder: Path, operation: Operation) -> None:
        self.scene, self.folder, self.operation = scene, folder, operation
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    def live(self, workers: int, every: int) -> None:
        """Live through every fault, or every so manieth."""
        root, trace = self.folder / "first", self.folder / "first.trace"
        whole = whole_states(self.scene, root, self.operation)
        fresh(self.scene, root)
        run = command(root, self.operation.home, self.operation.argv, under=strace(trace))
        assert run.code in (0, 3), run
        found = list(points(trace.read_text(errors="replace")))
        jobs = [(kind, point) for point in found for kind in ("KILL", "ENOSPC", "EIO")]
        jobs = [(kind, point) for kind, point in jobs if kind == "KILL" or point.to_file]
        self.counts["points"] = len(found)
        jobs = jobs[::every]
        with ThreadPoolExecutor(workers) as pool:
            for told in pool.map(lambda job: self._fault(whole, *job), jobs):
                self.faults += told
            for told in pool.map(lambda size: self._limit(whole, size), _SIZES[::every]):
                self.faults += told
        if os.geteuid() == 0 and shutil.which("mount"):
            for blocks in _FREE_BLOCKS[::every]:
                self.faults += self._full(whole, blocks)

    def _fault(self, whole: tuple[Outlook, ...], kind: str, point: Point) -> list[str]:
        name = f"{point.call}-{point.number}-{kind}"
        root, trace = fresh(self.scene, self.folder / name), self.folder / f"{name}.trace"
        what = "signal=KILL" if kind == "KILL" else f"error={kind}"
        under = strace(trace, "-e", f"inject={point.call}:{what}:when={point.number}")
        run = command(root, self.operation.home, self.operation.argv, under=under)
        text = trace.read_text(errors="replace")
        self.counts[kind] += 1
        reached = run.code == -signal.SIGKILL if kind == "KILL" else "INJECTED" in text
        # what a command opens to read may differ from run to run, and with it the number of a call
        self.counts["not reached"] += not reached
        faults = judged(root, self.operation, whole, run)
        last = next((line for line in text.splitlines() if "INJECTED" in line), "")[:160]
        shutil.rmtree(root)
        trace.unlink()
        return [f"{self.operation.name}, {name}: {fault} {last}" for fault in faults]

    def _limit(self, whole: tuple[Outlook, ...], size: int) -> list[str]:
        """No file can grow beyond ``size``: a write across it is cut short, all later ones fail."""
        root = fresh(self.scene, self.folder / f"limit-{size}")
        run = command(
            root,
            self.operation.home,
            self.operation.argv,
            before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )
        self.counts["size limits"] += 1
        faults = judged(root, self.operation, whole, run)
        shutil.rmtree(root)
        return [f"{self.operation.name}, limit {size}: {fault}" for fault in faults]

    def _full(self, whole: tuple[Outlook, ...], blocks: int) -> list[str]:
        """A file system with so many free blocks."""
        place = self.folder / "disk"
        place.mkdir()
        size = sum(path.stat().st_size // BLOCK + 3 for path in self.scene.rglob("*")) + 400
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size * 4}k", "tmpfs", str(place)], check=True)
        try:
            root, filler = fresh(self.scene, place / "root"), place / "filler"
            free = os.statvfs(place).f_bavail - blocks
            filler.write_bytes(b"x" * BLOCK * free)
            run = command(root, self.operation.home, self.operation.argv)
            self.counts["full disks"] += 1
            filler.unlink()
            faults = judged(root, self.operation, whole, run)
        finally:
            subprocess.run(["umount", str(place)], check=True)
            place.rmdir()
        return [f"{self.operation.name}, {blocks} free blocks: {fault}" for fault in faults]


def main() -> int:
    """The command line; 1 where a fault left something that must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operation", action="append", choices=[one.name for one in OPERATIONS])
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--every", type=int, default=1, help="only every so manieth fault")
    options = parser.parse_args()
    if shutil.which("strace") is None:
        sys.stderr.write("There is no strace: the crash matrix needs it.\n")
        return 0
    bad, total = 0, Counter[str]()
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        scene = Path(name) / "scene"
        prepare(scene)
        for operation in OPERATIONS:
            if options.operation and operation.name not in options.operation:
                continue
            started = time.monotonic()
            folder = Path(name) / "runs"
            folder.mkdir()
            matrix = Matrix(scene, folder, operation)
            matrix.live(options.workers, options.every)
            shutil.rmtree(folder)
            bad += len(matrix.faults)
            total += matrix.counts
            counts = ", ".join(f"{what} {number}" for what, number in matrix.counts.items())
            sys.stdout.write(f"{operation.name}: {counts}, {time.monotonic() - started:.0f} s\n")
            sys.stdout.writelines(f"  {fault}\n" for fault in matrix.faults)
            sys.stdout.flush()
    sys.stdout.write(f"all: {dict(total)}, wrong {bad}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
