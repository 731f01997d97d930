"""Naming the columns of a document: at a terminal, by options, and from the file of corrections."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from language import LANGUAGES
from language.reading.documents import ROLES
from planreader.interpret.mapping.given import SHOWN
from planreader.review.mapped import NOTHING, Mapping
from planreader.review.tomlform import read_toml
from store.db.errors import UserError
from store.plan.model import Plan
from terren.commands.plan.documents import DecidedDocument, read_mapped
from tests.planreader.tables import plan, workbook
from tests.support.paths import MAPPED
from tests.terren.conftest import Terren

LIST = ("1 action", "3 outputs", "", "", "Lagjet tona", "Puna 2025")
BANDS = ("",)
CARDS_SQ = ("4 support", "8 funding", "9 outputs", "")
CARDS = ("4 lead", "5 support", "8 outputs", "", "Zapošljavanje mladih", "Mladi 2025")
_TASKS = (("Task", "Who", "", ""), *[(f"Write the report {n}", "Ministry", "", "") for n in range(9)])
"""A list without numbers, deadlines and objectives."""


@pytest.fixture
def answer(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Imports a document with these lines typed; gives back what was said."""

    def call(path: Path, *lines: str, code: int = 0) -> str:
        monkeypatch.setattr("terren.commands.plan.mapping.at_terminal", lambda: True)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        result = terren("import", path, "-o", path.with_suffix(".plan.toml"), "--force")
        assert result.code == code, result.err
        return result.err

    return call


def made(folder: Path, name: str) -> Path:
    return Path(shutil.copyfile(MAPPED / name, folder / name))


def written(path: Path) -> Plan:
    return read_toml(path.with_suffix(".plan.toml"))


@pytest.mark.parametrize(
    ("name", "lines", "actions"),
    [
        ("list.xlsx", LIST, 80),
        ("cards.docx", CARDS, 12),
        ("bands_sr.xlsx", BANDS, 80),
        ("cards_sq.docx", CARDS_SQ, 20),
    ],
)
def test_columns_are_named_in_under_ten_answers_and_replayed(
    terren: Terren,
    answer: Callable[..., str],
    tmp_path: Path,
    name: str,
    lines: tuple[str, ...],
    actions: int,
) -> None:
    path = made(tmp_path, name)
    asked = answer(path, *lines)
    assert len(lines) < 10 and "  1  " in asked
    first = written(path)
    assert len(list(first.actions())) == actions
    path.with_suffix(".plan.toml").unlink()
    again = terren("import", path, "-o", path.with_suffix(".plan.toml"))
    assert (again.code, written(path)) == (0, first)
    assert "The columns are read as" in again.err and "have to be named" not in again.err


def test_a_column_that_nobody_knows_is_said_to_become_a_remark(
    answer: Callable[..., str], tmp_path: Path
) -> None:
    said = answer(made(tmp_path, "bands_sr.xlsx"), *BANDS)
    assert " 12  Stanje na dan 30.6.2025. = status (status)" in said
    roles = said[said.index("Roles:") : said.index("Number and role")].splitlines()
    assert len(roles) > 1 and max(map(len, roles)) <= 80, "no word is cut at the edge"
    assert "There are no objectives" not in said, "lines over the table name them"
    assert "outside the deadline jun 2025. [" in said, "a deadline brings its own full stop"


def test_wrong_answers_are_told_and_stopping_writes_nothing(
    answer: Callable[..., str], tmp_path: Path
) -> None:
    path = made(tmp_path, "list.xlsx")
    said = answer(
        path, "", "7 lead", "0 lead", "one action", "2 boss", "4", "lead institution", "6 leave", "q", code=1
    )
    assert "No column is that of the actions." in said
    for wrong in ("7 lead", "0 lead", "one action"):
        assert f"“{wrong}” is no answer here. Choose one of: 1–6." in said
    assert "  6  Lajmi" in said.rpartition("Kush e bën")[2]
    assert "there is no role “boss”" in said and "What is “Kush e bën”:" in said
    assert "have not been named" in said
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "list.xlsx"]


