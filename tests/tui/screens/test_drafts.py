"""Half typed text and the place in the tree outlive the terminal; what was saved is not offered again."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from store.edits.edits import add_note
from store.edits.entries import add_evidence
from store.ledger.append import INSERT_CHANGE, row_of_change
from store.ledger.change import Change, Redaction
from store.query.queries import action_detail
from tests.support.lengths import soak, some
from tests.support.paths import ROOT
from tests.sync.world import installation
from tests.tui.harness import TODAY, Home, TerrenPilot, grid, home, running, said
from tui.plan.screen import PlanScreen
from tui.report.entry import NoteScreen
from tui.report.money import MoneyScreen
from tui.screens.drafts import FormDraft, titles
from tui.screens.memory import recall, remember

FORMS = {
    "note": (("n",), "Dy menaxherë", "Note on 1.1.1"),
    "evidence": (("E",), "Dy menaxherë", "Evidence for 1.1.1"),
    "details": (("d", "tab", "tab"), "Dy menaxherë", "1.1.1: · Not reported"),
    "measurement": (("i",), "71", "Indicators of 1.1"),
    "agreed": (("m", "enter", "d"), "Dy menaxherë", "Agreed on 1.1.1"),
    "assessment": (("a", "tab", "tab"), "Dy menaxherë", "Assessment of 1.1.1"),
    "money": (("b",), "12500,5", "Money of 1.1.1"),
}
"""By form: the keys to a field from an action on, what is typed there, and the title of the window."""


def place(folder: Path, name: str) -> Home:
    return home(folder, unit="MPB", role="headquarters") if name == "assessment" else home(folder)


async def opened(pilot: TerrenPilot, name: str) -> None:
    await pilot.press("g", *"111", "enter", *FORMS[name][0])


@pytest.mark.parametrize("name", some(list(FORMS)))
async def test_what_was_half_typed_is_offered_again_and_gone_once_dropped(tmp_path: Path, name: str) -> None:
    at = place(tmp_path, name)
    _keys, text, title = FORMS[name]
    async with running(at, (120, 40), again=True) as (app, pilot):
        await opened(pilot, name)
        await pilot.press(*text)
    async with running(at, (120, 40), again=True) as (app, pilot):
        assert f"Typed and not saved: {title}" in said(app)
        await opened(pilot, name)
        assert text in grid(app)
        await pilot.press("escape", "escape")
    async with running(at, (120, 40), again=True) as (app, pilot):
        assert "Typed and not saved" not in said(app)
        await opened(pilot, name)
        assert text not in grid(app)


async def test_what_is_kept_is_not_told_over_the_form_that_holds_it(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40), again=True) as (_app, pilot):
        await opened(pilot, "note")
        await pilot.press(*"Dy")
    async with running(at, (120, 40), again=True) as (app, pilot):
        app.clear_notifications()
        plan = app.screen
        assert isinstance(plan, PlanScreen)
        await opened(pilot, "note")
        # what is loaded behind the first screen is there only now
        plan.finish_start()
        await pilot.pause()
        assert "Dy" in grid(app)
        assert "Typed and not saved" not in said(app)
        await pilot.press("escape", "escape")
        assert "Typed and not saved" not in said(app)


async def test_letters_that_mean_no_choice_come_back_as_such(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40), again=True) as (app, pilot):
        await opened(pilot, "details")
        await pilot.press("shift+tab", *"lack of funds")
        assert "? [lack of funds]" in grid(app)
    async with running(at, (120, 40), again=True) as (app, pilot):
        await opened(pilot, "details")
        assert "? [lack of funds]" in grid(app)
        await pilot.press("ctrl+s")
        assert "lack_of" not in said(app)


async def test_a_draft_is_of_its_action_alone_and_gone_once_saved(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, again=True) as (app, pilot):
        await opened(pilot, "note")
        await pilot.press(*"Gjysma")
    async with running(at, again=True) as (app, pilot):
        await pilot.press("g", *"113", "enter", "n")
        assert "Gjysma" not in grid(app)
        await pilot.press("escape")
        await opened(pilot, "note")
        assert "What you had typed is here again" in said(app)
        await pilot.press(*" tjetër")
        assert "saved is here again" not in said(app)
        await pilot.press("ctrl+s")
        await opened(pilot, "note")
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.entered("text") == ""
        with at.open() as store:
            assert [note.value for note in action_detail(store, "1.1.1", today=TODAY).notes] == [
                "Gjysma tjetër"
            ]
            assert titles(at.places, store) == []


async def test_a_half_corrected_note_is_offered_as_that_correction(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        add_note(store, "1.1.1", "Gabim")
    async with running(at, again=True) as (_app, pilot):
        await opened(pilot, "note")
        await pilot.press("shift+tab", "right", "tab", "end", *"!")
    async with running(at, again=True) as (_app, pilot):
        await opened(pilot, "note")
        await pilot.press("ctrl+s")
    with at.open() as store:
        (note,) = action_detail(store, "1.1.1", today=TODAY).notes
        assert str(note.value).replace("!", "") == "Gabim"
        assert "!" in str(note.value)


async def test_a_draft_of_a_correction_that_is_no_longer_possible_is_not_offered(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        add_note(store, "1.1.1", "Gabim")
    async with running(at, again=True) as (_app, pilot):
        await opened(pilot, "note")
        await pilot.press("shift+tab", "right", "tab", "end", *"!")
    with at.open() as store:
        (note,) = action_detail(store, "1.1.1", today=TODAY).notes
        from store.edits.entries import withdraw_entry

        withdraw_entry(store, "1.1.1", "note", note.entry)
    async with running(at, again=True) as (app, pilot):
        await opened(pilot, "note")
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.entered("text") == ""


async def test_an_amount_is_offered_in_its_cell(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40), again=True) as (app, pilot):
        await opened(pilot, "money")
        await pilot.press("left", *"70")
    async with running(at, (120, 40), again=True) as (app, pilot):
        await opened(pilot, "money")
        assert isinstance(app.screen, MoneyScreen)
        assert (app.screen.grid.cell.year, app.screen.grid.typed) == (2021, "70")
        await pilot.press("enter", "escape")
    with at.open() as store:
        assert titles(at.places, store) == []


def test_drafts_are_few_their_owners_alone_and_no_damage_is_their_end(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        for n in range(30):
            FormDraft(at.places, store, "NoteScreen", f"1.1.{n}").keep(f"Note {n}", {"text": "x"})
        assert titles(at.places, store) == [f"Note {n}" for n in range(29, 9, -1)]
        file = at.places.config / "drafts.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        other = home(tmp_path / "other")
        file_of_other = other.places.config / "drafts.json"
        file_of_other.write_bytes(file.read_bytes())
        with other.open() as theirs:
            assert titles(other.places, theirs) == []
        for damaged in (
            "",
            "[]",
            '{"a": 3}',
            json.dumps(dict.fromkeys(json.loads(file.read_text("utf-8")), 3)),
        ):
            file.write_text(damaged, "utf-8")
            assert titles(at.places, store) == []
            assert FormDraft(at.places, store, "NoteScreen", "1.1.29").fields == {}


def test_windows_on_one_home_leave_each_others_drafts_and_what_they_remember(tmp_path: Path) -> None:
    at = home(tmp_path)

    def type_in(window: int) -> None:
        with at.open() as store:
            draft = FormDraft(at.places, store, "NoteScreen", f"1.1.{window}")
            for n in range(1, 40):
                draft.keep(f"Note {window}", {"text": f"{window} " * n})
                remember(at.places, **{f"window{window}": n})

    threads = [Thread(target=type_in, args=(window,)) for window in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with at.open() as store:
        assert {*titles(at.places, store)} == {f"Note {window}" for window in range(6)}
        kept = json.loads((at.places.config / "drafts.json").read_text("utf-8"))
        assert {held["fields"]["text"] for held in kept.values()} == {f"{n} " * 39 for n in range(6)}
        assert recall(at.places) == {f"window{window}": 39 for window in range(6)}
        assert [path.name for path in at.places.config.glob("*.partial")] == []


_WINDOW = """
import json, sys
from pathlib import Path
from store.db.places import Places
from sync.identity.opening import open_for_work
from tui.screens.drafts import FormDraft, titles
places = Places(Path(sys.argv[1]), Path(sys.argv[1]))
store = open_for_work(places, places.database)
told = titles(places, store)
draft = FormDraft(places, store, *sys.argv[2:])
print(json.dumps([told, draft.fields]), flush=True)
for line in sys.stdin:
    draft.keep("Note", json.loads(line))
    print(flush=True)
