"""Conflicts listed and decided on the command line, between real laptops that exchange real files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.terren.conftest import At, Exchange


def both(exchange: Exchange, first: tuple[str, ...], second: tuple[str, ...]) -> dict[str, Any]:
    """Two laptops of one unit set a register apart, and the first one takes what the second sent."""
    assert exchange.at("peja", *first).code == 0
    assert exchange.at("peja2", *second).code == 0
    assert exchange.carry("peja2", "peja").code == 3
    result = exchange.at("peja", "conflicts", "--json")
    assert result.code == 3
    (form,) = json.loads(result.out)
    assert isinstance(form, dict)
    return form


def status(at: At, who: str, nr: str = "1.1.1") -> tuple[str | None, str | None]:
    own = json.loads(at(who, "show", nr, "--json").out)["progress"]
    return own["status"], own["effective_on"]


STATUSES = (
    ("set", "1.1.1", "--status", "implemented", "--on", "2022-03-14"),
    ("set", "1.1.1", "--status", "in_progress", "--on", "2022-05-02"),
)


def test_conflicts_are_listed_with_who_when_and_file(exchange: Exchange) -> None:
    form = both(exchange, *STATUSES)
    assert (form["kind"], form["nr"], form["unit"], form["field"]) == ("action", "1.1.1", "17", "status")
    mine, theirs = sorted(form["heads"], key=lambda head: not head["mine"])
    assert (mine["value"], mine["officer"], mine["file"], mine["mine"]) == ("implemented", "peja", None, True)
    assert (theirs["value"], theirs["effective_on"], theirs["mine"]) == ("in_progress", "2022-05-02", False)
    assert set(theirs["file"]) == {"name", "check_code", "at"}
    said = exchange.at("peja", "conflicts")
    assert said.out.splitlines()[0] == f"{form['id']}  1.1.1, Pejë, Status"
    lines = said.out.splitlines()[1:]
    assert [line.startswith("  > ") for line in lines] == [True, False]
    assert ["; counts until somebody decides" in line for line in lines] == [True, False]
    assert ["; recorded on this computer" in line for line in lines] == [h["mine"] for h in form["heads"]]
    assert any(line[4:].startswith("Implemented (14 Mar 2022): peja, ") for line in lines)
    assert theirs["file"]["check_code"] in said.out
    assert said.err == "1 conflict\n"
    table = exchange.at("peja", "conflicts", "--csv")
    assert table.code == 3
    rows = [*csv.DictReader(io.StringIO(table.out))]
    assert [(row["id"], row["nr"], row["unit"], row["shown"]) for row in rows] == [
        (form["id"], "1.1.1", "Pejë", shown) for shown in "10"
    ]
    assert {row["value"]: row["check_code"] for row in rows} == {
        "Implemented": "",
        "In progress": theirs["file"]["check_code"],
    }


def test_undo_of_a_decision_opens_the_conflict_again_everywhere(exchange: Exchange) -> None:
    form = both(exchange, *STATUSES)
    assert exchange.at("peja", "resolve", form["id"], "--keep", "theirs").code == 0
    told = exchange.at("peja", "undo")
    assert told.err.startswith("1.1.1, Status: in conflict: ")
    own = ("id", "name", "mine", "file")

    def heads(who: str) -> list[dict[str, Any]]:
        (again,) = json.loads(exchange.at(who, "conflicts", "--json").out)
        assert again["id"] == form["id"]
        return [{key: value for key, value in head.items() if key not in own} for head in again["heads"]]

    words = told.err.strip().removeprefix("1.1.1, ")
    assert words in exchange.at("peja", "show", "1.1.1").out
    assert words in exchange.at("peja", "log").out
    known = [{key: value for key, value in head.items() if key not in own} for head in form["heads"]]
    assert heads("peja") == known
    carried = exchange.carry("peja", "peja2")
    assert (carried.code, words in carried.err) == (3, True)
    assert heads("peja2") == known
    assert exchange.at("peja2", "resolve", form["id"], "--keep", "theirs").code == 0
    assert status(exchange.at, "peja2") == ("implemented", "2022-03-14")


def test_a_conflict_that_was_decided_on_the_way_is_none(exchange: Exchange, tmp_path: Path) -> None:
    at, box = exchange.at, tmp_path / "box"
    box.mkdir()
    assert at("peja", *STATUSES[0]).code == 0
    assert at("peja", "sync", box).code == 0
    assert at("peja2", *STATUSES[1]).code == 0
    came = at("peja2", "sync", box)
    assert came.code == 3
    assert "Conflict: 1.1.1, Pejë, Status" in came.err
    (conflict,) = json.loads(at("peja2", "conflicts", "--json").out)
    assert at("peja2", "resolve", conflict["id"], "--keep", "theirs").code == 0
    assert at("peja2", "sync", box).code == 0
    # one visit brings both statuses and the decision
    came = at("hq", "sync", box)
    assert (came.code, "Conflict" in came.err) == (0, False)
    assert len(json.loads(at("hq", "log", "--json").out)) == 3


def test_another_amount_keeps_the_last_of_the_days(exchange: Exchange) -> None:
    spend = ("spend", "1.1.1", "--year", "2022", "--capital")
    days = "2022-03-14", "2022-05-02"
    form = both(exchange, *((*spend, f"{n}", "--spent-on", day) for n, day in enumerate(days, 1)))
    assert exchange.at("peja", "resolve", form["id"], "--keep", "3").code == 0
    decision, *_ = json.loads(exchange.at("peja", "log", "--json").out)
    assert (decision["after"], decision["effective_on"]) == (300, days[1])
    told = exchange.at("peja", "undo").err
    assert "in conflict: 1 EUR / 2 EUR" in told or "in conflict: 2 EUR / 1 EUR" in told
    assert "spent on" not in told


def test_without_conflicts_nothing_waits(exchange: Exchange) -> None:
    result = exchange.at("peja", "conflicts", "--json")
    assert (result.code, json.loads(result.out)) == (0, [])


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("mine", ("implemented", "2022-03-14")),
        ("theirs", ("in_progress", "2022-05-02")),
        ("ne proces", ("in_progress", "2022-05-02")),
        ("4", ("implemented", "2022-03-14")),
        ("", (None, None)),
    ],
)
def test_a_decision_supersedes_both_and_spreads(
    exchange: Exchange, choice: str, expected: tuple[str | None, str | None]
) -> None:
    form = both(exchange, *STATUSES)
    result = exchange.at("peja", "resolve", form["id"][:4].lower(), "--keep", choice, "--reason", "U pa.")
    assert result.code == 0, result.err
    assert "1.1.1, Implemented (14 Mar 2022): peja, " in result.err
    assert "1.1.1, In progress (2 May 2022): peja2, " in result.err
    assert "1.1.1, Note: U pa.\n" in result.err
    assert exchange.at("peja", "conflicts").code == 0
    assert status(exchange.at, "peja") == expected
    exchange.carry("peja", "peja2")
    assert exchange.at("peja2", "conflicts").code == 0
    assert exchange.at("peja2", "state", "--json").out == exchange.at("peja", "state", "--json").out


def test_a_head_is_chosen_by_its_id_and_another_value_takes_effect_today(exchange: Exchange) -> None:
    form = both(exchange, *STATUSES)
    last = form["heads"][1]
    assert exchange.at("peja", "resolve", form["id"], "--keep", last["id"]).code == 0
    assert status(exchange.at, "peja") == (last["value"], last["effective_on"])
    exchange.at("peja2", "set", "1.1.1", "--status", "6")
    exchange.carry("peja2", "peja")
    (again,) = json.loads(exchange.at("peja", "conflicts", "--json").out)
    assert again["id"] == form["id"]
    assert exchange.at("peja", "resolve", again["id"], "--keep", "not_implemented").code == 0
    found, day = status(exchange.at, "peja")
    assert (found, day is not None) == ("not_implemented", True)


@pytest.mark.parametrize(
    ("first", "second", "choice", "expected"),
    [
        (
            ("spend", "1.1.1", "--year", "2022", "--capital", "5"),
            ("spend", "1.1.1", "--year", "2022", "--capital", "6"),
            "7,50",
            750,
        ),
        (("set", "1.1.1", "--percent", "10"), ("set", "1.1.1", "--percent", "20"), "15%", 15),
        (
            ("set", "1.1.1", "--reason", "other"),
            ("set", "1.1.1", "--reason", "procurement"),
            "Legislation",
            "legislation",
        ),
        (("set", "1.1.1", "--next", "a"), ("set", "1.1.1", "--next", "b"), "c", "c"),
        (
            ("set", "1.1.1", "--new-deadline", "2024"),
            ("set", "1.1.1", "--new-deadline", "2025"),
            "30.6.2025",
            "2025-06-30",
        ),
        (
            ("measure", "1", "--year", "2022", "40%"),
            ("measure", "1", "--year", "2022", "41%", "--source", "ASK"),
            "41%",
            {"value": "41%", "source": "ASK"},
        ),
        (
            ("measure", "1", "--year", "2022", "40%"),
            ("measure", "1", "--year", "2022", "41%"),
            "42%",
            {"value": "42%", "source": ""},
        ),
    ],
)
def test_values_are_typed_as_elsewhere(
    exchange: Exchange, first: tuple[str, ...], second: tuple[str, ...], choice: str, expected: object
) -> None:
    form = both(exchange, first, second)
    result = exchange.at("peja", "resolve", form["id"], "--keep", choice)
    assert result.code == 0, result.err
    state = json.loads(exchange.at("peja", "state", "--json").out)
    assert [(item["value"], item["conflict"]) for item in state] == [(expected, False)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("XXXX", "--keep", "mine"), "no open conflict"),
        (("ID", "--keep", "done"), "“done”"),
        # the key of a status, or the first of the two
        (("ID", "--keep", "1"), "or Not started. Nothing was decided"),
        (("ID", "--keep", "mine", "--seen", "0:1"), "Another value has arrived"),
        (("ID", "--keep", "mine", "--meeting", "5f"), "no meeting “5f”"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(
    exchange: Exchange, arguments: tuple[str, ...], words: str
) -> None:
    form = both(exchange, *STATUSES)
    before = exchange.at("peja", "state", "--json").out
    typed = [form["id"] if argument == "ID" else argument for argument in arguments]
    result = exchange.at("peja", "resolve", *typed)
    assert (result.code, result.out) == (1, "")
    assert words in result.err
    assert exchange.at("peja", "state", "--json").out == before


def test_money_cannot_be_added_to_two_amounts(exchange: Exchange) -> None:
    spent = ("spend", "1.1.1", "--year", "2022", "--capital")
    form = both(exchange, (*spent, "5"), (*spent, "6"))
    assert exchange.at("peja", "resolve", form["id"], "--keep", "+1").code == 1
    assert exchange.at("peja", "resolve", form["id"], "--keep", "12,500", "--language", "sq").code == 1
    assert exchange.at("peja", "conflicts").code == 3


def test_what_was_seen_counts(exchange: Exchange) -> None:
    form = both(exchange, *STATUSES)
    seen = [argument for head in form["heads"] for argument in ("--seen", head["id"])]
    assert exchange.at("peja", "resolve", form["id"], "--keep", "mine", *seen[:2]).code == 1
    assert exchange.at("peja", "resolve", form["id"], "--keep", "mine", *seen).code == 0


def test_headquarters_has_no_side_of_its_own(exchange: Exchange) -> None:
    both(exchange, *STATUSES)
    exchange.carry("peja", "hq")
    exchange.carry("peja2", "hq")
    (form,) = json.loads(exchange.at("hq", "conflicts", "--json").out)
    assert [head["mine"] for head in form["heads"]] == [False, False]
    lines = exchange.at("hq", "conflicts").out.splitlines()[1:]
    assert [line.startswith("  > ") for line in lines] == [True, False]
    assert "none or several" in exchange.at("hq", "resolve", form["id"], "--keep", "mine").err
    assert exchange.at("hq", "resolve", form["id"], "--keep", "implemented").code == 0
    assert exchange.at("hq", "conflicts").code == 0


def test_a_list_of_conflicts_never_acts(exchange: Exchange, tmp_path: Path) -> None:
    both(exchange, ("set", "1.1.1", "--next", "a"), ("set", "1.1.1", "--next", "b \x1b[31m\u202e\x9b"))
    for arguments in ((), ("--json",)):
        assert not set("\x1b\u202e\x9b") & set(exchange.at("peja", "conflicts", *arguments).out)


SET = ("set", "1.1.1", "--status", "partially_implemented")


def test_to_set_what_stands_in_conflict_is_asked_about(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = both(exchange, *STATUSES)
    for laptop, percent in (("peja", "10"), ("peja2", "20")):
        exchange.at(laptop, "set", "1.1.3", "--percent", percent)
    exchange.carry("peja2", "peja")
    refused = exchange.at("peja", *SET)
    assert (refused.code, refused.out) == (1, "")
    assert "Implemented" in refused.err
    assert "In progress" in refused.err
    assert "--decide" in refused.err

    monkeypatch.setattr("terren.commands.reporting.recorder.at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\ny\n"))
    declined = exchange.at("peja", *SET)
    assert declined.code == 1
    assert f"{form['id']}  1.1.1, Pejë, Status" in declined.err
    assert "1.1.3" not in declined.err
    assert len(json.loads(exchange.at("peja", "conflicts", "--json").out)) == 2
    assert exchange.at("peja", *SET).code == 0
    assert [one["nr"] for one in json.loads(exchange.at("peja", "conflicts", "--json").out)] == ["1.1.3"]
    assert status(exchange.at, "peja")[0] == "partially_implemented"


def test_amounts_in_conflict_name_the_currency_where_another_is_refused(exchange: Exchange) -> None:
    spend = ("spend", "1.1.1", "--year", "2022", "--capital")
    both(exchange, (*spend, "5"), (*spend, "6,50"))
    for given in ("7", "+7"):
        refused = exchange.at("peja", *spend, given)
        assert refused.code == 1
        assert "1.1.1" in refused.err
        assert "5 EUR" in refused.err and "6.50 EUR" in refused.err


def test_a_script_says_that_it_decides(exchange: Exchange) -> None:
    both(exchange, *STATUSES)
    assert exchange.at("peja", *SET, "--decide").code == 0
    assert json.loads(exchange.at("peja", "conflicts", "--json").out) == []
