"""What units reported, period by period: as the figures of each period count it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

from store.account.reviews import approved_reports
from store.account.spans import Span, plan_span
from store.db.database import Store
from store.edits.edits import StatusReport, report_status
from store.edits.reviewing import approve
from store.history.history import undo
from store.ledger.append import Edit, record
from store.plan.model import Deadline
from store.query.report_rows import ReportRow, figure_series, report_rows, spans_until
from tests.store.figures.test_figures import hq, plan_of

END = date(2023, 12, 31)


def row_of(store: Store, period: str, unit: str = "MPB", day: date = END) -> ReportRow:
    (row,) = (row for row in report_rows(store, [plan_span(store.conn, period)], day) if row.unit == unit)
    return row


def test_a_detail_counts_from_the_day_of_the_status_that_was_recorded_with_it(tmp_path: Path) -> None:
    today = date(2022, 7, 14)
    with hq(tmp_path / "a.db", plan_of([Deadline("2022", 2022, 2022)])) as store:
        first = StatusReport("in_progress", percent=40, on=date(2022, 3, 1))
        report_status(store, "1.1.1", first, today=today, unit="MPB")
        done = StatusReport("implemented", percent="", on=date(2022, 6, 1))
        report_status(store, "1.1.1", done, today=today, unit="MPB")
        row = row_of(store, "2022-Q1")
        assert (row.status, row.effective_on, row.details) == ("in_progress", "2022-03-01", {"percent": 40})
        row = row_of(store, "2022-H1")
        assert (row.status, row.effective_on, row.details) == ("implemented", "2022-06-01", {})
        undo(store)
        assert row_of(store, "2022-H1").details == {"percent": 40}


def test_a_row_says_whether_it_is_approved_and_in_conflict(tmp_path: Path) -> None:
    with hq(tmp_path / "a.db", plan_of([Deadline("2022", 2022, 2022)])) as store:
        record(store, [Edit("action", "1.1.1", "MPB", "status", "implemented", "2022-03-01")])
        assert row_of(store, "2022").approved is False
        with patch("store.ledger.append.time.time", lambda: datetime(2022, 5, 1).timestamp()):
            approve(store, ["1.1.1"])
        assert approved_reports(store.conn) == {("1.1.1", "MPB")}
        row = row_of(store, "2022")
        assert (row.approved, row.conflict, row.expected) == (True, False, True)
        spans = [Span(plan_span(store.conn, "2022").period)]
        assert [row.status for row in report_rows(store, spans, END, only_approved=True)] == ["implemented"]
        record(store, [Edit("action", "1.1.1", "MPB", "next_steps", "a")])
        rows = list(report_rows(store, spans, END, only_approved=True))
        assert [(row.status, row.approved) for row in rows] == [(None, False)]


def test_periods_follow_one_another_until_the_day(tmp_path: Path) -> None:
    with hq(tmp_path / "a.db", plan_of([])) as store:
        for every, codes in (
            ("quarter", ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "2022-Q1", "2022-Q2"]),
            ("half", ["2021-H1", "2021-H2", "2022-H1"]),
            ("year", ["2021", "2022"]),
        ):
            found = spans_until(store.conn, every, date(2022, 4, 1))
            assert [span.code for span in found] == codes


def test_parts_of_a_year_have_no_money_where_only_its_year_is_known(tmp_path: Path) -> None:
    with hq(tmp_path / "a.db", plan_of([Deadline("2022", 2022, 2022)])) as store:
        spans = [plan_span(store.conn, text) for text in ("2021", "2021-Q2", "2022-Q2")]
        record(store, [Edit("money", "1.1.1", "MPB", "2022.capital.spent", 500, "2022-05-01")])
        spent = {span.code: figures.get("spent") for span, _, figures in figure_series(store, spans, END)}
        assert [figure and figure.numerator for figure in spent.values()] == [0, 0, 500]
        # recorded today, long after its year
        record(store, [Edit("money", "1.1.1", "MPB", "2021.capital.spent", 700)])
        spent = {span.code: figures.get("spent") for span, _, figures in figure_series(store, spans, END)}
        assert [figure and figure.numerator for figure in spent.values()] == [700, None, 500]
