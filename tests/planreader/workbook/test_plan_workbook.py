"""A plan's workbook: there and back without loss, and every wrong cell named at once."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl import Workbook

from language import LANGUAGES
from language.messages import message
from planreader import read
from planreader.apart import assembled_apart
from planreader.review.reading import read_reviewed
from planreader.review.tomlform import read_toml
from planreader.sources.workbook import PLAN
from planreader.workbook.reading import read_workbook
from planreader.workbook.writing import blank_workbook, plan_workbook
from store.db.errors import UserError
from store.plan.form import plan_to_form
from store.plan.model import Plan
from tests.planreader.workbook.problems import assert_problem, named_problems
from tests.plans import small_plan
from tests.store.plan.plan_strategies import plans
from tests.support.lengths import cases, some
from tests.support.paths import SET
from tests.support.speech import speaking

_DOCUMENTS = some(sorted(SET.glob("*.plan.toml")), of=6)
_EDIT = Callable[[Workbook], None]


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: path.name)
def test_the_plan_of_every_document_comes_back(path: Path) -> None:
    plan = read_toml(path)
    again = read_workbook(plan_workbook(plan, path.name), path.name)
    assert plan_to_form(again) == plan_to_form(plan)


@pytest.mark.parametrize("code", some(LANGUAGES, of=2))
def test_it_comes_back_from_each_language_and_is_read_in_another(
    code: str, sample: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xlsx"
    with speaking(code):
        path.write_bytes(plan_workbook(sample, path.name))
    reading = read_reviewed(path)
    assert plan_to_form(reading.decided.plan) == plan_to_form(sample)
    assert reading.plan.provenance["1.1.1/title"].place.endswith("cell C4")


@given(plans())
@settings(max_examples=cases(15, 300), deadline=None)
def test_whatever_a_plan_holds_comes_back_or_is_not_written(plan: Plan) -> None:
    try:
        data = plan_workbook(plan, "x.xlsx")
    except UserError as refused:
        assert refused.code == "plan_not_in_cells"
        return
    assert read_workbook(data, "x.xlsx").years == plan.years


@cache
def _of_the_small_plan() -> bytes:
    with speaking("en"):
        return plan_workbook(small_plan(2), "x.xlsx")


def changed(edit: _EDIT) -> bytes:
    """The workbook of the small plan after somebody's edit."""
    book = openpyxl.load_workbook(io.BytesIO(_of_the_small_plan()))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(cell: str, value: Any, sheet: str = "Plan", number_format: str = "General") -> _EDIT:
    """An edit that types a value into a cell."""

    def edit(book: Workbook) -> None:
        book[sheet][cell] = value
        book[sheet][cell].number_format = number_format

    return edit


def _hide(book: Workbook) -> None:
    book["Plan"].row_dimensions[4].hidden = True


def _copy(book: Workbook) -> None:
    book.copy_worksheet(book["Plan"])


def _rename(book: Workbook) -> None:
    book["Plan"].title = "Other"


def _fill_example(book: Workbook) -> None:
    sheet = book.create_sheet("Example")
    for row in (["Kind", "Number", "Title"], ["Strategic objective", "1", "Ujë i pastër për çdo familje"]):
        sheet.append(row)
    sheet.append(["Action", "1.1.1", "Blerja e një autobusi"])


def _drop_years(book: Workbook) -> None:
    for column in book["Plan"].iter_cols(1, 20):
        if str(column[0].value).startswith("Budget 2"):
            column[0].value = None


