"""Amounts in thousands and millions, marks of footnotes beside them, what is struck through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.sources.pdf.pdf_lines import lines_of
from planreader.vocabulary.money import by_year, point_of, readings
from store.plan.model import Plan
from tests.planreader.tables import HEAD, action, objective, word, workbook

_MILLION = 1_000_000
_UNITS = {"": 1, "në mijë €": 1000, "milionë €": _MILLION}


def _rows(unit: str, *amounts: Any) -> list[Any]:
    head = [HEAD[0], ("", "", "", f"2022 ({unit})", f"2023 ({unit})", "", "", "", "")] if unit else HEAD
    rows = [objective("1. Objektivi strategjik: Qeverisja"), objective("1.1 Objektivi specifik: Shërbimet")]
    return [*rows, *head, *(action(f"1.1.{n}", first=cell, second="") for n, cell in enumerate(amounts, 1))]


def _first(found: Plan) -> list[Any]:
    return [one.budget[2022] for one in found.actions()]


@pytest.mark.parametrize(
    ("text", "scale", "point", "read_as"),
    [
        ("0.125", _MILLION, "", (12_500_000,)),
        ("0,125", _MILLION, "", (12_500_000,)),
        ("1.2345", _MILLION, "", (123_450_000,)),
        ("1.235", _MILLION, ".", (123_500_000,)),
        ("1,235", _MILLION, ".", (123_500_000_000,)),
        ("1.235", _MILLION, "", (123_500_000, 123_500_000_000)),
        ("1.200", 1000, "", (120_000_000,)),
        ("1.200", 1000, ",", (120_000_000,)),
        ("1.200", 1000, ".", (120_000, 120_000_000)),
        ("1.5 million", 1000, "", (150_000_000,)),
        ("0.125", 1, "", ()),
        ("162.000", 1, ".", (16_200_000,)),
        ("500¹ €", 1, "", (50_000,)),
        ("10,000²⁾", 1, "", (1_000_000,)),
        ("12.5 k€", 1, "", (1_250_000,)),
        ("€2m", 1, "", (200_000_000,)),
        ("500 TEUR", 1, "", (50_000_000,)),
        ("1,5 mlrd. din.", 1, "", (150_000_000_000,)),
        ("12 m", 1, "", ()),
        ("10k", 1, "", (1_000_000,)),
        ("1,5 K €", 1, "", (150_000,)),
        ("12 mijë", 1, "", (1_200_000,)),
        ("10 KM", 1, "", (1_000,)),
        ("10kg", 1, "", ()),
        ("0.8m", 1, "", (80_000_000,)),
        ("25,000 (indicative)", 1, "", (2_500_000,)),
        ("approx. 30.000 €", 1, "", (3_000_000,)),
        ("Approx. 30.000", 1, "", (3_000_000,)),
        ("Oko 300.000", 1, "", (30_000_000,)),
        ("INDICATIVE 30.000", 1, "", (3_000_000,)),
        ("oko 300.000 din.", 1, "", (30_000_000,)),
        ("rreth 30", 1000, "", (3_000_000,)),
        ("~30.000", 1, "", (3_000_000,)),
        ("50,000 [1]", 1, "", (5_000_000,)),
        ("25,000 (monthly)", 1, "", ()),
        ("25,000 per year", 1, "", ()),
        ("1.250,000", 1, "", ()),
    ],
)
def test_readings_of_an_amount(text: str, scale: int, point: str, read_as: tuple[int, ...]) -> None:
    assert readings(text, scale, point) == read_as


def test_other_amounts_tell_the_sign_before_decimals() -> None:
    assert point_of(["1.235", "2.35"]) == point_of(["1,000,000"]) == point_of(["0.125"]) == "."
    assert point_of(["1.235"]) == point_of(["2.35", "1.200.000"]) == ""


def test_decimals_of_millions_are_no_thousands(tmp_path: Path) -> None:
    found = read(word(tmp_path / "a.docx", [_rows("milionë €", "0.125", "1.235", "2.35", "3")]))
    assert _first(found) == [12_500_000, 123_500_000, 235_000_000, 300_000_000]
    assert "amount_two_ways" not in {one.code for one in found.findings}


def test_what_can_be_read_in_two_ways_is_a_finding(tmp_path: Path) -> None:
    found = read(word(tmp_path / "a.docx", [_rows("milionë €", "1.235", "3")]))
    assert _first(found)[0] == 123_500_000
    (finding,) = [one for one in found.findings if one.code == "amount_two_ways"]
    assert (finding.where, finding.figures["other"]) == ("1.1.1", 123_500_000_000)
    assert not found.provenance["1.1.1/budget/2022"].certain


@pytest.mark.parametrize(
    ("first", "second", "scales"),
    [
        ("2022 (milionë €)", "2023 (mijë €)", (_MILLION, 1000)),
        ("2022 (mijë €)", "2023 (milionë €)", (1000, _MILLION)),
        ("2022 (mijë €)", "2023 (€)", (1000, 1)),
        ("2022 (mijë €)", "2023", (1000, 1000)),
    ],
)
def test_each_column_has_a_scale_of_its_own(
    tmp_path: Path, first: str, second: str, scales: tuple[int, int]
) -> None:
    rows = _rows("", 350, 1200)
    rows[3] = ("", "", "", first, second, "", "", "", "")
    rows[4:] = [action(row[0], first=row[3], second=12) for row in rows[4:]]
    found = next(iter(read(workbook(tmp_path / "a.xlsx", rows)).actions()))
    assert found.budget == {2022: 35_000 * scales[0], 2023: 1_200 * scales[1]}


@pytest.mark.parametrize("cell", ["500\n300", "5 000\n3 000", "12\n500"])
@pytest.mark.parametrize(("make", "name"), [(word, "a.docx"), (workbook, "a.xlsx")])
def test_two_amounts_on_two_lines_are_told_and_not_joined(
    tmp_path: Path, make: Any, name: str, cell: str
) -> None:
    rows = _rows("", cell, "12\u00a0500")
    found = read(make(tmp_path / name, rows if make is workbook else [rows]))
    assert _first(found) == [None, 1_250_000]
    unread = [one.figures["found"] for one in found.findings if one.code == "amount_unreadable"]
    assert unread == [cell.replace("\n", " · ")]


def test_a_workbooks_number_counts_in_full(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", _rows("milionë €", 1.2345, 1.235, 2.005)))
    assert _first(found) == [123_450_000, 123_500_000, 200_500_000]
    assert "amount_two_ways" not in {one.code for one in found.findings}


@pytest.mark.parametrize(("unit", "doubtful"), [("në mijë €", False), ("", True)])
def test_a_number_that_its_format_shows_in_thousands(tmp_path: Path, unit: str, doubtful: bool) -> None:
    def change(sheet: Any) -> None:
        sheet["D5"].number_format = "#,##0,"

    found = read(workbook(tmp_path / "a.xlsx", _rows(unit, 1_200_000, 500), change))
    assert _first(found) == [120_000_000, 50_000 * _UNITS[unit]]
    assert doubtful == any(one.code == "amount_two_ways" for one in found.findings)


def _docx_looks(document: Any) -> None:
    table = document.tables[0]
    table.cell(4, 3).paragraphs[0].add_run("1").font.superscript = True
    for paragraph in (p for cell in table.rows[5].cells for p in cell.paragraphs):
        for run in paragraph.runs:
            run.font.strike = True
    paragraph = table.cell(6, 3).paragraphs[0]
    paragraph.runs[0].font.strike = True
    paragraph.add_run(" 2,000")


def _xlsx_looks(sheet: Any) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    sheet["D5"].value = CellRichText("500", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    for cell in sheet[6]:
        cell.font = Font(strike=True)
    sheet["D7"].value = CellRichText(TextBlock(InlineFont(strike=True), "700"), " 2,000")


@pytest.mark.parametrize(
    ("make", "name", "looks"),
    [
        (lambda path, rows, look: word(path, [rows], look), "a.docx", _docx_looks),
        (workbook, "a.xlsx", _xlsx_looks),
    ],
)
def test_marks_of_footnotes_and_what_is_struck_through_do_not_count(
    tmp_path: Path, make: Callable[..., Path], name: str, looks: Callable[[Any], None]
) -> None:
    plan, marks = assembled(make(tmp_path / name, _rows("", "500", "600", "700"), looks))
    assert [one.nr for one in plan.actions()] == ["1.1.1", "1.1.3"]
    assert _first(plan) == [50_000, 200_000]
    assert plan.provenance["1.1.3/budget/2022"].reason == "struck_out"
    (finding,) = [one for one in marks.findings if one.code == "row_struck"]
    assert "1.1.2" in str(finding.figures["text"]), "a row is not left out without a word"


@pytest.mark.parametrize(
    ("others", "told"),
    [
        (("5.000", "3,200", "1250,50"), ["500 300"]),
        ((5000, 3200, 1250), ["500 300"]),
        (("5.000", "3 200", "1250,50"), []),
        (("50", "KA", "1.000"), []),
    ],
)
def test_an_amount_with_a_blank_where_others_have_none_is_told(
    tmp_path: Path, others: Sequence[Any], told: Sequence[str]
) -> None:
    found = read(workbook(tmp_path / "a.xlsx", _rows("", "500 300", *others)))
    assert _first(found)[0] == 50_030_000
    assert [one.figures["found"] for one in found.findings if one.code == "amount_parted"] == told


@pytest.mark.parametrize(
    ("rows", "columns", "told"),
    [
        ((), (), []),
        ((5, 6), (), [(2, "sheet Plani, row 5")]),
        ((), ("E", "F"), [(2, "sheet Plani, cell F3")]),
        ((5,), ("D",), [(2, "sheet Plani, row 5")]),
        ((), ("A", "Z"), [(1, "sheet Plani, cell A1")]),
    ],
)
def test_rows_and_columns_that_a_workbook_hides_are_read_and_told(
    tmp_path: Path, rows: Sequence[int], columns: Sequence[str], told: Sequence[Any]
) -> None:
    def hide(sheet: Any) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True

    plan, marks = assembled(workbook(tmp_path / "a.xlsx", _rows("", "500", "600", "700"), hide))
    assert len(list(plan.actions())) == 3
    found = [one for one in marks.findings if one.code == "rows_hidden"]
    assert [(one.figures["found"], one.source) for one in found] == told


def test_a_small_digit_that_is_printed_higher_is_a_footnotes_mark() -> None:
    def char(text: str, left: float, top: float, height: float) -> dict[str, Any]:
        return {"text": text, "x0": left, "x1": left + 5, "top": top, "bottom": top + height}

    chars = [char(digit, 5.0 * n, 10, 12) for n, digit in enumerate("500")]
    (line,) = lines_of([*chars, char("1", 15, 9, 7), char("2", 20, 9, 7)])
    assert line.text == "500¹²"


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("2026: 2000; 2027: 3000", {2026: "2000", 2027: "3000"}),
        ("2026 - 675, 2027 - 1.350", {2026: "675", 2027: "1.350"}),
        ("2026-2027", {}),
        ("2026 – 2027", {}),
        ("2026: 5; 2026: 6", {}),
        ("about 2026: 5", {}),
    ],
)
def test_amounts_behind_their_years(text: str, amounts: dict[int, str]) -> None:
    assert by_year(text) == amounts


def test_an_amount_that_is_about_so_much_is_read_and_not_certain(tmp_path: Path) -> None:
    found = read(word(tmp_path / "a.docx", [_rows("", "approx. 30.000", "12.000")]))
    assert _first(found) == [3_000_000, 1_200_000]
    origins = [found.provenance[f"1.1.{n}/budget/2022"] for n in (1, 2)]
    assert [(one.certain, one.reason) for one in origins] == [(False, "about_so_much"), (True, "")]


@pytest.mark.parametrize(
    "cell", ["Kosto administrative + 5.000", "Admin. cost (5,000)", "Troškovi administracije 12.000 €"]
)
def test_administrative_cost_beside_an_amount_is_told(tmp_path: Path, cell: str) -> None:
    found = read(word(tmp_path / "a.docx", [_rows("", cell, "12.000")]))
    assert _first(found) == [None, 1_200_000]
    assert [one.figures["found"] for one in found.findings if one.code == "amount_unreadable"] == [cell]
