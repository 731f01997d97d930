"""What a status key costs, counted: statements of SQL, and modules whose code runs until it is painted."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import Final
from unittest.mock import patch

from benchmarks.ratio import Measurement
from tests.tui.harness import home, running

ROOT: Final = Path(__file__).parents[1]
_PACKAGES: Final = tuple(f"{ROOT / name}{os.sep}" for name in ("language", "store", "sync", "report", "tui"))
_STATEMENTS: Final = 30
_MODULES: Final = 25


async def counted(folder: Path, unit: str, role: str) -> tuple[list[str], set[str]]:
    """Return the statements and the modules of one status key on the main screen."""
    statements: list[str] = []
    modules: set[str] = set()

    def note_module(frame: FrameType, _event: str, _argument: object) -> None:
        if frame.f_code.co_filename.startswith(_PACKAGES):
            modules.add(frame.f_code.co_filename.removeprefix(f"{ROOT}{os.sep}"))

    # what is looked at once a second, and prepared for a search, is none of the key's work; each key and
    # each frame for itself
    with (
        patch("tui.plan.screen._POLL_SECONDS", 3600.0),
        patch("tui.plan.search._PAUSE", 3600.0),
        patch("tui.report.recording.AT_ONCE", -1.0),
        patch("tests.tui.settling.WHOLE", True),
    ):
        async with running(home(folder, unit=unit, role=role), (120, 40)) as (app, pilot):
            # twice before, so that everything is loaded and there are changes to show
            await pilot.press("home", "j", "j", "4", "3")
            await pilot.pause()
            assert app.store is not None
            app.store.conn.set_trace_callback(statements.append)
            sys.setprofile(note_module)
            await pilot.press("2")
            await pilot.pause()
            sys.setprofile(None)
            app.store.conn.set_trace_callback(None)
    return statements, modules


def measure() -> list[Measurement]:
    """Count for a field installation and for headquarters."""
    measured: list[Measurement] = []
    for unit, role in (("17", "field"), ("MPB", "headquarters")):
        with tempfile.TemporaryDirectory() as folder:
            statements, modules = asyncio.run(counted(Path(folder), unit, role))
        measured.append(Measurement(f"statements of a status key, {role}", len(statements), _STATEMENTS, ""))
        measured.append(Measurement(f"modules of a status key, {role}", len(modules), _MODULES, ""))
    return measured
