"""Short commands against ``python -c "import click"``: what a call of the command line costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement, command_seconds

ROOT: Final = Path(__file__).parents[1]
REPEATS: Final = 15
LIMITS: Final = {"terren --version": 1.5, "terren show NR": 3.0, "terren set NR --status S": 3.0}


def measure() -> list[Measurement]:
    """The three commands on a fresh database of the shipped plan, medians of runs taken in turn."""
    terren = Path(sys.executable).with_name("terren")
    start = (str(terren),) if terren.exists() else (sys.executable, "-m", "terren")
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "TERREN_HOME": folder, "TERREN_LANGUAGE": "sq"}
        for name in ("TERREN_DB", "PYTHONDONTWRITEBYTECODE"):
            env.pop(name, None)
        env["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "import")))
        subprocess.run(
            [*start, "init", "--officer", "Zyrtari", "--unit", "Pejë"],
            env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        commands = (
            (*start, "--version"),
            (*start, "show", "1.1.1"),
            # two in turn, so that each has something to record
            (*start, "set", "1.1.1", "--status", "2"),
            (*start, "set", "1.1.1", "--status", "4"),
        )
        floor, version, show, *sets = command_seconds(
            (sys.executable, "-c", "import click"), *commands, repeats=REPEATS, env=env
        )
    times = (version, show, max(sets))
    return [
        Measurement(
            name, seconds / floor, limit, detail=f"{seconds * 1000:.0f} ms against {floor * 1000:.0f}"
        )
        for (name, limit), seconds in zip(LIMITS.items(), times, strict=True)
    ]
