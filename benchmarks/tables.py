"""Cells of a table recorded at headquarters, in processor seconds: 10,000 of them against the clock, and
100,000 against the same rows inserted with sqlite3 alone."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement
from benchmarks.receive import insert_rows, resulting_rows
from store.edits.recording import Recording
from store.edits.reported.record import record_table
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.ledger.append import Edit, record
from tests.plans import enrolled, large_plan

LIMIT: Final = 1.0
RATIO: Final = 6.0
ACTIONS: Final = 2_500
MANY_ACTIONS: Final = 25_000
REPEATS: Final = 3
_CELLS: Final = {"status": "in_progress", "percent": 60, "2022.allocated": "1500", "next_steps": "Vazhdon."}


def measure() -> list[Measurement]:
    """A status, a percentage, an amount and a text for each action."""
    seconds, alone, _bare, length = _recorded(ACTIONS)
    several = [_recorded(MANY_ACTIONS) for _ in range(REPEATS)]
    many, many_alone, bare = (min(taken[at] for taken in several) for at in range(3))
    told = f"{many * 1000:.0f} ms against {bare * 1000:.0f}; the edits alone {many_alone / bare:.1f} ×"
    return [
        Measurement(
            f"{length:,} cells of a table",
            seconds,
            LIMIT,
            "s",
            f"{seconds / alone:.1f} times the edits alone",
        ),
        Measurement(f"{several[0][3]:,} cells against bare sqlite3", many / bare, RATIO, detail=told),
    ]


def _recorded(actions: int) -> tuple[float, float, float, int]:
    """Seconds for a table, for its edits alone, for the rows that result by sqlite3; and how many cells."""
    plan, day = large_plan(actions), date(2022, 3, 14)
    cells = {field: ReportedCell(value) for field, value in _CELLS.items()}
    rows = tuple(ReportedRow(action.nr, cells, "17") for action in plan.actions())
    table = ReportedTable(Source("table.xlsx", "ab" * 32, day), rows)
    with tempfile.TemporaryDirectory() as folder:
        with enrolled(Path(folder) / "table.db", plan=plan, role="headquarters") as store:
            begin = time.process_time()
            _comparison, changes = record_table(store, table, Recording(day))
            seconds = time.process_time() - begin
        edits = [Edit(*change.register, change.decoded(), change.effective_on) for change in changes]
        with enrolled(Path(folder) / "alone.db", plan=plan, role="headquarters") as store:
            begin = time.process_time()
            record(store, edits)
            alone = time.process_time() - begin
        resulting, replicas = resulting_rows(Path(folder) / "alone.db")
        with enrolled(Path(folder) / "bare.db", plan=plan, role="headquarters") as store:
            store.conn.executemany(
                "INSERT OR REPLACE INTO replica (id, changes, head) VALUES (?, ?, ?)", replicas
            )
            begin = time.process_time()
            insert_rows(store.conn, resulting)
            bare = time.process_time() - begin
    return seconds, alone, bare, len(changes) - 1
