"""Several actions at once: marked by Space, one status for all, one batch, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.edits import add_note
from store.integrity.verify import verify
from store.query.queries import action_detail
from tests.tui.harness import TODAY, Home, assert_snapshot, grid, home, running, said
from tui.app.application import TerrenApp
from tui.plan.screen import PlanScreen
from tui.screens.form import FormScreen


def statuses(at: Home) -> list[object]:
    with at.open() as other:
        return [
            action_detail(other, nr, today=TODAY).own.values.get("status")
            for nr in ("1.1.1", "1.1.3", "2.1.1", "2.1.3")
        ]


def marked(app: TerrenApp) -> set[str]:
    assert isinstance(app.screen, PlanScreen)
    return {*app.screen.tree_view.marks}


async def test_a_status_for_all_that_are_marked_is_one_batch(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "space", "space")
        assert marked(app) == {"1.1.1", "1.1.3"}
        assert " · 2 marked" in grid(app)
        await pilot.press("end", "4")
        assert statuses(at) == ["implemented", "implemented", None, None]
        assert "Implemented and 1 more" in said(app)
        assert marked(app) == set()
        await pilot.press("u")
        assert statuses(at) == [None] * 4
        assert "and 1 more" in said(app)
        await pilot.press("ctrl+r")
        assert statuses(at) == ["implemented", "implemented", None, None]


async def test_the_reason_asked_for_goes_to_all_and_is_undone_with_the_status(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("home", "space", "s", "5")
        assert isinstance(app.screen, FormScreen)
        assert "2 actions: ✗ Not implemented" in grid(app)
        await pilot.press("1", "shift+tab", *["backspace"] * 12, *"1.2.2022", "ctrl+s")
        for nr in ("1.1.1", "1.1.3"):
            with at.open() as other:
                own = action_detail(other, nr, today=TODAY).own
            assert (own.values, own.effective_on) == (
                {"status": "not_implemented", "reason": "lack_of_budget"},
                "2022-02-01",
            )
        await pilot.press("u")
        assert statuses(at) == [None] * 4
        with at.open() as other:
            assert "reason" not in action_detail(other, "1.1.1", today=TODAY).own.values


async def test_marks_are_taken_away_and_outlive_a_search(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("home", "space", "j", "space")
        assert marked(app) == set()
        await pilot.press("j", "space", "slash", *"2.1.3", "enter", "space")
        assert marked(app) == {"1.1.1", "2.1.3"}
        await pilot.press("escape")
        assert marked(app) == {"1.1.1", "2.1.3"}
        await pilot.press("escape")
        assert marked(app) == set()
        assert "marked" not in grid(app)
        await pilot.press("escape", "end", "2")
        with at.open() as other:
            assert other.conn.execute("SELECT count(*) FROM change").fetchone()[0] == 1


async def test_only_marks_that_show_count_and_the_others_wait(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("home", "j", "j", "space", "space", "slash", *"2.1", "enter")
        assert "2 marked but not shown" in said(app)
        assert "marked 1-6" not in said(app)
        await pilot.press("2")
        assert statuses(at) == [None, None, "in_progress", None]
        await pilot.press("j", "space", "4")
        assert statuses(at) == [None, None, "in_progress", "implemented"]
        assert marked(app) == {"1.1.1", "1.1.3"}
        # the search is over: what was marked shows again, and counts
        await pilot.press("slash", "escape")
        assert " · 2 marked" in grid(app) and "not shown" not in grid(app)
        await pilot.press("end", "3")
        assert statuses(at)[:2] == ["partially_implemented"] * 2


async def test_a_closed_objective_says_that_it_hides_marks(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 40)) as (app, pilot):
        await pilot.press("home", "space", "enter")
        assert "▸√1 Objektivi 1" in grid(app)
        await pilot.press("escape")
        assert "▸ 1 Objektivi 1" in grid(app)


async def test_statuses_that_follow_each_other_at_once_get_one_line_and_one_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = home(tmp_path)
    # however slow the machine is
    monkeypatch.setattr("tui.report.recording.AT_ONCE", 60.0)
    # however long one waits until one takes them back
    monkeypatch.setattr("tui.app.notices._BRIEF", 0.01)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("home", "j", "j", *"2312", "j", "4")
        assert "5 statuses changed; u takes all back" in said(app)
        assert statuses(at) == ["in_progress", "implemented", None, None]
        await pilot.pause(0.1)
        assert "u takes all back" in said(app)
        monkeypatch.setattr("tui.app.notices._BRIEF", 4.0)
        # nor does a window that was opened by mistake take the line away
        await pilot.press("m", "escape", "u")
        assert "1.1.3, Status: Implemented → Not reported and 1 more" in said(app)
        assert statuses(at) == [None] * 4
        with at.open() as store:
            assert verify(store).faults == ()
        # a window opens for none of them, and what is recorded afterwards is taken back alone
        await pilot.press("k", *"1255")
        assert isinstance(app.screen, PlanScreen)
        monkeypatch.setattr("tui.report.recording.AT_ONCE", -1.0)
        await pilot.press("j", "4", "u")
        assert statuses(at) == ["not_implemented", None, None, None]
        await pilot.press("u")
        assert statuses(at) == ["in_progress", None, None, None]


async def test_marks_look_as_they_did(tmp_path: Path, refresh: bool) -> None:
    async with running(home(tmp_path), (60, 20)) as (app, pilot):
        await pilot.press("j", "j", "space", "space")
        assert_snapshot("marked-60x20-en", grid(app), refresh)


async def test_undo_takes_back_what_the_line_speaks_of(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("home", "j", "j", "4")
        assert "1.1.1, Status: Not reported → Implemented" in said(app) and "u undo" in said(app)
        with at.open() as store:
            # what another window records meanwhile is not what the line offers to take back
            add_note(store, "2.1.1", "x")
        await pilot.press("u")
        assert "Taken back: 1.1.1, Status" in said(app)
        assert statuses(at) == [None] * 4
        with at.open() as store:
            assert [note.value for note in action_detail(store, "2.1.1", today=TODAY).notes] == ["x"]
