"""The store's use cases on a small plan: what is recorded stands, is undone, redone and verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.history.history import redo, undo
from store.history.logbook import find_changes
from store.integrity.verify import verify
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from store.plan.load import load_plan
from store.query.queries import action_detail
from store.status.outline import action_row, outline
from tests.plans import enrolled, small_plan

TODAY = date(2022, 3, 14)


def test_a_plan_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        assert load_plan(store) == small_plan()


def test_an_officers_work_is_found_again_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with enrolled(path) as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(450_000)})
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(50_000, relative=True)})
        add_note(store, "1.1.1", "Dy zyrtarë u emëruan.")
    with open_store(path) as store:
        # an amount counts from the day on which it was recorded
        found = action_detail(store, "1.1.1", today=date.today())
        assert found.row.status == "in_progress"
        assert found.own.effective_on == "2022-03-14"
        assert [row.capital for row in found.money] == [None, 500_000, None]
        assert [note.value for note in found.notes] == ["Dy zyrtarë u emëruan."]
        assert found.row.unsent
        assert verify(store).faults == ()
        assert len(find_changes(store)) == 4


def test_undo_and_redo_walk_over_described_changes(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        (first,) = undo(store)
        assert [(s.before, s.after) for s in first.steps] == [("implemented", "in_progress")]
        undo(store)
        assert action_row(store, "1.1.1", today=TODAY).status is None
        with pytest.raises(UserError, match="nothing_to_undo"):
            undo(store)
        redo(store, steps=2)
        assert action_row(store, "1.1.1", today=TODAY).status == "implemented"
        with pytest.raises(UserError, match="nothing_to_redo"):
            redo(store)
        undo(store)
        report_status(store, "1.1.2", StatusReport("not_started"), today=TODAY)
        with pytest.raises(UserError, match="nothing_to_redo"):
            redo(store)
        assert verify(store).faults == ()


def test_setting_what_stands_records_nothing(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        assert report_status(store, "1.1.1", StatusReport("in_progress"), today=date(2022, 4, 1)) == []
        assert len(state_form(store.conn)) == 1


def test_unknown_numbers_units_and_words_are_refused_with_the_nearest(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="MPB") as store:
        with pytest.raises(UserError) as number:
            report_status(store, "1.1.11", StatusReport("in_progress"), today=TODAY)
        assert number.value.code == "action_unknown"
        assert "1.1.1" in str(number.value.params["nearest"])
        with pytest.raises(UserError, match="unit_unknown"):
            report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY, unit="Pejaa")
        with pytest.raises(UserError, match="status_unknown"):
            report_status(store, "1.1.1", StatusReport("done"), today=TODAY)
        with pytest.raises(UserError, match="year_unknown"):
            report_money(store, "1.1.1", 2030, {"allocated": Amount(1)})
        with pytest.raises(UserError, match="amount_negative"):
            report_money(store, "1.1.1", 2022, {"allocated": Amount(-1)})
        assert find_changes(store) == []


def test_headquarters_sees_the_roll_up_and_a_field_unit_writes_only_its_own(tmp_path: Path) -> None:
    with enrolled(tmp_path / "hq.db", role="headquarters", unit="MPB") as store:
        report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY, unit="XYZQ")
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="Pejë")
        statuses = {row.nr: row.status for row in outline(store, today=TODAY).actions}
        assert statuses["1.1.2"] == "implemented"
        assert statuses["1.1.1"] == "partially_implemented"
    with enrolled(tmp_path / "field.db") as store, pytest.raises(UserError, match="not_allowed"):
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="MPB")
