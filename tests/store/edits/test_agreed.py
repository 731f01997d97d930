"""What the list of what was agreed costs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from store.db.database import Store
from store.edits.agreed import open_resolutions
from store.edits.assessment import Resolution, resolution_entry, resolutions
from store.ledger.append import Edit, record
from tests.plans import enrolled

ABOUT = "1.1.1"


def agree(store: Store, many: int) -> None:
    """Let so many resolutions stand on one action."""
    target = store.conn.execute("SELECT id FROM action WHERE nr = ?", (ABOUT,)).fetchone()[0]
    entry = resolution_entry(Resolution("Lista", "Zyra"))
    record(store, [Edit("resolution", target, "17", f"{n:012x}", entry) for n in range(many)])


def steps(store: Store, ask: Callable[[], object]) -> int:
    """How much SQLite does for a question."""
    counted: list[None] = []
    store.conn.set_progress_handler(partial(counted.append, None), 100)
    ask()
    store.conn.set_progress_handler(None, 0)
    return len(counted)


def test_what_was_agreed_costs_by_its_number(tmp_path: Path) -> None:
    costs = []
    for many in (50, 400):
        with enrolled(tmp_path / f"{many}.db", unit="17") as store:
            agree(store, many)
            costs.append(
                [
                    steps(store, partial(open_resolutions, store)),
                    steps(store, partial(resolutions, store, ABOUT)),
                ]
            )
            assert len(open_resolutions(store)) == len(resolutions(store, ABOUT)) == many
    few, many_more = costs
    assert all(more < 12 * less for less, more in zip(few, many_more, strict=True))
