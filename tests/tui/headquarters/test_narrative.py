"""Words of the report, reviews and who owes what, on the screens of headquarters and of an officer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from language import dates
from store.account.calendar import read_calendar
from store.account.reporting import read_rules
from store.edits.calendar import close_period, open_period
from store.edits.edits import StatusReport, report_status
from store.edits.narrative import narrative, read_desks, write_narrative
from store.edits.reviewing import return_report
from store.ledger.change import Register
from store.plan.periods import Period
from store.query.filters.filter import list_actions
from store.status.outline import ActionRow
from tests.store.history.test_undo import received
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    assert_snapshot,
    fill,
    grid,
    home,
    pictured,
    running,
    said,
    speaking,
)
from tui.app.application import TerrenApp
from tui.headquarters.matrix import MatrixScreen
from tui.headquarters.narrative import ChapterScreen, NarrativeScreen
from tui.headquarters.owing import OwingScreen
from tui.plan.screen import PlanScreen
from tui.screens.window import ConfirmScreen

Q3 = Period(2022, "Q3")


def office(folder: Path) -> Home:
    at = home(folder / "office", unit="MPB", role="headquarters")
    with at.open() as store:
        open_period(store, "2022-Q3", date(2022, 10, 15))
        report = StatusReport("in_progress", reason="procurement", output_reached="U mbajtën dy trajnime.")
        report_status(store, "1.1.1", report, today=TODAY, unit="17")
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="04")
        write_narrative(store, "2022-Q3", "summary", "Tremujori i tretë solli përparim në trajnime.")
    return at


def changes(at: Home) -> int:
    with at.open() as store:
        return int(store.conn.execute("SELECT count(*) FROM change").fetchone()[0])


def laptop(folder: Path) -> Home:
    """Pejë's, as it is once a file of headquarters was taken: a period is asked for, a report returned."""
    at = home(folder / "laptop")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        with store.writing() as conn:
            conn.execute("UPDATE identity SET role = 'headquarters'")
        open_period(store, "2022-Q3", date(2022, 10, 15))
        return_report(store, "1.1.1", "Mungon dëshmia.", unit="17")
        with store.writing() as conn:
            conn.execute("UPDATE identity SET role = 'field'")
    return at


@pictured
async def test_screens_look_as_they_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        for at, pictures in (
            (
                office(tmp_path),
                {
                    "narrative": ("W",),
                    "chapter": ("W", "enter"),
                    "queue": ("A",),
                    "return": ("A", "r"),
                    "owing": ("O",),
                    "table-file": ("w", "ctrl+u"),
                    "letters": ("O", "w", "ctrl+u"),
                    "reporting": ("M", "r"),
                    "forms": ("M", "f", "ctrl+u"),
                },
            ),
            (laptop(tmp_path), {"asked": ()}),
        ):
            async with running(at, size) as (app, pilot):
                await pilot.press("v")
                for name, keys in pictures.items():
                    await pilot.press("home", "j", "j", *keys)
                    assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)
                    await pilot.press(*["escape"] * 3)


async def test_a_chapter_is_written_beside_what_officers_reported_and_undone(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("W", "enter", "!", "ctrl+s")
        with at.open() as store:
            assert narrative(store.conn, Q3)["summary", ""].endswith("përparim në trajnime.!")
        await pilot.press("j", "enter")
        assert isinstance(app.screen, ChapterScreen)
        assert "U mbajtën dy trajnime." in said(app)
        await pilot.press(*"Hyrje", "ctrl+j", *"dy", "ctrl+s")
        assert isinstance(app.screen, NarrativeScreen)
        with at.open() as store:
            assert narrative(store.conn, Q3)["introduction", ""] == "Hyrje\ndy"
        await pilot.press("u")
        with at.open() as store:
            assert ("introduction", "") not in narrative(store.conn, Q3)
        await pilot.press("right")
        assert "0 chapters written" in said(app)
        assert isinstance(app.screen, NarrativeScreen)
        assert app.screen.period == Period(2022)
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)


