"""terren status and doctor, as people and scripts see them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import language
from language import health as words
from store.integrity.health import Check
from tests.support.paths import ROOT
from tests.terren.conftest import Exchange, Terren


def test_what_is_on_its_way_and_what_came_in_since_the_last_look(exchange: Exchange) -> None:
    at = exchange.at
    at("peja", "set", "1.1.1", "--status", "in_progress")
    said = at("peja", "status")
    assert "1 change is not sent yet." in said.out and "Last file written: none" in said.out
    assert said.code == 0
    exchange.carry("peja", "hq")
    assert "1 change was sent, without a receipt." in at("peja", "status").out

    form = json.loads(at("hq", "status", "--json").out)
    assert [(one["unit"], one["new"]) for one in form["arrived"]] == [("17", 1)]
    assert "Came in since you last looked:" in at("hq", "status").out
    assert "Came in" not in at("hq", "status").out
    assert json.loads(at("hq", "status", "--json").out)["arrived"] == []

    exchange.carry("hq", "peja")
    said = at("peja", "status")
    assert "Headquarters has all that you reported." in said.out
    assert json.loads(at("peja", "status", "--json").out)["unsent"] == 0


def test_changes_of_others_in_a_file_are_told_apart(exchange: Exchange) -> None:
    at = exchange.at
    at("peja", "set", "1.1.1", "1.1.2", "--status", "in_progress")
    exchange.carry("peja", "hq")
    at("hq", "note", "1.1.1", "On 3 March.")
    exchange.carry("hq", "peja2")
    (file,) = json.loads(at("peja2", "status", "--json").out)["arrived"]
    assert (file["unit"], file["new"], file["new_by_unit"]) == ("MPB", 3, {"17": 2, "MPB": 1})
    assert json.loads(at("peja2", "inbox", "--json").out)["taken"] == [file]
    assert ": 3 new changes, of them Pejë 2\n" in at("peja2", "status").out
    assert " 3 (Pejë 2)  " in at("peja2", "inbox").out


def test_a_returned_report_waits_until_it_is_answered(exchange: Exchange) -> None:
    at = exchange.at
    at("peja", "set", "1.1.2", "1.1.1", "--status", "in_progress")
    exchange.carry("peja", "hq")
    for nr, reason in (("1.1.2", "The day\nis \x1b[31mmissing."), ("1.1.1", "No evidence.")):
        assert at("hq", "return", nr, "--reason", reason).code == 0
    assert json.loads(at("hq", "status", "--json").out)["returned"] == []
    exchange.carry("hq", "peja")
    said = at("peja", "status")
    assert said.code == 3
    assert (
        "2 reports were returned: terren list --returned\n  1.1.1  No evidence.\n  1.1.2  The day "
        in said.out
    )
    assert "\x1b" not in said.out
    at("peja", "note", "1.1.2", "On 3 March.")
    (left,) = json.loads(at("peja", "status", "--json").out)["returned"]
    assert left == {"nr": "1.1.1", "reason": "No evidence."}
    at("peja", "note", "1.1.1", "Decision 12.")
    said = at("peja", "status")
    assert (said.code, "returned" in said.out) == (0, False)


def test_a_conflict_waits(exchange: Exchange) -> None:
    at = exchange.at
    at("peja", "set", "1.1.1", "--status", "in_progress")
    at("peja2", "set", "1.1.1", "--status", "implemented")
    for who in ("peja", "peja2"):
        exchange.carry(who, "hq")
    said = at("hq", "status")
    assert said.code == 3
    assert "1 conflict waits: terren conflicts" in said.out


def test_doctor_says_what_is_fine_and_what_to_do(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    said = terren("doctor", "--stick", tmp_path)
    assert said.code == 3
    assert "There is no backup. Make one with “terren backup”" in said.out
    assert "This is no terminal" in said.out
    form = {one["subject"]: one for one in json.loads(terren("doctor", "--json").out)}
    assert form["database"]["level"] == "fine"
    assert form["clock"]["params"]["at"].endswith("Z")
    terren("backup")
    assert terren("doctor").code == 0


def test_doctor_helps_where_nothing_else_does(terren: Terren, home: Path) -> None:
    (home / "config.toml").write_text("receipt_days = 'many'\n")
    said = terren("doctor")
    assert said.code == 3
    assert "config.toml" in said.out and "There is no database yet" in said.out


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + "/terren.db"])
def test_doctor_helps_where_a_name_is_none(terren: Terren, name: str) -> None:
    said = terren("doctor", "--db", name)
    assert (said.code, said.err) == (3, "")
    assert "could not be opened" in said.out


def test_every_level_and_subject_has_words() -> None:
    language.use("en")
    check = Check("a", "b", "c", {"d": 1})
    assert words.subject("clock") != "clock" and words.level("fault") != "fault"
    assert "d" in words.sentence(check.code, check.params)
    assert words.size(999) == "1 kB" and words.size(74_000_000_000) == "74.0 GB"


def test_every_check_has_a_sentence_and_every_sentence_a_check() -> None:
    sources = ("store/integrity/health.py", "sync/health.py", "tui/app/doctor.py")
    text = "".join((ROOT / source).read_text("utf-8") for source in sources)
    said = set(re.findall(r'Check\(\s*"\w+",\s*\w+,\s*"(\w+)"', text))
    assert len(said) > 10
    assert said <= set(words.CHECKS)
    assert [code for code in words.CHECKS if f'"{code}"' not in text] == []
    assert set(re.findall(r'Check\(\s*"(\w+)"', text)) <= set(words.SUBJECTS)


def test_what_was_sent_is_listed_with_how_far_it_got(exchange: Exchange) -> None:
    at = exchange.at

    def sent(who: str) -> list[tuple[int, str | None]]:
        return [(one["changes"], one["state"]) for one in json.loads(at(who, "sent", "--json").out)]

    assert sent("peja") == []
    at("peja", "set", "1.1.1", "--status", "in_progress")
    exchange.carry("peja", "hq")
    assert sent("peja") == [(1, "in_file")]
    assert "without a receipt (today)" in at("peja", "sent").out
    exchange.carry("hq", "peja")
    assert sent("peja") == [(1, "accepted")]
    at("peja", "set", "1.1.1", "--percent", "10")
    exchange.carry("peja", "hq")
    assert [state for _changes, state in sent("peja")] == ["in_file", "accepted"]
    assert [state for _changes, state in sent("hq")] == [None]
    assert len(json.loads(at("peja", "sent", "--limit", "1", "--json").out)) == 1


def test_a_lost_file_is_not_called_confirmed_when_a_later_one_brings_the_same(exchange: Exchange) -> None:
    at = exchange.at
    at("peja", "set", "1.1.1", "--status", "in_progress")
    lost = at("peja", "export", "--to", exchange.stick)
    exchange.carry("peja", "hq")
    exchange.carry("hq", "peja")
    seen = json.loads(at("peja", "sent", "--json").out)
    assert [(file["state"], file["receipt"]) for file in seen] == [("accepted", True), ("accepted", False)]
    assert lost.out.strip().endswith(seen[1]["name"])
    told = at("peja", "sent").out.splitlines()
    (of_lost,) = [line for line in told if seen[1]["check_code"] in line]
    assert "its changes confirmed, not the file" in of_lost
    # a file that carries nothing is confirmed by its receipt alone
    at("peja", "export", "--to", exchange.stick)
    assert json.loads(at("peja", "sent", "--json").out)[0]["state"] == "in_file"


def test_headquarters_word_of_another_unit_is_told_and_hinders_no_backup(
    exchange: Exchange, tmp_path: Path
) -> None:
    """A laptop of Pejë is accepted for Podujevë: nobody says that its report is accepted."""
    at = exchange.at
    at("peja", "set", "1.1.1", "--status", "in_progress")
    exchange.carry("peja", "hq")
    known = json.loads(at("hq", "trust", "list", "--json").out)
    (replica,) = [one["id"] for one in known if one["officer"] == "peja"]
    said = at("hq", "trust", "accept", replica[:8], "--unit", "18")
    assert said.code == 0
    assert "for Podujevë" in said.err
    assert "What it records for Pejë is held." in said.err
    assert "1 change is held" in at("hq", "status").out
    exchange.carry("hq", "peja")
    said = at("peja", "status")
    assert said.code == 3
    assert "1 change is at headquarters, is held there and does not count." in said.out
    assert "accepted this installation for Podujevë (Field officer), and it is enrolled for Pejë" in said.out
    assert "has all that" not in said.out
    form = json.loads(at("peja", "status", "--json").out)
    assert (form["accepted_as"], form["held_back"]) == (
        {"unit": "18", "role": "field", "revoked_from": ""},
        1,
    )
    assert "(confirmed)" not in at("peja", "log").out
    assert "does not report for this unit" in at("peja", "log").out
    assert "correct-enrolment" in at("peja", "doctor").out
    assert at("peja", "verify").code == 0
    assert at("peja", "backup", "-o", tmp_path / "b.db").code == 0
    restored = at("peja", "restore", tmp_path / "b.db", "--yes")
    assert restored.code == 0, restored.err
    assert at("peja", "verify").code == 0
    # what was held at headquarters is held here too, under the new identity
    assert "does not report for this unit" in at("peja", "log").out

    assert at("hq", "trust", "accept", replica[:8], "--unit", "17").code == 0
    exchange.carry("hq", "peja")
    exchange.carry("peja", "hq")
    exchange.carry("hq", "peja")
    assert "(confirmed)" in at("peja", "log").out
    assert at("peja", "verify").code == at("hq", "verify").code == 0
    assert "Headquarters has all that you reported." in at("peja", "status").out
