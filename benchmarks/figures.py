"""All figures of a report of 10,000 actions on which 38 municipalities report by group, in processor time."""

from __future__ import annotations

import random
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.ratio import Measurement, processor_seconds
from store.account.spans import plan_span
from store.db.database import Store
from store.figures.facts import read_facts
from store.figures.figures import ActionFacts, action_facts, draw_figures
from store.opening.open_store import create_store
from store.plan.save import save_plan
from store.plan.units import municipalities
from store.query.rates import unit_tallies
from tests.plans import large_plan

ACTIONS = 10_000
LIMIT = 1.0
VIEWS = {"v_action": 10.0, "v_report": 30.0, "v_money": 5.0}
"""What a reader of the file waits for at most, in processor seconds."""


def reported(folder: Path, actions: int = ACTIONS) -> Store:
    """A plan with a status of every municipality on every action, and money of every fifth."""
    store, plan, rng = create_store(folder / "figures.db"), large_plan(actions), random.Random(1)
    save_plan(store, plan, source_name="", source_sha256="00")
    statuses = ('"not_started"', '"in_progress"', '"implemented"', '"partially_implemented"')
    rows: list[tuple[str, str, str, str, str, str | None]] = []
    for unit in municipalities():
        for action in plan.actions():
            day = f"2022-{rng.randint(1, 12):02}-15"
            rows.append(("action", action.id, unit.code, "status", rng.choice(statuses), day))
            if rng.random() < 0.2:
                rows.append(("money", action.id, unit.code, "2022.capital.spent", "1000", None))
    with store.writing() as conn:
        conn.executemany("INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, 1, 'x:1', NULL, 0)", rows)
    return store


def measure() -> list[Measurement]:
    """The figures of the plan, of each objective, each lead and each unit, from the database on."""
    with tempfile.TemporaryDirectory() as folder, reported(Path(folder)) as store:

        def draw() -> None:
            with store.reading() as conn:
                facts = read_facts(store, plan_span(conn, "2022"), date(2022, 12, 31))
            actions = action_facts(facts)
            draw_figures(actions)
            for key in ("specific", "strategic", "lead"):
                groups: dict[object, list[ActionFacts]] = {}
                for one in actions:
                    groups.setdefault(getattr(one.row, key), []).append(one)
                for group in groups.values():
                    draw_figures(group)
            unit_tallies(facts, actions)

        seconds = processor_seconds(draw, 5)

        def view(name: str) -> float:
            return processor_seconds(lambda: store.conn.execute(f"SELECT * FROM {name}").fetchall(), 1)

        views = [Measurement(f"{name}, the same", view(name), most, "s") for name, most in VIEWS.items()]
    return [Measurement("all figures, 10,000 actions × 38 units", seconds, LIMIT, "s"), *views]