def test_a_deadline_for_all_is_asked_for_with_examples_and_no_answer_is_told(
    answer: Callable[..., str], tmp_path: Path
) -> None:
    path = workbook(tmp_path / "undated.xlsx", _TASKS)
    said = answer(path, "1 action", "", "", "2024-2026", "All", "Tasks")
    assert "all are due in (for instance 2025 or 2024-2026):" in said
    assert said.count("Nothing can be read without an answer; q stops.") == 1
    assert {(one.deadline.start, one.deadline.end) for one in written(path).actions()} == {(2024, 2026)}


def test_a_plan_on_another_sheet_is_found_as_the_refusal_advises(terren: Terren, tmp_path: Path) -> None:
    def people(sheet: Any, state: str) -> None:
        other = sheet.parent.create_sheet("People")
        for row in [("No", "Institution", "Telephone"), *[(n, f"Officer {n}", 100 + n) for n in range(30)]]:
            other.append(row)
        other.sheet_state = state

    path = tmp_path / "two.xlsx"
    workbook(path, _TASKS, lambda sheet: people(sheet, "visible"))
    told = terren("import", path, "--dry-run").err
    assert (
        "(sheet People, row 1)" in told and "another sheet holds the plan, hide or delete the others" in told
    )
    workbook(path, _TASKS, lambda sheet: people(sheet, "hidden"))
    assert "(sheet Plani, row 1)" in terren("import", path, "--dry-run").err


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_roles_of_the_prompt_are_those_of_the_refusal_and_of_the_help(terren: Terren, code: str) -> None:
    assert [role.replace("YEAR", "2022") for role in ROLES] == list(SHOWN)
    told = terren("--language", code, "import", "--help").out
    begin = told.index("--column HEADING=ROLE")
    said = " ".join(told[begin : told.index("--assume")].split())
    assert all(re.search(rf"(?<![\w.]){role}(?![\w.])", said) for role in SHOWN), said


@pytest.mark.parametrize("name", ["list.xlsx", "known.xlsx"])
@pytest.mark.parametrize("currency", ["XXX", "dinars", "rsd"])
def test_a_currency_that_there_is_not_is_refused_with_those_there_are(
    terren: Terren, tmp_path: Path, name: str, currency: str
) -> None:
    path = made(tmp_path, name) if name == "list.xlsx" else workbook(tmp_path / name, plan())
    assert name == "list.xlsx" or terren("import", path, "--dry-run", "--assume", "currency=RSD").code == 0
    said = ("--column", "Puna=action") if name == "list.xlsx" else ()
    wrong = terren("import", path, "--dry-run", *said, "--assume", f"currency={currency}")
    assert wrong.code == 1 and f"“currency” cannot be assumed to be {currency}." in wrong.err
    assert "EUR, RSD, ALL, MKD, BAM, " in wrong.err
    assert ("The columns there are" in wrong.err) == bool(said)


def test_without_a_terminal_the_columns_are_listed_and_how_to_name_them(
    terren: Terren, tmp_path: Path
) -> None:
    path = made(tmp_path, "cards.docx")
    result = terren("import", path, "-o", tmp_path / "x.db")
    assert result.code == 1
    assert '--column "Mera=action" --column "O čemu se radi=remark"' in result.err
    assert "Looked for: action, deadline, budget. Found: action, budget; missing: deadline." in result.err
    assert "There are no objectives above the actions." in result.err
    assert "(table 1, row 1)" in result.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cards.docx", "home"]


def test_the_options_that_are_proposed_read_the_document(terren: Terren, tmp_path: Path) -> None:
    path = made(tmp_path, "list.xlsx")
    told = terren("import", path, "--dry-run").err
    proposed = next(line for line in told.splitlines() if line.startswith("For instance: "))
    options = shlex.split(proposed.partition(": ")[2])
    assert proposed.count("=action") == 1 and "deadline=2025" in options
    assert terren("import", path, *options, "--dry-run").code == 0
    (line,) = terren("import", path, "--dry-run", "--json").err.splitlines()
    assert json.loads(line)["error"]["code"] == "document_unmapped"


