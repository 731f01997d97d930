"""When things go wrong: another process writes, a locked database, a full disk, a crash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.edits.edits import StatusReport, add_note, report_status
from store.history.logbook import find_changes
from store.integrity.verify import verify
from store.query.queries import action_detail
from tests.tui.harness import TODAY, Home, grid, home, running
from tui.app.application import TerrenApp
from tui.app.start import run
from tui.plan.screen import PlanScreen
from tui.report.entry import NoteScreen
from tui.report.money import MoneyScreen
from tui.screens.crash import log_path


def words(shown: str) -> str:
    """What a screen says, without its line ends and frames."""
    return " ".join(shown.replace("▌", " ").replace("│", " ").split())


async def test_what_another_process_writes_is_shown(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        await pilot.press("j", "j")
        with at.open() as other:
            report_status(other, "1.1.1", StatusReport("implemented"), today=TODAY)
            add_note(other, "1.1.1", "from outside")
        assert "from outside" not in grid(app)
        screen.rows.look()
        await pilot.pause()
        assert "from outside" in grid(app)
        assert "● 1.1.1" in grid(app)
        assert "2 not confirmed" in grid(app)
        await pilot.press("2")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).own.values["status"] == "in_progress"
            assert verify(other).faults == ()


async def test_a_locked_database_is_told_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        assert app.store is not None
        app.store.conn.execute("PRAGMA busy_timeout = 0")
        await pilot.press("j", "j")
        with at.open() as other:
            other.conn.execute("BEGIN IMMEDIATE")
            await pilot.press("2")
            assert "Another program is writing" in words(grid(app))
            assert "IN PROGR." not in grid(app)
            await pilot.press("n", *"kept", "enter")
            assert isinstance(app.screen, NoteScreen)
            assert app.screen.text.text == "kept"
            assert "Another program is writing" in words(grid(app))
            other.conn.execute("ROLLBACK")
        await pilot.press("enter", "2")
        with at.open() as other:
            found = action_detail(other, "1.1.1", today=TODAY)
        assert [note.value for note in found.notes] == ["kept"]
        assert found.own.values["status"] == "in_progress"


async def test_a_full_disk_is_told_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        assert app.store is not None
        conn = app.store.conn
        await pilot.press("j", "j", "4", "n", *("x" * 40), "enter")
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages}")
        await pilot.press("n")
        assert isinstance(app.screen, NoteScreen)
        app.screen.text.text = "y" * 3900
        for _ in range(6):
            if not isinstance(app.screen, NoteScreen):
                await pilot.press("n")
                app.screen.text.text = "y" * 3900
            await pilot.press("enter")
        assert isinstance(app.screen, NoteScreen)
        assert "The disk is full" in words(grid(app))
        assert len(app.screen.text.text) == 3900
        await pilot.press("escape", "escape", "b", "9", "enter")
        assert isinstance(app.screen, MoneyScreen)
        conn.execute("PRAGMA max_page_count = 1000000")
        await pilot.press("escape", "escape", "n", *"after", "enter")
        with at.open() as other:
            found = action_detail(other, "1.1.1", today=TODAY)
            assert verify(other).faults == ()
        assert found.own.values["status"] == "implemented"
        assert found.notes[0].value == "after"


async def test_a_crash_leaves_a_log_and_every_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = home(tmp_path)

    def broken(self: PlanScreen) -> None:
        raise RuntimeError("deliberate")

    monkeypatch.setattr(PlanScreen, "action_reload", broken)
    with pytest.raises(RuntimeError, match="deliberate"):
        async with running(at) as (_app, pilot):
            await pilot.press("j", "j", "4", "r")
    with at.open() as other:
        assert len(find_changes(other)) == 1
        assert verify(other).faults == ()
    assert "RuntimeError: deliberate" in log_path(at.places).read_text("utf-8")


def test_an_interface_that_a_damaged_row_ends_says_which_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = home(tmp_path)
    with at.open() as store:
        add_note(store, "1.1.1", "read long ago")

    def broken_off(app: TerrenApp) -> None:
        assert app.store is not None
        app.store.conn.execute("PRAGMA ignore_check_constraints = ON")
        app.store.conn.execute("UPDATE change SET value = 'none'")
        app.exit(return_code=1)

    monkeypatch.setattr("tui.app.start.why_not", lambda: None)
    monkeypatch.setattr(TerrenApp, "run", broken_off)
    assert run(at.places, at.database, language="en") == 1
    said = capsys.readouterr().err
    assert "change " in said and "cannot be read" in said
    assert "unexpected" not in said


async def test_a_copied_database_can_only_be_read_and_says_so(tmp_path: Path) -> None:
    at = home(tmp_path / "one")
    other_places = at.places._replace(config=tmp_path / "other")
    async with running(Home(other_places, at.database), (120, 40)) as (app, pilot):
        await pilot.pause()
        assert "can only be read" in words(grid(app))
        await pilot.press("j", "j", "2")
        assert "IN PROGR." not in grid(app)
        await pilot.press("e", "enter")
        assert "can only be read" in words(grid(app))


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_no_terminal_or_a_dumb_one_is_refused_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], term: str
) -> None:
    at = home(tmp_path)
    monkeypatch.setenv("TERM", term)
    if term == "dumb":
        monkeypatch.setattr(
            "tui.app.terminal.sys", type("Sys", (), {"stdin": _Terminal(), "stdout": _Terminal()})
        )
    assert run(at.places, at.database, language="en") == 1
    said = capsys.readouterr()
    assert "terren list" in said.err
    assert said.out == ""


class _Terminal:
    def isatty(self) -> bool:
        return True


def test_a_database_that_is_none_is_refused_before_the_screen_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tui.app.start.why_not", lambda: None)
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database" + os.urandom(4096))
    assert run(home(tmp_path).places, broken, language="en") == 1
    assert "is not a database of Terren" in capsys.readouterr().err
