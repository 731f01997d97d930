"""Reports of 10,000 actions on which 38 municipalities report: processor seconds and megabytes by form."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.days import reported
from benchmarks.ratio import Measurement, peak_megabytes
from report.periodic.making import render
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content
from store.opening.open_store import open_store

LIMITS = {".xlsx": 20.0, ".json": 20.0, ".html": 20.0, ".zip": 20.0, ".docx": 30.0}
MEGABYTES = 300.0
ALL_MEGABYTES = 500.0


def measure() -> list[Measurement]:
    """Each form once, from the database on; the most memory that the workbook took, then that all took."""
    with tempfile.TemporaryDirectory() as name:
        reported(Path(name)).close()
        command = (sys.executable, "-m", "benchmarks.reports", name)
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measurements: list[Measurement] = []
    for (ending, limit), figures in zip(LIMITS.items(), output.splitlines(), strict=True):
        seconds, size, most = map(float, figures.split())
        measurements.append(Measurement(f"report {ending}", seconds, limit, "s", f"{size / 1e6:.1f} MB"))
        if ending == ".xlsx":
            measurements.append(Measurement("memory of the workbook", most, MEGABYTES, "MB"))
    return [*measurements, Measurement("memory of all forms", most, ALL_MEGABYTES, "MB")]


def main(folder: Path) -> None:
    """Write each form here, which has filled nothing: processor seconds, bytes, and peak megabytes so far."""
    with open_store(folder / "days.db") as store:
        for ending in LIMITS:
            start = time.process_time()
            content = read_content(store, ReportRequest("2022", date(2022, 12, 31), "sq", date(2023, 1, 1)))
            size = len(render(content, ending))
            print(time.process_time() - start, size, peak_megabytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
