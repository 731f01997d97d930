"""Actions that are to be done no more: which, since when, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.edits.assessment import cancel
from store.ledger.append import Edit, record
from store.plan.model import Deadline, Plan
from store.query.departed import departed_actions
from store.revision.successors import name_successors
from tests.store.figures.test_figures import hq, plan_of, revise

YEAR = Deadline("2022", 2022, 2022)


def without(plan: Plan, *numbers: str) -> Plan:
    """The plan without some actions."""
    (strategic,) = plan.strategic_objectives
    (specific,) = strategic.specific_objectives
    kept = tuple(action for action in specific.actions if action.nr not in numbers)
    return plan._replace(
        strategic_objectives=(strategic._replace(specific_objectives=(specific._replace(actions=kept),)),)
    )


def test_an_action_departs_on_a_day_and_for_a_reason(tmp_path: Path) -> None:
    plan = plan_of([YEAR] * 4)
    with hq(tmp_path / "a.db", plan) as store:
        record(
            store,
            [
                Edit("action", "1.1.2", "MPB", "status", "in_progress", "2021-05-01"),
                Edit("money", "1.1.2", "MPB", "2021.capital.spent", 5_00, "2021-06-01"),
            ],
        )
        cancel(store, "1.1.3", today=date(2022, 3, 1), reason="Pa fonde")
        revise(store, without(plan, "1.1.2", "1.1.3"), "2022-07-01")
        name_successors(store, "1.1.2", ["1.1.4"])
        assert departed_actions(store, date(2022, 2, 28)) == []
        (cancelled,) = departed_actions(store, date(2022, 6, 30))
        assert (cancelled.event.row.nr, cancelled.event.what) == ("1.1.3", "cancelled")
        assert (cancelled.event.day, cancelled.event.reason) == (date(2022, 3, 1), "Pa fonde")
        first, removed = departed_actions(store, date(2022, 7, 1))
        # what was cancelled before departed then
        assert (first.event.what, first.event.day) == ("cancelled", date(2022, 3, 1))
        assert (removed.event.row.nr, removed.event.what, removed.event.revision) == ("1.1.2", "removed", 2)
        assert (removed.event.day, removed.successors) == (date(2022, 7, 1), ("1.1.4",))
        assert (removed.status, removed.spent) == ("in_progress", 5_00)


def test_an_action_that_came_back_has_not_departed(tmp_path: Path) -> None:
    plan = plan_of([YEAR] * 2)
    with hq(tmp_path / "a.db", plan) as store:
        revise(store, without(plan, "1.1.2"), "2022-02-01")
        assert [one.event.row.nr for one in departed_actions(store, date(2022, 3, 1))] == ["1.1.2"]
        revise(store, plan, "2022-04-01", 3)
        assert departed_actions(store, date(2022, 4, 1)) == []
        revise(store, without(plan, "1.1.2"), "2022-06-01", 4)
        (again,) = departed_actions(store, date(2022, 7, 1))
        assert (again.event.day, again.event.revision) == (date(2022, 6, 1), 4)


def test_a_number_that_another_action_bears_by_now_says_of_which_version_it_is(tmp_path: Path) -> None:
    plan = plan_of([YEAR] * 3)
    with hq(tmp_path / "a.db", plan) as store:
        (strategic,) = without(plan, "1.1.2").strategic_objectives
        (specific,) = strategic.specific_objectives
        first, last = specific.actions
        moved = specific._replace(actions=(first, last._replace(nr="1.1.2", id="1.1.3")))
        renumbered = plan._replace(strategic_objectives=(strategic._replace(specific_objectives=(moved,)),))
        revise(store, renumbered, "2022-02-01")
        (removed,) = departed_actions(store, date(2022, 3, 1))
        assert (removed.event.row.id, removed.event.row.nr) == ("1.1.2", "1.1.2 (r1)")
