"""Undo and redo against the simplest model there is: a list of what stood."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.history.history import Reversal, redo, undo, undo_recorded
from store.history.logbook import ChangeFilter, find_changes
from store.integrity.verify import verify
from store.ledger.append import Edit, append, record
from store.ledger.change import Change, Register, canonical_json
from store.ledger.heads import read_heads, state_form
from store.ledger.identity import new_batch, required_identity
from store.ledger.intake import Intake
from store.query.queries import action_detail
from tests.plans import enrolled
from tests.support.lengths import cases

TODAY = date(2022, 3, 14)
REGISTERS = (
    Register("action", "1.1.1", "17", "status"),
    Register("action", "1.1.2", "17", "percent"),
    Register("money", "1.1.1", "17", "2022.capital.spent"),
    Register("note", "1.1.1", "17", "abc"),
)

Standing = tuple[Any, str | None]
NOTHING: Standing = (None, None)

standings = st.one_of(
    st.tuples(st.sampled_from(["in_progress", "implemented"]), st.sampled_from(["2022-01-01", "2022-02-01"])),
    st.tuples(st.sampled_from([1, 2, None]), st.none()),
)
batches = st.lists(st.tuples(st.sampled_from(REGISTERS), standings), min_size=1, max_size=4)


def received(
    store: Store,
    register: Register,
    value: object,
    *,
    seen: bool = True,
    replica: str = "ff",
    day: str | None = None,
) -> None:
    """Take a change of another installation on one of our registers."""
    with store.writing() as conn:
        intake = Intake(conn)
        heads = read_heads(conn, register) if seen else ()
        lamport = int(conn.execute("SELECT lamport FROM clock").fetchone()[0]) + 1
        seq = intake.held(replica).length + 1
        change = Change(
            replica, seq, lamport, 0, "HQ", register.unit, str(seq), register.kind, register.target,
            register.field, canonical_json(value), day, tuple(head.id for head in heads),
        )  # fmt: skip
        intake.add(change, change.id.encode().ljust(32))
        intake.finish()


class Done(NamedTuple):
    """A batch: for each register what it found and what it left."""

    found: dict[Register, Standing]
    left: dict[Register, Standing]


class UndoMachine(RuleBasedStateMachine):
    """One officer edits, undoes and redoes; now and then a value of somebody else arrives, or the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store: Store
        self.stands: dict[Register, Standing] = dict.fromkeys(REGISTERS, NOTHING)
        self.foreign: set[Register] = set()
        self.undone: list[Done] = []
        self.standing_batches: list[Done] = []

    @initialize()
    def open(self) -> None:
        self.store = enrolled(Path(self.folder.name) / "a.db")
        self.store.conn.execute("PRAGMA synchronous = OFF")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        self.folder.cleanup()

    @rule(batch=batches)
    def edit(self, batch: list[tuple[Register, Standing]]) -> None:
        done = Done({}, {})
        for register, standing in batch:
            if self.stands[register] != standing:
                done.found.setdefault(register, self.stands[register])
                done.left[register] = self.stands[register] = standing
                self.foreign.discard(register)
        recorded = record(self.store, [Edit(*register, *standing) for register, standing in batch])
        assert {change.register for change in recorded} == set(done.left)
        if done.left:
            self.standing_batches.append(done)
            self.undone.clear()

    @rule(register=st.sampled_from(REGISTERS), value=st.sampled_from(["theirs", 1]))
    def receive(self, register: Register, value: object) -> None:
        received(self.store, register, value)
        self.stands[register] = (value, None)
        self.foreign.add(register)

    @precondition(lambda self: self.standing_batches)
    @rule()
    def undo(self) -> None:
        self._reverse(self.standing_batches, self.undone, "left", "found", undo)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self._reverse(self.undone, self.standing_batches, "found", "left", redo)

    def _reverse(self, source: list[Done], sink: list[Done], expected: str, wanted: str, act: Any) -> None:
        done = source[-1]
        if any(
            register in self.foreign or self.stands[register] != standing
            for register, standing in getattr(done, expected).items()
        ):
            before = state_form(self.store.conn)
            with pytest.raises(UserError, match="undo_changed_since"):
                act(self.store)
            assert state_form(self.store.conn) == before
            return
        (reversal,) = act(self.store)
        assert {step.change.register: step.after for step in reversal.steps} == {
            register: standing[0] for register, standing in getattr(done, wanted).items()
        }
        self.stands.update(getattr(done, wanted))
        sink.append(source.pop())

    @precondition(lambda self: not self.standing_batches)
    @rule()
    def nothing_to_undo(self) -> None:
        with pytest.raises(UserError, match="nothing_to_undo"):
            undo(self.store)

    @precondition(lambda self: not self.undone)
    @rule()
    def nothing_to_redo(self) -> None:
        with pytest.raises(UserError, match="nothing_to_redo"):
            redo(self.store)

    @invariant()
    def the_state_is_the_models(self) -> None:
        if not hasattr(self, "store"):
            return
        for register, (value, effective_on) in self.stands.items():
            heads = read_heads(self.store.conn, register)
            found = (heads[0].value, heads[0].effective_on) if heads else ("null", None)
            assert found == (canonical_json(value), effective_on)


TestUndo = UndoMachine.TestCase
TestUndo.settings = settings(max_examples=cases(15, 40), stateful_step_count=25, deadline=None)


def values(reversals: list[Reversal]) -> list[list[tuple[Any, Any]]]:
    return [[(step.before, step.after) for step in reversal.steps] for reversal in reversals]


