"""What is shown while something takes long: in the chosen language, with a bar, and no sign of Textual's."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from threading import Event
from unittest.mock import patch

import pytest

from store.db import apart
from tests.tui.harness import WRITTEN, Home, grid, home, running, speaking
from tests.tui.workplaces import document
from tui.headquarters.overview import OverviewScreen
from tui.review.document import ReviewFileScreen

READING = {"sq": "Po lexohet plani.xlsx …", "sr": "Čita se plani.xlsx …", "en": "Reading plani.xlsx …"}
COUNTING = {"sq": "Po numërohet …", "sr": "Broji se …", "en": "Counting …"}


def headquarters(folder: Path) -> Home:
    return home(folder / "home", unit="MPB", role="headquarters")


@pytest.mark.parametrize("code", WRITTEN)
async def test_a_bar_shows_how_much_of_its_time_the_reading_of_a_document_took(
    tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_START", "import time; time.sleep(30)")
    with speaking(code):
        async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
            await pilot.press("D")
            assert isinstance(app.screen, ReviewFileScreen)
            app.screen.file.value = str(document(tmp_path))
            # no key, for which the pilot would wait until all work is done
            app.screen.action_accept()
            while not apart._readers or READING[code] not in grid(app):
                await asyncio.sleep(0.01)
            while (drawn := re.search(r"│ ([█▏▎▍▌▋▊▉]+) .* 1 s .* 120 s", grid(app))) is None:
                await asyncio.sleep(0.05)
            assert len(drawn[1]) == 1
            assert "Loading" not in grid(app)
            app.screen.action_leave()


@pytest.mark.parametrize("code", WRITTEN)
async def test_what_is_counted_says_so_in_the_chosen_language(tmp_path: Path, code: str) -> None:
    counting = Event()
    with speaking(code):
        async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
            assert app.store is not None
            with patch("tui.headquarters.overview.overview", lambda *_asked, **_named: counting.wait(30)):
                app.push_screen(OverviewScreen(app.store))
                while COUNTING[code] not in grid(app):
                    await asyncio.sleep(0.01)
                assert "Loading" not in grid(app)
                app.screen.dismiss(None)
                counting.set()
                await pilot.pause()
