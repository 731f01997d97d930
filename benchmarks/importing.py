"""Import of the sample document as a whole process: seconds on the machine of its authors."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.ratio import Measurement, command_seconds

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "migration-2021-2023.txt"


def measure() -> list[Measurement]:
    """``terren import`` of the sample into a new plan database; median of seven runs."""
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            # as where it is installed: modules are compiled once, not at each start
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
            "TERREN_HOME": folder,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "import"))),
        }
        target = str(Path(folder) / "plan.db")
        command = (sys.executable, "-m", "terren", "import", str(SAMPLE), "--force", "-o", target)
        floor, seconds = command_seconds((sys.executable, "-c", "import click"), command, repeats=7, env=env)
    detail = f"{seconds / floor:.1f} × importing click ({floor * 1000:.0f} ms)"
    return [Measurement("terren import, sample document", seconds, 0.4, "s", detail)]