def test_notes_money_and_dated_statuses_come_back_as_they_were(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("in_progress", on=date(2022, 1, 5)), today=TODAY)
        report_status(store, "1.1.1", StatusReport("implemented", percent=100), today=TODAY)
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(500), "recurrent.spent": Amount(700)})
        add_note(store, "1.1.1", "Shënim")
        first, second, third = undo(store, steps=3)
        assert values([first, second, third]) == [
            [("Shënim", None)],
            [(500, None), (700, None)],
            [("implemented", "in_progress"), (100, None)],
        ]
        found = action_detail(store, "1.1.1", today=date.today())
        assert (found.row.status, found.own.effective_on) == ("in_progress", "2022-01-05")
        assert found.notes == ()
        assert found.money[1].spent is None
        redo(store, steps=9)
        found = action_detail(store, "1.1.1", today=date.today())
        assert (found.row.status, found.own.effective_on) == ("implemented", "2022-03-14")
        assert [note.value for note in found.notes] == ["Shënim"]
        assert found.money[1].spent == 1200
        assert verify(store).faults == ()


def test_a_register_set_twice_in_one_batch_returns_to_what_stood_before_the_batch(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit(*REGISTERS[1], 10)])
        record(store, [Edit(*REGISTERS[1], 20), Edit(*REGISTERS[1], 30)])
        assert values(undo(store)) == [[(30, 10)]]
        assert values(redo(store)) == [[(10, 30)]]
        assert values(undo(store, steps=5)) == [[(30, 10)], [(10, None)]]


def test_undoing_an_edit_over_a_conflict_opens_it_and_goes_no_further(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit(*REGISTERS[1], 10)])
        received(store, REGISTERS[1], 99, seen=False)
        record(store, [Edit(*REGISTERS[1], 99)])
        assert values(undo(store)) == [[(99, 99)]]
        assert [head.value for head in read_heads(store.conn, REGISTERS[1])] == ["99", "10"]
        assert [(step.after, step.beside) for step in find_changes(store, limit=3)] == [
            (99, (10,)),
            (10, (99,)),
            (99, ()),
        ]
        with pytest.raises(UserError, match="undo_changed_since"):
            undo(store)
        assert values(redo(store)) == [[(99, 99)]]
        assert [head.value for head in read_heads(store.conn, REGISTERS[1])] == ["99"]


def test_several_batches_are_taken_back_together(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        first = record(store, [Edit(*REGISTERS[1], 10)])
        record(store, [Edit(*REGISTERS[3], "x")])
        second = record(store, [Edit(*REGISTERS[1], 20), Edit(*REGISTERS[0], "in_progress")])
        taken = undo_recorded(store, [*first, *second])
        assert values(taken) == [[(20, 10), ("in_progress", None)], [(10, None)]]


def test_one_batch_is_taken_back_whatever_was_recorded_since(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit(*REGISTERS[1], 10)])
        (change,) = record(store, [Edit(*REGISTERS[1], 20)])
        record(store, [Edit(*REGISTERS[0], "in_progress")])
        assert values(undo_recorded(store, [change])) == [[(20, 10)]]
        with pytest.raises(UserError, match="nothing_to_undo"):
            undo_recorded(store, [change])
        assert values(redo(store)) == [[(10, 20)]]
        record(store, [Edit(*REGISTERS[1], 30)])
        with pytest.raises(UserError, match="undo_changed_since"):
            undo_recorded(store, [change])
        assert values(undo(store, steps=3)) == [[(30, 20)], [(20, 10)], [("in_progress", None)]]


@pytest.mark.parametrize("value", [10, 11])
def test_what_somebody_else_set_meanwhile_is_never_undone(tmp_path: Path, value: int) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit(*REGISTERS[1], 10), Edit(*REGISTERS[0], "in_progress", "2022-01-01")])
        received(store, REGISTERS[1], value, seen=False)
        before = state_form(store.conn)
        with pytest.raises(UserError, match="undo_changed_since"):
            undo(store)
        assert state_form(store.conn) == before


def test_the_log_is_newest_first_and_says_what_stood_before(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit(*REGISTERS[1], 10)])
        received(store, REGISTERS[0], "implemented", seen=False)
        record(store, [Edit(*REGISTERS[1], 20)])
        assert [(step.before, step.after) for step in find_changes(store)] == [
            (10, 20),
            (None, "implemented"),
            (None, 10),
        ]
        assert [step.after for step in find_changes(store, limit=1)] == [20]
        assert [step.after for step in find_changes(store, ChangeFilter("1.1.1"))] == ["implemented"]
        with store.writing() as conn:
            conn.execute('UPDATE change SET supersedes = \'["ff:1", "nonsense"]\' WHERE seq = 2')
        assert find_changes(store, limit=1)[0].before is None


def test_the_same_value_set_by_somebody_else_is_not_taken_back(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        register = REGISTERS[1]
        record(store, [Edit(*register, 1, None)])
        received(store, register, 1)
        with pytest.raises(UserError, match="undo_changed_since"):
            undo(store)
        (head,) = read_heads(store.conn, register)
        assert head.id == "ff:1"


def test_the_id_of_a_meeting_may_have_a_colon(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(store, [Edit("action", "1.1.2", "17", "next_steps", "Hapi")])
        with store.writing() as conn:
            batch = new_batch(conn, required_identity(conn, store.path), "m:1")
            append(
                conn,
                required_identity(conn, store.path),
                [Edit("action", "1.1.1", "17", "percent", 5)],
                batch=batch,
            )
        assert values(undo(store)) == [[(5, None)]]
        assert values(redo(store)) == [[(None, 5)]]
        assert values(undo(store, 2)) == [[(5, None)], [("Hapi", None)]]
