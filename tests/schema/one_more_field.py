"""What is run over a schema with one more field of a report, a choice (test_one_declaration)."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from store.edits.edits import StatusReport, report_status
from store.opening.open_store import open_store
from sync.demo.story import read_demo_plan, reports
from tests.sync.world import believe, headquarters, installation
from tests.terren.conftest import At, Terren
from tests.terren.conftest import at as at
from tests.terren.conftest import enrolled as enrolled
from tests.terren.conftest import home as home
from tests.terren.conftest import prepared as prepared
from tests.terren.conftest import published as published
from tests.terren.conftest import terren as terren
from tests.tui import harness
from tui.screens.form import FormScreen

TODAY = date(2022, 9, 15)


def printed(terren: Terren, *arguments: str) -> Any:
    result = terren(*arguments)
    assert result.code == 0, result.err
    return json.loads(result.out)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_command_records_and_shows_it(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    assert terren("set", "1.1.1", "--status", "in_progress", "--risk", "hi").code == 0
    assert "Risk level: High risk" in terren("show", "1.1.1").out
    assert printed(terren, "show", "1.1.1", "--json")["progress"]["risk"] == "high"
    assert "1.1.1, Risk level: – → High risk" in terren("log").out
    refused = terren("set", "1.1.1", "--risk", "dreadful")
    assert refused.code == 2 and "high (High risk)" in refused.err
    helped = terren("set", "--help").out
    assert "How likely it is that the action fails." in helped and "Low risk" in helped
    # the empty value clears, and undo brings it back
    assert terren("set", "1.1.1", "--risk", "").code == 0
    assert printed(terren, "show", "1.1.1", "--json")["progress"]["risk"] is None
    assert terren("undo").code == 0
    assert printed(terren, "show", "1.1.1", "--json")["progress"]["risk"] == "high"


def test_lists_and_reports_have_it(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    dated = ("--status", "in_progress", "--on", "2022-03-01")
    assert terren("set", "1.1.1", *dated, "--risk", "high").code == 0
    (listed,) = [row for row in rows(terren("list", "--csv").out) if row["nr"] == "1.1.1"]
    assert listed["risk"] == "high"
    told = [row for row in rows(terren("reports", "--long", "--csv").out) if row["risk"]]
    assert {(row["risk"], row["risk_words"]) for row in told} == {("high", "High risk")}
    assert "high" in {row["risk"] for row in printed(terren, "reports", "--long", "--json")}
    for ending in ("html", "json"):
        assert terren("report", "--period", "2022", "-o", tmp_path / f"report.{ending}").code == 0
        assert "High risk" in (tmp_path / f"report.{ending}").read_text("utf-8")


def test_files_carry_it_and_two_values_stand_until_somebody_decides(at: At, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for who, risk in (("peja", "high"), ("peja2", "low")):
        assert at(who, "set", "1.1.1", "--risk", risk).code == 0
        assert at(who, "export", "--to", stick).code == 0
    at("hq", "receive", *stick.rglob("*.terren"))
    (conflict,) = json.loads(at("hq", "conflicts", "--json").out)
    assert at("hq", "resolve", conflict["id"], "--keep", "low risk").code == 0
    (register,) = [row for row in json.loads(at("hq", "state", "--json").out) if row["field"] == "risk"]
    assert (register["value"], register["conflict"]) == ("low", False)


def test_a_value_of_no_choice_is_held(tmp_path: Path) -> None:
    center, other = headquarters(tmp_path / "center"), installation(tmp_path / "other")
    believe(center, other)
    other.edit("1.1.1", "risk", "dreadful")
    other.edit("1.1.2", "risk", "low")
    (tmp_path / "stick").mkdir()
    assert center.receive(other.export(tmp_path / "stick").path, accept=False).held == 1
    assert [(row["target"], row["value"]) for row in center.state] == [("1.1.2", "low")]


def test_the_demonstration_makes_it_up(terren: Terren, enrolled: Path) -> None:
    with open_store(enrolled) as store, store.reading() as conn:
        told = reports(read_demo_plan(conn), "17", Random(1), "punctual").values()
    edits = [edit for of_quarter in told for report in of_quarter for edit in report.edits]
    assert {edit.value for edit in edits if edit.field == "risk"} == {"low", "high"}


async def test_the_form_asks_for_it_and_the_page_has_it(tmp_path: Path) -> None:
    at = harness.home(tmp_path / "screen")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress", risk="low"), today=TODAY)
    with harness.speaking("en"):
        async with harness.running(at, (120, 40)) as (app, pilot):
            await pilot.press("j", "j", "d")
            assert isinstance(app.screen, FormScreen)
            assert "Risk level" in harness.said(app)
            app.screen.set_focus(app.screen.fields["risk"].widget)
            await pilot.press(*"high", "ctrl+s")
            assert "Risk level" in harness.said(app) and "High risk" in harness.said(app)
    with at.open() as store:
        (row,) = store.conn.execute("SELECT value FROM state WHERE field = 'risk'").fetchall()
    assert json.loads(row[0]) == "high"
