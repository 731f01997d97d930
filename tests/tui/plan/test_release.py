"""A newer version of Terren is said on the first screen."""

from __future__ import annotations

from pathlib import Path

from store.edits.release import Release, record_release
from tests.tui.harness import home, running, said, speaking
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
            assert "Version 0.2.0 of Terren waits: “terren update FOLDER”. [b]Fast[/b]" in said(app)
            app.speak("sq")
            await pilot.pause()
            assert "Versioni 0.2.0 i Terrenit pret" in said(app)
            app.version = "0.2.0"
            app.screen.banners.look()
            await pilot.pause()
            assert "pret" not in said(app)
