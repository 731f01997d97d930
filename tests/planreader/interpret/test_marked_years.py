"""Years below which stand marks, as in a chart of Gantt's kind: when an action is done, and no money."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import read
from tests.planreader.tables import workbook

_HEAD = ("No.", "Action", "Lead", "Timeline", "", "", "Indicative budget (EUR)", "Source of funding")
_PLAIN = ("No.", "Action", "Lead", "Deadline", "Budget 2026 (mil. €)", "Budget 2027 (mil. €)")
_YEARS = ("", "", "", 2026, 2027, 2028, "", "")


@pytest.mark.parametrize("mark", ["x", "X", "✓"])
@pytest.mark.parametrize("priced", [True, False])
def test_marks_below_years_are_a_deadline(tmp_path: Path, mark: str, priced: bool) -> None:
    rows: list[Sequence[Any]] = [
        ("1.1", "Lay cables", "MoE", mark, mark, "", 500, "State"),
        ("1.2", "Buy servers", "MoE", "", "", mark, 70, "State"),
        ("1.3", "Train staff", "MoE", "", mark, "-", 8, "State"),
    ]
    if not priced:
        rows = [(*row[:6], "", row[7]) for row in rows]
    title = ("Action plan 2026-2028", "", "", "")
    head = [_HEAD if priced else (*_HEAD[:6], "", _HEAD[7]), _YEARS, ("Objective 1: Networks", *[""] * 7)]
    found = read(workbook(tmp_path / "plan.xlsx", [title, *head, *rows]))
    assert [action.deadline.raw for action in found.actions()] == ["2026-2027", "2028", "2027"]
    assert [action.budget_total for action in found.actions()] == (
        [50_000, 7_000, 800] if priced else [None] * 3
    )
    why = found.provenance["1.1/deadline"]
    assert (why.certain, why.reason) == (False, "marked_columns")
    assert not [one for one in found.findings if one.code == "amount_unreadable"]


def test_what_stands_below_money_is_no_mark(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [("1.1", "Lay cables", "MoE", "2026", 1, "")]
    rows.append(("1.2", "Buy servers", "MoE", "2027", "", 1))
    objective = ("Objective 1: Networks", *[""] * 5)
    found = read(workbook(tmp_path / "plan.xlsx", [_PLAIN, objective, *rows]))
    assert [dict(action.budget) for action in found.actions()] == [
        {2026: 100_000_000, 2027: None},
        {2026: None, 2027: 100_000_000},
    ]
    rows = [(*row[:4], *("yes" if cell else "" for cell in row[4:])) for row in rows]
    found = read(workbook(tmp_path / "plan.xlsx", [_PLAIN, objective, *rows]))
    assert [one.figures["found"] for one in found.findings if one.code == "amount_unreadable"] == ["yes"] * 2
