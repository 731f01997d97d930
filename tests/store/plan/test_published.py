"""Plans in the database: what is saved is loaded, revision by revision."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.db.errors import UserError
from store.integrity.verify import verify
from store.opening.open_store import create_store, open_store
from store.plan.load import load_plan
from store.plan.lookup import (
    action_numbers,
    current_numbers,
    current_revision,
    find_action_id,
    plan_institutions,
    plan_years,
    resolve_number,
)
from store.plan.model import Action, Plan
from store.plan.save import save_plan
from tests.plans import small_plan
from tests.store.plan.plan_strategies import plans, with_ids
from tests.support.lengths import cases


@given(st.lists(plans(), min_size=1, max_size=3))
@settings(max_examples=cases(15, 40), deadline=None)
def test_every_revision_is_loaded_as_it_was_saved(revisions: list[Plan]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with create_store(Path(folder) / "a.db") as store:
            for n, plan in enumerate(revisions, 1):
                assert save_plan(store, plan, source_name="x", source_sha256="00") == n
        with open_store(Path(folder) / "a.db") as store:
            for n, plan in enumerate(revisions, 1):
                assert load_plan(store, n) == with_ids(plan)
            assert load_plan(store) == with_ids(revisions[-1])
            assert plan_years(store.conn) == revisions[-1].years
            for action in revisions[-1].actions():
                assert find_action_id(store.conn, action.nr) == action.stable_id
            # no publication tells the later ones
            faults = [fault.code for fault in verify(store).faults]
            assert faults == ["revision_unpublished"] * (len(revisions) - 1)


def test_without_a_plan_there_is_a_message(tmp_path: Path) -> None:
    with create_store(tmp_path / "a.db") as store:
        for ask in (load_plan, lambda s: current_revision(s.conn), lambda s: find_action_id(s.conn, "1")):
            with pytest.raises(UserError, match="db_no_plan"):
                ask(store)
        save_plan(store, small_plan(), source_name="x", source_sha256="00")
        with pytest.raises(UserError, match="revision_unknown"):
            load_plan(store, 2)


def test_a_number_is_found_as_the_document_prints_it(tmp_path: Path) -> None:
    plan = small_plan(1)
    numbers = dict(zip([action.nr for action in plan.actions()], ("1.1.12", "EE-01-24"), strict=False))

    def coded(action: Action) -> Action:
        return action._replace(nr=numbers.get(action.nr, action.nr))

    strategic = tuple(
        above._replace(
            specific_objectives=tuple(
                one._replace(actions=tuple(map(coded, one.actions))) for one in above.specific_objectives
            )
        )
        for above in plan.strategic_objectives
    )
    with create_store(tmp_path / "a.db") as store:
        save_plan(store, plan._replace(strategic_objectives=strategic), source_name="x", source_sha256="00")
        known = current_numbers(store.conn)
        for typed, nr in (("12", "1.1.12"), ("EE-01/24", "EE-01-24"), ("ee 01 24.", "EE-01-24")):
            assert known[find_action_id(store.conn, typed)] == nr
        assert resolve_number("EE-01/24", [*known.values()]) == "EE-01-24"
        with pytest.raises(UserError, match="action_unknown"):
            find_action_id(store.conn, "13")


def doubled(plan: Plan, nr: str, action_id: str) -> Plan:
    """The plan with its first action twice in the first objective."""
    strategic = plan.strategic_objectives[0]
    objective = strategic.specific_objectives[0]
    actions = (*objective.actions, objective.actions[0]._replace(nr=nr, id=action_id))
    return plan._replace(
        strategic_objectives=(strategic._replace(specific_objectives=(objective._replace(actions=actions),)),)
    )


@pytest.mark.parametrize(("nr", "action_id"), [("1.1.1", "x"), ("x", "1.1.1")])
def test_a_number_or_id_that_stands_twice_is_refused_and_nothing_is_saved(
    tmp_path: Path, nr: str, action_id: str
) -> None:
    with create_store(tmp_path / "a.db") as store:
        with pytest.raises(UserError, match="plan_form") as refused:
            save_plan(store, doubled(small_plan(), nr, action_id), source_name="x", source_sha256="00")
        assert refused.value.params["found"] == "1.1.1"
        assert store.conn.execute("SELECT count(*) FROM plan").fetchone() == (0,)


def test_numbers_of_actions_that_left_the_plan_are_kept(tmp_path: Path) -> None:
    with create_store(tmp_path / "a.db") as store:
        save_plan(store, small_plan(3), source_name="x", source_sha256="00")
        save_plan(store, small_plan(1), source_name="x", source_sha256="00")
        numbers = action_numbers(store.conn)
        assert numbers["2.1.3"] == "2.1.3 (r1)"
        assert current_numbers(store.conn) == {"1.1.1": "1.1.1", "2.1.1": "2.1.1"}
        assert plan_institutions(store.conn) == ("Komunat", "MPB")
        with pytest.raises(UserError, match="action_left") as refused:
            find_action_id(store.conn, "1.1.3")
        assert refused.value.params == {"nr": "1.1.3", "number": 1}
        assert find_action_id(store.conn, "1.1.3", 1) == "1.1.3"
        with pytest.raises(UserError, match="action_unknown") as unknown:
            find_action_id(store.conn, "1.1.4")
        assert unknown.value.params["nearest"] == ("1.1.1", "2.1.1")


def test_a_number_is_meant_however_it_is_typed() -> None:
    known = ["1", "1.1", "1.1.1", "2.1.2", "21.2", "IV.1.2.", "3.1.10"]
    meant = {
        "2.1.2": "2.1.2",
        " 2.1.2. ": "2.1.2",
        "111": "1.1.1",
        "11": "1.1",
        "iv12": "IV.1.2.",
        "iv.1.2": "IV.1.2.",
    }
    assert {typed: resolve_number(typed, known) for typed in meant} == meant
    with pytest.raises(UserError) as caught:
        resolve_number("212", known)
    assert (caught.value.code, caught.value.params["known"]) == ("number_ambiguous", ["2.1.2", "21.2"])
    with pytest.raises(UserError) as caught:
        resolve_number("2.1.22", known)
    assert caught.value.params["nearest"] == ("2.1.2", "21.2", "IV.1.2.")
    for nothing in ("", ".", " "):
        with pytest.raises(UserError, match="number_unknown"):
            resolve_number(nothing, known)
