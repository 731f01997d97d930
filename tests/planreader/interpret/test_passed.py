"""What is passed over is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from tests.planreader.tables import Rows, action, objective, plan, word, workbook

_SHORT: Rows = [["Shkurtesa", "Kuptimi"], ["MPB", "Ministria e Punëve të Brendshme"]]
_TARGETS: Rows = [
    ["Indicator", "Unit", "Baseline 2021", "Target 2022", "Target 2023", "Target 2024", "Result"],
    ["Signs put up", "number", "10", "20", "30", "40", "More signs"],
    ["Deaths", "", "10", "9", "8", "7", "Fewer deaths"],
]


def test_a_table_of_nothing_in_the_plan_is_told(tmp_path: Path) -> None:
    _plan, marks = assembled(word(tmp_path / "plan.docx", [_SHORT, plan()]))
    assert marks.passed == (("table 1, row 1", "Shkurtesa · Kuptimi", 2),)


def test_a_table_of_the_title_alone_and_one_of_the_plan_are_not_told(tmp_path: Path) -> None:
    _plan, marks = assembled(word(tmp_path / "plan.docx", [[["Plani i veprimit 2022-2023"]], plan()]))
    assert marks.passed == ()


@pytest.mark.parametrize("line", ["(në mijë euro)", "Shumat janë në EUR", "Vlerat janë të përafërta"])
def test_a_title_and_the_money_of_all_amounts_above_them_in_their_table_are_not_told(
    tmp_path: Path, line: str
) -> None:
    rows = [objective("Plani i veprimit 2022-2023"), objective(line), *plan()]
    _plan, marks = assembled(workbook(tmp_path / "plan.xlsx", rows))
    told = [("sheet Plani, row 2", line, 1)] if line.startswith("Vlerat") else []
    assert list(marks.passed) == told


def test_rows_of_the_plans_table_that_say_nothing_of_it_are_told(tmp_path: Path) -> None:
    rows = [*plan(), objective("Raportohet dy herë në vit."), objective("Nënshkrimet")]
    _plan, marks = assembled(word(tmp_path / "plan.docx", [rows]))
    assert marks.passed == (("table 1, row 7", "Raportohet dy herë në vit.", 2),)


def test_columns_of_indicators_without_a_field_are_told(tmp_path: Path) -> None:
    rows = plan()
    _plan, marks = assembled(word(tmp_path / "plan.docx", [rows[:2], _TARGETS, rows[2:]]))
    assert marks.passed == (
        ("table 2, row 2, column 2", "Unit", 1),
        ("table 2, row 2, column 5", "Target 2023", 2),
    )


def test_specific_objectives_counted_through_the_plan_share_numbers_with_strategic_ones(
    tmp_path: Path,
) -> None:
    first, second = plan(action("1.1")), plan(action("2.1"))
    rows = [objective("Objektivi strategjik 1: Rrugët"), objective("Objektivi specifik 1: Shenjat")]
    rows += [*first[2:], objective("Objektivi specifik 2: Asfalti"), second[-1]]
    rows += [
        objective("Objektivi strategjik 2: Uji"),
        objective("Objektivi specifik 3: Gypat"),
        action("3.1"),
    ]
    found = read(word(tmp_path / "plan.docx", [rows]))
    told = [
        (one.title, [lower.title for lower in one.specific_objectives]) for one in found.strategic_objectives
    ]
    assert told == [("Rrugët", ["Shenjat", "Asfalti"]), ("Uji", ["Gypat"])]


def test_an_indicator_outside_the_tables_is_told(tmp_path: Path) -> None:
    def indicated(document: Any) -> None:
        document.tables[0]._tbl.addprevious(document.add_paragraph("Treguesi: Numri i kurseve")._p)

    _plan, marks = assembled(word(tmp_path / "plan.docx", [plan()], indicated))
    assert [one.text for one in marks.passed] == ["Treguesi: Numri i kurseve"]


def test_an_action_with_the_number_of_its_objective_is_told(tmp_path: Path) -> None:
    rows = plan(action("1.1.1"), action("1.1", "Blerja e automjeteve"), action("1.1.3"))
    found = read(word(tmp_path / "plan.docx", [rows]))
    assert [one.nr for one in found.actions()] == ["1.1.1", "1.1.3"]
    assert [objective.title for objective in found.specific_objectives()] == ["Shërbimet"]
    (told,) = [one for one in found.findings if one.code == "row_passed"]
    assert (told.where, str(told.figures["text"])[:26]) == ("1.1.1", "1.1 · Blerja e automjeteve")


def test_a_number_that_a_workbook_made_a_date_of_is_that_of_an_action(tmp_path: Path) -> None:
    made = action(date(2002, 1, 1), "Blerja e automjeteve")
    found = read(workbook(tmp_path / "plan.xlsx", plan(action("1.1.1"), made, action("1.1.3"))))
    assert [one.nr for one in found.actions()] == ["1.1.1", "1.1.2", "1.1.3"]


def test_an_objective_that_is_printed_again_above_its_actions_is_told_nothing_of(tmp_path: Path) -> None:
    rows = plan(action("1.1", "Shërbimet"), action("1.1.1"))
    found = read(word(tmp_path / "plan.docx", [rows]))
    assert "row_passed" not in {one.code for one in found.findings}
