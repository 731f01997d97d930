"""The interface in a pseudo-terminal: first content beside a minimal Textual app, and keys until painted."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.ratio import Measurement
from store.db.places import Places, shipped_plan
from store.opening.open_store import open_store
from store.plan.model import Plan
from store.search.search import SearchIndex
from sync.enrol import enrol
from tests.plans import large_plan

ROOT: Final = Path(__file__).parents[1]
MINIMAL: Final = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("first-content")
Minimal().run()
"""
REPEATS: Final = 11
KEYS: Final = 60
SEARCHES: Final = (
    "2.1.12",
    "komunat 1.2",
    "1.10.1",
    "menaxhim",
    "trajnim",
    "migracoin",
    "212",
    "mpb 3.1",
    "45 xyzq",
)
CLEAR_LINE: Final = b"\x15"
SIZE: Final = (40, 120)
PATIENCE: Final = 15.0


class Terminal:
    """A process in a pseudo-terminal."""

    def __init__(self, command: Sequence[str], env: dict[str, str]) -> None:
        import fcntl
        import termios

        self.start = time.perf_counter()
        self.process, self.fd = pty.fork()
        if self.process == 0:
            os.execve(command[0], [*command], env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))

    def seconds_until(self, wanted: bytes, start: float, patience: float = PATIENCE) -> float:
        """Seconds from ``start`` until ``wanted`` has been written.

        Raises TimeoutError where nothing at all is written for as long as ``patience`` lasts.
        """
        seen = b""
        while wanted not in seen:
            if not select.select([self.fd], [], [], patience)[0]:
                raise TimeoutError(f"{wanted!r} was not written")
            seen += os.read(self.fd, 65536)
        return time.perf_counter() - start

    def drain(self, quiet: float = 0.15) -> None:
        """Read until nothing has come for ``quiet`` seconds."""
        while select.select([self.fd], [], [], quiet)[0]:
            os.read(self.fd, 65536)

    def press(self, key: str, painted: bytes) -> float:
        """Seconds from a key until what it paints has been written."""
        self.drain()
        start = time.perf_counter()
        os.write(self.fd, key.encode())
        return self.seconds_until(painted, start)

    def close(self) -> None:
        """End the process."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.fd)


@contextlib.contextmanager
def terminal(command: Sequence[str], env: dict[str, str]) -> Iterator[Terminal]:
    """A terminal for a while."""
    opened = Terminal(command, env)
    try:
        yield opened
    finally:
        opened.close()


def first_content(command: Sequence[str], env: dict[str, str], wanted: bytes) -> float:
    """Seconds from the start of a process until it has written ``wanted``."""
    with terminal(command, env) as opened:
        return opened.seconds_until(wanted, opened.start)


def environment(folder: Path, home: Path) -> dict[str, str]:
    """As on a machine where Terren has been used before: byte code is there."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **env,
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'import'}",
        "TERREN_HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


def enrolled(home: Path, plan: Plan | None) -> None:
    """An installation of a municipality, on the published plan or another."""
    places = Places(home, home)
    given: dict[str, Any] = {} if plan is None else {"plan": plan}
    enrol(places, places.database, officer="Zyrtari", unit="17", role="field", language="en", **given).close()


def p95(values: Sequence[float]) -> float:
    """The value below which 95 % of the values lie, in milliseconds."""
    return 1000 * statistics.quantiles(values, n=20)[-1]


FIRST: Final = {"plan": b"1.2.3", "many": b"1.1"}
"""The number of an action of the unit, or of an objective, that the first content of a plan shows."""


def start_ratios(folder: Path, homes: dict[str, Path]) -> list[Measurement]:
    """First content, all in turn so that all meet the same machine."""
    minimal = ([sys.executable, "-c", MINIMAL], environment(folder, folder), b"first-content")
    ours = {
        name: (
            [sys.executable, "-m", "terren"],
            environment(folder, home),
            FIRST[name],
        )
        for name, home in homes.items()
    }
    times: dict[str, list[float]] = {name: [] for name in ("minimal", *ours)}
    for turn in range(REPEATS + 1):
        for name, (command, env, wanted) in {"minimal": minimal, **ours}.items():
            seconds = first_content(command, env, wanted)
            if turn:
                times[name].append(seconds)
    floor = statistics.median(times["minimal"])
    limits = {"plan": ("first content, published plan", 1.25), "many": ("first content, 10,000 actions", 1.5)}
    return [
        Measurement(
            limits[name][0],
            statistics.median(times[name]) / floor,
            limits[name][1],
            detail=f"{1000 * statistics.median(times[name]):.0f} ms / {1000 * floor:.0f} ms",
        )
        for name in ours
    ]


def key_times(folder: Path, home: Path, name: str, first: bytes, limit: float) -> list[Measurement]:
    """Moving the cursor, and setting a status until it is durable and painted."""
    with terminal([sys.executable, "-m", "terren"], environment(folder, home)) as opened:
        opened.seconds_until(first, opened.start)
        opened.drain(0.6)
        # nothing is written where all is open already
        os.write(opened.fd, b"*")
        opened.drain()
        moves = [opened.press("j" if n % 12 < 6 else "k", b"\x1b[") for n in range(KEYS)]
        opened.press("jj", b"\x1b[")
        signs = ("◔", "○")
        sets = [opened.press("21"[n % 2], signs[n % 2].encode()) for n in range(KEYS)]
        typed = search_times(opened, home)
    return [
        Measurement(f"search key until found, p95, {name}", p95(typed), 25.0, "ms"),
        Measurement(f"key to repaint, p95, {name}", p95(moves), limit, "ms"),
        Measurement(f"status key durable and painted, p95, {name}", p95(sets), 35.0, "ms"),
    ]


def search_times(opened: Terminal, home: Path) -> list[float]:
    """Typing searches, each letter until the number of actions found stands above the list."""
    with open_store(Places(home, home).database, read_only=True) as store, store.reading() as conn:
        index = SearchIndex(conn)
        total = len(index.ids)
        steps = [
            (text[:end], len(index.find(conn, text[:end])))
            for text in SEARCHES
            for end in range(1, len(text) + 1)
        ]
    times: list[float] = []
    before = total
    opened.press("X/", b"\x1b[")
    for text, count in steps:
        if len(text) == 1:
            opened.drain()
            os.write(opened.fd, CLEAR_LINE)
            before = total
        painted = f"({count} of {total})".encode() if count != before else b"\x1b["
        times.append(opened.press(text[-1], painted))
        before = count
    return times


def measure() -> list[Measurement]:
    """All of it; the published plan only where it has been built."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        homes = {"plan": folder / "plan", "many": folder / "many"}
        if shipped_plan().is_file():
            enrolled(homes["plan"], None)
        else:
            del homes["plan"]
        enrolled(homes["many"], large_plan(10_000))
        measurements = start_ratios(folder, homes)
        for key, label, limit in (("plan", "published plan", 16.0), ("many", "10,000 actions", 25.0)):
            if key in homes:
                measurements += key_times(folder, homes[key], label, FIRST[key], limit)
        return measurements
