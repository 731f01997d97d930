"""Finding: numbers, filters as chips, orders, saved filters, and what is remembered."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from schema.cells import kept_text
from store.edits.edits import StatusReport, report_status
from store.query.filters.facets import list_facets
from store.query.filters.filter import Filter, matching_rows
from store.query.filters.filter_parts import filter_parts, toggle_part, without_part
from store.query.filters.named_filters import named_filters
from store.query.queries import action_detail
from store.status.outline import outline
from tests.tui.harness import TODAY, grid, here, home, running, said, speaking
from tui.app.application import TerrenApp
from tui.plan.screen import PlanScreen


def numbers(app: TerrenApp) -> list[str]:
    """The actions of the tree, in the order in which they stand."""
    screen = app.screen_stack[0]
    assert isinstance(screen, PlanScreen)
    return [node.row.nr for node in screen.model.nodes if node.level == 2]


async def test_six_keys_lead_to_a_status_on_an_action_of_others(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        assert "2.1.2" not in numbers(app)
        await pilot.press("g", "2", "1", "2", "enter", "4")
        with at.open() as other:
            assert action_detail(other, "2.1.2", today=TODAY).own.values["status"] == "implemented"
        assert numbers(app) == ["1.1.1", "1.1.3", "2.1.1", "2.1.2", "2.1.3"]
        await pilot.press("v", "v")
        # it is reported on by now, and so one of mine
        assert numbers(app) == ["1.1.1", "1.1.3", "2.1.1", "2.1.2", "2.1.3"]


async def test_a_number_is_shown_as_it_is_typed_and_the_nearest_where_there_is_none(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 30)) as (app, pilot):
        await pilot.press("g", *"2.1.3.")
        assert "2.1.3  Masa 2.1.3 për komunat" in grid(app)
        await pilot.press("backspace", "backspace", "9")
        assert "The nearest numbers are: 2.1" in grid(app)
        await pilot.press("enter")
        assert "go there" in grid(app)
        await pilot.press("escape", "g", "1", "1", "enter")
        assert here(app) == "1.1"
        await pilot.press("slash", *"xyzq", "enter", "g", *"1.1.1", "enter")
        assert here(app) == "1.1.1"
        assert "Mine (4 of 8)" in grid(app)


async def test_filters_combine_as_chips_and_go_one_by_one(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY)
    async with running(at) as (app, pilot):
        await pilot.press("f", *"not rep", "enter", "escape")
        assert "[mine] [Not reported]" in grid(app)
        assert "3 of 8" in grid(app)
        assert numbers(app) == ["1.1.1", "2.1.1", "2.1.3"]
        # what is written is what shows
        await pilot.press("w", "ctrl+u", *str(tmp_path / "list.csv"), "enter")
        written = csv.reader((tmp_path / "list.csv").read_text("utf-8-sig").splitlines())
        assert [kept_text(row[0]) for row in written][1:] == ["1.1.1", "2.1.1", "2.1.3"]
        await pilot.press("f", *"objective 2", "enter", *"by dead", "enter", "escape")
        assert "[mine] [Not reported] [objective 2] [by deadline]" in grid(app)
        assert numbers(app) == ["2.1.1", "2.1.3"]
        await pilot.press("backspace", "backspace")
        assert "[mine] [Not reported] " in grid(app)
        await pilot.click("#asked", offset=(3, 0))
        assert numbers(app) == ["1.1.1", "1.1.2", "1.1.4", "2.1.1", "2.1.2", "2.1.3", "2.1.4"]
        await pilot.press("X")
        assert "All actions (8)" in grid(app)
        assert "[" not in grid(app)


async def test_a_lead_is_called_as_its_reader_calls_it(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        # the filter holds a code
        await pilot.press("f", *"lead: Kom", "enter")
        assert "actions: mine, lead: Municipalities, by number" in said(app)
        await pilot.press("escape")
        assert "[lead: Municipalities]" in grid(app)


async def test_a_lead_is_chosen_by_its_abbreviation_in_any_language(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        with speaking("sr"):
            await pilot.press("f", *"mpb", "enter", "escape")
            assert "[vodeća: MUP]" in grid(app)
            await pilot.press("backspace", "f", *"mup", "enter", "escape")
            assert "[vodeća: MUP]" in grid(app)


async def test_a_filter_that_nothing_meets_says_how_to_go_on(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press(
            "f", *"not rep", "enter", *"implemented", "enter", "enter", *"overdue", "enter", "escape"
        )
        assert numbers(app) == []
        assert "No match." in grid(app)
        await pilot.press("1", "b", "enter", "j", "h", "S", "G", "S", "S")
        await pilot.press("X")
        assert len(numbers(app)) == 8


async def test_filters_are_saved_loaded_and_remembered(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("f", *"due 2022", "enter", "ctrl+s", "enter")
        assert "name of a filter" in " ".join(grid(app).replace("│", " ").split())
        await pilot.press(*"this year", "enter", "escape", "v")
        assert named_filters(at.places.config_file) == {"this year": "mine due=2022"}
        assert numbers(app) == ["1.1.2", "1.1.4", "2.1.2", "2.1.4"]
        await pilot.press("S")
    async with running(at, again=True) as (app, pilot):
        assert "[due 2022] [by deadline]" in grid(app)
        await pilot.press("X", "f", *"saved: this", "enter", "escape")
        assert "[mine] [due 2022]" in grid(app)
        assert numbers(app) == []
    async with running(at, again=True) as (app, pilot):
        at.places.config_file.write_text("[filters", "utf-8")
        await pilot.press("f", "escape")
        assert app.is_running


async def test_due_this_year_is_saved_as_what_it_means_and_a_saved_filter_is_deleted(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("v", "f", *"this year", "enter")
        await pilot.press("ctrl+s", *"now", "enter")
        assert named_filters(at.places.config_file) == {"now": "due=this"}
        await pilot.press("ctrl+r")
        assert "Choose one of the saved filters first." in said(app)
        await pilot.press(*"saved: now", "ctrl+r")
        assert "Ctrl+R again deletes “now”." in said(app)
        # any other key is a second thought
        await pilot.press("backspace", "ctrl+r")
        assert named_filters(at.places.config_file) == {"now": "due=this"}
        await pilot.press("ctrl+r")
        assert named_filters(at.places.config_file) == {}
        await pilot.press("ctrl+l", "escape")
        assert len(numbers(app)) == 8
    async with running(at, again=True) as (app, pilot):
        assert "[mine]" not in grid(app)


async def test_a_search_reads_the_note_just_written(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("slash", *"menaxher", "escape", "j", "j", "n", *"Menaxheri", "enter")
        await pilot.press("slash", *"menaxher")
        assert numbers(app) == ["1.1.1"]


def test_choices_count_what_they_leave(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.3", StatusReport("implemented"), today=TODAY)
        report_status(store, "2.1.2", StatusReport("in_progress"), today=TODAY)
        seen = outline(store, today=TODAY)
        for wanted in (
            Filter(),
            Filter(mine=True, due=2023),
            Filter(statuses=frozenset({"implemented"}), lead="MPB"),
        ):
            offered = list_facets(store, seen, wanted, this_year=2022)
            assert {choice.part for choice in offered} >= {*filter_parts(wanted)}
            for choice in offered:
                alone = toggle_part(without_part(wanted, choice.part.field), choice.part)
                assert choice.actions == len(matching_rows(store, seen, alone)), (wanted, choice)


@pytest.mark.parametrize(
    "wanted", [Filter(), Filter(mine=True, statuses=frozenset({"implemented", "cancelled"}))]
)
def test_taking_a_part_away_and_asking_it_again_is_the_same(wanted: Filter) -> None:
    for part in filter_parts(wanted):
        assert part not in filter_parts(toggle_part(wanted, part))
        assert toggle_part(toggle_part(wanted, part), part) == wanted


async def test_mine_and_back_returns_to_the_action_that_was_left(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 30)) as (app, pilot):
        await pilot.press("v", "g", *"2.1.2", "enter", "v")
        assert here(app) != "2.1.2"
        await pilot.press("v")
        assert here(app) == "2.1.2"
        await pilot.press("v", "home", "v")
        assert here(app) != "2.1.2", "who moved stays where he is"


async def test_what_is_typed_in_full_comes_before_what_holds_it(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 30)) as (app, pilot):
        await pilot.press("f", *"implemented", "enter", "escape")
        assert isinstance(app.screen, PlanScreen)
        assert app.screen.filter_state.filter.statuses == {"implemented"}


async def test_what_begins_as_is_typed_comes_before_what_holds_it(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 30)) as (app, pilot):
        await pilot.press("f", *"imple")
        shown = [line for line in grid(app).splitlines() if "mplemented" in line]
        words = ("Partially implemented", "Not implemented")
        assert "Implemented" in shown[0] and not any(word in shown[0] for word in words), shown
        assert [word in "".join(shown[1:]) for word in words] == [True, True]


async def test_a_filter_that_there_is_not_is_said(tmp_path: Path) -> None:
    with speaking("en"):
        async with running(home(tmp_path)) as (app, pilot):
            await pilot.press("f", *"zzz")
            assert "No match." in said(app)
            await pilot.press("enter", *["backspace"] * 3)
            assert "No match." not in said(app) and "overdue" in said(app)
