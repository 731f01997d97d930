"""Many versions of a plan of 1,000 actions: after a file that brings none, in status and in verify."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks.ratio import Measurement, processor_seconds
from store.db.database import Store
from store.integrity.verify import verify
from store.ledger.append import append
from store.ledger.identity import read_identity, required_identity
from store.revision.adoption import adopt_revisions
from store.revision.content import RevisionContent, publishing_edits
from store.revision.revisions import revisions
from tests.plans import enrolled, large_plan

ACTIONS: Final = 1_000
FEW: Final = 5
MANY: Final = 50
GROWTH: Final = 12.0
AFTER_A_FILE: Final = 0.01
STATUS: Final = 0.05


@contextmanager
def published(versions: int) -> Iterator[Store]:
    """Give headquarters that has published so many versions of its plan."""
    plan = large_plan(ACTIONS)
    with (
        tempfile.TemporaryDirectory() as folder,
        enrolled(Path(folder) / "a.db", role="headquarters", plan=plan) as store,
    ):
        for number in range(2, versions + 1):
            content = RevisionContent(plan._replace(title=f"Plani {number}"), "", "00")
            day = date(2022, 1, 1) + timedelta(days=number)
            with store.writing() as conn:
                identity = required_identity(conn, store.path)
                append(conn, identity, publishing_edits(content, number, day.isoformat()))
                adopt_revisions(conn, identity)
        yield store


def seconds(store: Store) -> tuple[float, float, float]:
    """Return the processor seconds after a file that brings no version, in status, and of verify."""

    def after_a_file() -> None:
        with store.writing() as conn:
            adopt_revisions(conn, read_identity(conn))

    def status() -> None:
        with store.reading() as conn:
            revisions(conn)

    return (
        processor_seconds(after_a_file, 5),
        processor_seconds(status, 5),
        processor_seconds(lambda: verify(store), 1),
    )


def measure() -> list[Measurement]:
    """Measure with few versions and with many."""
    with published(FEW) as store:
        *_, few = seconds(store)
    with published(MANY) as store:
        after_a_file, status, many = seconds(store)
    return [
        Measurement(f"after a file, {MANY} versions", after_a_file, AFTER_A_FILE, "s"),
        Measurement(f"versions in status, {MANY}", status, STATUS, "s"),
        Measurement(
            f"verify of {MANY} versions against {FEW}", many / few, GROWTH,
            detail=f"{many:.1f} s against {few:.1f}",
        ),
    ]  # fmt: skip
