"""The calendar on the command line: what is owed, what came late, and the letters."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.terren.conftest import Exchange


def test_what_is_owed_is_listed_on_both_sides_and_reminded_of(exchange: Exchange, tmp_path: Path) -> None:
    assert exchange.at("hq", "period", "owing").code == 1
    exchange.at("hq", "period", "open", "2022-Q3", "--due", "2022-10-15")
    exchange.carry("hq", "peja")
    shown = exchange.at("peja", "period", "owing")
    assert "Q3 2022: 4 reports are outstanding; due on 15 Oct 2022" in shown.err
    assert shown.out.startswith("Pejë: 0 of 4 reports have arrived, 4 still outstanding\n    1.1.1  Masa")
    exchange.at("peja", "set", "1.1.1", "--status", "implemented")
    assert len(json.loads(exchange.at("peja", "list", "--owed", "--json").out)) == 3
    exchange.carry("peja", "hq")
    found = json.loads(exchange.at("hq", "period", "owing", "--json").out)
    (peja,) = (one for one in found["units"] if one["name"] == "Pejë")
    assert (peja["asked"], peja["reported"], peja["late"], len(peja["owed"])) == (4, 1, 1, 3)
    (late,) = json.loads(exchange.at("hq", "period", "late", "--json").out)
    assert (late["nr"], late["after"]) == ("1.1.1", "implemented")
    lines = tmp_path / "owing.csv"
    assert exchange.at("hq", "period", "owing", "--unit", "Pejë", "-o", lines).code == 0
    head, *rows = csv.DictReader(lines.read_text("utf-8-sig").splitlines(), delimiter=",")
    assert (head["Unit"], head["No."], head["Due"]) == ("Pejë", '="1.1.3"', "2022-10-15")
    assert len(rows) == 2
    assert exchange.at("hq", "period", "owing", "-o", lines).code == 1
    folder = tmp_path / "letters"
    folder.mkdir()
    written = exchange.at("hq", "remind", "--unit", "Pejë", "-o", folder)
    assert (written.code, "1 letter is written." in written.err) == (0, True)
    assert [Path(line).suffix for line in written.out.splitlines()] == [".txt", ".docx"]
    again = exchange.at("hq", "remind", "--unit", "Pejë", "-o", folder)
    assert again.code == 1
    assert exchange.at("peja", "remind", "-o", folder).code == 1


def test_closing_a_period_says_what_is_late_in_it(exchange: Exchange, tmp_path: Path) -> None:
    assert exchange.at("hq", "period", "open", "2022-Q3", "--due", "2022-10-15").code == 0
    exchange.at("hq", "set", "1.1.2", "--status", "implemented", "--on", "2022-09-05", "--unit", "XYZQ")
    closed = exchange.at("hq", "period", "close", "2022-Q3", "--on", "2022-10-20")
    assert closed.code == 0
    assert "1 came late" in closed.err and "“terren period late 2022-Q3” lists" in closed.err
    issued = exchange.at("hq", "report", "--period", "2022q3", "--final", "-o", str(tmp_path / "q3.html"))
    assert "1 came late" in issued.err and "are outstanding" in issued.err


def test_a_closed_period_is_said_to_be_closed_wherever_it_is_listed(exchange: Exchange) -> None:
    for command in (("list", "--owed"), ("units",)):
        assert "No report is asked for at present." in exchange.at("hq", *command).err
    exchange.at("hq", "period", "open", "2022-Q3", "--due", "2099-10-15")
    assert "closed" not in exchange.at("hq", "list", "--owed").err
    assert "asked for" not in exchange.at("hq", "units").err
    exchange.at("hq", "period", "close", "2022-Q3", "--on", "2022-10-20")
    owing = exchange.at("hq", "period", "owing", "2022-Q3").err
    assert "are outstanding; closed on 20 Oct 2022\n" in owing and "due on" not in owing
    assert "“terren list --owed” does not list a closed period." in owing
    listed = exchange.at("hq", "list", "--owed")
    assert (listed.out, "0 actions" in listed.err) == ("", True)
    assert "2022-Q3 was closed on 20 Oct 2022: “terren period owing 2022-Q3” lists its" in listed.err
    # who reads “0 owed” there is told why
    units = exchange.at("hq", "units").err
    assert "2022-Q3 was closed on 20 Oct 2022: “terren period owing 2022-Q3” lists its" in units
