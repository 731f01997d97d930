"""The cursor never moves to another action by itself: no key acts on what a person did not choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.edits import StatusReport, report_status
from store.plan.load import load_plan
from store.query.filters.filter import Filter, list_actions
from store.query.queries import action_detail
from sync.receive.receive import receive
from sync.send.export import export
from tests.support.check_codes import check_code_of
from tests.support.lengths import some
from tests.support.revised import published, titles_of, with_titles
from tests.tui.harness import TODAY, Home, TerrenPilot, grid, here, home, running, said
from tui.plan.screen import PlanScreen

OTHER = "1.1.2"
"""An action in which the unit 17 has no part."""

ELSEWHERE = {
    "history": ("h", "escape"),
    "history of all": ("H", "escape"),
    "conflicts": ("c", "escape"),
    "matrix": ("M", "escape"),
    "reload": ("r",),
    "export": ("e", "escape"),
    "exchange": ("x", "escape"),
    "inbox": ("z", "escape"),
    "meeting": ("m", "enter", "q", "ctrl+l"),
    "overview": ("o", "escape"),
    "another order and back": ("S", "S", "S"),
    "a search left at once": ("slash", "escape"),
    "a search that found nothing": ("slash", *"qqqq", "escape"),
    "a search given up": ("slash", *"2.1", *["backspace"] * 3, "escape"),
}


def statuses(at: Home) -> dict[str, object]:
    with at.open() as store:
        rows = list_actions(store, Filter(), today=TODAY)
        return {row.nr: row.status for row in rows if row.status is not None}


async def gone_to(pilot: TerrenPilot, nr: str) -> None:
    await pilot.press("g", *nr.replace(".", ""), "enter")


@pytest.mark.parametrize("way", some(list(ELSEWHERE)))
async def test_an_action_gone_to_keeps_the_cursor_whatever_is_looked_at_meanwhile(
    tmp_path: Path, way: str
) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await gone_to(pilot, OTHER)
        await pilot.press(*ELSEWHERE[way])
        assert here(app) == OTHER
        await pilot.press("4")
    assert statuses(at) == {OTHER: "implemented"}


async def test_an_action_gone_to_stays_in_the_list_until_it_is_left(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        assert "Mine (4 of 8)" in grid(app)
        await gone_to(pilot, OTHER)
        await pilot.press("r")
        assert "Mine (5 of 8)" in grid(app)
        assert "Masa 1.1.2" in grid(app)
        await pilot.press("j", "r")
        assert here(app) == "1.1.3"
        assert "Mine (4 of 8)" in grid(app)


async def test_an_edit_that_a_filter_no_longer_lets_through_keeps_its_row(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("v")
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        screen.filtering.ask(Filter(statuses=frozenset({"not_reported"})))
        await pilot.press("home", "j", "j", "2", "h", "escape")
        assert here(app) == "1.1.1"
        await pilot.press("4")
    assert statuses(at) == {"1.1.1": "implemented"}


async def test_what_another_process_writes_does_not_move_the_cursor(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await gone_to(pilot, OTHER)
        with at.open() as store:
            report_status(store, "2.1.1", StatusReport("implemented"), today=TODAY)
        assert isinstance(app.screen, PlanScreen)
        app.screen.rows.look()
        await pilot.pause()
        assert here(app) == OTHER


@pytest.mark.parametrize("order", ["document", "deadline"])
async def test_where_an_action_no_longer_shows_no_other_action_is_chosen(tmp_path: Path, order: str) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        await pilot.press("v")
        screen.filtering.ask(Filter(), order)
        await gone_to(pilot, OTHER)
        await pilot.press("v")
        assert here(app) == ("1.1" if order == "document" else None)
        await pilot.press("4")
        assert "Choose an action first." in said(app)
        await pilot.press("down")
        assert here(app) == "1.1.1"
    assert statuses(at) == {}


async def test_an_objective_has_no_row_in_a_list_so_that_none_is_chosen(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("home", "S", "4")
        assert here(app) is None
        await pilot.press("S", "S", "up", "4")
        assert here(app) == "1"
    assert statuses(at) == {}


async def test_mine_are_also_those_that_i_have_reported_on(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, OTHER, StatusReport("in_progress"), today=TODAY)
        assert OTHER in [row.nr for row in list_actions(store, Filter(mine=True), today=TODAY)]
        report_status(store, OTHER, StatusReport(""), today=TODAY)
        assert OTHER not in [row.nr for row in list_actions(store, Filter(mine=True), today=TODAY)]
        report_status(store, OTHER, StatusReport("in_progress"), today=TODAY)
    async with running(at) as (app, _pilot):
        assert "Mine (5 of 8)" in grid(app)
        assert "Masa 1.1.2" in grid(app)


async def test_one_begins_where_one_was_also_beyond_the_filter(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await gone_to(pilot, OTHER)
    async with running(at, again=True) as (app, pilot):
        assert here(app) == OTHER


def revision(folder: Path, plan_of: Home, titles: list[list[str]]) -> Path:
    center = home(folder / "center", unit="MPB", role="headquarters")
    with center.open() as store:
        published(store, with_titles(load_plan(store), titles))
        return export(store, center.places, folder).path


@pytest.mark.parametrize("gone", [False, True])
async def test_a_revision_received_leaves_the_cursor_and_says_where_it_is(tmp_path: Path, gone: bool) -> None:
    at = home(tmp_path / "laptop")
    with at.open() as store:
        (first, second, third, fourth), others = titles_of(load_plan(store))
    begun = [first, second, fourth] if gone else ["Qendra e re", first, second, third, fourth]
    file = revision(tmp_path, at, [begun, others])
    async with running(at, (120, 40)) as (app, pilot):
        await gone_to(pilot, "2.1")
        await pilot.press("left")
        await gone_to(pilot, "1.1.3")
        rows = [line for line in grid(app).splitlines() if "▸" in line or "▾" in line]
        with at.open() as store:
            receive(store, at.places, file, accept=check_code_of(file.read_bytes()), role="headquarters")
        assert isinstance(app.screen, PlanScreen)
        app.screen.rows.look()
        await pilot.pause()
        told = said(app)
        assert "The plan was revised: revision 2 shows." in told
        assert [line[:20] for line in grid(app).splitlines() if "▸" in line or "▾" in line] == [
            row[:20] for row in rows
        ]
        if gone:
            assert "1.1.3 is no longer in it. You are on 1.1." in told
            assert here(app) == "1.1"
        else:
            assert "What was 1.1.3 is 1.1.4 now. You are on 1.1.4." in told
            assert here(app) == "1.1.4"
        # both panes show the same
        assert here(app) == str(app.screen.detail_view.border_title)
        await pilot.press("r")
        assert "You are on" in said(app), "as long as the cursor stands there"
        await pilot.press("down", "r")
        assert "Read again." in said(app) and "You are on" not in said(app)
        await pilot.press("up", "4")
    with at.open() as store:
        if gone:
            assert statuses(at) == {}
        else:
            assert action_detail(store, "1.1.4", today=TODAY).own.values["status"] == "implemented"


async def test_a_revision_published_leaves_the_cursor_on_its_action(tmp_path: Path) -> None:
    from tests.tui.workplaces import revised

    at = home(tmp_path / "center", unit="MPB", role="headquarters")
    path = revised(at, tmp_path, asking=False)
    async with running(at, (120, 40)) as (app, pilot):
        await gone_to(pilot, "2.1.3")
        await pilot.press("P")
        from textual.widgets import Input

        assert isinstance(app.focused, Input)
        app.focused.value = str(path)
        await pilot.press("enter", "w", "enter")
        assert here(app) == "2.1.3"
        told = said(app)
        assert "Revision 2 is published." in told
        assert "You are on 2.1.3." in told
        assert isinstance(app.screen, PlanScreen)
        assert "2.1.3" in str(app.screen.detail_view.border_title)


async def test_a_key_behind_a_revision_that_another_process_took_is_for_the_action_seen(
    tmp_path: Path,
) -> None:
    at = home(tmp_path / "laptop")
    with at.open() as store:
        begun, others = titles_of(load_plan(store))
    file = revision(tmp_path, at, [["Qendra e re", *begun], others])
    async with running(at) as (app, pilot):
        await gone_to(pilot, "1.1.3")
        with at.open() as store:
            receive(store, at.places, file, accept=check_code_of(file.read_bytes()), role="headquarters")
        await pilot.press("4")
        assert here(app) == "1.1.4"
    assert statuses(at) == {"1.1.4": "implemented"}
