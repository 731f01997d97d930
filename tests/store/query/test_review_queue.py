"""The reports that wait for a review, and what was recorded of one last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from store.account.reviews import report_digest
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, report_money, report_status
from store.edits.recording import Recording
from store.edits.reviewing import Reviewed, approve, approve_shown, return_report
from store.ledger.change import Register
from store.query.review_queue import CHANGES, ReportReview, report_reviews, report_steps
from tests.plans import enrolled
from tests.store.history.test_undo import received

TODAY: Final = date(2022, 10, 3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as opened:
        for nr, unit in (("1.1.1", "17"), ("1.1.2", "04"), ("1.1.1", "04")):
            report_status(opened, nr, StatusReport("in_progress"), today=TODAY, unit=unit)
        yield opened


def waiting(store: Store) -> list[tuple[str, str]]:
    return [(one.unit, one.action.nr) for one in report_reviews(store.conn) if one.waits]


def shown(store: Store, *reports: ReportReview) -> list[Reviewed]:
    return [
        Reviewed(one.action, one.unit, report_digest(store.conn, one.action.id, one.unit)) for one in reports
    ]


def test_reports_wait_by_unit_until_they_are_reviewed_and_again_once_they_change(store: Store) -> None:
    assert waiting(store) == [("04", "1.1.1"), ("04", "1.1.2"), ("17", "1.1.1")]
    approve(store, ["1.1.1"], units=["04"])
    return_report(store, "1.1.1", "Mungon dëshmia.", unit="17")
    assert waiting(store) == [("04", "1.1.2")]
    report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
    assert waiting(store) == [("04", "1.1.2"), ("17", "1.1.1")]
    said = {(one.unit, one.action.nr): one.review for one in report_reviews(store.conn)}
    assert said["04", "1.1.2"] is None
    answered = said["17", "1.1.1"]
    assert answered is not None and (answered.state, answered.stands) == ("returned", False)


def test_a_report_in_conflict_is_told_as_one(store: Store) -> None:
    received(store, Register("action", "1.1.1", "17", "status"), "implemented", seen=False)
    told = {(one.unit, one.action.nr): one.conflict for one in report_reviews(store.conn)}
    assert told == {("04", "1.1.1"): False, ("04", "1.1.2"): False, ("17", "1.1.1"): True}


def test_reports_are_approved_together_as_they_were_shown_or_none(store: Store) -> None:
    first, second, _third = report_reviews(store.conn)
    reviewed = shown(store, first, second)
    report_money(store, second.action, 2022, {"capital.spent": Amount(500)}, Recording(unit=second.unit))
    with pytest.raises(UserError) as refused:
        approve_shown(store, reviewed)
    assert (refused.value.code, refused.value.params["nr"]) == ("report_changed", "1.1.2")
    assert len(waiting(store)) == 3
    assert len({change.batch for change in approve_shown(store, shown(store, first, second))}) == 1
    assert waiting(store) == [("17", "1.1.1")]


def test_what_was_recorded_of_a_report_comes_newest_first_with_its_reviews_and_no_other(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport(percent=40), today=TODAY, unit="17")
    approve(store, ["1.1.1"], units=["17"])
    for percent in range(CHANGES):
        report_status(store, "1.1.1", StatusReport(percent=50 + percent), today=TODAY, unit="17")
    report = next(one for one in report_reviews(store.conn) if one.unit == "17")
    steps = report_steps(store.conn, report.action.id, "17")
    assert len(steps) == CHANGES
    assert (steps[0].before, steps[0].after) == (48 + CHANGES, 49 + CHANGES)
    report_status(store, "1.1.2", StatusReport(percent=40), today=TODAY, unit="04")
    approve(store, ["1.1.2"], units=["04"])
    other = report_steps(store.conn, report_reviews(store.conn)[1].action.id, "04")
    assert [step.change.kind for step in other] == ["review", "action", "action"]
