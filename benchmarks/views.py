"""What screens and commands count of 10,000 actions on which 38 municipalities report, in processor seconds.

The ledger holds two statuses of each municipality on each action, each recorded on its day, and money.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.days import ACTIONS, reported
from benchmarks.ratio import Measurement, processor_seconds
from report.periodic.parameters import ReportRequest
from report.periodic.preview import preview_lines
from report.periodic.reading import read_content
from store.account.spans import year_span
from store.db.database import Store
from store.query.matrix import matrix
from store.query.overview import GROUPS, overview
from store.query.unit_overview import unit_overviews
from store.status.outline import outline

DAY: Final = date(2022, 12, 31)
LIMITS: Final = {"overview": 1.0, "matrix": 1.0, "units": 2.0, "list": 0.6, "report form": 2.0}
"""In seconds: what a person waits for who asks for all of it."""


def _preview(store: Store) -> None:
    for _line in preview_lines(read_content(store, ReportRequest("2022", DAY, "sq", date(2023, 1, 1)))):
        pass


def questions(store: Store) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    return {
        **{
            f"overview by {by}": partial(overview, store, by, today=DAY, span=year_span(2022))
            for by in GROUPS
        },
        "matrix": partial(matrix, store, as_of=DAY),
        "units": partial(unit_overviews, store, today=DAY),
        "list": partial(outline, store, today=DAY),
        "report form": partial(_preview, store),
    }


def measure(actions: int = ACTIONS) -> list[Measurement]:
    """Measure each from the database on."""
    with tempfile.TemporaryDirectory() as folder, reported(Path(folder), actions) as store:
        return [
            Measurement(
                f"{name}, {actions:,} actions × 38 units",
                processor_seconds(ask, 3),
                next(most for key, most in LIMITS.items() if name.startswith(key)),
                "s",
            )
            for name, ask in questions(store).items()
        ]
