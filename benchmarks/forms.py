"""The forms of 77 units on a plan of 2,000 actions, each led by one of them: processor seconds for all."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.ratio import Measurement
from report.forms.unit_form import write_forms
from store.opening.open_store import create_store
from store.plan.model import Plan
from store.plan.save import save_plan
from store.query.unit_form import form_units, unit_forms
from tests.plans import large_plan

LIMIT = 20.0
UNITS = 77
ACTIONS = 2000


def _spread(plan: Plan) -> Plan:
    """The plan with its actions led by 77 institutions, each in turn."""
    names = [f"Institucioni {n}" for n in range(1, UNITS + 1)]
    strategic, at = [], 0
    for objective in plan.strategic_objectives:
        specific = []
        for section in objective.specific_objectives:
            actions = []
            for action in section.actions:
                actions.append(action._replace(lead=(names[at % UNITS],), support=()))
                at += 1
            specific.append(section._replace(actions=tuple(actions)))
        strategic.append(objective._replace(specific_objectives=tuple(specific)))
    return plan._replace(strategic_objectives=tuple(strategic))


def measure() -> list[Measurement]:
    """All forms into a folder, from the database on."""
    with tempfile.TemporaryDirectory() as folder, create_store(Path(folder) / "forms.db") as store:
        save_plan(store, _spread(large_plan(ACTIONS)), source_name="", source_sha256="00")
        today = date(2022, 12, 31)
        start = time.process_time()
        units = form_units(store, today)
        written = write_forms(unit_forms(store, units, None, today), Path(folder), today=today)
        seconds = time.process_time() - start
        size = sum(path.stat().st_size for path in written)
        return [Measurement(f"{len(written)} forms", seconds, LIMIT, "s", f"{size / 1e6:.1f} MB")]
