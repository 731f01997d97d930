"""Forms on the screens of headquarters: what came by one is marked until the unit itself says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader.workbook.form_table import look_at_form, record_form
from store.edits.edits import StatusReport, report_status
from store.ledger.change import Register
from store.ledger.heads import read_heads
from sync.receive.receive import receive
from sync.send.export import export
from tests.support.check_codes import check_code_of
from tests.tui.exchange.test_exchange import inbox_of_a_morning
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    TerrenPilot,
    assert_snapshot,
    fill,
    grid,
    home,
    pictured,
    running,
    said,
    speaking,
)
from tests.tui.visits import VISITS, Workplaces
from tests.tui.workplaces import returned_form
from tui.app.application import TerrenApp
from tui.exchange.inbox import InboxScreen
from tui.exchange.inbox_forms import FormInboxScreen
from tui.headquarters.matrix import FormsScreen
from tui.report.reported import ReportedScreen


async def test_what_came_by_a_form_is_marked_until_the_unit_says_it_itself(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    form = returned_form(at, tmp_path / "form.xlsx", E10="Implemented", F10=100)
    with at.open() as store:
        record_form(store, look_at_form(store, form, TODAY), TODAY)
    words = "▤ by form from Besa (form.xlsx), not confirmed"
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("g", *"111", "enter")
        assert words in said(app) and "confirmed ▤ by form" in said(app)
        await pilot.press("h")
        assert said(app).count("confirmed ▤ by form") == 2
        await pilot.press("escape", "A")
        assert words in said(app) and "1.1.1 Pejë ▤" in said(app)
        await pilot.press("escape", "M")
        assert "Pejë: ● Implemented ▤ by form" in said(app)
    laptop = home(tmp_path / "laptop")
    with laptop.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented", percent=100), today=TODAY)
        own = export(store, laptop.places, tmp_path).path
    with at.open() as store:
        receive(store, at.places, own, accept=check_code_of(own.read_bytes()))
    async with running(at, (200, 50)) as (app, pilot):
        await pilot.press("g", *"111", "enter")
        assert "Pejë: Implemented" in said(app) and "▤" not in said(app)


async def looked_at(app: TerrenApp, pilot: TerrenPilot, folder: Path) -> None:
    """The window of forms that came back, with those of a folder listed."""
    await pilot.press("z", "f")
    fill(app, str(folder))
    await pilot.press("enter")


async def test_a_form_is_shown_before_it_is_recorded_and_is_taken_back(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    box = tmp_path / "box"
    box.mkdir()
    returned_form(at, box / "form.xlsx", E10="Implemented", F10=100)
    (box / "other.xlsx").write_bytes(b"no form")
    async with running(at, (120, 40)) as (app, pilot):
        await looked_at(app, pilot, box)
        assert "1 form waits there." in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, ReportedScreen)
        assert "filled in by Besa" in said(app) and "2 values would be recorded." in said(app)
        await pilot.press("u", "down")
        assert "Before Not reported After Implemented" in said(app)
        await pilot.press("enter", "escape")
        assert stands(at, "status") is None
        await pilot.press("enter", "x", "enter")
        assert "2 values are recorded; u takes them back." in said(app)
        assert stands(at, "status") == "implemented"
        await pilot.press("enter", "u")
        assert stands(at, "status") is None and "2 values would be recorded." in said(app)
        await pilot.press("w", "enter", "escape")
        assert isinstance(app.screen, FormInboxScreen) and "form.xlsx" not in said(app)
        await pilot.press("enter")
        assert "No form waits there." in said(app)
        await pilot.press("escape", "escape", "g", *"111", "enter")
        assert "Pejë: Implemented" in said(app)


async def test_all_that_is_wrong_with_a_form_is_listed_and_nothing_is_taken(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    form = returned_form(at, tmp_path / "form.xlsx", E10="Done", F11=140)
    async with running(at, (120, 40)) as (app, pilot):
        await looked_at(app, pilot, form)
        assert isinstance(app.screen, ReportedScreen)
        assert "cell E10" in said(app) and "cell F11" in said(app)
        await pilot.press("u", "w", "enter")
        assert "Nothing of it is taken until it is corrected." in said(app)
    assert stands(at, "percent") is None


async def test_the_exchange_folder_leads_to_the_forms_that_lie_in_it(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    box = tmp_path / "box"
    box.mkdir()
    returned_form(at, box / "form.xlsx", E10="Implemented")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("x")
        fill(app, str(box))
        await pilot.press("enter")
        assert "1 form that came back lies there: Ctrl+F looks at it." in said(app)
        await pilot.press("ctrl+f")
        assert isinstance(app.screen, FormInboxScreen) and "1 form waits there." in said(app)


async def test_a_laptop_is_told_that_headquarters_takes_forms(tmp_path: Path) -> None:
    async with running(home(tmp_path / "laptop"), (120, 40)) as (app, pilot):
        await pilot.press("z", "f")
        assert isinstance(app.screen, InboxScreen) and "headquarters" in said(app)


async def test_forms_are_written_for_all_units_for_one_and_over_those_there(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    folder = tmp_path / "forms"
    folder.mkdir()
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("M", "F")
        assert "Form of " in said(app)
        fill(app, str(folder))
        await pilot.press("enter")
        assert "1 form is written." in said(app) and len([*folder.iterdir()]) == 1
        await pilot.press("enter", "F", "enter")
        assert "another Enter replaces it" in said(app)
        await pilot.press("enter")
        assert "1 form is written." in said(app)
        await pilot.press("escape", "f")
        screen = app.screen
        assert isinstance(screen, FormsScreen)
        screen.stopped.set()
        await pilot.press("enter")
        assert "Stopped. The others are not written." in said(app) and len([*folder.iterdir()]) == 1


def stands(at: Home, field: str) -> object:
    with at.open() as store:
        heads = read_heads(store.conn, Register("action", "1.1.1", "17", field))
        return heads[0].decoded() if heads else None


@pictured
async def test_screens_of_forms_and_trackers_look_as_they_did(
    tmp_path: Path, size: Size, code: str, refresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # keys and names of files are others each time
    monkeypatch.setattr("tui.exchange.inbox_page.own_fingerprint", lambda _store: "H3AD-QVAR-TERS-0001")
    monkeypatch.setattr("tui.exchange.inbox.inbox", lambda *_, **__: inbox_of_a_morning())
    with speaking(code):
        places = Workplaces(tmp_path)
        # no two values stand here, of which another one would show each time
        places.made["office"] = home(tmp_path / "office", unit="MPB", role="headquarters")
        for name, screen in (
            ("forms-back", "FormInboxScreen"),
            ("reported", "ReportedScreen"),
            ("record-confirm", "ConfirmScreen of a file"),
            ("tracker-file", "TrackerFileScreen"),
            ("tracker-answer", "AnswerScreen of a table"),
            ("report-sender", "AnswerScreen of a sender"),
            ("encoding", "EncodingScreen"),
            ("own-plan", "OwnPlanScreen"),
        ):
            async with places.visited(VISITS[screen], size) as (app, pilot):
                if app.focused is not None and app.focused.id in ("place", "file"):
                    # the path is another one each time
                    await pilot.press("ctrl+u")
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)
