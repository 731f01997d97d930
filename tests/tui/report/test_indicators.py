"""Indicators: measured beside planned, drawn so that it reads without colour, and entered with a check."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from rich.cells import cell_len

from language import use_plain
from store.db.database import Store
from store.edits.indicators import indicators, measure
from store.plan.achievement import IndicatorRow, Measurement
from store.plan.model import Indicator, Target
from store.query.queries import action_detail
from tests.plans import small_plan
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    assert_snapshot,
    grid,
    home,
    pictured,
    running,
    said,
    speaking,
)
from tui.plan.screen import PlanScreen
from tui.report.measure import MeasureScreen
from tui.report.money import MoneyScreen
from tui.report.trend import trend_lines

FALLING = Indicator(
    "Shkalla e hyrjeve të paligjshme", Target("35%", 2021), Target("20%", 2023), Target("5%", 2025)
)


def with_indicators(folder: Path, *found: Indicator) -> Home:
    plan = small_plan()
    first, second = plan.strategic_objectives
    return home(
        folder, plan._replace(strategic_objectives=(first._replace(indicators=found), second), provenance={})
    )


def values(store: Store) -> dict[int, tuple[str, str]]:
    (row, *_) = indicators(store, objective="1")
    return {year: (found.value, found.source) for year, found in row.chosen.items()}


async def test_a_measurement_is_held_against_the_target_while_typing_and_stored(tmp_path: Path) -> None:
    at = with_indicators(tmp_path, FALLING)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("home", "i", *"2", "shift+tab")
        assert isinstance(app.screen, MeasureScreen)
        await pilot.press(*"2023", "tab", *"25")
        assert "The target 20% (2023) is not met." in said(app)
        await pilot.press("backspace", "backspace", *"18,5 %")
        assert "The target 20% (2023) is met. Progress from the baseline: 110.0%." in said(app)
        await pilot.press("tab", *"Policia", "enter")
        assert isinstance(app.screen, PlanScreen)
        with at.open() as other:
            assert values(other) == {2023: ("18,5 %", "Policia")}
        assert "Target 20%, met" in said(app)
        assert "Policia" in said(app)
        await pilot.press("u")
        with at.open() as other:
            assert values(other) == {}


async def test_a_measurement_that_came_meanwhile_is_shown_before_another_takes_its_place(
    tmp_path: Path,
) -> None:
    at = with_indicators(tmp_path, FALLING)
    with at.open() as other:
        measure(other, "1", 2023, "30", source="Policia")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("home", "i", *"2", "shift+tab", *"2023", "tab", *"25")
        with at.open() as other:
            measure(other, "1", 2023, "22", source="INSTAT")
        await pilot.press("ctrl+s")
        assert "1, Measurement 2023: meanwhile it is 22, which you have not seen" in said(app)
        with at.open() as other:
            assert values(other)[2023] == ("22", "INSTAT")
        await pilot.press("ctrl+s")
        with at.open() as other:
            assert values(other)[2023] == ("25", "")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_windows_of_indicators_and_of_money_show_the_whole_title(
    tmp_path: Path, size: Size
) -> None:
    words = [f"fjala{n}" for n in range(16)]
    at = with_indicators(tmp_path, FALLING._replace(title=" ".join(words)))
    with at.open() as other:
        row = action_detail(other, "1.1.1", today=TODAY).row._replace(title=" ".join(words))
    async with running(at, size) as (app, pilot):
        await pilot.press("home", "i")
        assert isinstance(app.screen, MeasureScreen)
        assert set(words) <= set(said(app).split())
        await pilot.press("escape")
        assert app.store is not None
        await app.push_screen(MoneyScreen(app.store, row, lambda _changes: None))
        await pilot.pause()
        assert set(words) <= set(said(app).split())


async def test_what_is_no_number_stays_typed_and_units_are_told_apart(tmp_path: Path) -> None:
    at = with_indicators(
        tmp_path, Indicator("Numri i vizave", Target("300", 2021), None, Target("900", 2023))
    )
    async with running(at) as (app, pilot):
        await pilot.press("home", "i", *"many", "ctrl+s")
        assert isinstance(app.screen, MeasureScreen)
        assert "is not one number" in said(app)
        assert app.screen.entered("value") == "many"
        await pilot.press(*"9" * 60, "ctrl+s")
        assert "15 digits at most" in said(app)
        await pilot.press(*["backspace"] * 64, *"40%")
        assert "The plan gives 900, which is no percentage." in said(app)
        await pilot.press("shift+tab", *"1066", "ctrl+s")
        assert app.screen.fields["year"].widget.has_focus
        assert "no year 1066" in said(app)
        with at.open() as other:
            assert values(other) == {}


async def test_a_number_to_go_to_that_was_typed_into_the_value_is_not_recorded(tmp_path: Path) -> None:
    at = with_indicators(tmp_path, FALLING)
    async with running(at) as (app, pilot):
        await pilot.press("home", *"ig212", "ctrl+s")
        assert isinstance(app.screen, MeasureScreen)
        assert "is not one number with its unit" in said(app)
        with at.open() as other:
            assert values(other) == {}


async def test_the_objective_of_an_action_and_one_without_indicators(tmp_path: Path) -> None:
    plan = small_plan()
    bare = plan.strategic_objectives[0].specific_objectives[0]._replace(indicators=())
    first = plan.strategic_objectives[0]._replace(specific_objectives=(bare,))
    at = home(
        tmp_path, plan._replace(strategic_objectives=(first, plan.strategic_objectives[1]), provenance={})
    )
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "i")
        assert "Objective 1.1 has no indicator." in said(app)
        await pilot.press("end", "i", *"7", "ctrl+s")
        with at.open() as other:
            (row,) = indicators(other, objective="2.1")
        assert row.chosen[2022].value == "7"


async def test_several_indicators_are_chosen_by_number(tmp_path: Path) -> None:
    at = with_indicators(tmp_path, FALLING, Indicator("Tjetri"))
    async with running(at) as (app, pilot):
        await pilot.press("home", "i", "shift+tab", "shift+tab", "2", "tab", "tab", *"3", "ctrl+s")
        assert isinstance(app.screen, PlanScreen)
        with at.open() as other:
            first, second = indicators(other, objective="1")
        assert (dict(first.chosen), second.chosen[2022].value) == ({}, "3")


def drawn(row: IndicatorRow, width: int) -> list[str]:
    return ["".join(text for text, _ in line) for line in trend_lines(row, width)]


def measured(*found: tuple[int, str]) -> IndicatorRow:
    chosen = {year: Measurement(year, "17", value, "") for year, value in found}
    return IndicatorRow("1", 1, FALLING, tuple(chosen.values()), chosen)


def test_the_bar_is_as_long_as_its_share_and_the_tick_stands_at_the_target() -> None:
    use_plain(True)
    lines = drawn(measured((2021, "50%"), (2022, "100%"), (2023, "0%")), 80)
    assert [line.count("#") for line in lines] == [15 - 1, 30, 0, 0]
    assert [line.find("|") - 6 for line in lines if "|" in line] == [round(f * 30) for f in (0.35, 0.2, 0.05)]
    assert lines[2].endswith("0%  Target 20%, met")
    assert lines[3].endswith("–  Target 5%")


@pytest.mark.parametrize("width", [20, 30, 44, 58, 76, 120])
@pytest.mark.parametrize("value", ["50%", "9" * 30, "-5", "[/b]", "日本語テキスト 5"])
def test_no_line_is_wider_than_its_room(width: int, value: str) -> None:
    row = measured((2022, value), (2023, "5"))
    goal = FALLING._replace(final=Target("shumë " * 20, 2025), interim=Target("0", 2023))
    for found in (row, row._replace(indicator=goal), row._replace(indicator=Indicator("x"))):
        for line in drawn(found, width):
            assert cell_len(line) <= width, line
    assert (row.achievements[-1].year, row.achievements[-1].actual) == (2023, Fraction(5))


@pictured
async def test_indicators_look_as_they_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        at = with_indicators(tmp_path, FALLING)
        with at.open() as store:
            measure(store, "1", 2021, "33%", source="MPB")
            measure(store, "1", 2022, "28%")
        async with running(at, size) as (app, pilot):
            await pilot.press("home", "i", "2", "1")
            assert_snapshot(f"indicators-{size[0]}x{size[1]}-{code}", grid(app), refresh)
