"""What was read of a snapshot is not read again in it; nothing outlives it but what is kept until a write."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from store.db.database import cached_per_transaction, cached_per_version
from store.edits.edits import StatusReport, report_status
from store.query.queries import action_detail, own_reports
from store.status.outline import action_row
from tests.tui.harness import home

TODAY = date(2022, 9, 15)


@cached_per_transaction
def noted(conn: sqlite3.Connection, text: str) -> list[str]:
    return [text]


@cached_per_version
def kept(conn: sqlite3.Connection, text: str) -> list[str]:
    return [text]


def test_an_answer_is_kept_until_somebody_writes(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store, at.open() as other:

        def answer(text: str = "a") -> list[str]:
            with store.reading() as conn:
                return kept(conn, text)

        first = answer()
        assert answer() is first
        for writer, status in ((store, "implemented"), (other, "in_progress")):
            report_status(writer, "1.1.1", StatusReport(status), today=TODAY)
            written, first = first, answer()
            assert first is not written
            assert answer() is first
        # of another question nothing is kept beside it
        assert answer("b") == ["b"]
        assert answer() is not first
        with store.writing() as conn:
            assert kept(conn, "a") is not kept(conn, "a")


def test_a_read_is_done_once_in_a_snapshot_and_anew_in_the_next(tmp_path: Path) -> None:
    with home(tmp_path).open() as store:
        with store.reading() as conn:
            first = noted(conn, "a")
            with store.reading() as within:
                assert noted(within, "a") is first
            assert noted(conn, "b") == ["b"]
        with store.reading() as conn:
            assert noted(conn, "a") is not first
        with store.writing() as conn:
            assert noted(conn, "a") is not noted(conn, "a")


def test_nothing_is_remembered_of_a_snapshot_that_failed(tmp_path: Path) -> None:
    with home(tmp_path).open() as store:
        with pytest.raises(RuntimeError), store.reading() as conn:
            first = noted(conn, "a")
            raise RuntimeError
        assert noted(store.conn, "a") is not first


def test_what_another_process_records_shows_in_the_next_snapshot(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store, at.open() as other:
        with store.reading():
            before = action_row(store, "1.1.1", today=TODAY)
            report_status(other, "1.1.1", StatusReport("implemented"), today=TODAY)
            assert action_row(store, "1.1.1", today=TODAY) == before
        with store.reading():
            assert action_row(store, "1.1.1", today=TODAY).status == "implemented"
            assert action_detail(store, "1.1.1", today=TODAY).row.status == "implemented"
            (own,) = own_reports(store, ["1.1.1"])
            assert own.values["status"] == "implemented"
