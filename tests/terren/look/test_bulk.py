"""The data in bulk: lists with all that ``show`` has, as of a day, as files; units and indicators."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.terren.conftest import Exchange


@pytest.fixture
def reported(exchange: Exchange) -> Exchange:
    """Pejë has reported on 1.1.1 a little of everything; headquarters has it, and returned it."""
    at = exchange.at
    set_ = (
        "set",
        "1.1.1",
        "--on",
        "1.3.2022",
        "--reason",
        "procurement",
        "--next",
        "=cmd",
        "--percent",
        "40",
    )
    assert at("peja", *set_, "--status", "in_progress").code == 0
    at("peja", "spend", "1.1.1", "--year", "2022", "--capital", "1500", "--allocated", "2000")
    at("peja", "note", "1.1.1", "U fol me komunën.")
    at("peja", "evidence", "1.1.1", "Vendim", "--ref", "nr. 12")
    exchange.carry("peja", "hq")
    at("hq", "return", "1.1.1", "--reason", "Pa nënshkrim")
    at("hq", "assess", "1.1.1", "--status", "partially_implemented", "--on", "1.6.2022")
    return exchange


def test_a_list_has_everything_that_show_has(reported: Exchange) -> None:
    for who in ("hq", "peja"):
        (row,) = json.loads(reported.at(who, "list", "1.1.1", "--json").out)
        shown = json.loads(reported.at(who, "show", "1.1.1", "--json").out)
        left_out = {"changes", "resolutions"}
        assert {key: row[key] for key in shown.keys() - left_out} == {
            key: value for key, value in shown.items() if key not in left_out
        }
        assert row["objective"] == {"nr": "1.1", "title": "Objektivi 1.1"}
        assert row["strategic_objective"]["nr"] == "1"
    picked = json.loads(reported.at("hq", "list", "1.1.1", "--json", "--fields", "nr, reviews").out)
    review = {"unit": "17", "state": "returned", "reason": "Pa nënshkrim", "stands": True}
    assert picked == [{"nr": "1.1.1", "reviews": [review]}]
    wrong = reported.at("hq", "list", "--json", "--fields", "colour")
    assert (wrong.code, "nr, " in wrong.err) == (2, True)


def test_a_table_has_it_too_and_no_cell_of_it_acts(reported: Exchange, tmp_path: Path) -> None:
    def table(who: str) -> dict[str, str]:
        return next(csv.DictReader(io.StringIO(reported.at(who, "list", "1.1.1", "--csv").out)))

    own, all_of = table("peja"), table("hq")
    assert (own["status"], own["percent"], own["next_steps"]) == ("in_progress", "40", "'=cmd")
    assert (all_of["percent"], all_of["reason"]) == ("17: 40", "17: procurement")
    assert (all_of["capital_2022"], all_of["allocated_2022"]) == ("1500.00", "2000.00")
    assert (all_of["reviews"], all_of["assessment"], all_of["reported"]) == (
        "17: returned",
        "partially_implemented",
        "17",
    )
    assert "U fol me komunën." in own["notes"]
    assert "Vendim" in own["evidence"]
    file = tmp_path / "list.xlsx"
    for who, command in (("peja", ("list", "1.1.1")), ("hq", ("matrix",)), ("hq", ("rates", "--by", "unit"))):
        written = reported.at(who, *command, "-o", file, "--force")
        assert (written.code, written.out) == (0, ""), written.err
        sheet = openpyxl.load_workbook(file).worksheets[0]
        assert sheet.max_row > 1
        formulas = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
        assert all(formula.startswith(("=SUM(", "=SUBTOTAL(")) for formula in formulas)
    reported.at("peja", "list", "1.1.1", "-o", file, "--force", "--fields", "nr,next_steps,capital_2022")
    rows = list(openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert rows[1] == ("1.1.1", "=cmd", 1500)
    for form in (("--json",), ("--csv",), ()):
        unknown = reported.at("hq", "list", "--fields", "colour", *form)
        assert (unknown.code, "--fields" in unknown.err) == (2, True)
    assert reported.at("hq", "list", "-o", file).code == 1
    wrong = reported.at("hq", "list", "-o", tmp_path / "list.odt")
    assert (wrong.code, ".xlsx" in wrong.err) == (2, True)
    told = reported.at("hq", "list", "-o", tmp_path / "list.csv", "--json")
    assert (told.code, json.loads(told.out)) == (0, {"path": str(tmp_path / "list.csv")})
    assert (tmp_path / "list.csv").is_file()


def test_a_list_and_an_action_as_of_a_day(reported: Exchange) -> None:
    def status(*command: str) -> str | None:
        found = json.loads(reported.at("hq", *command, "--json").out)
        held: str | None = (found[0] if isinstance(found, list) else found)["status"]
        return held

    for day, wanted in (
        ("1.1.2022", None),
        ("1.4.2022", "in_progress"),
        ("1.7.2022", "partially_implemented"),
    ):
        assert status("list", "1.1.1", "--as-of", day) == wanted
        assert status("show", "1.1.1", "--as-of", day) == wanted
    early = json.loads(reported.at("hq", "show", "1.1.1", "--as-of", "1.1.2022", "--json").out)
    assert [report["status"] for report in early["reports"]] == [None]


def test_an_objective_is_shown_with_its_indicators(reported: Exchange) -> None:
    reported.at("hq", "measure", "1", "--year", "2022", "60%", "--source", "Anketa")
    shown = reported.at("hq", "show", "1").out
    assert "1  Objektivi 1" in shown
    assert "2022: 60% MIA · Anketa" in shown
    form = json.loads(reported.at("hq", "show", "1.1.", "--json").out)
    assert (form["nr"], len(form["actions"])) == ("1.1", 4)
    assert form["statuses"]["partially_implemented"] == 1
    found = json.loads(reported.at("hq", "indicators", "--json", "--objective", "1").out)
    assert [(one["position"], len(one["measurements"])) for one in found] == [(1, 1)]
    rows = list(csv.DictReader(io.StringIO(reported.at("hq", "indicators", "--csv").out)))
    assert (rows[0]["baseline"], rows[0]["measured"]) == ("50% (2021)", "2022: 60% (MIA)")


def test_units_say_who_is_enrolled_and_how_each_stands(reported: Exchange) -> None:
    units = {one["unit"]: one for one in json.loads(reported.at("hq", "units", "--json").out)}
    peja = units["17"]
    assert {laptop["officer"] for laptop in peja["laptops"]} == {"peja", "peja2"}
    assert {laptop["revision"] for laptop in peja["laptops"]} == {1, None}
    assert (peja["expected"], peja["reported"], peja["returned"], peja["unreviewed"]) == (4, 1, 1, 0)
    assert units["18"]["laptops"] == []
    lines = reported.at("hq", "units").out.splitlines()
    (words,) = (line.split() for line in lines if line.startswith("Pejë"))
    assert {word.strip(",") for word in words[1:3]} == {"peja", "peja2"}


def test_a_laptop_is_told_what_arrived_and_what_was_made_of_it(reported: Exchange) -> None:
    reported.at("hq", "set", "1.1.3", "--status", "implemented", "--unit", "Pejë")
    came = reported.carry("hq", "peja")
    assert "8 of your changes have arrived at headquarters." in came.err
    assert "hq: 1.1.1, Pejë, Review of the report: – → Returned: Pa nënshkrim" in came.err
    assert "hq: 1.1.3, Pejë, Status: Not reported → Implemented" in came.err
    reported.at("peja", "note", "1.1.1", "Po dërgohet.")
    assert "arrived at headquarters" not in reported.carry("hq", "peja").err
    assert "Changed of yours" not in reported.carry("peja", "hq").err


def test_each_action_stands_in_the_period_as_the_figures_count_it(reported: Exchange) -> None:
    at = reported.at
    assert at("hq", "assess", "1.1.2", "--status", "implemented", "--on", "31.12.2022").code == 0
    assert at("hq", "cancel", "1.1.4", "--on", "1.5.2022", "--reason", "Pa fonde").code == 0
    for period, day in (("2022", "2022-12-31"), ("2023", "2023-06-30"), ("2022-Q1", "2022-03-31")):
        rows = json.loads(at("hq", "list", "--json", "--period", period, "--as-of", day).out)
        (plan,) = json.loads(at("hq", "rates", "--json", "--period", period, "--as-of", day).out)["groups"]
        assert sum(row["due"] for row in rows) == plan["due"]
        assert sum(row["due"] and row["status"] == "implemented" for row in rows) == plan["implemented"]
        assert sum(row["overdue"] for row in rows) == plan["overdue"]
    by_nr = {row["nr"]: row for row in rows}
    assert [by_nr[nr]["cancelled"] for nr in ("1.1.1", "1.1.4")] == [False, False]
    rows = json.loads(at("hq", "list", "--json", "--as-of", "2023-06-30").out)
    by_nr = {row["nr"]: row for row in rows}
    assert by_nr["1.1.4"]["cancelled"] is True
    assert (by_nr["1.1.2"]["implemented_on"], by_nr["1.1.1"]["implemented_on"]) == ("2022-12-31", None)
    assert {nr for nr, row in by_nr.items() if row["carried_over"]} == {"2.1.2", "2.1.4"}
    assert by_nr["1.1.1"]["deadline_day"] == "2023-12-31"
    # one code for the lead, however it is spelled or grouped
    assert (by_nr["1.1.1"]["lead_unit"], by_nr["1.1.2"]["lead_unit"]) == ("MPB", "XYZQ")
    assert at("hq", "names", "join", "Ministria", "XYZQ", "--role", "institution").code == 0
    (row,) = json.loads(at("hq", "list", "1.1.2", "--json").out)
    assert (row["lead_unit"], row["lead_name"]) == ("MINISTRIA", "Ministria")


def test_actions_that_departed_are_listed_with_day_and_reason(reported: Exchange, tmp_path: Path) -> None:
    at = reported.at
    assert at("hq", "cancel", "1.1.4", "--on", "1.5.2022", "--reason", "=Pa fonde").code == 0
    assert json.loads(at("hq", "list", "--departed", "--as-of", "2022-04-30", "--json").out) == []
    (form,) = json.loads(at("hq", "list", "--departed", "--json").out)
    assert (form["nr"], form["what"], form["on"]) == ("1.1.4", "cancelled", "2022-05-01")
    assert (form["reason"], form["revision"], form["successors"]) == ("=Pa fonde", None, [])
    assert (form["status"], form["spent"], form["lead_unit"]) == ("cancelled", None, "XYZQ")
    (row,) = csv.DictReader(io.StringIO(at("hq", "list", "--departed", "--csv", "--language", "en").out))
    assert (row["what_words"], row["on"], row["reason"]) == ("cancelled", "2022-05-01", "'=Pa fonde")
    assert "1.1.4" in at("hq", "list", "--departed").out
    for beside in (("riintegrim",), ("--overdue",), ("--sort", "deadline")):
        assert at("hq", "list", "--departed", *beside).code == 2
