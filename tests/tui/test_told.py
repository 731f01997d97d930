"""What is said fits whoever reads it, where they stand, and what the keys do that it names."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import language
from language.messages import MESSAGES
from language.refusals.screens import OF_TERMINALS, SCREENS
from report.minutes import minutes_text
from store.db.errors import UserError
from store.edits.meeting import meetings
from store.ledger.change import Register
from store.plan.model import Plan
from sync.trust.trust_report import own_fingerprint
from tests.store.history.test_undo import received
from tests.support.lengths import some
from tests.support.paths import ROOT
from tests.support.speech import speaking
from tests.tui.app.test_enrol import fresh as fresh
from tests.tui.commands.test_footers import offered
from tests.tui.harness import SNAPSHOTS, Home, fill, grid, home, running, said, work_in_folder
from tests.tui.settling import strips
from tests.tui.workplaces import copy_of, office
from tui.app.application import TerrenApp
from tui.app.enrol import EnrolScreen
from tui.app.notices import Notice
from tui.app.start import run
from tui.app.terminal import why_not
from tui.commands.catalogue import by_id
from tui.meeting.minutes import MinutesScreen
from tui.plan.screen import PlanScreen
from tui.report.history import HistoryScreen
from tui.report.measure import MeasureScreen
from tui.screens.form import FormScreen
from tui.screens.refusals import message
from tui.widgets.key_bar import KeyBar


def names(app: TerrenApp) -> dict[str, str]:
    """What the footer calls its keys."""
    (bar,) = app.screen.query(KeyBar)
    return {entry.sign: entry.label for line in bar.lines(bar.size.width) for entry in line}


def test_no_kept_screen_names_a_command_where_a_key_does_the_same() -> None:
    # a damaged database is put back by the command line alone
    shown = (path.read_text("utf-8") for path in SNAPSHOTS.glob("*.txt"))
    assert {*re.findall(r"[„“: ]terren (?!restore)[a-z][a-z -]+", "\n".join(shown))} == set()


async def test_an_assessment_is_headquarters_own_word(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("j", "j", "a")
        assert "Only headquarters can record this" in said(app)
        assert "–" not in said(app).partition("Only headquarters")[2].partition(".")[0]


async def test_whoever_only_looks_is_told_so_and_offered_no_editing(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press("ctrl+l", "j", "j")
        assert not offered(app) & {"status", "money", "note", "export"}
        assert names(app)["I"] == "enrol"
        for key in ("2", "s", "d", "b", "n", "E", "a", "u", "m", "e"):
            await pilot.press(key)
            assert isinstance(app.screen, PlanScreen), key
            assert "You are only looking at the plan. I enrols you" in said(app), key
            app.clear_notifications()
            await pilot.pause()
        await pilot.press("I")
        assert isinstance(app.screen, EnrolScreen)
        await pilot.press("enter", *"Agim", "enter", *"pec", "enter", "enter", "enter")
        assert isinstance(app.screen, PlanScreen)
        await pilot.press("j", "j", "n")
        assert {"status", "money"} & offered(app) or app.screen.focused is not None
    with fresh.open() as store:
        assert not store.read_only


async def test_the_key_that_is_named_leaves_from_where_it_is_named(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press("enter", "ctrl+c")
        assert "Press Ctrl+Q to leave Terren." in said(app)
        await pilot.press("ctrl+q")
        assert not app.is_running


@pytest.mark.parametrize(
    ("role", "words"), [("field", "read it to headquarters"), ("headquarters", "to those who take the file")]
)
async def test_headquarters_does_not_telephone_itself(tmp_path: Path, role: str, words: str) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    async with running(home(tmp_path / "home", role=role), (120, 40)) as (app, pilot):
        await work_in_folder(app, pilot, "e", stick)
        assert words in said(app)
        assert names(app) == {"Enter": "close"}
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)


async def test_headquarters_sees_whose_a_note_and_a_change_are(tmp_path: Path) -> None:
    async with running(office(tmp_path), (120, 40)) as (app, pilot):
        await pilot.press("v", "home", "j", "j", "enter")
        shown = said(app)
        assert "15 Sep 2022 Pejë Janë" in shown
        assert " 17 Janë" not in shown
        await pilot.press("end")
        assert "Zyrtari, Pejë: " in said(app)


async def test_an_officer_sees_what_headquarters_wrote_and_what_is_not_asked_of_the_unit(
    tmp_path: Path,
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        received(store, Register("assessment", "1.1.1", "", "status"), "implemented")
    with speaking("en"):
        async with running(at, (160, 50)) as (app, pilot):
            await pilot.press("v", "home", "j", "j")
            assert " HQ, headquarters: " in said(app) and ", :" not in said(app)
            assert "not asked of your unit" not in said(app)
            await pilot.press("j")
            assert "not asked of your unit" in said(app)


async def test_institutions_have_one_name_in_the_overview(tmp_path: Path) -> None:
    at = home(tmp_path, institutions(), unit="MPB", role="headquarters")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("o")
        for by in ("3", "4"):
            await pilot.press(by, "end")
            shown = said(app)
            assert "MIA MIA" not in shown
            assert "avokati-i-popullit" not in shown
            assert "Ombudsperson Institution" in shown


def institutions() -> Plan:
    """The small plan, in which an institution without an acronym leads."""
    from tests.plans import small_plan

    plan = small_plan()
    first, *rest = plan.strategic_objectives
    below, *others = first.specific_objectives
    action, *more = below.actions
    changed = action._replace(lead=("Avokati i Popullit",), support=("MPB",))
    return plan._replace(
        strategic_objectives=(
            first._replace(specific_objectives=(below._replace(actions=(changed, *more)), *others)),
            *rest,
        )
    )


def test_a_terminal_that_cannot_place_text_is_refused_in_the_officers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with speaking("sr"):
        at = home(tmp_path)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    language.use("sq")
    assert run(at.places, at.database, language=None) == 1
    assert language.current() == "sr"
    with speaking("sr"):
        assert language._("The interface needs a terminal.") in capsys.readouterr().err


@pytest.mark.parametrize("code", ["sq", "sr", "en"])
def test_where_text_cannot_be_placed_no_word_and_no_command_is_broken_over_lines(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr("tui.app.terminal.sys", SimpleNamespace(stdin=_Terminal(), stdout=_Terminal()))
    with speaking(code):
        reason, hint = (why_not() or "").splitlines()
        assert reason == language._("This terminal cannot place text (TERM=dumb).")
        assert "“terren show NR”" in hint or "„terren show NR“" in hint


class _Terminal:
    def isatty(self) -> bool:
        return True


def test_a_screen_names_keys_and_no_options_of_the_command_line() -> None:
    """Only what no key does is named so: the way back from an update, no screen at all."""
    found = {
        (path.name, words)
        for path in (ROOT / "tui").rglob("*.py")
        for words in re.findall(r'_\(\s*"([^"]*)"', path.read_text("utf-8"))
        if re.search(r"--[a-z]|\bterren [a-z]", words)
    }
    assert {name for name, _words in found} == {"terminal.py", "export.py"}, found


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("code", [*SCREENS])
def test_a_refusal_on_a_screen_names_keys_and_leaves_out_nothing_else(code: str, spoken: str) -> None:
    """One sentence of a message names what is to be typed; on a screen another one stands there."""
    names_of = re.compile(r"\{(?!key_)(\w+)\}").findall
    with speaking(spoken):
        on_terminal, way = language._(MESSAGES[code]), language._(SCREENS[code])
        there = {*names_of(on_terminal)}
        assert {*names_of(way)} <= there
        assert len([*filter(OF_TERMINALS.search, re.split(r"(?<=\.) ", on_terminal))]) == 1
        said = message(code, dict.fromkeys(there, "x"))
        assert said.isprintable() and not OF_TERMINALS.search(said)


async def test_a_full_inbox_is_said_by_the_key_that_lists_it(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, _pilot):
        app.tell_refusal(UserError("inbox_full", file="a.terren", n=3))
        assert app.told().endswith("z lists them: accept whom you know, and delete the others.")


def test_screens_say_refusals_by_keys() -> None:
    """Others than these show on a terminal, or name nothing that is to be done."""
    plain = {"enrol.py", "recording.py", "start.py", "table_words.py"}
    imports = "from language.messages import message\n"
    assert {path.name for path in (ROOT / "tui").rglob("*.py") if imports in path.read_text("utf-8")} == plain


async def test_ones_own_fingerprint_stands_where_fingerprints_are_compared(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        words = f"Your own fingerprint: {own_fingerprint(store)}"
    async with running(at) as (app, pilot):
        for key in ("z", "I"):
            await pilot.press(key)
            assert words in said(app)
            await pilot.press("escape")
            assert isinstance(app.screen, PlanScreen)
    async with running(copy_of(at, tmp_path)) as (app, pilot):
        await pilot.press("I")
        assert words in said(app)


async def test_a_measurement_offers_nothing_that_belongs_to_a_status(tmp_path: Path) -> None:
    async with running(home(tmp_path), (120, 40)) as (app, pilot):
        await pilot.press("home", "i")
        assert isinstance(app.screen, MeasureScreen)
        await pilot.press(*"62", "ctrl+s")
        assert f"u {by_id('undo').label}" in said(app)
        assert f"d {by_id('details').label}" not in said(app)


async def test_enter_is_called_what_it_does_in_the_minutes(tmp_path: Path) -> None:
    async with running(home(tmp_path / "home"), (80, 24)) as (app, pilot):
        await pilot.press("m", "enter", "q")
        assert isinstance(app.screen, MinutesScreen)
        app.screen.folder.value = str(tmp_path)
        await pilot.pause()
        assert names(app)["Enter"] == "write"
        await pilot.press("enter")
        assert names(app)["Enter"] == "end the meeting"
        await pilot.press("ctrl+t")
        assert names(app)["Enter"] == "write"
        await pilot.press("ctrl+t", "ctrl+t", "ctrl+t", "enter")
        assert names(app)["Enter"] == "end the meeting"
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)


@pytest.mark.parametrize("width", [80, 60])
async def test_the_nearest_numbers_are_told_whole(tmp_path: Path, width: int) -> None:
    async with running(home(tmp_path), (width, 24)) as (app, pilot):
        await pilot.press("g", *"1.1.9")
        place = app.screen.query_one("GoLine Static")
        words = " ".join(
            "".join(segment.text for segment in strip).strip()
            for strip in strips(app)[place.region.y : place.region.bottom]
        )
        assert "The nearest numbers are:" in " ".join(words.replace("1.1.9 ", "", 1).split())
        assert words.rstrip().endswith(".")


@pytest.mark.parametrize("code", ["sq", "sr", "en"])
async def test_the_first_run_is_whole_in_the_smallest_terminal(fresh: Home, code: str) -> None:
    with speaking(code):
        async with running(fresh, (60, 20), first_run=True) as (app, pilot):
            await pilot.press("enter", "enter")
            screen = app.screen
            assert isinstance(screen, EnrolScreen)
            for part in ("#welcome", "#units", "#label-roles", "#roles", "#note"):
                region = screen.query_one(part).region
                assert region.height > 0
                assert region.bottom <= screen.key_bar.region.y, part
            told = language.messages.message("officer_empty", {})
            assert " ".join(told.split()) in said(app)
            assert grid(app).count("\n") == 20


@pytest.mark.parametrize("name", ["officer.md", "officer.sq.md", "officer.sr.md"])
def test_every_guide_names_the_history_among_the_officers_keys(name: str) -> None:
    guide = (ROOT / "docs" / name).read_text("utf-8")
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    assert any("`h`" in row and "`H`" in row for row in rows)


FORMS = {
    "a note": (("n",), 1),
    "evidence": (("E",), 4),
    "details": (("d",), 6),
    "a measurement": (("home", "i"), 2),
    "what was agreed": (("m", "enter", "d"), 3),
}
"""The keys to a form, and how many fields there are from the first one on which the cursor stands."""


@pytest.mark.parametrize("form", FORMS)
async def test_enter_goes_on_and_saves_in_the_last_field_of_every_form(tmp_path: Path, form: str) -> None:
    keys, fields = FORMS[form]
    async with running(home(tmp_path), (80, 30)) as (app, pilot):
        await pilot.press("j", "j", *keys)
        assert isinstance(app.screen, FormScreen)
        screen = app.screen
        for _field in range(fields - 1):
            assert names(app)["Enter"] == "next"
            assert names(app)["Ctrl+S"] == "save"
            await pilot.press("enter")
        assert names(app)["Enter"] == "save" and "Ctrl+S" not in names(app)
        saved: list[str] = []
        screen.action_save_form = lambda: saved.append("saved")  # type: ignore[method-assign]
        await pilot.press("enter")
        assert saved == ["saved"]
        await pilot.press("shift+tab", "ctrl+s")
        assert saved == ["saved", "saved"]


async def test_what_is_told_covers_nothing_and_stays_on_its_screen(tmp_path: Path) -> None:
    async with running(home(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("v", "end")
        assert isinstance(app.screen, PlanScreen)
        main = app.screen
        await pilot.press("4")
        (told,) = main.query(Notice)
        assert "Implemented" in said(app)
        for other in (main.tree_view, main.detail_view, main.key_bar):
            assert not told.region.overlaps(other.region)
            assert other.region.height > 0
        # the row that it speaks of is in sight, also where it was the last line
        tree = main.tree_view
        assert tree.scroll_offset.y <= tree.cursor < tree.scroll_offset.y + tree.size.height
        await pilot.press("H")
        assert isinstance(app.screen, HistoryScreen)
        assert not app.screen.query(Notice)
        await pilot.press("escape")
        assert not main.query(Notice)
        await pilot.press("r")
        assert "Read again." in said(app)
        await pilot.press("u")
        assert "Read again." not in said(app)
        assert len(main.query(Notice)) == 1


async def test_what_is_told_in_a_window_covers_no_line_of_it(tmp_path: Path) -> None:
    async with running(home(tmp_path), (80, 24)) as (app, pilot):
        await pilot.press("j", "j", "b", "x")
        assert "No amount stands here." in said(app)
        window = app.screen.query_one(".window")
        for told in app.screen.query(Notice):
            assert told.parent is window
            assert not any(told.region.overlaps(part.region) for part in window.children if part is not told)


@pytest.mark.parametrize("size", some([(60, 20), (80, 24), (120, 40)]), ids=str)
async def test_the_preview_of_minutes_is_wrapped_once(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(home(tmp_path), size) as (app, pilot):
        await pilot.press("m")
        fill(app, "Nje mbledhje me titull shume te gjate per kete dritare te ngushte")
        await pilot.press("enter", "d")
        fill(app, "fjala " * 20)
        await pilot.press("ctrl+s", "q")
        assert isinstance(app.screen, MinutesScreen)
        view = app.screen.view
        text = minutes_text(app.screen.minutes, "en", seen=app.screen.seen, width=min(view.room, 78))
        assert ["".join(part for part, _ in view.line(y, 99)) for y in range(view.virtual_size.height)] == (
            text.split("\n")
        )


async def test_the_place_of_a_meeting_is_asked_and_kept(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    async with running(at) as (app, pilot):
        await pilot.press("m", "enter", "q", "shift+tab", *"Salla 2", "enter")
        assert isinstance(app.screen, MinutesScreen)
        assert app.screen.folder.has_focus
        app.screen.folder.value = str(tmp_path)
        await pilot.press("enter")
        assert "Place: Salla 2" in next(tmp_path.glob("*.txt")).read_text("utf-8")
    with at.open() as store:
        assert [held.place for held in meetings(store)] == ["Salla 2"]
