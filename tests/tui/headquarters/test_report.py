"""The report is looked at and written on the screen."""

from __future__ import annotations

import re
from pathlib import Path

from textual.widgets import Input

from store.ledger.append import Edit, record
from tests.tui.harness import Home, Size, assert_snapshot, grid, home, pictured, running, said, speaking
from tui.headquarters.report import ReportScreen


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
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert "25.00%" in said(app) and "1 of 4" in said(app)
            await pilot.press("ctrl+f", "ctrl+f", "ctrl+t")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert "html" in said(app) and "Shqip" in said(app)
            assert "Shkalla e zbatimit: 25,00%" in said(app)
            assert "Enter" in said(app) and "write" in said(app)
            for _n in range(2):
                await pilot.press("enter")
                await app.workers.wait_for_complete()
                await pilot.pause()
            (written,) = goal.iterdir()
            assert written.name == "terren-2022-sq.html"
            assert '<html lang="sq">' in written.read_text("utf-8")


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
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert "no period 2031" in said(app)
            assert list(goal.iterdir()) == []


@pictured
async def test_the_report_screen(size: Size, code: str, tmp_path: Path, refresh: bool) -> None:
    with speaking(code):
        async with running(center(tmp_path), size) as (app, pilot):
            await pilot.press("R")
            app.screen.query_one("#folder", Input).value = "/"
            await app.workers.wait_for_complete()
            await pilot.pause()
            # an installation has a random id, and so its ledger a digest of its own
            shown = re.sub(r"(?:[0-9A-F]{4}-){3}[0-9A-F]{4}", "0123-4567-89AB-CDEF", grid(app))
            assert_snapshot(f"report-{size[0]}x{size[1]}-{code}", shown, refresh)
