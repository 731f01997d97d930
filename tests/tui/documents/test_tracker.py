"""A tracker is recorded from the screen: asked once what its words mean, shown, and taken back."""

from __future__ import annotations

from pathlib import Path

from planreader.review.decisions import corrections_path
from store.ledger.change import Register
from store.ledger.heads import read_heads
from tests.terren.reporting.test_tables import workbook
from tests.tui.harness import Home, fill, home, running, said
from tests.tui.headquarters.test_forms import pressed
from tui.documents.document import ReviewFileScreen
from tui.report.reported import ReportedScreen
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
        await pressed(app, pilot, "ctrl+t")
        assert isinstance(app.screen, AnswerScreen)
        assert "Which status is “Në vonesë”?" in said(app)
        fill(app, "dunno")
        await pilot.press("enter")
        assert isinstance(app.screen, AnswerScreen)
        fill(app, "2")
        await pressed(app, pilot, "enter")
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
        await pressed(app, pilot, "ctrl+t")
        assert isinstance(app.screen, ReportedScreen)