"""


class Window:
    """Another process that has a form open."""

    def __init__(self, at: Home, form: str = "NoteScreen", about: str = "1.1.1") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WINDOW, at.places.config, form, about],
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "import")))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.told, self.offered = json.loads(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def type_in(self, **fields: str) -> None:
        assert self._process.stdin is not None
        print(json.dumps(fields), file=self._process.stdin, flush=True)
        self._line()

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *_ignored: object) -> None:
        self._process.kill()
        self._process.communicate()


def test_what_a_window_types_is_its_own_until_it_ends_and_then_of_one_other(tmp_path: Path) -> None:
    at = home(tmp_path)
    with at.open() as store:
        with Window(at) as first:
            first.type_in(text="one")
            assert titles(at.places, store) == []
            second = FormDraft(at.places, store, "NoteScreen", "1.1.1")
            assert second.fields == {}
            second.keep("Note of the second", {"text": "other"})
            assert titles(at.places, store) == ["Note of the second"]
            second.drop()
            first.type_in(text="one more")
        assert titles(at.places, store) == ["Note"]
        assert FormDraft(at.places, store, "NoteScreen", "1.1.1 1.1.3").fields == {}
        heir = FormDraft(at.places, store, "NoteScreen", "1.1.1")
        assert heir.fields == {"text": "one more"}
        with Window(at) as third:
            assert (third.told, third.offered) == ([], {})
        heir.leave()
        with Window(at) as fourth:
            assert (fourth.told, fourth.offered) == (["Note"], {"text": "one more"})
            fourth.type_in()
        assert recall(at.places, "drafts.json") == {}


@pytest.mark.skipif(os.name == "nt", reason="there is no fcntl")
def test_a_share_without_locks_keeps_and_offers_what_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    at = home(tmp_path)
    with at.open() as store, Window(at) as other:
        other.type_in(text="one")
        monkeypatch.setattr("fcntl.lockf", refused)
        assert FormDraft(at.places, store, "NoteScreen", "1.1.1").fields == {"text": "one"}
        mine = FormDraft(at.places, store, "NoteScreen", "1.1.3")
        mine.keep("Note", {"text": "two"})
        mine.leave()
        assert FormDraft(at.places, store, "NoteScreen", "1.1.3").fields == {"text": "two"}


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGHUP")
@pytest.mark.parametrize("end", [pytest.param("SIGHUP", marks=soak), "SIGKILL"])
def test_a_closed_terminal_keeps_text_place_and_what_is_open(tmp_path: Path, end: str) -> None:
    pytest.importorskip("pyte")
    from tests.tui.terminal import environment
    from tests.tui.terminal import opened as in_terminal

    at = home(tmp_path / "home")
    with in_terminal(environment(tmp_path), size=(80, 24)) as terminal:
        terminal.until("Mine (")
        terminal.press("g2\r", "2  Objektivi 2")
        terminal.press("-", "▸ 2 Objektivi 2")
        terminal.press("g113\r", "1.1.3  Masa")
        memory = at.places.config / "interface.json"
        deadline = 200
        while deadline and '"cursor": "1.1.3"' not in (memory.read_text("utf-8") if memory.exists() else ""):
            terminal.until("Mine (")
            deadline -= 1
            time.sleep(0.05)
        terminal.press("nGjysma e fjal", "Gjysma e fjal")
        with at.open() as store:
            assert titles(at.places, store) == []
        os.kill(terminal.process, getattr(signal, end))
        os.waitpid(terminal.process, 0)
    with in_terminal(environment(tmp_path), size=(80, 24)) as terminal:
        terminal.until("Typed and not saved: Note on 1.1.3")
        terminal.until("▸ 2 Objektivi 2")
        terminal.press("n", "Gjysma e fjal")
        terminal.press("\x13", "Note on 1.1.3 saved")
        terminal.press("q")
        assert terminal.end() == 0
    with at.open() as store:
        assert [note.value for note in action_detail(store, "1.1.3", today=TODAY).notes] == ["Gjysma e fjal"]


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGHUP")
def test_a_terminal_that_closes_unheard_ends_the_interface(tmp_path: Path) -> None:
    """As under nohup: nobody sends a signal, and what reads keys would read the end for ever."""
    pytest.importorskip("pyte")
    from tests.tui.terminal import PATIENCE, Terminal, environment

    home(tmp_path / "home")
    terminal = Terminal([sys.executable, "-m", "terren"], environment(tmp_path), hears_hang_up=False)
    try:
        terminal.until("Mine (")
    finally:
        os.close(terminal.fd)
    end, ended = time.monotonic() + PATIENCE, (0, 0)
    while ended[0] == 0 and time.monotonic() < end:
        time.sleep(0.05)
        ended = os.waitpid(terminal.process, os.WNOHANG)
    if ended[0] == 0:
        os.kill(terminal.process, signal.SIGKILL)
    assert ended == (terminal.process, signal.SIGHUP)


def test_a_draft_goes_with_the_redacted_entry_that_it_corrects_and_with_no_other(tmp_path: Path) -> None:
    """Whatever an entry of somebody else is called, or claims to be."""
    mine, colleague = installation(tmp_path / "one"), installation(tmp_path / "two", unit="18")
    [note] = add_note(mine.store, "1.1.1", "Gabim")
    [evidence] = add_evidence(mine.store, "1.1.1", "Gabim", "kutia 7")
    about = note.target
    forms = {
        "StatusForm": {"percent": "40", "next_steps": "three paragraphs"},
        "NoteScreen": {"earlier": note.field, "text": "Gabim!"},
        "EvidenceScreen": {"earlier": evidence.field, "title": "Gabim!"},
    }
    for form, fields in forms.items():
        FormDraft(mine.places, mine.store, form, about).keep(form, fields)
    FormDraft(mine.places, mine.store, "NoteScreen", "another").keep("Another", forms["NoteScreen"])
    gone = Redaction(bytes(32), "", bytes(64)).text

    def lose(entry: Change, replica: str, held: str | None) -> None:
        with mine.store.writing() as conn:
            seq = conn.execute("SELECT count(*) + 7 FROM change").fetchone()[0]
            change = entry._replace(replica=replica, seq=seq, value=gone)
            conn.execute("INSERT OR IGNORE INTO replica (id, changes, head) VALUES (?, 0, x'')", (replica,))
            conn.execute(INSERT_CHANGE, row_of_change(change, seq.to_bytes(32, "big"), held))

    lose(note._replace(field="40", unit="18"), colleague.replica, None)
    lose(note._replace(unit="18"), colleague.replica, None)
    lose(note, colleague.replica, "unit")
    assert {*titles(mine.places, mine.store)} == {*forms, "Another"}
    lose(evidence, mine.replica, None)
    lose(note, mine.replica, "revoked")
    assert {*titles(mine.places, mine.store)} == {"StatusForm", "Another"}
