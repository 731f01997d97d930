"""The made-up year: everything that can be tried is in it, whole, and the same for the same seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from store.db.database import Store, open_store
from store.db.errors import Refused
from store.db.places import Places, shipped_plan
from store.edits.calendar import read_calendar
from store.edits.narrative import narrative
from store.exchange.delivery import read_delivery
from store.history.conflicts import conflicts
from store.integrity.verify import verify
from store.ledger.identity import read_identity
from store.query.filters import Filter, list_actions
from store.query.owing import late_changes, owing
from sync.demo.making import HOMES, make_demo
from sync.demo.story import read_demo_plan, reports
from sync.identity.opening import open_for_work
from sync.receive.receive import receive
from tests.sync.world import quick_folder

TODAY = date(2022, 11, 10)


def opened(home: Path) -> Store:
    return open_for_work(Places(home, home), home / "terren.db")


def listed(store: Store, **asked: bool) -> int:
    return len(list_actions(store, Filter(**asked), today=TODAY))  # type: ignore[arg-type]


def test_the_demonstration_has_everything_to_try() -> None:
    with quick_folder() as folder:
        *homes, stick = make_demo(folder / "demo", language="sq")
        assert [home.name for home in homes] == [*HOMES]
        center, *officers = (opened(home) for home in homes)
        for store in (center, *officers):
            assert store.refusal is None
            with store.reading() as conn:
                assert [one.closed is not None for one in read_calendar(conn)] == [True, True, False]
                assert narrative(conn, read_calendar(conn)[-1].period)
                assert read_delivery(conn, read_identity(conn)).unconfirmed == (0 if store is center else 2)
        with center.reading() as conn:
            last = read_calendar(conn)[-1]
            found = owing(conn, last)
            assert late_changes(conn, last)
        assert verify(center).faults == ()
        assert len(found) > 60
        assert any(of.owed for of in found)
        assert any(not of.owed for of in found)
        assert any(of.late for of in found)
        assert conflicts(center)
        assert conflicts(officers[0])
        for flag in ("returned", "approved", "unreviewed", "owed"):
            assert listed(center, **{flag: True})
        for officer in officers:
            assert listed(officer, returned=True)
        (file,) = stick.iterdir()
        assert receive(center, Places(homes[0], homes[0]), file).new == 2
        for store in (center, *officers):
            store.close()
        with pytest.raises(Refused, match="demo_not_empty"):
            make_demo(folder / "demo", language="sq")


def test_the_same_seed_tells_the_same_story() -> None:
    with open_store(shipped_plan(), read_only=True) as store, store.reading() as conn:
        plan = read_demo_plan(conn)
    one, same, other = (reports(plan, "17", Random(seed), "punctual") for seed in (1, 1, 2))
    assert one == same != other
