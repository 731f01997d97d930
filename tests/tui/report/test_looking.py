"""Overview and history: figures lead to their lists, changes are found and taken back."""

from __future__ import annotations

import asyncio
import re
import threading
from datetime import date
from pathlib import Path
from typing import Final
from unittest.mock import patch

from store.edits.assessment import Resolution, cancel, record_resolution
from store.edits.edits import StatusReport, add_note, report_status
from store.edits.meeting import amend_meeting, open_meeting
from store.exchange.delivery import ChangeState
from store.history.logbook import ChangeFilter, find_changes
from store.ledger.change import Register
from store.query.queries import action_detail
from tests.store.history.test_undo import received
from tests.support.lengths import soak
from tests.tui.harness import (
    LARGE,
    TODAY,
    Size,
    assert_snapshot,
    grid,
    home,
    pictured,
    resize,
    running,
    said,
    speaking,
)
from tests.tui.test_screens import reported
from tui.headquarters.matrix import MatrixScreen
from tui.headquarters.overview import OverviewScreen
from tui.plan.screen import PlanScreen
from tui.report.history import HistoryScreen
from tui.report.history_page import history_page
from tui.screens.window import ConfirmScreen

PATIENCE: Final = 30.0


async def test_a_figure_leads_to_its_list(tmp_path: Path) -> None:
    async with running(reported(tmp_path), (120, 40)) as (app, pilot):
        await pilot.press("o")
        assert isinstance(app.screen, OverviewScreen)
        for _ in range(30):
            if "In progress" in "".join(
                text for text, _style in app.screen.view.line(app.screen.view.cursor, 99)
            ):
                break
            await pilot.press("down")
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        shown = [row.nr for row in app.screen.model.outline.actions if app.screen.model.shows(row.id)]
        assert shown == ["1.1.1"]
        selected = app.screen.rows.selected()
        assert selected is not None
        assert selected.nr == "1.1.1"


