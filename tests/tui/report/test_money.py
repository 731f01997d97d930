"""The money table: Tab and mouse store the cell they leave, pastes are read, five years fit in 60 cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from schema.types import MAX_CENTS
from store.account.money import year_money
from store.edits.edits import Amount, add_note, report_money
from store.history.conflicts import conflicts
from store.ledger.change import Register
from store.query.queries import action_detail, own_amounts
from store.status.record import RecordedAmount
from tests.plans import small_plan
from tests.store.history.test_undo import received
from tests.tui.harness import TODAY, Home, assert_snapshot, grid, home, running, said, speaking
from tui.app.application import TerrenApp
from tui.report.money import MoneyScreen
from tui.report.money_grid import MoneyCell, MoneyGrid, money_table


def money(at: Home, nr: str = "1.1.1") -> list[tuple[int | None, int | None, int | None]]:
    with at.open() as other:
        return [(y.allocated, y.capital, y.recurrent) for y in own_amounts(other, nr)[0]]


def table(app: TerrenApp) -> MoneyGrid:
    assert isinstance(app.screen, MoneyScreen)
    return app.screen.grid


def five_years(at: Path) -> Home:
    """An installation on a plan of five years."""
    plan = small_plan()
    years = (2021, 2022, 2023, 2024, 2025)
    budget = {year: 10**12 + n for n, year in enumerate(years)}
    strategic = tuple(
        s._replace(
            specific_objectives=tuple(
                p._replace(actions=tuple(a._replace(budget=budget) for a in p.actions), totals={})
                for p in s.specific_objectives
            )
        )
        for s in plan.strategic_objectives
    )
    return home(at, plan._replace(years=years, strategic_objectives=strategic, findings=(), provenance={}))


async def test_tab_stores_and_goes_on_over_the_end_of_the_row(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press(
            "j", "j", "b", "up", "left", *"1", "tab", *"2", "tab", *"3", "tab", *"4", "up", *"5"
        )
        assert table(app).cell == MoneyCell("allocated", 2021)
        await pilot.press("shift+tab")
        assert table(app).cell == MoneyCell("spent", 2023)
        assert money(at) == [(500, 400, None), (200, None, None), (300, None, None)]


@pytest.mark.parametrize(
    ("code", "typed", "cents"),
    [
        ("sq", "12.500,-", 1_250_000),
        ("sq", "12 mijë", 1_200_000),
        ("sr", "12 hiljada", 1_200_000),
        ("en", "12k", 1_200_000),
        ("sr", "12 500,50", 1_250_050),
    ],
)
async def test_amounts_are_typed_as_people_write_them(
    tmp_path: Path, code: str, typed: str, cents: int
) -> None:
    at = home(tmp_path)
    with speaking(code):
        async with running(at) as (_app, pilot):
            await pilot.press("j", "j", "b", *typed, "enter")
            assert money(at)[1] == (None, cents, None)


async def test_a_total_without_its_split_is_entered_and_says_what_it_counts_as(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", *"4000", "enter", "down")
        assert table(app).cell == MoneyCell("spent", 2022)
        assert "In all, where the split is not known" in said(app)
        await pilot.press(*"12.500,-")
        assert "12,500.00 EUR recurrent: 8,500.00" in said(app)
        await pilot.press("enter")
        assert money(at)[1] == (None, 400_000, 850_000)
        # added, it is recurrent; less than what is capital it cannot be
        await pilot.press(*"+100", "enter", *"3999")
        await pilot.press("enter")
        assert "3,999 in all is less than the 4,000 of capital spending." in said(app)
        assert table(app).typed == "3999"
        await pilot.press("escape", "u")
        assert money(at)[1] == (None, 400_000, 850_000)
        # emptied, nothing of it stays; one key takes it back
        await pilot.press("delete")
        assert money(at)[1] == (None, None, None)
        await pilot.press("u")
        assert money(at)[1] == (None, 400_000, 850_000)


async def test_what_is_refused_keeps_the_cursor_whatever_key_leaves_it(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", *"-1")
        for key in ("tab", "down", "enter", "shift+tab"):
            await pilot.press(key)
            assert "negative" in said(app)
            assert table(app).typed == "-1"
            assert table(app).cell == MoneyCell("capital.spent", 2022)
        assert money(at)[1] == (None, None, None)


async def test_an_ambiguous_amount_is_asked_about_once(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", *"1.234", "tab")
        assert "Is 1,234.00 EUR meant?" in said(app)
        await pilot.press("0", "enter")
        assert "more than two decimals" in said(app)
        await pilot.press("backspace", "enter", "enter")
        assert money(at)[1] == (None, 123_400, None)


async def test_the_day_until_which_it_was_spent_is_given_once(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b")
        assert "What you enter was spent until today." in said(app)
        await pilot.press("d", *"31.3.2022", "enter", *"500", "enter", "up")
        assert "What you enter was spent until 31 Mar 2022." in said(app)
        assert "This amount: spent on 31 Mar 2022." in said(app)
        await pilot.press("d", "ctrl+u", *"1.12.2022", "enter", *"600", "enter")
        assert "has not come yet" in said(app)
    with at.open() as other:
        assert own_amounts(other, "1.1.1")[1] == (
            RecordedAmount("17", 2022, "capital.spent", 50_000, "2022-03-31"),
        )


async def test_nothing_is_added_before_the_day_of_what_stands(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", *"500", "enter", "up")
        await pilot.press("d", *"31.1.2022", "enter", *"+20", "enter")
        assert "500 EUR stands already, of " in said(app)
        assert table(app).typed == "+20"
    assert money(at)[1] == (None, 50_000, None)


async def test_the_mouse_chooses_a_cell_and_stores_the_one_it_leaves(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (100, 30)) as (app, pilot):
        await pilot.press("j", "j", "b", *"77")
        (start, end), line = table(app)._table.spans[2023], 2
        await pilot.click(MoneyGrid, offset=((start + end) // 2, line))
        assert table(app).cell == MoneyCell("allocated", 2023)
        assert money(at)[1] == (None, 7_700, None)
        await pilot.click(MoneyGrid, offset=((start + end) // 2, line))
        await pilot.press(*"8", "enter")
        assert money(at)[2] == (800, None, None)
        await pilot.click(MoneyGrid, offset=(1, 0))
        assert table(app).cell.year == 2023


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (" 12 500,50 € \n", 1_250_050),
        ("1000\t2000\t3000", None),
        ("1000\r\n2000", None),
        ("1000\t\r\n", 100_000),
        ("1" * 90, None),
        ("=SUM(A1)", None),
        ("\u202e99\x1b[2J", None),
    ],
)
async def test_what_is_pasted_is_read_like_what_is_typed(
    tmp_path: Path, pasted: str, stored: int | None
) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b")
        app.post_message(Paste(pasted))
        await pilot.pause()
        await pilot.press("enter")
        assert money(at)[1] == (None, stored, None)
        assert "\x1b" not in grid(app)


async def test_of_several_cells_pasted_none_is_taken_and_that_is_said(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", "left")
        app.post_message(Paste("1000\t2000\t3000"))
        await pilot.pause()
        assert "Several cells were pasted" in said(app)
        assert table(app).typed is None


async def test_a_cell_that_is_emptied_is_cleared_and_says_so(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(50_000)})
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", "enter", "ctrl+u")
        assert "Enter clears 500.00 EUR; Esc keeps it." in said(app)
        await pilot.press("escape")
        assert money(at)[1] == (None, 50_000, None)
        await pilot.press("enter", "ctrl+u", "enter")
        assert money(at)[1] == (None, None, None)
        assert "500.00 EUR cleared; u takes it back." in said(app)
        with at.open() as store:
            # what another window records meanwhile is not what the line offers to take back
            add_note(store, "2.1.1", "x")
        await pilot.press("u")
        assert money(at)[1] == (None, 50_000, None)
        with at.open() as store:
            assert [note.value for note in action_detail(store, "2.1.1", today=TODAY).notes] == ["x"]
        await pilot.press("up", "delete")
        assert "500.00 EUR cleared; u takes it back." in said(app)
        # where nothing stands, nothing is recorded
        await pilot.press("right", "5", "backspace", "enter")
        assert money(at)[2] == (None, None, None)


async def test_an_amount_that_came_meanwhile_is_shown_before_another_takes_its_place(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(50_000)})
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", "enter", "ctrl+u", *"700")
        with at.open() as store:
            report_money(store, "1.1.1", 2022, {"capital.spent": Amount(60_000)})
        await pilot.press("enter")
        assert "meanwhile it is 600 EUR, which you have not seen" in said(app)
        assert money(at)[1] == (None, 60_000, None)
        await pilot.press("enter")
        assert money(at)[1] == (None, 70_000, None)


async def test_what_is_added_takes_the_place_of_the_amount_in_an_opened_cell(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(50_000)})
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", "enter", *"+500")
        assert table(app).typed == "+500"
        assert "500.00 + 500.00 = 1,000.00" in said(app)
        await pilot.press("enter")
        assert money(at)[1] == (None, 100_000, None)
        # only what is not touched gives way
        await pilot.press("up", "enter", "backspace", "+")
        assert (table(app).typed or "").endswith("+") and table(app).typed != "+"


async def test_undo_in_the_table_says_what_it_took_back_elsewhere(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "j", "2", "k", "b", "u")
        assert "Taken back: 1.1.3, Status: In progress → Not reported" in said(app)
        await pilot.press("u")
        assert "nothing to undo" in said(app)
        await pilot.press("escape")
        assert "IN PROGR." not in grid(app)


async def test_the_warning_shows_before_it_is_stored_and_beside_the_cell(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "b", "left", *"5")
        assert "2021: money was spent although the plan says administrative cost" in said(app)
        await pilot.press("enter")
        assert "△ 5" in grid(app)


async def test_five_years_and_the_largest_amounts_in_sixty_columns(tmp_path: Path, refresh: bool) -> None:
    at = five_years(tmp_path)
    with at.open() as store:
        for year in (2021, 2025):
            report_money(store, "1.1.1", year, {"capital.spent": Amount(MAX_CENTS - 1)})
    async with running(at, (60, 20)) as (app, pilot):
        await pilot.press("j", "j", "b", *["right"] * 3)
        assert "2025" in grid(app)
        assert "99,999,999,999.99" in grid(app)
        assert_snapshot("money-five-years-60x20-en", grid(app), refresh)
        await pilot.press(*"+1", "enter")
        assert "too large" in said(app)
        assert table(app).typed == "+1"


@pytest.mark.parametrize("width", [20, 40, 58, 80, 200])
def test_no_line_is_wider_than_the_table(width: int) -> None:
    from rich.cells import cell_len

    years = tuple(year_money(2021 + n, MAX_CENTS, [MAX_CENTS] * 3) for n in range(5))
    for year in years:
        shown = money_table(years, MoneyCell("allocated", year.year), "9" * 24, width, "EUR")
        if width >= 58:
            assert max(sum(cell_len(text) for text, _ in line) for line in shown.lines) <= width
        assert year.year in shown.spans


async def test_an_amount_in_conflict_is_marked_and_not_decided_by_typing(
    tmp_path: Path,
) -> None:
    at = home(tmp_path)
    register = Register("money", "1.1.1", "17", "2022.capital.spent")
    with at.open() as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(500), "allocated": Amount(600)})
        received(store, register, 700, seen=False)
        assert {year.year: year.disputed for year in own_amounts(store, "1.1.1")[0]} == {
            2021: frozenset(),
            2022: frozenset({"capital.spent"}),
            2023: frozenset(),
        }
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j")
        assert "≠ 7" in grid(app)
        await pilot.press("b")
        assert "≠ 7" in grid(app)
        assert isinstance(app.screen, MoneyScreen)
        assert "competing values" in str(app.screen.note.render())
        await pilot.press("up")
        assert "competing values" not in str(app.screen.note.render())
        await pilot.press("down", *"8", "enter")
        # one value shows, so whoever types has not seen both
        said = str(app.screen.note.render())
        assert "in conflict" in said
        assert "Conflicts" in said
        assert app.screen.grid.typed == "8"
    with at.open() as store:
        assert len(conflicts(store)) == 1