async def test_the_text_of_another_desk_is_shown_before_ones_own_takes_its_place(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("W", "enter", *"Ours ")
        with at.open() as other:
            write_narrative(other, "2022-Q3", "summary", "Theirs")
        await pilot.press("ctrl+s")
        assert "meanwhile it is Theirs, which you have not seen" in said(app)
        await pilot.press("ctrl+s")
        assert "Saved" in said(app)
        with at.open() as store, store.reading() as conn:
            assert "Ours" in narrative(conn, Q3)[("summary", "")]


async def test_enter_is_a_new_line_in_a_chapter_and_ctrl_s_stores_it(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (60, 20)) as (app, pilot):
        await pilot.press("W", "j", "enter")
        assert isinstance(app.screen, ChapterScreen)
        await pilot.press(*"Hyrje", "enter", "enter", *"- dy", "ctrl+s")
        assert isinstance(app.screen, NarrativeScreen)
    with at.open() as store:
        assert narrative(store.conn, Q3)["introduction", ""] == "Hyrje\n\n- dy"


async def test_a_chapter_has_a_desk_and_its_material_is_of_a_unit_and_a_status(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("W", "d", *"Arta", "enter")
        assert "  Arta" in row_of(app, "Executive summary") and "Desk: Arta" in said(app)
        with at.open() as store:
            assert read_desks(store.conn) == {("summary", ""): "Arta"}
            report_status(store, "1.1.1", StatusReport(next_steps="Trajnime"), today=TODAY, unit="04")
        assert "U mbajtën dy trajnime." in said(app)
        await pilot.press("f")
        assert "Everything that was reported" in said(app)
        await pilot.press("down", "enter")
        assert "In progress" in grid(app).splitlines()[0] and "U mbajtën dy trajnime." in said(app)
        await pilot.press("f", *["down"] * 3, "enter")
        assert "Pejë · In progress" in grid(app).splitlines()[0] and "U mbajtën dy trajnime." in said(app)
        await pilot.press("f", "down", "enter")
        assert "U mbajtën dy trajnime." not in said(app)
        await pilot.press("f", "up", "up", "enter")
        assert "Trajnime" in said(app) and "U mbajtën dy trajnime." in said(app)
        await pilot.press("u", "u")
        assert "Desk: Arta" not in said(app)


async def test_headquarters_says_who_is_expected_to_report(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("O")
        assert isinstance(app.screen, OwingScreen)
        assert len(app.screen.units) == 40 and "whoever leads an action" in said(app)
        await pilot.press("r", "3", "ctrl+s")
        assert "No unit is chosen." in said(app)
        await pilot.press("tab", *"Peja, mpb", "ctrl+s")
        assert isinstance(app.screen, OwingScreen)
        assert {of.unit for of in app.screen.units} == {"17", "MPB"}
        assert "chosen units: MIA, Pejë" in said(app)
        await pilot.press("escape", "M")
        assert isinstance(app.screen, MatrixScreen)
        assert "chosen units: MIA, Pejë" in said(app)
        await pilot.press("r", "1", "ctrl+s")
        assert "whoever leads an action" in said(app) and len(app.screen.all.units) == 40
    with at.open() as store, store.reading() as conn:
        assert [one.rule.who for one in read_rules(conn)] == ["leads"], "both hold from today on"


async def test_the_matrix_writes_forms_for_who_reports_without_terren(tmp_path: Path) -> None:
    at = office(tmp_path)
    folder = tmp_path / "forms"
    folder.mkdir()
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("O", "f")
        fill(app, str(folder))
        await pilot.press("enter")
        assert "40 forms are written." in said(app) and len([*folder.glob("*2022-Q3*.xlsx")]) == 40
        await pilot.press("enter")
        assert isinstance(app.screen, OwingScreen)


async def test_who_owes_what_leads_to_the_list_and_writes_letters(tmp_path: Path) -> None:
    at = office(tmp_path)
    folder = tmp_path / "letters"
    folder.mkdir()
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("O")
        assert isinstance(app.screen, OwingScreen)
        await pilot.press("t")
        fill(app, str(folder / "owing.csv"))
        await pilot.press("enter")
        assert len((folder / "owing.csv").read_text("utf-8").splitlines()) > 40
        await pilot.press("w")
        fill(app, str(folder))
        await pilot.press("enter")
        assert len([*folder.glob("Reminder*")]) == 2 * 40
        assert isinstance(app.screen, OwingScreen)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        wanted = app.screen.filter_state.filter
        assert wanted.owed
        # the list, the page beside it and the keys are of the unit that was chosen, as on the command line
        with at.open() as store:
            listed = {row.id: row.status for row in list_actions(store, wanted, today=TODAY)}
        rows = [node.row for node in app.screen.model.nodes]
        assert {row.id: row.status for row in rows if isinstance(row, ActionRow)} == listed
        assert listed["1.1.1"] is None
        await pilot.pause()
        assert "Status · Not reported" in said(app)
        assert "status of MIA" not in said(app)
        # a status, money or a note there would be another unit's than the one whose word shows
        recorded = changes(at)
        for key in ("4", "s", "d", "b", "n", "E"):
            await pilot.press(key)
            assert isinstance(app.screen, PlanScreen), key
            assert "shows the report of Deçan; your entry would count for MIA. X shows all" in said(app), key
        assert changes(at) == recorded
        await pilot.press("A")
        assert not isinstance(app.screen, PlanScreen)
        await pilot.press("escape")
        await pilot.press("X", "home", "j", "j")
        assert app.screen.model.shown_rows["1.1.1"].status == "partially_implemented"
        assert "status of MIA" in said(app)


async def test_a_period_is_closed_after_what_is_late_in_it_is_told(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.open() as store:
        open_period(store, "2022-Q2", date(2022, 7, 15))
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("O")
        assert "c close the period  ← period before  ?" in grid(app)
        await pilot.press("left")
        assert "c close the period  → period after  ?" in grid(app)
        await pilot.press("c")
        assert isinstance(app.screen, ConfirmScreen)
        assert "Q2 2022" in said(app) and "reports are outstanding" in said(app)
        assert "4 changes were recorded after that: Esc, then v lists them." in said(app)
        await pilot.press("escape", "v")
        assert "4 late changes" in said(app) and "Gjilan, Status: Not reported → Implemented" in said(app)
        with at.open() as store:
            assert [asked.closed for asked in read_calendar(store.conn)] == [None, None]
        await pilot.press("c", "enter")
        assert isinstance(app.screen, OwingScreen) and "closed on 15 Sep 2022" in said(app)
        assert "Q2 2022 is closed; u on the main screen takes that back." in said(app)
        assert "c close the period" not in grid(app)
        await pilot.press("c")
        assert "Q2 2022: closed on 15 Sep 2022" in app.told()
        await pilot.press("enter")
        assert isinstance(app.screen, OwingScreen), "it is closed, and what is owed for it is no list"
        assert "; the list has only what is outstanding for the period" in said(app)
        await pilot.press("v")
        assert "; nothing was recorded for it later." in said(app)
        await pilot.press("right", "enter")
        assert isinstance(app.screen, PlanScreen) and app.screen.filter_state.filter.owed
    with at.open() as store:
        assert [asked.closed for asked in read_calendar(store.conn)] == [TODAY, None]


@pytest.mark.parametrize("screen", ["O", "W"])
async def test_where_there_is_no_other_period_a_key_says_so_and_is_not_offered(
    tmp_path: Path, screen: str
) -> None:
    at = office(tmp_path)
    with at.open() as store:
        open_period(store, "2022-Q2", date(2022, 7, 15))
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press(screen)
        assert "period before" in grid(app)
        await pilot.press(*["left"] * 9)
        assert "There is no earlier period." in app.told()
        assert "period before" not in grid(app)
        await pilot.press(*["right"] * 9)
        assert "There is no later period." in app.told()


async def test_an_earlier_period_is_closed_where_none_is_in_hand(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.open() as store:
        open_period(store, "2022-Q2", date(2022, 7, 15))
        (_, in_hand) = read_calendar(store.conn)
        close_period(store, in_hand.period.code, TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("O")
        assert isinstance(app.screen, OwingScreen) and "closed on 15 Sep 2022" in said(app)
        await pilot.press("left", "c", "enter")
    with at.open() as store:
        assert [asked.closed for asked in read_calendar(store.conn)] == [TODAY, TODAY]


async def test_an_officer_is_told_what_is_asked_and_it_goes_once_it_has_come(tmp_path: Path) -> None:
    at = laptop(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        assert (
            "Q3 2022, due on 15 Oct 2022, in 30 days: 4 reports are outstanding, 1 of them returned"
            in said(app)
        )
        await pilot.press("O")
        assert isinstance(app.screen, PlanScreen)
        assert app.screen.filter_state.filter.owed
        await pilot.press("A")
        assert "headquarters" in said(app)
        await pilot.press("X", "home", "j", "j", "4")
        await pilot.press("escape")
        app.screen.look_around()
        await pilot.pause()
        assert "in 30 days: 3 reports are outstanding" in said(app)


async def test_lists_matrix_and_overview_are_written_into_files(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.open() as store:
        received(store, Register("action", "1.1.2", "18", "status"), "implemented", seen=False)
        received(store, Register("action", "1.1.2", "18", "status"), "in_progress", seen=False, replica="ee")
    async with running(at, (120, 40)) as (app, pilot):
        for name, keys in (
            ("list.csv", ("w",)),
            ("matrix.csv", ("M", "w")),
            ("overview.csv", ("o", "4", "w")),
            ("history.csv", ("H", "w")),
            ("conflicts.csv", ("c", "w")),
        ):
            await pilot.press("home", *keys)
            fill(app, str(tmp_path / name))
            await pilot.press("enter")
            assert (tmp_path / name).read_text("utf-8").count("\n") > 1
            if len(keys) > 1:
                await pilot.press("escape")
        await pilot.press("w")
        fill(app, str(tmp_path / "list.csv"))
        await pilot.press("enter")
        assert "another Enter replaces it" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)


async def test_a_mark_does_not_hide_that_a_report_was_returned(tmp_path: Path) -> None:
    async with running(laptop(tmp_path), (120, 40)) as (app, pilot):
        assert "↩" in row_of(app, "1.1.1") and "√" not in row_of(app, "1.1.1")
        await pilot.press("g", *"111", "enter", "space")
        assert "√↩" in row_of(app, "1.1.1")


async def test_the_list_of_who_owes_says_how_many_were_returned(tmp_path: Path) -> None:
    at = laptop(tmp_path)
    with at.open() as store, store.writing() as conn:
        conn.execute("UPDATE identity SET role = 'headquarters'")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("O")
        assert isinstance(app.screen, OwingScreen)
        assert "↩1 " in row_of(app, " Pejë ")


def row_of(app: TerrenApp, words: str) -> str:
    return next(row for row in grid(app).splitlines() if words in row)


@pytest.mark.parametrize("code", ["sq", "sr", "en"])
async def test_where_little_room_is_the_due_day_of_reports_stays(tmp_path: Path, code: str) -> None:
    at = office(tmp_path)
    with speaking(code):
        async with running(at, (60, 20)) as (app, pilot):
            await pilot.press("O")
            head = grid(app).splitlines()[0]
            assert dates.date(date(2022, 10, 15)) in head and "…" not in head
