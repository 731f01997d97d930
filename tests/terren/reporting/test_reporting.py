"""What an officer reports from the command line stands, is told, and is found again."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terren.conftest import Terren


@pytest.fixture(autouse=True)
def database(enrolled: Path) -> Path:
    return enrolled


def shown(terren: Terren, nr: str = "1.1.1") -> dict[str, Any]:
    result = terren("show", nr, "--json")
    assert result.code == 0
    form: dict[str, Any] = json.loads(result.out)
    return form


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2", "in_progress"),
        ("in_progress", "in_progress"),
        ("IN PROGRESS", "in_progress"),
        ("Në proces", "in_progress"),
        ("ne proces", "in_progress"),
        ("u toku", "in_progress"),
        ("Zbatuar", "implemented"),
        ("zbatuar pj", "partially_implemented"),
        ("Nije započeto", "not_started"),
        ("nije zap", "not_started"),
        ("otk", "cancelled"),
        ("4", "implemented"),
    ],
)
def test_a_status_in_any_language_by_key_or_by_its_beginning(terren: Terren, typed: str, code: str) -> None:
    assert terren("set", "1.1.1", "--status", typed).code == 0
    assert shown(terren)["status"] == code


@pytest.mark.parametrize("typed", ["zbat", "7", "0", "nije", "done", "zzz"])
def test_an_unclear_status_is_refused_with_the_known_ones(terren: Terren, typed: str) -> None:
    result = terren("set", "1.1.1", "--status", typed)
    assert result.code == 2
    assert typed in result.err
    assert "in_progress (In progress)" in result.err
    assert shown(terren)["changes"] == []


def test_a_status_of_an_earlier_day_is_asked_about_where_a_later_one_stands(
    terren: Terren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terren("set", "1.1.1", "--status", "implemented", "--on", "2021-10-31").code == 0
    late = ("set", "1.1.1", "--status", "not_started", "--on", "2021-08-31")
    refused = terren(*late)
    assert refused.code == 1 and "Implemented stands since 2021-10-31" in refused.err
    assert "“--decide”" in refused.err
    lines = tmp_path / "lines.csv"
    lines.write_text("nr,on,status,percent\n1.1.1,2021-08-31,not_started,5\n1.1.3,,in_progress,\n")
    of_script = terren("set", "--from", lines)
    assert of_script.code == 1 and "2021-10-31, and this is of 2021-08-31" in of_script.err
    monkeypatch.setattr("terren.commands.reporting.recorder.at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\ny\n"))
    assert terren(*late).code == 1 and shown(terren)["status"] == "implemented"
    assert terren(*late).code == 0 and shown(terren)["status"] == "not_started"
    assert terren("undo").code == 0 and shown(terren)["status"] == "implemented"
    assert terren("set", "--from", lines, "--decide").code == 0
    assert shown(terren)["status"] == "not_started"


def test_everything_that_belongs_to_a_status(terren: Terren) -> None:
    result = terren(
        *("set", "1.1.1", "--status", "partially", "--on", "14.3.2022", "--percent", "40%"),
        *("--reason", "lack of st", "--reason-text", "Dy vende bosh", "--new-deadline", "2024"),
        *("--output", "Rregullorja", "--next", "Trajnimi"),
    )
    assert result.code == 0
    assert result.out == ""
    assert "1.1.1, Status: Not reported → Partially implemented\n" in result.err
    form = shown(terren)
    assert form["progress"] == {
        "contradicts": [],
        "unit": "17",
        "effective_on": "2022-03-14",
        "ahead": None,
        "status": "partially_implemented",
        "percent": 40,
        "reason": "lack_of_staff",
        "reason_text": "Dy vende bosh",
        "new_deadline": "2024",
        "output_reached": "Rregullorja",
        "next_steps": "Trajnimi",
    }
    assert form["unsent"] is True
    assert terren("set", "1.1.1", "--next", "", "--new-deadline", "31.12.2024").code == 0
    progress = shown(terren)["progress"]
    assert (progress["next_steps"], progress["new_deadline"]) == (None, "2024-12-31")


def test_the_day_of_a_status_can_be_corrected(terren: Terren) -> None:
    terren("set", "1.1.1", "--status", "2")
    result = terren("set", "1.1.1", "--on", "14.3.2022")
    assert result.err == "1.1.1, Status: In progress (14 Mar 2022)\n"
    assert shown(terren)["progress"]["effective_on"] == "2022-03-14"


def test_setting_what_stands_says_so(terren: Terren) -> None:
    terren("set", "1.1.1", "--status", "2")
    result = terren("set", "1.1.1", "--status", "2")
    assert (result.code, len(shown(terren)["changes"])) == (0, 1)
    assert "Nothing was recorded" in result.err


def test_money_is_echoed_with_what_stood_before(terren: Terren) -> None:
    terren("spend", "1.1.1", "--year", "2022", "--capital", "12 500,50", "--allocated", "20000")
    result = terren("spend", "1.1.1", "--year", "2022", "--capital", "+499.50")
    assert (result.code, result.out) == (0, "")
    assert "1.1.1, Spent, capital 2022: 12,500.50 EUR → 13,000 EUR\n" in result.err
    assert "More is spent than planned" in result.err
    assert shown(terren)["money"][1] == {
        "year": 2022,
        "planned": 10000,
        "allocated": 20000,
        "capital": 13000,
        "recurrent": None,
        "spent": 13000,
        "execution": 0.65,
        "warning": "spent_beyond_plan",
    }
    terren("spend", "1.1.1", "--year", "2022", "--capital", "")
    assert shown(terren)["money"][1]["capital"] is None


def test_a_total_without_its_split_counts_as_recurrent_less_what_is_capital(terren: Terren) -> None:
    spend = ("spend", "1.1.1", "--year", "2022")
    said = terren(*spend, "--capital", "4000", "--spent", "12500").err
    assert "1.1.1, Spent, recurrent 2022: – → 8,500 EUR" in said
    assert shown(terren)["money"][1]["spent"] == 12_500
    refused = terren(*spend, "--spent", "3999")
    assert (refused.code, shown(terren)["money"][1]["spent"]) == (1, 12_500)
    assert "less than the 4,000 of capital" in refused.err
    assert terren(*spend, "--spent", "-1").code == 2
    assert terren(*spend, "--spent", "5", "--recurrent", "5").code == 2
    # of an earlier day than the capital, nothing tells how much of the total that was
    terren(*spend, "--capital", "4100", "--spent-on", "2022-06-30")
    early = terren(*spend, "--spent", "5000", "--spent-on", "2022-03-31")
    assert (early.code, shown(terren)["money"][1]["spent"]) == (1, 12_600)
    terren(*spend, "--spent", "")
    assert shown(terren)["money"][1]["spent"] is None


def test_the_day_of_an_amount_is_kept_and_said(terren: Terren) -> None:
    spend = ("spend", "1.1.1", "--year", "2022")
    said = terren(*spend, "--capital", "500", "--spent-on", "2022-03-14").err
    assert "1.1.1, Spent, capital 2022: – → 500 EUR (spent on 14 Mar 2022)\n" in said
    assert "Nothing was recorded" in terren(*spend, "--capital", "500").err
    found = shown(terren)
    assert found["amounts"] == [
        {"unit": "17", "year": 2022, "field": "capital.spent", "amount": 500, "spent_on": "2022-03-14"}
    ]
    assert found["changes"][0]["effective_on"] == "2022-03-14"
    assert "500 EUR (spent on 14 Mar 2022)" in terren("log").out
    allocated = terren(*spend, "--allocated", "700", "--spent-on", "2022-03-14").err
    assert "700 EUR (as of 14 Mar 2022)" in allocated
    for day, refused in (("2021-12-31", "is no day of 2022"), ("2122-01-01", "is no day of 2022")):
        assert refused in terren(*spend, "--capital", "6", "--spent-on", day).err
    assert "stands already" in terren(*spend, "--capital", "+6", "--spent-on", "2022-03-13").err


def quarters(terren: Terren, at: Path) -> list[object]:
    """What was spent in each quarter of 2022, by the report on the year."""
    assert terren("report", "--period", "2022", "-o", str(at)).code in (0, 3)
    return [row["spent"] for row in json.loads(at.read_text())["tables"]["quarters"]]


def test_nothing_is_added_before_the_day_of_what_stands(terren: Terren, tmp_path: Path) -> None:
    spend = ("spend", "1.1.1", "--year", "2022", "--recurrent")
    terren(*spend, "3456", "--spent-on", "2022-09-11")
    early = terren(*spend, "+500", "--spent-on", "2022-05-11")
    assert early.code == 1
    assert (
        "1.1.1, Spent, recurrent 2022: 3,456 EUR stands already, of 2022-09-11, so nothing can be added as of"
        " 2022-05-11, when it was –. Enter the total of 2022-05-11, and then each later one again, with its"
        " day."
    ) in early.err
    assert quarters(terren, tmp_path / "a.json") == [0, 0, 3_456, 0]
    terren(*spend, "500", "--spent-on", "2022-05-11")
    terren(*spend, "3956", "--spent-on", "2022-09-11")
    assert quarters(terren, tmp_path / "b.json") == [0, 500, 3_456, 0]
    # recorded after its year without a day, it counts from the last one
    terren(*spend, "4000")
    late = terren(*spend, "+500", "--spent-on", "2022-10-11")
    assert (late.code, "4,000 EUR stands already, of 2022-12-31" in late.err) == (1, True)
    assert terren(*spend, "+500").code == 0
    assert shown(terren)["money"][1]["recurrent"] == 4_500


def test_an_ambiguous_amount_is_refused_without_a_terminal(terren: Terren) -> None:
    result = terren("spend", "1.1.1", "--year", "2022", "--capital", "12,500", "--language", "sq")
    assert result.code == 1
    assert "12 500,00" in result.err
    assert "12,50" in result.err
    assert shown(terren)["changes"] == []
    assert (
        terren("spend", "1.1.1", "--year", "2022", "--capital", "12,500", "--language", "sq", "--yes").code
        == 0
    )
    assert shown(terren)["money"][1]["capital"] == 12500


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "code", "capital"), [("y\n", 0, 12500), ("n\n", 1, None), ("", 1, None)])
def test_on_a_terminal_an_ambiguous_amount_is_asked_about(
    terren: Terren, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, capital: int | None
) -> None:
    said = Terminal()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", Terminal(answer))
        patched.setattr(sys, "stderr", said)
        result = terren("spend", "1.1.1", "--year", "2022", "--recurrent", "12.500")
    assert result.code == code
    assert "“12.500” is understood as 12,500.00 EUR. Store it? [y/N]" in said.getvalue()
    assert shown(terren)["money"][1]["recurrent"] == capital


@pytest.mark.parametrize(
    ("amount", "words"),
    [("-5", "negative"), ("1.2345", "two decimals"), ("shumë", "not an amount"), ("9" * 15, "too large")],
)
def test_impossible_amounts_are_refused(terren: Terren, amount: str, words: str) -> None:
    result = terren("spend", "1.1.1", "--year", "2022", "--capital", amount)
    assert result.code == 2
    assert words in result.err
    assert shown(terren)["changes"] == []


def test_notes_and_evidence(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> None:
    terren("note", "1.1.1", "Dy zyrtarë u emëruan.")
    monkeypatch.setattr(sys, "stdin", io.StringIO("nga skedari\nrreshti i dytë\n"))
    terren("note", "1.1.1", "-")
    terren("evidence", "1.1.1", "Vendim", "--ref", "01-12/2022")
    form = shown(terren)
    assert [note["text"] for note in form["notes"]] == [
        "nga skedari\nrreshti i dytë",
        "Dy zyrtarë u emëruan.",
    ]
    assert [(e["title"], e["ref"]) for e in form["evidence"]] == [("Vendim", "01-12/2022")]


def test_undo_and_redo_tell_what_they_did(terren: Terren) -> None:
    terren("set", "1.1.1", "--status", "2")
    terren("set", "1.1.1", "--status", "4")
    result = terren("undo", "--steps", "5")
    assert result.code == 0
    assert result.err.splitlines() == [
        "1.1.1, Status: Implemented → In progress",
        "1.1.1, Status: In progress → Not reported",
        "There were only 2.",
    ]
    assert terren("undo").code == 1
    assert terren("redo").err == "1.1.1, Status: Not reported → In progress\n"
    log = json.loads(terren("log", "1.1.1", "--json").out)
    assert [change["after"] for change in log] == [
        "in_progress",
        None,
        "in_progress",
        "implemented",
        "in_progress",
    ]
    assert len(terren("log", "--limit", "2").out.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("set", "1.1.11", "--status", "2"), "The nearest numbers are: 1.1.1"),
        (("show", "9.9.9"), "no action 9.9.9"),
        (("plan", "1.7"), "no objective or action 1.7"),
        (("log", "1.1.x"), "no action 1.1.x"),
        (("set", "1.1.1", "--status", "2", "--unit", "Pejaa"), "Pejë"),
        (("set", "1.1.1", "--status", "2", "--unit", "MPB"), "Ask headquarters"),
        (("set", "1.1.1", "--on", "14.3.2022"), "status"),
        (("spend", "1.1.1", "--year", "2031", "--capital", "5"), "2021, 2022, 2023"),
        (("note", "1.1.1", " \x07 "), "empty"),
        (("note", "1.1.1", "x" * 5000), "4000"),
        (("list", "--lead", "MPBB"), "MPB"),
        (("list", "--due", "1999"), "2021, 2022, 2023"),
        (("undo",), "nothing to undo"),
        (("redo",), "nothing to redo"),
    ],
)
def test_what_is_unknown_is_refused_in_one_message_and_changes_nothing(
    terren: Terren, arguments: tuple[str, ...], words: str
) -> None:
    before = terren("state", "--json").out
    result = terren(*arguments)
    assert result.code == 1
    assert result.out == ""
    assert len(result.err.splitlines()) == 1
    assert words.casefold() in result.err.casefold()
    assert terren("state", "--json").out == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "1.1.1"),
        ("set",),
        ("spend", "1.1.1", "--year", "2022"),
        ("spend", "1.1.1", "--capital", "5"),
        ("undo", "--steps", "0"),
        ("undo", "--steps", "many"),
        ("list", "--json", "--csv"),
        ("list", "--due", "soon"),
        ("lst",),
        ("set", "1.1.1", "--statu", "2", "--nothing"),
        ("evidence", "1.1.1", "Vendim"),
        ("set", "1.1.1", "--status"),
    ],
)
@pytest.mark.parametrize("speech", ["en", "sq", "sr"])
def test_wrong_usage_exits_with_2(terren: Terren, arguments: tuple[str, ...], speech: str) -> None:
    result = terren("--language", speech, *arguments)
    assert (result.code, result.out) == (2, "")
    # a program is told the error alone
    assert ("--help" in result.err) != ("--json" in arguments)


def test_several_actions_are_one_batch_all_or_none(terren: Terren) -> None:
    refused = terren("set", "1.1.1", "9.9.9", "--status", "4")
    assert refused.code == 1
    assert shown(terren)["changes"] == []
    done = terren("set", "1.1.1", "1.1.3", "--status", "5", "--reason", "legislation")
    assert done.code == 0
    assert done.err.count("Not implemented") == 2
    assert [shown(terren, nr)["progress"]["reason"] for nr in ("1.1.1", "1.1.3")] == ["legislation"] * 2
    assert terren("undo").code == 0
    assert [shown(terren, nr)["status"] for nr in ("1.1.1", "1.1.3")] == [None, None]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("set", "1.1.1", "--percent", "101"), "from 0 to 100"),
        (("set", "1.1.1", "--percent", "half"), "“half”"),
        (("set", "1.1.1", "--reason", "mungesë"), "lack_of_budget"),
        (("set", "1.1.1", "--status", "2", "--on", "31.2.2022"), "not a date"),
        (("spend", "1.1.1", "--year", "viti", "--capital", "5"), "“viti”"),
        (("list", "--status", "maybe"), "“maybe”"),
    ],
)
def test_a_value_that_means_nothing_is_wrong_usage_and_changes_nothing(
    terren: Terren, arguments: tuple[str, ...], words: str
) -> None:
    before = terren("state", "--json").out
    result = terren(*arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert terren("state", "--json").out == before


def test_evidence_has_a_kind(terren: Terren) -> None:
    wrong = terren("evidence", "1.1.1", "Vendim", "--ref", "12", "--kind", "song")
    assert wrong.code == 2
    assert "photograph (Photograph)" in wrong.err
    assert terren("evidence", "1.1.1", "Vendim", "--ref", "12", "--kind", "photo").code == 0
    assert shown(terren)["evidence"][0]["kind"] == "photograph"


def test_an_empty_percent_clears(terren: Terren) -> None:
    assert terren("set", "1.1.1", "--percent", "40%").code == 0
    assert shown(terren)["progress"]["percent"] == 40
    assert terren("set", "1.1.1", "--percent", "").code == 0
    assert shown(terren)["progress"]["percent"] is None


def test_notes_and_evidence_are_corrected_and_withdrawn(terren: Terren) -> None:
    terren("note", "1.1.1", "Frist")
    terren("evidence", "1.1.1", "Minutes", "--ref", "1")
    entry = shown(terren)["notes"][0]["entry"]
    assert f"[{entry[:6]}] " in terren("show", "1.1.1").out
    assert terren("note", "1.1.1", "First", "--correct", entry[:6]).code == 0
    assert shown(terren)["notes"][0]["text"] == "First"
    assert "Frist" in terren("log", "1.1.1").out
    item = shown(terren)["evidence"][0]["entry"]
    assert terren("evidence", "1.1.1", "Minutes", "--ref", "2", "--correct", item).code == 0
    assert shown(terren)["evidence"][0]["ref"] == "2"
    of_another = ("--withdraw", entry, "--unit", "18")
    assert terren("note", "1.1.1", *of_another).code == 1
    assert terren("evidence", "1.1.1", "--withdraw", item).code == 0
    assert terren("note", "1.1.1", "--withdraw", entry).code == 0
    assert (shown(terren)["notes"], shown(terren)["evidence"]) == ([], [])
    terren("undo")
    assert [note["text"] for note in shown(terren)["notes"]] == ["First"]
    assert terren("note", "1.1.1", "x", "--correct", "zzzz").code == 1
    for wrong in (
        ("note", "1.1.1"),
        ("note", "1.1.1", "x", "--withdraw", entry),
        ("note", "1.1.1", "--withdraw", entry, "--correct", entry),
        ("evidence", "1.1.1", "x"),
        ("evidence", "1.1.1", "--withdraw", item, "--ref", "x"),
    ):
        assert terren(*wrong).code == 2


def test_the_history_is_written_as_a_table(terren: Terren, tmp_path: Path) -> None:
    assert terren("set", "1.1.1", "--status", "implemented", "--on", "2022-03-14").code == 0
    assert terren("note", "1.1.1", "=cmd").code == 0
    printed = list(csv.DictReader(io.StringIO(terren("log", "--csv").out)))
    assert [row["nr"] for row in printed] == ["1.1.1", "1.1.1"]
    assert (printed[0]["after"], printed[1]["effective_on"]) == ("'=cmd", "2022-03-14")
    assert (printed[1]["before"], printed[1]["after"]) == ("Not reported", "Implemented")
    goal = tmp_path / "history.xlsx"
    assert terren("log", "1.1.1", "-o", str(goal)).code == 0
    assert goal.read_bytes()[:2] == b"PK"
    assert terren("log", "--csv", "--json").code == 2


def test_a_day_that_lies_ahead_is_said_and_counts_from_then_on(terren: Terren) -> None:
    told = terren("set", "1.1.1", "--status", "implemented", "--on", "2199-12-31")
    assert told.code == 0
    assert "31 Dec 2199 lies ahead" in told.err
    assert "  from 31 Dec 2199: Implemented\n" in terren("show", "1.1.1").out
    assert shown(terren)["progress"]["ahead"] == {"status": "implemented", "effective_on": "2199-12-31"}
    for day, status in ((), None), (("--as-of", "2199-12-31"), "implemented"):
        assert json.loads(terren("show", "1.1.1", "--json", *day).out)["status"] == status
        for asked in ((), ("--unit", "17")):
            listed = json.loads(terren("list", "--json", "--fields", "nr,status", *asked, *day).out)
            assert {"nr": "1.1.1", "status": status} in listed
    assert "lies ahead" not in terren("set", "1.1.2", "--status", "implemented", "--on", "2022-01-01").err
    assert terren("set", "1.1.3", "--status", "implemented", "--on", "2021-01-01").err.count("lies") == 0
    before = terren("set", "1.1.3", "--status", "implemented", "--on", "2015-01-15").err
    assert "15 Jan 2015 lies before the plan, which begins in 2021" in before


def test_what_contradicts_a_status_is_told_and_set_right(terren: Terren) -> None:
    assert (
        terren("set", "1.1.1", "--status", "2", "--percent", "40", "--reason", "lack_of_staff").err.count(
            "\n"
        )
        == 3
    )
    said = terren("set", "1.1.1", "--status", "4").err
    against = "Percent complete: “40%”, Reason for delay: “Lack of staff” contradict the status."
    assert f"1.1.1: {against}" in said
    assert "--settle" in said
    assert shown(terren)["progress"]["contradicts"] == ["percent", "reason"]
    assert "Percent complete: 40%  ! contradicts the status" in terren("show", "1.1.1").out
    settled = terren("set", "1.1.1", "--settle")
    assert settled.err.splitlines() == [
        "1.1.1, Percent complete: 40% → 100%",
        "1.1.1, Reason for delay: Lack of staff → –",
    ]
    assert shown(terren)["progress"]["contradicts"] == []
    terren("undo", "--steps", "2")
    assert terren("set", "1.1.1", "--status", "4", "--settle").code == 0
    terren("undo")
    assert shown(terren)["progress"]["percent"] == 40
    # where nothing contradicts the status, what was recorded is said alone
    assert terren("set", "1.1.3", "--status", "4", "--settle").err == (
        "1.1.3, Status: Not reported → Implemented\n"
    )
    stands = "Nothing was recorded: it stands like that already.\n"
    assert terren("set", "1.1.3", "--status", "4", "--settle").err == stands
    assert terren("set", "1.1.3", "--settle").err == stands
