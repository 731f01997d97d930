"""Paper forms on the command line: printed, typed in at a terminal or from lines, refused, taken up again."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from store.opening.open_store import open_store
from store.query.paper import paper_code
from store.query.unit_form import unit_forms
from terren.__main__ import run
from tests.terren.conftest import At, Result
from tests.terren.office import Pipe, Terminal

NAME = ("--by", "Besa")


@pytest.fixture
def enter(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Types into ``terren enter`` for Pejë: at a terminal, or as lines where an option is given before."""
    at("hq", "status")

    def call(typed: str, *arguments: str, terminal: bool = False, who: str = "hq") -> Result:
        monkeypatch.setenv("TERREN_HOME", str(tmp_path / who))
        stream = Terminal if terminal else Pipe
        streams = {
            name: stream(typed.encode() if name == "stdin" else b"") for name in ("stdin", "stdout", "stderr")
        }
        with pytest.MonkeyPatch.context() as patch:
            for name, standard in streams.items():
                patch.setattr(sys, name, standard)
            code = run(["enter", "--unit", "Pejë", *arguments])
        out, err = (streams[name].written().decode() for name in ("stdout", "stderr"))
        assert "Traceback" not in err, err
        return Result(code, out, err)

    return call


def code_now(folder: Path, period: str | None = None) -> str:
    """The code of a page that is printed now."""
    from datetime import date

    with open_store(folder / "hq" / "terren.db", read_only=True) as store:
        return paper_code(next(unit_forms(store, ["17"], period, date.today())))


def stands(at: At, nr: str) -> tuple[object, ...]:
    """Status, percent, recurrent and capital of a unit."""
    shown = json.loads(at("hq", "show", nr, "--json").out)
    report = next((of for of in shown["reports"] if of["unit"] == "17"), None)
    money = next(year for year in shown["money"] if year["year"] == 2023)
    return (
        *((None, None) if report is None else (report["status"], report["percent"])),
        money["recurrent"],
        money["capital"],
    )


