"""Screens as people see them: in three sizes and three languages, compared with those that were looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from tests.tui.harness import (
    LARGE,
    SIZES,
    TODAY,
    Home,
    Size,
    assert_snapshot,
    grid,
    home,
    pictured,
    resize,
    running,
    speaking,
)
from tests.tui.visits import VISITS, Workplaces

KEYS = {
    "main": (),
    "objective": ("home",),
    "status": ("s",),
    "details": ("5", *"pr"),
    "every-detail": ("d", "tab"),
    "money": ("b", *"+500"),
    "money-day": ("b", "d"),
    "note": ("n", *"Shënim"),
    "filter": ("f",),
    "evidence": ("E", *"Vendim"),
    "help": ("question_mark",),
    "found": ("f", *"2022", "enter", "escape", "slash", *"masa"),
}


def reported(folder: Path) -> Home:
    """An installation on which some things were reported."""
    at = home(folder)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY)
        report_status(store, "2.1.1", StatusReport("not_implemented", reason="procurement"), today=TODAY)
        report_money(store, "1.1.1", 2022, {"allocated": Amount(1_200_000), "capital.spent": Amount(123_450)})
        report_money(store, "1.1.1", 2022, {"recurrent.spent": Amount(1_100_000)})
        add_note(store, "1.1.1", "Janë emëruar dy menaxherë.\nPritet lista.")
    return at


@pictured
async def test_screens_look_as_they_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        async with running(reported(tmp_path), size) as (app, pilot):
            for name, keys in KEYS.items():
                await pilot.press("j", "j", *keys)
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)
                await pilot.press(*["escape"] * 4, "home")
                app.clear_notifications()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_one_pane_shows_the_action_where_it_is_narrow(
    tmp_path: Path, size: Size, refresh: bool
) -> None:
    with speaking("sq"):
        async with running(reported(tmp_path), size) as (app, pilot):
            await pilot.press("j", "j", "enter")
            assert_snapshot(f"inside-{size[0]}x{size[1]}-sq", grid(app), refresh)


async def test_a_large_terminal_has_two_columns_at_the_right(tmp_path: Path, refresh: bool) -> None:
    with speaking("sq"):
        async with running(reported(tmp_path), LARGE) as (app, pilot):
            for name, keys in (("main", ("j", "j")), ("objective", ("home",))):
                await pilot.press(*keys)
                assert_snapshot(f"{name}-200x50-sq", grid(app), refresh)


async def test_signs_of_old_consoles_are_ascii(tmp_path: Path, refresh: bool) -> None:
    async with running(reported(tmp_path), (120, 40), ascii=True) as (app, pilot):
        for name in ("main", "status", "money", "help"):
            await pilot.press("j", "j", *KEYS[name])
            shown = grid(app)
            data = "ëËçÇ"
            assert sorted({c for c in shown if ord(c) > 126 and c not in data}) == []
            assert_snapshot(f"ascii-{name}", shown, refresh)
            await pilot.press("escape", "escape", "home")


async def test_all_themes_paint(tmp_path: Path) -> None:
    async with running(reported(tmp_path)) as (app, pilot):
        await pilot.press("home")
        dark = grid(app)
        await pilot.press("T")
        assert app.theme == "terren-light"
        assert grid(app) == dark
        await pilot.press("T", "T")
        assert app.theme == "textual-dark"


async def test_a_list_takes_the_width_that_a_narrower_terminal_leaves_it(tmp_path: Path) -> None:
    places = Workplaces(tmp_path)
    async with places.visited(VISITS["OwingScreen"], (60, 20)) as (app, _pilot):
        narrow = grid(app)
    async with places.visited(VISITS["OwingScreen"], (120, 40)) as (app, pilot):
        await resize(app, pilot, (60, 20))
        assert grid(app) == narrow
