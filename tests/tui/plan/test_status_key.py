"""What a status key costs: statements of SQL and modules are counted, which every machine does alike."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType

import pytest

from store.query import queries
from tests.tui.harness import home, running

MOST = 52
MOST_MODULES = 41
"""Whose code runs between the key and what it paints: none of them for nothing, and no more of them."""
ROOT = Path(__file__).parents[3]
ROOMS = tuple(f"{ROOT / room}{os.sep}" for room in ("language", "store", "sync", "report", "tui"))


@pytest.mark.parametrize(("unit", "role"), [("17", "field"), ("MPB", "headquarters")])
async def test_a_status_key_reads_little_and_an_action_in_full_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str, role: str
) -> None:
    # what is looked at once a second, and prepared for a search, is none of the key's work
    monkeypatch.setattr("tui.plan.screen._POLL_SECONDS", 3600.0)
    monkeypatch.setattr("tui.plan.search._PAUSE", 3600.0)
    # each key for itself: of several that follow at once less is said
    monkeypatch.setattr("tui.plan.status_entry._AT_ONCE", -1.0)
    # each frame is painted when it is due: none of the keys before is left to this one
    monkeypatch.setattr("tests.tui.settling.LONG", True)
    async with running(home(tmp_path, unit=unit, role=role), (120, 40)) as (app, pilot):
        # twice before, so that everything is loaded and there are changes to show
        await pilot.press("home", "j", "j", "4", "3")
        await pilot.pause()
        details: list[object] = []
        real = queries.action_detail

        def counted(*args: object, **named: object) -> object:
            details.append(args)
            return real(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(queries, "action_detail", counted)
        assert app.store is not None
        statements: list[str] = []
        modules: set[str] = set()

        def note_module(frame: FrameType, _event: str, _argument: object) -> None:
            if frame.f_code.co_filename.startswith(ROOMS):
                modules.add(frame.f_code.co_filename.removeprefix(f"{ROOT}{os.sep}"))

        app.store.conn.set_trace_callback(statements.append)
        sys.setprofile(note_module)
        await pilot.press("2")
        await pilot.pause()
        sys.setprofile(None)
        app.store.conn.set_trace_callback(None)
        assert len(details) == 1
        assert len(statements) <= MOST, "\n".join(statements)
        assert len(modules) <= MOST_MODULES, "\n".join(sorted(modules))
