"""The window of filters: what may be asked, counted, by the number of institutions, and of 10,000 actions."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.days import reported
from benchmarks.ratio import Measurement, processor_seconds
from store.db.database import Store
from store.opening.open_store import create_store
from store.plan.model import Institutions, Plan
from store.plan.save import save_plan
from store.query.filters.facets import list_facets
from store.query.filters.filter import Filter
from store.status.outline import outline
from tests.plans import large_plan

FEW: Final = 77
MANY: Final = 400
GROWTH: Final = 8.0
LIMIT: Final = 0.15
DAY: Final = date(2022, 7, 1)
_WORDS: Final = ("Agjencia", "Drejtoria", "Instituti", "Qendra", "Zyra")


def plan_of(institutions: int, actions: int = 1_000) -> Plan:
    """Return a plan whose actions are led by so many institutions, and funded by as many sources."""
    names = iter(range(actions))
    plan = large_plan(actions)

    def led(n: int) -> Institutions:
        return Institutions((f"{_WORDS[n % len(_WORDS)]} për Çështjen {n}",), (f"INST{n}",))

    return plan._replace(
        strategic_objectives=tuple(
            above._replace(
                specific_objectives=tuple(
                    below._replace(
                        actions=tuple(
                            action._replace(
                                **led(n := next(names) % institutions)._asdict(), funding=(f"Fondi {n}",)
                            )
                            for action in below.actions
                        )
                    )
                    for below in above.specific_objectives
                )
            )
            for above in plan.strategic_objectives
        )
    )


def window_seconds(store: Store) -> float:
    """Return the processor seconds of the window once the list is shown."""
    seen = outline(store, today=DAY)
    return processor_seconds(partial(list_facets, store, seen, Filter(), this_year=DAY.year), 5)


def measure() -> list[Measurement]:
    """Measure by institutions, and of 10,000 actions on which 38 municipalities report."""
    seconds: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for institutions in (FEW, MANY):
            with create_store(Path(folder) / f"{institutions}.db") as store:
                save_plan(store, plan_of(institutions), source_name="", source_sha256="00")
                seconds[institutions] = window_seconds(store)
        with reported(Path(folder)) as store:
            large = window_seconds(store)
    detail = f"{seconds[MANY] * 1000:.0f} ms against {seconds[FEW] * 1000:.0f}"
    return [
        Measurement(
            f"filter window of {MANY} institutions against {FEW}", seconds[MANY] / seconds[FEW], GROWTH,
            detail=detail,
        ),
        Measurement("filter window, 10,000 actions × 38 units", large, LIMIT, "s"),
    ]  # fmt: skip
