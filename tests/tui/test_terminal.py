"""The interface in a real terminal, from the first run to the export, on the published plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.db.places import shipped_plan
from store.integrity.verify import verify
from store.opening.open_store import open_store
from store.query.queries import action_detail

pytest.importorskip("pyte")
pytest.importorskip("pty")

if TYPE_CHECKING:
    from tests.tui.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    from tests.tui.terminal import environment, opened

    env = environment(tmp_path)
    del env["TERREN_LANGUAGE"]
    with opened(env) as found:
        yield found


@pytest.mark.skipif(not shipped_plan().is_file(), reason="the published plan is not built")
def test_from_the_first_run_to_the_export(terminal: Terminal, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    terminal.until("Welcome to Terren")
    terminal.press("\rAgim Krasniqi\rpej")
    terminal.until("Pejë")
    terminal.press("\r\r")
    terminal.until("reports for Pejë")
    terminal.press("\r")
    terminal.until("Mine (")
    terminal.press("/1.2.3")
    terminal.until("Found (1 of 91)")
    terminal.press("\r2")
    terminal.until("◔ In progress")
    terminal.press("b12500,50")
    terminal.until("12,500.50")
    terminal.press("\r")
    terminal.until("Enter edit")
    terminal.press("\x1b")
    terminal.until("Money of", gone=True)
    terminal.until("12,500.50")
    terminal.press("nTwo case managers\r")
    terminal.until("Notes (1)")
    terminal.press("4")
    terminal.until("Implemented  since")
    terminal.press("u")
    terminal.until("Taken back")
    terminal.press("e")
    terminal.until("Export")
    terminal.press("\x15" + str(stick))
    terminal.until("/stick")
    terminal.press("\r")
    terminal.until("You may remove the stick.")
    terminal.press("\x1b")
    # a key right behind Esc would be read as Alt and that key
    terminal.until("You may remove the stick.", gone=True)
    terminal.until("5 not confirmed (")
    terminal.press("q")
    assert terminal.end() == 0
    assert [path.suffix for path in stick.iterdir()] == [".terren"]
    with open_store(tmp_path / "home" / "terren.db", read_only=True) as store:
        found = action_detail(store, "1.2.3", today=date.today())
        assert found.own.values["status"] == "in_progress"
        assert [note.value for note in found.notes] == ["Two case managers"]
        assert 1_250_050 in {year.capital for year in found.money}
        assert verify(store).faults == ()
