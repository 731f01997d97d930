"""How many keys the usual work takes, from the standing screen to what is stored: never more than these."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from store.edits.assessment import resolutions
from store.query.queries import action_detail
from tests.tui.harness import TODAY, TerrenPilot, home, running, said
from tui.exchange.export import ExportScreen
from tui.meeting.meeting import MeetingScreen
from tui.plan.screen import PlanScreen
from tui.screens.memory import remember

STATUS, EXPORT, STATUS_IN_A_MEETING, DECISION = 6, 3, 1, 4


async def counted(pilot: TerrenPilot, keys: Sequence[str], most: int) -> None:
    assert len(keys) <= most
    await pilot.press(*keys)


async def test_a_status_takes_six_keys_and_an_export_three(tmp_path: Path) -> None:
    at, stick = home(tmp_path / "home"), tmp_path / "stick"
    stick.mkdir()
    async with running(at, (80, 24)) as (app, pilot):
        await counted(pilot, ("g", "2", "1", "2", "enter", "4"), STATUS)
        with at.open() as store:
            assert action_detail(store, "2.1.2", today=TODAY).own.values["status"] == "implemented"
        # the folder is that of the last time
        remember(at.places, folder=str(stick))
        await counted(pilot, ("e", "enter"), EXPORT - 1)
        assert isinstance(app.screen, ExportScreen)
        await pilot.pause()
        assert [file.suffix for file in stick.iterdir()] == [".terren"]
        assert "You may remove the stick." in said(app)
        await counted(pilot, ("enter",), 1)
        assert isinstance(app.screen, PlanScreen)


async def test_a_status_takes_one_key_in_a_meeting_and_a_decision_four_and_its_text(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter")
        assert isinstance(app.screen, MeetingScreen)
        for n, key in enumerate("421"):
            assert app.screen.position == n
            await counted(pilot, key, STATUS_IN_A_MEETING)
        item = app.screen.item
        await counted(pilot, ("d",), 1)
        await pilot.press(*"Lista")
        await counted(pilot, ("enter", "enter", "enter"), DECISION - 1)
        assert isinstance(app.screen, MeetingScreen)
        with at.open() as store:
            assert [agreed.resolution.text for agreed in resolutions(store, item)] == ["Lista"]
            assert action_detail(store, "1.1.3", today=TODAY).own.values["status"] == "in_progress"
        # from any field it is saved at once
        await counted(pilot, ("d",), 1)
        await pilot.press(*"Raporti")
        await counted(pilot, ("ctrl+s",), 1)
        with at.open() as store:
            assert len(resolutions(store, item)) == 2
