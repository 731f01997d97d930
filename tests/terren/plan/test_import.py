"""Importing a document: what is said of it, and what is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from planreader.review.tomlform import read_toml, write_toml
from store.opening.open_store import open_store
from store.plan.form import plan_to_form
from store.plan.load import load_plan
from tests.planreader.tables import action, plan, word, workbook
from tests.plans import small_plan
from tests.support.paths import SAMPLE
from tests.terren.conftest import Terren


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A plan in the reviewable form, with one finding and one inferred field."""
    path = tmp_path / "small.plan.toml"
    write_toml(small_plan(), path)
    return path


def test_a_summary_has_the_forms_of_its_numbers(terren: Terren, tmp_path: Path) -> None:
    path, whole = tmp_path / "one.plan.toml", small_plan(1)
    write_toml(whole._replace(strategic_objectives=whole.strategic_objectives[:1], findings=()), path)
    told = terren("import", path).err
    assert "1 strategic objective, 1 specific objective, 1 action, 2 indicators" in told


def test_a_summary_without_writing(terren: Terren, document: Path) -> None:
    result = terren("import", document)
    assert (result.code, result.out) == (0, "")
    assert "2 strategic objectives, 2 specific objectives, 8 actions, 4 indicators" in result.err
    assert "1 field read for certain, 1 inferred" in result.err
    assert "the total printed for 2022 is 5 EUR, the actions add up to 9 EUR. [lines 1-2]" in result.err
    form = json.loads(terren("import", document, "--dry-run", "--json").out)
    assert (form["actions"], form["certain"], form["inferred"], form["written"]) == (8, 1, 1, None)
    assert form["findings"][0] == {
        "code": "total_mismatch",
        "where": "1.1",
        "year": 2022,
        "printed": 5,
        "computed": 9,
        "source": "lines 1-2",
    }
    assert sorted(p.name for p in document.parent.iterdir()) == ["home", "small.plan.toml"]


def test_a_municipality_without_a_name_is_said_to_be_all_of_them(terren: Terren, document: Path) -> None:
    assert "every municipality" not in terren("import", document).err
    text = document.read_text("utf-8")
    assert '"MPB"' in text
    document.write_text(text.replace('"MPB"', '"Komuna"', 1), "utf-8")
    told = terren("import", document).err
    assert "In 1 action “Komuna” is read as every municipality." in told


