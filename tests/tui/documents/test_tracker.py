"""A tracker is recorded from the screen: asked once what its words mean, shown, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from language import _
from planreader.review.decisions import corrections_path, decisions_beside
from store.edits.reported.sources import recorded_sources
from store.ledger.change import Register
from store.ledger.heads import read_heads
from tests.terren.reporting.test_tables import ROWS, workbook
from tests.tui.harness import Home, fill, home, running, said, speaking
from tests.tui.workplaces import encoded
from tui.documents.encoding import EncodingScreen
from tui.documents.mapping import MappingScreen
from tui.exchange.inbox import InboxScreen
from tui.report.reported import ReportedScreen
from tui.review.document import ReviewFileScreen
from tui.review.review import ReviewScreen
from tui.screens.oneline import AnswerScreen


def status(at: Home, nr: str, unit: str) -> object:
    with at.open() as store:
        heads = read_heads(store.conn, Register("action", nr, unit, "status"))
        return heads[0].decoded() if heads else None


async def test_a_tracker_is_asked_about_once_shown_recorded_and_taken_back(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    file = workbook(tmp_path / "tracker.xlsx")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("D")
        fill(app, str(file))
        await pilot.press("ctrl+t")
        assert isinstance(app.screen, AnswerScreen)
        assert "Which status is “Në vonesë”?" in said(app)
        fill(app, "dunno")
        await pilot.press("enter")
        assert isinstance(app.screen, AnswerScreen)
        fill(app, "2")
        await pilot.press("enter")
        assert isinstance(app.screen, ReportedScreen) and "10 values would be recorded." in said(app)
        assert corrections_path(file).is_file()
        await pilot.press("enter", "enter")
        assert "10 values are recorded; u takes them back." in said(app)
        assert (status(at, "1.1.1", "MPB"), status(at, "1.1.2", "XYZQ")) == ("implemented", "in_progress")
        await pilot.press("escape", "escape", "g", *"111", "enter")
        assert "Implemented" in said(app)
        await pilot.press("u")
        assert status(at, "1.1.1", "MPB") is None
        # what was answered is not asked again
        await pilot.press("D")
        assert isinstance(app.screen, ReviewFileScreen)
        await pilot.press("ctrl+t")
        assert isinstance(app.screen, ReportedScreen)


async def test_a_table_that_somebody_sent_is_recorded_for_its_unit_with_the_name(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    file = workbook(tmp_path / "gjendja.xlsx")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("z", "t")
        fill(app, str(file))
        await pilot.press("enter")
        assert "The unit that it reports for" in said(app)
        fill(app, "Atlantis")
        await pilot.press("enter")
        assert isinstance(app.screen, AnswerScreen) and "Atlantis" in said(app)
        fill(app, "Pejë")
        await pilot.press("enter")
        assert "The name of who sent it" in said(app)
        fill(app, "Drita")
        await pilot.press("enter")
        fill(app, "2")
        await pilot.press("enter")
        assert isinstance(app.screen, ReportedScreen)
        assert "what it says for" in said(app) and "Sent by Drita." in said(app)
        await pilot.press("enter", "enter", "escape")
        assert isinstance(app.screen, InboxScreen)
        assert (status(at, "1.1.1", "17"), status(at, "1.1.1", "MPB")) == ("implemented", None)
        with at.open() as store:
            [recorded] = recorded_sources(store.conn)
            assert (recorded.source.person, recorded.source.file) == ("Drita", "gjendja.xlsx")
        await pilot.press("escape", "g", *"111", "enter")
        assert "Pejë: Implemented" in said(app)


async def test_a_laptop_records_a_table_for_its_own_unit(tmp_path: Path) -> None:
    at = home(tmp_path / "laptop")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("z", "t")
        fill(app, str(workbook(tmp_path / "gjendja.xlsx")))
        await pilot.press("enter")
        assert "The name of who sent it" in said(app)
        await pilot.press("enter")
        fill(app, "2")
        await pilot.press("enter", "enter", "enter")
        assert status(at, "1.1.1", "17") == "implemented"


async def test_whose_rows_are_below_what_is_nearly_a_name_is_asked_and_read_again(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    file = workbook(tmp_path / "t.xlsx", [["Dega Prizren"], ROWS[0]])
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("D")
        fill(app, str(file))
        await pilot.press("ctrl+t")
        assert "Of which unit are the rows below “Dega Prizren”?" in said(app)
        fill(app, "Atlantis")
        await pilot.press("enter")
        assert isinstance(app.screen, AnswerScreen) and "Atlantis" in said(app)
        fill(app, "Prizren")
        await pilot.press("enter", "enter", "enter")
        assert status(at, "1.1.1", "20") == "implemented"


@pytest.mark.parametrize(("code", "answer"), [("sq", "jashtë"), ("en", "leave")])
async def test_rows_are_left_out_in_the_words_of_the_screen_and_hold_nothing_new_or_old(
    tmp_path: Path, code: str, answer: str
) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    file = workbook(tmp_path / "t.xlsx", [["Dega Prizren"], ROWS[0]])
    with speaking(code):
        async with running(at, (80, 24)) as (app, pilot):
            await pilot.press("D")
            fill(app, str(file))
            await pilot.press("ctrl+t")
            fill(app, answer)
            await pilot.press("enter")
            assert isinstance(app.screen, ReportedScreen) and _("It says nothing new.") not in said(app)
            await pilot.press("enter")
            assert app.told() == _("Nothing of it can be recorded.")


async def test_a_column_of_units_is_asked_about_and_read_again(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    rows, head = (
        [("1.1.1", "Masa 1.1.1 për komunat", "Pejë", "Përfunduar")],
        ("Nr.", "Veprimi", "Organi", "Statusi"),
    )
    file = workbook(tmp_path / "t.xlsx", rows, head, "@")
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("D")
        fill(app, str(file))
        await pilot.press("ctrl+t")
        assert "The column “Organi” holds names of units." in said(app)
        fill(app, "po")
        await pilot.press("enter")
        assert isinstance(app.screen, AnswerScreen) and "po" in said(app)
        # a dash: whose the rows are is asked then
        fill(app, "-")
        await pilot.press("enter")
        assert "Of which unit are the rows below “Gjendja më 14.03.2022”?" in said(app)
        fill(app, "")
        await pilot.press("enter")
        assert isinstance(app.screen, AnswerScreen) and "Nothing is typed." in said(app)
        fill(app, "Prizren")
        await pilot.press("enter", "enter", "enter")
        assert status(at, "1.1.1", "20") == "implemented"


async def test_an_encoding_that_nothing_tells_is_asked_by_the_line_that_reads_right(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    file = encoded(at, tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("z", "t")
        fill(app, str(file))
        await pilot.press("enter")
        assert isinstance(app.screen, EncodingScreen)
        assert "cp852 Nr.;Veprimi;Statusi;Çfarë u bë" in said(app) and "utf-16" not in said(app)
        at_line = app.screen.values.index("cp852")
        await pilot.press(*["down"] * at_line, "enter")
        assert "The unit that it reports for" in said(app)
        fill(app, "MPB")
        await pilot.press("enter", "enter")
        assert isinstance(app.screen, ReportedScreen)
        await pilot.press("enter", "enter", "escape")
        # what was answered is kept beside the file
        await pilot.press("t", "enter")
        assert "The unit that it reports for" in said(app)
    assert mapping_of(file) == (("encoding", "cp852"),)


async def test_a_plan_in_an_encoding_that_nothing_tells_is_reviewed_by_the_answer(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    file = tmp_path / "plani.csv"
    rows = "Nr;Veprimi;Afati;Institucioni\n1;Ndërtimi i urës;2026;MPB\n2;Trajnimi i zyrtarëve;2026;MPB\n"
    file.write_bytes(rows.encode("cp852"))
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("D")
        fill(app, str(file))
        await pilot.press("enter")
        assert isinstance(app.screen, EncodingScreen)
        await pilot.press(*["down"] * app.screen.values.index("cp852"), "enter")
        # the columns are asked as of any list; the encoding is not asked again
        while isinstance(app.screen, MappingScreen):
            await pilot.press("w", "enter")
            if isinstance(app.screen, AnswerScreen):
                await pilot.press("enter")
        assert isinstance(app.screen, ReviewScreen)


def mapping_of(file: Path) -> tuple[tuple[str, str], ...]:
    return decisions_beside(file).mapping.assume
