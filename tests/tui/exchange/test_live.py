"""A server on the screen: in the exchange window, and listened to while the screen is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from store.db.errors import UserError
from store.db.settings import Settings
from store.edits.edits import StatusReport, add_note, report_status
from sync.identity.opening import open_for_work
from sync.mailbox import Exchange, exchange_at
from sync.receive.refused import forget_refused_row, keep_refused, keep_refused_row
from tests.support.acquainted import acquaint
from tests.support.postgres import Cluster
from tests.tui.harness import TODAY, Home, TerrenPilot, grid, home, running, said
from tui.app.application import TerrenApp
from tui.exchange.export import MailboxScreen
from tui.exchange.live import LiveExchange
from tui.screens.crash import log_path
from tui.screens.memory import recall
from tui.widgets.banner import Banner


def acquainted(tmp_path: Path) -> tuple[Home, Home]:
    """A laptop and headquarters that have accepted each other."""
    field, center = home(tmp_path / "field"), home(tmp_path / "center", unit="MPB", role="headquarters")
    acquaint([field.places, center.places])
    return field, center


async def until(holds: Callable[[], bool], pilot: TerrenPilot) -> None:
    async def holding() -> None:
        while not holds():
            await asyncio.sleep(0.05)
            await pilot.pause()

    await asyncio.wait_for(holding(), 30)


SHOWN: Final = {"implemented": "mplemented", "in_progress": "n progress", "partially_implemented": "artially"}
"""Statuses, and what a screen shows of each however it begins."""


def is_shown(app: TerrenApp, words: str) -> bool:
    return words in grid(app)


@pytest.mark.parametrize("screen", ["plan", "H"])
async def test_an_open_screen_shows_what_others_record(
    tmp_path: Path, url: str, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the server tells it: nobody asks meanwhile
    monkeypatch.setattr("sync.server.watching._ASKED_ALL_THE_SAME", 3600.0)
    field, center = acquainted(tmp_path)
    async with running(center, (120, 40), settings=Settings(mailbox=url)) as (app, pilot):
        await pilot.press(*([] if screen == "plan" else [screen]))
        with open_for_work(field.places, field.database) as store:
            for status, words in SHOWN.items():
                assert words not in grid(app)
                report_status(store, "1.1.1", StatusReport(status), today=TODAY)
                exchange_at(store, field.places, url)
                await until(partial(is_shown, app, words), pilot)


async def test_a_server_that_is_not_there_is_told_and_work_goes_on(tmp_path: Path) -> None:
    _field, center = acquainted(tmp_path)
    gone = Settings(mailbox="postgresql://arta@127.0.0.1:1/terren")
    async with running(center, (120, 40), settings=gone) as (app, pilot):
        await until(lambda: "does not answer" in said(app), pilot)
        await pilot.press("j")
        assert "does not answer" in said(app)


async def test_after_something_unexpected_the_exchange_is_begun_anew(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise MemoryError

    monkeypatch.setattr("tui.exchange.live._AGAIN_SECONDS", 0.2)
    monkeypatch.setattr("sync.server.watching.exchange", fail)
    field, center = acquainted(tmp_path)
    with open_for_work(field.places, field.database) as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        exchange_at(store, field.places, url)
    async with running(center, (120, 40), settings=Settings(mailbox=url)) as (app, pilot):
        await until(lambda: "has gone (MemoryError)" in said(app), pilot)
        assert "postgresql:" not in said(app)
        monkeypatch.undo()
        await until(partial(is_shown, app, SHOWN["implemented"]), pilot)
        await until(lambda: "MemoryError" not in said(app), pilot)
    assert "MemoryError" in log_path(center.places).read_text("utf-8")


async def test_a_server_that_takes_nothing_is_told_until_it_does(
    tmp_path: Path, url: str, postgres: Cluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.watching._AGAIN", 1.0)
    _field, center = acquainted(tmp_path)
    with open_for_work(center.places, center.database) as store:
        exchange_at(store, center.places, url)
    async with running(center, (120, 40), settings=Settings(mailbox=url)) as (app, pilot):
        rights = "INSERT ON terren.change_set {} terren_desk"
        columns = (
            "INSERT (plan, sender, place, previous, digest, name, data) ON terren.change_set {} terren_desk"
        )
        postgres.run(database, f"REVOKE {rights.format('FROM')}", f"REVOKE {columns.format('FROM')}")
        assert app.store is not None
        add_note(app.store, "1.1.1", "Seen")
        await until(lambda: "does not let you do this" in said(app), pilot)
        await until(lambda: "1 not on the server" in grid(app), pilot)
        postgres.run(database, f"GRANT {columns.format('TO')}")
        await until(lambda: "does not let you do this" not in said(app), pilot)
        await until(lambda: "not on the server" not in grid(app), pilot)


async def test_refused_rows_are_told_as_long_as_they_are_listed_and_a_wrong_clock(tmp_path: Path) -> None:
    _field, center = acquainted(tmp_path)
    quiet = Exchange((), 0, (), None, None, (), (), "done")
    async with running(center, (120, 40)) as (app, pilot):
        assert app.store is not None
        live = LiveExchange(app, app.screen, app.store)
        for n, name in enumerate(("x.terren", "y.terren")):
            refusal = UserError("server_row_altered", file=name, server="server")
            keep_refused_row(center.places, f"{n:064x}", name, refusal)
        keep_refused(center.places, "stick.terren", b"none", UserError("changeset_magic", file="stick"))
        live.hear(quiet._replace(clock_ahead=700 * 86_400))
        live.look()
        await pilot.pause()
        assert "700 days ahead" in said(app)
        assert ".terren on server is not what its sender has put there" in said(app)
        assert "2 files of the server were refused: z" in said(app)
        await pilot.press("z")
        assert all(name in grid(app) for name in ("x.terren", "y.terren", "stick.terren"))
        forget_refused_row(center.places, f"{0:064x}")
        await pilot.press("escape")
        live.look()
        await pilot.pause()
        assert "1 file of the server was refused: z" in said(app)
        await pilot.press("z", "D", "D", "escape")
        live.hear(quiet)
        live.look()
        await pilot.pause()
        assert ("server" in said(app), "ahead" in said(app)) == (False, False)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_to_do_stands_in_the_notice_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    """It stands at the end, and the longest words about a server are longer than three lines."""
    _field, center = acquainted(tmp_path)
    words = " ".join(["words"] * 60)
    async with running(center, size) as (app, pilot):
        Banner.settle(app.screen, "server", lambda: f"{words} END")
        await pilot.pause()
        assert "END" in grid(app)


async def test_the_exchange_window_takes_the_address_of_a_server(
    tmp_path: Path, url: str, postgres: Cluster
) -> None:
    field, center = acquainted(tmp_path)
    with open_for_work(field.places, field.database) as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        exchange_at(store, field.places, url)
    async with running(center, (120, 40)) as (app, pilot):
        assert isinstance(app, TerrenApp)
        await pilot.press("x")
        assert isinstance(app.screen, MailboxScreen)
        assert "Exchange through a folder" in grid(app)
        app.screen.folder.value = "postgresql://arta:geheim@localhost/terren"
        await pilot.press("enter")
        assert "Exchange through a server" in grid(app)
        assert "A password stands in the address" in said(app)
        assert "geheim" not in str(recall(center.places))
        app.screen.folder.value = url
        await pilot.press("enter")
        assert "1 file taken, 1 new change" in said(app)
        assert "lies on the server" in said(app)
    assert recall(center.places)["mailbox"] == url