def test_pages_are_printed_for_one_unit_or_all(at: At, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    printed = at("hq", "form", "--paper", "--unit", "Pejë", "--contact", "038 200", "-o", page)
    assert (printed.code, "terren enter --unit Pejë\n" in printed.err) == (0, True)
    text = page.read_text("utf-8")
    assert code_now(tmp_path) in text and "038 200" in text and "Report of Pejë" in text
    assert at("hq", "form", "--paper", "-o", tmp_path / "all.html").code == 0
    assert (tmp_path / "all.html").read_text("utf-8").count('<table class="form">') > 1
    assert at("hq", "form", "--paper", "-o", tmp_path / "all.xlsx").code == 2


def test_lines_are_recorded_in_one_batch_and_marked(at: At, enter: At, tmp_path: Path) -> None:
    code = code_now(tmp_path)
    lines = "# first page\n1.1.1 2 40% 500/300.50 @14.3.2022 #Filluar\n1.1.3 5 !3 no bids\n\n"
    assert enter(lines, *NAME).code == 1
    rehearsed = enter(lines, *NAME, "--dry-run")
    assert rehearsed.code == 0 and "In progress (14 Mar 2022) [line 2]" in rehearsed.err
    assert stands(at, "1.1.1") == (None, None, None, None)
    done = enter(lines, *NAME, "--code", code, "--on", "2022-03-20", "--yes", "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert (said["unit"], said["code"], said["person"], said["day"]) == ("17", code, "Besa", "2022-03-20")
    assert said["recorded"] == 8 and said["conflicts"] == 0
    assert stands(at, "1.1.1") == ("in_progress", 40, 500, 300.5)
    shown = json.loads(at("hq", "show", "1.1.1", "--json").out)
    assert {mark["file"] for mark in shown["by_form"]} == {code}
    assert f"by paper form from Besa ({code})" in at("hq", "show", "1.1.1").out
    again = enter(lines, *NAME, "--code", code, "--on", "2022-03-20", "--yes")
    assert "It was taken already" in again.err and "It says nothing new." in again.err
    assert at("hq", "undo").code == 0
    assert stands(at, "1.1.1") == (None, None, None, None)
    # what was taken back can be typed again, and crosses nothing
    assert enter(lines, *NAME, "--code", code, "--yes").code == 0


def test_a_page_that_says_the_same_again_is_a_report(at: At, enter: At) -> None:
    at("hq", "period", "open", "2022-Q4", "--due", "2023-01-15")
    at("hq", "set", "1.1.1", "--unit", "Pejë", "--status", "in_progress", "--on", "2022-05-05")

    def outstanding() -> set[str]:
        [of] = json.loads(at("hq", "period", "owing", "2022-Q4", "--unit", "Pejë", "--json").out)["units"]
        return {owed["nr"] for owed in of["owed"]}

    assert "1.1.1" in outstanding()
    said = enter("1.1.1 2\n", *NAME, "--period", "2022-Q4", "--on", "20.12.2022", "--yes")
    assert "1.1.1, Pejë, Status: In progress (20 Dec 2022), confirmed [line 1]" in said.err
    assert said.code == 0 and "1.1.1" not in outstanding()


def test_what_came_since_the_page_was_printed_is_a_conflict(at: At, enter: At, tmp_path: Path) -> None:
    code = code_now(tmp_path)
    at("hq", "set", "1.1.1", "--unit", "Pejë", "--status", "implemented")
    crossed = enter("1.1.1 2\n", *NAME, "--code", code, "--yes")
    assert crossed.code == 3 and "both stand" in crossed.err
    # a slip of the same page is set right without one
    assert enter("1.1.3 2 500\n", *NAME, "--code", code, "--yes").code == 0
    assert enter("1.1.3 2 5000\n", *NAME, "--code", code, "--yes").code == 0
    assert stands(at, "1.1.3")[2] == 5000


def test_a_walk_in_the_order_of_the_page(at: At, enter: At, tmp_path: Path) -> None:
    typed = "\nBesa\n\n2\n500\n-\n2 40% 600\n9\n4\n\n2.1.3\n1\n700\ny\n"
    done = enter(typed, terminal=True)
    assert done.code == 0, done.err
    assert "“9” is no status" in done.err and "1/4  1.1.1" in done.err
    assert stands(at, "1.1.1") == ("in_progress", 40, 600, None)
    assert stands(at, "1.1.3")[0] == "implemented"
    assert stands(at, "2.1.1")[0] is None and stands(at, "2.1.3")[:3] == ("not_started", None, 700)


@pytest.mark.parametrize("typed", ["2\n1.234\n", "2 1.234\n"])
def test_a_refused_amount_is_asked_for_again(at: At, enter: At, typed: str) -> None:
    done = enter(f"\nBesa\n\n{typed}4\n5\n1.234\n-\n\n7\nq\ny\n", terminal=True)
    assert done.code == 0 and "1.234" in done.err, done.err
    assert stands(at, "1.1.1") == ("in_progress", None, 4, None)
    # and back to the status, which stays what it was
    assert stands(at, "1.1.3")[0::2] == ("not_implemented", 7)


def test_what_was_typed_and_not_recorded_is_offered_again(at: At, enter: At) -> None:
    interrupted = enter("\nBesa\n\n2\n500\n", terminal=True)
    assert interrupted.code == 1 and "is kept" in interrupted.err
    assert stands(at, "1.1.1")[0] is None
    done = enter("y\n\n\n\nq\ny\n", terminal=True)
    assert "1 action was typed and not recorded." in done.err and done.code == 0, done.err
    assert stands(at, "1.1.1") == ("in_progress", None, 500, None)
    assert "not recorded." not in enter("\nBesa\n\nq\n", terminal=True).err


def test_a_walk_ends_at_the_second_question_too_and_keeps_the_status(at: At, enter: At) -> None:
    done = enter("\nBesa\n\n2\nq\ny\n", terminal=True)
    assert done.code == 0 and "not an amount" not in done.err, done.err
    assert stands(at, "1.1.1")[0] == "in_progress"


def test_each_refusal(at: At, enter: At, tmp_path: Path) -> None:
    assert "--by NAME" in enter("1.1.1 2\n", "--yes").err
    assert "a day to come" in enter("1.1.1 2\n", *NAME, "--on", "2190-01-01", "--yes").err
    assert "not the code" in enter("1.1.1 2\n", *NAME, "--code", "1-2-3456", "--yes").err
    assert "Only headquarters" in enter("1.1.1 2\n", *NAME, "--yes", who="peja").err
    assert "a person's yes" in enter("1.1.1 2\n", *NAME).err
    lines = ["1.1.1 8", "1.1.2 2", "9.9.9 2", "1.1.3 2 101%", "2.1.1 2 1.234", "2.1.3 5 !40"]
    wrong = enter("\n".join([*lines, "2.1.3 5 @1.1. @2.1.", "2.1.3 5 @x"]), *NAME, "--yes")
    assert wrong.code == 1
    for n, words in enumerate(
        ("is no status", "not on the paper", "9.9.9", "percentage", "1.234", "reasons", "twice", "x"), 1
    ):
        assert any(line.startswith(f"line {n}: ") and words in line for line in wrong.err.splitlines()), (
            n,
            wrong.err,
        )
    assert stands(at, "1.1.1")[0] is None
