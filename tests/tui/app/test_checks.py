"""The window of what is fine here: what it looks at, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from language.health import BY_KEY
from store.integrity.health import ATTENTION, FAULT, FINE, Check
from tests.tui.harness import LARGE, Size, assert_snapshot, grid, home, pictured, running, said, speaking
from tui.app import checks
from tui.app.doctor import check_screen


async def test_the_window_says_what_terren_doctor_says(tmp_path: Path) -> None:
    with speaking("en"):
        async with running(home(tmp_path), LARGE) as (app, pilot):
            await pilot.press("C")
            shown = " ".join(grid(app).split())
            assert "There is no backup. b makes one" in shown and "“terren" not in shown
            assert "The terminal takes every letter" in shown
            assert isinstance(app.screen, checks.ChecksScreen)
            found = {check.subject: check.level for check in app.screen.results}
            assert {"version", "terminal", "encoding", "disk", "database", "clock", "key"} <= set(found)
            levels = [check.level for check in app.screen.results]
            assert set(checks._KEYS) == set(BY_KEY)
            await pilot.press("b")
            assert "Written: " in said(app) and "There is no backup" not in said(app)
            assert len([*tmp_path.rglob("*.backup.db")]) == 1
            assert levels == sorted(levels, key=(FAULT, ATTENTION, FINE).index)
            await pilot.press("C")
            assert not isinstance(app.screen, checks.ChecksScreen)


def test_a_terminal_is_small_below_what_the_interface_needs() -> None:
    (terminal, *_others) = check_screen((59, 20), "utf-8", {})
    assert (terminal.level, terminal.code) == (ATTENTION, "terminal_small")
    levels = [check.level for check in check_screen((60, 20), "cp1250", {})]
    assert levels == [FINE, FINE, ATTENTION]


def _fixed(*_: object) -> Iterator[Check]:
    yield Check("version", FINE, "version", {"terren": "1.0", "python": "3.12.1", "sqlite": "3.45.0"})
    yield Check("disk", FINE, "disk", {"bytes": 12_000_000_000, "folder": "/home/arta"})
    yield Check("database", FAULT, "database_damaged", {"file": "/home/arta/terren.db", "detail": "row 7"})
    yield Check("backup", ATTENTION, "backup_none")
    yield Check("key", FINE, "key")


@pictured
async def test_the_window_looks_as_it_did(
    tmp_path: Path, size: Size, code: str, refresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "checks", _fixed)
    with speaking(code):
        async with running(home(tmp_path), size) as (app, pilot):
            await pilot.press("C")
            assert_snapshot(f"checks-{size[0]}x{size[1]}-{code}", grid(app), refresh)
