"""Reviewing a plan document on the screen."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path

import pytest

from planreader.build.builder import assemble
from planreader.review.decided import decide
from planreader.review.decisions import NO_DECISIONS, read_decisions
from planreader.review.reading import DocumentReading
from planreader.review.review import DocumentReview
from planreader.review.reviewitems import Kind
from planreader.review.tomlform import read_toml
from planreader.sources.form import Cell, Part, Passed, Row, Sheet
from store.db import apart
from tests.planreader.tables import plan as plan_rows
from tests.planreader.tables import word, workbook
from tests.support.lengths import WHOLE, some
from tests.support.paths import SET
from tests.tui.harness import (
    Home,
    Size,
    TerrenPilot,
    assert_snapshot,
    grid,
    home,
    open_document,
    pictured,
    running,
    said,
    speaking,
)
from tests.tui.test_hostile import HOSTILE, assert_harmless
from tui.app.application import TerrenApp
from tui.plan.screen import PlanScreen
from tui.review.document import ReviewFileScreen
from tui.review.review import ReviewScreen, ReviewWriteScreen
from tui.review.reviewlist import ReviewChangeScreen, ReviewKindScreen


def headquarters(folder: Path) -> Home:
    return home(folder / "home", unit="MPB", role="headquarters")


def document(folder: Path) -> Path:
    return Path(shutil.copyfile(SET / "sq-4y-6003-seeded.xlsx", folder / "plani.xlsx"))


async def read(app: TerrenApp, pilot: TerrenPilot, path: Path) -> ReviewScreen:
    """Open the review of a document."""
    await open_document(app, pilot, "D", path)
    assert isinstance(app.screen, ReviewScreen)
    return app.screen


async def test_a_document_is_reviewed_and_its_plan_written(tmp_path: Path) -> None:
    path = document(tmp_path)
    beside = tmp_path / "plani.xlsx.corrections.toml"
    async with running(headquarters(tmp_path), (120, 40)) as (app, pilot):
        screen = await read(app, pilot, path)
        before = len(screen.review.open)
        first = screen.item
        assert first is not None and first.open
        await pilot.press("a")
        assert len(screen.review.open) == before - 1
        assert len(read_decisions(beside).decisions) == len(first.fields) if first.finding is None else 1
        await pilot.press("u")
        assert (screen.item is not None and screen.item.key, len(screen.review.open)) == (first.key, before)
        wanted = next(n for n, one in enumerate(screen.review.items) if one.code == "total_mismatch")
        screen.list.action_move(wanted - screen.list.cursor)
        mismatch = screen.item
        assert mismatch is not None and mismatch.finding is not None
        computed = mismatch.finding.figures["computed"]
        assert isinstance(computed, int)
        await pilot.press("c")
        assert isinstance(app.screen, ReviewChangeScreen)
        app.screen.input.value = "much"
        await pilot.press("enter")
        assert isinstance(app.screen, ReviewChangeScreen)
        assert "“much”" in grid(app)
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewChangeScreen), "what was typed is not dropped by one key"
        app.screen.input.value = f"{computed // 100}"
        await pilot.press("enter")
        assert isinstance(app.screen, ReviewScreen)
        assert mismatch.key not in {item.key for item in screen.review.items}
        for _n in range(before):
            if screen.review.open:
                await pilot.press("A")
        assert screen.review.open == []
        await pilot.press("w")
        assert isinstance(app.screen, ReviewWriteScreen)
        assert "Enter write the file" in grid(app)
        await pilot.press("enter")
        assert "Enter close " in grid(app) and "Enter write the file" not in grid(app)
        written = app.screen.typed.value
        app.screen.typed.value = "x"
        await pilot.pause()
        assert "Enter write the file" in grid(app)
        app.screen.typed.value = written
        await pilot.pause()
        await pilot.press("enter")
        assert "another Enter replaces it" in grid(app) and "Enter replace " in grid(app)
        await pilot.press("enter", "enter")
        assert isinstance(app.screen, ReviewScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)
    plan = read_toml(tmp_path / "plani.plan.toml")
    assert plan.findings and all(finding.accepted for finding in plan.findings)
    assert sum(where.decided == "corrected" for where in plan.provenance.values()) == 1


async def test_a_file_that_is_no_plan_is_told_in_place(tmp_path: Path) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("Dear all")
    async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("D")
        assert isinstance(app.screen, ReviewFileScreen)
        for path, said in ((wrong, "letter.txt"), (tmp_path / "none.docx", "There is no such file.")):
            app.screen.file.value = str(path)
            await pilot.press("enter")
            assert said in grid(app)
            assert isinstance(app.screen, ReviewFileScreen)
            assert app.screen.file.value == str(path)
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)


async def test_documents_are_for_headquarters(tmp_path: Path) -> None:
    async with running(home(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("D")
        assert isinstance(app.screen, PlanScreen)


def hostile_review(folder: Path, text: str) -> DocumentReview:
    """A review of a document that says ``text`` everywhere and is sure of nothing."""
    path = folder / "x.docx"
    path.write_bytes(b"")

    def cell(role: str) -> Cell:
        return Cell(role, (Part(text),), text, certain=False, reason=f"merged_over_rows:x={text}")

    roles = ("title", "deadline", "funding", "institutions", "output", "documents", "nr")
    row = Row("action", "1.1.1", {role: cell(role) for role in roles}, text, budget={2021: cell("budget")})
    total = Row(
        "total", "9.9", {"label": cell("label"), "stray": cell("stray")}, text, budget={2021: cell("b")}
    )
    rows = (
        Row("strategic", "1", {"title": cell("title")}, text),
        Row("specific", "1.1", {"title": cell("title")}, text),
    )
    passed = (Passed(text, text, 2),)
    plan, marks = assemble(Sheet((*rows, row, total), (2021,), "sq", passed=passed))
    decided = decide(plan, marks, ())
    return DocumentReview(
        DocumentReading(path, plan, marks, "00", folder / "x.docx.corrections.toml", NO_DECISIONS, decided)
    )


@pytest.mark.parametrize("text", some(HOSTILE, of=6))
async def test_hostile_texts_of_a_document_are_harmless(tmp_path: Path, text: str) -> None:
    async with running(headquarters(tmp_path), (60, 20)) as (app, pilot):
        screen = ReviewScreen(hostile_review(tmp_path, text))
        await app.push_screen(screen)
        await pilot.pause()
        # one more: what was passed over
        for n in range(len(screen.review.items) + 1):
            assert_harmless(grid(app), 60)
            await pilot.press("c")
            assert_harmless(grid(app), 60)
            await pilot.press(*(("escape",) if isinstance(app.screen, ReviewChangeScreen) else ()))
            # the lists of kinds and numbers are the same from every item
            listed = (("f",), ("escape", "g", *text[:3], "enter"), ("escape",)) if WHOLE or n == 0 else ()
            for keys in (("o",), ("escape",), *listed, ("j",)):
                await pilot.press(*keys)
                assert_harmless(grid(app), 60)
        await pilot.press("A", "A", "A", "home")
        assert_harmless(grid(app), 60)
        assert app.is_running


@pictured
async def test_reviews_look_as_they_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        async with running(headquarters(tmp_path), size) as (app, pilot):

            async def kept(name: str) -> None:
                await pilot.pause()
                app.clear_notifications()
                await pilot.pause()
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)

            await pilot.press("D")
            assert isinstance(app.screen, ReviewFileScreen)
            app.screen.file.value = "/nowhere/plani.docx"
            await pilot.press("enter")
            await kept("reviewfile")
            await pilot.press("escape")
            screen = await read(app, pilot, document(tmp_path))
            await pilot.press("A")
            await kept("review")
            await pilot.press("f")
            await kept("reviewkind")
            await pilot.press("escape", "g", *"9.9", "enter")
            await kept("reviewnumber")
            await pilot.press("escape")
            place = next(n for n, one in enumerate(screen.review.items) if one.code == "total_mismatch")
            screen.list.action_move(place - screen.list.cursor)
            await pilot.press("down", "up", "c")
            await kept("reviewchange")
            await pilot.press("escape", "w")
            assert isinstance(app.screen, ReviewWriteScreen)
            app.screen.typed.value = "/nowhere/plani.plan.toml"
            await pilot.press("enter")
            await kept("reviewwrite")


async def test_a_long_review_is_walked_by_kind_and_number(tmp_path: Path) -> None:
    path = document(tmp_path)
    async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
        screen = await read(app, pilot, path)
        everything = len(screen.review.items)
        await pilot.press("f")
        assert isinstance(app.screen, ReviewKindScreen)
        wanted = app.screen.values.index((Kind("total_mismatch", True),))
        await pilot.press(*["down"] * wanted, "enter")
        assert {item.code for item in screen.items} == {"total_mismatch"}
        number = len(screen.items)
        assert f"total does not add up · {number} of {number} open" in grid(app)
        await pilot.press("A")
        assert f"0 of {number} open" in grid(app)
        await pilot.press("f", *["k"] * 30, "enter")
        assert len(screen.items) == everything
        await pilot.press("n")
        first = screen.list.cursor
        await pilot.press("n", "N")
        assert screen.list.cursor == first and screen.items[first].open
        await pilot.press("g", *"9.9", "enter")
        assert "no number 9.9" in said(app)
        last = screen.items[-2].nr
        await pilot.press(*["backspace"] * 3, *last, "enter")
        assert screen.item is not None and screen.item.nr == last


async def test_rows_that_were_passed_over_stand_at_the_end_of_the_list(tmp_path: Path) -> None:
    names = [("Shkurtesa", "Kuptimi"), ("MPB", "Ministria e Punëve të Brendshme")]
    certain = word(tmp_path / "plani.docx", [plan_rows(), names])
    async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
        await read(app, pilot, certain)
        assert "0 of 0 open" in grid(app) and "Nothing is open; w writes the plan." in grid(app)
        assert "2 rows of the document were passed over; the last line of the list" in said(app)
        assert "• Passed over: table 2, row 1, 2 rows:" in grid(app) and "Shkurtesa" in grid(app)
        await pilot.press("escape")
        screen = await read(app, pilot, document(tmp_path))
        assert screen.item is not None and "Passed over:" not in grid(app)
        await pilot.press(*["down"] * len(screen.items))
        assert screen.item is None and "Passed over:" in grid(app) and "Nothing is open" not in grid(app)
        # the last answer leads there
        await pilot.press("n", *["A"] * len(screen.review.kinds()))
        assert screen.review.open == [] and screen.item is None
        assert "Nothing is open; w writes the plan." in said(app)


async def test_columns_kept_as_remarks_stand_at_the_end_of_the_list_and_are_named(tmp_path: Path) -> None:
    rows = [[*row, ""] for row in plan_rows()]
    rows[2][-1], rows[4][-1] = "Kabineti", "Zyra A"
    async with running(headquarters(tmp_path), (90, 24)) as (app, pilot):
        await read(app, pilot, workbook(tmp_path / "plani.xlsx", rows))
        assert "1 column kept as remarks" in grid(app) and "“Kabineti”: Zyra A" in grid(app)
        assert "m says what" in grid(app) and "1 column was kept as remarks" in said(app)


async def test_any_field_is_corrected_and_taken_back(tmp_path: Path) -> None:
    path = document(tmp_path)
    beside = tmp_path / "plani.xlsx.corrections.toml"
    async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
        screen = await read(app, pilot, path)
        asked = {item.nr for item in screen.items}
        nr = next(nr for nr in screen.review.numbers if nr not in asked)
        await pilot.press("g", *nr, "enter")
        assert isinstance(app.screen, ReviewChangeScreen)
        place = next(n for n, one in enumerate(app.screen.item.fields) if one.path == f"{nr}/title")
        await pilot.press(*["down"] * place)
        app.screen.input.value = "Titull i ri"
        await pilot.press("enter")
        assert screen.item is not None and (screen.item.nr, screen.item.code) == (nr, "corrected")
        assert [one.subject for one in read_decisions(beside).decisions] == [f"{nr}/title"]
        await pilot.press("s")
        assert read_decisions(beside).decisions == ()
    beside.write_text(
        beside.read_text("utf-8").replace('sha256 = "', 'sha256 = "0')
        + f'\n[[decision]]\nfield = "{nr} title"\ndecision = "changed"\nvalue = "Tjetër"\nread = "Jo kjo"\n'
        + '\n[[decision]]\nfinding = "9.9 total_mismatch"\ndecision = "accepted"\n',
        "utf-8",
    )
    async with running(headquarters(tmp_path / "again"), (80, 24)) as (app, pilot):
        screen = await read(app, pilot, path)
        shown = said(app)
        assert "belongs to another version" in shown and "9.9 total_mismatch" in shown
        (item,) = [one for one in screen.items if one.code == "decided_before"]
        screen.list.action_move(screen.items.index(item) - screen.list.cursor)
        await pilot.pause()
        assert item.open
        await pilot.press("up", "down")
        app.clear_notifications()
        await pilot.pause()
        assert "headquarters had: Tjetër" in said(app)
        await pilot.press("a")
        assert [(one.subject, one.decision) for one in read_decisions(beside).decisions] == [
            (f"{nr}/title", "accepted")
        ]


@pytest.mark.parametrize("way", ["the window", "the program"])
async def test_leaving_ends_the_process_that_reads(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_START", "import time; time.sleep(30)")
    began = time.monotonic()
    async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("D")
        assert isinstance(app.screen, ReviewFileScreen)
        app.screen.file.value = str(document(tmp_path))
        # no key, for which the pilot would wait until all work is done
        app.screen.action_accept()
        while not apart._readers:
            await asyncio.sleep(0.01)
        (reader,) = apart._readers
        if way == "the window":
            while "1 s of at most 120 s" not in grid(app):
                await asyncio.sleep(0.05)
            app.screen.action_leave()
        else:
            app.exit(0)
    while apart._readers:
        await asyncio.sleep(0.01)
    assert reader.wait(timeout=10) != 0
    assert time.monotonic() - began < 25