async def test_what_takes_long_to_count_keeps_no_page_and_no_key_waiting(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    async with running(at, (120, 40)) as (app, pilot):
        for screen, counted in (
            (OverviewScreen, "tui.headquarters.overview.overview"),
            (MatrixScreen, "tui.headquarters.matrix.matrix"),
        ):
            assert app.store is not None
            counting, plan = threading.Event(), app.screen
            with patch(counted, lambda *_asked, wait=counting.wait, **_named: wait(PATIENCE)):
                app.push_screen(screen(app.store))
                while "Counting" not in grid(app):
                    await asyncio.sleep(0.01)
                app.screen.dismiss(None)
                while app.screen is not plan:
                    await asyncio.sleep(0.01)
                counting.set()
                await pilot.pause()


async def test_overview_by_group_and_year(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("o", "4")
        assert "17 Pejë" in grid(app)
        await pilot.press("3", "left")
        assert "2021" in grid(app)
        await pilot.press("left", "left", "tab", "tab", "down", "enter")
        assert isinstance(app.screen, PlanScreen)


async def test_what_left_the_plan_in_the_year_stands_below_the_rate(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        cancel(store, "1.1.2", today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("o")
        assert "0 of 4 due" in grid(app)
        assert "1 of those due were cancelled, removed or postponed; without them 0.00%." in grid(app)
        await pilot.press("question_mark")
        assert "How figures are counted" in grid(app)
        assert "divided by the actions due" in said(app)


async def test_each_group_has_a_dashboard_of_its_own(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("o")
        assert isinstance(app.screen, OverviewScreen)
        ways = []
        for _ in range(4):
            await pilot.press("tab")
            ways.append(app.screen.by)
        assert ways == ["objective", "lead", "unit", "plan"]
        await pilot.press("4", *["down"] * 16, "space")
        shown = grid(app)
        assert "as of 15 Sep 2022 · 17 Pejë" in shown
        assert "● Implemented                1  ██████████" in shown
        assert "Money by year" in shown
        await pilot.press("escape")
        assert isinstance(app.screen, OverviewScreen)
        assert "17 Pejë" in "".join(
            text for text, _style in app.screen.view.lines[app.screen.view.cursor].drawn()
        )
        await pilot.press("2", "space")
        shown = grid(app)
        assert "· 1 Objektivi 1 · all units together" in shown
        assert "Treguesi 1" in shown
        assert "Treguesi 2" not in shown
        await pilot.press("down", "enter")
        assert isinstance(app.screen, PlanScreen)
        listed = [row.nr for row in app.screen.model.outline.actions if app.screen.model.shows(row.id)]
        assert listed == ["1.1.1"]


async def test_the_figures_of_a_unit_lead_to_what_it_reported(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY, unit="17")
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="18")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("o", "4", *["down"] * 16, "space")
        assert isinstance(app.screen, OverviewScreen)
        view = app.screen.view
        for _ in range(30):
            if "● Implemented" in "".join(text for text, _style in view.lines[view.cursor].drawn()):
                break
            await pilot.press("down")
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        listed = [row.nr for row in app.screen.model.outline.actions if app.screen.model.shows(row.id)]
        assert listed == ["1.1.3"]
        assert "as reported by Pejë" in grid(app)


async def test_one_change_is_taken_back(tmp_path: Path) -> None:
    at = reported(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("j", "j", "h")
        assert isinstance(app.screen, HistoryScreen)
        await pilot.press("slash", *"status", "enter", "x")
        with at.open() as store:
            assert action_detail(store, "1.1.1", today=TODAY).own.values.get("status") is None
            count = len(find_changes(store))
        await pilot.press("escape", "end", "x")
        assert "changed since then by Zyrtari, so this stays" in " ".join(grid(app).split())
        await pilot.press("u")
        with at.open() as store:
            assert action_detail(store, "1.1.1", today=TODAY).own.values.get("status") == "in_progress"
            assert len(find_changes(store)) == count + 1
        await pilot.press("a", "end", "enter")
        assert isinstance(app.screen, PlanScreen)


@pictured
async def test_overview_and_history_look_as_they_did(
    tmp_path: Path, size: Size, code: str, refresh: bool
) -> None:
    with speaking(code):
        async with running(reported(tmp_path), size) as (app, pilot):
            for name, keys in (
                ("overview", ("o",)),
                ("overview-objectives", ("2",)),
                ("history", ("escape", "j", "j", "h")),
                ("history-all", ("a", "slash", *"2022")),
            ):
                await pilot.press(*keys)
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)


@soak
async def test_large_terminals_look_as_they_did(tmp_path: Path, refresh: bool) -> None:
    with speaking("sq"):
        async with running(reported(tmp_path), LARGE) as (app, pilot):
            for name, keys in (
                ("overview", ("o",)),
                ("overview-objectives", ("2",)),
                ("history", ("escape", "j", "j", "h")),
                ("money", ("escape", "b")),
                ("details", ("escape", "d")),
                ("matrix", ("escape", "M")),
                ("help", ("question_mark",)),
                ("agenda", ("escape", "escape", "m")),
                ("meeting", ("enter",)),
            ):
                await pilot.press(*keys)
                assert_snapshot(f"{name}-200x50-sq", grid(app), refresh)


async def test_headquarters_redacts_a_note_from_the_history(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        add_note(store, "1.1.1", "Ardit Gashi")
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="17")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "h", "R")
        assert isinstance(app.screen, HistoryScreen)
        await pilot.press("down", "R")
        assert isinstance(app.screen, ConfirmScreen)
        assert "Ardit Gashi" in grid(app)
        await pilot.press("escape", "R", "enter")
        assert isinstance(app.screen, HistoryScreen)
        assert "Note: redacted" in grid(app)
        assert "Ardit" not in grid(app)
    with at.open() as store:
        assert action_detail(store, "1.1.1", today=TODAY).notes == ()


async def test_a_laptop_redacts_nothing(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        add_note(store, "1.1.1", "Ardit Gashi")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "h", "R")
        assert isinstance(app.screen, HistoryScreen)


@pictured
async def test_the_question_before_a_redaction_looks_as_it_did(
    tmp_path: Path, size: Size, code: str, refresh: bool
) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        add_note(store, "1.1.1", "Janë emëruar dy menaxherë.")
    with speaking(code):
        async with running(at, size) as (app, pilot):
            await pilot.press("j", "j", "h", "R")
            assert_snapshot(f"redact-confirm-{size[0]}x{size[1]}-{code}", grid(app), refresh)


async def test_a_history_stands_in_columns_where_there_is_room_and_says_from_when_a_status_counts(
    tmp_path: Path,
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.3", StatusReport("in_progress", on=date(2022, 3, 1)), today=TODAY)
        report_status(store, "2.1.3", StatusReport("implemented", on=date(2022, 9, 15)), today=TODAY)
        received(store, Register("assessment", "1.1.1", "", "status"), "implemented")
    with speaking("en"):
        async with running(at, (120, 40)) as (app, pilot):
            await pilot.press("H")
            rows = [row for row in grid(app).splitlines() if "Status" in row]
            assert len(rows) == 3
            (late,) = [row for row in rows if "1.1.3" in row]
            (own,) = [row for row in rows if "2.1.3" in row]
            assert late.index("1 Mar 2022") == own.rindex("15 Sep 2022")
            assert late.index("Status") == own.index("Status") and "since" not in late
            await resize(app, pilot, (80, 24))
            assert "1 Mar 2022" in said(app)


def test_the_history_of_the_plan_keeps_its_columns_where_its_words_have_little_room(tmp_path: Path) -> None:
    """First the day goes into the words, then a long state below them."""
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        for day in (date(2022, 3, 1), date(2022, 3, 12)):
            report_status(store, "1.1.3", StatusReport("implemented", on=day), today=TODAY, unit="17")
        steps = find_changes(store, ChangeFilter())
    states = {step.change.id: ChangeState("held", reason="counter") for step in steps}
    with speaking("en"):
        page = history_page(steps, states, {}, lambda _id: "1.1.3", 104, today=TODAY, one_action=False)
    rows = ["".join(text for text, _style in linked.drawn()) for linked in page]
    newest = rows[0].index("Pejë, Status: Implemented (12 Mar 2022)")
    assert [row.index("Pejë, Status") for row in rows if "1.1.3" in row] == [newest, newest]
    held = [row for row in rows if "held: its number is far beyond all that its" in row]
    assert [row.index("held") for row in held] == [newest, newest]


async def test_a_history_is_in_the_order_of_recording_and_repeats_no_value_behind_an_arrow(
    tmp_path: Path,
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented", on=date(2022, 8, 1)), today=TODAY)
        report_status(
            store, "1.1.1", StatusReport("in_progress", on=date(2022, 2, 1)), today=TODAY, seen=None
        )
        # the same status of another day, and one that is confirmed
        report_status(store, "1.1.1", StatusReport("in_progress", on=date(2022, 3, 1)), today=TODAY)
        held = open_meeting(store, "Takim", TODAY, []).id
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY, meeting=held)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "h")
        rows = [row for row in grid(app).splitlines() if "Status" in row]
        told = [re.sub(r"  +.*", "", row[row.index("Status") :]) for row in rows]
        assert told == [
            "Status: In progress",
            "Status: In progress",
            "Status: Implemented → In progress",
            "Status: Not reported → Implemented",
        ]
        days = [re.findall(r"\d+ [A-Z][a-z]{2} 2022", row)[-1] for row in rows]
        assert days[2:] == ["1 Feb 2022", "1 Aug 2022"]


async def test_a_decision_on_no_action_has_no_number_in_the_history(tmp_path: Path) -> None:
    """It stands under its meeting, whose id is random."""
    at = home(tmp_path)
    with at.open() as store:
        meeting = open_meeting(store, "Takim", TODAY, [])
        amend_meeting(store, meeting.name, place="Salla 2")
        record_resolution(store, meeting, Resolution("Buy chairs"), meeting=meeting.id)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("H")
        assert "Buy chairs" in grid(app)
        assert "Meeting: Takim · Place of the meeting: Salla 2" in grid(app)
        assert meeting.id not in grid(app)


async def test_a_history_that_shows_only_the_latest_changes_says_so(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        for text in ("one", "two", "three"):
            add_note(store, "1.1.1", text)
    with speaking("en"), patch("tui.report.history._MOST", 2):
        async with running(at, (80, 24)) as (app, pilot):
            await pilot.press("H")
            assert "All changes · the latest 2 changes" in grid(app).splitlines()[0]
