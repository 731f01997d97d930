"""The report is looked at and written on the screen."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import docx
import pytest
from textual.widgets import Input

from store.edits.calendar import open_period
from store.edits.issues import read_issues
from store.edits.published.institution import read_institution
from store.ledger.append import Edit, record
from tests.tui.harness import Home, Size, assert_snapshot, grid, home, pictured, running, said, speaking
from tui.headquarters.report import ReportScreen
from tui.screens.form import FormScreen
from tui.screens.oneline import PlaceScreen


def center(folder: Path) -> Home:
    at = home(folder, unit="MPB", role="headquarters")
    with at.open() as store:
        record(
            store,
            [
                Edit("action", "1.1.2", "XYZQ", "status", "implemented", "2022-05-01"),
                Edit("money", "1.1.2", "XYZQ", "2022.capital.spent", 1_234_500),
            ],
        )
    return at


async def test_a_report_is_written_in_the_form_and_language_chosen(tmp_path: Path) -> None:
    at = center(tmp_path)
    goal = tmp_path / "stick"
    goal.mkdir()
    with speaking("en"):
        async with running(at, (100, 40)) as (app, pilot):
            await pilot.press("R")
            screen = app.screen
            assert isinstance(screen, ReportScreen)
            screen.query_one("#folder", Input).value = str(goal)
            await pilot.pause()
            assert "25.00%" in said(app) and "1 of 4" in said(app)
            await pilot.press("ctrl+f", "ctrl+f", "ctrl+t")
            assert "html" in said(app) and "Shqip" in said(app)
            assert "Shkalla e zbatimit është 25,00%" in said(app)
            assert "Enter" in said(app) and "write" in said(app)
            for _n in range(2):
                await pilot.press("enter")
            (written,) = goal.iterdir()
            assert written.name == "terren-2022-sq.html"
            assert '<html lang="sq">' in written.read_text("utf-8")


async def test_only_what_is_approved_is_counted_and_a_template_filled_where_that_is_chosen(
    tmp_path: Path,
) -> None:
    at = center(tmp_path)
    goal, mine = tmp_path / "stick", tmp_path / "ministria.docx"
    goal.mkdir()
    document = docx.Document()
    for line in (
        "{{ title }} {{ period }} {{ as_of }} {{ ledger }}",
        "{{ figures.implementation_rate.note }}",
    ):
        document.add_paragraph(line)
    document.save(str(mine))
    with speaking("en"):
        async with running(at, (100, 40)) as (app, pilot):
            await pilot.press("R")
            screen = app.screen
            screen.query_one("#folder", Input).value = str(goal)
            await pilot.press("ctrl+o")
            assert "approved reports only" in said(app)
            assert "0 of 4" in said(app)
            await pilot.press("ctrl+n")
            app.screen.query_one("#typed", Input).value = str(mine) + "x"
            await pilot.press("enter")
            assert isinstance(app.screen, PlaceScreen)
            assert "The template cannot be filled" in said(app)
            app.screen.query_one("#typed", Input).value = str(mine)
            await pilot.press("enter")
            assert app.screen is screen
            assert "ministria.docx" in said(app)
            for _n in range(2):
                await pilot.press("enter")
            (written,) = goal.iterdir()
            assert written.name == "terren-2022-approved-en.docx"
            texts = [one.text for one in docx.Document(str(written)).paragraphs]
            assert "0 of 4" in texts
            assert any("2022" in text for text in texts)


async def test_a_final_report_is_issued_after_a_second_enter(tmp_path: Path) -> None:
    at = center(tmp_path)
    goal = tmp_path / "stick"
    goal.mkdir()
    with at.open() as store:
        open_period(store, "2021", date(2022, 2, 15))
    with speaking("en"):
        async with running(at, (100, 40)) as (app, pilot):
            await pilot.press("R")
            app.screen.query_one("#folder", Input).value = str(goal)
            app.screen.query_one("#period", Input).value = "2021"
            await pilot.press("ctrl+f", "ctrl+f", "ctrl+s")
            assert "signed" in said(app)
            await pilot.press("ctrl+l", "enter")
            assert "are outstanding" in said(app), "what is late is told before a yes"
            assert "This freezes 2021" in said(app) and not list(goal.iterdir())
            await pilot.press("enter")
            (written,) = goal.iterdir()
            assert written.name == "terren-2021-final-en.html"
            html = written.read_text("utf-8")
            assert "no. 1 of" in html and "of headquarters" in html
    with at.open() as store, store.reading() as conn:
        (issue,) = read_issues(conn)
        assert (issue.period, issue.number) == ("2021", 1)


@pytest.mark.parametrize("code", ["sq", "sr", "en"])
async def test_the_key_of_a_final_report_and_the_way_out_show_where_there_is_least_room(
    tmp_path: Path, code: str
) -> None:
    with speaking(code):
        async with running(center(tmp_path), (60, 20)) as (app, pilot):
            await pilot.press("R")
            for key in ("Enter", "Ctrl+L", "Esc"):
                assert key in grid(app)


async def test_the_period_that_is_asked_for_is_offered(tmp_path: Path) -> None:
    at = center(tmp_path)
    with at.open() as store:
        open_period(store, "2022-Q3", date(2022, 10, 15))
    async with running(at) as (app, pilot):
        await pilot.press("R")
        assert app.screen.query_one("#period", Input).value == "2022-Q3"


async def test_tab_completes_the_folder_only_where_it_is_typed(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    async with running(center(tmp_path / "home"), (100, 40)) as (app, pilot):
        await pilot.press("R")
        screen = app.screen
        assert isinstance(screen, ReportScreen)
        screen.folder.value = str(tmp_path / "sti")
        await pilot.press("shift+tab", "tab", "tab")
        assert (screen.folder.has_focus, screen.folder.value) == (True, str(tmp_path / "sti"))
        await pilot.press("tab")
        assert screen.folder.value == f"{tmp_path / 'stick'}/"


async def test_a_period_that_there_is_not_is_said_and_nothing_written(tmp_path: Path) -> None:
    at = center(tmp_path)
    goal = tmp_path / "stick"
    goal.mkdir()
    with speaking("en"):
        async with running(at, (100, 40)) as (app, pilot):
            await pilot.press("R")
            screen = app.screen
            screen.query_one("#folder", Input).value = str(goal)
            screen.query_one("#period", Input).value = "2031"
            await pilot.press("enter")
            assert "no period 2031" in said(app)
            assert list(goal.iterdir()) == []


@pictured
async def test_the_report_screen(size: Size, code: str, tmp_path: Path, refresh: bool) -> None:
    with speaking(code):
        async with running(center(tmp_path), size) as (app, pilot):
            await pilot.press("R")
            app.screen.query_one("#folder", Input).value = "/"
            await pilot.pause()
            # an installation has a random id, and so its ledger a digest of its own
            pages = (("report", ()), ("template-file", ("ctrl+n",)), ("cover", ("escape", "ctrl+b")))
            for name, keys in pages:
                await pilot.press(*keys)
                shown = re.sub(r"(?:[0-9A-F]{4}-){4}[0-9A-F]{4}", "0123-4567-89AB-CDEF-0123", grid(app))
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", shown, refresh)


async def test_overview_and_report_are_as_of_the_day_that_is_typed(tmp_path: Path) -> None:
    at = center(tmp_path)
    with speaking("en"):
        async with running(at, (100, 40)) as (app, pilot):
            await pilot.press("o")
            assert "as of 15 Sep 2022" in grid(app) and "1 of 4 due" in grid(app)
            await pilot.press("a", *"30.4.2022", "enter")
            assert "as of 30 Apr 2022" in grid(app) and "0 of 4 due" in grid(app)
            await pilot.press("escape", "R")
            screen = app.screen
            assert isinstance(screen, ReportScreen)
            screen.query_one("#as_of", Input).value = "2.5.2022"
            await pilot.pause()
            assert "2 May 2022" in said(app) and "1 of 4" in said(app)
            screen.query_one("#as_of", Input).value = "whenever"
            await pilot.pause()
            assert "whenever" in said(app)


async def test_annexes_names_and_the_cover_are_chosen(tmp_path: Path) -> None:
    at = center(tmp_path)
    with speaking("en"):
        async with running(at, (100, 40)) as (app, pilot):
            await pilot.press("R", "ctrl+g")
            app.screen.query_one("#typed", Input).value = "C, Z"
            await pilot.press("enter")
            assert "There is no annex Z" in said(app)
            app.screen.query_one("#typed", Input).value = "c, a"
            await pilot.press("enter", "ctrl+y")
            assert "annexes: A, C" in said(app) and "with officers' names" in said(app)
            await pilot.press("ctrl+b")
            assert isinstance(app.screen, FormScreen)
            app.screen.fill("name_en", "Government / Ministry")
            assert "plan_sq" not in app.screen.fields, "the plan is printed in that language"
            app.screen.fill("plan_en", "Strategy 2021/2025")
            await pilot.press("ctrl+s")
            assert isinstance(app.screen, ReportScreen)
    with at.open() as store, store.reading() as conn:
        assert read_institution(conn).values == {
            "name.en": "Government\nMinistry",
            "plan.en": "Strategy 2021/2025",
        }
