"""A paper form typed in at headquarters: digit, Tab, amount, Enter; kept until it is recorded by a yes."""

from __future__ import annotations

from pathlib import Path

from language.terms import status
from schema.paper import DIGITS
from store.history.history import undo
from store.ledger.heads import state_form
from store.query.paper import paper_code
from store.query.unit_form import unit_forms
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    TerrenPilot,
    assert_snapshot,
    grid,
    home,
    pictured,
    running,
    said,
    speaking,
)
from tests.tui.screens.test_drafts import Window
from tui.app.application import TerrenApp


async def open_paper(app: TerrenApp, pilot: TerrenPilot) -> None:
    """Open the paper form of the unit under the cursor of the matrix."""
    await pilot.press("M")
    await pilot.press("e")


def stands(at: Home) -> dict[tuple[str, str], object]:
    """What stands of units, by the number of the action and the field."""
    with at.open() as store:
        return {
            (of["target"], of["field"]): of["value"]
            for of in state_form(store.conn)
            if of["kind"] in ("action", "money") and of["value"] is not None
        }


async def test_a_page_is_typed_in_and_recorded_by_a_yes(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    async with running(at, (120, 40)) as (app, pilot):
        await open_paper(app, pilot)
        assert "1.1.1: Not reported" in said(app)
        await pilot.press("2", "tab", *"40% 500/300", "enter", "9", "4", "enter", "shift+tab", *"1.234")
        assert "1.234" in said(app) and "2 of 4 filled in" in said(app)
        await pilot.press("ctrl+u", "ctrl+s")
        await pilot.press("enter", *"Besa", "enter", "enter")
        assert "By paper form from Besa" in said(app) and "In progress" in said(app)
        await pilot.press("enter")
        assert "5 values are recorded by paper form." in said(app)
    found = stands(at)
    assert found["1.1.1", "status"] == "in_progress" and found["1.1.1", "percent"] == 40
    assert found["1.1.1", "2022.recurrent.spent"] == 50000
    assert found["1.1.1", "2022.capital.spent"] == 30000
    assert found["1.1.3", "status"] == "implemented" and ("2.1.1", "status") not in found
    with at.open() as store:
        undo(store)
    assert stands(at) == {}


async def test_enter_stays_on_an_amount_that_is_refused(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    async with running(at, (120, 40)) as (app, pilot):
        await open_paper(app, pilot)
        await pilot.press("2", "tab", *"1.234", "enter", "4", *["backspace"] * 6, "4", "enter", "ctrl+s")
        await pilot.press("enter", *"Besa", "enter", "enter", "enter")
    assert stands(at) == {("1.1.1", "status"): "in_progress", ("1.1.1", "2022.recurrent.spent"): 400}


async def test_what_was_typed_is_there_again_and_a_wrong_code_is_told(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    async with running(at, (120, 40)) as (app, pilot):
        await open_paper(app, pilot)
        await pilot.press("3", "escape")
        # it may be gone on with at a terminal
        with Window(at, "paper", "01") as elsewhere:
            assert list(elsewhere.offered.values()) == ["3"]
    async with running(at, (120, 40), again=True) as (app, pilot):
        await open_paper(app, pilot)
        assert "1 of 4 filled in" in said(app)
        await pilot.press("ctrl+s", *"1-2-3456", "enter", *"Besa", "ctrl+s")
        assert "is not the code" in said(app)
        with at.open() as store:
            code = paper_code(next(unit_forms(store, ["01"], None, TODAY)))
        await pilot.press(*["backspace"] * 12, *code, "ctrl+s", "enter")
    assert list(stands(at).values()) == ["partially_implemented"]


async def test_every_digit_stands_beside_its_status_where_there_is_little_room(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    with speaking("sr"):
        async with running(at, (60, 20)) as (app, pilot):
            await open_paper(app, pilot)
            shown = grid(app)
            missing = [n for n, code in DIGITS.items() if f"{n} {status(code or None)}" not in shown]
            assert missing == [] and " F1 pomoć" in shown


@pictured
async def test_paper_looks_as_it_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        at = home(tmp_path / "office", unit="MPB", role="headquarters")
        async with running(at, size) as (app, pilot):
            await open_paper(app, pilot)
            await pilot.press("2", "tab", *"40% 500/300 #Filluar", "enter", "5", "tab", *"!33")
            assert_snapshot(f"paper-{size[0]}x{size[1]}-{code}", grid(app), refresh)
            await pilot.press(*["backspace"] * 2, "3", "ctrl+s", "enter", *"Besa")
            assert_snapshot(f"paper-head-{size[0]}x{size[1]}-{code}", grid(app), refresh)
            await pilot.press("ctrl+s")
            assert_snapshot(f"paper-confirm-{size[0]}x{size[1]}-{code}", grid(app), refresh)
