"""Headings of two and three rows: years, and below or above them who pays."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.interpret.mapping.given import Mapping
from store.db.errors import UserError
from tests.planreader.tables import workbook

_NAMED = ("No.", "Action", "Responsible institution", "Deadline")
_BLANK = ("", "", "", "")
_BY_YEAR = ("Budget of Kosovo", "Donors", "Budget of Kosovo", "Donors")
_OBJECTIVES = [["1.", "Strategic objective: Governance"], ["1.1", "Specific objective: Roads"]]
_ROW = ["1.1.1", "Repair the bridge", "MIT", "2024-2025"]
_PAID = {
    ("2024", "Budget of Kosovo"): "1000",
    ("2024", "Donors"): "200",
    ("2025", "Budget of Kosovo"): "3000",
    ("2025", "Donors"): "50",
}


def _rows(heads: Sequence[Sequence[str]], amounts: Sequence[int]) -> list[list[Any]]:
    named: list[list[Any]] = [[*(_BLANK if n else _NAMED), *head] for n, head in enumerate(heads)]
    rows: list[list[Any]] = [["Action plan 2024-2025"], *named, *_OBJECTIVES, [*_ROW, *amounts]]
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _asked(path: Path) -> dict[str, str]:
    """What each column with an amount seems to be, of a document that asks."""
    with pytest.raises(UserError) as caught:
        read(path)
    assert caught.value.code == "document_unmapped"
    columns: Any = caught.value.params["columns"]
    return {one["name"]: one["role"] for one in columns}


@pytest.mark.parametrize("merged", [(), ("E2:H2", "E3:F3", "G3:H3"), ("E2:H2",)])
@pytest.mark.parametrize(
    "top", ["Funding sources", "Financing (EUR)", "Planned budget", "Izvori finansiranja"]
)
def test_sources_below_years_below_a_heading_of_sources(
    tmp_path: Path, top: str, merged: Sequence[str]
) -> None:
    def change(sheet: Any) -> None:
        for cells in merged:
            sheet.merge_cells(cells)

    rows = _rows([(top,), ("2024", "", "2025", ""), _BY_YEAR], (1000, 200, 3000, 50))
    asked = _asked(workbook(tmp_path / "a.xlsx", rows, change))
    assert [role for name, role in asked.items() if name.startswith(top)] == [
        *["budget.2024"] * 2,
        *["budget.2025"] * 2,
    ]
    plan, _marks = assembled(tmp_path / "a.xlsx", mapping=Mapping((("Deadline", "deadline"),)))
    (action,) = plan.actions()
    assert action.budget == {2024: 120000, 2025: 305000}
    assert {one.heading: one.text for one in action.remarks} == {
        f"{top} {year} {source}": text for (year, source), text in _PAID.items()
    }


@pytest.mark.parametrize(
    ("heads", "amounts"),
    [
        (
            [("Budget of Kosovo 2024", "Donors 2024", "Budget of Kosovo 2025", "Donors 2025")],
            (1000, 200, 3000, 50),
        ),
        ([("Budget of Kosovo", "", "Donors", ""), ("2024", "2025") * 2], (1000, 3000, 200, 50)),
        (
            [("Sources of funding",), ("Budget of Kosovo", "", "Donors", ""), ("2024", "2025") * 2],
            (1000, 3000, 200, 50),
        ),
        ([("2024", "", "", "2025", "", ""), (*_BY_YEAR[:2], "Total") * 2], (1000, 200, 1200, 3000, 50, 3050)),
        (
            [("Funding",), ("2024", "", "", "2025", "", ""), ("Total", *_BY_YEAR[:2]) * 2],
            (1200, 1000, 200, 3050, 3000, 50),
        ),
    ],
)
def test_each_sources_amount_of_each_year_is_its_own(
    tmp_path: Path, heads: Sequence[Sequence[str]], amounts: Sequence[int]
) -> None:
    # a table as text has no merged cells
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        csv.writer(file).writerows(_rows(heads, amounts))
    asked = _asked(tmp_path / "a.csv")
    roles = [*asked.values()][4:]
    assert sorted(role for role in roles if role != "leave") == [*["budget.2024"] * 2, *["budget.2025"] * 2]
    plan, _marks = assembled(tmp_path / "a.csv", mapping=Mapping((("Deadline", "deadline"),)))
    (action,) = plan.actions()
    assert action.budget == {2024: 120000, 2025: 305000}
    told = {
        (year, source): one.text
        for one in action.remarks
        for year, source in _PAID
        if _is_of(one, year, source)
    }
    assert told == _PAID


def _is_of(remark: Any, year: str, source: str) -> bool:
    return year in remark.heading and source in remark.heading


def test_numbers_of_columns_in_headings_are_no_values(tmp_path: Path) -> None:
    heads = ("Budget 2024 (1)", "Donors 2024 (2)", "Total 2024 (3=1+2)")
    asked = _asked(workbook(tmp_path / "a.xlsx", _rows([heads], (1000, 200, 1200))))
    assert [role for name, role in asked.items() if "2024" in name] == [*["budget.2024"] * 2, "leave"]
