"""Objectives of two levels that bear the same numbers, and measures between them and the actions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader import assembled
from store.plan.model import Plan

_HEAD = "Nr.;Veprimi;Afati;Institucioni;Buxheti 2027"


def _read(tmp_path: Path, *lines: str) -> tuple[Plan, list[str]]:
    """Return the plan of lines, in which ``2.1`` stands for an action, and what was passed over."""
    rows = [f"{line};Hap {line};TM2 2027;MD;500" if line[0].isdigit() else f"{line};;;;" for line in lines]
    path = tmp_path / "plan.csv"
    path.write_text("\n".join([_HEAD, *rows]), encoding="utf-8")
    plan, marks = assembled(path)
    return plan, [passed.text for passed in marks.passed]


def _levels(plan: Plan) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    return [
        (
            above.title,
            [(own.title, [action.nr for action in own.actions]) for own in above.specific_objectives],
        )
        for above in plan.strategic_objectives
    ]


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("Strategic objective", "Objective"),
        ("Strategic goal", "Objective"),
        ("Priority", "Objective"),
        ("Shtylla", "Objektivi"),
        ("Objektivi strategjik", "Objektivi"),
        ("Strateški cilj", "Cilj"),
    ],
)
def test_an_objective_above_one_of_its_number_stays(tmp_path: Path, higher: str, lower: str) -> None:
    lines = (f"{higher} 1: Forests", f"{lower} 1: Trees", "1.1", f"{lower} 2: Paths", "2.1", "2.2")
    plan, left = _read(tmp_path, *lines, f"{higher} 2: Lakes", f"{lower} 3: Fish", "3.1")
    assert _levels(plan) == [
        ("Forests", [("Trees", ["1.1"]), ("Paths", ["2.1", "2.2"])]),
        ("Lakes", [("Fish", ["3.1"])]),
    ]
    assert left == []


@pytest.mark.parametrize("higher", ["Cilj", "Specific objective", "Посебна цел"])
def test_measures_that_are_numbered_on_hold_their_actions(tmp_path: Path, higher: str) -> None:
    lines = (f"{higher} 1: Forests", "Mera 1: Trees", "1.1", "Mera 2: Paths", "2.1")
    plan, left = _read(tmp_path, *lines, f"{higher} 2: Lakes", "Mera 3: Fish", "3.1")
    if higher == "Cilj":
        assert _levels(plan) == [
            ("Forests", [("Trees", ["1.1"]), ("Paths", ["2.1"])]),
            ("Lakes", [("Fish", ["3.1"])]),
        ]
        assert left == []
    titles = [title for above, own in _levels(plan) for title in (above, *(title for title, _ in own))]
    told = " ".join([*titles, *left])
    assert all(title in told for title in ("Forests", "Trees", "Paths", "Lakes", "Fish"))
    assert [nr for _, own in _levels(plan) for _, actions in own for nr in actions] == ["1.1", "2.1", "3.1"]


@pytest.mark.parametrize("higher", ["Specific objective", "Посебна цел", "Objektivi specifik"])
def test_a_measure_of_the_same_number_is_left(tmp_path: Path, higher: str) -> None:
    lines = (f"{higher} 1: Forests", "Мерка 1: Trees", "1.1", f"{higher} 2: Lakes", "Мерка 2: Fish", "2.1")
    plan, left = _read(tmp_path, *lines)
    assert [own for _, own in _levels(plan)] == [[("Forests", ["1.1"]), ("Lakes", ["2.1"])]]
    assert left == ["Мерка 1: Trees", "Мерка 2: Fish"]


@pytest.mark.parametrize("measure", ["Mera", "Priority"])
def test_measures_that_begin_again_hide_no_actions(tmp_path: Path, measure: str) -> None:
    lines: Sequence[str] = ("Cilj 1: Forests", f"{measure} 1: Trees", "1.1", "1.2", "Cilj 2: Lakes")
    plan, left = _read(tmp_path, *lines, f"{measure} 1: Fish", "2.1", f"{measure} 2: Boats", "2.2")
    assert [own for _, own in _levels(plan)] == [[("Forests", ["1.1", "1.2"]), ("Lakes", ["2.1", "2.2"])]]
    assert left == [f"{measure} 1: Trees", f"{measure} 1: Fish", f"{measure} 2: Boats"]


def test_a_mention_that_another_takes_the_place_of_is_told(tmp_path: Path) -> None:
    plan, left = _read(tmp_path, "Objective 1: Old name", "Objective 1: New name", "1.1")
    assert [own for _, own in _levels(plan)] == [[("New name", ["1.1"])]]
    assert left == ["Objective 1: Old name"]


def test_an_objective_that_stands_beside_each_action_is_passed_over_at_none(tmp_path: Path) -> None:
    head = "Chapter;No.;Measure;Lead institution;Start;End;Budget 2027"
    rows = [f"4 Fish;4.{n};Boats {n};MoJ;Q1 2027;Q3 2027;500" for n in (1, 2)]
    rows += [f"7 Birds;7.{n};Nests {n};MoJ;Q1 2027;Q3 2027;500" for n in (1, 2)]
    path = tmp_path / "plan.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    plan, marks = assembled(path)
    assert [own for _, own in _levels(plan)] == [[("Fish", ["4.1", "4.2"]), ("Birds", ["7.1", "7.2"])]]
    assert not marks.passed


def test_actions_of_three_parts_below_one_level_make_the_other(tmp_path: Path) -> None:
    plan, left = _read(
        tmp_path, "Objective 1: Forests", "1.1.1", "1.1.2", "1.2.1", "Objective 2: Lakes", "2.1.1"
    )
    assert _levels(plan) == [
        ("Forests", [("Forests", ["1.1.1", "1.1.2"]), ("Forests", ["1.2.1"])]),
        ("Lakes", [("Lakes", ["2.1.1"])]),
    ]
    assert [one.nr for one in plan.specific_objectives()] == ["1.1", "1.2", "2.1"]
    made = plan.provenance["1.2/title"]
    assert (made.certain, made.reason) == (False, "objective_from_action:number=1.2.1")
    assert left == []
