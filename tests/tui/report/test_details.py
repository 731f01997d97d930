"""What belongs to a status: asked for after its key has stored it, and undone with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.db.settings import Settings
from store.edits.edits import StatusReport, add_note, report_status
from store.edits.entries import correct_note
from store.integrity.verify import verify
from store.ledger.change import Change
from store.query.queries import action_detail
from store.status.record import UnitReport
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
from tui.app.application import TerrenApp
from tui.plan.screen import PlanScreen
from tui.screens.form import FormScreen
from tui.screens.window import ConfirmScreen


def own(at: Home, nr: str = "1.1.1") -> UnitReport:
    with at.open() as other:
        return action_detail(other, nr, today=TODAY).own


def form(app: TerrenApp) -> FormScreen[list[Change]]:
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def test_the_status_is_stored_before_its_reason_is_asked_and_undone_with_it(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "2", "5")
        assert own(at).values["status"] == "not_implemented"
        assert "In progress → Not implemented" in said(app)
        await pilot.press(*"proc", "tab", *"late tender", "tab", *"new one", "enter")
        assert isinstance(app.screen, PlanScreen)
        assert own(at).values == {
            "status": "not_implemented",
            "reason": "procurement",
            "reason_text": "late tender",
            "next_steps": "new one",
        }
        assert "u undo" in said(app)
        await pilot.press("u")
        assert own(at).values == {"status": "in_progress"}
        await pilot.press("ctrl+r")
        assert own(at).values["reason_text"] == "late tender"
        with at.open() as other:
            assert verify(other).faults == ()


async def test_words_that_are_no_reason_choose_none_and_are_not_lost_in_silence(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "5", *"lack of funds")
        assert "“lack of funds” is no reason of the list" in said(app)
        assert "your own words go into “In words”" in said(app)
        await pilot.press("tab", "ctrl+s")
        assert form(app).fields["reason"].widget.has_focus
        assert "reason" not in own(at).values
        await pilot.press(*["backspace"] * 5)
        assert "◂ 1 Lack of budget ▸  [lack of ]" in grid(app)
        await pilot.press("s", "ctrl+s")
        assert own(at).values["reason"] == "lack_of_staff"
        # what is erased leaves what stood before
        await pilot.press("d", "tab", *"zz", "backspace", "backspace", "ctrl+s")
        assert own(at).values["reason"] == "lack_of_staff"


async def test_the_numbers_stand_beside_the_reasons_and_no_other_number_chooses(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "5")
        assert "1 Lack of budget 2 Lack of staff 3 Procurement" in said(app)
        await pilot.press("2", "tab", "shift+tab", *"150")
        assert "“150” is no reason of the list" in said(app)
        await pilot.press(*["backspace"] * 3, "ctrl+s")
        assert own(at).values["reason"] == "lack_of_staff"
        await pilot.press("d", "tab", "0", "ctrl+s")
        assert "reason" not in own(at).values


async def test_enter_alone_accepts_and_escape_leaves_the_status_alone(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "5", "ctrl+s")
        assert isinstance(app.screen, PlanScreen)
        await pilot.press("5", *"la", "escape")
        assert "another Esc discards it" in said(app)
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)
        assert own(at).values == {"status": "not_implemented"}
        with at.open() as other:
            assert other.conn.execute("SELECT count(*) FROM change").fetchone()[0] == 1


async def test_the_same_key_again_asks_and_the_day_can_be_corrected(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "2")
        assert isinstance(app.screen, PlanScreen)
        await pilot.press("2", *"40 %", "shift+tab")
        screen = form(app)
        screen.fill("on", "31.2.2022")
        await pilot.pause()
        assert "is not a date" in grid(app)
        await pilot.press("ctrl+s")
        assert form(app).fields["on"].widget.has_focus
        assert "is not a date" in grid(app)
        screen.fill("on", "31.1.2022")
        await pilot.press("ctrl+s")
        assert own(at) == UnitReport("17", {"status": "in_progress", "percent": 40}, "2022-01-31")
        await pilot.press("d")
        screen = form(app)
        assert list(screen.fields) == [
            "on", "percent", "reason", "reason_text", "new_deadline", "output_reached", "next_steps",
        ]  # fmt: skip
        await pilot.press(*["backspace"] * 2, *"1000", "ctrl+s")
        assert "is not a percentage" in grid(app)
        await pilot.press(*["backspace"] * 4, "ctrl+s")
        assert own(at).values == {"status": "in_progress"}


async def test_texts_of_several_lines_and_what_is_refused_stays_typed(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "d", "tab", "tab", "tab", "tab")
        screen = form(app)
        assert screen.fields["output_reached"].widget.has_focus
        assert "on" not in screen.fields
        screen.fill("output_reached", "x" * 4001)
        await pilot.press("ctrl+s")
        assert "At most 4000" in grid(app)
        assert form(app).entered("output_reached") == "x" * 4001
        screen.fill("output_reached", "")
        await pilot.press(*"one", "ctrl+j", *"two", "ctrl+s")
        assert own(at).values == {"output_reached": "one\ntwo"}


@pytest.mark.parametrize(("asked", "opens"), [("always", [True, True]), ("never", [False, False])])
async def test_the_configuration_says_how_much_is_asked(
    tmp_path: Path, asked: str, opens: list[bool]
) -> None:
    async with running(home(tmp_path), settings=Settings(ask=asked)) as (app, pilot):
        await pilot.press("j", "j")
        for key, opened in zip(("2", "5"), opens, strict=True):
            await pilot.press(key)
            assert isinstance(app.screen, FormScreen) == opened
            await pilot.press("escape")


async def test_a_late_action_is_told_that_its_reason_is_missing(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        app.today = lambda: date(2026, 1, 1)
        await pilot.press("j", "j", "2")
        assert isinstance(app.screen, PlanScreen)
        assert "d reason is missing" in said(app)
        await pilot.press("d", "tab", "2", "ctrl+s", "1")
        assert own(at).values["reason"] == "lack_of_staff"
        assert "d details" in said(app)


def test_a_report_joins_only_the_last_own_batch(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        first = report_status(store, "1.1.1", StatusReport("not_started"), today=TODAY)[0].batch
        report_status(store, "1.1.3", StatusReport("not_started"), today=TODAY)
        late = report_status(store, "1.1.1", StatusReport(percent=5), today=TODAY, batch=first)[0]
        assert late.batch != first
        more = report_status(store, "1.1.1", StatusReport(reason="other"), today=TODAY, batch=late.batch)[0]
        assert more.batch == late.batch


@pytest.mark.parametrize("agreed", [True, False])
async def test_what_contradicts_a_status_is_set_right_by_one_enter(tmp_path: Path, agreed: bool) -> None:
    at = home(tmp_path)
    before = {"status": "in_progress", "percent": 40, "reason": "lack_of_staff"}
    with at.open() as store:
        report = StatusReport("in_progress", percent=40, reason="lack_of_staff")
        report_status(store, "1.1.1", report, today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "4")
        assert isinstance(app.screen, ConfirmScreen)
        assert "Percent complete: “40%”, Reason for delay: “Lack of staff” contradict the status." in said(
            app
        )
        await pilot.press("enter" if agreed else "escape")
        assert isinstance(app.screen, PlanScreen)
        after = {"percent": 100} if agreed else {"percent": 40, "reason": "lack_of_staff"}
        assert own(at).values == {"status": "implemented", **after}
        assert ("contradicts the status" in said(app)) is not agreed
        # the line names all that undo takes back
        assert ("and 2 more u undo" in said(app)) is agreed
        await pilot.press("u")
        assert own(at).values == before


@pytest.mark.parametrize(
    ("percent", "reason", "offered"),
    [
        (40, None, "Enter sets 100%."),
        (None, "other", "Enter takes the reason for delay away."),
        (40, "other", "Enter sets 100% and no reason for delay."),
    ],
)
async def test_only_what_stands_is_offered_to_be_set_right(
    tmp_path: Path, percent: int | None, reason: str | None, offered: str
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(
            store, "1.1.1", StatusReport("in_progress", percent=percent, reason=reason), today=TODAY
        )
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("j", "j", "4")
        assert offered in said(app)


async def test_a_value_that_came_meanwhile_is_shown_before_another_takes_its_place(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress", percent=10), today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "d", "tab")
        field = form(app).fields["percent"].widget
        field.focus()
        await pilot.press("ctrl+u", *"50")
        with at.open() as store:
            report_status(store, "1.1.1", StatusReport(percent=20), today=TODAY)
        await pilot.press("ctrl+s")
        assert "meanwhile it is 20%, which you have not seen" in said(app)
        assert own(at).values["percent"] == 20
        await pilot.press("ctrl+s")
        assert own(at).values["percent"] == 50


async def test_a_day_is_not_put_on_a_status_that_came_meanwhile_unseen(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "d")
        form(app).fields["on"].widget.focus()
        await pilot.press("ctrl+u", *"1.3.2022")
        with at.open() as store:
            report_status(store, "1.1.1", StatusReport("not_implemented"), today=TODAY)
        await pilot.press("ctrl+s")
        assert "meanwhile it is Not implemented, which you have not seen" in said(app)
        assert (own(at).values["status"], own(at).effective_on) == ("not_implemented", TODAY.isoformat())


async def test_of_several_actions_each_value_that_came_meanwhile_is_shown(tmp_path: Path) -> None:
    at = home(tmp_path)
    actions = "1.1.1", "1.1.2"
    with at.open() as store:
        for n, nr in enumerate(actions):
            report_status(store, nr, StatusReport("in_progress", percent=10 + n), today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "space", "space", "d")
        assert "2 actions" in said(app)
        form(app).fields["percent"].widget.focus()
        await pilot.press(*"50")
        with at.open() as store:
            for nr in actions:
                report_status(store, nr, StatusReport(percent=20), today=TODAY)
            report_status(store, "1.1.2", StatusReport("not_implemented"), today=TODAY)
        await pilot.press("ctrl+s")
        assert "1.1.2, Status: meanwhile it is Not implemented, which you have not seen" in said(app)
        assert "It stays as it is" in said(app) and "in its place" not in said(app)
        for nr in actions:
            await pilot.press("ctrl+s")
            assert f"{nr}, " in said(app) and "meanwhile it is 20%" in said(app)
            assert own(at).values["percent"] == 20
        await pilot.press("ctrl+s")
        assert own(at).values["percent"] == 50


@pytest.mark.parametrize(("keys", "after"), [(("!",), ["First!"]), (("backspace",) * 5, [])])
async def test_an_entry_that_was_corrected_meanwhile_is_shown_before_it_is_replaced_or_withdrawn(
    tmp_path: Path, keys: tuple[str, ...], after: list[str]
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        (change,) = add_note(store, "1.1.1", "First")

    def notes() -> list[object]:
        with at.open() as store:
            return [note.value for note in action_detail(store, "1.1.1", today=TODAY).notes]

    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("g", *"111", "enter", "n", "shift+tab", "right", "tab", "ctrl+end", *keys)
        with at.open() as store:
            correct_note(store, "1.1.1", change.field, "Theirs")
        await pilot.press("ctrl+s")
        assert "meanwhile it is Theirs, which you have not seen" in said(app)
        assert notes() == ["Theirs"]
        await pilot.press("ctrl+s")
        assert notes() == after


async def test_an_implemented_action_lacks_no_reason(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    async with running(at, (120, 40)) as (app, pilot):
        app.today = lambda: date(2030, 1, 1)
        await pilot.press("j", "j", "3")
        assert "reason is missing" in said(app)
        await pilot.press("4")
        assert "reason is missing" not in said(app)


@pictured
async def test_the_question_about_a_contradiction_looks_as_it_did(
    tmp_path: Path, size: Size, code: str, refresh: bool
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report = StatusReport("in_progress", percent=40, reason="lack_of_staff")
        report_status(store, "1.1.1", report, today=TODAY)
    with speaking(code):
        async with running(at, size) as (app, pilot):
            await pilot.press("j", "j", "4")
            assert_snapshot(f"settle-{size[0]}x{size[1]}-{code}", grid(app), refresh)
