"""What a benchmark answers: ratios measured within one run, each beside its budget."""

from __future__ import annotations

import re
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


class Measurement(NamedTuple):
    """One line of the report: ``value`` in ``unit`` against ``limit``, with what it was made from."""

    name: str
    value: float
    limit: float
    unit: str = "×"
    detail: str = ""

    @property
    def within(self) -> bool:
        """Whether the budget is kept."""
        return self.value <= self.limit


def processor_seconds(run: Callable[[], object], repeats: int) -> float:
    """Return the median processor time of ``run`` in seconds: other work on the machine counts little."""
    times: list[float] = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return statistics.median(times)


def peak_megabytes() -> float:
    """Return the most megabytes that this process has had: its own, and not those of who began it."""
    # ru_maxrss of a process begins at what its parent had
    (most,) = re.findall(
        r"^VmHWM:\s*([0-9]+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE
    )
    return int(most) / 1024


def command_seconds(
    *commands: Sequence[str], repeats: int = 15, env: dict[str, str] | None = None
) -> list[float]:
    """Median seconds of whole processes, run in turn so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(repeats):
        for command, kept in zip(commands, times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in times]


def line(measurement: Measurement) -> str:
    """One measurement as a line of text."""
    mark = "ok  " if measurement.within else "OVER"
    figures = f"{measurement.value:8.2f} {measurement.unit:<2} of {measurement.limit:g}"
    return f"{mark} {measurement.name:<46} {figures:<24} {measurement.detail}"
