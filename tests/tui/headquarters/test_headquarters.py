"""Conflicts are decided with one key; the matrix shows who reported what."""

from __future__ import annotations

from pathlib import Path

from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.recording import Recording
from store.edits.reporting import set_rule
from store.history.conflicts import conflicts
from store.ledger.change import Register
from store.ledger.heads import read_heads
from store.plan.reporting import CHOSEN
from store.status.outline import outline
from tests.store.history.test_undo import received
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    assert_snapshot,
    grid,
    here,
    home,
    pictured,
    running,
    said,
    speaking,
)
from tui.headquarters.conflicts import ConflictsScreen
from tui.headquarters.matrix import MatrixScreen
from tui.plan.screen import PlanScreen

STATUS = Register("action", "1.1.1", "17", "status")
MONEY = Register("money", "1.1.3", "17", "2022.capital.spent")


def disputed(folder: Path) -> Home:
    """A headquarters with a conflict about a status and one about money."""
    at = home(folder, unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY, unit="17")
        report_money(store, "1.1.3", 2022, {"capital.spent": Amount(500)}, Recording(unit="17"))
        received(store, STATUS, "implemented", seen=False)
        received(store, MONEY, 700, seen=False)
    return at


async def test_one_key_decides(tmp_path: Path) -> None:
    at = disputed(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("c")
        assert isinstance(app.screen, ConflictsScreen)
        await pilot.press("r", *"Telefon", "enter", "2")
        with at.open() as store:
            assert len(conflicts(store)) == 1
            assert store.conn.execute("SELECT count(*) FROM state WHERE kind = 'note'").fetchone()[0] == 1
        await pilot.press("9", "o", *"abc", "enter")
        assert "abc" in grid(app)
        await pilot.press("escape", "o", *"12,50", "enter")
        with at.open() as store:
            assert [head.value for head in read_heads(store.conn, MONEY)] == ["1250"]
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)


async def test_a_click_in_the_conflicts_selects_and_two_go_to_the_action(tmp_path: Path) -> None:
    async with running(disputed(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("c")
        (y,) = [n for n, line in enumerate(grid(app).splitlines()) if "1.1.3" in line]
        await pilot.click(offset=(4, y))
        assert isinstance(app.screen, ConflictsScreen), "a click selects"
        assert app.screen.conflict is not None and app.screen.conflict.register == MONEY
        await pilot.click(offset=(4, y), times=2)
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        assert here(app) == "1.1.3"


async def test_undo_of_a_decision_shows_the_conflict_again(tmp_path: Path) -> None:
    at = disputed(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("c")
        before = grid(app)
        await pilot.press("2")
        assert "Decided: 1.1.1" in said(app)
        with at.open() as store:
            # what another window records meanwhile is not what the line offers to take back
            add_note(store, "2.1.1", "x", unit="17")
        await pilot.press("u")
        assert "1.1.1, Status: in conflict: Implemented / In progress" in said(app)
        app.clear_notifications()
        await pilot.pause()
        assert grid(app) == before


async def test_undo_of_who_is_to_report_shows_in_every_row(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="MPB")
        set_rule(store, CHOSEN, ["MPB"], today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        assert isinstance(app.screen, PlanScreen)
        before = app.screen.model.actions["1.1.1"].status
        await pilot.press("u")
        with at.open() as store:
            stands = outline(store, today=TODAY).actions
        assert [*app.screen.model.actions.values()] == [*stands]
        assert app.screen.model.actions["1.1.1"].status != before


async def test_an_amount_that_can_be_read_in_two_ways_is_asked_about(tmp_path: Path) -> None:
    at = disputed(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("c", "down", "o", *"1.234", "enter")
        assert "Is 1,234.00 EUR meant? Enter stores it." in said(app)
        with at.open() as store:
            assert len(conflicts(store)) == 2
        await pilot.press("enter")
        with at.open() as store:
            assert [head.value for head in read_heads(store.conn, MONEY)] == ["123400"]


async def test_the_matrix_is_walked(tmp_path: Path) -> None:
    async with running(disputed(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("M")
        assert isinstance(app.screen, MatrixScreen)
        for _ in range(60):
            if app.screen.grid.unit == "17":
                break
            await pilot.press("right")
        assert "competing values" in grid(app)
        await pilot.press("m", "end", "G", "home", "pageup", "m", "down", "enter")
        assert isinstance(app.screen, PlanScreen)


@pictured
async def test_headquarters_screens_look_as_they_did(
    tmp_path: Path, size: Size, code: str, refresh: bool
) -> None:
    with speaking(code):
        async with running(disputed(tmp_path), size) as (app, pilot):
            for name, keys in (
                ("conflicts", ("c",)),
                ("conflicts-other", ("o", *"Zbatuar")),
                ("matrix", ("escape", "escape", "M")),
                ("matrix-missing", ("m",)),
                ("asof", ("escape", "o", "a")),
            ):
                await pilot.press(*keys)
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)
