"""From which days words of units' reports hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from store.account.approvals import approved_as_of
from store.db.database import Store
from store.edits.reviewing import approve
from store.history.history import undo
from store.ledger.append import Edit, record
from store.query.material import read_reported_details
from tests.plans import enrolled

REPORT = ("action", "1.1.1", "MPB")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        yield store


def on(day: str) -> Any:
    at = datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp()
    return patch("store.ledger.append.time.time", lambda: at)


def steps(store: Store, *days: str) -> list[object]:
    """What is said of the next steps on some days."""
    told = [read_reported_details(store.conn, date.fromisoformat(day)) for day in days]
    return [of["1.1.1"]["MPB"].values.get("next_steps") if of else None for of in told]


def test_a_word_belongs_to_the_status_beside_which_it_was_recorded(store: Store) -> None:
    with on("2023-01-10"):
        record(store, [Edit(*REPORT, "status", "in_progress", "2022-12-31")])
    with on("2023-01-20"):
        record(store, [Edit(*REPORT, "next_steps", "Tender")])
    # a report on 2022 that is written in February has what was added in January
    assert steps(store, "2022-12-30", "2022-12-31", "2023-05-01") == [None, "Tender", "Tender"]
    with on("2023-05-02"):
        record(
            store,
            [Edit(*REPORT, "status", "implemented", "2023-05-01"), Edit(*REPORT, "next_steps", "Handover")],
        )
    # and the same after more was said
    assert steps(store, "2022-12-31", "2023-04-30", "2023-05-01") == ["Tender", "Tender", "Handover"]
    undo(store)
    assert steps(store, "2023-05-01") == ["Tender"]


def test_a_word_without_any_status_holds_from_the_day_on_which_it_was_recorded(store: Store) -> None:
    with on("2023-01-20"):
        record(store, [Edit(*REPORT, "next_steps", "Tender")])
    with on("2023-02-20"):
        record(store, [Edit(*REPORT, "next_steps", None)])
    assert steps(store, "2023-01-19", "2023-01-20", "2023-02-20") == [None, "Tender", None]


def test_evidence_is_told_with_the_status_that_it_shows(store: Store) -> None:
    with on("2023-01-10"):
        record(store, [Edit(*REPORT, "status", "implemented", "2022-11-30")])
        record(store, [Edit("evidence", "1.1.1", "MPB", "e", {"title": "Minutes", "ref": "12"})])
    told = [read_reported_details(store.conn, date(2022, 11, day)) for day in (29, 30)]
    assert [of["1.1.1"]["MPB"].evidence if of else () for of in told] == [(), (("Minutes", "12"),)]


def test_words_of_a_later_report_leave_an_earlier_approval(store: Store) -> None:
    with on("2023-01-10"):
        record(
            store,
            [Edit(*REPORT, "status", "in_progress", "2022-12-31"), Edit(*REPORT, "next_steps", "Tender")],
        )
        approve(store, ["1.1.1"])
    with on("2023-05-02"):
        record(
            store,
            [Edit(*REPORT, "status", "implemented", "2023-05-01"), Edit(*REPORT, "next_steps", "Handover")],
        )
    days = date(2022, 12, 31), date(2023, 5, 1)
    assert [approved_as_of(store.conn, day) for day in days] == [{("1.1.1", "MPB")}, frozenset()]
