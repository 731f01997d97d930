"""Every key of the main screen does what its command says, and it is in the store before it is painted."""

from __future__ import annotations

import re
from pathlib import Path

from textual.events import Key

from language import current
from store.history.logbook import find_changes
from store.query.queries import action_detail
from tests.tui.harness import TODAY, grid, here, home, running, said
from tui.finding.input_lines import SearchLine
from tui.plan.screen import PlanScreen
from tui.report.money import MoneyScreen
from tui.tree.plan_tree import PlanTree
from tui.widgets.key_bar import KeyBar


async def test_arrows_and_letters_walk_the_tree(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):

        async def at(*keys: str) -> str | None:
            await pilot.press(*keys)
            return here(app)

        assert await at("down", "j") == "1.1.1"
        assert await at("up", "k") == "1"
        assert await at("end") == "2.1.3"
        assert await at("left") == "2.1"
        assert await at("left") == "2.1"
        assert await at("left") == "2"
        assert await at("enter") == "2"
        assert await at("G") == "2"
        assert await at("right", "l") == "2.1"
        assert await at("l", "l") == "2.1.1"
        assert await at("home") == "1"
        assert await at("pagedown") == "2.1.3"
        assert await at("pageup") == "1"
        assert await at("minus", "down", "minus", "asterisk", "end") == "2.1.3"


async def test_a_cyrillic_keyboard_gives_the_same_commands(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("ј", "ј", "2", "н")
        await pilot.press(*"Њива", "ctrl+s")
        with at.open() as other:
            found = action_detail(other, "1.1.1", today=TODAY)
            assert found.own.values["status"] == "in_progress"
            assert [note.value for note in found.notes] == ["Њива"]
        await pilot.press("/", *"ђ")
        assert app.screen.query_one(SearchLine).value == "ђ"


async def test_a_digit_sets_the_status_durably(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "2")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).own.values["status"] == "in_progress"
        shown = grid(app)
        assert "◔ In progress" in shown
        assert re.search("komunat +↑", shown)
        assert "1 not confirmed" in shown
        await pilot.press("home", "4")
        assert "Choose an action first." in grid(app)
        with at.open() as other:
            assert len(find_changes(other)) == 1


async def test_the_list_of_statuses_sets_and_clears(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (_app, pilot):
        await pilot.press("j", "j", "s", "4")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).own.values["status"] == "implemented"
        await pilot.press("s", "down", "enter")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).own.values["status"] == "not_implemented"
        await pilot.press("escape", "s", "escape", "s", "0")
        with at.open() as other:
            assert "status" not in action_detail(other, "1.1.1", today=TODAY).own.values


async def test_money_is_understood_as_typed_and_stored_by_enter(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "b", *"12.500")
        assert "→ 12,500.00" in grid(app)
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).money[1].capital is None
        await pilot.press("enter")
        assert "Is 12,500.00 EUR meant? Enter stores it. For 12.50 write it" in said(app)
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).money[1].capital is None
        await pilot.press("enter")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).money[1].capital == 1_250_000
        await pilot.press("up", *"+500")
        assert "12,500.00 + 500.00 = 13,000.00" in grid(app)
        await pilot.press("enter", *"-3")
        assert "negative" in grid(app)
        await pilot.press("enter")
        assert isinstance(app.screen, MoneyScreen)
        assert app.screen.grid.typed == "-3"
        await pilot.press("escape", *"1.234,567", "enter")
        assert "more than two decimals" in grid(app)
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, PlanScreen)
        with at.open() as other:
            year = action_detail(other, "1.1.1", today=TODAY).money[1]
            assert (year.capital, year.recurrent) == (1_300_000, None)
        assert "2022: more was spent than planned" in grid(app)


async def test_money_cells_are_edited_cleared_and_undone_in_place(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", "k", "left", "7", "backspace", "9", "enter")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).money[0].allocated == 900
        await pilot.press("up", "enter", "enter", "up", "x")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).money[0].allocated is None
        await pilot.press("u")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).money[0].allocated == 900
        await pilot.press("b")
        assert isinstance(app.screen, PlanScreen)


async def test_notes_are_saved_by_enter_and_by_ctrl_s(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "n", "enter")
        assert "The text is empty" in grid(app)
        await pilot.press(*"one", "ctrl+j", *"two", "enter")
        await pilot.press("n", *"three", "ctrl+s", "n", *"lost", "escape")
        assert "another Esc discards it" in grid(app)
        await pilot.press("escape")
        with at.open() as other:
            notes = [note.value for note in action_detail(other, "1.1.1", today=TODAY).notes]
        assert notes == ["three", "one\ntwo"]
        assert "Notes (2)" in grid(app)


async def test_undo_and_redo_describe_the_change(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("u")
        assert "nothing to undo" in grid(app)
        await pilot.press("j", "j", "2", "4", "u")
        assert "1.1.1, Status: Implemented → In progress" in grid(app)
        await pilot.press("ctrl+r")
        assert "1.1.1, Status: In progress → Implemented" in grid(app)
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).own.values["status"] == "implemented"
            assert len(find_changes(other)) == 4


