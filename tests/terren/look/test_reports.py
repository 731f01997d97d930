"""Reports by period, and the figures of every period: as data, tables and workbooks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from schema.choices import STATUS
from tests.terren.conftest import Exchange


@pytest.fixture
def reported(exchange: Exchange) -> Exchange:
    """Pejë has reported on 1.1.1 in the first quarter of 2022; headquarters has it, and approved it."""
    at = exchange.at
    said = ("--percent", "40", "--reason", "procurement", "--next", "=cmd", "--reason-text", "+1;=2")
    assert at("peja", "set", "1.1.1", "--status", "in_progress", "--on", "1.3.2022", *said).code == 0
    at("peja", "spend", "1.1.1", "--year", "2022", "--capital", "1500", "--allocated", "2000")
    exchange.carry("peja", "hq")
    assert at("hq", "approve", "1.1.1").code == 0
    return exchange


def table(exchange: Exchange, *args: str) -> list[dict[str, str]]:
    done = exchange.at("hq", "reports", "--language", "sq", *args)
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def test_a_row_for_each_action_unit_and_period(reported: Exchange) -> None:
    rows = table(reported, "--long", "--csv")
    assert len({(row["action"], row["unit"], row["period"]) for row in rows}) == len(rows)
    assert [row["period"] for row in rows if (row["nr"], row["unit"]) == ("1.1.1", "17")] == [
        f"{year}-Q{n}" for year in (2021, 2022, 2023) for n in (1, 2, 3, 4)
    ]
    by_period = {row["period"]: row for row in rows if (row["nr"], row["unit"]) == ("1.1.1", "17")}
    assert by_period["2021-Q4"]["status"] == "not_reported"
    row = by_period["2022-Q1"]
    words = ("status", "status_words", "reason", "reason_words", "unit_name", "lead_unit", "percent")
    assert [row[name] for name in words] == [
        "in_progress", "Në proces", "procurement", "Prokurimi", "Pejë", "MPB", "40",
    ]  # fmt: skip
    assert (row["effective_on"], row["approved"], row["conflict"]) == ("2022-03-01", "0", "0")
    # what was approved is the report with the money, which is of the year's last day
    last = by_period["2022-Q4"]
    assert last["approved"] == "1"
    assert (last["allocated"], last["capital"], last["spent"], last["year"]) == (
        "2000.00", "1500.00", "1500.00", "2022",
    )  # fmt: skip
    # no cell is a formula
    assert (row["next_steps"], row["reason_text"]) == ("'=cmd", "'+1;'=2")


def test_the_same_as_data_and_of_one_period(reported: Exchange) -> None:
    forms = json.loads(reported.at("hq", "reports", "--period", "2022", "--unit", "Pejë", "--json").out)
    assert {form["unit"] for form in forms} == {"17"}
    (form,) = (form for form in forms if form["nr"] == "1.1.1")
    assert (form["status"], form["percent"], form["next_steps"]) == ("in_progress", 40, "=cmd")
    assert (form["effective_on"], form["as_of"], form["spent"]) == ("2022-03-01", "2022-12-31", 1500)
    long = json.loads(reported.at("hq", "reports", "--long", "--every", "year", "--json").out)
    assert {form["period"] for form in long} == {"2021", "2022", "2023"}
    assert form in long
    # an officer has the own unit's
    own = json.loads(reported.at("peja", "reports", "--period", "2022", "--json").out)
    assert {form["unit"] for form in own} == {"17"}
    said = reported.at("hq", "reports", "--period", "2022", "--language", "en").out
    assert "Pejë" in said and STATUS.labels["in_progress"] in said


def test_a_workbook_has_the_figures_of_every_period_beside(reported: Exchange, tmp_path: Path) -> None:
    book = tmp_path / "long.xlsx"
    assert reported.at("hq", "reports", "--long", "--language", "en", "-o", book).code == 0
    reports, series = openpyxl.load_workbook(book).worksheets
    assert (reports.title, series.title) == ("Reports by period", "Figures by period")
    cells = [cell for sheet in (reports, series) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    heads = [cell.value for cell in reports[1]]
    (row,) = (
        [cell.value for cell in row]
        for row in reports.iter_rows(min_row=2)
        if (row[0].value, row[5].value, row[heads.index("Code")].value) == ("2022-Q1", "1.1.1", "17")
    )
    assert row[heads.index("Next steps")] == "=cmd"
    assert reported.at("hq", "reports", "--period", "2022", "-o", book, "--force").code == 0
    assert len(openpyxl.load_workbook(book).worksheets) == 1


def test_a_time_series_is_what_each_period_says(reported: Exchange) -> None:
    series = json.loads(reported.at("hq", "rates", "--every", "quarter", "--json").out)
    assert [period["period"] for period in series][::4] == ["2021-Q1", "2022-Q1", "2023-Q1"]
    for period in series:
        asked = ("rates", "--period", period["period"], "--as-of", period["as_of"], "--json")
        (plan,) = json.loads(reported.at("hq", *asked).out)["groups"]
        figures = {figure["id"]: figure for figure in period["figures"]}
        rate, coverage = figures["implementation_rate"], figures["coverage"]
        assert (rate["numerator"], rate["denominator"]) == (plan["implemented"], plan["due"])
        assert (coverage["numerator"], coverage["denominator"]) == (plan["reported"], plan["expected"])
        assert figures["overdue"]["value"] == plan["overdue"]
    rows = list(csv.DictReader(io.StringIO(reported.at("hq", "rates", "--every", "year", "--csv").out)))
    assert [row["period"] for row in rows if row["figure"] == "spent"] == ["2021", "2022", "2023"]
    assert [row["amount"] for row in rows if row["figure"] == "spent"] == ["0.00", "1500.00", "0.00"]
    assert "2022-H1" in reported.at("hq", "rates", "--every", "half").out


@pytest.mark.parametrize(
    "asked",
    [
        ("reports", "--long", "--period", "2022"),
        ("reports", "--every", "year"),
        ("reports", "--long", "--every", "week"),
        ("rates", "--every", "year", "--by", "unit"),
        ("rates", "--every", "year", "--period", "2022"),
    ],
)
def test_what_means_nothing_is_said(reported: Exchange, asked: tuple[str, ...]) -> None:
    assert reported.at("hq", *asked).code == 2


def test_the_reports_that_wait_for_a_review_are_listed(reported: Exchange) -> None:
    at = reported.at
    assert json.loads(at("hq", "reviews", "--json").out) == []
    (row,) = json.loads(at("hq", "reviews", "--all", "--json").out)
    assert (row["nr"], row["unit"], row["waits"], row["review"], row["stands"]) == (
        "1.1.1", "17", False, "approved", True,
    )  # fmt: skip
    at("peja", "set", "1.1.1", "--percent", "60")
    reported.carry("peja", "hq")
    done = at("hq", "reviews", "--unit", "Pejë")
    assert done.code == 0 and "Approved; changed since" in done.out
    assert at("hq", "reviews", "--unit", "Gjilan", "--json").out.strip() == "[]"
