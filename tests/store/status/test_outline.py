"""The outline, its rows and the detail say the same, whoever looks, and whatever a file brought in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.account.statuses import STATUSES, rolled_up
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.ledger.append import Edit, record
from store.ledger.change import Change, canonical_json, change_hash
from store.ledger.intake import Intake
from store.opening.open_store import create_store, open_store
from store.plan.load import load_plan
from store.plan.save import save_plan
from store.plan.units import expected_units
from store.query.queries import action_detail
from store.status.outline import action_row, outline
from tests.plans import enrolled, small_plan
from tests.support.lengths import cases

TODAY = date(2023, 6, 1)
UNITS = ("17", "18", "MPB", "XYZQ")
ACTIONS = ("1.1.1", "1.1.2")

statuses = st.tuples(
    st.just("action"), st.sampled_from(UNITS), st.just("status"), st.none() | st.sampled_from(STATUSES)
)
amounts = st.tuples(
    st.just("money"),
    st.sampled_from(UNITS),
    st.sampled_from(["2021.capital.spent", "2022.capital.spent", "2022.recurrent.spent", "2022.allocated",
                     "2023.recurrent.spent", "2030.capital.spent"]),
    st.none() | st.sampled_from([0, 1, 500_000, 1_000_000, 2_000_001]),
)  # fmt: skip
words = st.tuples(
    st.just("assessment"), st.just(""), st.just("status"), st.none() | st.sampled_from(STATUSES)
)
decisions = st.tuples(
    st.just("decision"), st.just(""), st.just("cancelled"), st.sampled_from([None, True, False])
)
facts = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.one_of(statuses, amounts, words, decisions)), max_size=12
)


@pytest.fixture(scope="module", params=[("field", "17"), ("headquarters", "MPB")])
def viewer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    role, unit = request.param
    with enrolled(tmp_path_factory.mktemp("viewer") / "a.db", role=role, unit=unit) as store:
        yield store


@given(facts)
@settings(
    max_examples=cases(25, 50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rows_are_what_units_reported(
    viewer: Store, given_facts: list[tuple[str, tuple[str, str, str, Any]]]
) -> None:
    record(viewer, [Edit(*register, None) for register in _set(viewer)])
    record(viewer, [Edit(kind, nr, unit, name, value) for nr, (kind, unit, name, value) in given_facts])
    said = {(kind, nr, unit, name): value for nr, (kind, unit, name, value) in given_facts}
    rows = {row.nr: row for row in outline(viewer, today=TODAY).actions}
    for nr in ACTIONS:
        found = action_detail(viewer, nr, today=TODAY)
        assert found.row == rows[nr] == action_row(viewer, nr, today=TODAY)
        reported = {unit: said.get(("action", nr, unit, "status")) for unit in UNITS}
        if found.identity is not None and found.identity.is_headquarters:
            expected = rolled_up(
                reported,
                expected_units(found.action.institutions.names),
                assessment=said.get(("assessment", nr, "", "status")),
                cancelled=bool(said.get(("decision", nr, "", "cancelled"))),
            )
        else:
            cancelled = said.get(("decision", nr, "", "cancelled"))
            cancelled = cancelled or said.get(("assessment", nr, "", "status")) == "cancelled"
            expected = "cancelled" if cancelled else reported["17"]
        assert found.row.status == expected
        assert found.row.money_warning == any(year.warning for year in found.money)


def _set(store: Store) -> list[tuple[str, str, str, str]]:
    return store.conn.execute("SELECT kind, target, unit, field FROM state").fetchall()


@pytest.mark.parametrize("role", ["field", "headquarters"])
@pytest.mark.parametrize(
    "value", ["null", "5", "-5", "5.5", '"done"', '""', "[]", "{}", "true", "1" * 30, '{"title":5}']
)
def test_values_of_a_wrong_kind_show_nothing_and_break_nothing(tmp_path: Path, role: str, value: str) -> None:
    unit = "17" if role == "field" else "MPB"
    registers = [
        *(("action", name) for name in ("status", "percent", "next_steps")),
        *(("money", name) for name in ("2022.capital.spent", "what.is")),
        *(("note", "n"), ("evidence", "e"), ("assessment", "status"), ("something", "newer")),
    ]
    with enrolled(tmp_path / "a.db", role=role, unit=unit) as store:
        with store.writing() as conn:
            intake = Intake(conn)
            for seq, (kind, name) in enumerate(registers, 1):
                change = Change(
                    "ff", seq, seq, 0, "o", unit, "1", kind, "1.1.1", name, value, "soon", ("zz", "ff:1")
                )
                intake.add(change, change_hash(change, intake.held("ff").head))
            intake.finish()
        row = next(row for row in outline(store, today=TODAY).actions if row.nr == "1.1.1")
        found = action_detail(store, "1.1.1", today=TODAY)
        assert row == found.row
        assert row.status is None
        assert found.evidence == ()
        assert len(found.notes) == (value in ('"done"', '""'))
        assert len(found.steps) == 9
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(5)})


def test_a_published_plan_is_shown_without_anybodys_work(tmp_path: Path) -> None:
    with create_store(tmp_path / "plan.db") as store:
        save_plan(store, small_plan(), source_name="x", source_sha256="00")
    with open_store(tmp_path / "plan.db", read_only=True) as store:
        seen = outline(store, today=TODAY)
        assert (seen.identity, seen.delivery.unconfirmed) == (None, 0)
        assert [row.nr for row in seen.actions] == [action.nr for action in load_plan(store).actions()]
        assert {row.status for row in seen.actions} == {None}
        assert {(row.nr, row.overdue) for row in seen.actions[:2]} == {("1.1.1", False), ("1.1.2", True)}
        found = action_detail(store, "1.1.1", today=TODAY)
        assert (found.reports, found.steps, found.own.values, found.early) == ((), (), {}, False)


def test_a_detail_has_notes_and_evidence_newest_first_and_the_last_changes(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        for text in "abc":
            add_note(store, "1.1.1", text)
        add_evidence(store, "1.1.1", "Vendim", "nr. 5")
        report_status(store, "1.1.1", StatusReport("implemented", date(2020, 5, 1)), today=TODAY)
        found = action_detail(store, "1.1.1", today=TODAY, last=2)
        assert [note.value for note in found.notes] == ["c", "b", "a"]
        assert [item.value for item in found.evidence] == [{"title": "Vendim", "ref": "nr. 5"}]
        assert found.steps[0].change.field == "status"
        assert len(found.steps) == 2
        assert found.early
        assert (found.row.unsent, action_row(store, "1.1.2", today=TODAY).unsent) == (True, False)


def test_early_at_headquarters_is_the_day_of_the_last_or_of_its_own_word(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="ZKM") as store:
        report_status(store, "1.1.2", StatusReport("implemented", date(2021, 5, 1)), today=TODAY, unit="XYZQ")
        assert action_detail(store, "1.1.2", today=TODAY).early
        report_status(store, "1.1.2", StatusReport("implemented", date(2022, 5, 1)), today=TODAY, unit="17")
        assert not action_detail(store, "1.1.2", today=TODAY).early
        record(store, [Edit("assessment", "1.1.2", "", "status", "implemented", "2021-01-01")])
        assert action_detail(store, "1.1.2", today=TODAY).early


def test_a_row_of_an_unknown_action_is_refused(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store, pytest.raises(UserError, match="action_unknown"):
        action_row(store, "9.9.9", today=TODAY)


def test_what_headquarters_confirmed_is_no_longer_unsent(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", replica="aa") as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        head = store.conn.execute("SELECT hash FROM change").fetchone()[0].hex()
        report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY)
        with store.writing() as conn:
            conn.execute(
                "INSERT INTO replica (id, role, changes, head) VALUES ('hq', 'headquarters', 0, x'')"
            )
            conn.execute(
                "INSERT INTO change_set (direction, file_id, name, check_code, sha256, sender, epoch, number,"
                " changes, new_changes, at, vector)"
                " VALUES ('received', '', '', '', x'', 'hq', 1, 1, 0, 0, 0, ?)",
                (canonical_json({"aa": [[1, head]]}),),
            )
        for row in outline(store, today=TODAY).actions[:2]:
            assert row.unsent == action_row(store, row.id, today=TODAY).unsent == (row.nr == "1.1.2")
