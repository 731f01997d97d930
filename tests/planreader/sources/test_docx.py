"""Word documents: merged cells, split tables, several paragraphs a cell, what stands around the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planreader import assembled, read
from planreader.review.tomlform import write_toml
from store.opening.open_store import create_store
from store.plan.load import load_plan
from store.plan.model import Remark
from store.plan.save import save_plan
from tests.planreader.tables import HEAD, action, objective, plan, word


def test_one_table(tmp_path: Path) -> None:
    found = read(word(tmp_path / "plan.docx", [plan()]))
    assert (found.language, found.years) == ("sq", (2022, 2023))
    assert [o.title for o in found.specific_objectives()] == ["Shërbimet"]
    assert [a.title for a in found.actions()] == ["Hartimi i planit", "Trajnimi i zyrtarëve"]
    assert found.provenance["1.1.2/title"].place == "table 1, row 6, column 2"
    assert all(p.certain for p in found.provenance.values())


def test_a_table_that_was_split_goes_on_under_the_heading_before(tmp_path: Path) -> None:
    tables = [
        plan(action("1.1.1")),
        [action("1.1.2"), objective("1.2 Objektivi specifik: Të tjera"), action("1.2.1")],
    ]
    found = read(word(tmp_path / "plan.docx", tables))
    assert [a.nr for a in found.actions()] == ["1.1.1", "1.1.2", "1.2.1"]


def test_paragraphs_of_a_cell_are_entries_and_its_wrapped_lines_are_not(tmp_path: Path) -> None:
    row = list(action("1.1.1"))
    row[6] = "MPB\nMinistria e Drejtësisë\nShoqëria civile"
    row[7] = "Raporti i hartuar\ndhe i miratuar"
    row[8] = "Ligji për punën\nRregullorja nr. 3/2022"
    found = next(read(word(tmp_path / "plan.docx", [plan(row)])).actions())
    assert found.institutions.names == ("MPB", "Ministria e Drejtësisë", "Shoqëria civile")
    assert found.outputs == ("Raporti i hartuar dhe i miratuar",)
    assert found.documents == ("Ligji për punën", "Rregullorja nr. 3/2022")


def test_small_tables_within_a_cell_and_breaks_of_pages_are_its_text(tmp_path: Path) -> None:
    from docx import Document
    from docx.enum.text import WD_BREAK

    path = word(tmp_path / "plan.docx", [plan()])
    document = Document(str(path))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "1.1.1")
    row.cells[1].text = "Hartimi i"
    row.cells[1].paragraphs[0].add_run().add_break(WD_BREAK.PAGE)
    row.cells[1].paragraphs[0].add_run("planit")
    row.cells[6].text = ""
    inner = row.cells[6].add_table(2, 1)
    inner.cell(0, 0).text, inner.cell(1, 0).text = "MPB", "Ministria e Drejtësisë"
    document.save(str(path))
    found = next(read(path).actions())
    assert (found.title, found.institutions.names) == ("Hartimi i planit", ("MPB", "Ministria e Drejtësisë"))


def test_prose_contents_and_abbreviations_are_no_part_of_the_plan(tmp_path: Path) -> None:
    def around(document: Any) -> None:
        first = document.paragraphs[0]
        for text in (
            "Plani i Veprimit 2022-2023",
            "Objektivi strategjik 1: Qeverisja synon shërbime më të mira.",
            "Objektivi specifik 1.1: Shërbimet",
        ):
            first.insert_paragraph_before(text)
        first._p.addprevious(document.tables[0]._tbl)
        document.add_paragraph("Objektivi specifik 1.1: u përmend më lart.")

    short = [("MPB", "Ministria e Punëve të Brendshme"), ("BK", "Buxheti i Kosovës")]
    found = read(word(tmp_path / "plan.docx", [short, plan()], around))
    assert found.title == "Plani i Veprimit 2022-2023"
    assert [(s.nr, s.title) for s in found.strategic_objectives] == [("1", "Qeverisja")]
    assert [a.nr for a in found.actions()] == ["1.1.1", "1.1.2"]


def test_what_was_deleted_with_changes_tracked_is_not_read(tmp_path: Path) -> None:
    def track(document: Any) -> None:
        from docx.oxml import OxmlElement

        run = document.tables[0].cell(4, 1).paragraphs[0].runs[0]._r
        mark = OxmlElement("w:del")
        run.addprevious(mark)
        mark.append(run)
        document.tables[0].cell(4, 1).paragraphs[0].add_run("Rishikimi i planit")

    found = read(word(tmp_path / "plan.docx", [plan()], track))
    assert next(found.actions()).title == "Rishikimi i planit"


def test_actions_numbered_anew_within_each_objective(tmp_path: Path) -> None:
    rows = [*plan(action("1."), action("2.")), objective("1.2 Objektivi specifik: Të tjera"), action("1.")]
    found = read(word(tmp_path / "plan.docx", [rows]))
    assert [a.nr for a in found.actions()] == ["1.1.1", "1.1.2", "1.2.1"]
    assert found.provenance["1.2.1/nr"].reason == "number_within_objective"


def test_a_row_without_a_number_is_told_as_passed_over(tmp_path: Path) -> None:
    more = ("", "", "", "", "", "", "Ministria e Drejtësisë", "", "")
    found, marks = assembled(word(tmp_path / "plan.docx", [plan(action("1.1.1"), more, action("1.1.2"))]))
    assert next(found.actions()).institutions.names == ("MPB",)
    assert [one.text for one in marks.passed] == ["Ministria e Drejtësisë"]


def test_columns_in_another_order_and_a_column_of_comments(tmp_path: Path) -> None:
    order = (0, 1, 6, 7, 8, 3, 4, 2, 5)
    rows = [tuple(row[n] for n in order) if row[1] else row for row in plan()]
    rows[2], rows[3] = tuple(HEAD[0][n] for n in order), tuple(HEAD[1][n] for n in order)
    rows = [
        (*row, "Vërejtje" if n == 2 else ("" if n < 4 else "sipas marrëveshjes"))
        for n, row in enumerate(rows)
    ]
    found = next(read(word(tmp_path / "plan.docx", [rows])).actions())
    assert (found.deadline.raw, found.funding, found.institutions.names) == ("2022-2023", ("BK",), ("MPB",))
    assert (found.outputs, found.documents) == (("Plani i miratuar",), ("Ligji i punës",))
    assert found.remarks == (Remark("Vërejtje", "sipas marrëveshjes"),)


def test_remarks_survive_the_reviewable_form_and_a_database(tmp_path: Path) -> None:
    rows = [
        (*row, ("Risqet" if n == 2 else "të larta") if n > 1 and n != 3 else "")
        for n, row in enumerate(plan())
    ]
    found = read(word(tmp_path / "plan.docx", [rows]))
    write_toml(found, tmp_path / "plan.plan.toml")
    assert list(read(tmp_path / "plan.plan.toml").actions()) == list(found.actions())
    with create_store(tmp_path / "plan.db") as store:
        save_plan(store, found, source_name="plan.docx", source_sha256="")
        kept = load_plan(store)
    assert [a.remarks for a in kept.actions()] == [(Remark("Risqet", "të larta"),)] * 2


def test_a_number_that_a_narrow_column_cut_is_whole(tmp_path: Path) -> None:
    found = read(word(tmp_path / "plan.docx", [plan(action("1.1.9"), action("1.1.1\n0"))]))
    assert [a.nr for a in found.actions()] == ["1.1.9", "1.1.10"]


def test_a_heading_of_three_rows(tmp_path: Path) -> None:
    between = ("", "", "", "Sipas viteve", "", "", "", "", "")
    rows = [HEAD[0], between, HEAD[1], *plan()[4:]]

    def merge(document: Any) -> None:
        table = document.tables[1]
        table.cell(1, 3).merge(table.cell(1, 4))
        for c in (0, 1, 2, 5, 6, 7, 8):
            table.cell(0, c).merge(table.cell(2, c))

    found = read(word(tmp_path / "plan.docx", [plan()[:2], rows], merge))
    assert found.years == (2022, 2023)
    assert dict(next(found.actions()).budget) == {2022: "admin", 2023: 100_000}


def test_a_dash_supports_nobody(tmp_path: Path) -> None:
    rows = [
        (*row, ("Institucionet mbështetëse" if n == 2 else "–") if n > 1 else "")
        for n, row in enumerate(plan())
    ]
    rows[3] = (*plan()[3], "")
    rows[2] = (*rows[2][:6], "Institucioni udhëheqës", *rows[2][7:])
    found = read(word(tmp_path / "plan.docx", [rows]))
    assert next(found.actions()).institutions.names == ("MPB",)


def test_a_blank_total_of_the_plan_below_a_heading_of_its_own(tmp_path: Path) -> None:
    rows = [*HEAD, ("Buxheti i përgjithshëm i planit", *[""] * 8)]
    found = read(word(tmp_path / "plan.docx", [plan(), rows]))
    assert [finding.code for finding in found.findings if finding.code.startswith("grand")]
