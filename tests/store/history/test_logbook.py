"""Finding changes, and taking one of them back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.history.history import undo
from store.history.logbook import ChangeFilter, find_changes
from store.history.revert import revert, revert_refusal
from store.ledger.change import Change
from tests.plans import enrolled
from tests.store.history.test_undo import received

TODAY = date(2022, 9, 15)


def test_changes_are_found_by_what_is_asked(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", role="headquarters") as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY, unit="18")
        add_note(store, "1.1.1", "100% e kryer")
        today = date.today()

        def targets(**wanted: Any) -> list[str]:
            return [step.change.target for step in find_changes(store, ChangeFilter(**wanted))]

        assert targets() == ["1.1.1", "1.1.2", "1.1.1"]
        assert targets(unit="18") == ["1.1.2"]
        assert targets(target="1.1.1") == ["1.1.1", "1.1.1"]
        assert targets(officer="zyrtari") == targets()
        assert targets(officer="%") == []
        assert targets(since=today, until=today) == targets()
        assert targets(until=today - timedelta(days=1)) == []
        assert targets(since=today + timedelta(days=1)) == []
        assert len(find_changes(store, limit=2)) == 2
        assert len(find_changes(store, matches=lambda change: change.kind == "note")) == 1


def test_an_officer_is_found_by_any_spelling_of_the_name(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        with store.writing() as conn:
            conn.execute("UPDATE identity SET officer = 'Đorđe Petrović'")
        add_note(store, "1.1.1", "Po.")
        for typed in ("djordje", "Dorde P", "ĐORĐE", "Ђорђе"):
            assert len(find_changes(store, ChangeFilter(officer=typed))) == 1, typed
        assert not find_changes(store, ChangeFilter(officer="petrović"))


def test_one_change_is_taken_back_whatever_came_after(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        (first,) = report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        report_money(store, "1.1.1", 2022, {"allocated": Amount(500)})
        (note,) = add_note(store, "1.1.1", "shënim")
        assert (revert_refusal(store, first.id), revert_refusal(store, note.id)) == (None, None)
        assert len(find_changes(store)) == 3, "asking records nothing"
        step = revert(store, first.id)
        assert (step.before, step.after) == ("in_progress", None)
        assert revert(store, note.id).after is None
        with pytest.raises(UserError) as refused:
            revert(store, first.id)
        assert refused.value.code == "undo_changed_since"
        with pytest.raises(UserError) as refused:
            revert(store, "nonsense")
        assert refused.value.code == "change_unknown"
        for change, code in ((first.id, "undo_changed_since"), ("nonsense", "change_unknown")):
            why = revert_refusal(store, change)
            assert why is not None
            assert why.code == code
        store.refusal = UserError("db_read_only")
        assert revert_refusal(store, step.change.id) == store.refusal


def test_what_is_not_taken_back_says_whose_change_stands(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        (first,) = report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)

        def why(change: Change) -> tuple[str, object]:
            refused = revert_refusal(store, change.id)
            assert refused is not None
            return refused.code, refused.params.get("officer")

        (second,) = report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        assert why(first) == ("undo_changed_since", "Zyrtari 17")
        received(store, first.register, "not_started")
        assert why(second) == ("undo_changed_since", "HQ")
        with pytest.raises(UserError) as refused:
            undo(store)
        assert refused.value.params["officer"] == "HQ"
        # which nobody had seen, and so stands beside it
        (note,) = add_note(store, "1.1.1", "shënim")
        received(store, note.register, "tjetër", seen=False)
        assert why(note) == ("undo_changed_since", "HQ")


def test_the_same_once_more_leaves_nothing_to_take_back(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        (first,) = report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        received(store, first.register, "in_progress", day=first.effective_on)
        (same, _first) = find_changes(store)
        refused = revert_refusal(store, same.change.id)
        assert refused is not None and refused.code == "undo_nothing"


def test_a_day_alone_is_taken_back(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        (later,) = report_status(store, "1.1.1", StatusReport(on=date(2022, 1, 5)), today=TODAY)
        step = revert(store, later.id)
        assert step.change.effective_on == TODAY.isoformat()
