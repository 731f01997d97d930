"""Headquarters' own word on an action: recorded there alone, shown beside what the units say."""

from __future__ import annotations

from pathlib import Path

from store.edits.assessment import assess
from store.edits.edits import StatusReport, report_status
from store.query.queries import action_detail
from store.status.record import Assessment
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    assert_snapshot,
    grid,
    home,
    pictured,
    running,
    said,
    speaking,
)
from tui.plan.screen import PlanScreen
from tui.screens.form import FormScreen


def headquarters(folder: Path) -> Home:
    at = home(folder, unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY, unit="04")
    return at


def word(at: Home) -> Assessment:
    with at.open() as other:
        return action_detail(other, "1.1.1", today=TODAY).assessment


async def test_headquarters_assesses_with_day_and_reason_and_takes_it_back_whole(tmp_path: Path) -> None:
    at = headquarters(tmp_path)
    async with running(at, (120, 50)) as (app, pilot):
        await pilot.press("j", "j", "a")
        assert isinstance(app.screen, FormScreen)
        assert "In progress: 1, Implemented: 1" in said(app)
        await pilot.press("4", "tab", *"31.13.2022", "ctrl+s")
        assert "is not a date" in said(app)
        assert isinstance(app.screen, FormScreen)
        assert app.screen.entered("status") == "implemented"
        await pilot.press(*["backspace"] * 10, *"31.1.2022", "tab", *"Seen on site", "enter")
        assert isinstance(app.screen, PlanScreen)
        assert word(at) == Assessment("implemented", "2022-01-31", "Seen on site", None, False)
        shown = said(app)
        assert "Headquarters ● Implemented since 31 Jan 2022" in shown
        assert "Seen on site" in shown
        assert "Gjilan: In progress" in shown
        await pilot.press("u")
        assert word(at) == Assessment(None, None, None, None, False)
        assert "Headquarters ●" not in said(app)


async def test_the_word_of_another_desk_is_shown_before_ones_own_takes_its_place(tmp_path: Path) -> None:
    at = headquarters(tmp_path)
    async with running(at, (120, 50)) as (app, pilot):
        await pilot.press("j", "j", "a", "4")
        with at.open() as other:
            assess(other, "1.1.1", today=TODAY, status="not_implemented")
        await pilot.press("ctrl+s")
        assert "which you have not seen" in said(app)
        assert word(at).status == "not_implemented"
        await pilot.press("ctrl+s")
        assert word(at).status == "implemented"


async def test_only_what_was_changed_is_recorded(tmp_path: Path) -> None:
    at = headquarters(tmp_path)
    async with running(at, (120, 50)) as (app, pilot):
        await pilot.press("j", "j", "a", "5", "ctrl+s", "a", "tab", *"1.2.2022", "ctrl+s")
        assert word(at)[:2] == ("not_implemented", "2022-02-01")
        await pilot.press("a", "delete", "ctrl+s")
        assert word(at)[:2] == (None, None)
        await pilot.press("a", "ctrl+s", "a", "3", "escape", "escape")
        assert isinstance(app.screen, PlanScreen)
        assert word(at)[:2] == (None, None)


async def test_a_field_officer_is_told_before_anything_is_typed(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "a")
        assert isinstance(app.screen, PlanScreen)
        assert "Only headquarters can record this" in said(app)


@pictured
async def test_the_assessment_looks_as_it_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        async with running(headquarters(tmp_path), size) as (app, pilot):
            await pilot.press("j", "j", "a", "3", "tab", "tab", *"Kontroll")
            assert_snapshot(f"assess-{size[0]}x{size[1]}-{code}", grid(app), refresh)
