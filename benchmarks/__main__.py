"""``python -m benchmarks [NAME …]``: all benchmarks but the longest, or those named, each beside its budget.

A benchmark is a module here with ``measure() -> list[Measurement]``. The exit code is 0 whatever the figures
say: they are read by people, on machines of their own.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from benchmarks.ratio import line

NOT_BENCHMARKS = ("__init__", "__main__", "laptops", "ratio", "workload")
BY_NAME = ("scale",)
"""These take many minutes, and run only where they are named."""


def names() -> list[str]:
    """Every benchmark, by the name of its module."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS)


def main(arguments: list[str]) -> int:
    """Run and print."""
    unknown = [name for name in arguments if name not in names()]
    if unknown:
        print(
            f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(names())}.", file=sys.stderr
        )
        return 2
    for name in arguments or [name for name in names() if name not in BY_NAME]:
        print(name, flush=True)
        for measurement in importlib.import_module(f"benchmarks.{name}").measure():
            print(f"  {line(measurement)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