async def test_search_lists_the_best_first_and_folds(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("v", "slash", *"MÂSA xyzq 1.1")
        shown = grid(app)
        assert "Found (2 of 8)" in shown
        assert [nr for nr in ("1.1.1", "1.1.2", "1.1.4", "2.1.2") if nr in shown] == ["1.1.2", "1.1.4"]
        await pilot.press(*("backspace",) * 13, *"per 21")
        shown = grid(app)
        assert sorted(("2.1.1", "2.1.2", "2.1.3"), key=shown.index) == ["2.1.1", "2.1.2", "2.1.3"]
        await pilot.press(*("backspace",) * 6, *"komunat")
        shown = grid(app)
        assert "Found (8 of 8)" in shown
        await pilot.press("enter", "j")
        assert isinstance(app.focused, PlanTree)
        await pilot.press("escape")
        assert not app.screen.query(SearchLine)
        assert "All actions (8)" in grid(app)
        await pilot.press("slash", *"zzz")
        assert "Found (0 of 8)" in grid(app)
        await pilot.press("escape")
        assert "All actions (8)" in grid(app)


async def test_a_search_without_luck_in_the_view_looks_through_the_plan(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        assert "Mine (4 of 8)" in grid(app)
        assert "1.1.2" not in grid(app)
        await pilot.press("slash", *"1.1.2")
        assert "Found in the whole plan (1 of 8)" in grid(app)
        await pilot.press("enter", "2")
        assert "1.1.2, Status: Not reported → In progress" in said(app)
        await pilot.press("escape")
        # what one stands on is not left by ending the search
        assert "Mine (5 of 8)" in grid(app)
        await pilot.press("home", "r")
        assert "Mine (5 of 8)" in grid(app)


async def test_view_changes_between_mine_and_all(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        assert "Mine (4 of 8)" in grid(app)
        await pilot.press("v")
        assert "All actions (8)" in grid(app)
    async with running(at, again=True) as (app, pilot):
        assert "All actions (8)" in grid(app)


async def test_the_language_changes_while_running_and_is_remembered(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "1")
        assert "Not started" in grid(app)
        await pilot.press("t")
        assert current() == "sq"
        albanian = grid(app)
        assert "Not started" not in albanian
        assert "SQ│sr│en" in albanian
        await pilot.press("t")
        assert "sq│SR│en" in grid(app)
        assert grid(app) != albanian
    with at.open() as other:
        row = other.conn.execute("SELECT language FROM identity").fetchone()
    assert row[0] == "sr"


async def test_help_lists_every_command_and_the_palette_runs_one(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 500)) as (app, pilot):
        await pilot.press("question_mark")
        shown = grid(app)
        from tui.commands.catalogue import COMMANDS

        missing = [command.id for command in COMMANDS if command.explanation[:40] not in shown]
        assert missing == []
        await pilot.press("escape", "ctrl+p", *"from a list")
        assert " >  from a list" in grid(app)
        assert "\N{RIGHT-POINTING MAGNIFYING GLASS}" not in grid(app)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert "Choose an action first." in grid(app)


async def test_the_palette_is_a_window_with_what_is_typed_at_its_top(tmp_path: Path) -> None:
    async with running(home(tmp_path), (60, 20)) as (app, pilot):
        await pilot.press("ctrl+p", *"matrix")
        await pilot.pause(0.5)
        shown = grid(app)
        assert "│ >  matrix" in shown
        assert "│ matrix  M" in shown
        assert "╰" in shown
        assert "Loading" not in shown
        await pilot.press("escape", "escape", "ctrl+p", *"mtrx")
        await pilot.pause(0.5)
        assert "matrix" not in grid(app), "letters that stand apart in a name are no part of it"


async def test_one_pane_at_a_time_where_it_is_narrow(tmp_path: Path) -> None:
    async with running(home(tmp_path), (70, 20)) as (app, pilot):
        await pilot.press("j", "j")
        assert "Deadline" not in grid(app)
        await pilot.press("enter")
        assert "Deadline" in grid(app)
        assert "Mine" not in grid(app)
        assert grid(app).splitlines()[-1].startswith(" Esc back")
        await pilot.press("escape")
        assert "Esc" not in grid(app)
        assert "Mine" in grid(app)
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert "Please make the window larger" in grid(app).replace("\n", " ")
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "Deadline" in grid(app)


async def test_a_click_on_a_key_of_the_second_row_does_it(tmp_path: Path) -> None:
    async with running(home(tmp_path), (60, 20)) as (app, pilot):
        await pilot.press("o")
        last = grid(app).rstrip("\n").split("\n")[-1]
        await pilot.click(KeyBar, offset=(last.index("close"), 1))
        assert isinstance(app.screen, PlanScreen)


async def test_quit_ends_with_zero(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("T", "r", "q")
        assert app.return_value == 0


async def test_keys_typed_ahead_reach_the_window_they_were_meant_for(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j")
        for key in ("b", "1", "2", "5", "0", "0", "enter", "escape", "n", "4", "enter", "s", "2"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        for _ in range(20):
            await pilot.pause()
        with at.open() as other:
            found = action_detail(other, "1.1.1", today=TODAY)
        assert found.money[1].capital == 1_250_000
        assert [note.value for note in found.notes] == ["4"]
        assert found.own.values["status"] == "in_progress"
        with at.open() as other:
            assert len(find_changes(other)) == 3


async def test_a_key_behind_the_enter_of_a_line_reaches_what_the_line_opens(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        for key in ("m", "enter", "3"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        for _ in range(10):
            await pilot.pause()
        with at.open() as other:
            found = action_detail(other, "1.1.1", today=TODAY)
        assert found.own.values["status"] == "partially_implemented"
