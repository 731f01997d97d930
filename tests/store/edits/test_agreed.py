"""The list of what was agreed: what counts, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from store.db.database import Store
from store.edits.agreed import day_agreed, open_resolutions
from store.edits.assessment import Resolution, record_resolution, resolution_entry, resolutions
from store.edits.meeting import open_meeting
from store.ledger.append import Edit, record
from tests.plans import enrolled

ABOUT, DAY = "1.1.1", date(2022, 3, 1)


def agree(store: Store, many: int) -> None:
    """Let so many resolutions stand on one action."""
    target = store.conn.execute("SELECT id FROM action WHERE nr = ?", (ABOUT,)).fetchone()[0]
    entry = resolution_entry(Resolution("Lista", "Zyra"))
    record(store, [Edit("resolution", target, "17", f"{n:012x}", entry) for n in range(many)])


def test_what_is_held_does_not_say_in_which_meeting_something_was_agreed(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="17") as store:
        first, second = (open_meeting(store, title, DAY, [ABOUT]).id for title in ("A", "B"))
        (followed,) = record_resolution(store, ABOUT, Resolution("Lista", "Zyra"), meeting=first)
        (agreed,) = open_resolutions(store, second)
        day = day_agreed(store, followed)
        with store.writing() as conn:
            conn.execute(
                "INSERT INTO change SELECT replica, seq + 100, 1, 0, officer, unit, ?, kind, target, field,"
                " value, effective_on, '[]', hash, 'unit' FROM change WHERE kind = 'resolution'",
                (f"1@{second}",),
            )
        assert open_resolutions(store, second) == [agreed]
        assert day_agreed(store, followed) == day


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
