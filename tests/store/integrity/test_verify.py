"""Every kind of tampering is found, and the state can be derived again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store.db.database import Store
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.integrity.verify import verify
from store.ledger.append import rebuild_derived
from store.ledger.change import GENESIS, Change, change_hash
from store.ledger.intake import Intake
from tests.plans import enrolled

TODAY = date(2022, 3, 14)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An officer's work, and that of another replica with a conflict, a held change and an awaited one."""
    with enrolled(tmp_path / "a.db", replica="aa") as opened:
        report_status(opened, "1.1.1", StatusReport("in_progress", percent=10), today=TODAY)
        report_money(opened, "1.1.1", 2022, {"allocated": Amount(500)})
        report_money(opened, "1.1.1", 2022, {"allocated": Amount(600)})
        add_note(opened, "1.1.1", "Shënim")
        with opened.writing() as conn:
            intake = Intake(conn)
            prev = GENESIS
            for seq, (field, value, supersedes, held) in enumerate(
                [
                    ("status", '"implemented"', (), None),
                    ("percent", "50", ("cc:9",), None),
                    ("percent", "60", ("aa:2",), "unit"),
                ],
                1,
            ):
                change = Change(
                    "bb", seq, 10, 0, "B", "17", "1", "action", "1.1.1", field, value, None, supersedes
                )  # fmt: skip
                prev = change_hash(change, prev)
                intake.add(change, prev, held)
            intake.finish()
        yield opened


