"""The export: a folder is asked for, the file is written in a thread, and its code is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.edits import StatusReport, report_status
from store.exchange.receipts import MissingReceipts
from tests.tui.harness import (
    TODAY,
    Size,
    assert_snapshot,
    grid,
    home,
    pictured,
    running,
    speaking,
    work_in_folder,
)
from tui.exchange.export import ExportScreen, MailboxScreen
from tui.plan.panes import TitleBar
from tui.plan.screen import PlanScreen
from tui.screens.folders import completed
from tui.screens.memory import remember
from tui.widgets.big_letters import big


async def test_the_code_is_shown_only_when_the_file_is_safe(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    stick = tmp_path / "stick"
    stick.mkdir()
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
    async with running(at, (120, 60)) as (app, pilot):
        await pilot.press("j", "j", "e")
        assert isinstance(app.screen, ExportScreen)
        app.screen.folder.value = str(tmp_path / "nowhere")
        await pilot.press("enter")
        assert "There is no such folder." in grid(app)
        assert "remove the stick" not in grid(app)
        app.screen.folder.value = str(tmp_path / "sti")
        await pilot.press("tab", "enter")
        screen = app.screen
        assert isinstance(screen, ExportScreen)
        (written,) = stick.iterdir()
        shown = grid(app)
        assert "You may remove the stick." in shown
        assert written.name in shown
        assert "1 change" in shown
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)
        with at.open() as store:
            sent = store.conn.execute("SELECT check_code FROM change_set").fetchone()[0]
        assert sent in shown
        assert big(sent[:9])[0] in shown.replace("│", "")
        assert f"({sent[:9]}" in grid(app)
        assert f"in file {sent[:4]}" in " ".join(grid(app).split())
        await pilot.press("4", "2")
        assert f"2 not sent · 1 in {sent[:9]} (today)" in grid(app)
        # what waits too long hides nothing that was not sent
        bar = app.query_one(TitleBar)
        (file,) = bar.outline.delivery.sent
        for waits, told in (
            (MissingReceipts((20, 0, 0), file), "! 1 without a receipt for 20 days · 2 not sent"),
            (MissingReceipts((20, 0, 0)), "! 2 not sent, the oldest for 20 days"),
        ):
            bar.show(bar.outline._replace(waiting=waits))
            await pilot.pause()
            assert told in grid(app)
        await pilot.press("e")
        assert isinstance(app.screen, ExportScreen)
        assert app.screen.folder.value == str(stick)
        # what comes back comes the same way
        await pilot.press("escape", "x")
        assert isinstance(app.screen, MailboxScreen)
        assert app.screen.folder.value == str(stick)
        assert screen is not app.screen
        # from then on it has a folder of its own
        remember(at.places, mailbox=str(tmp_path))
        await pilot.press("escape", "x")
        assert isinstance(app.screen, MailboxScreen)
        assert app.screen.folder.value == str(tmp_path)


async def test_a_failed_export_says_why_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = home(tmp_path / "home")
    stick = tmp_path / "stick"
    stick.mkdir()
    from store.db.errors import UserError

    def full(*_: object, **__: object) -> None:
        raise UserError("disk_full", folder=str(stick), needed=1234)

    async with running(at, (120, 40)) as (app, pilot):
        for broken, said in (
            (full, "1234 bytes are needed"),
            (lambda *_, **__: 1 / 0, "The file was not written"),
        ):
            with monkeypatch.context() as patch:
                patch.setattr("sync.send.export.export", broken)
                await work_in_folder(app, pilot, "e", stick)
                assert said in " ".join(grid(app).replace("│", " ").split())
                assert "remove the stick" not in grid(app)
                await pilot.press("escape")
        await work_in_folder(app, pilot, "e", stick)
        assert "You may remove the stick." in grid(app)


@pictured
async def test_the_export_looks_as_it_did(
    tmp_path: Path, size: Size, code: str, refresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.send.export import Exported

    name = "TERREN_17_0123ABCD_2022-09-15_1-1.terren"
    done = Exported(tmp_path / name, "f", "K7QF-2M9X-ZW3D-5EFG", 214, 6420, 1)
    monkeypatch.setattr("sync.send.export.export", lambda *_, **__: done)
    with speaking(code):
        async with running(home(tmp_path / "home"), size) as (app, pilot):
            await pilot.press("e")
            assert isinstance(app.screen, ExportScreen)
            app.screen.folder.value = "/nowhere"
            await pilot.pause()
            assert_snapshot(f"export-{size[0]}x{size[1]}-{code}", grid(app), refresh)
            app.screen.folder.value = str(tmp_path)
            await pilot.press("enter")
            assert_snapshot(f"exported-{size[0]}x{size[1]}-{code}", grid(app), refresh)


def test_folders_are_completed_as_far_as_there_is_no_choice(tmp_path: Path) -> None:
    for name in ("stick one", "stick two", "other", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "stone.txt").write_text("")
    assert completed(f"{tmp_path}/s") == f"{tmp_path}/stick "
    assert completed(f"{tmp_path}/stick o") == f"{tmp_path}/stick one/"
    assert completed(f"{tmp_path}/zz") == f"{tmp_path}/zz"
    assert completed(f"{tmp_path}/.h") == f"{tmp_path}/.hidden/"
    assert completed("/no such place/x") == "/no such place/x"


async def test_each_of_sending_and_exchange_remembers_its_own_folder(tmp_path: Path) -> None:
    at, stick, box = home(tmp_path / "home"), tmp_path / "stick", tmp_path / "box"
    stick.mkdir()
    box.mkdir()
    async with running(at, (80, 24)) as (app, pilot):
        await work_in_folder(app, pilot, "e", stick)
        await pilot.press("enter")
        await work_in_folder(app, pilot, "x", box)
        await pilot.press("enter")
        for key, folder in (("e", stick), ("x", box)):
            await pilot.press(key)
            assert isinstance(app.screen, ExportScreen | MailboxScreen)
            assert app.screen.folder.value == str(folder)
            await pilot.press("escape")