def test_options_name_the_columns_and_a_dry_run_keeps_nothing(terren: Terren, tmp_path: Path) -> None:
    path = made(tmp_path, "list.xlsx")
    beside = path.with_name("list.xlsx.corrections.toml")
    said = ("--column", "Puna=action", "--assume", "deadline=2025", "--assume", "objective=Lagjet")
    assert terren("import", path, *said, "--dry-run").code == 0 and not beside.exists()
    assert terren("import", path, *said, "--assume", "currency=RSD").code == 0
    assert 'currency = "RSD"' in beside.read_text("utf-8")
    wrong = terren("import", path, "--column", "Emri=lead", "-o", tmp_path / "x.db")
    assert wrong.code == 1 and "“Puna”, “Më hollësisht”" in wrong.err
    assert "Emri" not in beside.read_text("utf-8") and not (tmp_path / "x.db").exists()
    assert terren("import", path, "--column", "Puna").code == 2


def test_a_document_that_no_answer_opens_ends_the_questions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "cards.docx"
    monkeypatch.setattr("terren.commands.plan.mapping.at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\n\n"))
    said: list[Mapping] = []

    def read(mapping: Mapping) -> DecidedDocument:
        said.append(mapping)
        columns = [{"name": "Mera", "role": "action", "samples": ["Posao"]}]
        raise UserError(
            "document_unmapped",
            file=str(path),
            place="table 1, row 1",
            columns=columns,
            missing=[],
            assumed={"deadline": "2025"},
            title="",
            years=[],
        )

    with pytest.raises(UserError, match="document_unmapped"):
        read_mapped(read, NOTHING, asks=True)
    assert len(said) == 2