@pytest.mark.parametrize(
    ("edit", "code", "place"),
    [
        (put("G4", "much"), "cell_amount", "G4"),
        (put("G4", 1.234), "cell_amount_fine", "G4"),
        (put("G4", "5000 RSD"), "cell_amount", "G4"),
        (put("G4", "$5000"), "cell_amount", "G4"),
        (put("G4", "5000 lekë"), "cell_amount", "G4"),
        (put("G4", 5000, number_format='#,##0 "RSD"'), "cell_amount", "G4"),
        (put("G4", 5000, number_format="[$USD] #,##0"), "cell_amount", "G4"),
        (put("G4", "1.234"), "cell_two_ways", "G4"),
        (put("G4", -5), "cell_amount", "G4"),
        (put("G4", 1_234_000, number_format="#,##0,"), "cell_two_ways", "G4"),
        (put("G4", "=1/0"), "cell_formula_unsaved", "G4"),
        (put("G2", 5), "cell_stray", "G2"),
        (put("A4", "Aktion"), "cell_choice", "A4"),
        (put("A4", None), "cell_missing", "A4"),
        (put("A2", "Action"), "row_order", "A2"),
        (put("B4", None), "cell_missing", "B4"),
        (put("B4", 1.1), "cell_number_text", "B4"),
        (put("B5", "1.1.1"), "cell_twice", "B5"),
        (put("P5", "1.1.1"), "cell_id_twice", "P5"),
        (put("C4", None), "cell_missing", "C4"),
        (put("D4", "nesër"), "cell_deadline", "D4"),
        (put("D4", "31.02.2026"), "cell_deadline", "D4"),
        (put("D4", "TM5 2027"), "cell_deadline", "D4"),
        (put("E4", "soon"), "cell_month", "E4"),
        (put("C1", "Words"), "heading_missing", "A1"),
        (put("C1", "Deadline"), "heading_twice", "D1"),
        (put("Z9", "x"), "cell_no_heading", "Z9"),
        (put("B4", datetime(2010, 1, 1), number_format="dd.mm.yyyy"), "cell_number_text", "B4"),
        (put("A2", "9.9", "Indicators"), "cell_objective", "A2"),
        (put("D2", "soon", "Indicators"), "cell_year", "D2"),
        (put("B2", "Eskimo", "About the plan"), "", ""),
        (put("B1", None, "About the plan"), "cell_missing", "B1"),
        (put("B3", "euro", "About the plan"), "cell_currency", "B3"),
        (put("K4", "MFPT, APRK"), "cell_names", "K4"),
        (lambda book: book["Plan"].merge_cells("C4:C5"), "cell_merged", "C4"),
        (_hide, "cell_hidden", "A4"),
        (_copy, "sheet_twice", ""),
        (_rename, "sheet_missing", ""),
        (_fill_example, "sheet_example", "A3"),
        (_drop_years, "heading_no_year", "A1"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell(edit: _EDIT, code: str, place: str) -> None:
    data = changed(edit)
    if not code:
        read_workbook(data, "x.xlsx")
        return
    with pytest.raises(UserError, match="file_wrong") as refused:
        read_workbook(data, "x.xlsx")
    assert_problem(refused.value, code, place)


def test_words_that_are_no_deadline_are_kept_where_it_stands_beside_them() -> None:
    def edit(book: Workbook) -> None:
        for cell, value in (("D4", "nesër"), ("F4", "2026-03"), ("D5", "TBD"), ("E5", "–")):
            book["Plan"][cell] = value

    plan = read_workbook(changed(edit), "x.xlsx")
    assert [(of.deadline.raw, of.deadline.end, of.deadline.end_month) for of in plan.actions()][:2] == [
        ("nesër", 2026, 3),
        ("TBD", None, None),
    ]
    # and so it is written
    assert plan_to_form(read_workbook(plan_workbook(plan, "x.xlsx"), "x.xlsx")) == plan_to_form(plan)


def test_what_is_wrong_once_is_said_once_and_rows_that_are_there_are_not_missed() -> None:
    with pytest.raises(UserError) as refused:
        read_workbook(changed(put("B5", "1.1.1")), "x.xlsx")
    assert named_problems(refused.value) == [("cell_twice", "B5")]

    def edit(book: Workbook) -> None:
        book["Plan"].delete_rows(2, 2)
        book["Plan"].delete_rows(4, 100)
        del book["Indicators"]

    with pytest.raises(UserError) as refused:
        read_workbook(changed(edit), "x.xlsx")
    assert named_problems(refused.value) == [("row_order", "A2"), ("row_order", "A3")]


def test_two_levels_may_bear_the_same_numbers() -> None:
    plan = small_plan(2)
    first, *others = plan.strategic_objectives
    below = first.specific_objectives[0]._replace(nr=first.nr)
    same = first._replace(specific_objectives=(below, *first.specific_objectives[1:]))
    plan = plan._replace(strategic_objectives=(same, *others), findings=())
    again = read_workbook(plan_workbook(plan, "x.xlsx"), "x.xlsx")
    assert plan_to_form(again) == plan_to_form(plan)


def test_a_plan_that_no_workbook_keeps_is_said_to_be_that() -> None:
    plan = small_plan(2)
    first, second, *others = plan.strategic_objectives
    plan = plan._replace(strategic_objectives=(first, second._replace(nr=first.nr), *others))
    with pytest.raises(UserError, match="plan_not_in_cells"):
        plan_workbook(plan, "x.xlsx")


def test_all_that_is_wrong_is_said_at_once() -> None:
    def edit(book: Workbook) -> None:
        for cell, value in (("G6", "much"), ("B5", None), ("A4", "?")):
            book["Plan"][cell] = value

    with pytest.raises(UserError) as refused, speaking("en"):
        read_workbook(changed(edit), "x.xlsx")
    with speaking("en"):
        lines = message("file_wrong", refused.value.params).split("\n")
    assert lines[0].startswith("x.xlsx is not taken")
    assert (
        sorted(line.partition(":")[0] for line in lines[1:])
        == [
            "- sheet Plan, cell A4",
            "- sheet Plan, cell B5",
            "- sheet Plan, cell G4",
        ]
        or len(lines) >= 3
    )


@pytest.mark.parametrize("code", some(LANGUAGES, of=2, first=1))
def test_a_blank_one_has_help_lists_and_an_example_and_is_filled_in(code: str, tmp_path: Path) -> None:
    with speaking(code):
        data = blank_workbook(range(2026, 2029), code)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, example, about = book.worksheets[0], book.worksheets[3], book.worksheets[2]
    assert book[PLAN].sheet_state == "veryHidden"
    assert all(cell.comment is not None for cell in sheet[1])
    assert len(sheet.data_validations.dataValidation) == 1
    with pytest.raises(UserError, match="plan_no_actions"):
        read_workbook(data, "x.xlsx")
    for row in example.iter_rows(min_row=2):
        for cell in row:
            if cell.value is not None:
                sheet[cell.coordinate] = cell.value
    about["B1"] = "Plani i ujit 2026-2028"
    path = tmp_path / "ours.xlsx"
    book.save(path)
    plan = read(path)
    assert (plan.title, plan.id, plan.language) == ("Plani i ujit 2026-2028", "plani-i-ujit-2026-2028", code)
    assert plan.years == (2026, 2027, 2028)
    first, second = plan.actions()
    assert (first.nr, first.deadline.start, first.deadline.end) == ("1.1.1", 2026, 2028)
    assert first.budget == {2026: 4_500_000, 2027: 4_500_000, 2028: 4_500_000}
    assert (second.deadline.end, second.deadline.end_month, second.budget[2026]) == (2026, 12, "admin")
    assert plan.findings == ()


def test_a_plan_by_hand_has_its_findings_and_a_written_one_keeps_its_own() -> None:
    def edit(book: Workbook) -> None:
        del book["Findings"]
        # a total needs no label
        book["Plan"]["C6"] = None

    kept = read_workbook(changed(lambda book: None), "x.xlsx")
    assert kept.findings == small_plan(2).findings
    anew = read_workbook(changed(edit), "x.xlsx")
    totals = [finding.where for finding in anew.findings if finding.code == "total_mismatch"]
    assert set(totals) == {"1.1", "2.1"}


def test_macros_and_a_newer_layout_are_refused() -> None:
    import zipfile

    data = plan_workbook(small_plan(1), "x.xlsx")
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(UserError, match="workbook_macros"):
        read_workbook(buffer.getvalue(), "x.xlsx")

    def rename(book: Workbook) -> None:
        book[PLAN].title = "terren-plan-2"

    with pytest.raises(UserError, match="workbook_newer"):
        read_workbook(changed(rename), "x.xlsx")


def test_it_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(small_plan(2), path.name))
    plan, marks = assembled_apart(path, title="Other")
    assert (plan.title, marks) == ("Other", None)


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    plan = small_plan(1)
    objective = plan.strategic_objectives[0]
    risky = plan._replace(
        strategic_objectives=(objective._replace(title="=HYPERLINK(1)"), *plan.strategic_objectives[1:])
    )
    data = plan_workbook(risky, "x.xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["C2"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")
