"""Reports are reviewed one after the other: approved, returned, marked, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.account.reviews import Review, read_reviews
from store.edits.edits import Amount, StatusReport, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.recording import Recording
from store.edits.reviewing import approve
from tests.tui.harness import TODAY, Home, fill, home, running, said
from tui.headquarters.queue import QueueScreen
from tui.plan.screen import PlanScreen
from tui.screens.oneline import AnswerScreen


def office(folder: Path) -> Home:
    at = home(folder / "office", unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress", percent=30), today=TODAY, unit="17")
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY, unit="04")
        report_status(store, "1.1.2", StatusReport("not_started"), today=TODAY, unit="17")
    return at


def reviews(at: Home) -> dict[tuple[str, str], Review]:
    with at.open() as store:
        numbers = dict(store.conn.execute("SELECT id, nr FROM action").fetchall())
        return {(numbers[action], unit): said for (action, unit), said in read_reviews(store.conn).items()}


async def test_reports_are_reviewed_one_after_the_other(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("A")
        assert isinstance(app.screen, QueueScreen)
        assert "3 of 3 wait" in said(app) and "Review of reports · Gjilan 1" in said(app)
        await pilot.press("r", "enter")
        assert isinstance(app.screen, AnswerScreen)
        assert "The text is empty." in said(app)
        fill(app, "Pse?")
        await pilot.press("enter")
        assert "2 of 3 wait" in said(app) and "Pejë 2" in said(app)
        assert "30%" in said(app), "the report of Pejë shows next"
        await pilot.press("a")
        assert "1 of 3 waits" in said(app)
        await pilot.press("a")
        assert "No report waits for a review." in said(app)
        assert {key: one.state for key, one in reviews(at).items()} == {
            ("1.1.1", "04"): "returned",
            ("1.1.1", "17"): "approved",
            ("1.1.2", "17"): "approved",
        }
        await pilot.press("u")
        assert "1 of 3 waits" in said(app)
        await pilot.press("v", "up", "up")
        assert "Returned: Pse?" in said(app)
        await pilot.press("x")
        assert ("1.1.1", "04") not in {key for key, one in reviews(at).items() if one.stands}
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        row = app.screen.rows.selected()
        assert row is not None and row.nr == "1.1.1"


async def test_money_and_evidence_of_the_report_stand_in_its_page(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.open() as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(1_234_50)}, Recording(unit="04"))
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(77_700)}, Recording(unit="17"))
        add_evidence(store, "1.1.1", "Kontrata e nënshkruar", "prot. 12/2022", unit="04")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("A")
        shown = said(app)
        assert "1,234.50 EUR" in shown and "777" not in shown, "of the unit whose report it is"
        assert "Kontrata e nënshkruar" in shown and "prot. 12/2022" in shown


async def test_marked_reports_are_approved_together_and_taken_back_together(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("A", "space", "space", "a")
        assert "1 of 3 waits" in said(app)
        await pilot.press("u")
        assert "3 of 3 wait" in said(app)
    assert not [one for one in reviews(at).values() if one.stands]


async def test_marked_reports_are_returned_together_and_other_marks_stay(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("A", "space", "space")
        assert "2 marked · 3 of 3 wait" in said(app)
        await pilot.press("r")
        assert "Return 2 reports" in said(app)
        fill(app, "Pse?")
        await pilot.press("enter")
        assert "marked" not in said(app) and "1 of 3 waits" in said(app)
        # what is taken back leaves the mark of another report
        await pilot.press("v", "end", "space", "home", "x")
        assert "1 marked · 2 of 3 wait" in said(app)
    assert sorted((key, one.state) for key, one in reviews(at).items() if one.stands) == [
        (("1.1.1", "17"), "returned")
    ]


async def test_a_report_that_changed_since_it_was_shown_is_not_approved(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("A")
        with at.open() as store:
            report_status(store, "1.1.1", StatusReport("cancelled"), today=date(2022, 9, 1), unit="04")
        await pilot.press("a")
        assert "The report of Gjilan on 1.1.1 was changed since it was shown" in said(app)
        assert not reviews(at)
        await pilot.press("a")
        assert reviews(at)["1.1.1", "04"].is_approved, "it was shown as it is"


async def test_a_report_shows_with_what_stood_before_and_one_unit_comes_after_the_other(
    tmp_path: Path,
) -> None:
    at = office(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY, unit="04")
        approve(store, ["1.1.1"], units=["17"])
        report_status(store, "1.1.1", StatusReport("in_progress", percent=40), today=TODAY, unit="17")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("A")
        assert isinstance(app.screen, QueueScreen)
        listed = [(report.unit, report.action.nr) for report in app.screen.reports]
        assert listed == [("04", "1.1.1"), ("04", "1.1.2"), ("17", "1.1.1"), ("17", "1.1.2")]
        await pilot.press("n", "n")
        assert "Percent complete: 30% → 40%" in said(app)
        assert "Approved; changed since" in said(app)


async def test_the_reports_of_marked_actions_alone_are_listed(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("g", *"112", "enter", "space", "A")
        assert isinstance(app.screen, QueueScreen)
        assert [report.action.nr for report in app.screen.reports] == ["1.1.2"]
        await pilot.press("a", "escape", "X", "g", *"111", "enter")
        assert isinstance(app.screen, PlanScreen)


async def test_the_queue_begins_with_the_action_under_the_cursor(tmp_path: Path) -> None:
    at = office(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("g", *"112", "enter", "A", "a", "escape", "g", *"112", "enter", "A")
        assert isinstance(app.screen, QueueScreen)
        assert app.screen.report is not None
        assert (app.screen.report.action.nr, app.screen.all) == ("1.1.2", True), "reviewed, so all are listed"


async def test_an_officer_is_told_that_headquarters_reviews(tmp_path: Path) -> None:
    async with running(home(tmp_path / "field"), (120, 40)) as (app, pilot):
        await pilot.press("A")
        assert isinstance(app.screen, PlanScreen)
        assert "headquarters" in said(app).lower()