def test_doubtful_money_stands_open_in_the_command_that_is_proposed(terren: Terren, tmp_path: Path) -> None:
    rows = [
        ("Nr.", "Action", "Lead", "Deadline", "Budget 2025", "Donors 2025"),
        *((n, f"Open road {n}", "MIT", "2025", 1000, 100) for n in (1, 2, 3)),
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    told = terren("import", path, "--dry-run").err
    proposed = next(line for line in told.splitlines() if line.startswith("For instance: "))
    options = shlex.split(proposed.partition(": ")[2])
    assert "Budget 2025=budget.2025" in options and "Donors 2025=…" in options
    assert terren("import", path, *options, "--dry-run").code == 1
    said = [option.replace("Donors 2025=…", "Donors 2025=remark") for option in options]
    assert terren("import", path, *said, "--dry-run").code == 0


def test_of_words_that_say_no_status_none_is_proposed(terren: Terren, tmp_path: Path) -> None:
    head = ("Ref", "Action", "Who", "When", "RAG status")
    rows = [(f"A-{n}", f"Action {n}", "ME", "2026", code) for n, code in enumerate("GARG", 1)]
    asked = terren("import", workbook(tmp_path / "rag.xlsx", [head, *rows]))
    assert "RAG status=status" in asked.err and "status.G" not in asked.err


def test_what_was_spent_is_never_proposed_as_budget(terren: Terren, tmp_path: Path) -> None:
    head = ("Nr.", "Action", "Who", "When", "Planned 2025", "Spent 2025")
    rows = [(n, f"Open road {n}", "MIT", "2025", 15000, 400.5) for n in (1, 2, 3)]
    path = workbook(tmp_path / "a.xlsx", [head, *rows])
    proposed = next(
        line for line in terren("import", path, "--dry-run").err.splitlines() if "For instance: " in line
    )
    options = shlex.split(proposed.partition("For instance: ")[2])[2:]
    assert "Planned 2025=budget.2025" in options
    assert not [one for one in options if one.startswith("Spent 2025=budget")]
    options = [option.replace("=…", "=All") for option in options if option != str(path)]
    made_plan = tmp_path / "a.plan.toml"
    told = terren("import", path, *options, "-o", made_plan)
    assert told.code in (0, 3), told.err
    assert [dict(one.budget) for one in read_toml(made_plan).actions()] == [{2025: 1_500_000}] * 3


def test_one_amount_of_all_years_stays_one_and_is_shown_as_such(terren: Terren, tmp_path: Path) -> None:
    rows = [list(row) for row in plan()]
    rows[4][3], rows[4][4] = "500", ""

    def merge(sheet: Any) -> None:
        sheet.merge_cells(start_row=5, end_row=5, start_column=4, end_column=5)

    database = tmp_path / "plan.db"
    told = terren("import", workbook(tmp_path / "plan.xlsx", rows, merge), "-o", database)
    assert database.exists(), told.err
    form = json.loads(terren("--db", database, "plan", "--json").out)
    (strategic,) = form["strategic_objectives"]
    first, second = strategic["specific_objectives"][0]["actions"]
    assert (first["budget_total"], [*first["budget"].values()]) == (500, [None, None])
    assert "budget_total" not in second
    assert "Budget: 500 EUR for all years" in terren("--db", database, "plan", "1.1.1").out
    assert "For all years: 500 planned, – spent" in terren("--db", database, "show", "1.1.1").out


def test_an_action_is_found_by_the_code_that_is_printed(terren: Terren, tmp_path: Path) -> None:
    head = ("Ref", "Action", "Who", "When", "Budget 2025")
    rows = [(nr, f"Do {nr}", "Ministry", "2025", 10) for nr in ("OGP-3", "OGP-7", "1.2.1")]
    said = ("Ref=number", "Action=action", "Who=lead", "When=deadline", "Budget 2025=budget.2025")
    options = [text for one in said for text in ("--column", one)]
    database = tmp_path / "plan.db"
    path = workbook(tmp_path / "ogp.xlsx", [head, *rows])
    told = terren("import", path, *options, "--assume", "objective=All", "-o", database)
    assert database.exists(), told.err
    assert "Do OGP-3" in terren("--db", database, "show", "OGP-3").out
    listed = json.loads(terren("--db", database, "list", "--json").out)
    assert {one["nr"] for one in listed} == {"OGP-3", "OGP-7", "1.2.1"}


@pytest.mark.parametrize(
    ("ending", "between", "row"),
    [("csv", "\n", ",".join), ("csv", "\n", ";".join), ("tsv", "\n", "\t".join), ("md", "\n", " | ".join)],
)
def test_a_table_of_text_that_has_headings_is_never_told_to_have_none(
    terren: Terren, tmp_path: Path, ending: str, between: str, row: Callable[[list[str]], str]
) -> None:
    lines = [["Ref", "Task", "Who", "When"], *([f"{n}", f"Do {n}", "Ministry", "2025"] for n in (1, 2, 3))]
    if ending == "md":
        lines.insert(1, ["---"] * 4)
        lines = [["", *line, ""] for line in lines]
    path = tmp_path / f"plan.{ending}"
    path.write_text(between.join(row(line).strip() for line in lines) + "\n")
    told = terren("import", path, "--dry-run").err
    assert "columns have to be named" in told and "“Ref”" in told, told
    assert "has no table" not in told and "Write headings" not in told


def test_a_table_of_a_page_that_has_headings_is_never_told_to_have_none(
    terren: Terren, tmp_path: Path
) -> None:
    lines = [("Ref", "Task", "Who", "When"), *((n, f"Do {n}", "Ministry", "2025") for n in (1, 2, 3))]
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in lines)
    path = tmp_path / "plan.html"
    path.write_text(f"<html><body><table>{rows}</table></body></html>")
    told = terren("import", path, "--dry-run").err
    assert "columns have to be named" in told and "has no table" not in told, told
