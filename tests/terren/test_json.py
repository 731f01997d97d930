"""What a script sees: data on standard output, errors as JSON on standard error, the same exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.terren.conftest import At, Exchange, Result, Terren


def recorded(result: Result) -> list[dict[str, Any]]:
    assert result.code == 0, result.err
    found: list[dict[str, Any]] = json.loads(result.out)["recorded"]
    return found


def error(result: Result) -> dict[str, Any]:
    """The error, beside which nothing is said."""
    assert result.out == ""
    found: dict[str, Any] = json.loads(result.err)["error"]
    assert found.keys() == {"code", "field", "message"}
    return found


def test_what_was_recorded_is_what_the_log_has(terren: Terren, enrolled: Path) -> None:
    done = recorded(terren("set", "1.1.1", "1.1.2", "--status", "4", "--json"))
    assert [one["after"] for one in done] == ["implemented", "implemented"]
    log = json.loads(terren("log", "--json").out)
    assert done == log[::-1]
    assert [one["nr"] for one in done] == ["1.1.1", "1.1.2"]


def test_what_stands_already_records_nothing(terren: Terren, enrolled: Path) -> None:
    assert recorded(terren("note", "1.1.1", "text", "--json"))[0]["after"] == "text"
    terren("set", "1.1.1", "--percent", "5")
    assert recorded(terren("set", "1.1.1", "--percent", "5", "--json")) == []


def test_undo_and_redo_say_what_they_recorded(terren: Terren, enrolled: Path) -> None:
    terren("set", "1.1.1", "--percent", "5")
    assert [one["after"] for one in recorded(terren("undo", "--json"))] == [None]
    assert [one["after"] for one in recorded(terren("redo", "--json"))] == [5]


def test_a_command_with_a_form_of_its_own_says_it_too(terren: Terren, enrolled: Path) -> None:
    opened = terren("meeting", "open", "Java 10", "1.1.1", "--json")
    form = json.loads(opened.out)
    assert form["title"] == "Java 10"
    assert {one["kind"] for one in recorded(opened)} == {"meeting"}
    assert recorded(terren("meeting", "end", form["id"], "--json")) != []


def test_money_is_in_euros_and_absent_is_null_beside_what_was_promised_before(at: At) -> None:
    done = recorded(at("peja", "spend", "1.1.1", "--year", "2022", "--capital", "12,50", "--yes", "--json"))
    assert [(one["after"], one["amount_after"], one["amount_before"]) for one in done] == [(1250, 12.5, None)]
    assessed = recorded(at("hq", "assess", "1.1.1", "--status", "4", "--json"))
    assert {(one["unit"], one["of_unit"], one["amount_after"]) for one in assessed} == {("", None, None)}
    assert [one["amount"] for one in json.loads(at("peja", "state", "--json").out)] == [12.5]


def test_files_that_are_written_are_named(exchange: Exchange, tmp_path: Path) -> None:
    backup = json.loads(exchange.at("hq", "backup", "--json").out)
    assert Path(backup["path"]).stat().st_size == backup["bytes"]
    asked = json.loads(exchange.at("peja", "trust", "request", "-o", exchange.stick, "--json").out)
    assert Path(asked["path"]).parent == exchange.stick
    goal = tmp_path / "report.json"
    written = json.loads(
        exchange.at("hq", "report", "--period", "2022", "-o", goal, "--as-of", "2022-12-31", "--json").out
    )
    named = {"path": str(goal), "period": "2022", "as_of": "2022-12-31", "unit": None}
    assert written == {**named, "issue": None, "signed": False}
    assert json.loads(exchange.at("hq", "report", "--check", goal, "--json").out)["holds"] is True
    figures = json.loads(exchange.at("hq", "report", "--check", goal, "--explain", "spent", "--json").out)
    assert figures[0]["id"] == "spent"


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("show", "9.9.9"), 1, ("action_unknown", "NR")),
        (("list", "--unit", "Atlantida"), 1, ("unit_unknown", "--unit")),
        (("show",), 2, ("parameter_missing", "NR")),
        (("show", "1.1.1", "--wrong"), 2, ("option_unknown", "--wrong")),
        (("undo", "--steps", "x"), 2, ("number_unreadable", "--steps")),
        (("set", "9.9.9", "--status", "4"), 1, ("action_unknown", "NR")),
        (("log", "9.9.9"), 1, ("action_unknown", "NR")),
        (("list", "--due", "99"), 2, ("year_unreadable", "--due")),
        (("list", "-o", "list.odt"), 2, ("table_kind", "-o")),
        (("period", "owing", "soon"), 2, ("period_unreadable", "P")),
        (("names", "suggest", "--accept", "x"), 2, ("choice_unknown", "--accept")),
        (("guide", "cookery"), 2, ("guide_unknown", "NAME")),
        (("completion", "tcsh"), 2, ("choice_unknown", "SHELL")),
        (("shwo",), 2, ("command_unknown", None)),
    ],
)
def test_an_error_is_told_with_its_code_and_field(
    terren: Terren, enrolled: Path, arguments: tuple[str, ...], code: int, expected: tuple[str, str | None]
) -> None:
    plain, result = terren(*arguments), terren(*arguments, "--json")
    assert result.code == plain.code == code
    found = error(result)
    assert (found["code"], found["field"]) == expected
    assert found["message"] == plain.err.splitlines()[0]


def test_the_word_beside_a_year_is_named_where_a_year_is_wrong(terren: Terren) -> None:
    assert "nor “this”" in terren("list", "--due", "soon").err


def test_a_refused_file_among_others_is_an_error_of_its_own(at: At, exchange: Exchange) -> None:
    written = at("peja", "export", "--to", exchange.stick).out.strip()
    bad = exchange.stick / "bad.terren"
    bad.write_bytes(b"no change set")
    result = at("hq", "receive", bad, written, "--json")
    assert result.code == 3
    assert len(json.loads(result.out)) == 1
    refused = [json.loads(line) for line in result.err.splitlines() if line.startswith("{")]
    assert [one["error"]["code"] for one in refused] == ["changeset_magic"]
