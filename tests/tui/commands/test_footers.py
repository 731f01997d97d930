"""The footer shows what a key can do on the row under the cursor; a key that does nothing says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.query.matrix import Matrix
from tests.tui.harness import home, running, said
from tests.tui.visits import PARTS, VISITS, Visit, Workplaces
from tui.app.application import TerrenApp
from tui.commands.catalogue import by_id
from tui.widgets.choice_list import ChoiceList
from tui.widgets.key_bar import KeyBar


def offered(app: TerrenApp) -> set[str]:
    """The ids of the commands that the footer shows."""
    (bar,) = app.screen.query(KeyBar)
    return {entry.command.id for line in bar.lines(bar.size.width) for entry in line}


@pytest.fixture
def places(tmp_path: Path) -> Workplaces:
    return Workplaces(tmp_path)


@pytest.mark.parametrize("width", [40, 58, 78])
def test_keys_that_do_not_fit_stand_closer_and_help_is_the_last_to_go(width: int) -> None:
    names = ("status", "money", "note", "search", "filter", "export", "help")
    (line,) = KeyBar([by_id(name) for name in names], rows=1).lines(width)
    assert sum(entry.width for entry in line) + sum(entry.gap for entry in line[:-1]) <= width
    assert line[-1].command.id == "help"
    assert (len(line) == len(names)) == (width >= 58)
    assert {entry.gap for entry in line} == ({2} if width == 78 else {1})


@pytest.mark.parametrize(("width", "name"), [(40, "status of 12 marked"), (24, "status of 12"), (14, "set")])
def test_a_key_has_the_first_of_its_names_that_leaves_room_for_all(width: int, name: str) -> None:
    bar = KeyBar([by_id(command) for command in ("status", "help")], rows=1)
    bar._names = {"status": ["status of 12 marked", "status of 12", "set"], "help": ["help"]}
    (line,) = bar.lines(width)
    assert [entry.command.id for entry in line] == ["status", "help"]
    assert line[0].label == name


def test_the_marked_line_of_a_list_alone_has_the_cursor() -> None:
    choices = ChoiceList([(("one", ""),), (("two", ""),), (("three", ""),)], cursor=1)
    assert [choices.cursor_style(y) for y in range(4)] == ["", "cursor", "", ""]
    assert ChoiceList([]).cursor_style(0) == ""


async def test_a_row_of_keys_stays_once_it_was_needed(tmp_path: Path) -> None:
    async with running(home(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("o")
        (bar,) = app.screen.query(KeyBar)
        before = bar.size.height
        await pilot.press("2")
        assert bar.size.height == before + 1
        await pilot.press("1")
        assert bar.size.height == before + 1
        assert len(bar.lines(bar.size.width)) == before


async def test_history_offers_what_the_change_allows(places: Workplaces) -> None:
    async with places.visited(VISITS["HistoryScreen"], (120, 40)) as (app, pilot):
        # the measurement of an indicator is no action's
        assert "revert" in offered(app)
        assert not offered(app) & {"scope", "to_action"}
        await pilot.press("enter")
        assert "No action of the plan in force stands behind this row." in said(app)
        await pilot.press("slash", *"capital", "enter")
        # two amounts stand: none is taken back alone
        assert {"to_action", "find_change", "screen_help"} <= offered(app)
        assert "revert" not in offered(app)
        await pilot.press("escape", "slash", *"zzzz")
        assert offered(app) == {"to_changes", "all_changes"}
        await pilot.press("enter")
        assert not offered(app) & {"revert", "to_action"}
        await pilot.press("x")
        assert "There is no change here." in said(app)
    async with places.visited(PARTS["the history of an action"], (80, 24)) as (app, pilot):
        assert {"scope", "revert"} <= offered(app)


async def test_conflicts_offer_deciding_only_where_it_is_allowed(places: Workplaces) -> None:
    deciding = {"keep_value", "other_value", "give_reason"}
    async with places.visited(VISITS["ConflictsScreen"], (80, 24)) as (app, pilot):
        assert deciding | {"conflict_action"} <= offered(app)
        await pilot.press("9")
        assert "No value has the number 9." in said(app)
        await pilot.press("o")
        assert offered(app) == {"store_other", "leave_other"}
        await pilot.press("escape")
        assert deciding <= offered(app)
    async with places.visited(Visit("laptop", ("c",)), (80, 24)) as (app, pilot):
        assert offered(app) == {"close_conflicts", "screen_help"}
        await pilot.press("o")
        assert "Nothing is in conflict." in said(app)


async def test_the_inbox_offers_what_the_file_allows(places: Workplaces) -> None:
    always = {"try_again", "take_forms", "take_table", "close_inbox", "screen_help"}
    async with places.visited(VISITS["InboxScreen"], (80, 24)) as (app, pilot):
        assert offered(app) == {"accept_sender", "drop_refused", *always}
        await pilot.press("down")
        assert offered(app) == {"drop_refused", *always}
        await pilot.press("enter")
        assert "Nobody waits for acceptance here." in said(app)
        await pilot.press("delete")
        assert "try_again" not in offered(app)
        await pilot.press("r")
        assert "No file was refused here." in said(app)
        await pilot.press("question_mark")
        assert "Try once more to take what was refused" in said(app)


async def test_the_matrix_offers_what_is_missing(places: Workplaces) -> None:
    async with places.visited(VISITS["MatrixScreen"], (80, 24)) as (app, _pilot):
        assert {"matrix_action", "missing"} <= offered(app)


async def test_the_review_offers_what_the_item_allows(places: Workplaces) -> None:
    async with places.visited(VISITS["ReviewScreen"], (120, 40)) as (app, pilot):
        assert {"accept_item", "change_item", "accept_alike"} <= offered(app)
        await pilot.press("a", "home", "u", "a", "N", "up")
        while "accept_item" in offered(app):
            await pilot.press("up")
        await pilot.press("a")
        assert "It has an answer; s takes that back." in said(app)


async def test_names_offer_parting_only_where_names_are_joined(places: Workplaces) -> None:
    async with places.visited(Visit("office", ("N", "3")), (80, 24)) as (app, pilot):
        assert not offered(app) & {"one_name", "part_names"}
        await pilot.press("space", "space")
        assert "one_name" in offered(app)
        await pilot.press("a")
        await pilot.press("2")
        assert "part_names" in offered(app)
        assert "one_name" not in offered(app)
        await pilot.press("slash", *"zzzz", "enter", "enter")
        assert "There is no name here." in said(app)
    async with places.visited(Visit("laptop", ("N", "3")), (80, 24)) as (app, _pilot):
        assert offered(app) == {"names_shown", "close_names", "screen_help"}


async def test_a_meeting_offers_only_where_there_is_a_next_action(places: Workplaces) -> None:
    async with places.visited(VISITS["MeetingScreen"], (80, 24)) as (app, pilot):
        assert "next_item" in offered(app)
        await pilot.press("left")
        assert "This is the first action." in said(app)
        await pilot.press("end")
        assert "next_item" not in offered(app)


async def test_the_overview_offers_only_years_that_there_are(places: Workplaces) -> None:
    async with places.visited(VISITS["OverviewScreen"], (80, 24)) as (app, pilot):
        assert "whole_group" not in offered(app)
        for key, command, other, words in (
            ("left", "year_before", "year_after", "The plan has no earlier year."),
            ("right", "year_after", "year_before", "The plan has no later year."),
        ):
            while command in offered(app):
                await pilot.press(key)
            assert other in offered(app)
            await pilot.press(key)
            assert words in said(app)
        await pilot.press("2")
        assert "whole_group" in offered(app)


async def test_filters_offer_to_delete_only_what_was_saved(places: Workplaces) -> None:
    async with places.visited(VISITS["FilterScreen"], (80, 24)) as (app, pilot):
        await pilot.press("ctrl+l")
        assert not offered(app) & {"forget_filter", "clear_filters"}
        await pilot.press(*"2022", "enter")
        assert "clear_filters" in offered(app)
        await pilot.press("ctrl+s")
        assert offered(app) == {"take_filter", "close_filter"}
        await pilot.press(*"Zyra", "enter", *"Zyra")
        assert "forget_filter" in offered(app)


async def test_the_table_of_money_offers_to_clear_an_amount_that_stands(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("j", "j", "b")
        assert "clear_cell" not in offered(app)
        await pilot.press("x")
        assert "No amount stands here." in said(app)
        await pilot.press(*"12,50", "enter", "up")
        assert "clear_cell" in offered(app)


async def test_nothing_is_offered_where_there_is_nothing(
    places: Workplaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.headquarters.matrix.matrix", lambda _store, **_day: Matrix((), (), {}))
    for screen in ("headquarters.conflicts", "meeting.meeting_agenda"):
        monkeypatch.setattr(f"tui.{screen}.current_numbers", lambda _conn: {})
    async with places.visited(VISITS["MatrixScreen"], (80, 24)) as (app, pilot):
        assert offered(app) == {"close_matrix", "screen_help", "who_reports_matrix"}
        await pilot.press("m")
        assert "No report is missing." in said(app)
    async with places.visited(VISITS["ConflictsScreen"], (80, 24)) as (app, pilot):
        assert "keep_value" in offered(app)
        assert "conflict_action" not in offered(app)
        await pilot.press("enter")
        assert "No action of the plan in force stands behind this row." in said(app)
    async with places.visited(VISITS["MeetingScreen"], (80, 24)) as (app, _pilot):
        assert offered(app) == {"finish", "pause_meeting", "screen_help"}


async def test_an_agenda_without_actions_offers_no_meeting(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("slash", *"zzzzqq", "enter", "m")
        assert offered(app) == {"leave_agenda"}
        await pilot.press("enter")
        assert "No action shows on which a meeting could be held." in said(app)


async def test_names_of_two_kinds_are_not_offered_as_one(places: Workplaces) -> None:
    async with places.visited(Visit("office", ("N", "3", "space", "end")), (80, 24)) as (app, pilot):
        for _row in range(60):
            await pilot.press("down")
        assert "name_it" in offered(app)
        await pilot.press("space")
        assert not offered(app) & {"one_name", "name_it"}
