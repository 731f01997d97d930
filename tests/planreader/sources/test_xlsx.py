"""Workbooks: numbers that became floats or dates, merged cells, amounts as numbers, several sheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planreader import read
from planreader.review.revised import found_anew
from planreader.sources.xlsx_reader import number_options, shown
from store.plan.model import ADMIN
from tests.planreader.tables import action, objective, plan, workbook


def _numbers(path: Path) -> list[str]:
    return [a.nr for a in read(path).actions()]


def test_values_are_read_as_they_are_shown() -> None:
    assert shown(0.5, "0%") == "50%"
    assert shown(12500.0, "#,##0") == "12500"
    assert shown(12500.125, "#,##0.00") == "12500.12"
    assert shown(12345678901234567, "0") == "12345678901234567"
    assert (shown(1_200_000, "#,##0,"), shown(1_250_000, "0.0,,")) == ("1200", "1.25")
    assert shown(date(2023, 12, 31), "d.m.yyyy") == "31.12.2023"
    assert shown(date(2023, 12, 1), "mmm-yy") == "12/2023"
    assert shown("a_x000D_\nb", "General") == "a\nb"


def test_a_float_may_be_a_number_with_a_last_zero() -> None:
    assert number_options(1.1, "0.00") == ("1.1", "1.10")
    assert number_options(1.25, "General") == number_options(12500.0, "General") == ()
    assert "1.1.10" in number_options(date(2010, 1, 1), "d.m.yy")


def test_numbers_kept_as_floats_and_dates_follow_their_neighbours(tmp_path: Path) -> None:
    rows = [objective("1. Objektivi strategjik: Qeverisja")]
    for n in range(1, 12):
        number = float(f"1.{n}")
        rows.append((number, f"Objektivi specifik: Shërbimi {n}", *[""] * 7))
        rows += plan()[2:4] if n == 1 else []
        rows.append(action(date(2001, n, 1)))
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    assert [o.nr for o in found.specific_objectives()] == [f"1.{n}" for n in range(1, 12)]
    assert [a.nr for a in found.actions()] == [f"1.{n}.1" for n in range(1, 12)]
    assert not found.provenance["1.10.1/nr"].certain


def test_amounts_are_numbers_or_text_and_percentages_targets(tmp_path: Path) -> None:
    rows = plan(action("1.1.1", first=1234.5, second="12.500 €"), action("1.1.2", first="KA", second=70))
    budget = [a.budget for a in read(workbook(tmp_path / "plan.xlsx", rows)).actions()]
    assert budget == [{2022: 123450, 2023: 1250000}, {2022: ADMIN, 2023: 7000}]


def test_a_cell_merged_over_rows_counts_for_each_an_amount_only_once(tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("G5:G6")
        sheet.merge_cells("E5:E6")

    rows = plan(action("1.1.1"), (*action("1.1.2")[:4], "", "BK", "", "Raporti", "Ligji i punës"))
    found = read(workbook(tmp_path / "plan.xlsx", rows, merge))
    first, second = found.actions()
    assert first.institutions.names == second.institutions.names == ("MPB",)
    assert (first.budget[2023], second.budget[2023]) == (100000, None)
    assert found.provenance["1.1.2/lead"].reason == "merged_over_rows"


def test_administrative_cost_merged_over_years_stands_in_each(tmp_path: Path) -> None:
    rows = plan(action("1.1.1", first="KA", second=""))
    found = read(workbook(tmp_path / "plan.xlsx", rows, lambda sheet: sheet.merge_cells("D5:E5")))
    assert next(found.actions()).budget == {2022: ADMIN, 2023: ADMIN}
    assert not found.provenance["1.1.1/budget/2023"].certain


def test_places_name_sheet_and_cell(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "plan.xlsx", plan()))
    assert found.provenance["1.1.1/deadline"].place == "sheet Plani, cell C5"
    assert found.provenance["1.1.2/budget/2023"].place == "sheet Plani, cell E6"


def test_sheets_that_hold_no_plan_are_passed_over(tmp_path: Path) -> None:
    def more(sheet: Any) -> None:
        other = sheet.parent.create_sheet("Shkurtesat", 0)
        other["A1"], other["B1"] = "MPB", "Ministria e Punëve të Brendshme"
        hidden = sheet.parent.create_sheet("e vjetër")
        hidden["A1"] = "1.1 Objektivi specifik: Tjetër"
        hidden.sheet_state = "hidden"

    assert _numbers(workbook(tmp_path / "plan.xlsx", plan(), more)) == ["1.1.1", "1.1.2"]


def test_a_hidden_sheet_that_holds_a_table_is_told_and_not_read(tmp_path: Path) -> None:
    def more(sheet: Any) -> None:
        hidden = sheet.parent.create_sheet("e vjetër", 0)
        for row in plan(action("1.1.7", "E vjetra")):
            hidden.append(row)
        choices = sheet.parent.create_sheet("zgjedhjet")
        choices["A1"] = "Po"
        hidden.sheet_state = choices.sheet_state = "hidden"

    found = read(workbook(tmp_path / "plan.xlsx", plan(), more))
    assert [one.nr for one in found.actions()] == ["1.1.1", "1.1.2"]
    told = [(one.figures, one.source) for one in found.findings if one.code == "sheet_hidden"]
    assert told == [({"found": "e vjetër"}, "sheet e vjetër, row 1")]
    assert found_anew(found) == found.findings


def test_a_stray_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    def stray(sheet: Any) -> None:
        sheet["XFD1048576"] = " "

    assert _numbers(workbook(tmp_path / "plan.xlsx", plan(), stray)) == ["1.1.1", "1.1.2"]


@pytest.mark.parametrize("suffix", ["txt", "docx", "dat"])
def test_content_decides_before_the_name(tmp_path: Path, suffix: str) -> None:
    path = workbook(tmp_path / "plan.xlsx", plan())
    renamed = path.rename(tmp_path / f"plan.{suffix}")
    assert _numbers(renamed) == ["1.1.1", "1.1.2"]


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("mmmm yyyy", "06/2024"),
        ("[$-181A]d mmmm yyyy", "15.06.2024"),
        ("dd.mm.yyyy", "15.06.2024"),
        ("yyyy", "2024"),
    ],
)
def test_dates_are_shown_in_figures_with_the_parts_of_their_formats(number_format: str, text: str) -> None:
    assert shown(date(2024, 6, 15), number_format) == text
