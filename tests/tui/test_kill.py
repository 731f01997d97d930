"""Broken off right after a window's edit shows: it is in the database, and the database is whole."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import Final

import pytest

from store.history.logbook import find_changes
from store.integrity.verify import verify
from sync.identity.opening import open_for_work
from tests.support.lengths import some
from tests.tui.harness import Home, home

pytest.importorskip("pyte")
pytest.importorskip("pty")

EVERY_WINDOW: Final = {
    "details": ("d\t\tLate tender\x13", "Late tender", ("action", "Late tender")),
    "money": ("b12500,50\r", "12,500.50", ("money", 1_250_050)),
    "note": ("nTwo case managers\r", "Two case managers", ("note", "Two case managers")),
    "evidence": ("EList\t\t12-A\x13", "12-A", ("evidence", {"ref": "12-A", "title": "List"})),
    "measure": ("\x1b[Hi62%\x13", "62%", ("indicator", {"source": "", "value": "62%"})),
    "assess": ("ain\x13", "In progress", ("assessment", "in_progress")),
    "meeting": ("m\r3", "1 set", ("action", "partially_implemented")),
}
"""By window: the keys from the first action on, what shows once the edit is safe, and the edit itself."""

EDITING: Final = ("Ctrl+S save", "Enter save", "Enter store", "Enter begin")
"""What the windows show until the edit is stored."""


def _found(folder: Path, home: Home) -> tuple[set[tuple[str, str]], tuple[object, ...]]:
    """What the database says after a start on a copy of its files: as they are when it is killed."""
    folder.mkdir()
    for file in home.database.parent.glob(f"{home.database.name}*"):
        shutil.copy(file, folder)
    with open_for_work(home.places, folder / home.database.name) as store:
        made = {(step.change.kind, str(step.after)) for step in find_changes(store)}
        return made, verify(store).faults


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_what_a_window_shows_survives_a_kill(tmp_path: Path) -> None:
    from tests.tui.terminal import environment, opened

    at = home(tmp_path / "home", unit="MPB", role="headquarters")
    windows = some(list(EVERY_WINDOW.items()), first=1)
    with opened(environment(tmp_path), size=(120, 40)) as terminal:
        terminal.until("All actions (")
        for window, (keys, shown, (kind, value)) in windows:
            terminal.press("\x1b", "All actions (")
            terminal.press("g111\r")
            terminal.until("Produkti 1")
            assert shown not in terminal.text(), window
            terminal.press(keys)
            terminal.until(shown)
            for sign in EDITING:
                terminal.until(sign, gone=True)
            terminal.until(shown)
            made, faults = _found(tmp_path / window, at)
            assert (kind, str(value)) in made, window
            assert faults == (), window
        os.kill(terminal.process, signal.SIGKILL)
        os.waitpid(terminal.process, 0)
    with at.open() as store:
        kept = {step.change.kind for step in find_changes(store)}
        assert {kind for _window, (_keys, _shown, (kind, _value)) in windows} <= kept
        assert verify(store).faults == ()
