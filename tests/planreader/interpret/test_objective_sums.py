"""Objectives whose row says, behind their label and title, what their actions come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled
from planreader.findings.findings import find
from planreader.interpret.mapping.given import Mapping
from tests.planreader.tables import workbook

_HEAD = ("No.", "Action", "Lead", "Deadline", "Budget 2026", "Budget 2027", "Total", "Source")
_SUMS: Sequence[Sequence[Any]] = (
    ("Objective 1: Rivers", "", "", "", 300, 50, 350, ""),
    ("1.1", "Clean the bed", "MoE", "2027", 100, 50, 150, "State"),
    ("1.2", "Plant willows", "MoE", "2026", 200, "", 200, "State"),
    ("Objective 2: Lakes", "", "", "", 40, 60, 100, ""),
    ("2.1", "Count the fish", "MoE", "2027", 40, 50, 90, "State"),
)


def _merge(sheet: Any) -> None:
    for row in (3, 6):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("without", [[], ["Total"], ["Source"]])
def test_figures_behind_a_title_are_what_the_objective_comes_to(
    tmp_path: Path, merged: bool, without: Sequence[str]
) -> None:
    kept = [n for n, name in enumerate(_HEAD) if name not in without]
    rows = [[row[n] for n in kept] for row in (_HEAD, *_SUMS)]
    path = workbook(
        tmp_path / "plan.xlsx", [("Action plan 2026-2027", "", "", ""), *rows], _merge if merged else None
    )
    plan, marks = assembled(path)
    assert [(one.nr, one.title) for one in plan.specific_objectives()] == [("1", "Rivers"), ("2", "Lakes")]
    assert [dict(one.totals) for one in plan.specific_objectives()] == [
        {2026: 30_000, 2027: 5_000},
        {2026: 4_000, 2027: 6_000},
    ]
    assert [action.nr for action in plan.actions()] == ["1.1", "1.2", "2.1"]
    assert not marks.passed
    told = [(one.where, one.figures["year"]) for one in find(plan, marks) if one.code == "total_mismatch"]
    assert told == [("2", 2027)]


def test_they_are_no_part_of_a_title_in_a_list_of_codes(tmp_path: Path) -> None:
    rows = [[f"W-{row[0]}" if row[0][0].isdigit() else row[0], *row[1:]] for row in _SUMS]
    path = workbook(tmp_path / "plan.xlsx", [_HEAD, *rows])
    roles = ("number", "action", "lead", "deadline", "budget.2026", "budget.2027", "leave", "funding")
    mapping = Mapping(tuple(zip(_HEAD, roles, strict=True)), (("title", "Water"),))
    plan, _marks = assembled(path, mapping=mapping)
    assert [one.title for one in plan.specific_objectives()] == ["Rivers", "Lakes"]
    assert [action.nr for action in plan.actions()] == ["W-1.1", "W-1.2", "W-2.1"]