def test_all_is_well(store: Store) -> None:
    verdict = verify(store)
    assert verdict == (8, 2, 4, ())


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE change SET value = '\"cancelled\"' WHERE replica = 'aa' AND seq = 1", "hash aa:1"),
        ("UPDATE change SET officer = 'X' WHERE replica = 'bb' AND seq = 2", "hash bb:2"),
        ("UPDATE change SET recorded_at = recorded_at + 1 WHERE seq = 3", "hash aa:3"),
        ("UPDATE change SET effective_on = '2020-01-01' WHERE seq = 1", "hash aa:1"),
        ("UPDATE change SET supersedes = '[\"zz:1\"]' WHERE seq = 3", "hash aa:3"),
        ("UPDATE change SET supersedes = 'nonsense' WHERE seq = 3", "hash aa:3"),
        ("UPDATE change SET supersedes = '5' WHERE seq = 3", "hash aa:3"),
        ("UPDATE change SET supersedes = '[5]' WHERE seq = 3", "hash aa:3"),
        ("UPDATE change SET supersedes = '[[]]' WHERE seq = 3", "hash aa:3"),
        ("UPDATE change SET hash = zeroblob(32) WHERE seq = 2", "hash aa:2"),
        ("DELETE FROM change WHERE replica = 'aa' AND seq = 2", "gap aa:3"),
        ("DELETE FROM change WHERE replica = 'aa' AND seq = 5", "vector aa"),
        ("DELETE FROM change WHERE replica = 'bb'", "vector bb"),
        ("DELETE FROM replica WHERE id = 'bb'", "foreign_key change"),
        ("DELETE FROM replica WHERE id = 'aa'", "identity aa"),
        (
            "INSERT INTO change SELECT replica, 6, lamport, recorded_at, officer, unit, batch, kind, target,"
            " field, value, effective_on, supersedes, hash, held FROM change WHERE replica = 'aa' AND seq=5",
            "hash aa:6",
        ),
        (
            "UPDATE change SET seq = CASE seq WHEN 3 THEN -4 WHEN 4 THEN -3 END"
            " WHERE replica = 'aa' AND seq IN (3, 4);"
            "UPDATE change SET seq = -seq WHERE seq < 0",
            "hash aa:3",
        ),
        ("UPDATE change SET held = NULL", "state_differs action 1.1.1 17 percent"),
        ("UPDATE change SET held = 'unit' WHERE seq = 4", "state_differs money 1.1.1 17 2022.allocated"),
        ("UPDATE replica SET head = zeroblob(32) WHERE id = 'bb'", "vector bb"),
        ("UPDATE replica SET changes = 9 WHERE id = 'bb'", "vector bb"),
        ("UPDATE clock SET lamport = 3", "clock 3"),
        ("DELETE FROM clock", "clock "),
        ("UPDATE state SET value = '70' WHERE field = 'percent'", "state_differs action 1.1.1 17 percent"),
        ("UPDATE state SET conflict = 0", "state_differs action 1.1.1 17 percent"),
        ("UPDATE state SET others = NULL", "state_differs action 1.1.1 17 percent"),
        ("UPDATE state SET others = 'nonsense'", "state_differs action 1.1.1 17 percent"),
        (
            "UPDATE state SET effective_on = '2020-01-01' WHERE field = 'status'",
            "state_differs action 1.1.1 17 status",
        ),
        ("UPDATE state SET head = 'aa:1' WHERE kind = 'note'", "state_differs note 1.1.1 17 "),
        ("UPDATE state SET unit = '18' WHERE kind = 'money'", "state_differs money 1.1.1 18 2022.allocated"),
        ("DELETE FROM state WHERE kind = 'money'", "state_differs money 1.1.1 17 2022.allocated"),
        (
            "INSERT INTO state VALUES ('z', 't', 'u', 'f', '1', NULL, 1, 'aa:1', NULL, 0)",
            "state_differs z t u f",
        ),
        ("DELETE FROM awaited_supersession", "awaited_differs cc:9"),
        (
            "INSERT INTO awaited_supersession VALUES ('dd:1', 'cc', 1)",
            "awaited_differs dd:1",
        ),
        ("DELETE FROM action WHERE id = '1.1.1'", "foreign_key budget_cell"),
        ("UPDATE action SET title = 'X' WHERE nr = '1.1.1'", "plan_differs 1"),
        ("UPDATE budget_cell SET cents = cents + 1 WHERE kind = 'amount'", "plan_differs 1"),
        ("UPDATE action_name SET name = 'X' WHERE role = 'lead'", "plan_differs 1"),
        ("UPDATE plan SET id = 'other'", "plan_differs 1"),
        ("DELETE FROM indicator_target", "plan_differs 1"),
        ("DELETE FROM objective_total", "plan_differs 1"),
        ("DELETE FROM finding", "plan_differs 1"),
        ("UPDATE provenance SET place = 'X'", "plan_differs 1"),
        ("DELETE FROM plan_digest", "plan_differs 1"),
        ("UPDATE institution_unit SET unit = 'X' WHERE unit = 'MPB'", "units_differ institution_unit"),
        ("DELETE FROM unit_name", "units_differ unit_name"),
        ("CREATE TRIGGER t AFTER INSERT ON change BEGIN SELECT 1; END", "schema t"),
        ("CREATE VIEW v AS SELECT 1", "schema v"),
        ("CREATE TABLE more (id INTEGER)", "schema more"),
        ("DROP INDEX state_conflict", "schema state_conflict"),
        ("ALTER TABLE trust ADD COLUMN more TEXT", "schema trust"),
    ],
)
def test_tampering_is_found(store: Store, statement: str, expected: str) -> None:
    store.conn.execute("PRAGMA foreign_keys = OFF")
    store.conn.executescript(statement)
    places = [f"{fault.code} {fault.place}" for fault in verify(store).faults]
    assert any(place.startswith(expected) for place in places), places


@pytest.mark.parametrize("table", ["state", "awaited_supersession", "institution", "unit_name"])
def test_what_is_derived_is_derived_again(store: Store, table: str) -> None:
    before = store.conn.execute(f"SELECT * FROM {table}").fetchall()
    assert before
    with store.writing() as conn:
        conn.execute(f"DELETE FROM {table}")
    assert verify(store).faults
    with store.writing() as conn:
        rebuild_derived(conn)
    assert store.conn.execute(f"SELECT * FROM {table}").fetchall() == before
    assert verify(store).faults == ()


def test_a_broken_constraint_is_told_by_sqlite(store: Store) -> None:
    store.conn.execute("PRAGMA ignore_check_constraints = ON")
    store.conn.execute("UPDATE budget_cell SET kind = 'other' WHERE kind = 'admin'")
    store.conn.execute("PRAGMA ignore_check_constraints = OFF")
    assert {fault.code for fault in verify(store).faults} == {"integrity", "plan_differs"}
