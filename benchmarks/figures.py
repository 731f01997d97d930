"""All figures of a report of 10,000 actions on which 38 municipalities report by group, in processor time."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from benchmarks.days import ACTIONS, reported
from benchmarks.ratio import Measurement, processor_seconds
from store.account.spans import plan_span
from store.figures.facts import read_facts
from store.figures.figures import ActionFacts, action_facts, draw_figures
from store.query.rates import unit_tallies

LIMIT = 1.0
VIEWS = {"v_action": 10.0, "v_report": 30.0, "v_money": 5.0}
"""What a reader of the file waits for at most, in processor seconds."""


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
                for action in actions:
                    groups.setdefault(getattr(action.row, key), []).append(action)
                for group in groups.values():
                    draw_figures(group)
            unit_tallies(facts, actions)

        seconds = processor_seconds(draw, 5)

        def view(name: str) -> float:
            return processor_seconds(lambda: store.conn.execute(f"SELECT * FROM {name}").fetchall(), 1)

        views = [Measurement(f"{name}, the same", view(name), most, "s") for name, most in VIEWS.items()]
    return [Measurement(f"all figures, {ACTIONS:,} actions × 38 units", seconds, LIMIT, "s"), *views]
