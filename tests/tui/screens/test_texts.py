"""Notes, evidence and long texts, also in a person's own editor: nothing typed is lost, whatever happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.db.settings import read_settings
from store.query.queries import action_detail
from tests.tui.harness import TODAY, home, running, said
from tui.app.application import TerrenApp
from tui.plan.screen import PlanScreen
from tui.report.entry import EvidenceScreen, NoteScreen
from tui.screens.editor import command


@pytest.fixture
def suspended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets the application be suspended without a terminal; says how often it was."""
    seen: list[str] = []

    @contextmanager
    def suspend(self: TerrenApp) -> Iterator[None]:
        seen.append("suspended")
        yield

    monkeypatch.setattr(TerrenApp, "suspend", suspend)
    monkeypatch.delenv("VISUAL", raising=False)
    return seen


def editor(folder: Path, body: str) -> str:
    """A command that runs ``body`` with the file as ``path``."""
    script = folder / "an editor.py"
    script.write_text(
        f"import os, stat, sys\nfrom pathlib import Path\npath = Path(sys.argv[1])\n{body}\n", "utf-8"
    )
    return f'"{sys.executable}" "{script}"'


async def test_the_editor_gets_the_text_in_a_private_file_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suspended: list[str]
) -> None:
    at = home(tmp_path)
    seen = tmp_path / "seen"
    body = (
        f"Path({str(seen)!r}).write_text(f'{{path}}|{{stat.S_IMODE(path.stat().st_mode):o}}|{{path.read_text()}}')\n"
        "path.with_name('text.txt~').write_text('backup')\n"
        "path.write_text('changed\\r\\nsecond \\x1b[2Jline\\n\\n', newline='')"
    )
    monkeypatch.setenv("EDITOR", editor(tmp_path, body))
    async with running(at) as (app, pilot):
        await pilot.press("j", "j", "n", *"before", "ctrl+e")
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.text.text == "changed\nsecond [2Jline"
        await pilot.press("ctrl+z")
        assert app.screen.text.text == "before"
        await pilot.press("ctrl+y", "enter")
    where, mode, text = seen.read_text("utf-8").split("|")
    assert (mode, text) == ("600", "before")
    assert not Path(where).parent.exists()
    assert suspended == ["suspended"]
    with at.open() as other:
        assert [note.value for note in action_detail(other, "1.1.1", today=TODAY).notes] == [
            "changed\nsecond [2Jline"
        ]


@pytest.mark.parametrize(
    ("body", "kept", "told"),
    [
        ("", "before", ""),
        ("sys.exit(3)", "before", "could not be used (3)"),
        ("path.write_text('half'); sys.exit(3)", "half", ""),
        ("path.unlink()", "before", "could not be used"),
        ("path.write_bytes(b'\\xff\\xfe\\xfa')", "before", "could not be used"),
        ("path.write_bytes(b'x' * 1_000_001)", "before", "1000001 bytes"),
    ],
)
async def test_whatever_the_editor_does_the_text_stays(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suspended: list[str],
    body: str,
    kept: str,
    told: str,
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, body))
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("j", "j", "n", *"before", "ctrl+e")
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.text.text == kept
        assert told in said(app)


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("", "No editor is chosen."),
        ("/no/such/editor", "could not be used"),
        ("'unbalanced", "could not be used"),
    ],
)
async def test_without_an_editor_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suspended: list[str], named: str, words: str
) -> None:
    """An editor that nobody chose is never opened, also where the system has one."""
    monkeypatch.setenv("EDITOR", named)
    monkeypatch.delenv("VISUAL", raising=False)
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("j", "j", "n", *"before", "ctrl+e")
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.text.text == "before"
        assert words in said(app)


def test_the_configuration_names_an_editor_and_the_environment_comes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "config.toml"
    file.write_text('editor = "nano -w"\n')
    chosen = read_settings(file).editor
    assert command(chosen) == ["nano", "-w"]
    monkeypatch.setenv("EDITOR", "ed")
    assert command(chosen) == ["ed"]


async def test_a_terminal_that_cannot_be_left_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, ""))
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("j", "j", "d", "tab", "tab", *"words", "ctrl+e")
        assert "could not be used" in said(app)
        assert app.is_running


async def test_evidence_is_listed_and_added_with_its_kind(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("j", "j", "E", *"Minutes", "ctrl+s")
        assert isinstance(app.screen, EvidenceScreen)
        assert "There is no evidence yet." in said(app)
        assert "The text is empty" in said(app)
        assert app.screen.fields["ref"].widget.has_focus
        await pilot.press(*"Nr 12/2022", "shift+tab", *"dec", "ctrl+s")
        assert isinstance(app.screen, PlanScreen)
        assert "Written decision: Minutes · Nr 12/2022" in said(app)
        with at.open() as other:
            (entry,) = action_detail(other, "1.1.1", today=TODAY).evidence
        assert entry.value == {"title": "Minutes", "ref": "Nr 12/2022", "kind": "decision"}
        await pilot.press("E")
        assert "Written decision: Minutes" in said(app)
        await pilot.press(*"lost", "escape")
        assert "another Esc discards it" in said(app)
        await pilot.press("escape", "u")
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).evidence == ()


async def test_an_earlier_note_is_corrected_and_withdrawn(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("j", "j", "n", *"Frist", "enter", "n")
        assert isinstance(app.screen, NoteScreen)
        assert "Shift+Tab: correct an earlier one" in said(app)
        # what was written is not dropped by looking at another
        await pilot.press("x", "shift+tab", "right")
        assert app.screen.text.text == "x"
        assert "Save first what you wrote" in said(app)
        await pilot.press("tab", "backspace", "shift+tab", "right")
        assert app.screen.text.text == "Frist"
        assert "Emptied and saved, it is withdrawn." in said(app)
        await pilot.press("tab", *["backspace"] * 5, *"First", "enter")
        assert isinstance(app.screen, PlanScreen)
        with at.open() as other:
            assert [note.value for note in action_detail(other, "1.1.1", today=TODAY).notes] == ["First"]
        await pilot.press("n", "shift+tab", "right", "tab", *["backspace"] * 5, "enter")
        assert isinstance(app.screen, PlanScreen)
        with at.open() as other:
            assert action_detail(other, "1.1.1", today=TODAY).notes == ()
        await pilot.press("u")
        with at.open() as other:
            assert [note.value for note in action_detail(other, "1.1.1", today=TODAY).notes] == ["First"]


async def test_earlier_evidence_is_corrected(tmp_path: Path) -> None:
    at = home(tmp_path)
    async with running(at, (60, 20)) as (app, pilot):
        await pilot.press("j", "j", "E", *"Minutes", "tab", *"dec", "tab", *"Nr 1", "enter", "enter")
        await pilot.press(
            "E", "shift+tab", "right", "tab", "tab", "tab", "end", "backspace", *"2", "enter", "enter"
        )
        assert isinstance(app.screen, PlanScreen)
        with at.open() as other:
            (entry,) = action_detail(other, "1.1.1", today=TODAY).evidence
        assert entry.value == {"title": "Minutes", "ref": "Nr 2", "kind": "decision"}
