"""Statuses as of a day and what is owed: 10,000 actions on which 38 municipalities report, in seconds.

The ledger holds two statuses of each municipality on each action, of days in two halves of a year, each
recorded on its day, and money of every fifth.
"""

from __future__ import annotations

import random
import tempfile
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement, processor_seconds
from store.account.calendar import AskedPeriod
from store.account.status_as_of import statuses_as_of
from store.db.database import Store
from store.opening.open_store import create_store
from store.plan.model import Plan
from store.plan.periods import Period
from store.plan.save import save_plan
from store.plan.units import municipalities
from store.query.owing import owing
from tests.plans import large_plan

ACTIONS: Final = 10_000
LIMIT: Final = 1.0
_STATUSES: Final = ('"not_started"', '"in_progress"', '"implemented"', '"partially_implemented"')
_SPENT: Final = 0.2


def reported(folder: Path, actions: int = ACTIONS) -> Store:
    """Return a store with the ledger and the state of what municipalities reported on each action."""
    store, plan, rng = create_store(folder / "days.db"), large_plan(actions), random.Random(1)
    save_plan(store, plan, source_name="", source_sha256="00")
    seq = 0
    with store.writing() as conn:
        conn.execute("INSERT INTO replica (id, changes, head) VALUES ('x', 0, x'')")
        # one unit after the other: what is measured in this process is also its memory
        for unit in municipalities():
            changes, state, seq = _of_unit(unit.code, plan, seq, rng)
            conn.executemany(f"INSERT INTO change VALUES ({', '.join('?' * 15)})", changes)
            conn.executemany(f"INSERT INTO state VALUES ({', '.join('?' * 10)})", state)
        conn.execute("UPDATE replica SET changes = ?", (seq,))
    return store


def _of_unit(
    unit: str, plan: Plan, seq: int, rng: random.Random
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], int]:
    """Return the changes of a unit after ``seq``, its state, and the number of the last change."""
    changes: list[tuple[object, ...]] = []
    state: list[tuple[object, ...]] = []
    for action in plan.actions():
        head = "[]"
        for first in (1, 7):
            seq += 1
            day, value = f"2022-{first + rng.randrange(6):02}-15", rng.choice(_STATUSES)
            at = int(datetime.fromisoformat(f"{day}T12:00+00:00").timestamp())
            register = ("action", action.id, "status", value, day)
            changes.append(("x", seq, seq, at, "O", unit, "", *register, head, b"", None))
            head = f'["x:{seq}"]'
        state.append(("action", action.id, unit, "status", value, day, seq, f"x:{seq}", None, 0))
        if rng.random() < _SPENT:
            seq += 1
            spent = ("money", action.id, "2022.capital.spent", "1000", None)
            changes.append(("x", seq, seq, at, "O", unit, "", *spent, "[]", b"", None))
            state.append((*spent[:2], unit, *spent[2:], seq, f"x:{seq}", None, 0))
    return changes, state, seq


def measure() -> list[Measurement]:
    """Measure the statuses as of three days, and what is owed for the year."""
    asked = AskedPeriod(Period(2022), date(2023, 1, 31), None)
    with tempfile.TemporaryDirectory() as folder, reported(Path(folder)) as store, store.reading() as conn:
        measured: list[Measurement] = []
        for day in (date(2022, 12, 31), date(2022, 6, 30), date(2021, 12, 31)):
            seconds = processor_seconds(partial(statuses_as_of, conn, day), 3)
            measured.append(Measurement(f"statuses as of {day}", seconds, LIMIT, "s"))
        owed = processor_seconds(partial(owing, conn, asked), 3)
        return [*measured, Measurement("what is owed, 10,000 actions × 38 units", owed, LIMIT, "s")]
