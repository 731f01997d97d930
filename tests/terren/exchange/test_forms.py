"""Forms on the command line: written, filled in, taken by a yes, and marked until the unit confirms."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from planreader.review.tomlform import write_toml
from tests.plans import small_plan
from tests.terren.conftest import At, Terren
from tests.terren.office import Terminal


def fill(path: Path, **cells: object) -> None:
    """Fill in a form: cells by their names."""
    book = openpyxl.load_workbook(path)
    for name, value in {"B6": "Besa", **cells}.items():
        book.worksheets[0][name].value = value
    book.save(path)


def test_a_form_goes_out_and_is_taken_by_a_yes(at: At, tmp_path: Path) -> None:
    form = tmp_path / "box" / "form (1).xlsx"
    form.parent.mkdir()
    assert at("hq", "form", "--unit", "Pejë", "-o", form).code == 0
    assert at("hq", "form", "--unit", "Pejë", "-o", form).code == 1
    fill(form, E10="Implemented")
    told = at("hq", "sync", form.parent)
    assert f"terren receive '{form}'" in told.err
    unasked = at("hq", "receive", form)
    assert unasked.code == 1 and "--yes" in unasked.err
    rehearsed = at("hq", "receive", form, "--dry-run")
    assert rehearsed.code == 0 and "Not reported → Implemented [sheet Report, cell E10]" in rehearsed.err
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["by_form"] == []
    [taken] = json.loads(at("hq", "receive", form, "--yes", "--json").out)
    assert (taken["unit"], taken["person"], taken["recorded"], taken["conflicts"]) == ("17", "Besa", 1, 0)
    assert taken["changes"][0]["after"] == "implemented"
    [mark] = json.loads(at("hq", "show", "1.1.1", "--json").out)["by_form"]
    assert (mark["field"], mark["person"], mark["sha256"]) == ("status", "Besa", taken["sha256"])
    assert "Pejë, by form from Besa (form (1).xlsx), not confirmed by a file of the unit: Status" in (
        at("hq", "show", "1.1.1").out
    )
    assert "by form from Besa: 1.1.1, Pejë, Status" in at("hq", "log", "1.1.1").out
    assert "by form from Besa: 1.1.1, Pejë, Status" in at("hq", "show", "1.1.1").out
    again = at("hq", "receive", form)
    assert again.code == 0 and "It says nothing new." in again.err
    # the unit's own signed file says the same
    at("peja", "set", "1.1.1", "--status", "implemented")
    own = at("peja", "export", "--to", tmp_path).out.strip()
    at("hq", "receive", own)
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["by_form"] == []


def test_a_form_of_an_earlier_day_than_what_stands_leaves_it(at: At, tmp_path: Path) -> None:
    at("hq", "set", "1.1.1", "--unit", "Pejë", "--status", "implemented", "--on", "2022-10-31")
    at("hq", "form", "--unit", "Pejë", "-o", form := tmp_path / "form.xlsx")
    fill(form, E10="Not started", B7="30.06.2022")
    told = at("hq", "receive", form, "--yes")
    assert told.code == 3 and "It says nothing new." not in told.err
    assert "Implemented stands, of 2022-10-31, and this is of 2022-06-30" in told.err
    [taken] = json.loads(at("hq", "receive", form, "--yes", "--json").out)
    assert (taken["recorded"], taken["left"]) == (0, 1)
    [report] = json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"]
    assert report["status"] == "implemented"


def test_a_form_that_its_sender_corrects_is_no_conflict(at: At, tmp_path: Path) -> None:
    at("hq", "form", "--unit", "Pejë", "-o", form := tmp_path / "form.xlsx")
    for status in ("In progress", "Implemented"):
        fill(form, E10=status)
        done = at("hq", "receive", form, "--yes")
        assert done.code == 0, done.err
    assert "In progress → Implemented" in done.err
    assert at("hq", "conflicts", "--json").out.strip() == "[]"


def test_at_a_terminal_the_person_there_is_asked_and_a_no_changes_nothing(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = tmp_path / "form.xlsx"
    at("hq", "form", "--unit", "Pejë", "-o", form)
    fill(form, E10="Implemented")
    before = at("hq", "state", "--json").out

    def answered(typed: str) -> tuple[int, str]:
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin", Terminal(typed.encode()))
            patch.setattr("sys.stderr", told := Terminal())
            return at("hq", "receive", form).code, told.written().decode()

    for typed in ("n\n", "\n", ""):
        code, told = answered(typed)
        assert code == 1 and "form.xlsx was not taken, and nothing has changed." in told
        assert "Record this as the report of Pejë, by form, from Besa? [y/N]" in told
        assert at("hq", "state", "--json").out == before
    code, told = answered("y\n")
    assert code == 0 and "1 value is recorded by form." in told
    assert at("hq", "state", "--json").out != before


def test_what_came_by_form_stays_so_whatever_other_forms_say(at: At, tmp_path: Path) -> None:
    for n, (person, status) in enumerate([("Besa", "In progress"), ("Arta", "Implemented")]):
        at("hq", "form", "--unit", "Pejë", "-o", tmp_path / f"{n}.xlsx")
        fill(tmp_path / f"{n}.xlsx", B6=person, E10=status)

    def marked() -> list[str]:
        return [mark["person"] for mark in json.loads(at("hq", "show", "1.1.1", "--json").out)["by_form"]]

    at("hq", "receive", tmp_path / "0.xlsx", "--yes")
    assert at("hq", "receive", tmp_path / "1.xlsx", "--yes").code == 3
    assert marked() == ["Besa"]
    [conflict] = json.loads(at("hq", "conflicts", "--json").out)
    listed = at("hq", "conflicts").out
    assert "In progress (" in listed and "by form from Besa" in listed and "by form from Arta" in listed
    # headquarters decides: still no word of the unit itself
    assert at("hq", "resolve", conflict["id"], "--keep", "in_progress").code == 0
    assert marked() == ["Besa"]
    at("hq", "form", "--unit", "Pejë", "-o", tmp_path / "2.xlsx")
    fill(tmp_path / "2.xlsx", B6="Drita", E10="Not started")
    assert at("hq", "receive", tmp_path / "2.xlsx", "--yes").code == 0
    assert marked() == ["Drita"]
    at("hq", "undo")
    assert marked() == ["Besa"]
    at("peja", "set", "1.1.1", "--status", "in_progress")
    at("hq", "receive", at("peja", "export", "--to", tmp_path).out.strip())
    assert marked() == []


def test_all_that_is_wrong_is_said_and_other_files_are_taken(at: At, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    at("hq", "form", "--unit", "Pejë", "-o", form)
    fill(form, E10="Done", F11=140)
    at("peja", "set", "1.1.1", "--status", "in_progress")
    own = at("peja", "export", "--to", tmp_path).out.strip()
    came = at("hq", "receive", form, own, "--yes")
    assert came.code == 3
    assert "- sheet Report, cell E10:" in came.err and "- sheet Report, cell F11:" in came.err
    assert at("peja", "receive", form, "--yes").code == 1


def test_a_form_is_no_table_that_somebody_sent(at: At, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    at("hq", "form", "--unit", "Pejë", "-o", form)
    fill(form, E10="Implemented")
    for command in (("report-from", "--unit", "Prizren"), ("import", "--record")):
        refused = at("hq", *command, form, "--yes")
        assert refused.code == 1 and "terren receive" in refused.err
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"] == []


def test_forms_of_all_units_and_of_a_period(at: At, tmp_path: Path) -> None:
    at("hq", "period", "open", "2022", "--due", "2023-01-15")
    folder = tmp_path / "forms"
    folder.mkdir()
    written = json.loads(at("hq", "form", "--period", "2022", "-o", folder, "--json").out)
    assert len(written) == len([*folder.iterdir()]) > 1
    sheet = openpyxl.load_workbook(written[0]).worksheets[0]
    heads = [str(cell.value) for cell in sheet[9]]
    assert "Allocated 2022" in heads and "Allocated 2023" not in heads
    assert at("hq", "form", "--unit", "Pejë", "-o", tmp_path / "x.docx").code == 2


def test_a_unit_is_named_as_the_plan_prints_it(terren: Terren, tmp_path: Path) -> None:
    plan, name = tmp_path / "x.plan.toml", "Drejtoria e Shërbimeve Publike"
    write_toml(small_plan(), plan)
    plan.write_text(plan.read_text("utf-8").replace('"MPB"', f'"{name}"'), "utf-8")
    own = ("--officer", "Ana", "--unit", "17", "--role", "headquarters")
    assert terren("init", *own, "--plan", plan).code == 0
    assert f"1.1.1, {name}, Status" in terren("set", "1.1.1", "--unit", name, "--status", "in_progress").err
    assert f"1.1.1, {name}, Status" in terren("log").out
    assert f"Report of {name}" in terren("show", "1.1.1").out
    form = tmp_path / "form.xlsx"
    assert terren("form", "--unit", name, "-o", form).code == 0
    fill(form, E10="Implemented")
    terren("set", "1.1.1", "--unit", name, "--status", "not_started")
    assert f"the form of {name}, filled in" in terren("receive", form, "--yes").err
    listed = terren("conflicts").out
    assert f"1.1.1, {name}, Status" in listed
    assert listed.count("Ana, by form from Besa, ") == 1
    for command in ("conflicts", "log"):
        terren(command, "-o", tmp_path / f"{command}.csv")
        assert name in (tmp_path / f"{command}.csv").read_text("utf-8-sig")
    marked = json.loads(terren("show", "1.1.1", "--json").out)["by_form"]
    assert not marked
    assert name in terren("reports").out
