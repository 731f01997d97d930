"""What is painted: only what changed, never what is out of date; and the page beside the tree comes last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip

from store.edits.edits import add_note
from store.query.queries import action_detail
from tests.plans import small_plan
from tests.tui.harness import TODAY, grid, home, running
from tui.exchange.accept import IdentityScreen
from tui.plan.screen import PlanScreen
from tui.tree.plan_tree import PlanTree
from tui.widgets.page import ActionView

if TYPE_CHECKING:
    from tui.app.application import TerrenApp


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of the tree that were made anew."""
    lines: list[int] = []
    render = PlanTree.render_line

    def noted(tree: PlanTree, y: int) -> Strip:
        lines.append(y)
        return render(tree, y)

    monkeypatch.setattr(PlanTree, "render_line", noted)
    return lines


def main_screen(app: TerrenApp) -> PlanScreen:
    screen = app.screen
    assert isinstance(screen, PlanScreen)
    return screen


def go_to(screen: PlanScreen, nr: str) -> None:
    """Move the cursor, and let the screen hear of it, as a key does but without a frame in between."""
    position = screen.model.nodes.position_of(nr)
    assert position is not None
    screen.tree_view.put(position)
    screen.tree_view.refresh_changed()
    screen.on_line_view_moved()


async def test_a_window_shows_its_page_before_it_hears_of_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ActionView, "on_resize", lambda _view, _event: None)
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("I")
        assert isinstance(app.screen, IdentityScreen)
        assert "This database is your own" in grid(app)


async def test_a_letter_that_finds_the_same_paints_no_row_and_a_number_only_its_line(
    tmp_path: Path, painted: list[int]
) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        screen = main_screen(app)
        await pilot.press("v", "slash", *"mas")
        painted.clear()
        await pilot.press("a")
        assert painted == []
        await pilot.press("space", "2", "1", "2")
        # of eight rows one is left; the lines below them were empty and are so still
        assert {*painted} == {*range(8)}
        painted.clear()
        screen.tree_view.head(Content("another number"))
        await pilot.pause()
        assert "another number" in grid(app)
        assert painted == []


async def test_rows_that_are_again_what_they_were_before_a_frame_came_show_as_they_are(
    tmp_path: Path,
) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        screen = main_screen(app)
        await pilot.press("v", "home")
        before = grid(app)
        for order in (("2.1.4", "1.1.2"), None):
            screen.model.show(None, order)
            screen.tree_view.rebuild()
        await pilot.pause()
        assert grid(app) == before


async def test_rows_made_for_another_width_are_made_anew(tmp_path: Path) -> None:
    async with running(home(tmp_path), (79, 30)) as (app, pilot):
        screen = main_screen(app)
        await pilot.press("v")
        screen.model.show(None, ("2.1.4", "1.1.2"))
        screen.tree_view.rebuild()
        screen._refresh_layout(Size(66, 30))
        shown = grid(app)
        screen.tree_view.refresh()
        assert grid(app) == shown


async def test_a_letter_lays_nothing_out(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        screen = main_screen(app)
        await pilot.press("v", "slash", *"ma")
        laid_out: list[object] = []
        screen.screen_layout_refresh_signal.subscribe(screen, laid_out.append)
        await pilot.press("s", "x", "backspace", *"a 2.1.2")
        assert laid_out == []


async def test_a_status_goes_to_the_chosen_action_while_the_page_still_shows_another(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        screen = main_screen(app)
        await pilot.press("v")
        go_to(screen, "1.1.1")
        await pilot.pause()
        go_to(screen, "2.1.2")
        assert screen.detail_view.border_title == "1.1.1"
        screen.action_status("4")
        assert screen.detail_view.border_title == "2.1.2"
        await pilot.pause()
        assert screen.detail_view.border_title == "2.1.2"
    with at.open() as store:
        assert action_detail(store, "2.1.2", today=TODAY).own.values["status"] == "implemented"
        assert action_detail(store, "1.1.1", today=TODAY).own.values.get("status") is None


async def test_letters_and_a_status_typed_at_once_mean_the_action_found(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("slash", *"2.1.3", "enter", "4")
        assert main_screen(app).detail_view.border_title == "2.1.3"
    with at.open() as store:
        assert action_detail(store, "2.1.3", today=TODAY).own.values["status"] == "implemented"


async def test_whoever_goes_into_the_page_or_reads_on_finds_the_chosen_action(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        for nr in ("1.1.1", "1.1.2", "1.1.3"):
            add_note(store, nr, "\n".join(map(str, range(20))))
    async with running(at) as (app, pilot):
        screen = main_screen(app)
        page = screen.detail_view
        await pilot.press("v")
        go_to(screen, "1.1.1")
        screen.on_plan_tree_entered()
        assert page.border_title == "1.1.1"
        await pilot.pause()
        go_to(screen, "1.1.2")
        screen.on_plan_tree_read(PlanTree.Read(3))
        assert page.border_title == "1.1.2"
        await pilot.pause()
        assert page.scroll_offset.y == 3
        go_to(screen, "1.1.3")
        screen.panes.show_page(keep_place=True)
        await pilot.pause()
        assert page.scroll_offset.y == 0


async def test_a_search_longer_than_its_line_scrolls_along(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("slash", *("abcdefghij" * 9), *"xyz")
        line = next(row for row in grid(app).splitlines() if "xyz" in row)
        assert line.rstrip().endswith("abcdefghijxyz")
        await pilot.press("home")
        line = next(row for row in grid(app).splitlines() if "abcdefghijabc" in row)
        assert line.strip().startswith("abcdefghij")
        assert "xyz" not in line


async def test_a_list_that_has_scrolled_draws_what_stands_there_with_its_cursor(tmp_path: Path) -> None:
    async with running(home(tmp_path, small_plan(40)), (80, 24)) as (app, pilot):
        tree = main_screen(app).tree_view
        await pilot.press("v", "end")
        top = tree.scroll_offset.y
        assert top > 0
        tree.refresh()
        strips = tree.render_lines(Region(0, tree.gutter.top, tree.room, tree.size.height))
        grounds = [{part.style.bgcolor for part in strip if part.style is not None} for strip in strips]
        for y, strip in enumerate(strips):
            assert (
                strip.text.rstrip()
                == "".join(text for text, _style in tree.line(top + y, tree.room)).rstrip()
            )
        cursor = tree.cursor - top
        assert all(grounds[cursor].isdisjoint(other) for y, other in enumerate(grounds) if y != cursor)
