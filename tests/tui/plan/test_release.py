"""A newer version of Terren is said on the first screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.release import Release, record_release
from sync.update import installation
from sync.update.installation import Pyz
from sync.update.publish import publish
from terren import __version__
from tests.sync.update.bundles import bundle
from tests.tui.harness import (
    Size,
    assert_snapshot,
    fill,
    grid,
    home,
    pictured,
    running,
    said,
    speaking,
)
from tui.exchange.export import UpdateScreen
from tui.plan.screen import PlanScreen


async def test_a_newer_version_is_said_as_long_as_it_waits(tmp_path: Path) -> None:
    with speaking("en"):
        at = home(tmp_path, unit="MPB", role="headquarters")
        async with running(at) as (app, pilot):
            app.version = "0.1.0"
            assert isinstance(app.screen, PlanScreen)
            assert "of Terren waits" not in said(app)
            with at.open() as store:
                record_release(store, Release("0.2.0", (), "[b]Fast[/b]"))
            app.screen.look_around()
            await pilot.pause()
            assert "Version 0.2.0 of Terren waits: U installs it. [b]Fast[/b]" in said(app)
            app.installed = "0.2.0"
            app.screen.banners.look()
            assert "Version 0.2.0 is installed. Close Terren everywhere" in said(app)
            app.installed = ""
            app.screen.banners.look()
            app.speak("sq")
            await pilot.pause()
            assert "Versioni 0.2.0 i Terrenit pret: U" in said(app)
            app.version = "0.2.0"
            app.screen.banners.look()
            await pilot.pause()
            assert "pret" not in said(app)


async def test_a_key_installs_it_and_says_what_came_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here.pyz"
    bundle(here, __version__)
    stick = tmp_path / "stick"
    stick.mkdir()
    before = here.read_bytes()
    monkeypatch.setattr(installation, "find_installation", lambda version: Pyz(here, version))
    with speaking("en"):
        at = home(tmp_path, unit="MPB", role="headquarters")
        async with running(at) as (app, pilot):
            app.version = __version__
            await pilot.press("U")
            assert isinstance(app.screen, UpdateScreen)
            fill(app, str(stick))
            await pilot.press("enter")
            assert "Headquarters has published no newer version" in said(app)
            assert here.read_bytes() == before
            await pilot.press("escape")
            with at.open() as store:
                publish(store, [bundle(tmp_path / "terren.pyz", "99.0.0")], stick, note="Fast")
            await pilot.press("U")
            fill(app, str(stick))
            await pilot.press("enter")
            assert "Version 99.0.0 is installed. Close Terren everywhere and start it again." in said(app)
            assert here.read_bytes() != before
            await pilot.press("enter")
            assert isinstance(app.screen, PlanScreen)
            assert app.installed == "99.0.0"


@pictured
async def test_it_looks_as_it_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        async with running(home(tmp_path / "home"), size) as (app, pilot):
            await pilot.press("U")
            fill(app, "/media/stick")
            await pilot.pause()
            assert_snapshot(f"update-{size[0]}x{size[1]}-{code}", grid(app), refresh)
