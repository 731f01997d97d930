"""People at work in a real terminal: ``python -m tests.tui.sessions`` records them into docs/sessions.

Each session is a function from a folder to the recording; it fails where a screen does not show what it must.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from terren.__main__ import run
from tests.planreader.tables import workbook
from tests.support.paths import ROOT, SAMPLE
from tests.support.speech import speaking
from tests.tui import tracker_words as words
from tests.tui.terminal import Terminal, environment, opened
from tui.report.recording import AT_ONCE

RECORDINGS: Final = ROOT / "docs" / "sessions"
ESCAPE: Final = "\x1b"
CLEAR_LINE: Final = "\x15"
SAVE: Final = "\x13"
BACK_TAB: Final = "\x1b[Z"
RIGHT: Final = "\x1b[C"
TEXT_END: Final = "\x1b[1;5F"
DOWN: Final = "\x1b[B"


def terren(home: Path, *arguments: str, language: str = "en") -> str:
    """One command of an installation; its output. Raises AssertionError where it is refused."""
    out, err = io.StringIO(), io.StringIO()
    at_home = patch.dict(os.environ, environment(home, language))
    with at_home, speaking(language), redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    assert code in (0, 3), f"{arguments}: {err.getvalue()}"
    return out.getvalue()


def enrolled(home: Path, unit: str, *, role: str = "field", officer: str = "Agim Krasniqi") -> Path:
    """A new installation on the published plan."""
    home.mkdir(parents=True)
    terren(home, "init", "--officer", officer, "--unit", unit, "--role", role, "--language", "en")
    return home


def officers_week(folder: Path) -> str:
    """An officer reports a status, its percent, money and a note, undoes, exports, and sees what was sent."""
    home, stick = enrolled(folder / "officer", "17"), folder / "stick"
    stick.mkdir()
    with opened(environment(home), size=(80, 24)) as terminal:
        terminal.until("Mine (")
        # from the standing screen to a safe status: at most six keys
        before = terminal.keys
        terminal.press("g212\r2", "◔ In progress")
        assert terminal.keys - before <= 6, terminal.keys
        assert _status(home, "2.1.2") == "in_progress"
        terminal.press("d", "Percent")
        terminal.press("40", "40")
        terminal.press(SAVE, "40%")
        terminal.press("b12500,50", "12,500.50")
        terminal.press("\r", "Enter edit")
        terminal.press(ESCAPE, "Money of", gone=True)
        terminal.press("nTwo case managers", "Two case managers")
        terminal.press("\r", "Note on 2.1.2 saved")
        terminal.press("4", "contradicts the status")
        terminal.press(ESCAPE, "contradicts the status", gone=True)
        terminal.press("u", "Taken back")
        assert _status(home, "2.1.2") == "in_progress"
        terminal.press("e", "Folder")
        terminal.press(CLEAR_LINE + str(stick), "/stick")
        terminal.press("\r", "You may remove the stick.")
        terminal.press(ESCAPE, "You may remove the stick.", gone=True)
        # what was sent, and that nothing has confirmed it yet
        terminal.press("z", "without a receipt (today)")
        terminal.press(ESCAPE, "Inbox", gone=True)
        terminal.press("q")
        assert terminal.end() == 0
        assert [file.suffix for file in stick.iterdir()] == [".terren"]
        return terminal.recording("Terren: an officer's week")


def _status(home: Path, nr: str) -> object:
    return json.loads(terren(home, "show", nr, "--json"))["status"]


def meeting_of_fifteen(folder: Path) -> str:
    """A chair walks down fifteen actions: who is there, what is left, statuses, decisions, order, minutes."""
    home, minutes = (
        enrolled(folder / "chair", "MPB", role="headquarters", officer="Vjosa Gashi"),
        folder / "m",
    )
    minutes.mkdir()
    numbers = [row["nr"] for row in json.loads(terren(home, "list", "--json"))][:15]
    first = terren(home, "meeting", "open", "First meeting", numbers[0]).strip()
    terren(home, "decide", numbers[0], "Name the members", "--due", "+14", "--meeting", first)
    terren(home, "meeting", "end", first)
    terren(home, "meeting", "open", "Coordination group", *numbers)
    with opened(environment(home), size=(80, 24)) as terminal:
        terminal.until("All actions (")
        # the meeting that is open is proposed first
        terminal.press("m", "go on with Coordination group")
        terminal.press("\r", "Name the members")
        terminal.press("2", "still open")
        terminal.press("\r", "1 of 15")
        terminal.press("p", "Present")
        terminal.press("Vjosa Gashi; Agim Krasniqi\rBesa Hoti\r", "Participants", gone=True)
        terminal.press("o", "Name the members")
        terminal.press("1", "done on")
        terminal.press("\r", "1 of 15")
        terminal.press("a", "Agenda")
        terminal.press(DOWN + "J", "Esc")
        terminal.press(ESCAPE, "1 of 15")
        for n in range(1, 15):
            if n == 4:
                terminal.press("n", "Note on")
                terminal.press("Waiting for the donor\r", "1 note")
            if n == 7:
                terminal.press("d", "Decision on")
                terminal.press("Send the list\r\r31.12.\r", "1 decision")
                # corrected: the window begins with what stands there
                terminal.press("d", "Decision on")
                terminal.press(BACK_TAB + RIGHT + "\t", "Send the list")
                terminal.press(TEXT_END + " of members", "of members")
                terminal.press(SAVE, "Decision on", gone=True)
            terminal.press(str(n % 5 + 1), f"{n + 1} of 15")
        # digits that follow each other at once are taken back together
        time.sleep(AT_ONCE)
        terminal.press("3", "15 set")
        terminal.press("u", "14 set")
        terminal.press("3", "15 set")
        terminal.press("D", "Decision on no action")
        terminal.press("Meet again in spring" + SAVE, "2 decisions")
        terminal.press("q", "Folder for the minutes")
        terminal.press(CLEAR_LINE + str(minutes), "/m")
        terminal.press("\r", "Enter ends the meeting")
        terminal.press("\r", "All actions (")
        terminal.press("q")
        assert terminal.end() == 0
    assert {".docx", ".html", ".md", ".txt"} <= {file.suffix for file in minutes.iterdir()}
    text = next(minutes.glob("*.txt")).read_text("utf-8")
    assert text.count("Not reported →") == 15, text
    assert "Send the list of members" in text and "Meet again in spring" in text
    assert "done on" in text and "Agim Krasniqi" in text and "Besa Hoti" in text
    assert "Waiting for the donor" in text
    return terminal.recording("Terren: a meeting of fifteen actions")


def headquarters_morning(folder: Path) -> str:
    """Headquarters takes files, accepts a laptop, decides a conflict, and sees who reported."""
    stick = folder / "stick"
    stick.mkdir()
    laptops = [enrolled(folder / name, "17", officer=name) for name in ("Agim", "Besa")]
    codes = {}
    for laptop, status in zip(laptops, ("implemented", "in_progress"), strict=True):
        terren(laptop, "set", "1.2.3", "--status", status)
        codes[laptop.name] = json.loads(terren(laptop, "export", "--to", str(stick), "--json"))["check_code"]
    center = enrolled(folder / "center", "MPB", role="headquarters", officer="Vjosa Gashi")
    with opened(environment(center), size=(100, 30)) as terminal:
        terminal.until("All actions (")
        _take_files(terminal, stick, codes)
        terminal.press("c", "Conflicts: 1 conflict")
        terminal.press("1", "Nothing is in conflict")
        terminal.press(ESCAPE, "All actions (")
        terminal.press("M", "Actions by units")
        terminal.press(ESCAPE, "All actions (")
        terminal.press("o", "Implementation rate")
        terminal.press("2", "Overdue  ")
        terminal.press(ESCAPE, "All actions (")
        terminal.press("D", "document")
        terminal.press(CLEAR_LINE + str(_document(folder)), "revised.txt")
        terminal.press("\r", "A accept alike")
        terminal.press(ESCAPE, "All actions (")
        terminal.press("q")
        assert terminal.end() == 0
    assert json.loads(terren(center, "conflicts", "--json")) == []
    return terminal.recording("Terren: a morning at headquarters")


def _document(folder: Path) -> Path:
    """The plan document that headquarters looks over."""
    return Path(copyfile(SAMPLE, folder / "revised.txt"))


def _take_files(terminal: Terminal, stick: Path, codes: Mapping[str, str]) -> None:
    """Take what lies on the stick, and accept its senders, who read out the codes of their files."""
    terminal.press("x", "Exchange through a folder")
    terminal.press(CLEAR_LINE + str(stick), str(stick)[-20:])
    terminal.press("\r", "you may remove the stick")
    terminal.press(ESCAPE, "Exchange through", gone=True)
    terminal.press("z", "1 file waits")
    for taken in (1, 2):
        terminal.press("\r", "Accept the sender?")
        (code,) = [code for sender, code in codes.items() if f"{sender}, Pejë" in terminal.text()]
        terminal.press(code)
        terminal.press("\r", "Accept the sender?", gone=True)
        terminal.until("1 new change  ", times=taken)
        terminal.until("Esc close")
    terminal.press(ESCAPE, "Esc close", gone=True)


def from_a_tracker(folder: Path) -> str:
    """An office that keeps its plan in Excel begins with it, records how actions stand, and reports."""
    home, out = folder / "office", folder / "out"
    home.mkdir()
    out.mkdir()
    tracker = workbook(folder / "tracker.xlsx", words.TRACKED, words.merge)
    with opened(environment(home), size=(80, 24)) as terminal:
        terminal.until("Welcome to Terren")
        terminal.tell(words.BEGINS)
        terminal.press("\x0f", "A plan of your own")
        terminal.press(CLEAR_LINE + str(tracker), "tracker.xlsx")
        terminal.tell(words.COLUMNS)
        terminal.press("\r", "Your plan: Plani i veprimit për shërbimet")
        terminal.press("Vjosa Gashi\r", "Your unit")
        terminal.press("Pejë\r", "You work as")
        terminal.press("\r", "is headquarters, at Pejë")
        terminal.press("\r", "All actions (4)")
        terminal.tell(words.STATUSES)
        terminal.press("D", "Review a plan document")
        terminal.press("\x14", "Which status is")
        terminal.press("\r", "Not recorded yet")
        terminal.press(DOWN, "Before")
        terminal.press("\r", "Enter record  Esc not yet")
        terminal.press("\r", "values are recorded")
        terminal.press(ESCAPE, "Not recorded yet", gone=True)
        terminal.press(ESCAPE, "Review a plan", gone=True)
        terminal.tell(words.FORMS)
        terminal.press("M", "Actions by units")
        terminal.press("F", "Form of")
        terminal.press(CLEAR_LINE + str(out), "/out")
        terminal.press("\r", "1 form is written.")
        terminal.press("\r", "form is written", gone=True)
        terminal.press(ESCAPE, "All actions (4)")
        terminal.tell(words.REPORT)
        terminal.press("R", "report")
        terminal.press("\r", "Written: terren")
        terminal.press(ESCAPE, "All actions (4)")
        terminal.press("q")
        assert terminal.end() == 0
    assert (home / "terren-2026-en.docx").is_file()
    assert [(nr, _status(home, nr)) for nr in ("1.1", "1.2", "2.1", "2.2")] == [
        ("1.1", "implemented"),
        ("1.2", "in_progress"),
        ("2.1", "in_progress"),
        ("2.2", "not_started"),
    ]
    return terminal.recording("Terren: from an Excel tracker to the first report in ten minutes")


def final_report(folder: Path) -> str:
    """Headquarters issues the report on a year; a late edit comes; the next report lists what differs."""
    home = enrolled(folder / "headquarters", "MPB", role="headquarters", officer="Vjosa Gashi")
    first, late, second = (
        str(folder / name) for name in ("report-2022.docx", "late.html", "report-2022-2.docx")
    )
    told = ["# Terren: a final report, a late edit, and the re-issue"]

    def tell(words: str, *arguments: str, says: str = "") -> None:
        out, err = io.StringIO(), io.StringIO()
        at_home = patch.dict(os.environ, environment(home, "en"))
        with at_home, speaking("en"), redirect_stdout(out), redirect_stderr(err):
            code = run(arguments)
        # of a check what comes of it, and not every figure
        lists = "--check" not in arguments
        said = "\n".join(filter(None, (out.getvalue().strip() if lists else "", err.getvalue().strip())))
        assert code in (0, 3) and says in said, f"{arguments}: {said}"
        typed = " ".join(f'"{word}"' if " " in word else word for word in arguments)
        told.append(f"{words}\n\n```\n$ terren {typed}\n{said}\n```")

    tell("A status is reported in the year.", "set", "1.1.1", "--status", "implemented", "--on", "2022-11-02")
    tell(
        "The words of the report.",
        "narrative", "summary", "--period", "2022", "--text", "The year began late: **one** action is done.",
    )  # fmt: skip
    tell("The period is frozen.", "report", "--period", "2022", "--final", "-o", first, says="Issued: no. 1")
    tell("Anybody at headquarters checks it.", "report", "--check", first)
    tell("What was issued.", "period", "issued", says="no. 1")
    tell("A late edit comes.", "set", "1.1.2", "--status", "implemented", "--on", "2022-12-20")
    tell(
        "It is kept; a report of now says what differs.",
        "report",
        "--period",
        "2022",
        "-o",
        late,
        says="differ",
    )
    tell(
        "The re-issue lists in annexes every figure and sentence that differs, and why.",
        "report", "--period", "2022", "--final", "-o", second, says="Issued: no. 2",
    )  # fmt: skip
    tell(
        "The first one is written again as it was.",
        "report", "--period", "2022", "--issue", "1", "--sign", "-o", first, "--force",
    )  # fmt: skip
    terren(home, "report", "--period", "2022", "--issue", "2", "-o", f"{second}.json")
    tables = json.loads(Path(f"{second}.json").read_text("utf-8"))["tables"]
    rows = [
        f"{row['place']}: {row['what'] or ''} {row['was']} → {row['now']} ({row['why']})"
        for name in ("changed_figures", "changed_sentences")
        for row in tables[name][:6]
    ]
    told.append("The beginnings of its two lists:\n\n```\n" + "\n".join(rows) + "\n```")
    return "\n\n".join(told) + "\n"


SESSIONS: Final[dict[str, Callable[[Path], str]]] = {
    "officer": officers_week,
    "meeting": meeting_of_fifteen,
    "headquarters": headquarters_morning,
    "tracker": from_a_tracker,
    "final": final_report,
}


def main(names: Sequence[str]) -> None:
    """Record the sessions of these names, or all."""
    RECORDINGS.mkdir(exist_ok=True)
    for name in names or SESSIONS:
        with TemporaryDirectory() as folder:
            recording = SESSIONS[name](Path(folder)).replace(folder, "/media/usb")
        (RECORDINGS / f"{name}.md").write_text(recording, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
