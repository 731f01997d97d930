"""Reports of 10,000 actions on which 38 municipalities report: processor seconds and megabytes by form."""

from __future__ import annotations

import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.days import reported
from benchmarks.ratio import Measurement
from report.periodic.making import render
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content

LIMITS = {".xlsx": 20.0, ".json": 20.0, ".html": 20.0, ".zip": 20.0, ".docx": 30.0}
MEGABYTES = 300.0
ALL_MEGABYTES = 500.0


def measure() -> list[Measurement]:
    """Each form once, from the database on; the most memory that the workbook took, then that all took."""
    found: list[Measurement] = []
    with tempfile.TemporaryDirectory() as folder, reported(Path(folder)) as store:
        for ending, limit in LIMITS.items():
            start = time.process_time()
            content = read_content(store, ReportRequest("2022", date(2022, 12, 31), "sq", date(2023, 1, 1)))
            size = len(render(content, ending))
            seconds = time.process_time() - start
            found.append(Measurement(f"report {ending}", seconds, limit, "s", f"{size / 1e6:.1f} MB"))
            if ending == ".xlsx":
                found.append(Measurement("memory of the workbook", _most(), MEGABYTES, "MB"))
        found.append(Measurement("memory of all forms", _most(), ALL_MEGABYTES, "MB"))
    return found


def _most() -> float:
    """Return the most megabytes that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
