"""A meeting from its agenda to its minutes."""

from __future__ import annotations

import asyncio
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from report.minutes import FORMS, minutes_files, minutes_text
from store.db.places import Places
from store.edits.agreed import follow_up, open_resolutions
from store.edits.assessment import WHOLE, Resolution, assess, record_resolution, resolutions
from store.edits.edits import StatusReport, add_note, report_status
from store.edits.meeting import amend_meeting, meetings, open_meeting
from store.history.history import undo
from store.history.meeting_end import end_meeting
from store.history.minutes import minutes
from store.plan.lookup import ActionRef
from store.plan.model import Institutions
from store.query.queries import action_detail
from store.query.reporting_units import reporting_units
from tests.plans import small_plan
from tests.support.revised import with_titles
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    assert_snapshot,
    grid,
    home,
    pictured,
    resize,
    running,
    said,
    speaking,
)
from tests.tui.plan.test_marking import statuses
from tui.meeting.agenda import Agenda, AgendaScreen
from tui.meeting.earlier import EarlierScreen
from tui.meeting.meeting import MeetingScreen
from tui.meeting.meeting_page import clock
from tui.meeting.minutes import MinutesScreen
from tui.meeting.order import OrderScreen
from tui.meeting.sitting import Sitting, seen_actions
from tui.plan.screen import PlanScreen
from tui.screens.memory import recall, remember


