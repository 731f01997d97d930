"""What headquarters had approved on a day, as the report was then."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any
from unittest.mock import patch

from store.account.approvals import approved_as_of
from store.account.disputes import disputed_as_of
from store.db.database import Store
from store.edits.reviewing import approve, clear_review
from store.ledger.append import Edit, record
from store.ledger.change import Register
from tests.plans import enrolled
from tests.store.history.test_undo import received

REPORT = {("1.1.1", "MPB")}


def on(day: str) -> Any:
    at = datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp()
    return patch("store.ledger.append.time.time", lambda: at)


def approved(store: Store, day: str) -> set[tuple[str, str]]:
    return set(approved_as_of(store.conn, date.fromisoformat(day)))


def test_an_approval_counts_for_the_report_as_it_was(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        with on("2022-03-01"):
            record(store, [Edit("action", "1.1.1", "MPB", "status", "in_progress", "2022-02-01")])
            record(store, [Edit("money", "1.1.1", "MPB", "2022.capital.spent", 100)])
        with on("2022-04-01"):
            approve(store, ["1.1.1"])
        assert [approved(store, day) for day in ("2022-03-31", "2022-04-01", "2023-01-01")] == [
            REPORT, REPORT, REPORT,
        ]  # fmt: skip
        assert approved(store, "2022-01-31") == set()
        with on("2022-06-01"):
            record(store, [Edit("action", "1.1.1", "MPB", "status", "implemented", "2022-05-15")])
        # what was approved then was the report as it was then
        assert [approved(store, day) for day in ("2022-05-14", "2022-05-15")] == [REPORT, set()]
        with on("2022-07-01"):
            record(store, [Edit("money", "1.1.1", "MPB", "2022.capital.spent", 100, "2022-02-02")])
        # a late word about an earlier day: nobody approved the report with it
        assert approved(store, "2022-05-14") == set()


def test_an_approval_that_was_taken_back_later_stood_until_then(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        with on("2022-03-01"):
            record(store, [Edit("action", "1.1.1", "MPB", "status", "in_progress", "2022-02-01")])
            approve(store, ["1.1.1"])
        with on("2022-05-01"):
            clear_review(store, "1.1.1", "MPB")
        assert approved(store, "2022-06-01") == set()
        assert approved(store, "2022-04-30") == REPORT


def test_a_conflict_is_one_on_the_days_on_which_both_values_stood(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        register = Register("action", "1.1.1", "MPB", "status")
        record(store, [Edit(*register, "in_progress", "2022-02-01")])
        received(store, register, "implemented", seen=False, day="2022-05-01")
        record(store, [Edit(*register, "not_started", "2022-09-01")])
        found = [disputed_as_of(store.conn, date(2022, month, 1)) for month in (4, 5, 8, 9)]
        assert found == [(), (register,), (register,), ()]
