"""Conflicts side by side, their ids, and the decisions that close them until somebody else speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from store.db.database import Store
from store.db.errors import UserError
from store.edits.recording import Recording
from store.edits.reported.record import record_table
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.exchange.change_sets import FileRecord, record_file
from store.history.conflicts import (
    CarryingFile,
    Conflict,
    _CarryingFiles,
    _telling,
    conflict_rows,
    conflicts,
    find_conflict,
    head_of_side,
    read_conflict,
    register_code,
)
from store.history.history import redo, undo
from store.history.logbook import ChangeFilter, find_changes
from store.history.resolve import decide_conflict, keep_head
from store.history.revert import revert, revert_refusal
from store.history.steps import change_by_id
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from store.ledger.branches import Histories
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.query.queries import action_detail
from store.query.review_queue import report_steps
from tests.plans import enrolled
from tests.store.history.test_undo import received

TODAY = date(2022, 3, 14)
STATUS = Register("action", "1.1.1", "17", "status")
MONEY = Register("money", "1.1.1", "17", "2022.capital.spent")


def in_conflict(tmp_path: Path) -> Store:
    store = enrolled(tmp_path / "a.db")
    record(store, [Edit(*STATUS, "in_progress", "2022-01-05"), Edit(*MONEY, 500)])
    received(store, STATUS, "implemented", seen=False)
    received(store, MONEY, 700, seen=False)
    return store


def shown(store: Store, register: Register = STATUS) -> tuple[object, str | None, int]:
    heads = read_heads(store.conn, register)
    return heads[0].value, heads[0].effective_on, len(heads)


def status_conflict(store: Store) -> Conflict:
    (found,) = [one for one in conflicts(store) if one.register == STATUS]
    return found


def test_conflicts_are_listed_with_who_when_and_the_file(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        with store.writing() as conn:
            for number, name in ((1, "first.terren"), (2, "again.terren")):
                record_file(
                    conn,
                    FileRecord(
                        "received", f"f{number}", name, "K7QF-2M9X-AB", bytes([number]), "ff", None, 0,
                        number, 1, 1, 1_647_000_000 + number, {}, (("ff", 0, 1),),
                    ),
                )  # fmt: skip
        status, money = conflicts(store)
        assert (status.register, status.nr, money.register) == (STATUS, "1.1.1", MONEY)
        assert (status.currency, money.currency) == ("", "EUR")
        theirs, mine = status.heads
        assert (theirs.value, theirs.officer, theirs.unit, theirs.replica) == (
            "implemented",
            "HQ",
            "17",
            "ff",
        )
        assert theirs.file == CarryingFile("first.terren", "K7QF-2M9X-AB", 1_647_000_001)
        assert (mine.value, mine.effective_on, mine.file) == ("in_progress", "2022-01-05", None)
        assert mine.recorded_at > 0
        # the second change of theirs came in no file that is known
        assert money.heads[0].file is None
        assert head_of_side(status, "ff", mine=True) == theirs
        assert head_of_side(status, "ff", mine=False) == mine
        with pytest.raises(UserError, match="conflict_side"):
            head_of_side(status, "nobody", mine=True)


def test_ids_are_short_stable_and_forgiving(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        found = status_conflict(store)
        assert found.id == register_code(STATUS)[:6]
        assert len(register_code(STATUS)) == 25
        typed = found.id.lower().replace("0", "o").replace("1", "l")
        assert find_conflict(store.conn, f" {typed[:3]}-{typed[3:]} ") == found
        for unknown in ("", "ZZZZZZ"):
            with pytest.raises(UserError, match="conflict_unknown"):
                find_conflict(store.conn, unknown)
    # of 125 bits the first 30 are six symbols
    assert _telling([]) == _telling([0, 1 << 95]) == 6
    assert _telling([0, 1 << 94, 1 << 120]) == 7


def test_the_values_of_one_conflict_are_those_of_the_list(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store, store.reading() as conn:
        assert [read_conflict(conn, one) for one in conflict_rows(conn)] == conflicts(store)


def test_a_change_came_with_the_first_file_that_had_it_whatever_others_have(tmp_path: Path) -> None:
    runs = ((5, 5), (0, 3), (2, 6), (0, 12))
    with enrolled(tmp_path / "a.db") as store, store.writing() as conn:
        for number, (start, count) in enumerate(runs):
            record_file(
                conn,
                FileRecord(
                    "received", f"f{number}", f"{number}", "", bytes([number]), "ff", None, 0, number, 1, 1,
                    0, {}, (("ff", start, count),),
                ),
            )  # fmt: skip
        carriers, change = (
            _CarryingFiles(conn),
            Change("ff", 1, 1, 0, "HQ", "17", "1", "action", "1", "x", "1", None, ()),
        )
        files = [carriers.of(change._replace(seq=seq)) for seq in range(1, 14)]
        assert [file.name if file else "-" for file in files] == [*"111220000033-"]
        assert carriers.of(change._replace(replica="ee")) is None


@pytest.mark.parametrize("mine", [True, False])
def test_keeping_one_value_supersedes_all_heads(tmp_path: Path, mine: bool) -> None:
    with in_conflict(tmp_path) as store:
        found = status_conflict(store)
        own = store.conn.execute("SELECT replica FROM identity").fetchone()[0]
        kept = head_of_side(found, own, mine=mine)
        change, note = keep_head(store, found.id, kept.id, reason="Sipas procesverbalit", seen=found.seen)
        assert set(Histories(store.conn).seen(change)) == {head.id for head in found.heads}
        assert (change.decoded(), change.effective_on) == (kept.value, kept.effective_on)
        assert (note.kind, note.unit, note.batch) == ("note", "17", change.batch)
        assert shown(store)[2] == 1
        assert [one.register for one in conflicts(store)] == [MONEY]
        assert [n.value for n in action_detail(store, "1.1.1", today=TODAY).notes] == ["Sipas procesverbalit"]
        assert "state_differs" not in {fault.code for fault in verify(store).faults}
        with pytest.raises(UserError, match="conflict_unknown"):
            keep_head(store, found.id, kept.id)


def test_another_value_is_checked_and_dated(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        status, money = conflicts(store)
        decide_conflict(store, status.id, "partially_implemented", today=TODAY)
        assert shown(store) == ('"partially_implemented"', "2022-03-14", 1)
        for wrong in ("600", -1, True, 10**14):
            with pytest.raises(UserError, match="conflict_value"):
                decide_conflict(store, money.id, wrong, today=TODAY)
        decide_conflict(store, money.id, None, today=TODAY)
        assert shown(store, MONEY) == ("null", None, 1)
        received(store, STATUS, "not_started", seen=False)
        with pytest.raises(UserError, match="conflict_value"):
            decide_conflict(store, status.id, "done", today=TODAY)


@pytest.mark.parametrize(
    ("field", "good", "wrong"),
    [("percent", 50, 101), ("reason", "procurement", "bad luck"), ("next_steps", "Lista", 5)],
)
def test_what_a_register_can_hold(tmp_path: Path, field: str, good: object, wrong: object) -> None:
    register = Register("action", "1.1.1", "17", field)
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit(*register, "mine")])
        received(store, register, "theirs", seen=False)
        (found,) = conflicts(store)
        with pytest.raises(UserError, match="conflict_value"):
            decide_conflict(store, found.id, wrong, today=TODAY)
        (change,) = decide_conflict(store, found.id, good, today=TODAY)
        assert (change.decoded(), change.effective_on) == (good, None)


def test_what_arrives_later_opens_the_conflict_again_under_its_id(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        found = status_conflict(store)
        keep_head(store, found.id, found.heads[0].id)
        received(store, STATUS, "not_implemented", seen=False, replica="ee")
        again = status_conflict(store)
        assert again.id == found.id
        assert {head.value for head in again.heads} == {"implemented", "not_implemented"}
        keep_head(store, again.id, again.heads[1].id)
        assert [one.register for one in conflicts(store)] == [MONEY]


def test_a_head_that_was_not_seen_is_not_superseded(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        found = status_conflict(store)
        received(store, STATUS, "not_implemented", seen=False, replica="ee")
        with pytest.raises(UserError, match="conflict_changed"):
            keep_head(store, found.id, found.heads[0].id, seen=found.seen)
        assert shown(store)[2] == 3
        with pytest.raises(UserError, match="conflict_side"):
            keep_head(store, found.id, "nobody:1")


def test_only_the_own_unit_and_headquarters_decide(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        foreign = Register("action", "1.1.1", "18", "percent")
        received(store, foreign, 10, seen=False)
        received(store, foreign, 20, seen=False, replica="ee")
        (found,) = [one for one in conflicts(store) if one.register == foreign]
        with pytest.raises(UserError, match="not_allowed"):
            keep_head(store, found.id, found.heads[0].id)
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as store:
        received(store, foreign, 10, seen=False)
        received(store, foreign, 20, seen=False, replica="ee")
        (found,) = conflicts(store)
        keep_head(store, found.id, found.heads[1].id)
        assert conflicts(store) == []


def standing(conflict: Conflict) -> list[tuple[object, str | None, str, str]]:
    return [(head.value, head.effective_on, head.officer, head.replica) for head in conflict.heads]


@pytest.mark.parametrize("kept", [0, 1, None])
def test_undo_of_a_decision_opens_the_conflict_again(tmp_path: Path, kept: int | None) -> None:
    with in_conflict(tmp_path) as store:
        found = status_conflict(store)
        if kept is None:
            (decision,) = decide_conflict(store, found.id, "cancelled", today=TODAY)
        else:
            (decision,) = keep_head(store, found.id, found.heads[kept].id)
        ((step,),) = (reversal.steps for reversal in undo(store))
        again = status_conflict(store)
        # as before, also who said each: nobody has said the other's value
        assert (again.id, standing(again)) == (found.id, standing(found))
        assert (step.before, step.after, step.beside) == (
            decision.decoded(),
            "implemented",
            ("in_progress",),
        )
        for head in again.heads:
            change = change_by_id(store.conn, head.id)
            assert change is not None
            assert change.supersedes == (decision.id,)
        assert [head.id for head in again.heads if head.id in found.seen] == []
        redo(store)
        assert shown(store) == (decision.value, decision.effective_on, 1)
        undo(store)
        assert standing(status_conflict(store)) == standing(found)
        keep_head(store, found.id, head_of_side(status_conflict(store), "ff", mine=False).id)
        assert shown(store) == ('"in_progress"', "2022-01-05", 1)
        # what was received here has no true hash; else nothing is wrong
        assert {fault.code for fault in verify(store).faults} == {"hash"}


def test_every_list_of_changes_says_that_a_conflict_is_open_again(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        keep_head(store, status_conflict(store).id, status_conflict(store).heads[0].id)
        undo(store)
        logged = find_changes(store, ChangeFilter("1.1.1"), limit=2)
        assert [(step.after, step.beside) for step in logged] == [
            ("implemented", ("in_progress",)),
            ("in_progress", ("implemented",)),
        ]
        assert all(step.name.startswith(f"{step.change.id}:") for step in logged)
        unnamed = tuple(step._replace(name="") for step in logged)
        assert action_detail(store, "1.1.1", today=TODAY, last=2).steps == unnamed
        assert report_steps(store.conn, "1.1.1", "17")[:2] == unnamed


def test_a_table_that_adds_a_value_to_a_conflict_leaves_the_others_to_who_said_them(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        before = standing(status_conflict(store))
        source = Source("tabela.xlsx", "ab" * 32, TODAY)
        cells = {"status": ReportedCell("not_started", "S!C2")}
        record_table(store, ReportedTable(source, (ReportedRow("1.1.1", cells, "17"),)), Recording(TODAY))
        with_the_table = standing(status_conflict(store))
        assert with_the_table[:2] == before and with_the_table[2][0] == "not_started"
        undo(store)
        assert standing(status_conflict(store)) == before
        redo(store)
        assert standing(status_conflict(store)) == with_the_table
        undo(store)
        keep_head(store, status_conflict(store).id, status_conflict(store).heads[1].id)
        undo(store)
        assert standing(status_conflict(store)) == before


@pytest.mark.parametrize("kept", [0, 1])
def test_a_table_against_a_decision_is_one_side_and_the_decision_the_other(tmp_path: Path, kept: int) -> None:
    with in_conflict(tmp_path) as store:
        conflict = status_conflict(store)
        (decision,) = keep_head(store, conflict.id, conflict.heads[kept].id)
        source = Source("tabela.xlsx", "ab" * 32, TODAY)
        told = ReportedCell(conflict.heads[1 - kept].value, "S!C2", base="not_started")
        record_table(
            store, ReportedTable(source, (ReportedRow("1.1.1", {"status": told}, "17"),)), Recording(TODAY)
        )
        # a table says it again, and takes nothing back
        by_value = {head.value: head.recorded_at for head in status_conflict(store).heads}
        assert by_value[decision.decoded()] == decision.recorded_at
        assert {head.replica for head in status_conflict(store).heads} == {decision.replica}


def test_one_decision_is_taken_back_by_its_id(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        found = status_conflict(store)
        (decision,) = keep_head(store, found.id, found.heads[0].id)
        record(store, [Edit(*MONEY, 900)])
        assert revert_refusal(store, decision.id) is None
        assert revert(store, decision.id).beside == ("in_progress",)
        assert standing(status_conflict(store)) == standing(found)
        undo(store)
        assert shown(store) == (decision.value, decision.effective_on, 1)


def test_a_decision_is_not_taken_back_once_another_value_stands_beside_it(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        keep_head(store, status_conflict(store).id, status_conflict(store).heads[0].id)
        received(store, STATUS, "not_implemented", seen=False, replica="ee")
        with pytest.raises(UserError, match="undo_changed_since"):
            undo(store)


def test_what_was_set_over_two_equal_values_comes_back_as_one(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit(*MONEY, 500)])
        received(store, MONEY, 500, seen=False)
        record(store, [Edit(*MONEY, 700)])
        undo(store)
        assert shown(store, MONEY) == ("500", None, 1)


def test_an_id_that_is_the_beginning_of_two_codes_names_no_conflict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bits = {STATUS: 0b1011 << 60, MONEY: 0b1010 << 60}
    monkeypatch.setattr("store.history.conflicts._bits", lambda register: bits.get(register, 1 << 120))
    with in_conflict(tmp_path) as store:
        conflict = status_conflict(store)
        keep_head(store, conflict.code, conflict.heads[0].name, seen=conflict.seen)
        (other,) = conflicts(store)
        assert other.register == MONEY and register_code(STATUS).startswith(other.id)
        with pytest.raises(UserError) as refused:
            find_conflict(store.conn, other.id)
        longer = re.findall("[0-9A-Z]{7,}", str(refused.value.params["known"]))
        assert len(longer) == 1
        assert find_conflict(store.conn, longer[0]).register == MONEY
        assert find_conflict(store.conn, other.code).register == MONEY


@pytest.mark.parametrize("read", [find_changes, conflicts])
def test_branches_are_looked_through_once_however_many_changes_are_read(
    tmp_path: Path, read: Callable[[Store], list[object]]
) -> None:
    """Anybody who is accepted can write thousands of branches."""
    with in_conflict(tmp_path) as store:
        keep_head(store, (found := status_conflict(store)).id, found.heads[0].id)
        undo(store)
        with patch("store.ledger.branches.Counter", wraps=Counter) as looked:
            assert len(read(store)) > 1
    assert looked.call_count == 1