async def test_a_meeting_is_held_and_its_minutes_are_written(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    folder = tmp_path / "minutes"
    folder.mkdir()
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", *"X", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.item.nr == "1.1.1"
        await pilot.press("4")
        assert app.screen.item.nr == "1.1.3"
        await pilot.press("n", *"Mire", "enter")
        assert isinstance(app.screen, MeetingScreen)
        await pilot.press("d", *"Raport", "enter", "enter", *"31.12.", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert "1 set · 1 note · 1 decision" in grid(app)
        await pilot.press("right", "2", "u")
        assert app.screen.item.nr == "2.1.1"
        await pilot.press("g", *"1.1.2", "enter")
        assert app.screen.item.nr == "1.1.2"
        assert [item.nr for item in app.screen.items] == ["1.1.1", "1.1.3", "2.1.1", "1.1.2", "2.1.3"]
        await pilot.press("q")
        assert isinstance(app.screen, MinutesScreen)
        app.screen.folder.value = str(folder)
        await pilot.press("enter")
        # a PDF needs a library that a field officer's installation does not bring
        printable = {".pdf"} if find_spec("weasyprint") else set()
        assert {file.suffix for file in folder.iterdir()} == {*FORMS} - {".pdf"} | printable
        assert ("No PDF: WeasyPrint is not installed" in said(app)) is not bool(printable)
        text = next(folder.glob("*.txt")).read_text("utf-8")
        assert "Not reported → Implemented" in text
        assert "Raport" in text
        assert "31 Dec 2022" in text
        await pilot.press("ctrl+t", "enter")
        assert len(list(folder.glob("*.txt"))) == 2
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
    with at.open() as store:
        (held,) = meetings(store)
        assert held.title.endswith("X")
        assert action_detail(store, "1.1.1", today=TODAY).row.status == "implemented"
        (recorded,) = resolutions(store, "1.1.3")
        assert recorded.resolution.responsible == "MIA"


async def test_the_minutes_say_to_which_actions_the_meeting_did_not_come(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", *"X", "enter", "4", "q")
        assert isinstance(app.screen, MinutesScreen)
        text = minutes_text(app.screen.minutes, "en", seen=app.screen.seen)
    # the second one was looked at
    assert "1.1.3  " in text and "left as it was" in text
    assert "Not reached\n-----------\n  * 2 actions: 2.1.1, 2.1.3\n" in text
    with at.open() as store:
        (held,) = meetings(store)
    assert len(seen_actions(at.places, held.id) or ()) == 2


async def test_headquarters_records_what_each_institution_says(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "4", "left")
        # one of the many that are expected to report has
        whole = "As a whole: ◑ Partially implemented (1 of 39 expected reports · Implemented: 1)"
        assert f"● Implemented (MIA) {whole}" in said(app)
        await pilot.press("w", "3")
    with at.open() as store:
        found = action_detail(store, "1.1.1", today=TODAY)
        assert {report.unit: report.values["status"] for report in found.reports} == {"MPB": "implemented"}
        assert found.assessment.status == "partially_implemented"
        assert found.identity is not None
        of_three = Institutions(("MPB (DSP)",), ("MAPL", "Komunat"))
        assert reporting_units(found.identity, of_three) == ("MPB", "MAPL", WHOLE)


@pytest.mark.parametrize(("key", "percent"), [("enter", 100), ("escape", 40)])
async def test_what_contradicts_a_status_is_offered_to_be_set_right_as_elsewhere(
    tmp_path: Path, key: str, percent: int
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress", percent=40), today=TODAY)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "4")
        assert "Enter sets 100%." in grid(app)
        await pilot.press(key)
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.item.nr == "1.1.3"
        assert "1.1.1: ● Implemented" in grid(app)
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).own.values["percent"] == percent
        # both go back together
        await pilot.press("u")
    with at.open() as store:
        own = action_detail(store, "1.1.1", today=TODAY).own
        assert (own.values["status"], own.values["percent"]) == ("in_progress", 40)


async def test_headquarters_sets_right_what_it_records_for_others(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.2", StatusReport("in_progress", percent=40), today=TODAY, unit="XYZQ")
    async with running(at, (80, 24)) as (_app, pilot):
        await pilot.press("m", "enter", "g", *"1.1.2", "enter", "4", "enter")
    with at.open() as store:
        (report,) = action_detail(store, "1.1.2", today=TODAY).reports
        assert (report.unit, report.values["percent"]) == ("XYZQ", 100)


async def test_a_meeting_that_was_not_ended_is_proposed_first(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        # as after a crash: nobody has ended it
        await pilot.press("m", "enter", "1", "q", "ctrl+l", "m", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert "1 set" in grid(app)
    with at.open() as store:
        assert len(meetings(store)) == 1


async def test_a_title_that_is_typed_is_that_of_a_new_meeting(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "1", "q", "ctrl+l", "m", *" tjeter", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert "1 set" not in grid(app)
    with at.open() as store:
        assert len(meetings(store)) == 2


async def test_a_meeting_ends_with_its_minutes_and_is_no_longer_proposed(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    folder = tmp_path / "minutes"
    folder.mkdir()
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "1", "q")
        assert isinstance(app.screen, MinutesScreen)
        app.screen.folder.value = str(folder)
        await pilot.press("enter", "enter")
        with at.open() as store:
            (ended,) = meetings(store)
            assert ended.ended
        await pilot.press("m")
        assert isinstance(app.screen, AgendaScreen)
        assert app.screen.offered == [
            Agenda(
                "the actions shown", tuple(ActionRef(nr, nr) for nr in ("1.1.1", "1.1.3", "2.1.1", "2.1.3"))
            ),
            ended,
        ]
        assert "go on with Meeting of 15 Sep 2022 ended, 4 actions" in said(app)


async def test_tab_goes_from_the_place_to_the_folder_and_completes_only_there(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    at = home(tmp_path / "home")
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "q")
        assert isinstance(app.screen, MinutesScreen)
        app.screen.folder.value = str(tmp_path / "minu")
        await pilot.press("shift+tab", *"Prizren")
        assert "Enter next  Tab next  Shift+Tab back" in grid(app)
        await pilot.press("tab")
        assert app.screen.folder.has_focus
        assert app.screen.folder.value == str(tmp_path / "minu")
        await pilot.press("tab")
        assert app.screen.folder.value == f"{tmp_path / 'minutes'}/"
        await pilot.press("enter", "enter")
    with at.open() as store:
        (held,) = meetings(store)
        assert held.place == "Prizren"


async def test_while_minutes_are_written_the_window_says_so_and_no_key_acts_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, written = tmp_path / "minutes", Event()
    folder.mkdir()

    def slowly(*given: Any, **how: Any) -> list[Path]:
        written.wait(20)
        return minutes_files(*given, **how)

    monkeypatch.setattr("tui.meeting.minutes.minutes_files", slowly)
    at = home(tmp_path / "home")
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "1", "q")
        screen = app.screen
        assert isinstance(screen, MinutesScreen)
        screen.folder.value = str(folder)
        screen.action_write_minutes()
        assert "Writing the minutes …" in said(app)
        for key in ("enter", "W", "escape", "ctrl+l", "ctrl+t", "shift+tab"):
            app.simulate_key(key)
        asyncio.get_running_loop().call_later(0.1, written.set)
        await pilot.pause()
        assert "Written: " in said(app)
        assert app.screen is screen
    assert {file.stem[-3:] for file in folder.iterdir()} == {"_en"}


async def test_meetings_are_listed_ended_and_deleted_while_empty(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        for n in range(5):
            open_meeting(store, f"Takimi {n}", TODAY, ["1.1.1"])
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m")
        assert all(f"go on with Takimi {n}" in grid(app) for n in range(5))
        assert "Ctrl+O end it" in grid(app)
        await pilot.press("ctrl+o")
        assert "go on with Takimi 4 ended, 15 Sep 2022, 1 action" in said(app)
        await pilot.press("ctrl+r")
        assert "Takimi 3" not in grid(app)
        await pilot.press("enter", "4", "q", "ctrl+l", "m", "ctrl+r")
        assert "Something is recorded in the meeting “Takimi 2”" in said(app)
        # it was not offered
        assert "Ctrl+R" not in grid(app)
        await pilot.press("down")
        assert "Ctrl+R" in grid(app)
        await pilot.press(*["down"] * 2)
        assert "Ctrl+O" not in grid(app)
    with at.open() as store:
        assert sorted((one.title, one.ended) for one in meetings(store)) == [
            (f"Takimi {n}", n == 4) for n in (0, 1, 2, 4)
        ]


async def test_the_marked_actions_are_an_agenda(tmp_path: Path) -> None:
    async with running(home(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("j", "j", "j", "space", "end", "space", "m", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert [item.nr for item in app.screen.items] == ["1.1.3", "2.1.3"]


async def test_a_due_day_is_the_next_one_and_one_in_the_past_is_asked_about(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "d", *"Lista", "enter", "enter", *"15.1.")
        assert "By when: 15 Jan 2023" in said(app)
        await pilot.press("enter", "d", *"Raporti", "enter", "enter", *"1.9.2022")
        assert "1 Sep 2022 has passed already." in said(app)
        await pilot.press("ctrl+s")
        assert "Save once more if it is meant." in said(app)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, MeetingScreen)
    with at.open() as store:
        assert [str(one.resolution.due) for one in resolutions(store, "1.1.1")] == [
            "2023-01-15",
            "2022-09-01",
        ]


async def test_digits_typed_at_once_are_told_and_taken_back_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.report.recording.AT_ONCE", 60.0)
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", *"1234")
        assert "4 statuses changed u undo" in said(app)
        assert statuses(at)[:2] == ["not_started", "in_progress"]
        await pilot.press("u")
        assert statuses(at) == [None] * 4


async def test_the_digit_of_the_status_that_stands_confirms_it(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "5", "d", *"Lista", "ctrl+s", "home", "5")
        assert "1.1.1: ✗ Not implemented u undo" in said(app)
        await pilot.press("u")
        # what the line spoke of: the decision on another action stands
        assert "Taken back: 1.1.1, Status" in said(app)
        assert "1 set · 1 decision" in said(app)
    with at.open() as store:
        assert len(resolutions(store, "1.1.3")) == 1


async def test_a_confirmed_status_is_counted_and_in_the_minutes(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("not_implemented"), today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "5")
        assert "1 confirmed 1.1.1: ✗ Not implemented u undo" in said(app)
        with at.open() as store:
            # what another window records is not what the line offers to take back
            add_note(store, "2.1.1", "x")
        await pilot.press("u")
        assert "nothing recorded so far" in said(app)
        await pilot.press("5")
    with at.open() as store:
        (held,) = meetings(store)
        text = minutes_text(minutes(store, held.id), "en")
        assert "Not implemented (15 Sep 2022), confirmed" in text


@pytest.mark.parametrize("remembered", [True, False])
async def test_a_meeting_goes_on_where_it_was_left_or_killed(tmp_path: Path, remembered: bool) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "1", "right")
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.item.nr == "2.1.1"
    async with running(at, (80, 24), again=remembered) as (app, pilot):
        await pilot.press("m", "enter")
        assert isinstance(app.screen, MeetingScreen)
        # elsewhere than on that computer: behind the action on which something was recorded last
        assert app.screen.item.nr == ("2.1.1" if remembered else "1.1.3")
        assert "1 set" in grid(app)


def test_the_clock_of_a_meeting_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places, now = Places(tmp_path, tmp_path), 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    sitting = Sitting(places, "m1", runs=True)
    now += 754
    sitting.remember("a")
    now = 5.0
    again = Sitting(places, "m1", runs=True)
    assert (again.action, again.seconds, clock(again.seconds)) == ("a", 754, "00:12:34")
    now += 26
    again.tick()
    assert Sitting(places, "m1", runs=True).seconds == 780
    assert (Sitting(places, "m2", runs=True).action, Sitting(places, "m2", runs=True).seconds) == ("", 0)
    remember(places, meetings={"m1": {"action": 5, "seconds": "x"}})
    assert (Sitting(places, "m1", runs=True).action, Sitting(places, "m1", runs=True).seconds) == ("", 0)
    for n in range(30):
        Sitting(places, f"m{n}", runs=False).remember("a")
    assert len(recall(places)["meetings"]) == 20


async def test_what_was_typed_is_never_dropped_by_one_key(tmp_path: Path) -> None:
    async with running(home(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "d", *"abc", "enter", "down", *"nonsense", "enter")
        assert "nonsense" in grid(app)
        await pilot.press("escape")
        assert "abc" in grid(app)
        await pilot.press("escape")
        assert isinstance(app.screen, MeetingScreen)


_LATE = (*"Lista", "enter", "enter", *"01.09.2022", "ctrl+s", "ctrl+s")
"""A decision whose day has passed, which a second Ctrl+S confirms."""


@pictured
async def test_meetings_look_as_they_did(
    tmp_path: Path, size: Size, code: str, refresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(("0123456789ab", "123456789abc"))
    monkeypatch.setattr("store.edits.meeting.new_entry_id", lambda: next(ids))
    with speaking(code):
        at: Home = home(tmp_path)
        async with running(at, size) as (app, pilot):
            for name, keys in (
                ("agenda", ("m",)),
                ("meeting", ("enter", "4")),
                ("agreed", ("d", *"Raport")),
                ("number", ("escape", "escape", "g", *"9.9.9", "enter")),
                ("agenda-order", ("escape", "right", "a")),
                ("participants", ("escape", "p", *"Arta; Besa")),
                ("decisions-earlier", ("escape", "escape", "d", *_LATE, "escape", "m", *"X", "enter")),
                ("decision-day", ("3", *"+14")),
            ):
                await pilot.press(*keys)
                app.clear_notifications()
                await pilot.pause()
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)
            await pilot.press("escape", "escape", "1", "enter", "q")
            assert isinstance(app.screen, MinutesScreen)
            app.screen.folder.value = "/nowhere"
            await pilot.pause()
            assert_snapshot(f"minutes-{size[0]}x{size[1]}-{code}", grid(app), refresh)


async def test_undo_in_a_meeting_does_not_undo_the_meeting(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("j", "j", "4", "m", *"X", "enter")
        assert isinstance(app.screen, MeetingScreen)
        await pilot.press("u")
        assert isinstance(app.screen, MeetingScreen)
        with at.open() as store:
            assert [one.title for one in meetings(store)] == ["X"]
            assert action_detail(store, "1.1.1", today=TODAY).row.status == "implemented"
        before = app.screen.items
        await pilot.press("g", *"1.1.2", "enter", "u")
        assert app.screen.items == before
        await pilot.press("ctrl+r")
        assert app.screen.items[1].nr == "1.1.2"


async def test_a_meeting_that_another_process_undid_is_told(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", *"X", "enter")
        with at.open() as store:
            undo(store)
        await pilot.press("4")
        assert isinstance(app.screen, MeetingScreen)
        assert "There is no meeting" in said(app)


async def test_escape_leaves_and_the_meeting_goes_on_where_it_was_left(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "right", "q", "escape")
        assert isinstance(app.screen, MeetingScreen)
        left = app.screen.item
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)
        await pilot.press("m", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.item == left


async def test_any_decision_is_corrected_or_withdrawn(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "d", *"Lista", "ctrl+j", *"dhe plani", "ctrl+s")
        await pilot.press("d", *"Raporti", "ctrl+s")
        assert isinstance(app.screen, MeetingScreen)
        item = app.screen.item
        await pilot.press("d", "shift+tab", "right", "tab", "ctrl+end", *"!", "ctrl+s")
        with at.open() as store:
            texts = [told.resolution.text for told in resolutions(store, item)]
        assert sorted(texts) in (["Lista\ndhe plani!", "Raporti"], ["Lista\ndhe plani", "Raporti!"])
        await pilot.press("d", "shift+tab", "right", "tab", "ctrl+end", *["backspace"] * 30, "ctrl+s")
        with at.open() as store:
            assert len(resolutions(store, item)) == 1


async def test_a_withdrawn_decision_that_comes_back_is_told_so_and_stands_where_it_stood(
    tmp_path: Path,
) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "d", *"Lista", "ctrl+s", "d", *"Raporti", "ctrl+s")
        assert isinstance(app.screen, MeetingScreen)
        item = app.screen.item
        await pilot.press("d", "shift+tab", "right", "tab", "ctrl+end", *["backspace"] * 9, "ctrl+s")
        with at.open() as store:
            (left,) = [told.resolution.text for told in resolutions(store, item)]
        await pilot.press("u")
        assert "Decision: – → " in said(app)
    with at.open() as store:
        assert [told.resolution.text for told in resolutions(store, item)] == ["Lista", "Raporti"]
    assert left in ("Lista", "Raporti")


async def test_no_earlier_decision_is_skipped_wherever_the_answered_one_goes(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        for text, due in (
            ("Lista", date(2022, 3, 1)),
            *((text, date(2022, 12, 1)) for text in ("A", "B", "C")),
        ):
            record_resolution(store, "2.1.1", Resolution(text, "MPB", due), meeting=first.id)
        end_meeting(store, first.name)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter")
        screen = app.screen
        assert isinstance(screen, EarlierScreen)
        asked = []
        for keys in (("3", *"+99", "enter"), ("1",), ("2",), ("1",)):
            assert screen.chosen is not None
            asked.append(screen.chosen.resolution.text)
            await pilot.press(*keys)
        assert asked == ["Lista", "A", "B", "C"]
        rows = [line for line in grid(app).splitlines() if " 2.1.1  " in line]
        assert [(row.strip("│ ")[0], "still open" in row, "done on" in row) for row in rows] == [
            ("→", True, False),
            ("✓", False, True),
            ("→", True, False),
            ("✓", False, True),
        ]
        await pilot.press("enter", "u")
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.item.nr == "1.1.1", "what was taken back was said of no action of this meeting"


async def test_a_decision_that_was_just_saved_shows_above_the_reports_of_units(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    told = "Grupi punues u takua. " * 8
    with at.open() as store:
        for unit in ("17", "04", "13"):
            report_status(
                store, "1.1.1", StatusReport("implemented", output_reached=told), today=TODAY, unit=unit
            )
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "d", *"Lista")
        assert "Enter next  Ctrl+S save" in grid(app)
        await pilot.press("tab", "tab")
        assert "Enter save  Esc" in grid(app)
        await pilot.press("ctrl+s", "d", *"Drafti", "ctrl+s")
        assert "Decision" in grid(app) and "Drafti" in grid(app) and "Lista" in grid(app)


async def test_the_keys_of_earlier_decisions_show_however_many_and_long_these_are(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        for n in range(14):
            record_resolution(
                store, "1.1.1", Resolution(f"{n} " + "Hartimi i listës. " * 40), meeting=first.id
            )
        end_meeting(store, first.name)
    async with running(at, (60, 20)) as (app, pilot):
        await pilot.press("m", "enter")
        assert isinstance(app.screen, EarlierScreen)
        assert "1 done  2 still open  3 new day" in grid(app)
        told = app.screen.decisions[0].recorded
        assert "listës. Hartimi i listës…" in grid(app)
        await resize(app, pilot, (120, 40))
        assert "listës. Hartimi i listës. Hartimi i listës. Hart…" in grid(app)
        await resize(app, pilot, (60, 20))
        with at.open() as store:
            follow_up(store, f"{told.unit}:{told.entry}", due=date(2023, 2, 1), meeting=first.id)
        # at once: a little later the window has seen it
        await pilot.press("1")
        assert "meanwhile" in grid(app) and "1 done  2 still open" in grid(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_long_earlier_decision_says_first_whose_it_is_and_is_read_to_its_end(
    tmp_path: Path, size: Size
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        for n in range(15):
            text = f"{n} " + "Hartimi i listës. " * 40 + "Fundi."
            record_resolution(store, "1.1.1", Resolution(text, "MPB", date(2022, 12, 1)), meeting=first.id)
        record_resolution(store, "1.1.1", Resolution("E shkurtër"), meeting=first.id)
        end_meeting(store, first.name)
    async with running(at, size) as (app, pilot):
        await pilot.press("m", "enter")
        assert "│ Responsible: MIA · By when: 1 Dec 2022" in grid(app)
        assert "Fundi." not in said(app) and "J read down" in said(app)
        await pilot.press(*"JJJJ")
        assert "Fundi." in said(app) and "Enter go on" in said(app)
        await pilot.press(*"KKKK", "end")
        assert "E shkurtër 1 done" in said(app)
        assert "read down" not in said(app)


@pytest.mark.parametrize("code", ["sq", "sr"])
async def test_at_60_columns_all_that_is_said_of_written_minutes_shows_above_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    names = [tmp_path / f"Procesverbal_2022-09-15_{'Takimi-' * 6}_9a3e_{code}{ending}" for ending in FORMS]
    without_pdf = [name for name in names if name.suffix != ".pdf"]
    monkeypatch.setattr("tui.meeting.minutes.minutes_files", lambda *_given, **_how: without_pdf)
    with speaking(code):
        async with running(home(tmp_path / "home"), (60, 20)) as (app, pilot):
            await pilot.press("m", "enter", "1", "q", "ctrl+u", *str(tmp_path)[:1], "enter")
            await pilot.pause()
            assert isinstance(app.screen, MinutesScreen)
            note, keys = app.screen.note.region, app.screen.key_bar.region
            assert app.screen.written and note.height >= 4
            assert note.bottom <= keys.y


async def test_another_day_is_asked_for_and_one_that_has_passed_asked_about(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        record_resolution(store, "2.1.1", Resolution("Lista"), meeting=first.id)
        end_meeting(store, first.name)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "3")
        assert "empty" not in said(app)
        await pilot.press("enter")
        assert "No day is entered." in said(app)
        await pilot.press(*"1.3.2022", "enter")
        assert "has passed already" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, EarlierScreen)
        assert "1 Mar 2022  still open  ! overdue" in grid(app)


async def test_the_agenda_is_a_list_in_which_one_jumps_orders_and_takes_off(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "4", "right", "a")
        assert isinstance(app.screen, OrderScreen)
        assert [(item.ref.nr, item.mark) for item in app.screen.items] == [
            ("1.1.1", "recorded"),
            ("1.1.3", "skipped"),
            ("2.1.1", "ahead"),
            ("2.1.3", "ahead"),
        ]
        await pilot.press("down", "K", "up", "x", "escape")
        assert isinstance(app.screen, MeetingScreen)
        assert [item.nr for item in app.screen.items] == ["1.1.1", "2.1.3", "2.1.1"]
        assert app.screen.item.nr == "2.1.1"
        await pilot.press("a", "up", "enter")
        assert app.screen.item.nr == "2.1.3"
        await pilot.press("u")
        assert [item.nr for item in app.screen.items] == ["1.1.1", "1.1.3", "2.1.3", "2.1.1"]
        assert app.screen.item.nr == "2.1.3"
    with at.open() as store:
        assert action_detail(store, "1.1.1", today=TODAY).row.status == "implemented"


async def test_an_agenda_and_a_place_that_came_meanwhile_are_shown_before_others_take_theirs(
    tmp_path: Path,
) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "a")
        with at.open() as store:
            (held,) = meetings(store)
            amend_meeting(store, held.id, agenda=["1.1.1", "1.1.3"], place="Pejë")
        await pilot.press("x")
        assert "Agenda: meanwhile it is 1.1.1; 1.1.3, which you have not seen" in said(app)
        await pilot.press("x", "escape", "q", "shift+tab", *"Prizren", "tab", "ctrl+u", *str(tmp_path))
        with at.open() as store:
            amend_meeting(store, held.id, place="Prishtinë")
        await pilot.press("enter")
        assert "Place of the meeting: meanwhile it is Prishtinë, which you have not seen" in said(app)
        await pilot.press("enter")
        assert "Written" in said(app)
    with at.open() as store:
        (held,) = meetings(store)
        assert ([*held.agenda], held.place) == (["1.1.3", "2.1.1", "2.1.3"], "Prizren")


async def test_a_meeting_begins_with_what_earlier_ones_left_open(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        for text, due in (("Lista", date(2022, 3, 1)), ("Raporti", date(2022, 12, 1)), ("Letra", None)):
            record_resolution(store, "1.1.1", Resolution(text, "MPB", due), meeting=first.id)
        end_meeting(store, first.name)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter")
        assert isinstance(app.screen, EarlierScreen)
        assert "1.1.1  Lista  1 Mar 2022  ! overdue" in grid(app)
        await pilot.press("1", "3", *"+14", "enter", "2")
        assert "done on 15 Sep 2022" in grid(app)
        assert "29 Sep 2022" in grid(app)
        await pilot.press("enter")
        assert isinstance(app.screen, MeetingScreen)
        assert "3 earlier decisions" in grid(app)
        # what became of them is no word on the action in this meeting
        assert [item.mark for item in app.screen.agenda_items()] == ["ahead"] * 4
        await pilot.press("escape", "m", "enter")
        assert isinstance(app.screen, MeetingScreen)
    with at.open() as store:
        (_first, second) = sorted(
            meetings(store), key=lambda meeting: meeting.title == "I pari", reverse=True
        )
        text = minutes_text(minutes(store, second.name), "en", width=200)
    table = text.partition("Decisions of earlier meetings")[2].partition("Decisions\n")[0]
    assert [line.split("  ")[-1].strip() for line in table.splitlines()[4:7]] == [
        "done on 15 Sep 2022",
        "still open, by 29 Sep 2022",
        "still open",
    ]


async def test_who_is_there_and_what_concerns_no_action_is_recorded(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "p", *"Arta; Besa", "enter", *"Agim", "enter")
        assert "2 present" in grid(app)
        await pilot.press("D", *"Prapa", "enter", *"MPB", "enter", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert "1 decision" in grid(app)
        # corrected: the window begins with what stands there
        await pilot.press("D", "shift+tab", "right", "tab", *" tre", "ctrl+s")
    with at.open() as store:
        (held,) = meetings(store)
        assert (held.present, held.absent) == (("Arta", "Besa"), ("Agim",))
        (agreed,) = resolutions(store, held)
        assert agreed.resolution == Resolution("Prapa tre", "MPB")


async def test_from_100_columns_on_the_agenda_stands_beside_the_action(tmp_path: Path) -> None:
    at = home(tmp_path, unit="MPB", role="headquarters")
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, [])
        record_resolution(store, "1.1.1", Resolution("Lista", due=date(2022, 3, 1)), meeting=first.id)
        end_meeting(store, first.name)
        report = StatusReport("in_progress", reason="procurement", next_steps="Kontrata në maj")
        report_status(store, "1.1.1", report, today=TODAY, unit="XYZQ")
        assess(store, "1.1.1", status="partially_implemented", comment="E verifikuar", today=TODAY)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "escape", "4")
        shown = said(app)
        assert "✓ 1.1.1" in shown
        assert "1 earlier decision open" in shown
        await pilot.press("left")
        shown = said(app)
        assert "XYZQ" in shown and "Next steps: Kontrata në maj" in shown
        assert "Headquarters ◑ Partially implemented" in shown
        assert "Reason: Procurement" in shown
        assert app.screen.query_one("#beside").display
        await pilot.click("#agenda", offset=(5, 2))
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.position == 2
        await resize(app, pilot, (80, 24))
        assert not app.screen.query_one("#beside").display


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (100, "Avancimi dhe promov…"),
        (120, "Avancimi dhe promovimi i partneriteti…"),
        (200, "Avancimi dhe promovimi i partneritetit shumëpalësh me organizatat ndërkombëtare"),
    ],
)
async def test_the_agenda_is_as_wide_as_its_titles_where_there_is_room(
    tmp_path: Path, width: int, seen: str
) -> None:
    title = "Avancimi dhe promovimi i partneritetit shumëpalësh me organizatat ndërkombëtare"
    plan = with_titles(small_plan(), [[title] * 4, [title] * 4])
    async with running(home(tmp_path, plan), (width, 40)) as (app, pilot):
        await pilot.press("m", "enter")
        beside = [line.partition("│")[0] for line in grid(app).splitlines() if " 1.1.3 " in line]
        assert [seen in line for line in beside] == [True]
        assert app.screen.query_one("#item").size.width >= 59


async def test_who_came_meanwhile_is_shown_before_others_take_their_place(tmp_path: Path) -> None:
    """Only what was typed: who is absent stays as somebody else has it."""
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("m", "enter", "p", *"Arta")
        with at.open() as store:
            (held,) = meetings(store)
            amend_meeting(store, held.name, present="Besa", absent="Agim")
        await pilot.press("ctrl+s")
        assert "Present: meanwhile it is Besa, which you have not seen" in said(app)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, MeetingScreen)
    with at.open() as store:
        (held,) = meetings(store)
        assert (held.present, held.absent) == (("Arta",), ("Agim",))


async def test_what_others_say_of_an_earlier_decision_shows_and_is_asked_about(tmp_path: Path) -> None:
    """The line that the cursor would lose stays until it is read again."""
    at = home(tmp_path)
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        for text in ("Lista", "Drafti"):
            record_resolution(store, "2.1.1", Resolution(text), meeting=first.id)
        end_meeting(store, first.name)
        entry = open_resolutions(store)[0].recorded.entry
    async with running(at, (80, 24)) as (app, pilot):
        plan = app.screen
        assert isinstance(plan, PlanScreen)

        async def others(due: date | None = None, done: date | None = None) -> None:
            with at.open() as store:
                follow_up(store, entry, due=due, done=done)
            plan.look_around()
            await app.workers.wait_for_complete()
            await pilot.pause()

        await pilot.press("m", "enter")
        await others(due=date(2023, 2, 1))
        assert "1 Feb 2023" in grid(app)
        await others(done=TODAY)
        assert ("Lista" in grid(app), "Others have recorded something" in said(app)) == (True, True)
        await pilot.press("2")
        assert "which you have not seen" in said(app)
        with at.open() as store:
            assert [one.resolution.text for one in open_resolutions(store)] == ["Drafti"]
        await pilot.press("f5")
        assert "Lista" not in grid(app)
        await others(due=date(2023, 3, 1))
        assert "Lista" in grid(app)
        await pilot.press("down")
        await others(done=TODAY)
        await pilot.press("2", "2")
    with at.open() as store:
        assert len(open_resolutions(store)) == 2


async def test_another_day_of_a_decision_that_came_meanwhile_is_shown(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        first = open_meeting(store, "I pari", TODAY, ["1.1.1"])
        record_resolution(store, "2.1.1", Resolution("Lista"), meeting=first.id)
        end_meeting(store, first.name)
        (agreed,) = open_resolutions(store)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "3", *"1.3.2023")
        with at.open() as store:
            follow_up(store, agreed.recorded.entry, due=date(2023, 2, 1))
        await pilot.press("enter")
        assert "By when: 1 Feb 2023, which you have not seen" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, EarlierScreen)
    with at.open() as store:
        assert [one.resolution.due for one in open_resolutions(store)] == [date(2023, 3, 1)]
