"""The list behind a figure of one unit: its own words, also where others said otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.edits.assessment import assess
from store.edits.edits import StatusReport, report_status
from store.query.filters.filter import NOT_REPORTED, Filter, list_actions
from store.query.filters.filter_form import read_filter, write_filter
from store.query.overview import overview
from tests.plans import enrolled, small_plan

TODAY = date(2024, 3, 1)


def test_every_figure_of_a_unit_is_as_long_as_the_list_behind_it(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        for nr, unit, status in (
            ("1.1.1", "17", "implemented"),
            ("1.1.1", "18", "not_implemented"),
            ("1.1.2", "17", "in_progress"),
            ("2.1.1", "MPB", "partially_implemented"),
            ("2.1.2", "17", "cancelled"),
        ):
            report_status(store, nr, StatusReport(status), today=TODAY, unit=unit)
        assess(store, "1.1.3", status="cancelled", today=TODAY)
        groups = overview(store, "unit", today=TODAY, as_of=TODAY).groups
        assert {"17", "18", "MPB"} <= {group.key for group in groups}
        for group in groups:
            assert group.wanted is not None
            for said, count in group.tally.statuses.items():
                wanted = group.wanted._replace(statuses=frozenset({said or NOT_REPORTED}))
                assert len(list_actions(store, wanted, today=TODAY)) == count, (group.key, said)
            late = list_actions(store, group.wanted._replace(overdue=True), today=TODAY)
            assert len(late) == group.tally.overdue, group.key


def test_every_objective_leads_to_the_list_of_its_own_actions(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        groups = overview(store, "objective", today=TODAY, as_of=TODAY).groups
        assert [group.key for group in groups] == ["1", "1.1", "2", "2.1"]
        for group in groups:
            assert group.wanted is not None
            listed = [row.nr for row in list_actions(store, group.wanted, today=TODAY)]
            assert listed == [f"{group.key[0]}.1.{n}" for n in range(1, 5)]


def test_a_lead_leads_to_the_list_of_the_actions_that_count_for_it(tmp_path: Path) -> None:
    wanted = small_plan()
    strategic = wanted.strategic_objectives[0]
    below = strategic.specific_objectives[0]
    both = tuple(
        action._replace(lead=("Pejë", "MPB") if n == 1 else action.lead)
        for n, action in enumerate(below.actions)
    )
    changed = strategic._replace(specific_objectives=(below._replace(actions=both),))
    wanted = wanted._replace(strategic_objectives=(changed, *wanted.strategic_objectives[1:]))
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters", plan=wanted) as store:
        groups = overview(store, "lead", today=TODAY, as_of=TODAY).groups
        assert {"17", "MPB"} <= {group.key for group in groups}
        for group in groups:
            assert group.wanted is not None
            listed = list_actions(store, group.wanted, today=TODAY)
            assert len(listed) == group.tally.actions, group.key
        led = list_actions(store, Filter(lead="MPB"), today=TODAY)
        assert len(led) == len(list_actions(store, Filter(first_lead="MPB"), today=TODAY)) + 1
        assert list_actions(store, Filter(first_lead="Pejë"), today=TODAY)[0].nr == "1.1.2"


def test_a_unit_is_named_as_people_call_it_and_an_unknown_one_refused(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
        (row,) = list_actions(store, Filter(unit="Pejë", statuses=frozenset({"implemented"})), today=TODAY)
        assert (row.nr, row.status) == ("1.1.1", "implemented")
        with pytest.raises(UserError, match="unit_unknown"):
            list_actions(store, Filter(unit="Atlantis"), today=TODAY)


def test_it_is_saved_like_other_parts() -> None:
    assert read_filter(write_filter(Filter(unit="Mitrovicë e Veriut"))) == Filter(unit="Mitrovicë e Veriut")
