"""Whatever screen shows follows what others record meanwhile; cursor, filter and what is typed stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.db.database import Store
from store.edits.edits import StatusReport, report_status
from store.edits.narrative import write_narrative
from store.history.conflicts import conflicts
from store.history.resolve import keep_head
from tests.tui.harness import TODAY, Home, TerrenPilot, grid, running, said
from tests.tui.workplaces import office
from tui.app.application import TerrenApp
from tui.headquarters.conflicts import ConflictsScreen
from tui.headquarters.matrix import MatrixScreen
from tui.headquarters.narrative import NarrativeScreen
from tui.headquarters.overview import OverviewScreen
from tui.headquarters.owing import OwingScreen
from tui.headquarters.queue import QueueScreen
from tui.meeting.meeting import MeetingScreen
from tui.plan.screen import PlanScreen
from tui.report.history import HistoryScreen

Record = Callable[[Store], object]
TOLD = "Others have recorded something: F5 shows it."


def reports(nr: str, status: str = "implemented") -> Record:
    """Pejë reports on an action."""
    return lambda store: report_status(store, nr, StatusReport(status), today=TODAY, unit="17")


def decides(store: Store) -> object:
    """Somebody keeps the first value of the first conflict."""
    (conflict, *_) = conflicts(store)
    return keep_head(store, conflict.code, conflict.heads[0].name, seen=conflict.seen)


async def others(at: Home, app: TerrenApp, pilot: TerrenPilot, record: Record) -> None:
    """Another process records, and the plan looks for it, as it does each second, whatever shows."""
    with at.open() as store:
        record(store)
    plan = app.screen_stack[0]
    assert isinstance(plan, PlanScreen)
    plan.look_around()
    await app.workers.wait_for_complete()
    await pilot.pause()


def place(app: TerrenApp) -> object:
    """What the cursor of a screen stands on, and what the screen was asked for."""
    screen = app.screen
    if isinstance(screen, MatrixScreen):
        assert screen.grid.chosen is not None
        return screen.grid.chosen.id, screen.grid.unit, screen.missing_only
    if isinstance(screen, (HistoryScreen, OverviewScreen)):
        return screen.view.link, getattr(screen, "sought", "")
    if isinstance(screen, OwingScreen):
        assert screen.unit is not None
        return screen.unit.unit
    if isinstance(screen, NarrativeScreen):
        return screen.chapter
    assert isinstance(screen, MeetingScreen)
    return screen.item


@pytest.mark.parametrize(
    ("keys", "record"),
    [
        (("M", "down", "right"), reports("1.1.3")),
        (("M", "m", "down", "right"), reports("1.1.3")),
        (("o", "4", "down", "down"), reports("1.1.3")),
        (("H", "down", "down"), reports("1.1.3")),
        (("H", "slash", *"Pejë", "down", "down"), reports("1.1.3")),
        (("O", "down", "down"), reports("1.1.3")),
        (("W", "down"), lambda store: write_narrative(store, "2022-Q3", "risks", "Text")),
        (("m", *"Takim", "enter", "right"), reports("1.1.3")),
    ],
    ids=["matrix", "missing", "overview", "history", "found", "owing", "words", "meeting"],
)
async def test_a_screen_shows_what_others_record(
    tmp_path: Path, keys: tuple[str, ...], record: Record
) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("v", "home", "j", "j", *keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        before, stood = grid(app), place(app)
        await others(at, app, pilot, record)
        assert grid(app) != before
        assert place(app) == stood
        assert TOLD not in said(app)


async def test_what_stands_above_a_screen_keeps_nothing_from_it(tmp_path: Path) -> None:
    """What is typed there stays as well."""
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("v", "home", "j", "j", "H", "question_mark")
        await others(at, app, pilot, reports("1.1.3"))
        await pilot.press("escape")
        assert isinstance(app.screen, HistoryScreen)
        assert "1.1.3" in grid(app)
        await pilot.press("escape", "n", *"Text")
        before = grid(app)
        await others(at, app, pilot, reports("1.1.4"))
        assert grid(app) == before


async def test_what_is_decided_changes_under_nobody(tmp_path: Path) -> None:
    """A report or a conflict that is another by now waits for the key that is told."""
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("v", "home", "j", "j", "A")
        assert isinstance(app.screen, QueueScreen)
        listed = len(app.screen.every)
        await others(at, app, pilot, reports("1.1.3"))
        assert (len(app.screen.every), TOLD in said(app)) == (listed + 1, False)
        await pilot.press("end", *["right"] * listed)
        shown = app.screen.report
        assert shown is not None
        assert shown.action.nr == "1.1.3"
        await others(at, app, pilot, reports("1.1.3", "not_implemented"))
        assert app.screen.report == shown
        assert "Not implemented" not in grid(app)
        assert TOLD in said(app)
        await pilot.press("f5")
        assert ("Not implemented" in grid(app), TOLD in said(app)) == (True, False)
        await pilot.press("escape", "c")
        assert isinstance(app.screen, ConflictsScreen)
        chosen, n = app.screen.conflict, len(app.screen.conflicts)
        assert chosen is not None
        await others(at, app, pilot, decides)
        assert (app.screen.conflict, TOLD in said(app)) == (chosen, True)
        await pilot.press("f5")
        assert (len(app.screen.conflicts), TOLD in said(app)) == (n - 1, False)
