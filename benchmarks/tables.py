"""10,000 cells of a table recorded at headquarters, and the same edits recorded bare: processor seconds."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.ratio import Measurement
from store.edits.recording import Recording
from store.edits.reported.record import record_table
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.ledger.append import Edit, record
from tests.plans import enrolled, large_plan

LIMIT = 1.0
ACTIONS = 2_500
_CELLS = {"status": "in_progress", "percent": 60, "2022.allocated": "1500", "next_steps": "Vazhdon."}


def measure() -> list[Measurement]:
    """A status, a percentage, an amount and a text for each action."""
    plan, day = large_plan(ACTIONS), date(2022, 3, 14)
    cells = {field: ReportedCell(value) for field, value in _CELLS.items()}
    rows = tuple(ReportedRow(action.nr, cells, "17") for action in plan.actions())
    table = ReportedTable(Source("table.xlsx", "ab" * 32, day), rows)
    with tempfile.TemporaryDirectory() as folder:
        with enrolled(Path(folder) / "table.db", plan=plan, role="headquarters") as store:
            begin = time.process_time()
            _comparison, changes = record_table(store, table, Recording(day))
            seconds = time.process_time() - begin
        edits = [Edit(*change.register, change.decoded(), change.effective_on) for change in changes]
        with enrolled(Path(folder) / "bare.db", plan=plan, role="headquarters") as store:
            begin = time.process_time()
            record(store, edits)
            bare = time.process_time() - begin
    told = f"{seconds / bare:.1f} times the edits alone"
    return [Measurement(f"{len(changes) - 1:,} cells of a table", seconds, LIMIT, "s", told)]
