"""Measurements, headquarters' word, what was agreed, rates and the matrix."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.revision.plan_database import write_plan_database
from tests.plans import small_plan
from tests.terren.conftest import At, Exchange, Terren


def shown(at: At, who: str, nr: str) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(at(who, "show", nr, "--json").out)
    return form


def test_a_measurement_is_echoed_and_cleared(at: At) -> None:
    result = at("peja", "measure", "1", "--year", "2022", "62,5%", "--source", "ASK")
    assert (result.code, result.out) == (0, "")
    assert result.err == "1/1, Measurement 2022: – → 62,5%\n"
    assert at("peja", "measure", "1.", "--year", "2022", "63%").err == "1/1, Measurement 2022: 62,5% → 63%\n"
    assert at("peja", "measure", "1", "--year", "2022", "").err == "1/1, Measurement 2022: 63% → –\n"
    result = at("hq", "measure", "1.1", "--year", "2021", "7", "--indicator", "1", "--unit", "Pejë")
    assert result.err == "1.1/1, Pejë, Measurement 2021: – → 7\n"
    (item,) = json.loads(at("hq", "state", "--json").out)
    assert (item["unit"], item["target"], item["value"]) == ("17", "1.1/1", {"value": "7", "source": ""})


@pytest.mark.parametrize(
    ("year", "value", "words"),
    [
        ("2025", "15", ["The target 20% (2025) is met.", "Progress from the baseline: 133.3%."]),
        ("2025", "21%", ["The target 20% (2025) is not met.", "Progress from the baseline: 93.3%."]),
        ("2022", "35%", ["The target is 20% (2025).", "Progress from the baseline: 0.0%."]),
    ],
)
def test_a_measurement_is_held_against_the_target(
    terren: Terren, tmp_path: Path, year: str, value: str, words: list[str]
) -> None:
    plan = small_plan(1)
    strategic = plan.strategic_objectives[0]
    indicator = strategic.indicators[0]
    assert indicator.baseline is not None
    falling = indicator._replace(
        baseline=indicator.baseline._replace(value="35%"),
        final=indicator.baseline._replace(value="20%", year=2025),
    )
    changed = (strategic._replace(indicators=(falling,)),)
    path = tmp_path / "falling.db"
    write_plan_database(
        path, plan._replace(strategic_objectives=changed), source_name="x", source_sha256="00"
    )
    assert terren("init", "--officer", "A", "--unit", "17", "--plan", path).code == 0
    assert terren("measure", "1", "--year", year, value).err.splitlines()[1:] == [" ".join(words)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("measure", "1", "--year", "22", "5"), "“22”"),
        (("assess", "1.1.1", "--status", "done"), "“done”"),
        (("decide", "1.1.1", "x", "--due", "31.2.2022"), "not a day"),
        (("rates", "--as-of", "soon"), "not a date"),
        (("matrix", "--as-of", "soon"), "not a date"),
    ],
)
def test_a_value_that_means_nothing_is_wrong_usage(at: At, arguments: tuple[str, ...], words: str) -> None:
    result = at("hq", *arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("measure", "3", "--year", "2022", "5"), "no objective or action 3"),
        (("measure", "1", "--year", "2031", "5"), "2025"),
        (("measure", "1", "--year", "2022", "many"), "not one number"),
        (("measure", "1", "--year", "2022", "5", "--indicator", "2"), "It has 1"),
        (("measure", "1", "--year", "2022", "5", "--unit", "MPB"), "Ask headquarters"),
        (("assess", "1.1.1", "--status", "4"), "Only headquarters"),
        (("cancel", "1.1.1", "--reason", "x"), "Only headquarters"),
        (("assess", "9.9.9", "--status", "4"), "no action 9.9.9"),
        (("decide", "1.1.1", " \x1b "), "empty"),
        (("note", "1.1.1", "x", "--meeting", "5f"), "no meeting “5f”"),
        (("minutes",), "No meeting was held yet"),
        (("rates", "--year", "2030"), "2021, 2022, 2023"),
    ],
)
def test_what_is_unknown_or_not_allowed_is_refused(at: At, arguments: tuple[str, ...], words: str) -> None:
    before = at("peja", "state", "--json").out
    result = at("peja", *arguments)
    assert (result.code, result.out) == (1, "")
    assert words in result.err
    assert at("peja", "state", "--json").out == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("measure", "1", "5"),
        ("measure", "1", "--year", "2022"),
        ("measure", "1", "--year", "2022", "5", "--indicator", "0"),
        ("assess", "1.1.1"),
        ("assess", "1.1.1", "--comment", "x", "--on", "1.1.2022"),
        ("cancel", "1.1.1"),
        ("cancel", "1.1.1", "--reason", "x", "--revoke", "--on", "1.1.2022"),
        ("decide", "1.1.1"),
        ("resolve", "AAAA"),
        ("rates", "--json", "--csv"),
        ("rates", "--by", "year"),
        ("matrix", "--json", "--csv"),
    ],
)
def test_wrong_usage_exits_with_2(at: At, arguments: tuple[str, ...]) -> None:
    result = at("hq", *arguments)
    assert (result.code, result.out) == (2, "")
    # a program is told the error alone
    assert (f"terren {arguments[0]} --help" in result.err) != ("--json" in arguments)


def test_headquarters_assesses(at: At) -> None:
    result = at(
        "hq", "assess", "1.1.1", "--status", "zbatuar", "--on", "1.3.2022", "--comment", "Sipas raportit."
    )
    assert (result.code, result.out) == (0, "")
    assert result.err.splitlines() == [
        "1.1.1, Assessment by headquarters: Status: Not reported → Implemented",
        "1.1.1, Assessment by headquarters: Comment: – → Sipas raportit.",
    ]
    assert shown(at, "hq", "1.1.1")["status"] == "implemented"
    assert "Nothing was recorded" in at("hq", "assess", "1.1.1", "--status", "4").err
    # what concerns all units is nobody's own: its author stands without an empty place
    logged = at("hq", "log", "1.1.1").out
    assert ", :" not in logged and "headquarters: 1.1.1" in logged, logged
    at("hq", "assess", "1.1.1", "--status", "")
    assert shown(at, "hq", "1.1.1")["status"] is None


def test_headquarters_cancels_with_a_reason_and_takes_it_back(at: At) -> None:
    result = at("hq", "cancel", "1.1.2", "--reason", "S'ka buxhet.")
    assert result.err == "1.1.2, Decision by headquarters: Cancelled: – → Yes\n1.1.2, Note: S'ka buxhet.\n"
    form = shown(at, "hq", "1.1.2")
    assert (form["status"], [note["text"] for note in form["notes"]]) == ("cancelled", ["S'ka buxhet."])
    assert "Nothing was recorded" in at("hq", "cancel", "1.1.2", "--reason", "again").err
    assert len(shown(at, "hq", "1.1.2")["notes"]) == 1
    at("hq", "undo")
    form = shown(at, "hq", "1.1.2")
    assert (form["status"], form["notes"]) == (None, [])
    at("hq", "cancel", "1.1.2", "--reason", "x", "--on", "1.3.2022")
    assert at("hq", "cancel", "1.1.2", "--reason", "y", "--revoke").code == 0
    assert shown(at, "hq", "1.1.2")["status"] is None


def test_an_officer_records_what_was_agreed(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    result = at("peja", "decide", "1.1.1", "Të shkruhet.", "--responsible", "Besa", "--due", "1.9.2022")
    assert result.err.splitlines() == [
        "1.1.1, Decision: Të shkruhet. · Responsible: Besa · By when: 1 Sep 2022",
        "1 Sep 2022 has passed already.",
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("nga\nskedari\n"))
    assert at("peja", "decide", "1.1.1", "-").code == 0
    values = [item["value"] for item in json.loads(at("peja", "state", "--json").out)]
    assert sorted(value["text"] for value in values) == ["Të shkruhet.", "nga\nskedari"]


def test_a_due_day_without_a_year_is_the_next_one(at: At) -> None:
    today = date.today()
    yesterday = today - timedelta(days=1)
    assert at("peja", "decide", "1.1.1", "Lista.", "--due", f"{yesterday.day}.{yesterday.month}.").code == 0
    assert at("peja", "decide", "1.1.1", "Raporti.", "--due", "2 javë").code == 0
    deadline = at("peja", "set", "1.1.1", "--new-deadline", f"{yesterday.day}.{yesterday.month}.")
    assert "has passed" not in deadline.err
    assert "2021 has passed already." in at("peja", "set", "1.1.1", "--new-deadline", "2021").err
    values = [item["value"] for item in json.loads(at("peja", "state", "--json").out)]
    days = sorted(value["due"] for value in values if isinstance(value, dict))
    assert days[0] == (today + timedelta(weeks=2)).isoformat()
    assert days[1] > (today + timedelta(days=300)).isoformat()
    opened = at("hq", "period", "open", "2022", "--due", "1.9.2022")
    assert "1 Sep 2022 has passed already." in opened.err


@pytest.fixture
def reported(at: At) -> At:
    """Headquarters with three reports on 2022: two implemented by their one unit, one by a municipality."""
    for nr, unit in (("1.1.2", "XYZQ"), ("2.1.2", "XYZQ"), ("1.1.1", "Pejë")):
        assert at("hq", "set", nr, "--status", "4", "--on", "1.6.2022", "--unit", unit).code == 0
    assert at("hq", "spend", "1.1.2", "--year", "2022", "--capital", "5000", "--unit", "XYZQ").code == 0
    return at


def rates(at: At, who: str, *arguments: str) -> dict[str, Any]:
    result = at(who, "rates", "--year", "2022", *arguments, "--json")
    assert result.code == 0, result.err
    form: dict[str, Any] = json.loads(result.out)
    return form


def test_rates_of_the_plan(reported: At) -> None:
    form = rates(reported, "hq", "--as-of", "31.12.2022")
    assert (form["year"], form["as_of"], form["by"], form["unit"]) == (2022, "2022-12-31", "plan", None)
    (group,) = form["groups"]
    assert (group["key"], group["title"], group["actions"]) == ("plan", "Plan prove", 8)
    assert (group["due"], group["implemented"], group["rate"]) == (4, 2, 0.5)
    assert (group["expected"], group["reported"]) == (4 * 39 + 4, 3)
    assert group["statuses"]["partially_implemented"] == 1
    assert sum(group["statuses"].values()) == 8
    assert (group["planned"], group["spent"], group["execution"]) == (200000, 5000, 0.025)
    assert rates(reported, "hq", "--as-of", "1.5.2022")["groups"][0]["implemented"] == 0


def test_rates_by_group(reported: At) -> None:
    by_objective = rates(reported, "hq", "--by", "objective")["groups"]
    assert [(group["key"], group["parent"]) for group in by_objective] == [
        ("1", None),
        ("1.1", "1"),
        ("2", None),
        ("2.1", "2"),
    ]
    assert [group["rate"] for group in by_objective] == [0.5] * 4
    by_lead = rates(reported, "hq", "--by", "lead")["groups"]
    assert [(group["key"], group["due"], group["rate"]) for group in by_lead] == [
        ("MPB", 0, None),
        ("XYZQ", 4, 0.5),
    ]
    by_unit = {group["key"]: group for group in rates(reported, "hq", "--by", "unit")["groups"]}
    assert len(by_unit) == 40
    assert (by_unit["17"]["title"], by_unit["17"]["reported"], by_unit["XYZQ"]["spent"]) == ("Pejë", 1, 5000)


def test_an_officer_sees_the_rates_of_the_own_unit(at: At) -> None:
    at("peja", "set", "1.1.1", "--status", "4")
    form = rates(at, "peja", "--as-of", date.today().isoformat())
    # what is said long after the due day, of a later day, is no report on the period
    (group,) = form["groups"]
    assert (form["unit"], group["actions"], group["expected"], group["coverage"]) == ("17", 4, 4, 0.0)
    assert group["statuses"]["implemented"] == 1
    # as of the last day of the period nothing had been said
    assert rates(at, "peja")["groups"][0]["statuses"]["not_reported"] == 4
    assert "Pejë" in at("peja", "rates").err


def test_rates_as_text_and_for_a_spreadsheet(reported: At) -> None:
    said = reported("hq", "rates", "--year", "2022", "--by", "objective", "--as-of", "31.12.2022")
    assert said.err.startswith("2022, as of 31 Dec 2022, all units together\n")
    assert "Actions due in the period and implemented, divided by the actions due in the period" in said.err
    assert "50.00%" in said.out
    assert said.out.splitlines()[2].startswith("1.1  Objektivi 1.1 ")
    rows = list(csv.DictReader(io.StringIO(reported("hq", "rates", "--year", "2022", "--csv").out)))
    assert (rows[0]["rate"], rows[0]["planned"], rows[0]["execution"]) == ("50.00", "200000.00", "2.50")
    empty = list(csv.DictReader(io.StringIO(reported("hq", "rates", "--year", "2021", "--csv").out)))
    assert (empty[0]["due"], empty[0]["rate"], empty[0]["execution"]) == ("0", "", "")


def test_a_workbook_of_rates_says_of_which_period_they_are(reported: At, tmp_path: Path) -> None:
    goal = tmp_path / "rates.xlsx"
    assert reported("hq", "rates", "--year", "2022", "--as-of", "31.12.2022", "-o", str(goal)).code == 0
    with zipfile.ZipFile(goal) as book:
        assert b'name="Overview 2022 (2022-12-31)"' in book.read("xl/workbook.xml")


def test_the_year_is_the_nearest_of_the_plan(at: At) -> None:
    year = json.loads(at("hq", "rates", "--json").out)["year"]
    assert year == min((2021, 2022, 2023), key=lambda known: abs(known - date.today().year))


def test_the_matrix(reported: At) -> None:
    reported("hq", "assess", "1.1.3", "--status", "2")
    form = json.loads(reported("hq", "matrix", "--json").out)
    assert len(form["units"]) == 40
    assert {"code": "17", "name": "Pejë", "expected": 4, "ever_reported": 1} in form["units"]
    first, second, third = form["actions"][:3]
    assert (first["status"], first["cells"]["17"], first["cells"]["18"]) == (
        "partially_implemented",
        "implemented",
        None,
    )
    assert second["cells"] == {"XYZQ": "implemented"}
    assert (third["status"], third["assessed"]) == ("in_progress", True)
    rows = list(csv.DictReader(io.StringIO(reported("hq", "matrix", "--csv").out)))
    assert (rows[0]["17"], rows[0]["18"], rows[0]["XYZQ"], rows[1]["17"]) == (
        "implemented",
        "not_reported",
        "",
        "",
    )
    said = reported("hq", "matrix")
    lines = said.out.splitlines()
    assert [line.strip() for line in lines[:4]] == ["PX", "eY", "jZ", "ëQ"]
    assert lines[4:7] == ["1.1.1  ◑  ●", "1.1.2  ●   ●", "1.1.3  ◔* ·"]
    assert "38 units have reported nothing; --all shows them." in said.err
    everything = reported("hq", "matrix", "--all").out.splitlines()
    assert everything[6] == f"1.1.1  ◑  {'·' * 16}●{'·' * 22}"
    assert "● Implemented\n" in said.err
    early = json.loads(reported("hq", "matrix", "--as-of", "1.5.2022", "--json").out)
    assert early["actions"][0]["cells"]["17"] is None


def test_a_conflict_is_marked_in_the_matrix(at: At, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for who, status in (("peja", "2"), ("peja2", "4")):
        at(who, "set", "1.1.1", "--status", status)
        at("hq", "receive", at(who, "export", "--to", stick).out.strip())
    assert json.loads(at("hq", "matrix", "--json").out)["actions"][0]["conflicts"] == ["17"]
    assert "≠" in at("hq", "matrix").out.splitlines()[4]


def test_a_published_plan_has_rates_and_a_matrix(terren: Terren, published: Path) -> None:
    assert json.loads(terren("rates", "--json", "--db", published).out)["groups"][0]["reported"] == 0
    assert len(json.loads(terren("matrix", "--json", "--db", published).out)["actions"]) == 8


@pytest.mark.parametrize(
    "arguments", [("rates", "--by", "objective"), ("rates", "--by", "lead"), ("matrix",)]
)
@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_text_of_a_plan_never_acts(
    terren: Terren, tmp_path: Path, arguments: tuple[str, ...], form: tuple[str, ...]
) -> None:
    hostile = "=1+1 \x1b[31m\u202e\x9b"
    plan = small_plan(1)
    strategic = plan.strategic_objectives[0]
    specific = strategic.specific_objectives[0]
    action = specific.actions[0]._replace(title=hostile, lead=(hostile,), support=())
    changed = strategic._replace(
        title=hostile, specific_objectives=(specific._replace(title=hostile, actions=(action,)),)
    )
    path = tmp_path / "hostile.db"
    write_plan_database(
        path, plan._replace(strategic_objectives=(changed,)), source_name="x", source_sha256="00"
    )
    result = terren(*arguments, *form, "--db", path)
    assert result.code == 0
    assert not set("\x1b\x9b\u202e") & set(result.out)
    if form == ("--csv",):
        cells = [cell for row in csv.reader(io.StringIO(result.out)) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")]


def test_who_reviewed_and_whose_report_is_said(exchange: Exchange) -> None:
    exchange.at("peja", "set", "1.1.1", "--status", "implemented")
    assert exchange.carry("peja", "hq").code == 0
    exchange.at("hq", "approve", "1.1.1")
    exchange.at("hq", "note", "1.1.1", "Seen.", "--unit", "17")
    for command in ("log", "show"):
        said = exchange.at("hq", command, "1.1.1").out
        assert "hq, headquarters: 1.1.1, Pejë, Review of the report" in said
        assert "hq, Pejë" not in said and "peja, Pejë: 1.1.1, Status" in said
    assert "hq, headquarters, for Pejë: Seen." in said
    (review, *_) = (
        one for one in json.loads(exchange.at("hq", "log", "--json").out) if one["kind"] == "review"
    )
    assert (review["of_unit"], review["officer_unit"]) == ("17", None)


def test_a_decision_is_corrected_and_withdrawn(at: At) -> None:
    at("peja", "decide", "1.1.1", "Lista.", "--responsible", "Besa")
    (told,) = json.loads(at("peja", "show", "1.1.1", "--json").out)["resolutions"]
    entry = told["entry"][:6]
    assert at("peja", "decide", "1.1.1", "Lista e plotë.", "--correct", entry, "--due", "1.9.2099").code == 0
    (told,) = json.loads(at("peja", "show", "1.1.1", "--json").out)["resolutions"]
    assert (told["text"], told["responsible"], told["due"]) == ("Lista e plotë.", "", "2099-09-01")
    assert at("peja", "decide", "1.1.1", "--withdraw", entry, "--due", "1.9.2099").code == 2
    assert at("peja", "decide", "1.1.1", "--withdraw", entry).code == 0
    assert json.loads(at("peja", "show", "1.1.1", "--json").out)["resolutions"] == []


def test_who_is_expected_to_report_is_told_by_name(exchange: Exchange) -> None:
    said = exchange.at("hq", "expected", "units", "17", "MPB").err
    assert "chosen units: MIA, Pejë" in said or "chosen units: Pejë, MIA" in said
