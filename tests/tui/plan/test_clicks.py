"""A click means what stands under it on the screen: each widget that takes one, by what the screen shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widget import Widget

from language import current
from store.edits.edits import StatusReport, report_status
from store.query.filters.filter import Filter
from tests.tui.harness import TODAY, Home, TerrenPilot, grid, here, home, main, running
from tests.tui.visits import made_of
from tui.app.application import TerrenApp
from tui.headquarters.matrix import MatrixScreen
from tui.headquarters.overview import OverviewScreen
from tui.headquarters.paper import PaperScreen
from tui.report.history import HistoryScreen
from tui.report.money import MoneyScreen
from tui.report.status import StatusScreen
from tui.screens.form import FormScreen
from tui.screens.pairedlist import PairedListScreen

Case = Callable[[TerrenApp, TerrenPilot], Awaitable[None]]


async def click(app: TerrenApp, pilot: TerrenPilot, *words: str, at: str = "", times: int = 1) -> None:
    """Click on the line that shows all these words, on the first of them or on ``at``, so many times."""
    lines = grid(app).splitlines()
    (y,) = [n for n, line in enumerate(lines) if all(word in line for word in words)]
    await pilot.click(offset=(lines[y].index(at or words[0]), y), times=times)
    await pilot.pause()


async def tree(app: TerrenApp, pilot: TerrenPilot) -> None:
    for nr in ("1.1.3", "2.1.1", "1.1.1"):
        await click(app, pilot, f" {nr} Masa")
        assert here(app) == nr
        assert main(app).tree_view.has_focus
    await click(app, pilot, f" {here(app)} Masa")
    assert main(app).tree_view.has_focus, "a click selects"
    await click(app, pilot, f" {here(app)} Masa", times=2)
    assert main(app).detail_view.has_focus
    await pilot.press("escape")
    # the frame above the first row is no row
    await pilot.press("end")
    await click(app, pilot, "All actions")
    assert here(app) == "2.1.4"


async def history(app: TerrenApp, pilot: TerrenPilot) -> None:
    # the first line of an entry leads to its action, and so does what stands below
    for below in (0, 1):
        await pilot.press("end", "H")
        assert isinstance(app.screen, HistoryScreen)
        (y,) = [n for n, line in enumerate(grid(app).splitlines()) if "1.1.3  Status" in line]
        await pilot.click(offset=(6, y - 1 + below))
        assert isinstance(app.screen, HistoryScreen), "a click selects"
        await pilot.click(offset=(6, y - 1 + below), times=2)
        await pilot.pause()
        assert here(app) == "1.1.3"


async def overview(app: TerrenApp, pilot: TerrenPilot) -> None:
    await pilot.press("o")
    assert isinstance(app.screen, OverviewScreen)
    await click(app, pilot, "Not reported", times=2)
    assert main(app).filter_state.filter == Filter(statuses=frozenset({"not_reported"}))


async def linked_lines(app: TerrenApp, pilot: TerrenPilot) -> None:
    await history(app, pilot)
    await overview(app, pilot)


async def matrix(app: TerrenApp, pilot: TerrenPilot) -> None:
    # with what is missing, or units without a report have no column
    await pilot.press("M", "m")
    screen = app.screen
    assert isinstance(screen, MatrixScreen)
    left = next(line for line in grid(app).splitlines() if "DGGGDIKK" in line).index("D")
    for nr, column in (("1.1.3", 3), ("2.1.1", 1), ("1.1.1", 7)):
        lines = grid(app).splitlines()
        (y,) = [n for n, line in enumerate(lines) if f" {nr}  Masa" in line]
        await pilot.click(offset=(left + column, y))
        chosen = screen.grid.chosen
        assert chosen is not None
        assert (chosen.nr, screen.grid.column) == (nr, column)
    (y,) = [n for n, line in enumerate(grid(app).splitlines()) if " 1.1.1  Masa" in line]
    await pilot.click(offset=(left + column, y))
    assert app.screen is screen, "a click selects"
    await pilot.click(offset=(left + column, y), times=2)
    await pilot.pause()
    assert here(app) == "1.1.1"


async def paper(app: TerrenApp, pilot: TerrenPilot) -> None:
    await pilot.press("M")
    await pilot.press("e")
    screen = app.screen
    assert isinstance(screen, PaperScreen)
    for nr in ("2.1.1", "1.1.3"):
        (y,) = [n for n, line in enumerate(grid(app).splitlines()) if f" {nr}  Masa" in line]
        await pilot.click(offset=(20, y))
        assert screen.grid.row.nr == nr


async def money(app: TerrenApp, pilot: TerrenPilot) -> None:
    await pilot.press("home", "j", "j", "b")
    screen = app.screen
    assert isinstance(screen, MoneyScreen)
    lines = grid(app).splitlines()
    (head,) = [line for line in lines if "2021" in line and "2023" in line and "Total" in line]
    (y,) = [n for n, line in enumerate(lines) if line.startswith("│ Recurrent") or " Recurrent  " in line]
    for year in ("2021", "2023", "2022"):
        await pilot.click(offset=(head.index(year) + 3, y))
        cell = screen.grid.cell
        assert cell is not None
        assert (cell.field, str(cell.year)) == ("recurrent.spent", year)
    await pilot.click(offset=(head.index("2022") + 3, y), times=2)
    assert screen.grid.typed is not None


async def choice_list(app: TerrenApp, pilot: TerrenPilot) -> None:
    await pilot.press("home", "j", "j", "s")
    await click(app, pilot, "Partially implemented")
    assert isinstance(app.screen, StatusScreen), "a click selects"
    await click(app, pilot, "Partially implemented", times=2)
    assert main(app).model.actions["1.1.1"].status == "partially_implemented"


async def choice_field(app: TerrenApp, pilot: TerrenPilot) -> None:
    await pilot.press("home", "j", "j", "5")
    assert isinstance(app.screen, FormScreen)
    await click(app, pilot, "Reason", at="Reason")
    before = app.screen.entered("reason")
    (y,) = [n for n, line in enumerate(grid(app).splitlines()) if "│ Reason " in line]
    await pilot.click(offset=(40, y))
    assert app.screen.entered("reason") != before


async def filter_bar(app: TerrenApp, pilot: TerrenPilot) -> None:
    main(app).filtering.ask(Filter(unsent=True, statuses=frozenset({"not_reported"})))
    await pilot.pause()
    await click(app, pilot, "[Not reported]")
    assert main(app).filter_state.filter == Filter(unsent=True)


async def key_bar(app: TerrenApp, pilot: TerrenPilot) -> None:
    await pilot.press("home", "j", "j")
    await click(app, pilot, "b money", "n note", at="money")
    assert isinstance(app.screen, MoneyScreen)


async def title_bar(app: TerrenApp, pilot: TerrenPilot) -> None:
    for shown, code in (("sq│sr│EN", "sq"), ("SQ│sr│en", "sr"), ("sq│SR│en", "en")):
        line = grid(app).splitlines()[0]
        await pilot.click(offset=(line.index(shown) + shown.index(code), 0))
        await pilot.pause()
        assert current() == code
    assert "sq│sr│EN" in grid(app)


async def told(app: TerrenApp, pilot: TerrenPilot) -> None:
    await pilot.press("home", "j", "j", "r")
    await click(app, pilot, "Read again.")
    assert "Read again." not in grid(app)
    assert here(app) == "1.1.1"


CASES: dict[str, Case] = {
    "PlanTree": tree,
    "LinkedLines": linked_lines,
    "MatrixGrid": matrix,
    "PaperGrid": paper,
    "MoneyGrid": money,
    "ChoiceList": choice_list,
    "ChoiceField": choice_field,
    "FilterBar": filter_bar,
    "KeyBar": key_bar,
    "Notice": told,
    "TitleBar": title_bar,
}


@pytest.fixture
def reported(tmp_path: Path) -> Home:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        for nr in ("1.1.3", "2.1.1", "2.1.3"):
            report_status(store, nr, StatusReport("in_progress"), today=TODAY)
    return at


@pytest.mark.parametrize("name", CASES)
async def test_a_click_means_what_stands_under_it(reported: Home, name: str) -> None:
    async with running(reported, (80, 24)) as (app, pilot):
        check = CASES[name]
        await check(app, pilot)


@pytest.mark.parametrize("key", ["A", "W"])
async def test_a_click_shows_at_the_right_what_it_marks_and_two_go(reported: Home, key: str) -> None:
    async with running(reported, (120, 40)) as (app, pilot):
        await pilot.press(key, "end")
        screen = app.screen
        assert isinstance(screen, PairedListScreen)
        last = grid(app)
        await pilot.press("home")
        assert (screen.list.cursor, grid(app) == last) == (0, False)
        row = len(screen.list.lines) - 1
        await pilot.click(screen.list, offset=(3, row))
        assert grid(app) == last
        await pilot.click(screen.list, offset=(3, row), times=2)
        await pilot.pause()
        assert app.screen is not screen, "two clicks go"


def test_every_widget_that_takes_a_click_is_tested_with_one() -> None:
    taking = {widget.__name__ for widget in made_of(Widget) if "on_click" in vars(widget)}
    assert taking == {*CASES}
