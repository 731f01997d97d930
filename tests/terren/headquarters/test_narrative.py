"""Narrative and calendar on the command line: written at headquarters, read in the field."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.terren.conftest import Exchange


def test_headquarters_writes_and_the_field_reads(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = exchange.at("hq", "period", "open", "2022-Q3", "--due", "2022-10-15")
    assert opened.code == 0
    assert "2022-Q3, Reporting period: Due day: – → 15 Oct 2022" in opened.err
    written = exchange.at("hq", "narrative", "summary", "--period", "2022-Q3", "--text", "Shumë u bë.")
    assert (written.code, "2022-Q3, Executive summary: Shumë u bë." in written.err) == (0, True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("Rreshti i parë\nRreshti i dytë\n"))
    of_one = ("narrative", "progress", "--objective", "1.1", "--period", "2022-Q3")
    assert exchange.at("hq", *of_one, "--text", "-").code == 0
    assert exchange.carry("hq", "peja").code == 0
    assert exchange.at("peja", "period", "list").out == "2022-Q3  due on 15 Oct 2022\n"
    assert exchange.at("peja", *of_one).out == "Rreshti i parë\nRreshti i dytë\n"
    listed = json.loads(exchange.at("peja", "narrative", "--period", "2022-Q3", "--json").out)
    assert [(one["chapter"], one["objective"], one["officer"]) for one in listed] == [
        ("summary", None, "hq"),
        ("progress", "1.1", "hq"),
    ]
    assert "Not written yet" in exchange.at("peja", "narrative", "--period", "2022-Q3").err
    refused = exchange.at("peja", "narrative", "summary", "--period", "2022-Q3", "--text", "x")
    assert (refused.code, "headquarters" in refused.err) == (1, True)


def test_the_editor_writes_a_chapter(
    exchange: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text('utf-8') + 'më shumë', 'utf-8')\n",
        "utf-8",
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    chapter = ("narrative", "risks", "--period", "2022")
    for text in ("më shumë", "më shumëmë shumë"):
        assert exchange.at("hq", *chapter, "--edit").code == 0
        assert exchange.at("hq", *chapter).out == f"{text}\n"
    assert exchange.at("hq", *chapter, "--text", "").code == 0
    assert exchange.at("hq", *chapter).out == ""
    wrong = exchange.at("hq", "narrative", "--edit")
    assert (wrong.code, "summary" in wrong.err) == (2, True)


def test_what_officers_wrote_is_printed_as_material(exchange: Exchange) -> None:
    exchange.at("hq", "set", "1.1.1", "--status", "2", "--reason", "procurement", "--unit", "Pejë")
    shown = exchange.at("hq", "narrative", "--material")
    assert "Pejë, Reason for delay: Procurement" in shown.out
    (row,) = json.loads(exchange.at("hq", "narrative", "--material", "--json", "--objective", "1").out)
    assert (row["nr"], row["unit"], row["text"]) == ("1.1.1", "17", "procurement")


def test_a_text_for_one_language_and_the_material_of_a_unit(exchange: Exchange) -> None:
    chapter = ("narrative", "summary", "--period", "2022")
    exchange.at("hq", *chapter, "--text", "Shumë u bë.")
    written = exchange.at("hq", *chapter, "--in", "sr", "--text", "Mnogo je učinjeno.")
    assert "Executive summary (Srpski)" in written.err
    assert exchange.at("hq", *chapter).out == "Shumë u bë.\n"
    assert exchange.at("hq", *chapter, "--in", "sr").out == "Mnogo je učinjeno.\n"
    assert "Executive summary (Srpski)" in exchange.at("hq", "narrative", "--period", "2022").out
    exchange.at("hq", "set", "1.1.1", "--status", "2", "--next", "Trajnime", "--unit", "Pejë")
    shown = exchange.at(
        "hq", "narrative", "--material", "--period", "2022", "--unit", "Pejë", "--status", "2"
    )
    assert "1.1  Objektivi 1.1: 0 of 2 actions due are implemented" in shown.out and "Trajnime" in shown.out
    assert exchange.at("hq", "narrative", "--material", "--unit", "XYZQ").out == ""
    assert exchange.at("hq", "narrative", "--unit", "XYZQ").code == 2


def test_a_chapter_is_assigned_to_a_desk(exchange: Exchange) -> None:
    chapter = ("narrative", "progress", "--objective", "1.1")
    assert "Desk: Progress, 1.1: – → Arta" in exchange.at("hq", *chapter, "--desk", "Arta").err
    exchange.at("hq", "narrative", "summary", "--desk", "Kabineti")
    exchange.at("hq", "narrative", "summary", "--period", "2022", "--text", "Shumë u bë.")
    shown = exchange.at("hq", "narrative", "--period", "2022")
    assert "Executive summary · Kabineti" in shown.out and "Progress, 1.1 (Arta)" in shown.err
    listed = json.loads(exchange.at("hq", "narrative", "--period", "2022", "--json").out)
    assert [(row["chapter"], row["desk"], row["text"]) for row in listed] == [
        ("summary", "Kabineti", "Shumë u bë."),
        ("progress", "Arta", None),
    ]
    assert exchange.carry("hq", "peja").code == 0
    assert json.loads(exchange.at("peja", *chapter, "--json").out)["desk"] == "Arta"
    assert exchange.at("peja", *chapter, "--desk", "x").code == 1
    assert exchange.at("hq", *chapter, "--desk", "x", "--text", "y").code == 2
    assert exchange.at("hq", "narrative", "--desk", "x").code == 2
