"""Starts of ``terren.pyz`` in the states that a laptop can be in: what they ask for, how long they take."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.interface import PATIENCE, first_content, terminal
from tests.bundle.installations import Box, Failed, Installation

_TIMES: Final = 5


class State(NamedTuple):
    """What a start finds: a name for it, the box it is in, what the language is, and what is shown first."""

    name: str
    box: Box
    language: str
    shown: bytes

    def seconds(self, command: Sequence[str]) -> float:
        """Seconds to the first content."""
        env = {**self.box.env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        env["TERREN_LANGUAGE"] = self.language
        return first_content(self.box.command(*command), env, self.shown)

    @property
    def unpacked(self) -> Path:
        """Where ``terren.pyz`` unpacks itself."""
        return self.box.folder / ".cache" / "terren-program"


def states(officer: Installation, folder: Path) -> list[State]:
    """What a laptop can be in; the officer's has reported and exchanged, a newer version waits on it, and
    now a note is begun there and the program killed."""
    env = {**officer.box.env, "TERM": "xterm-256color", "TERREN_LANGUAGE": "en"}
    with terminal(officer.box.command(*officer.command), env) as opened:
        opened.seconds_until(b"1.2.3", opened.start)
        for keys in (b"/", b"1.2.3", b"\r", b"n", b"begun"):
            opened.drain(0.3)
            os.write(opened.fd, keys)
        until = time.monotonic() + PATIENCE
        while not list(officer.box.folder.rglob("drafts.json")):
            opened.drain(0.1)
            if time.monotonic() > until:
                raise Failed("a note that was begun left no draft")
    headquarters = officer._replace(box=Box(folder / "only-enrolled", cut=officer.box.cut))
    headquarters("init", "--officer", "Qendra", "--unit", "MPB", "--role", "headquarters")
    return [
        State("nobody enrolled", Box(folder / "nobody", cut=officer.box.cut), "sq", b"Terren"),
        State("headquarters, just enrolled", headquarters.box, "sr", b"1.2.3"),
        *(
            State(f"exchanged, a newer version and a draft wait, {language}", officer.box, language, b"1.2.3")
            for language in ("sq", "sr", "sr-Cyrl", "en")
        ),
    ]


def is_prepared_for(state: State, command: Sequence[str]) -> str:
    """A line that says so: the first start unpacks no module by itself. Raises Failed."""
    shutil.rmtree(state.unpacked, ignore_errors=True)
    state.seconds(command)
    asked = [path.name for path in state.unpacked.rglob("*.py") if path.name != "__main__.py"]
    if asked:
        raise Failed(f"{state.name}: the first start asked for {', '.join(sorted(asked))}")
    return f"ok   first start, {state.name}: nothing beyond what is prepared"


def start_lines(found: Sequence[State], made: Sequence[Installation]) -> list[str]:
    """Seconds to the first content in each state, in turn with the installation that ``make run`` makes."""
    checkout = [str(Path(sys.executable).with_name("terren"))]
    lines = []
    for state in found:
        starts = {"checkout": checkout, **{one.kind.name: one.command for one in made}}
        times: dict[str, list[float]] = {}
        for _ in range(_TIMES):
            shutil.rmtree(state.unpacked, ignore_errors=True)
            times.setdefault("pyz, first start", []).append(state.seconds(starts["pyz"]))
            for name, command in starts.items():
                times.setdefault(name, []).append(state.seconds(command))
        seconds = {name: statistics.median(taken) for name, taken in times.items()}
        floor = seconds["checkout"]
        said = "; ".join(f"{name} {taken:.2f} s ({taken / floor:.2f} ×)" for name, taken in seconds.items())
        lines.append(f"     {state.name}: {said}")
    return lines
