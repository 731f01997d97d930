"""What is chosen can be read in every theme: contrast as WCAG 2 defines it, of what is painted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color_triplet import ColorTriplet
from textual.widgets import Input

from tests.support.lengths import some
from tests.tui.settling import strips
from tests.tui.visits import PARTS, VISITS, Visit, Workplaces
from tui.app.application import TerrenApp
from tui.app.themes import NAMES, USER, choose
from tui.screens.form import FormScreen

LEAST = 4.5
THEMES = (*NAMES, USER)
OWN_THEME = 'primary = "#ffcc00"\nbackground = "#102030"\nsurface = "#203040"\nsuccess = "#306030"\n'
SHOWN = {
    "the tree": VISITS["PlanScreen"],
    "inside an action": PARTS["inside an action"],
    "the list of statuses": VISITS["StatusScreen"],
    "the inbox": VISITS["InboxScreen"],
    "the matrix": VISITS["MatrixScreen"],
    "the money": VISITS["MoneyScreen"],
    "the history": VISITS["HistoryScreen"],
    "the overview": VISITS["OverviewScreen"],
    "the palette": PARTS["the palette"],
    "the hint in a line": Visit("laptop", ("f",)),
    "a form": VISITS["FormScreen of an assessment"],
    "a refused amount": Visit("laptop", ("b", *"abc", "enter")),
    "a refused day": Visit("laptop", ("d", "shift+tab", *"xyz", "ctrl+s")),
    "a line to search in": PARTS["the search line"],
}


def luminance(color: ColorTriplet) -> float:
    parts = (part / 255 for part in color)
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def faint(app: TerrenApp) -> Iterator[str]:
    """What is painted with too little contrast, with its place and what was measured.

    What lies behind a window is dimmed on purpose.
    """
    windows = [part.region for part in app.screen.query(".window, #--input, CommandList")]
    for y, strip in enumerate(strips(app)):
        x = 0
        for segment in strip:
            at, x = x, x + segment.cell_length
            style = segment.style
            behind = app.screen.is_modal and not any(region.contains(at, y) for region in windows)
            if behind or style is None or not any(character.isalnum() for character in segment.text):
                continue
            assert style.color is not None
            assert style.bgcolor is not None
            pair = [style.color.get_truecolor(), style.bgcolor.get_truecolor(foreground=False)]
            if (found := contrast(*pair)) < LEAST:
                yield f"{y}: {segment.text.strip()!r} {found:.2f} {pair[0].hex} on {pair[1].hex}"


async def test_the_marked_command_of_the_palette_can_be_read(tmp_path: Path) -> None:
    found: dict[str, list[str]] = {}
    async with Workplaces(tmp_path).visited(SHOWN["the tree"], (80, 24)) as (app, pilot):
        for theme in NAMES:
            choose(app, app.places, theme)
            await pilot.press("ctrl+p", *"no")
            await pilot.pause(0.2)
            if lines := list(faint(app)):
                found[theme] = lines
            await pilot.press("escape", "escape")
    assert found == {}


@pytest.mark.parametrize("shown", some(list(SHOWN)))
async def test_every_theme_can_be_read(tmp_path: Path, shown: str) -> None:
    places = Workplaces(tmp_path)
    async with places.visited(SHOWN[shown], (80, 24)) as (app, pilot):
        (app.places.config / "theme.toml").write_text(OWN_THEME)
        found: dict[str, list[str]] = {}
        for theme in THEMES:
            choose(app, app.places, theme)
            await pilot.pause()
            if lines := list(faint(app)):
                found[theme] = lines
        assert found == {}


async def test_the_focused_field_and_what_is_wrong_have_colours_of_their_own(tmp_path: Path) -> None:
    async with Workplaces(tmp_path).visited(SHOWN["a refused day"], (80, 24)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, FormScreen)
        for theme in NAMES:
            choose(app, app.places, theme)
            await pilot.pause()
            focused = screen.focused
            assert isinstance(focused, Input)
            others = [line for line in screen.query(Input) if line is not focused]
            assert others
            assert focused.styles.background not in [line.styles.background for line in others], theme
            # an empty one without the focus is seen as well
            assert [line.id for line in others if len({*line.background_colors}) < 2] == []
            (wrong,) = screen.query(".error")
            assert wrong.styles.color not in {focused.styles.color, screen.styles.color}, theme
