"""Tables as ministries lay them out: rows that are counted, objectives beside actions, other words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader import read
from planreader.build.entries import documents
from planreader.sources.form import Cell, Part
from planreader.sources.pdf.pdf_lines import with_sign
from planreader.sources.text.lines import BLANK, BLOCK
from planreader.vocabulary.headwords import concepts
from tests.planreader.tables import HEAD, action, objective, plan, word, workbook


def _counted() -> list[list[Any]]:
    """A plan of two objectives with a column in front that counts all its rows."""
    rows = [*plan(action("1.1.1"), action("1.1.2")), objective("1.2 Objektivi specifik: Të tjera")]
    found: list[list[Any]] = []
    counted = 0
    for row in [*rows, action("1.2.1"), action("1.2.2")]:
        counted += str(row[0])[-1:].isdigit()
        first = "Nr. rendor" if row[0] == "Nr." else counted if str(row[0])[-1:].isdigit() else ""
        found.append([first, *row] if row[1] or not row[0] else [*row, ""])
    return found


def _counted_book(path: Path, rows: list[list[Any]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value != "":
                sheet.cell(r, c).value = value
    sheet.merge_cells(start_row=3, end_row=3, start_column=5, end_column=6)
    book.save(str(path))
    return path


def test_a_column_that_counts_rows_is_not_that_of_numbers(tmp_path: Path) -> None:
    found = list(read(_counted_book(tmp_path / "plan.xlsx", _counted())).actions())
    assert [one.nr for one in found] == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    assert not any(one.remarks for one in found)


def test_a_column_that_counts_rows_is_none_beside_numbers_in_front_of_titles(tmp_path: Path) -> None:
    rows = [list(row) for row in plan(action("1", "Masa 1.1.1: Hartimi"), action("2", "Masa 1.1.2: Blerja"))]
    rows += [list(objective("1.2 Objektivi specifik: Të tjera")), list(action("3", "Masa 1.2.1: Trajnimi"))]
    found = list(read(workbook(tmp_path / "plan.xlsx", rows)).actions())
    assert [(one.nr, one.title) for one in found] == [
        ("1.1.1", "Hartimi"),
        ("1.1.2", "Blerja"),
        ("1.2.1", "Trajnimi"),
    ]


def test_a_labelled_objective_beside_its_first_action_takes_nothing_from_it(tmp_path: Path) -> None:
    label = "Objektivi specifik 1.1: Shërbimet"
    head = [("Objektivi specifik", *HEAD[0]), ("", *HEAD[1])]
    rows = [*head, (label, *action("1.1.1", "Hartimi i ligjit")), ("", *action("1.1.2", "Trajnimi"))]

    def merge(document: Any) -> None:
        table = document.tables[0]
        table.cell(0, 4).merge(table.cell(0, 5))
        for c in (0, 1, 2, 3, 6, 7, 8, 9):
            table.cell(0, c).merge(table.cell(1, c))
        table.cell(2, 0).merge(table.cell(3, 0))

    found = read(word(tmp_path / "plan.docx", [rows], merge))
    assert [(one.nr, one.title) for one in found.actions()] == [
        ("1.1.1", "Hartimi i ligjit"),
        ("1.1.2", "Trajnimi"),
    ]
    assert next(found.specific_objectives()).title == "Shërbimet"


@pytest.mark.parametrize("heading", ["Mjera", "Mera", "Masa", "Measure"])
def test_a_measure_is_no_thousand(tmp_path: Path, heading: str) -> None:
    rows = [tuple(heading if cell == "Veprimi" else cell for cell in row) for row in plan()]
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    assert "thousands" not in concepts(heading)
    assert [one.budget[2023] for one in found.actions()] == [100000, 100000]


@pytest.mark.parametrize(
    "title",
    [
        "Plani vjetor i veprimit 2022-2023 i Inspektoratit të Punës",
        "Plani i Masave për Zhvillim Rural 2022-2023",
        "Plan mjera za razvoj sela 2022-2023",
    ],
)
def test_titles_of_plans(tmp_path: Path, title: str) -> None:
    def name(document: Any) -> None:
        document.paragraphs[0].insert_paragraph_before(title)
        document.element.body.insert(0, document.paragraphs[0]._p)

    assert read(word(tmp_path / "plan.docx", [plan()], name)).title == title


@pytest.mark.parametrize(("found", "listed"), [("KPIA", True), ("KIPA", False), ("KAPI", False)])
def test_two_letters_that_changed_places_in_an_acronym(tmp_path: Path, found: str, listed: bool) -> None:
    rows = [
        tuple(name if cell == "MPB" else cell for cell in action(f"1.1.{n}"))
        for n, name in enumerate(["KIPA", "KIPA", found], 1)
    ]
    near = [one for one in read(workbook(tmp_path / "plan.xlsx", plan(*rows))).findings if "near" in one.code]
    assert [one.figures["found"] for one in near] == ([found] if listed else [])


def _documents(*parts: tuple[str, int]) -> tuple[str, ...]:
    return documents(Cell("documents", tuple(Part(text, gap) for text, gap in parts)))


@pytest.mark.parametrize(
    "names",
    [
        ("Ligji nr. 08/L-063", "UA nr. 03/2020", "KASH 2022-2024"),
        ("Law No. 05/L-087 on Minor Offences", "Ministry Work Plan", "MTEF 2022-2024"),
        ("Progress Report", "Stabilisation and Association Agreement", "AI No. 03/2020"),
    ],
)
def test_short_references_begin_behind_commas_and_in_paragraphs(names: tuple[str, ...]) -> None:
    assert _documents((", ".join(names), BLOCK)) == names
    assert _documents(*((name, BLANK) for name in names)) == names


def test_an_institutions_short_form_with_a_number_goes_on() -> None:
    assert _documents(("Rregullorja për Huaj", BLOCK), ("QRK 09/2019", BLOCK)) == (
        "Rregullorja për Huaj QRK 09/2019",
    )


@pytest.mark.parametrize(("printed", "shown"), [("\uf0b7", "•"), ("\uf0b3", "≥"), ("a", "a")])
def test_letters_of_a_font_of_symbols(printed: str, shown: str) -> None:
    assert with_sign({"text": printed, "x0": 1.0}) == {"text": shown, "x0": 1.0}


@pytest.mark.parametrize(("grand", "filled"), [(True, False), (False, False), (False, True)])
def test_parts_of_totals_that_are_all_blank_are_told_whatever_the_plans_total_says(
    tmp_path: Path, grand: bool, filled: bool
) -> None:
    def row(label: str, *amounts: str) -> list[str]:
        return [label, "", "", *(amounts or ("", "")), "", "", "", ""]

    parts = [row("Nga të cilat kapitale:", *(("", "500") if filled else ())), row("Nga të cilat rrjedhëse:")]
    rows = [*plan(action("1.1.1")), row("Gjithsej për objektivin specifik 1.1", "", "1,000"), *parts]
    rows += [row("Totali i planit", "", "1,000"), *parts] if grand else []
    told = [one for one in read(word(tmp_path / "plan.docx", [rows])).findings if one.code == "split_blank"]
    assert [(one.figures, bool(one.source)) for one in told] == (
        [] if filled else [({"rows": 4 if grand else 2}, True)]
    )


@pytest.mark.parametrize("heading", ["Treguesi i produktit", "Output indicator", "Pokazatelj ishoda"])
def test_an_indicator_of_the_output_beside_the_output_is_a_remark(tmp_path: Path, heading: str) -> None:
    rows: list[list[Any]] = [[*row, "Numri" if row[1] and n > 3 else ""] for n, row in enumerate(plan())]
    rows[2][-1] = heading
    first, *_ = read(workbook(tmp_path / "plan.xlsx", rows)).actions()
    assert first.outputs == ("Plani i miratuar",)
    assert [(one.heading, one.text) for one in first.remarks] == [(heading, "Numri")]
