"""For how many actions, and for whom, a key is meant: said before it is pressed or with what it recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.query.queries import action_detail
from tests.tui.harness import TODAY, grid, home, running, said
from tui.app.application import TerrenApp
from tui.meeting.meeting import MeetingScreen
from tui.plan.screen import PlanScreen
from tui.screens.form import FormScreen


def footer(app: TerrenApp) -> str:
    return grid(app).splitlines()[-1]


def marked(app: TerrenApp) -> set[str]:
    assert isinstance(app.screen, PlanScreen)
    return {*app.screen.tree_view.marks}


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_footer_says_how_many_a_status_key_sets(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(home(tmp_path), size) as (app, pilot):
        await pilot.press("v", "home", "j", "j")
        assert "status of" not in footer(app)
        await pilot.press("space", "space", "space")
        assert "1-6 status of 3" in footer(app)
        assert ("1-6 status of 3 marked" in footer(app)) == (size[0] > 60)
        assert "Esc unmark" in footer(app), "marks are taken away by a key that is named"
        # also where the cursor stands on no action
        await pilot.press("home")
        assert "1-6 status of 3" in footer(app)
        await pilot.press("escape")
        assert "1-6" not in footer(app) and "unmark" not in footer(app)
        await pilot.press("space", "j", "j")
        assert "1-6 status of 4" in footer(app)


async def test_marks_end_with_the_meeting_held_on_them(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("home", "space", "m", "enter")
        assert isinstance(app.screen, MeetingScreen)
        await pilot.press("2", "q", "ctrl+l")
        assert marked(app) == set()
        assert "marked" not in grid(app)
        await pilot.press("home", "j", "j", "j", "4")
    with at.open() as store:
        values = {
            nr: action_detail(store, nr, today=TODAY).own.values.get("status") for nr in ("1.1.1", "1.1.3")
        }
        assert values == {"1.1.1": "in_progress", "1.1.3": "implemented"}


async def test_marks_end_with_the_details_saved_for_them_and_outlive_those_left(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 40)) as (app, pilot):
        await pilot.press("home", "space", "d", "escape")
        assert len(marked(app)) == 2
        await pilot.press("d")
        assert isinstance(app.screen, FormScreen)
        app.screen.set_focus(app.screen.fields["percent"].widget)
        await pilot.press(*"40", "ctrl+s")
        assert marked(app) == set()


async def test_headquarters_is_told_whose_report_it_records(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    async with running(at) as (app, pilot):
        await pilot.press("home", "j", "j")
        assert "1-6 status of MIA" in footer(app)
        await pilot.press("4")
        assert "MIA: 1.1.1, Status: Not reported → Implemented" in said(app)
        await pilot.press("u")
        assert "Taken back: MIA: 1.1.1" in said(app)


async def test_an_officer_is_not_told_what_is_plain(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("home", "j", "j", "4")
        assert "Pejë: 1.1.1" not in said(app)


@pytest.mark.parametrize("typed", ["212", "2.1.2", "2.1.2."])
async def test_a_number_in_a_meeting_is_understood_as_on_the_main_screen(tmp_path: Path, typed: str) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("m", "enter", "g", *typed, "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.item.nr == "2.1.2"
