"""What the screens ask: objectives in full, the own unit's money, the outline's identity and delivery."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence, withdraw_entry
from store.edits.recording import Recording
from store.history.steps import newest_changes
from store.ledger.append import Edit, append
from store.ledger.change import Register
from store.ledger.identity import write_transaction
from store.query.objectives import objective_detail
from store.query.queries import action_detail, own_amounts
from store.status.outline import outline
from tests.plans import enrolled
from tests.store.history.test_undo import received

TODAY = date(2022, 3, 14)


def test_an_objective_sums_its_actions_beside_what_the_document_prints(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(2_000_000)}, spent_on=TODAY)
        rows = outline(store, today=TODAY)
        specific = objective_detail(store, rows.specific[0], today=TODAY)
        assert [year.planned for year in specific.money] == [None, 10_000_000, None]
        assert specific.money[1].capital == 2_000_000
        assert specific.printed == {2021: None, 2022: 500, 2023: None}
        assert [indicator.title for indicator in specific.indicators] == ["Numri"]
        strategic = objective_detail(store, rows.strategic[0], today=TODAY)
        assert strategic.money == specific.money
        assert strategic.printed == {}
        assert objective_detail(store, rows.strategic[1], today=TODAY).money[1].capital is None
        assert [row.nr for row in rows.actions if row.money_warning] == ["1.1.1"]
        assert (rows.delivery.unconfirmed, rows.identity and rows.identity.unit) == (1, "17")


def test_own_money_leaves_out_what_other_units_spent(tmp_path: Path) -> None:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(700)}, Recording(unit="17"))
        report_money(store, "1.1.1", 2022, {"recurrent.spent": Amount(300)})
        year = own_amounts(store, "1.1.1")[0][1]
        assert (year.capital, year.recurrent) == (None, 300)


def test_a_first_look_leaves_out_actions_that_are_many(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        assert outline(store, today=TODAY, most=8) == outline(store, today=TODAY)
        first = outline(store, today=TODAY, most=7)
        assert (first.complete, first.actions, len(first.specific)) == (False, (), 2)


def test_the_newest_entries_and_how_many_are_older(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        for n in range(5):
            add_note(store, "1.1.1", f"takimi {n}")
        add_evidence(store, "1.1.1", "Raporti", "12/2022")
        withdrawn = add_note(store, "1.1.1", "gabim")[0].field
        withdraw_entry(store, "1.1.1", "note", withdrawn)
        whole = action_detail(store, "1.1.1", today=TODAY)
        assert [note.value for note in whole.notes] == [f"takimi {n}" for n in (4, 3, 2, 1, 0)]
        assert whole.older == {}
        for most, older in ((2, {"note": 3, "evidence": 0}), (5, {"note": 0, "evidence": 0})):
            detail = action_detail(store, "1.1.1", today=TODAY, entries=most)
            assert detail.notes == whole.notes[:most]
            assert detail.evidence == whole.evidence
            assert detail.older == older


def test_reviews_of_others_do_not_push_the_own_change_out(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="17") as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        for n in (*range(1, 17), 18):
            received(store, Register("review", "1.1.1", f"{n:02}", "report"), {"state": "approved"})
        received(store, Register("review", "1.1.1", "17", "report"), {"state": "approved"})
        steps = action_detail(store, "1.1.1", today=TODAY).steps
        assert [(step.change.kind, step.change.unit) for step in steps] == [
            ("review", "17"),
            ("action", "17"),
        ]
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as store:
        received(store, Register("review", "1.1.1", "17", "report"), {"state": "approved"})
        assert len(action_detail(store, "1.1.1", today=TODAY).steps) == 1


def test_of_the_changes_of_an_action_only_those_that_show_are_read(tmp_path: Path) -> None:
    """A cursor that moves asks for them each time."""
    counts = []
    with enrolled(tmp_path / "a.db") as store:
        for begin, end in ((0, 50), (50, 800)):
            with write_transaction(store) as (conn, identity):
                for n in range(begin, end):
                    append(conn, identity, [Edit("action", "1.1.1", "17", "percent", n % 101)], batch=str(n))
            assert len(action_detail(store, "1.1.1", today=TODAY).steps) == 10
            steps = Counter[str]()
            store.conn.set_progress_handler(partial(steps.update, ("looked",)), 10)
            with store.reading() as conn:
                assert len(newest_changes(conn, "1.1.1", 10)) == 10
            store.conn.set_progress_handler(None, 0)
            counts.append(steps["looked"])
    assert counts[1] < 1.2 * counts[0]
