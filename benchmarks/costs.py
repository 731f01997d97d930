"""A page, the reviews, the history and a rebuild: 200,000 changes of 20 officers, processor seconds."""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement, processor_seconds
from benchmarks.workload import ACTIONS, filled
from store.account.reviews import APPROVED, FIELD, KIND, read_reviews
from store.db.database import Store
from store.history.logbook import each_change
from store.ledger.append import rebuild_derived
from store.ledger.change import canonical_json
from store.query.queries import action_detail

CHANGES: Final = 200_000
DAY: Final = date(2024, 1, 1)
_MIB: Final = 2**20


def reviewed(store: Store) -> None:
    """Let headquarters have approved the report of every unit on every action."""
    value = canonical_json({"state": APPROVED, "reason": "", "of": "0" * 32})
    with store.writing() as conn:
        pairs = conn.execute("SELECT DISTINCT target, unit FROM state WHERE kind = 'action'").fetchall()
        conn.executemany(
            f"INSERT INTO state VALUES ('{KIND}', ?, ?, '{FIELD}', '{value}', NULL, 1, 'x:1', NULL, 0)", pairs
        )


@contextmanager
def worked() -> Iterator[Store]:
    """Yield a database with so many changes, closed behind."""
    with tempfile.TemporaryDirectory() as folder:
        store, _ = filled(Path(folder), CHANGES)
        with store:
            yield store


def peak(action: Callable[[], object]) -> float:
    """The memory of Python's own that an action takes at its highest, in MiB."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1] / _MIB
    finally:
        tracemalloc.stop()


def measure() -> list[Measurement]:
    """Rebuild, page and reviews."""
    with worked() as store:

        def rebuild() -> None:
            with store.writing() as conn:
                rebuild_derived(conn)

        seconds = processor_seconds(rebuild, 1)
        memory = peak(rebuild)
        page = processor_seconds(lambda: action_detail(store, "1.1.7", today=DAY), 5)

        def history() -> None:
            with store.reading() as conn:
                assert sum(1 for _ in each_change(conn)) == CHANGES

        log, log_memory = processor_seconds(history, 1), peak(history)
        reviewed(store)

        def reviews() -> None:
            with store.reading() as conn:
                assert len(read_reviews(conn)) > ACTIONS

        return [
            Measurement("rebuild of 200,000 changes", seconds, 30.0, "s"),
            Measurement("its memory", memory, 100.0, "MiB"),
            Measurement("page of an action with 2,000 changes", page, 0.1, "s"),
            Measurement("history of 200,000 changes", log, 10.0, "s"),
            Measurement("its memory, however long it is", log_memory, 1.0, "MiB"),
            Measurement("all reviews, one an action and unit", processor_seconds(reviews, 5), 2.0, "s"),
        ]
