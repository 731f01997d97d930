"""The tree: neighbours and siblings, money of objectives, titles cut at words, and what it remembers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from language import LANGUAGES
from store.edits.edits import Amount, StatusReport, report_money, report_status
from store.status.outline import ActionRow
from tests.plans import small_plan
from tests.support.revised import with_titles
from tests.tui.harness import LARGE, TODAY, Home, grid, here, home, running, said, speaking
from tests.tui.settling import strips
from tui.app.application import TerrenApp
from tui.app.themes import NAMES, choose
from tui.plan.screen import PlanScreen
from tui.widgets.draw import cut, cut_line, cut_words
from tui.widgets.page import SPACIOUS


async def test_neighbours_open_what_is_closed_and_siblings_stay_beside(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):

        async def at(*keys: str) -> str | None:
            await pilot.press(*keys)
            return here(app)

        assert await at("v", "home", "right_square_bracket") == "1.1.1"
        assert await at("J", "J") == "1.1.3"
        assert await at("K") == "1.1.2"
        assert await at("J", "J", "J") == "1.1.4"
        assert await at("home", "J", "h", "K", "enter") == "1"
        assert await at("right_square_bracket", "J", "J", "J", "right_square_bracket") == "2.1.1"
        assert await at("left_square_bracket") == "1.1.4"
        assert await at("end", "right_square_bracket") == "2.1.4"
        assert await at("home", "left_square_bracket") == "1"
        assert await at("J", "left_square_bracket") == "1.1.4"
        assert await at("S", "home", "right_square_bracket", "J") == "2.1.2"


async def test_the_tree_is_found_as_it_was_left(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("v", "home", "left", "J", "l", "l", "J", "J")
        before = grid(app)
    async with running(at, again=True) as (app, pilot):
        assert grid(app) == before
        assert here(app) == "2.1.3"
        await pilot.press("4")
        assert "2.1.3, Status: Not reported → Implemented" in said(app)
    (tmp_path / "interface.json").write_text(
        '{"tree": {"open": 3, "plan": "Plan prove"}, "filter": 7}', "utf-8"
    )
    async with running(at, again=True) as (app, pilot):
        assert "Mine (4 of 8)" in grid(app)


@pytest.fixture
def spent(tmp_path: Path) -> Home:
    at = home(tmp_path)
    with at.open() as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(400_000), "allocated": Amount(9_800_000)})
        report_money(store, "1.1.1", 2023, {"capital.spent": Amount(100_000)})
        report_money(store, "1.1.2", 2022, {"recurrent.spent": Amount(200_000)})
    return at


async def test_bars_of_money_follow_an_edit(spent: Home) -> None:
    async with running(spent, (120, 40)) as (app, pilot):
        await pilot.press("v", "home")
        assert "€▏──   4%" in grid(app)
        await pilot.press("j", "j", "b", *"100000", "enter", "escape")
        assert "€███ 102%" in grid(app)


async def test_titles_of_objectives_take_the_room_of_shares_until_one_can_be_told(tmp_path: Path) -> None:
    def room_behind(app: TerrenApp) -> int:
        row = next(line.partition("│")[0] for line in grid(app).splitlines() if line.startswith("▾ 1 "))
        return len(row) - len(row.rstrip())

    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        assert room_behind(app) < 10
        with at.open() as store:
            report_money(store, "1.1.1", 2022, {"allocated": Amount(9_800_000)})
        await pilot.press("f5")
        assert "€───   0%" in grid(app)


async def test_of_a_large_terminal_the_tree_takes_what_two_columns_leave(tmp_path: Path) -> None:
    long = "Avancimi dhe promovimi i partneritetit shumëpalësh me organizatat ndërkombëtare"
    plan = with_titles(small_plan(), [[long] * 4, [long] * 4])
    async with running(home(tmp_path, plan), LARGE) as (app, _pilot):
        rows = [line.partition("│")[0] for line in grid(app).splitlines() if " 1.1." in line]
        assert all("partneritetit shumëpalësh me" in row for row in rows), rows
        assert app.screen.query_one("#detail").size.width >= SPACIOUS


@pytest.mark.parametrize("width", [120, 80, 60])
async def test_a_title_goes_before_the_word_of_a_status_that_the_page_names(
    tmp_path: Path, width: int
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
    async with running(at, (width, 24)) as (app, pilot):
        await pilot.press("home")
        (row,) = [line for line in grid(app).splitlines() if "● 1.1.1" in line]
        assert "Masa 1.1.1 për komunat" in row
        assert "↑" in row
        assert ("DONE" in row) == (width != 80)


@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize("plain", [False, True])
async def test_what_calls_for_somebody_stands_out_in_every_theme_and_without_colour(
    tmp_path: Path, theme: str, plain: bool
) -> None:
    """Of many actions that go on, those overdue, returned, in conflict: by mark, place, weight and colour."""
    async with running(home(tmp_path), (80, 24), ascii=plain) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        model = screen.tree_view.model
        for nr in ("1.1.1", "1.1.2", "1.1.3", "1.1.4"):
            row = model.by_number()[nr].row
            assert isinstance(row, ActionRow)
            model.update(
                row._replace(
                    status="partially_implemented",
                    conflict=nr == "1.1.1",
                    returned=nr in ("1.1.1", "1.1.2"),
                    overdue=nr == "1.1.3",
                    unsent=nr == "1.1.4",
                    money_warning=nr == "1.1.4",
                )
            )
        choose(app, app.places, theme)
        screen.panes.show_titles()
        screen.tree_view.refresh()
        await pilot.press("v", "home")
        lines = {}
        for strip in strips(app):
            found = re.match(r"(.{5})[◑=] (1\.1\.\d) ", strip.text)
            if found is not None:
                cells = [(segment.text, segment.style) for segment in strip]
                number = next(style for text, style in cells if text.startswith(found[2]))
                title = next(style for text, style in cells if text.startswith("Masa"))
                assert number is not None and title is not None
                lines[found[2]] = (found[1], number.color, bool(title.bold))
        marks = {nr: mark.strip() for nr, (mark, _ink, _bold) in lines.items()}
        signs = "%<!" if plain else "≠↩!"
        assert marks == {"1.1.1": signs[:2], "1.1.2": signs[1], "1.1.3": signs[2], "1.1.4": ""}
        inks = {nr: ink for nr, (_mark, ink, _bold) in lines.items()}
        assert inks["1.1.4"] not in [inks["1.1.1"], inks["1.1.2"], inks["1.1.3"]]
        assert [nr for nr, (_mark, _ink, bold) in lines.items() if bold] == ["1.1.1", "1.1.2"]
        assert f"{signs[0]}1 {signs[1]}2 {signs[2]}1" in grid(app).splitlines()[1]


async def test_a_closed_objective_shows_what_calls_below_it(tmp_path: Path) -> None:
    async with running(home(tmp_path), (80, 24)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        model = screen.tree_view.model
        row = model.by_number()["1.1.1"].row
        assert isinstance(row, ActionRow)
        model.update(row._replace(returned=True, overdue=True))
        await pilot.press("v", "home", "left")
        (closed,) = [line for line in grid(app).splitlines() if line.startswith("▸ 1 ")]
        assert "↩!" in closed


@pytest.mark.parametrize("code", LANGUAGES)
async def test_of_a_long_title_more_than_17_letters_are_seen_at_80_columns(tmp_path: Path, code: str) -> None:
    long = "Avancimi dhe promovimi i partneritetit shumëpalësh me organizatat ndërkombëtare"
    plan = with_titles(small_plan(), [[long] * 4, [long] * 4])
    with speaking(code):
        async with running(home(tmp_path, plan), (80, 24)) as (app, pilot):
            await pilot.press("v", "g", *"112", "enter", "5", "escape")
            rows = [line.partition("│")[0] for line in grid(app).splitlines() if " 1.1." in line]
            seen = [match[0] for row in rows if (match := re.search(r"Avancimi[^…]*", row))]
            assert len(seen) == 4
            assert min(map(len, seen)) > 24, seen
            # the whole title stands beside it
            assert "ndërkombëtare" in grid(app)


@given(st.text("aé日 ", max_size=30), st.integers(0, 20))
def test_titles_are_cut_behind_whole_words_where_that_leaves_enough(text: str, width: int) -> None:
    shown = cut_words(text, width)
    assert cell_len(shown) <= width
    if cell_len(text) <= width:
        assert shown == text
    elif shown:
        kept = shown[:-1]
        assert shown[-1] == "…"
        assert text.startswith(kept)
        whole = text[len(kept) : len(kept) + 1] in ("", " ")
        assert whole or shown == cut(text, width)


@pytest.mark.parametrize(
    ("width", "shown"),
    [(40, "Avancimi i menaxhimit të rasteve"), (24, "Avancimi i menaxhimit…"), (16, "Avancimi i mena…")],
)
def test_a_title_is_cut(width: int, shown: str) -> None:
    assert cut_words("Avancimi i menaxhimit të rasteve", width) == shown


def test_spans_that_have_no_room_say_that_they_are_cut() -> None:
    line = [("335", "strong"), ("  new changes", ""), (" ", ""), ("accepted   ", "dim")]
    assert cut_line(line, 30) == cut_line(line, 25) == line
    for width, shown in (
        (20, "335  new changes ac…"),
        (16, "335  new change…"),
        (9, "335  new…"),
        (2, "3…"),
    ):
        cut_spans = cut_line(line, width)
        assert "".join(text for text, _style in cut_spans) == shown
        assert cut_spans[0][1] == "strong"
