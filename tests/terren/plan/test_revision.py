"""``terren revision`` as headquarters and an officer use it."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planreader.review.revised import found_anew
from planreader.review.tomlform import write_toml
from store.db.places import shipped_plan
from store.db.plan_digest import seal_plan
from store.opening.open_store import open_store
from store.plan.load import load_plan
from store.plan.model import Deadline
from store.revision.plan_database import write_plan_database
from tests.plans import small_plan
from tests.support.revised import titles_of, with_titles
from tests.terren.conftest import At, Exchange


def revised(path: Path, first: Sequence[str] | None = None, second: Sequence[str] | None = None) -> Path:
    """The small plan with other titles in its two objectives; the present ones where none are given."""
    before = titles_of(small_plan())
    plan = with_titles(small_plan(), [first or before[0], second or before[1]])
    write_toml(plan, path)
    return path


FIRST, SECOND = titles_of(small_plan())
OTHER = "Qendra e re e pritjes pranë kufirit"


@pytest.fixture
def shortened(tmp_path: Path) -> Path:
    """A plan without 1.1.2."""
    return revised(tmp_path / "i-rishikuar.plan.toml", [FIRST[0], *FIRST[2:]])


@pytest.fixture
def replaced(tmp_path: Path) -> Path:
    """A plan in which 1.1.2 has a title that nothing tells of."""
    return revised(tmp_path / "i-zevendesuar.plan.toml", [FIRST[0], OTHER, *FIRST[2:]])


def test_a_dry_run_compares_and_publishes_nothing(at: At, shortened: Path) -> None:
    result = at("hq", "revision", "publish", shortened, "--dry-run")
    assert result.code == 0
    assert "- 1.1.2  Masa 1.1.2 për komunat" in result.out
    assert "1.1.3 → 1.1.2  Masa 1.1.3 për komunat" in result.out
    assert "Renumbered: 2" in result.out
    assert json.loads(at("hq", "revision", "list", "--json").out)["revisions"][-1]["number"] == 1


def test_a_workbook_of_the_plan_is_published_as_it_was_changed(at: At, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    assert at("hq", "plan", "-o", book).code == 0
    seen = at("hq", "revision", "publish", book, "--dry-run")
    assert seen.code == 0 and "says the same as revision 1" in seen.err
    same = at("hq", "revision", "publish", book, "--yes")
    assert same.code == 1 and "says the same as revision 1" in same.err
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    [title] = [cell for row in sheet.iter_rows() for cell in row if cell.value == FIRST[0]]
    title.value = f"{FIRST[0]} dhe fshatrat"
    opened.save(book)
    published = at("hq", "revision", "publish", book, "--yes")
    assert published.code == 0, published.err
    assert json.loads(at("hq", "revision", "list", "--json").out)["revisions"][-1]["number"] == 2
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["title"] == title.value


def test_rows_of_a_workbook_stay_what_they_are_by_their_ids(at: At, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    at("hq", "plan", "-o", book)
    opened = openpyxl.load_workbook(book)
    sheet: Any = opened.worksheets[0]
    opened.worksheets[1]["B2"] = "Krejt tjetër tregues"
    numbers = {row[1].value: row for row in sheet.iter_rows(min_row=2)}
    numbers["1.1.1"][2].value = OTHER
    # a new row takes the number of one that moves
    numbers["1.1.2"][1].value, at_row = "1.1.9", numbers["1.1.2"][0].row
    sheet.insert_rows(at_row)
    for cell in numbers["1.1.1"]:
        sheet.cell(at_row, cell.column, cell.value)
    id_column = next(cell.column for cell in sheet[1] if cell.value == "Id")
    for column, value in ((2, "1.1.2"), (3, "Ujësjellësi i ri"), (id_column, None)):
        sheet.cell(at_row, column).value = value
    opened.save(book)
    form = json.loads(at("hq", "revision", "publish", book, "--dry-run", "--json").out)
    assert form["questions"] == [] and form["removed"] == []
    assert [entry["nr"] for entry in form["added"]] == ["1.1.2"]
    changed = {(pair["level"], pair["old_nr"], pair["nr"]) for pair in form["changed"]}
    assert changed >= {("action", "1.1.1", "1.1.1"), ("action", "1.1.2", "1.1.9")}
    assert at("hq", "revision", "publish", book, "--yes").code == 0
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["title"] == OTHER
    assert json.loads(at("hq", "plan", "1.1.9", "--json").out)["id"] == "1.1.2"
    # such a workbook begins another plan as well
    assert at("hq", "import", book, "-o", tmp_path / "other.db").code == 0


def test_ids_of_another_plan_that_are_its_numbers_say_nothing(at: At, tmp_path: Path, replaced: Path) -> None:
    made, book = tmp_path / "other.db", tmp_path / "other.xlsx"
    assert at("hq", "import", replaced, "-o", made).code == 0
    assert at("hq", "plan", "--db", made, "-o", book).code == 0
    for file in (made, book):
        form = json.loads(at("hq", "revision", "publish", file, "--dry-run", "--json").out)
        assert [asked["nr"] for asked in form["questions"]] == ["1.1.2"]


def test_the_comparison_as_json(at: At, shortened: Path) -> None:
    form = json.loads(at("hq", "revision", "publish", shortened, "--dry-run", "--json").out)
    assert form["revision"] == 1
    assert form["removed"] == [{"level": "action", "nr": "1.1.2", "title": "Masa 1.1.2 për komunat"}]
    assert [(pair["old_nr"], pair["nr"]) for pair in form["changed"]] == [
        ("1.1.3", "1.1.2"),
        ("1.1.4", "1.1.3"),
    ]
    assert form["questions"] == []


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_the_comparison_in_three_languages(
    at: At, replaced: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    at("hq", "revision", "list")
    monkeypatch.setenv("TERREN_LANGUAGE", language)
    result = at("hq", "revision", "publish", replaced, "--dry-run")
    assert result.code == 3
    said = {
        "sq": "Cilin të planit në fuqi e vazhdon?",
        "sr": "Šta iz važećeg plana nastavlja?",
        "en": "continue?",
    }
    assert said[language] in result.out


def test_without_a_confirmation_nothing_is_published(at: At, shortened: Path) -> None:
    result = at("hq", "revision", "publish", shortened)
    assert result.code == 1
    assert "add “--yes”" in result.err


def test_what_cannot_be_matched_is_refused_with_the_list_until_it_is_answered(at: At, replaced: Path) -> None:
    result = at("hq", "revision", "publish", replaced, "--yes")
    assert result.code == 1
    assert "1.1.2" in result.err and "--match OLD=NEW" in result.err
    assert at("hq", "revision", "publish", replaced, "--yes", "--match", "1.1.2=1.1.2").code == 0
    assert OTHER in at("hq", "show", "1.1.2").out
    assert FIRST[1] in at("hq", "show", "1.1.2", "--revision", "1").out
    assert FIRST[1] in at("hq", "plan", "1.1.2", "--revision", "1").out
    same = at("hq", "revision", "publish", replaced, "--yes")
    assert (same.code, "the same as revision 2" in same.err) == (1, True)


def test_a_document_without_a_title_keeps_that_of_the_plan(at: At, tmp_path: Path) -> None:
    plan = with_titles(small_plan(), [FIRST[:3], SECOND])
    untitled, foreign = tmp_path / "a.plan.toml", tmp_path / "b.plan.toml"
    write_toml(plan._replace(title="Plani i veprimit 2021-2023"), untitled)
    write_toml(plan._replace(title="План", language="ru"), foreign)

    def title(*arguments: str | Path) -> list[str]:
        form = json.loads(at("hq", "revision", "publish", *arguments, "--dry-run", "--json").out)
        return [change["new"] for change in form["plan"] if change["field"] == "title"]

    assert title(untitled) == []
    assert title(untitled, "--title", "Plani i veprimit 2021-2023") == ["Plani i veprimit 2021-2023"]
    assert title(foreign) == ["План"]


def test_answers_from_a_file(at: At, replaced: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"new": ["1.1.2"], "successor": {"1.1.2": ["1.1.2"]}}), encoding="utf-8")
    done = at("hq", "revision", "publish", replaced, "--yes", "--answers", answers, "--from", "2022-07-01")
    assert done.code == 0, done.err
    (left,) = json.loads(at("hq", "revision", "left", "--json").out)
    assert (left["id"], left["successors"]) == ("1.1.2", ["1.1.2"])
    listed = json.loads(at("hq", "revision", "list", "--json").out)["revisions"]
    assert [(one["number"], one["in_force_from"]) for one in listed] == [(1, ""), (2, "2022-07-01")]
    for text in ("[]", "{", '{"other": 1}', '{"match": []}', '{"new": [1]}'):
        answers.write_text(text, encoding="utf-8")
        result = at("hq", "revision", "publish", replaced, "--yes", "--answers", answers)
        assert (result.code, "cannot be read" in result.err) == (1, True), text


def test_questions_are_asked_on_a_terminal(at: At, replaced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    at("hq", "revision", "list")
    for module in ("terren.asking", "terren.commands.plan.publishing"):
        monkeypatch.setattr(f"{module}.at_terminal", lambda: True)
    # an unknown number is asked again; then the first of the candidates; then yes
    monkeypatch.setattr("sys.stdin", Terminal("9.9.9\n\n1\ny\n"))
    result = at("hq", "revision", "publish", replaced)
    assert result.code == 0, result.err
    assert "the plan in force does not have" in result.err
    assert "1  1.1.2  Masa 1.1.2 për komunat" in result.err
    assert at("hq", "revision", "left").out == ""


@pytest.mark.parametrize("typed", ["", "n\n"])
def test_whoever_declines_publishes_nothing(
    at: At, shortened: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    at("hq", "revision", "list")
    for module in ("terren.asking", "terren.commands.plan.publishing"):
        monkeypatch.setattr(f"{module}.at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert at("hq", "revision", "publish", shortened).code == 1
    assert len(json.loads(at("hq", "revision", "list", "--json").out)["revisions"]) == 1


def test_only_headquarters_publishes(at: At, shortened: Path) -> None:
    result = at("peja", "revision", "publish", shortened, "--yes")
    assert result.code == 1
    assert at("peja", "revision", "successor", "1.1.2").code == 1


def test_an_officer_sees_what_becomes_of_the_work_and_accepts(exchange: Exchange, shortened: Path) -> None:
    at = exchange.at
    at("peja", "set", "1.1.2", "--status", "implemented")
    at("peja", "set", "1.1.3", "--status", "in_progress")
    assert at("hq", "revision", "publish", shortened, "--yes").code == 0
    came = exchange.carry("hq", "peja")
    assert came.code == 3
    assert "Revision 2 of the plan waits" in came.err
    assert "1.1.2  Masa 1.1.2 për komunat (1 change): leaves the plan" in came.err
    assert "1.1.3  Masa 1.1.3 për komunat (1 change): becomes 1.1.2" in came.err
    assert "implemented" in at("peja", "show", "1.1.2", "--json").out
    assert at("peja", "revision", "list").code == 3
    accepted = at("peja", "revision", "accept")
    assert accepted.code == 0
    assert json.loads(at("peja", "show", "1.1.2", "--json").out)["status"] == "in_progress"
    assert "1 change on 1.1.2 (r1), which is not listed here" in at("peja", "list", "--unsent").err
    gone = at("peja", "set", "1.1.4", "--status", "implemented")
    assert (gone.code, "terren show 1.1.4 --revision 1" in gone.err) == (1, True)
    assert at("peja", "revision", "accept").code == 1
    assert exchange.carry("peja", "hq").code == 0
    assert at("hq", "state", "--json").out == at("peja", "state", "--json").out
    assert "1.1.2 (r1), Status: Not reported → Implemented" in at("hq", "log").out
    assert at("hq", "verify").code == 0
    assert at("peja", "verify", "--rebuild").code == 0


def test_a_successor_is_named_later_and_taken_back(at: At, shortened: Path) -> None:
    at("hq", "revision", "publish", shortened, "--yes")
    assert "1.1.3" in at("hq", "revision", "successor", "1.1.2", "1.1.3").err
    assert " → 1.1.3" in at("hq", "revision", "left").out
    assert at("hq", "revision", "successor", "1.1.2").code == 0
    assert " → " not in at("hq", "revision", "left").out
    assert at("hq", "revision", "successor", "1.1.1", "1.1.3").code == 1


def test_a_plan_db_is_published_and_a_new_laptop_begins_with_all_revisions(
    at: At, replaced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = with_titles(small_plan(), [[FIRST[0], *FIRST[2:]], SECOND])
    document = tmp_path / "tjeter.db"
    write_plan_database(document, plan, source_name="x", source_sha256="00")
    assert at("hq", "revision", "publish", document, "--yes").code == 0
    goal = tmp_path / "fillimi.db"
    assert at("hq", "revision", "write", goal).code == 0
    assert at("hq", "revision", "write", goal).code == 1
    (tmp_path / "new").mkdir()
    assert at("new", "init", "--officer", "Besa", "--unit", "Prizren", "--plan", goal).code == 0
    assert json.loads(at("new", "show", "1.1.2", "--json").out)["id"] == "1.1.3"
    compared = at("new", "revision", "compare", "1", "2")
    assert compared.out == at("hq", "revision", "compare", "1", "2").out
    assert at("new", "verify").code == 0
    assert at("new", "revision", "compare", "1", "7").code == 1


def test_a_rate_counts_the_revision_in_force_when_its_year_began(at: At, shortened: Path) -> None:
    at("hq", "revision", "publish", shortened, "--yes", "--from", "2022-03-01")

    def actions(year: str) -> tuple[int, int]:
        form = json.loads(at("hq", "rates", "--year", year, "--json").out)
        return form["revision"], form["groups"][0]["actions"]

    assert (actions("2022"), actions("2023")) == ((2, 8), (2, 7))


def test_import_says_how_to_publish(at: At, shortened: Path) -> None:
    at("hq", "revision", "list")
    assert "terren revision publish" in at("hq", "import", shortened).err
    assert "terren revision publish" not in at("peja", "import", shortened).err


def test_findings_are_found_anew_for_a_revised_form(at: At, tmp_path: Path) -> None:
    path = tmp_path / "i-rishikuar.plan.toml"
    plan = small_plan()
    first = plan.strategic_objectives[0].specific_objectives[0]
    before = [one.code for one in found_anew(plan)]
    assert before.count("total_mismatch") == 2
    # the total of the first objective agrees from now on, and its first action has no output any more
    total = sum(cell for one in first.actions if isinstance(cell := one.budget[2022], int))
    emptied = (first.actions[0]._replace(outputs=()), *first.actions[1:])
    mended = first._replace(totals={**first.totals, 2022: total}, actions=emptied)
    strategic = plan.strategic_objectives[0]._replace(specific_objectives=(mended,))
    revised_plan = plan._replace(strategic_objectives=(strategic, plan.strategic_objectives[1]))
    write_toml(revised_plan._replace(findings=found_anew(plan)), path)
    assert at("hq", "revision", "publish", path, "--yes").code == 0
    findings = json.loads(at("hq", "plan", "--json").out)["findings"]
    found = [(one["code"], one["where"]) for one in findings]
    assert ("total_mismatch", first.nr) not in found
    assert ("output_blank", first.actions[0].nr) in found
    assert [code for code, _ in found].count("total_mismatch") == 1


def test_a_deadline_that_counts_otherwise_than_it_is_written_is_told(at: At, tmp_path: Path) -> None:
    path = tmp_path / "i-rishikuar.plan.toml"
    plan = small_plan()
    first = plan.strategic_objectives[0].specific_objectives[0]
    late = first.actions[0]._replace(deadline=Deadline("2024", 2021, 2021))
    revised = first._replace(actions=(late, *first.actions[1:]))
    strategic = plan.strategic_objectives[0]._replace(specific_objectives=(revised,))
    write_toml(plan._replace(strategic_objectives=(strategic, plan.strategic_objectives[1])), path)
    sentence = "1.1.1: the deadline is written as “2024”, and counts as 2021."
    assert sentence in at("hq", "revision", "publish", path, "--yes").out
    assert sentence in at("hq", "plan", "--findings").out
    # what was known is not told again
    path.write_text(path.read_text(encoding="utf-8").replace("Masa 1", "Masë 1", 1), encoding="utf-8")
    assert sentence not in at("hq", "revision", "publish", path, "--yes").out


def test_the_log_says_which_part_and_not_its_text(at: At, shortened: Path) -> None:
    assert at("hq", "revision", "publish", shortened, "--yes").code == 0
    log = json.loads(at("hq", "log", "--json").out)
    (told,) = [one for one in log if one["field"] == "revision"]
    assert set(told["before"]) == {"of", "part"}
    assert "Masa" not in json.dumps(log)


def test_a_plan_as_it_was_read_keeps_its_findings() -> None:
    with open_store(shipped_plan(), read_only=True) as store:
        plan = load_plan(store)
    assert found_anew(plan) == plan.findings


def test_a_revision_that_somebody_altered_is_not_said_to_wait(
    at: At, shortened: Path, tmp_path: Path
) -> None:
    assert at("hq", "revision", "publish", shortened, "--yes").code == 0
    with open_store(tmp_path / "hq" / "terren.db") as store, store.writing() as conn:
        conn.execute("UPDATE plan SET in_force_from = '2029-01-01' WHERE revision = 2")
        seal_plan(conn, 2)
    told = at("hq", "revision", "list").err
    assert ("does not stand here as it was published" in told, "takes actions away" in told) == (True, False)
    assert at("hq", "verify").code == 1
    assert at("hq", "verify", "--rebuild").code == 0
