"""``terren report`` from the command line: written, checked after later changes, explained, refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.terren.conftest import Exchange, Terren

ASKED = ("report", "--period", "2022", "--as-of", "2022-12-31")


def test_a_report_is_written_checked_and_explained(exchange: Exchange, tmp_path: Path) -> None:
    goal = tmp_path / "report.json"
    exchange.at("peja", "set", "1.1.1", "--status", "implemented", "--on", "2022-05-05")
    assert exchange.carry("peja", "hq").code == 0
    exchange.at("hq", "set", "1.1.2", "--status", "implemented", "--on", "2022-05-05", "--unit", "XYZQ")
    written = exchange.at("hq", *ASKED, "-o", str(goal))
    assert (written.code, written.out) == (0, "") and "Written" in written.err
    figures = {figure["id"]: figure for figure in json.loads(goal.read_text())["figures"]}
    assert figures["implementation_rate"]["value"] == 25.0

    explained = exchange.at("hq", *ASKED, "--explain", "25.00")
    assert "1.1.2" in explained.out and "Implementation rate: 25.00%" in explained.out

    exchange.at("hq", "set", "1.1.4", "--status", "implemented", "--on", "2022-06-06", "--unit", "XYZQ")
    checked = exchange.at("hq", "report", "--check", str(goal))
    assert checked.code == 0
    assert "✓ implementation_rate: 25.0; by later changes it is 50.0 today" in checked.out
    assert "✗" not in checked.out and "1 change has come" in checked.err

    assert exchange.at("hq", "report", "--check", str(goal), "-q") == (0, "", "")

    goal.write_text(goal.read_text().replace('"value": 25.0', '"value": 75.0', 1))
    checked = exchange.at("hq", "report", "--check", str(goal))
    assert checked.code == 1
    assert "✗ implementation_rate: value 75.0 ≠ 25.0" in checked.out
    checked = exchange.at("hq", "report", "--check", str(goal), "-q")
    assert (checked.code, checked.err) == (1, "")
    assert checked.out.startswith("✗ implementation_rate: value 75.0 ≠ 25.0\n") and "✓" not in checked.out


def test_a_cell_that_was_altered_is_told_though_all_figures_hold(exchange: Exchange, tmp_path: Path) -> None:
    goal = tmp_path / "report.html"
    assert exchange.at("hq", *ASKED, "--sign", "-o", str(goal)).code == 0
    goal.write_text(goal.read_text().replace("<td>", "<td>7", 1))
    exchange.at("hq", "set", "1.1.1", "--status", "implemented", "--unit", "XYZQ")
    checked = exchange.at("hq", "report", "--check", str(goal))
    assert checked.code == 1
    assert "figures that the file carries as data hold, but what is read in it is not" in checked.err
    assert "The signature is of the data that the file carries" in checked.err and "✓" not in checked.err
    assert checked.err.splitlines()[-1].startswith("✗ The report does not hold.")


def test_an_officer_reports_on_the_own_unit(exchange: Exchange, tmp_path: Path) -> None:
    exchange.at("peja", "set", "1.1.1", "--status", "implemented")
    goal = tmp_path / "own.json"
    today = date.today().isoformat()
    assert exchange.at("peja", "report", "--period", "2023", "--as-of", today, "-o", str(goal)).code == 0
    found = json.loads(goal.read_text())
    assert found["unit"] == "17"
    assert {figure["id"]: figure for figure in found["figures"]}["implementation_rate"]["value"] == 25.0
    for ending in ("html", "docx", "xlsx"):
        assert (
            exchange.at("peja", "report", "--period", "2023", "-o", str(tmp_path / f"own.{ending}")).code == 0
        )


def test_a_wrong_call_writes_nothing(exchange: Exchange, tmp_path: Path) -> None:
    goal = tmp_path / "r.html"
    for arguments, code in (
        (("report",), 2),
        (("report", "--period", "2022"), 2),
        (("report", "--period", "2022-Q9", "-o", str(goal)), 2),
        (("report", "--period", "2040", "-o", str(goal)), 1),
        (("report", "--period", "2022", "--unit", "Atlantis", "-o", str(goal)), 1),
        (("report", "--period", "2022", "-o", str(tmp_path / "none" / "r.html")), 1),
        (("report", "--period", "2022", "-o", str(tmp_path / "r.odt")), 2),
        (("report", "--check", str(goal)), 1),
        (("report", "--check", str(goal), "--period", "2022"), 2),
    ):
        found = exchange.at("hq", *arguments)
        assert (found.code, found.out) == (code, ""), (arguments, found)
        assert "Traceback" not in found.err and found.err.strip()
    assert not goal.exists()
    goal.write_text("mine")
    refused = exchange.at("hq", "report", "--period", "2022", "-o", str(goal))
    assert refused.code == 1 and "“--force” replaces it." in refused.err
    assert goal.read_text() == "mine"
    assert exchange.at("hq", "report", "--period", "2022", "-o", str(goal), "--force").code == 0
    assert goal.read_text().startswith("<!DOCTYPE html>")


def test_what_a_report_or_an_explanation_needs_is_said(exchange: Exchange) -> None:
    for arguments in ((), ("--explain", "50.00"), ("--period", "2022")):
        refused = exchange.at("hq", "report", *arguments)
        assert refused.code == 2 and "-o FILE or --explain FIGURE" in refused.err


def test_the_passport_of_an_indicator_is_written_printed_and_reported(
    exchange: Exchange, tmp_path: Path
) -> None:
    assert exchange.at("peja", "passport", "1", "--measure", "%").code == 1
    written = exchange.at("hq", "passport", "1", "--measure", "%", "--available", "mars")
    assert written.code == 0 and "Unit of measure: – → %" in written.err
    assert "Unit of measure: %" in exchange.at("hq", "passport", "1").out
    assert json.loads(exchange.at("hq", "passport", "1", "--json").out)["available"] == "mars"
    goal = tmp_path / "report.json"
    assert exchange.at("hq", "report", "--period", "2022", "-o", str(goal)).code == 0
    (first, *_rest) = json.loads(goal.read_text())["tables"]["indicators"]
    assert (first["measure"], first["available"], first["formula"]) == ("%", "mars", None)
    rest = {"source": "ASK", "formula": "a / b", "responsible": "MPB"}
    options = [word for field, text in rest.items() for word in (f"--{field}", text)]
    assert exchange.at("hq", "passport", "1", *options).code == 0
    assert exchange.at("hq", "report", "--period", "2022", "-o", str(goal), "--force").code == 0
    (first, *_rest) = json.loads(goal.read_text())["tables"]["indicators"]
    assert {field: first[field] for field in rest} == rest and first["measure"] == "%"


def test_no_report_is_made_where_there_is_no_database(terren: Terren, tmp_path: Path) -> None:
    goal = tmp_path / "r.html"
    for arguments in (
        ("report", "--period", "2022", "-o", goal),
        ("rates", "--year", "2022"),
        ("matrix", "-o", goal.with_suffix(".csv")),
        ("units",),
        ("period", "list"),
    ):
        refused = terren(*arguments)
        assert (refused.code, refused.out) == (1, ""), arguments
        assert "There is no database" in refused.err
    assert not [*tmp_path.glob("r.*")]
    assert terren("show", "1.1.1").code == 0


def test_a_final_report_a_late_edit_and_the_re_issue(exchange: Exchange, tmp_path: Path) -> None:
    exchange.at("hq", "set", "1.1.2", "--status", "implemented", "--on", "2022-05-05", "--unit", "XYZQ")
    goal, again, later = (tmp_path / f"{name}.html" for name in ("final", "again", "later"))
    issued = exchange.at("hq", *ASKED, "--final", "-o", str(goal))
    assert issued.code == 0 and "Issued: no. 1 of" in issued.err
    checked = exchange.at("hq", "report", "--check", str(goal))
    assert checked.code == 0 and "✓ Signed by headquarters: hq," in checked.err
    exchange.at("hq", "set", "1.1.4", "--status", "implemented", "--on", "2022-06-06", "--unit", "XYZQ")

    assert (
        exchange.at("hq", "report", "--period", "2022", "--issue", "1", "--sign", "-o", str(again)).code == 0
    )
    assert again.read_bytes() == goal.read_bytes()
    unsigned = exchange.at("hq", "report", "--period", "2022", "--issue", "1", "-o", str(tmp_path / "u.html"))
    assert unsigned.code == 0 and "This file is not signed" in unsigned.err
    written = exchange.at("hq", *ASKED, "-o", str(later))
    assert "Report before: no. 1 of" in written.err and "figures differ" in written.err
    checked = exchange.at("hq", "report", "--check", str(later))
    assert checked.code == 0 and "It is not signed" in checked.err
    assert "Figures that differ" in later.read_text("utf-8")

    assert exchange.carry("hq", "peja").code == 0
    listed = json.loads(exchange.at("peja", "period", "issued", "--json").out)
    assert [(one["period"], one["number"], one["officer"]) for one in listed] == [("2022", 1, "hq")]
    assert "2022     no. 1" in exchange.at("peja", "period", "issued", "2022").out
    refused = exchange.at("peja", *ASKED, "--final", "-o", str(tmp_path / "no.html"))
    assert (refused.code, (tmp_path / "no.html").exists()) == (1, False)
    wrong = exchange.at("hq", *ASKED, "--final", "--unit", "17", "-o", str(tmp_path / "no.html"))
    assert wrong.code == 2


def test_the_title_of_the_plan_is_given_in_other_languages(exchange: Exchange) -> None:
    given = ("institution", "--plan-title")
    assert exchange.at("hq", *given, "Strategy 2021/2025", "--in", "en").code == 0
    assert json.loads(exchange.at("hq", "institution", "--json").out)["plan_en"] == "Strategy 2021/2025"
    assert "Title of the plan (en): Strategy 2021/2025" in exchange.at("hq", "institution").out
    refused = exchange.at("hq", *given, "Tjetër", "--in", "sq")
    assert (refused.code, "printed" in refused.err) == (1, True)
