"""What stands beside the actions: objectives with indicators, units, and words that look like labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader import read
from planreader.interpret.gridrows import read_grid
from planreader.interpret.headings.headcolumns import supporting
from planreader.interpret.headings.headings import RoleColumn
from planreader.review.revised import found_anew
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import role_of
from tests.planreader.tables import HEAD, action, objective, plan, word, workbook

_WIDE = ("Objektivi specifik dhe treguesi", *HEAD[0])


@pytest.mark.parametrize(
    "title",
    ['Fushata "Ndaj, mos hidh" në shkolla', "Fushata Kombëtare e leximit", 'Shtylla "Ajri" në terren'],
)
def test_a_title_that_begins_like_a_label_is_an_action(tmp_path: Path, title: str) -> None:
    found = read(word(tmp_path / "plan.docx", [plan(action("1.1.1"), action("1.1.2", title))]))
    assert [one.title for one in found.actions()] == ["Hartimi i planit", title]


def test_units_within_an_institution_are_remarks() -> None:
    columns = [
        RoleColumn(0, 1, "title", None, "Aktivnost"),
        RoleColumn(1, 2, "institutions", None, "Odgovorna jedinica"),
        RoleColumn(2, 3, "institutions", None, "Vodeća i podržavajuća institucija"),
    ]
    assert [one.role for one in supporting(columns)] == ["title", "notes", "institutions"]
    assert [one.role for one in supporting(columns[:2])] == ["title", "institutions"]


def test_a_total_left_blank_in_one_year_is_told_with_its_year(tmp_path: Path) -> None:
    rows = [
        *plan(action("1.1.1", first="500"), action("1.1.2", first="200")),
        ("Buxheti i përgjithshëm për objektivin specifik 1.1:", "", "", "", "2,000", "", "", "", ""),
    ]
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    (blank,) = [one for one in found.findings if one.code.startswith("total_")]
    assert (blank.code, blank.where, dict(blank.figures)) == (
        "total_blank",
        "1.1",
        {"year": 2022, "computed": 70000},
    )


def test_ranges_of_one_year_are_a_habit_where_they_stand_again_and_again(tmp_path: Path) -> None:
    for raws, slips in ((["2022-2022"] * 3, 0), (["2022-2022"] * 2 + ["2022"], 2)):
        rows = [(*action(f"1.1.{n}")[:2], raw, *action("x")[3:]) for n, raw in enumerate(raws, 1)]
        found = read(workbook(tmp_path / "plan.xlsx", plan(*rows)))
        assert [one.code for one in found.findings].count("deadline_malformed") == slips


@pytest.mark.parametrize(
    ("raw", "codes"), [("", {"deadline_blank"}), ("–", {"deadline_blank"}), ("soon", {"deadline_malformed"})]
)
def test_a_blank_deadline_is_none_and_not_written_otherwise(
    tmp_path: Path, raw: str, codes: set[str]
) -> None:
    rows = [action("1.1.1"), (*action("1.1.2")[:2], raw, *action("x")[3:])]
    found = read(workbook(tmp_path / "plan.xlsx", plan(*rows)))
    assert {one.code for one in found.findings if one.where == "1.1.2"} == codes
    assert found_anew(found) == found.findings


@pytest.mark.parametrize("raw", ["20223-2025", "2022-20256", "202-2025"])
def test_a_year_of_too_many_figures_is_a_slip(raw: str) -> None:
    assert read_deadline(raw).malformed


def test_the_last_word_of_a_title_is_no_number_behind_a_page_end() -> None:
    widths = range(9)

    def row(texts: Sequence[str], place: str, *, cut: bool = False) -> GridRow:
        cells = [
            GridCell(n, n + 1, (Part(text),) if text else (), place)
            for n, text in zip(widths, texts, strict=True)
        ]
        return GridRow(tuple(cells), place, 1, cut=cut)

    head = (
        "Nr.",
        "Veprimi",
        "Afati",
        "2022",
        "2023",
        "Burimi i financimit",
        "Institucioni",
        "Produkti",
        "Ligji",
    )
    found = read_grid(
        [
            GridRow((GridCell(0, 9, (Part("1.1 Objektivi specifik: Shkollat"),), "row 1"),), "row 1", 1),
            row(head, "row 2"),
            row([str(cell) for cell in action("1.1.1", "Mësimi në klasat 4 dhe ")], "row 3"),
            row(("", "8", "", "", "", "", "", "", ""), "row 4", cut=True),
            row([str(cell) for cell in action("1.1.2", "Trajnimi i zyrtarëve")], "row 5"),
        ],
        "plan.pdf",
    )
    titles = [one.text("title") for one in found.rows if one.kind == "action"]
    assert titles == ["Mësimi në klasat 4 dhe 8", "Trajnimi i zyrtarëve"]


def test_signs_of_a_list_are_no_part_of_an_output(tmp_path: Path) -> None:
    row = list(action("1.1.1"))
    row[7] = "• 40 shërbime\n• Raporti vjetor"
    (one,) = read(word(tmp_path / "plan.docx", [plan(row)])).actions()
    assert one.outputs == ("40 shërbime", "Raporti vjetor")


def test_an_objective_in_a_row_of_its_own_stays_one(tmp_path: Path) -> None:
    rows = [*plan(), objective("1.2 Fusha: Uji"), *HEAD, action("1.2.1")]
    found = read(word(tmp_path / "plan.docx", [rows]))
    assert [(one.nr, one.title) for one in found.specific_objectives()] == [
        ("1.1", "Shërbimet"),
        ("1.2", "Uji"),
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Afati i fund", "deadline"),
        ("Burimi i fondeve", "funding"),
        ("Fund", "funding"),
        ("In cooperation with", "support"),
        ("Во соработка со", "support"),
        ("Measures for cooperation", "title"),
    ],
)
def test_a_heading_of_few_words_tells_its_role(text: str, role: str) -> None:
    assert role_of(text) == role
