"""Columns of what was spent: they are none of the budget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader import read
from planreader.vocabulary.headwords import role_of
from tests.planreader.tables import workbook

_OBJECTIVES = [["1.", "Objektivi strategjik: Qeverisja"], ["1.1", "Objektivi specifik: Rrugët"]]


def _read(path: Path, *heads: tuple[str, str], merged: bool = False) -> tuple[dict[int, Any], list[str]]:
    """The budget of the first action and the headings of its remarks, of a table with these two columns."""
    named = ["No.", "Action", "Responsible institution", "Deadline"]
    lines = [[*(named if not n else [""] * 4), *head] for n, head in enumerate(heads)]
    rows = [
        ["1.1.1", "Repair the bridge", "MIT", "2025", 15000, 400.5],
        ["1.1.2", "Repair the road", "MIT", "2025-2026", 2000, 100],
        ["", "Total of 1.1", "", "", 17000, 500.5],
    ]

    def change(sheet: Any) -> None:
        if merged:
            sheet.merge_cells("E2:F2")

    titled: list[list[Any]] = [["Action plan 2025-2026"], *lines, *_OBJECTIVES, *rows]
    found = read(workbook(path / "a.xlsx", [[*row, *[""] * (6 - len(row))] for row in titled], change))
    assert "totals_stray_text" not in {one.code for one in found.findings}
    action = next(found.actions())
    return dict(action.budget), [remark.heading for remark in action.remarks]


@pytest.mark.parametrize(
    ("planned", "spent"),
    [
        ("Planned 2025", "Spent 2025"),
        ("Budget 2025", "Expenditure 2025"),
        ("Budget 2025", "Spent to date"),
        ("Budget 2025", "Actual 2025"),
        ("Budget 2025", "Realised 2025"),
        ("Buxheti i planifikuar 2025", "Buxheti i shpenzuar 2025"),
        ("Buxheti 2025", "Shpenzimet 2025"),
        ("Buxheti 2025", "Realizimi i buxhetit"),
        ("Planirano 2025", "Utrošeno 2025"),
        ("Sredstva 2025", "Realizovana sredstva 2025"),
        ("Planirani budžet 2025", "Izvršenje 2025"),
        ("Планирани средства 2025", "Потрошени средства 2025"),
        ("Budget 2025", "Committed 2025"),
        ("Buxheti 2025", "Zotuar 2025"),
        ("Buxheti 2025", "Buxheti i përdorur 2025"),
        ("Planirano 2025", "Iskorišćeno 2025"),
    ],
)
def test_what_was_spent_is_a_remark(tmp_path: Path, planned: str, spent: str) -> None:
    assert _read(tmp_path, (planned, spent)) == ({2025: 1_500_000}, [spent])


def test_a_heading_of_two_rows_says_so_in_either(tmp_path: Path) -> None:
    assert _read(tmp_path, ("2025", ""), ("Planned", "Expenditure"), merged=True)[1] == ["2025 Expenditure"]
    assert _read(tmp_path, ("Planned", "Spent"), ("2025", "2025"))[1] == ["Spent 2025"]


def test_expenditure_without_a_budget_beside_it_is_planned(tmp_path: Path) -> None:
    assert _read(tmp_path, ("Expenditure 2025", "Expenditure 2026"))[0] == {2025: 1_500_000, 2026: 40050}
    assert _read(tmp_path, ("To be spent 2025", "To be spent 2026"))[0] == {2025: 1_500_000, 2026: 40050}


@pytest.mark.parametrize("spent", ["Actual cost", "Kosto aktuale", "Stvarni troškovi"])
def test_an_actual_cost_is_no_money_of_the_next_year(tmp_path: Path, spent: str) -> None:
    budget, remarks = _read(tmp_path, ("Cost", spent))
    assert (40050 in budget.values(), remarks) == (False, [spent])


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Godina realizacije", "deadline"),
        ("Afati i realizimit", "deadline"),
        ("Nosilac realizacije", "institutions"),
        ("Realizator", "institutions"),
        ("Rezultati i realizuar", "output"),
        ("Planned expenditure 2025", "budget"),
        ("Total spent", "notes"),
    ],
)
def test_what_else_is_realised_or_spent(heading: str, role: str) -> None:
    assert role_of(heading) == role


def test_a_second_row_of_a_heading_may_repeat_what_it_does_not_part(tmp_path: Path) -> None:
    named = ("No.", "Action", "Responsible institution", "Deadline")
    rows: list[tuple[Any, ...]] = [
        ("Action plan 2025", *[""] * 5),
        (*named, "Budget 2025", ""),
        (*named, "Planned", "Spent"),
        *((*line, *[""] * 4) for line in _OBJECTIVES),
        ("1.1.1", "Repair the bridge", "MIT", "2025", 15000, 400.5),
    ]
    found = read(workbook(tmp_path / "a.xlsx", rows, lambda sheet: sheet.merge_cells("E2:F2")))
    (action,) = found.actions()
    assert action.budget == {2025: 1_500_000}
    assert [remark.heading for remark in action.remarks] == ["Budget 2025 Spent"]
