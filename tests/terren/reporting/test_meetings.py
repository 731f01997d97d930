"""Meetings from opening to minutes on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.terren.conftest import Terren


@pytest.fixture(autouse=True)
def database(enrolled: Path) -> Path:
    return enrolled


def opened(terren: Terren, *arguments: str) -> str:
    result = terren("meeting", "open", *arguments)
    assert result.code == 0, result.err
    return result.out.strip()


def test_a_meeting_is_opened_amended_and_listed(terren: Terren) -> None:
    first = opened(terren, "Takimi i parë", "1.1.2", "1.1.1", "1.1.2", "--on", "1.7.2022")
    assert len(first) == 12
    second = json.loads(terren("meeting", "open", "I dyti", "--on", "2022-08-01", "--json").out)
    assert (second["title"], second["date"], second["unit"], second["agenda"]) == (
        "I dyti",
        "2022-08-01",
        "17",
        [],
    )
    result = terren("meeting", "amend", first[:8], "--title", "Takimi", "2.1.1")
    assert result.err == "Takimi i parë, 1 Jul 2022, 2 actions → Takimi, 1 Jul 2022, 1 action\n"
    assert "Nothing was recorded" in terren("meeting", "amend", first, "--title", "Takimi").err
    assert [(m["id"], m["agenda"]) for m in json.loads(terren("meeting", "list", "--json").out)] == [
        (second["id"], []),
        (first, ["2.1.1"]),
    ]
    assert terren("meeting", "list").out.splitlines()[1] == f"{first}  Pejë  Takimi, 1 Jul 2022, 1 action"


def test_a_meeting_is_ended_and_deleted_only_while_it_is_empty(terren: Terren) -> None:
    held, empty = opened(terren, "Takimi", "1.1.1"), opened(terren, "Gabim")
    terren("note", "1.1.1", "Një shënim.", "--meeting", held)
    refused = terren("meeting", "delete", held)
    assert refused.code == 1
    assert "Something is recorded in the meeting “Takimi” (1)" in refused.err
    assert terren("meeting", "delete", empty[:6]).err.startswith("Deleted: Gabim, ")
    (form,) = json.loads(terren("meeting", "list", "--json").out)
    assert (form["id"], form["ended"]) == (held, False)
    assert terren("meeting", "end", held).err.endswith(", 1 action, ended\n")
    (form,) = json.loads(terren("meeting", "list", "--json").out)
    assert form["ended"]
    assert terren("meeting", "list").out.endswith(", 1 action, ended\n")
    assert "ended" not in json.dumps(form["title"])
    # taken back it is open, what is recorded in it is not touched, and the other one is there again
    assert "Takimi (ended) → Takimi" in terren("undo").err
    assert not json.loads(terren("meeting", "list", "--json").out)[0]["ended"]
    terren("undo")
    assert len(json.loads(terren("meeting", "list", "--json").out)) == 2
    assert terren("meeting", "end", "zz").code == 1
    terren("undo", "--steps", "1")
    assert terren("verify").code == 0


def test_an_agenda_from_a_saved_filter(terren: Terren) -> None:
    terren("list", "--mine", "--objective", "2", "--save-filter", "Të miat")
    meeting = opened(terren, "Takimi", "1.1.1", "--filter", "Të miat")
    (form,) = json.loads(terren("meeting", "list", "--json").out)
    assert form["agenda"] == ["1.1.1", "2.1.1", "2.1.3"]
    terren("meeting", "amend", meeting, "--filter", "Të miat")
    (form,) = json.loads(terren("meeting", "list", "--json").out)
    assert form["agenda"] == ["2.1.1", "2.1.3"]


def record(terren: Terren, meeting: str) -> None:
    at = ("--meeting", meeting[:6])
    for arguments in (
        ("set", "1.1.1", "--status", "4", "--on", "30.6.2022", *at),
        ("note", "1.1.1", "<b>Një</b> shënim.", *at),
        ("spend", "1.1.1", "--year", "2022", "--capital", "500", *at),
        ("evidence", "1.1.1", "Vendim", "--ref", "01/2022", *at),
        ("measure", "1", "--year", "2022", "55%", *at),
        ("decide", "1.1.3", "Të *shkruhet*.", "--responsible", "МУП", "--due", "1.9.2022", *at),
        ("set", "1.1.2", "--status", "2"),
        ("note", "1.1.1", "E zhbërë.", *at),
    ):
        result = terren(*arguments)
        assert result.code == 0, result.err
    assert terren("undo").code == 0


def test_minutes_tell_what_was_recorded_in_the_meeting(terren: Terren, tmp_path: Path) -> None:
    record(terren, opened(terren, "Takimi i korrikut", "1.1.1", "1.1.2", "--on", "1.7.2022"))
    said = terren("minutes").out
    for words in (
        "Minutes: Takimi i korrikut\n",
        "Status: Not reported → Implemented (30 Jun 2022)",
        "Note: <b>Një</b> shënim.",
        "Spent, capital 2022: – → 500",
        "Evidence: Vendim · 01/2022",
        "Measurement 2022: – → 55%",
        "Decision: Të *shkruhet*.\n    Responsible: MIA\n    By when: 1 Sep 2022",
        "  * Status: Not reported\n    (left as it was)",
    ):
        assert words in said
    assert "E zhbërë" not in said
    assert "In progress" not in said
    for ending, words in ((".md", "\\<b\\>Një"), (".html", "&lt;b&gt;Një"), (".txt", "<b>Një")):
        path = tmp_path / f"minutes{ending}"
        result = terren("minutes", "-o", path)
        assert (result.code, result.out, result.err) == (0, "", f"Written: {path}\n")
        assert words in path.read_text(encoding="utf-8")
    assert "Statusi: Pa raportim → Zbatuar" in terren("minutes", "--language", "sq").out
    assert "01.07.2022" in terren("minutes", "--language", "sr").out


def test_minutes_are_those_of_the_latest_meeting_or_the_one_named(terren: Terren) -> None:
    late = opened(terren, "I vonshëm", "--on", "1.8.2022")
    early = opened(terren, "I hershëm", "--on", "1.7.2022")
    assert "I vonshëm" in terren("minutes").out
    assert "I hershëm" in terren("minutes", early[:8]).out
    result = terren("minutes", "zz")
    assert (result.code, late in result.err) == (1, True)


def test_minutes_never_overwrite_without_force(terren: Terren, tmp_path: Path) -> None:
    opened(terren, "Takimi")
    path = tmp_path / "m.md"
    path.write_text("other", encoding="utf-8")
    result = terren("minutes", "-o", path)
    assert (result.code, str(path) in result.err, path.read_text(encoding="utf-8")) == (1, True, "other")
    assert terren("minutes", "-o", path, "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("# Minutes: Takimi")
    assert terren("minutes", "-o", tmp_path / "m.odt").code == 2
    assert terren("minutes", "-o", tmp_path / "missing" / "m.md").code == 1
    assert sorted(found.name for found in tmp_path.glob("m.*")) == ["m.md"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("meeting",), 2, "open, amend, end, delete, decide, agenda, list"),
        (("meeting", "opne"), 2, "The nearest are: open."),
        (("meeting", "open"), 2, "terren meeting open --help"),
        (("meeting", "amend", "5f"), 2, "Say what to change"),
        (("meeting", "amend", "5f", "1.1.1"), 1, "no meeting “5f”"),
        (("meeting", "open", " "), 1, "empty"),
        (("meeting", "open", "T", "9.9.9"), 1, "no action 9.9.9"),
        (("meeting", "open", "T", "--filter", "x"), 1, "No filter is saved"),
        (("meeting", "open", "T", "--on", "soon"), 2, "not a date"),
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_what_cannot_be_is_said(
    terren: Terren, database: Path, arguments: tuple[str, ...], code: int, words: str, place: str
) -> None:
    db = ("--db", str(database))
    result = terren(*db, *arguments) if place == "before" else terren(*arguments, *db)
    assert (result.code, result.out) == (code, "")
    assert words in result.err
    assert json.loads(terren("meeting", "list", "--json").out) == []


@pytest.mark.parametrize("speech", ["sq", "sr", "en"])
def test_help_of_a_group_and_its_commands(terren: Terren, speech: str) -> None:
    group = terren("--language", speech, "meeting", "--help")
    assert (group.code, "amend" in group.out) == (0, True)
    result = terren("meeting", "open", "--help", "--language", speech)
    assert (result.code, "--filter NAME" in result.out) == (0, True)


def test_a_due_day_counts_from_the_day_of_the_meeting(terren: Terren) -> None:
    meeting = terren("meeting", "open", "Takimi", "--on", "2022-03-14").out.strip()
    assert (
        "By when: 15 Apr 2022"
        in terren("decide", "1.1.1", "Lista", "--due", "15.4.", "--meeting", meeting).err
    )
    assert "By when: 28 Mar 2022" in terren("meeting", "decide", meeting, "Takimi tjetër", "--due", "+14").err
    entry = json.loads(terren("agreed", "--json").out)[0]["entry"]
    assert "By when: 1 May 2022" in terren("follow-up", entry, "--due", "1 maj", "--meeting", meeting).err
    words = "is before the day of the decision (14 Mar 2022)."
    assert words in terren("follow-up", entry, "--done", "--on", "2022-03-13").err
    assert words not in terren("follow-up", entry, "--done", "--on", "2022-03-14").err


def test_decisions_of_a_meeting_are_followed_up_in_the_next(terren: Terren) -> None:
    first = opened(terren, "I pari", "1.1.1", "--present", "Arta, MPB; Besa", "--absent", "Agim")
    assert terren("decide", "1.1.1", "Lista.", "--due", "1.2.2022", "--meeting", first).code == 0
    said = terren("meeting", "decide", first, "Takimi tjetër në maj.").err
    assert said == "Meeting, Decision: Takimi tjetër në maj.\n"
    minutes = terren("minutes", first).out
    assert "Present:\n  1. Arta, MPB\n  2. Besa\n" in minutes
    assert "Absent: Agim\n" in minutes
    assert "Meeting as a whole\n------------------\n  * Decision: Takimi tjetër në maj." in minutes
    second = opened(terren, "I dyti", "1.1.2", "1.1.1")
    late, whole = json.loads(terren("agreed", "--meeting", second, "--json").out)
    assert (late["nr"], late["due"], late["overdue"]) == ("1.1.1", "2022-02-01", True)
    assert (whole["nr"], whole["title"], whole["done"]) == (None, "I pari", "")
    assert terren("agreed").out.splitlines()[0].endswith("Lista. · By when: 1 Feb 2022 · overdue")
    at = ("--meeting", second)
    assert terren("follow-up", late["entry"][:6], "--done", "--on", "14.3.2022", *at).code == 0
    assert terren("follow-up", whole["entry"], "--still-open", *at).code == 0
    minutes = " ".join(terren("minutes", second).out.split())
    assert "Lista. – 1 Feb 2022 done on 14 Mar" in minutes
    assert "still open" in minutes
    assert [agreed["title"] for agreed in json.loads(terren("agreed", "--json").out)] == ["I pari"]
    agenda = json.loads(terren("meeting", "agenda", second, "--json").out)
    assert [(item["nr"], item["recorded"]) for item in agenda] == [("1.1.2", False), ("1.1.1", False)]
    entry = whole["entry"]
    assert terren("meeting", "decide", first, "Takimi tjetër në qershor.", "--correct", entry).code == 0
    assert terren("meeting", "decide", first, "--withdraw", entry).code == 0
    assert json.loads(terren("agreed", "--json").out) == []
    refused = terren("follow-up", entry, "--done")
    assert (refused.code, "There is no single decision" in refused.err) == (1, True)
    assert terren("follow-up", late["entry"], "--done", "--still-open").code == 2
