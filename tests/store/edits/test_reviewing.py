"""Reports approved and returned: what a review covers, and what answers it, on every database alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from store.account.reviews import read_reviews
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.recording import Recording
from store.edits.reviewing import approve, clear_review, return_report
from store.history.conflicts import conflicts
from store.history.history import undo
from store.history.resolve import keep_head
from store.ledger.change import Register
from store.ledger.heads import all_heads
from store.plan.lookup import find_action_id
from store.query.filters.filter import Filter, list_actions
from store.query.queries import action_detail
from tests.plans import enrolled
from tests.store.history.test_undo import received
from tests.sync.world import Installation, believe, headquarters, installation

TODAY: Final = date(2022, 10, 3)
NR: Final = "1.1.1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as found:
        report_status(found, NR, StatusReport("in_progress", percent=30), today=TODAY, unit="17")
        yield found


def listed(store: Store, **asked: Any) -> list[str]:
    return [row.nr for row in list_actions(store, Filter(**asked), today=TODAY)]


ANSWERS: Final[dict[str, Callable[[Store], object]]] = {
    "a status": lambda s: report_status(s, NR, StatusReport("implemented"), today=TODAY, unit="17"),
    "its day": lambda s: report_status(s, NR, StatusReport(on=date(2022, 9, 1)), today=TODAY, unit="17"),
    "a percentage": lambda s: report_status(s, NR, StatusReport(percent=40), today=TODAY, unit="17"),
    "money": lambda s: report_money(s, NR, 2022, {"capital.spent": Amount(500)}, Recording(unit="17")),
    "a note": lambda s: add_note(s, NR, "U plotësua.", unit="17"),
    "evidence": lambda s: add_evidence(s, NR, "Vendimi", "nr. 12", unit="17"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_any_later_change_of_the_unit_answers_a_return(store: Store, answer: str) -> None:
    return_report(store, NR, "Mungon dëshmia.", unit="Pejë")
    assert listed(store, returned=True) == [NR]
    assert listed(store, unreviewed=True) == []
    assert action_detail(store, NR, today=TODAY).row.returned
    add_note(store, NR, "E qendrës.")
    report_status(store, NR, StatusReport("implemented"), today=TODAY, unit="18")
    assert listed(store, returned=True) == [NR]
    ANSWERS[answer](store)
    assert listed(store, returned=True) == []
    assert listed(store, unreviewed=True) == [NR]
    undo(store)
    assert listed(store, returned=True) == [NR]


def test_an_approval_covers_what_was_approved_and_nothing_later(store: Store) -> None:
    assert listed(store, approved=True) == []
    approve(store, [NR])
    assert (listed(store, approved=True), listed(store, unreviewed=True)) == ([NR], [])
    report_status(store, NR, StatusReport("implemented"), today=TODAY, unit="17")
    assert (listed(store, approved=True), listed(store, unreviewed=True)) == ([], [NR])
    approve(store, [NR], units=["17"])
    assert listed(store, approved=True) == [NR]
    report_status(store, NR, StatusReport("implemented"), today=TODAY, unit="18")
    assert listed(store, approved=True) == []
    clear_review(store, NR, "17")
    assert read_reviews(store.conn) == {}


def test_an_approval_of_all_leaves_out_what_was_returned_and_not_answered(store: Store) -> None:
    return_report(store, NR, "Mungon dëshmia.", unit="17")
    with pytest.raises(UserError, match="report_returned"):
        approve(store, [NR])
    report_status(store, NR, StatusReport("implemented"), today=TODAY, unit="18")
    approve(store, [NR])
    assert {unit: review.state for (_nr, unit), review in read_reviews(store.conn).items()} == {
        "17": "returned",
        "18": "approved",
    }
    approve(store, [NR], units=["17"])
    assert listed(store, approved=True) == [NR]
    return_report(store, NR, "Prapë.", unit="17")
    ANSWERS["a note"](store)
    approve(store, [NR])
    assert listed(store, approved=True) == [NR]


def test_what_cannot_be_reviewed_is_refused_and_nothing_recorded(store: Store, tmp_path: Path) -> None:
    before = store.conn.execute("SELECT count(*) FROM change").fetchone()
    with pytest.raises(UserError, match="report_none"):
        approve(store, [NR, "1.1.2"])
    with pytest.raises(UserError, match="report_none"):
        return_report(store, NR, "pse?", unit="18")
    with pytest.raises(UserError, match="text_empty"):
        return_report(store, NR, "  ")
    with pytest.raises(UserError, match="unit_unknown"):
        approve(store, [NR], units=["Atlantida"])
    assert store.conn.execute("SELECT count(*) FROM change").fetchone() == before
    report_status(store, NR, StatusReport("implemented"), today=TODAY, unit="18")
    with pytest.raises(UserError, match="report_several"):
        return_report(store, NR, "pse?")
    with enrolled(tmp_path / "peja.db") as field:
        report_status(field, NR, StatusReport("implemented"), today=TODAY)
        received(field, Register("action", find_action_id(field.conn, NR), "18", "status"), "implemented")
        with pytest.raises(UserError, match="headquarters_only"):
            approve(field, [NR])
        with pytest.raises(UserError, match="headquarters_only"):
            return_report(field, NR, "pse?")


@pytest.fixture
def three(tmp_path: Path) -> tuple[Installation, Installation, Installation]:
    one, two, peja = headquarters(tmp_path / "1"), headquarters(tmp_path / "2"), installation(tmp_path / "3")
    believe(one, two, peja)
    report_status(peja.store, NR, StatusReport("in_progress"), today=TODAY)
    for center in (one, two):
        center.receive(peja.export(tmp_path, center.replica).path)
    return one, two, peja


def carry(sender: Installation, receiver: Installation, folder: Path) -> None:
    taken = receiver.receive(sender.export(folder, receiver.replica).path)
    assert not taken.held


def test_a_return_travels_and_the_answer_travels_back(
    three: tuple[Installation, Installation, Installation], tmp_path: Path
) -> None:
    center, _, peja = three
    return_report(center.store, NR, "Mungon dëshmia.")
    carry(center, peja, tmp_path)
    (row,) = list_actions(peja.store, Filter(returned=True), today=TODAY)
    (said,) = action_detail(peja.store, NR, today=TODAY).reviews
    assert (row.nr, said.reason, said.is_returned) == (NR, "Mungon dëshmia.", True)
    add_evidence(peja.store, NR, "Vendimi", "nr. 12")
    carry(peja, center, tmp_path)
    assert listed(center.store, returned=True) == listed(peja.store, returned=True) == []
    assert listed(center.store, unreviewed=True) == [NR]
    approve(center.store, [NR])
    carry(center, peja, tmp_path)
    assert listed(peja.store, approved=True) == [NR]
    assert center.state == peja.state


def test_what_was_written_before_a_return_was_heard_of_does_not_answer_it(
    three: tuple[Installation, Installation, Installation], tmp_path: Path
) -> None:
    center, _, peja = three
    for number in range(5):
        add_note(peja.store, NR, f"Shkruar para kthimit, {number}.")
    before = peja.export(tmp_path, center.replica).path
    return_report(center.store, NR, "Mungon dëshmia.")
    center.receive(before)
    assert (listed(center.store, returned=True), NR in listed(center.store, unreviewed=True)) == ([NR], False)
    carry(center, peja, tmp_path)
    assert listed(peja.store, returned=True) == [NR]
    add_note(peja.store, NR, "Përgjigje.")
    carry(peja, center, tmp_path)
    assert listed(center.store, returned=True) == listed(peja.store, returned=True) == []
    assert NR in listed(center.store, unreviewed=True)


def test_an_approval_does_not_cover_what_was_written_before_it_and_came_later(
    three: tuple[Installation, Installation, Installation], tmp_path: Path
) -> None:
    center, _, peja = three
    add_note(peja.store, NR, "Shkruar para miratimit.")
    before = peja.export(tmp_path, center.replica).path
    for nr in ("1.1.2", "1.1.3"):
        report_status(center.store, nr, StatusReport("implemented"), today=TODAY, unit="18")
    approve(center.store, [NR], units=["17"])
    center.receive(before)
    assert (listed(center.store, approved=True), NR in listed(center.store, unreviewed=True)) == ([], True)


def test_two_desks_that_disagree_are_a_conflict_and_approve_nothing(
    three: tuple[Installation, Installation, Installation], tmp_path: Path
) -> None:
    one, two, _ = three
    approve(one.store, [NR])
    return_report(two.store, NR, "Pa dëshmi.")
    carry(one, two, tmp_path)
    carry(two, one, tmp_path)
    assert one.state == two.state
    assert listed(one.store, approved=True) == []
    (found,) = conflicts(one.store)
    head = next(head for head in found.heads if head.value["state"] == "approved")
    keep_head(one.store, found.id, head.id)
    assert listed(one.store, approved=True) == [NR]


def test_two_desks_that_agree_are_none(
    three: tuple[Installation, Installation, Installation], tmp_path: Path
) -> None:
    one, two, _ = three
    for center in (one, two):
        approve(center.store, [NR])
    carry(one, two, tmp_path)
    assert conflicts(two.store) == []
    assert listed(two.store, approved=True) == [NR]


def test_a_unit_does_not_review_itself(
    three: tuple[Installation, Installation, Installation], tmp_path: Path
) -> None:
    one, _, peja = three
    peja.edit(NR, "report", {"state": "approved", "of": "0" * 16}, kind="review")
    assert one.receive(peja.export(tmp_path, one.replica).path).held == 1
    assert read_reviews(one.store.conn) == {}


def test_the_digest_is_the_one_that_is_written_down(store: Store) -> None:
    """As docs/exchange.md says it, so that another reader comes to the same."""
    report_money(store, NR, 2022, {"capital.spent": Amount(500)}, Recording(unit="17"))
    registers = [
        ["action", "percent", [["30", ""]]],
        ["action", "status", [['"in_progress"', TODAY.isoformat()]]],
        ["money", "2022.capital.spent", [["500", ""]]],
    ]
    text = json.dumps(registers, separators=(",", ":"), ensure_ascii=False)
    approve(store, [NR])
    (review,) = (head for register, head in all_heads(store.conn) if register.kind == "review")
    assert review[0].decoded()["of"] == sha256(text.encode()).hexdigest()[:32]


def test_many_reviews_are_read_with_one_look(store: Store) -> None:
    asked: list[list[str]] = []
    for nr in ("1.1.2", "2.1.2"):
        report_status(store, nr, StatusReport("implemented"), today=TODAY, unit="17")
        approve(store, [nr])
        asked.append([])
        store.conn.set_trace_callback(asked[-1].append)
        read_reviews(store.conn)
        store.conn.set_trace_callback(None)
    assert len(asked[0]) == len(asked[1])