def test_a_database_has_the_same_bytes_every_time(terren: Terren, document: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.db", tmp_path / "b.db"
    for path in (first, second):
        assert terren("import", document, "-o", path).code == 0
    assert first.read_bytes() == second.read_bytes()
    with open_store(first, read_only=True) as store:
        assert plan_to_form(load_plan(store), provenance=True) == plan_to_form(small_plan(), provenance=True)
        assert store.conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_title_and_id_can_be_given(terren: Terren, document: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.plan.toml"
    assert terren("import", document, "-o", path, "--title", "Tjetër", "--id", "tjeter").code == 0
    assert (read_toml(path).title, read_toml(path).id) == ("Tjetër", "tjeter")


def test_an_existing_file_is_replaced_only_by_force(terren: Terren, document: Path, tmp_path: Path) -> None:
    for name in ("x.db", "x.plan.toml"):
        path = tmp_path / name
        path.write_text("mine")
        assert terren("import", document, "-o", path).code == 1
        assert path.read_text() == "mine"
        assert terren("import", document, "-o", path, "--force").code == 0
        assert path.read_bytes() != b"mine"
        assert [p.name for p in tmp_path.iterdir() if "partial" in p.name] == []


@pytest.mark.parametrize(("goal", "code"), [("x.docx", 2), ("x", 2), ("missing/x.db", 1)])
def test_a_place_that_cannot_be_written(
    terren: Terren, document: Path, tmp_path: Path, goal: str, code: int
) -> None:
    result = terren("import", document, "-o", tmp_path / goal)
    assert (result.code, result.out) == (code, "")
    assert not (tmp_path / goal).exists()


def test_strict_refuses_findings_and_writes_nothing(terren: Terren, document: Path, tmp_path: Path) -> None:
    result = terren("import", document, "--strict", "-o", tmp_path / "x.db")
    assert result.code == 1
    assert "has 1 findings" in result.err
    assert not (tmp_path / "x.db").exists()
    write_toml(small_plan()._replace(findings=()), document)
    assert terren("import", document, "--strict", "-o", tmp_path / "x.db").code == 0


def test_a_dry_run_writes_nothing(terren: Terren, document: Path, tmp_path: Path) -> None:
    assert terren("import", document, "--dry-run", "-o", tmp_path / "x.db").code == 0
    assert not (tmp_path / "x.db").exists()


@pytest.mark.skipif(os.name == "nt", reason="limits of a process are those of POSIX")
@pytest.mark.parametrize("name", ["x.db", "x.plan.toml"])
def test_a_disk_that_takes_no_more_leaves_nothing_behind(document: Path, tmp_path: Path, name: str) -> None:
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "from terren.__main__ import main; main()"
    )
    goal = tmp_path / name
    result = subprocess.run(
        [sys.executable, "-c", script, "import", str(document), "-o", str(goal)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert name in result.stderr.splitlines()[-1] or str(tmp_path) in result.stderr.splitlines()[-1]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith((name, f".{name}"))] == []


@pytest.mark.skipif(os.name == "nt", reason="pipes as of POSIX")
def test_the_plan_is_written_though_nobody_listens(document: Path, tmp_path: Path) -> None:
    goal = tmp_path / "x.db"
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = subprocess.run(
            [sys.executable, "-m", "terren", "import", str(document), "-o", str(goal)],
            stderr=writer,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    finally:
        os.close(writer)
    assert result.returncode == 0
    with open_store(goal, read_only=True) as store:
        assert load_plan(store) == small_plan()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample document."""
    path = tmp_path / "migrimi.txt"
    path.write_bytes((SAMPLE).read_bytes())
    return path


def test_decisions_beside_a_document_count_at_each_import(
    terren: Terren, sample: Path, tmp_path: Path
) -> None:
    sha = json.loads(terren("import", sample, "--json").out)["sha256"]
    beside = tmp_path / "migrimi.txt.corrections.toml"
    entries = (
        '[[decision]]\nfield = "4.5 total 2021"\ndecision = "changed"\nvalue = 60500\n'
        '[[decision]]\nfinding = "4.5 total_label 5.5"\ndecision = "accepted"\n'
        '[[decision]]\nfinding = "4.5 output_blank"\ndecision = "accepted"\n'
    )
    beside.write_text(f'format = "terren-corrections/1"\nsha256 = "{sha}"\n{entries}')
    result = terren("import", sample, "-o", tmp_path / "x.db")
    assert "2 decisions of headquarters applied from migrimi.txt.corrections.toml" in result.err
    assert "left out: 4.5 output_blank (there is no such finding any more)" in result.err
    assert "the total printed for 2021" not in result.err
    assert "1 field decided by headquarters" in result.err
    tree = terren("--db", tmp_path / "x.db", "plan", "4.5").out
    assert "≠ 4.5 Total 2021: corrected by headquarters; the document was read as: 59,500" in tree
    listed = json.loads(terren("--db", tmp_path / "x.db", "plan", "4.5", "--findings", "--json").out)
    assert [f["code"] for f in listed if f.get("decided")] == ["total_label"]
    assert (
        "calls itself 5.5. [lines 3926-3927] (accepted by headquarters)"
        in terren("--db", tmp_path / "x.db", "plan", "--findings").out
    )
    other = tmp_path / "other.toml"
    beside.rename(other)
    with sample.open("ab") as file:
        file.write(b"\n")
    result = terren("import", sample, "--corrections", other)
    assert "belongs to another version of this document" in result.err
    assert "left out: 4.5 Total 2021 (the document says or is read otherwise now)" in result.err


def test_a_corrected_field_is_shown_with_what_was_printed(
    terren: Terren, sample: Path, tmp_path: Path
) -> None:
    other = tmp_path / "c.toml"
    sha = json.loads(terren("import", sample, "--json").out)["sha256"]
    other.write_text(
        f'format = "terren-corrections/1"\nsha256 = "{sha}"\n'
        '[[decision]]\nfield = "2.3.2 funding"\ndecision = "changed"\nvalue = ["BK"]\n'
    )
    assert terren("import", sample, "--corrections", other, "-o", tmp_path / "x.db").code == 0
    shown = terren("--db", tmp_path / "x.db", "show", "2.3.2").out
    assert "Funding: BK" in shown
    assert "≠ Funding: corrected by headquarters; the document was read as: KA" in shown
    form = json.loads(terren("--db", tmp_path / "x.db", "show", "2.3.2", "--json").out)
    assert form["corrected"] == {"2.3.2/funding": '["KA"]'}


def test_strict_counts_findings_that_are_not_accepted(terren: Terren, sample: Path, tmp_path: Path) -> None:
    form = json.loads(terren("import", sample, "--json").out)
    before = len(form["findings"])
    (tmp_path / "migrimi.txt.corrections.toml").write_text(
        f'format = "terren-corrections/1"\nsha256 = "{form["sha256"]}"\n'
        '[[decision]]\nfinding = "4.5 total_label 5.5"\ndecision = "accepted"\n'
    )
    result = terren("import", sample, "--strict")
    assert result.code == 1
    assert f"has {before - 1} findings" in result.err


def test_what_is_passed_over_is_said(terren: Terren, tmp_path: Path) -> None:
    short = [["Shkurtesa", "Kuptimi"], ["[b]MPB[/b]", "\x9bMinistria"]]
    document = word(tmp_path / "plan.docx", [short, plan()])
    result = terren("import", document)
    assert "Passed over: table 1, row 1, 2 rows: Shkurtesa · Kuptimi" in result.err
    form = json.loads(terren("import", document, "--json").out)
    assert form["passed_over"] == [{"place": "table 1, row 1", "text": "Shkurtesa · Kuptimi", "rows": 2}]


def test_a_row_without_a_number_that_has_a_title_waits_for_a_person(terren: Terren, tmp_path: Path) -> None:
    extra = ("", "Blerja e makinave", "2022", "5,000", "", "BK", "MPB", "", "")
    document = word(tmp_path / "plan.docx", [plan(action("1.1.1"), extra, action("1.1.2", "Trajnimi"))])
    result = terren("import", document, "-o", tmp_path / "plan.db")
    assert result.code == 3 and (tmp_path / "plan.db").exists()
    assert (
        "1.1.1: the row below it has no number of an action and is not in the plan: “Blerja e makinave"
        in result.err
    )
    assert "[table 1, row 6]" in result.err and "Passed over" not in result.err
    form = json.loads(terren("import", document, "--json").out)
    key = f"{form['findings'][0]['where']} row_passed {form['findings'][0]['text']}"
    (tmp_path / "plan.docx.corrections.toml").write_text(
        f'format = "terren-corrections/1"\nsha256 = "{form["sha256"]}"\n'
        f'[[decision]]\nfinding = "{key}"\ndecision = "accepted"\n'
    )
    assert terren("import", document, "--dry-run").code == 0


def test_columns_kept_as_remarks_are_said_with_the_option_that_would_use_them(
    terren: Terren, tmp_path: Path
) -> None:
    rows = [[*row, ""] for row in plan()]
    for row, text in zip(rows[2:], ("Kabineti", "", "Zyra A", "Zyra B"), strict=True):
        row[-1] = text
    document = workbook(tmp_path / "plan.xlsx", rows)
    result = terren("import", document, "-o", tmp_path / "plan.db")
    told = "Kept as a remark: column “Kabineti” (Zyra A · Zyra B). To make it a field of the plan: "
    assert told + '--column "Kabineti=ROLE"' in result.err
    form = json.loads(terren("import", document, "--json").out)
    assert form["kept_as_remarks"] == [{"name": "Kabineti", "role": "", "samples": ["Zyra A", "Zyra B"]}]


@pytest.mark.parametrize("name", ["none.xlsx", "none.docx", "none.txt", "none.plan.toml", "."])
def test_a_file_that_is_not_there_is_said_to_be_missing(terren: Terren, tmp_path: Path, name: str) -> None:
    result = terren("import", tmp_path / name)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("There is no file") and result.err.count("\n") == 1


def test_a_plan_as_a_workbook_begins_another_installation(terren: Terren, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    written = terren("plan", "-o", book)
    assert written.code == 0, written.err
    assert terren("plan", "-o", book).code == 1
    shipped = terren("plan", "--json").out
    terren("init", "--officer", "Arta", "--unit", "MPB", "--role", "headquarters", "--plan", book)
    assert terren("plan", "--json").out == shipped
    same = terren("revision", "publish", book, "--dry-run")
    assert (same.code, same.out) == (0, "")


def test_a_blank_workbook_says_what_it_needs(terren: Terren, tmp_path: Path) -> None:
    book = tmp_path / "ours.xlsx"
    made = terren("plan", "--blank", "--years", "2026-2027", "-o", book)
    assert made.code == 0, made.err
    refused = terren("init", "--officer", "Arta", "--unit", "MPB", "--plan", book)
    assert refused.code == 1
    assert refused.err.count("\n") == 3, refused.err
    assert terren("plan", "--blank").code == 2
    assert terren("plan", "1.1", "-o", book).code == 2
    assert terren("plan", "--blank", "-o", tmp_path / "x.db").code == 2


def test_an_office_with_twenty_actions_begins_with_three_commands(terren: Terren, tmp_path: Path) -> None:
    book = tmp_path / "ours.xlsx"
    assert terren("plan", "--blank", "--years", "2026-2027", "-o", book).code == 0
    opened = openpyxl.load_workbook(book)
    sheet, example = opened.worksheets[0], opened.worksheets[3]
    rows = [[cell.value for cell in row] for row in example.iter_rows(min_row=2)]
    above = [row for row in rows if "1.1.1" not in row and "1.1.2" not in row]
    [action] = [row for row in rows if "1.1.1" in row]
    numbered = [[f"1.1.{n}" if value == "1.1.1" else value for value in action] for n in range(1, 21)]
    for at, row in enumerate([*above, *numbered], 2):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
    opened.worksheets[2]["B1"] = "Plani i komunës 2026-2027"
    opened.save(book)
    begun = terren("init", "--officer", "Arta", "--unit", "Pejë", "--role", "headquarters", "--plan", book)
    assert begun.code == 0, begun.err
    assert len(json.loads(terren("list", "--json").out)) == 20


def test_money_that_the_document_does_not_name_is_told(terren: Terren, tmp_path: Path) -> None:
    rows = "Objective 1: Roads\nNo.;Action;Lead institution;Deadline;Budget 2026;Source of funding\n"
    (tmp_path / "a.csv").write_text(
        f"Action plan 2026\n{rows}1.1;Repair;MI;Q4 2026;500;KB\n", encoding="utf-8"
    )
    line = "Amounts: EUR (nothing in the document says so)"
    assert line in terren("import", tmp_path / "a.csv").err
    assert line not in terren("import", tmp_path / "a.csv", "--assume", "currency=RSD").err
    (tmp_path / "b.csv").write_text(
        f"Action plan 2026\n{rows}1.1;Repair;MI;Q4 2026;€ 500;KB\n", encoding="utf-8"
    )
    assert line not in terren("import", tmp_path / "b.csv").err
