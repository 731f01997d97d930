"""Inbox, accepting a sender, a visit to a mailbox, and going on from a copy, on the screen."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from store.db.errors import UserError
from store.edits.edits import StatusReport, report_status
from store.exchange.change_sets import Author
from store.exchange.held_files import HeldFile
from store.exchange.sent import SentChangeSet
from sync.mailbox import Exchange, LeftAlone
from sync.quarantine.sections import MissingRun
from sync.receive.arrivals import Missing, TakenFile
from sync.receive.inbox import Inbox, inbox
from sync.receive.receive import receive
from sync.receive.refused import RefusedFile
from sync.request import request
from sync.send.attachments import Placed
from sync.send.export import Exported, export
from sync.trust.trust_report import own_fingerprint
from sync.trusting import accept, revoke
from sync.wire.grants import fingerprint
from tests.support.check_codes import check_code_of
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    assert_snapshot,
    fill,
    grid,
    home,
    pictured,
    resize,
    running,
    said,
    speaking,
    work_in_folder,
)
from tui.exchange.accept import AcceptScreen, IdentityScreen
from tui.exchange.export import MailboxScreen
from tui.exchange.inbox import InboxScreen
from tui.plan.screen import PlanScreen

ACTING = "[b]\u202e"
MORNING = int(datetime(2022, 9, 15, 8, 20).timestamp())


def exported(at: Home, folder: Path, nr: str = "1.1.1") -> Path:
    """An edit, and the file that carries it."""
    folder.mkdir(exist_ok=True)
    with at.open() as store:
        report_status(store, nr, StatusReport("implemented"), today=TODAY)
        return export(store, at.places, folder).path


async def test_a_sender_is_accepted_and_its_files_are_taken(tmp_path: Path) -> None:
    field, center = home(tmp_path / "field"), home(tmp_path / "center", unit="MPB", role="headquarters")
    box = tmp_path / "box"
    exported(field, box)
    with field.open() as store:
        key = own_fingerprint(store)
    (box / f"{ACTING}bad.terren").write_bytes(b"none")
    async with running(center, (120, 40)) as (app, pilot):
        await work_in_folder(app, pilot, "x", tmp_path / "nowhere")
        assert "There is no such folder." in grid(app)
        fill(app, str(box))
        await pilot.press("enter")
        shown = said(app)
        assert "1 file waits for its sender to be accepted" in shown
        assert "Refused, see the inbox: 1" in shown
        assert "you may remove the stick" in shown
        await pilot.press("enter", "z")
        assert isinstance(app.screen, InboxScreen)
        assert "1 file waits" in grid(app)
        assert "\u202e" not in grid(app)
        # Esc and wrong keys accept nobody
        await pilot.press("enter")
        assert isinstance(app.screen, AcceptScreen)
        await pilot.press("escape", "y", "delete")
        assert isinstance(app.screen, InboxScreen)
        assert "1 file waits" in grid(app)
        await pilot.press("a", "enter")
        assert "Nothing was accepted." in grid(app)
        assert key[:4] not in grid(app)
        await pilot.press(*key, "enter")
        assert "1 file taken, 1 new change" in said(app)
        assert "waits" not in grid(app)
        # what was refused can be dropped
        assert "bad.terren" in grid(app)
        await pilot.press("home", "up", "up", "delete")
        assert "bad.terren" not in grid(app)
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)
        with center.open() as store:
            assert store.conn.execute("SELECT count(*) FROM change").fetchone() == (1,)


@pytest.mark.parametrize("code", ["sq", "sr", "en"])
async def test_after_a_visit_the_plan_says_how_many_files_wait_and_by_which_key(
    tmp_path: Path, code: str
) -> None:
    center, box = home(tmp_path / "center", unit="MPB", role="headquarters"), tmp_path / "box"
    for n in range(3):
        exported(home(tmp_path / f"field{n}", unit=f"0{n + 1}"), box)
    (box / "bad.terren").write_bytes(b"none")
    waits = {"sq": "4 skedarë presin: z", "sr": "4 datoteke čekaju: z", "en": "4 files wait: z"}
    with speaking(code):
        async with running(center, (80, 24)) as (app, pilot):
            await work_in_folder(app, pilot, "x", box)
            await pilot.press("enter")
            assert isinstance(app.screen, PlanScreen)
            assert waits[code] in said(app)
            await pilot.press("z")
            assert isinstance(app.screen, InboxScreen)
            assert len(app.screen.rows) >= 4


async def test_what_was_sent_is_listed_and_whether_it_arrived(tmp_path: Path) -> None:
    field, center = home(tmp_path / "field"), home(tmp_path / "center", unit="MPB", role="headquarters")
    box = tmp_path / "box"
    path = exported(field, box)
    with field.open() as store:
        officer = request(store, field.places, tmp_path).path
    with center.open() as store:
        office = request(store, center.places, box).path
        accept(store, center.places, officer)
        receive(store, center.places, path)
        answer = export(store, center.places, box).path
    async with running(field, (80, 24)) as (app, pilot):
        await pilot.press("z")
        assert isinstance(app.screen, InboxScreen)
        await pilot.pause()
        (row,) = [line for line in grid(app).splitlines() if re.search(r"↑ \d", line)]
        assert "without a receipt (today)  1 change " in row, "whole, also at 80 columns"
        code = check_code_of(path.read_bytes())
        assert code[:9] in row and re.search(r"\d\d? \w{3} \d{4}", row), "its day and its code"
        shown = grid(app)
        assert path.name in shown and code in shown, "the whole name and code stand below"
        assert "The next file carries it again." in shown
    async with running(center, (80, 24)) as (app, pilot):
        await pilot.press("z")
        assert isinstance(app.screen, InboxScreen)
        await pilot.pause()
        assert "without a receipt" not in grid(app), "nobody confirms what headquarters sent"
    with field.open() as store:
        accept(store, field.places, office, role="headquarters")
        receive(store, field.places, answer)
    async with running(field, (80, 24)) as (app, pilot):
        await pilot.press("z")
        assert isinstance(app.screen, InboxScreen)
        await pilot.pause()
        assert "  confirmed  1 change" in grid(app)
        await resize(app, pilot, (60, 20))
        (row,) = [line for line in grid(app).splitlines() if "✓" in line and "↑" not in line]
        assert "  confirmed  1 change" in row, "whether it arrived comes first where there is little room"


async def test_files_of_a_revoked_key_are_taken_once_and_it_stays_revoked(tmp_path: Path) -> None:
    field, center = home(tmp_path / "field"), home(tmp_path / "center", unit="MPB", role="headquarters")
    with field.open() as store:
        asked = request(store, field.places, tmp_path)
    with center.open() as store:
        whom = accept(store, center.places, asked.path).grant
        revoke(store, center.places, whom.replica, date(2022, 1, 1))
        path = exported(field, tmp_path / "box")
        assert receive(store, center.places, path).waiting == "revoked"
    code = check_code_of(path.read_bytes())
    path.unlink()
    async with running(center, (80, 24)) as (app, pilot):
        await pilot.press("z")
        assert isinstance(app.screen, InboxScreen)
        assert "1 file waits" in grid(app)
        await pilot.press("enter")
        assert isinstance(app.screen, AcceptScreen)
        assert "Take files of a revoked key?" in grid(app)
        assert code not in grid(app)
        # its fingerprint takes back nothing
        await pilot.press(*fingerprint(whom.public_key), "enter")
        assert "Nothing was accepted." in grid(app)
        await pilot.press("ctrl+u", *code.lower(), "enter")
        shown = said(app)
        assert "1 file taken, 1 new change" in shown
        assert "waits" not in shown
        with center.open() as store:
            assert store.conn.execute("SELECT held FROM change").fetchall() == [("revoked",)]
            assert store.conn.execute("SELECT revoked_from FROM trust").fetchall() == [("2022-01-01",)]


async def test_that_a_refused_file_cannot_be_tried_now_is_said_and_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    center = home(tmp_path / "center", unit="MPB", role="headquarters")
    (tmp_path / "bad.terren").write_bytes(b"none")
    with center.open() as store, pytest.raises(UserError):
        receive(store, center.places, tmp_path / "bad.terren")
    locked = UserError("db_locked", file="terren.db", detail="")
    async with running(center, (80, 24)) as (app, pilot):
        await pilot.press("z", "r")
        assert "Taken: 0; still refused: 1" in said(app)
        with monkeypatch.context() as patched:
            patched.setattr("tui.exchange.inbox.take_refused", Mock(side_effect=locked))
            await pilot.press("r")
        assert "Another program" in said(app)
        assert "bad.terren" in said(app)


async def test_what_waits_of_strangers_is_let_go_of_by_sender_or_all_of_it(tmp_path: Path) -> None:
    center = home(tmp_path / "center", unit="MPB", role="headquarters")
    one, two = home(tmp_path / "one"), home(tmp_path / "two", unit="13")
    files = [
        exported(at, tmp_path / "box", nr) for at, nr in ((one, "1.1.1"), (one, "1.1.2"), (two, "1.1.1"))
    ]
    with center.open() as store:
        for file in files:
            assert receive(store, center.places, file).waiting == "stranger"

    def waiting() -> list[str]:
        with center.open() as store:
            found = inbox(store, center.places)
        kept = [path for path in center.places.inbox.iterdir() if path.suffix == ".terren"]
        assert len(kept) == len(found.held)
        return sorted(held.whom.unit for held in found.held)

    assert waiting() == ["13", "17", "17"]
    async with running(center, (80, 24)) as (app, pilot):
        await pilot.press("z")
        assert isinstance(app.screen, InboxScreen)
        rows = [row.sender.unit for row in app.screen.rows if row.sender is not None]
        await pilot.press(*["down"] * rows.index("17"), "delete")
        assert "Del again deletes 2 files for good." in said(app)
        # whoever goes elsewhere meanwhile has let go of nothing
        await pilot.press("up", "down", "delete")
        assert waiting() == ["13", "17", "17"]
        await pilot.press("delete")
        assert waiting() == ["13"]
        assert len(app.screen.rows) == 1
        await pilot.press("D")
        assert "D again deletes 1 file for good." in said(app)
        await pilot.press("D")
        assert waiting() == []
        await pilot.press("D", "delete")
        assert "Only files that were refused or that wait can be deleted." in said(app)
    # nobody was shut out: what is on the stick still can come again
    with center.open() as store:
        assert receive(store, center.places, files[0]).waiting == "stranger"


async def test_headquarters_is_accepted_only_by_the_symbols_that_are_heard(tmp_path: Path) -> None:
    field, center = home(tmp_path / "field"), home(tmp_path / "center", unit="MPB", role="headquarters")
    with center.open() as store:
        key = request(store, center.places, tmp_path).fingerprint
    box = tmp_path / "box"
    box.mkdir()
    with center.open() as store:
        export(store, center.places, box)
    async with running(field, (80, 24)) as (app, pilot):
        await work_in_folder(app, pilot, "x", box)
        await pilot.press("enter", "z", "enter")
        assert isinstance(app.screen, AcceptScreen)
        # what is to be heard does not stand there
        assert not any(group in grid(app) for group in key.split("-"))
        await pilot.press("enter")
        assert "Nothing was accepted." in grid(app)
        await pilot.press(*key[-4:], "enter")
        assert "Nothing was accepted." in grid(app)
        await pilot.press("ctrl+u", *key.lower(), "enter")
        assert "1 file taken" in said(app)
        with field.open() as store:
            assert store.conn.execute("SELECT role FROM trust").fetchall() == [("headquarters",)]


async def test_a_visit_is_stopped_between_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    field, center = home(tmp_path / "field"), home(tmp_path / "center", unit="MPB", role="headquarters")
    box = tmp_path / "box"
    for nr in ("1.1.1", "1.1.2", "1.1.3"):
        exported(field, box, nr)
    with center.open() as store, field.open() as other:
        accept(store, center.places, request(other, field.places, tmp_path).path)
    async with running(center) as (app, pilot):
        await pilot.press("x")
        screen = app.screen
        assert isinstance(screen, MailboxScreen)
        screen.folder.value = str(box)
        # Esc is pressed as soon as the first file is begun
        monkeypatch.setattr(screen, "report", lambda *_: screen.stopped.set())
        await pilot.press("enter")
        assert "Stopped." in said(app)
        assert "1 file taken" in " ".join(grid(app).split())
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)
    assert not list(box.glob("MPB_*"))


async def test_a_copy_goes_on_with_a_new_identity_only_when_asked(tmp_path: Path) -> None:
    field = home(tmp_path / "field")
    exported(field, tmp_path / "stick")
    copy = Home(field.places._replace(data=tmp_path / "copy", config=tmp_path / "copy"), tmp_path / "copy.db")
    shutil.copy(field.database, copy.database)
    async with running(copy) as (app, pilot):
        await pilot.pause()
        assert "identity." in grid(app)
        await pilot.press("I")
        assert isinstance(app.screen, IdentityScreen)
        # Enter alone only looks
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        await pilot.press("j", "j", "4")
        await pilot.press("I", "down", "enter")
        assert isinstance(app.screen, PlanScreen)
        await pilot.press("2")
    with copy.open() as store:
        assert store.refusal is None
        statuses = store.conn.execute("SELECT value FROM state WHERE field = 'status'").fetchall()
        assert statuses == [('"in_progress"',)]


SENT = (
    SentChangeSet("7KQF-2M9X-0000-0002", "TERREN_17_2.terren", MORNING - 60, 12, "in_file", False),
    SentChangeSet("H3AD-QVAR-0000-0001", "TERREN_17_1.terren", MORNING - 90_000, 1_140, "accepted", True),
)
"""What was written a little before the morning of the inbox, and a day earlier."""


def inbox_of_a_morning() -> Inbox:
    """An inbox with one of everything."""
    arta = Author("ab" * 16, "17", "field", "Arta Krasniqi", b"\1" * 32)
    center = Author("cd" * 16, "MPB", "headquarters", "Qendra", b"\2" * 32)
    held = [
        HeldFile(bytes([n]) * 32, whom, reason, "TERREN.terren", whom.replica, MORNING)
        for n, (whom, reason) in enumerate(((arta, "stranger"), (center, "stranger"), (arta, "author")))
    ]
    cut = UserError("changeset_truncated", file=f"{ACTING}TERREN_13_Istog.terren", found=212, needed=1_400)
    return Inbox(
        (
            TakenFile("T.terren", "3MTE-90AB-CD", MORNING, "01" * 16, "01", "Blerim Gashi", 214, 214, 0),
            TakenFile("T.terren", "77QH-90AB-CD", MORNING, "02" * 16, "02", "Zana Berisha", 12, 1, 1),
        ),
        tuple(held),
        (RefusedFile(Path("x"), f"{ACTING}TERREN_13_Istog.terren", "9999-AAAA-BB", MORNING, 212, cut),),
        (Missing("02" * 16, 41, 60, "02", "Zana Berisha"),),
        (),
    )


def visit() -> Exchange:
    """What came of a visit in which much happened."""
    written = Exported(Path("T.terren"), "f", "K7QF-2M9X-ZW3D-5EFG", 214, 6420, 1)
    left = tuple(LeftAlone(Path("x"), why, None) for why in ("partial", "sealed", "sealed", "refused"))
    waiting = inbox_of_a_morning().held
    return Exchange((), 38, left, written, None, (MissingRun("02" * 16, 41, 60),), waiting, "done")


async def test_why_attachments_were_left_behind_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = Placed(left=2, why=UserError("folder_read_only", folder=f"/media/{ACTING}"))
    written = visit()._replace(placed=placed).written
    assert written is not None
    monkeypatch.setattr("sync.mailbox.exchange_folder", lambda *_, **__: visit()._replace(placed=placed))
    monkeypatch.setattr("sync.send.export.export", lambda *_, **__: written._replace(attachments=placed))
    async with running(home(tmp_path / "home"), (120, 60)) as (app, pilot):
        for key in ("e", "x"):
            await work_in_folder(app, pilot, key, tmp_path)
            assert "2 attachments were left behind" in said(app), key
            assert "The folder /media/[b] cannot be written to." in said(app), key
            await pilot.press("enter")


@pictured
async def test_the_exchange_looks_as_it_did(
    tmp_path: Path, size: Size, code: str, refresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.exchange.inbox_page.own_fingerprint", lambda _store: "H3AD-QVAR-TERS-0001")
    monkeypatch.setattr("tui.exchange.inbox.inbox", lambda *_, **__: inbox_of_a_morning())
    monkeypatch.setattr("tui.exchange.inbox.sent_change_sets", lambda *_: SENT)
    monkeypatch.setattr("store.exchange.sent.days_since", lambda *_: 3)
    monkeypatch.setattr("sync.mailbox.exchange_folder", lambda *_, **__: visit())
    label = f"{size[0]}x{size[1]}-{code}"
    with speaking(code):
        async with running(home(tmp_path / "home"), size) as (app, pilot):
            await pilot.press("z", "j", "j")
            assert_snapshot(f"inbox-{label}", grid(app), refresh)
            await pilot.press("k", "enter")
            assert_snapshot(f"accept-{label}", grid(app), refresh)
            await pilot.press("escape", "k", "enter")
            assert_snapshot(f"accept-field-{label}", grid(app), refresh)
            await pilot.press("escape", "escape", "x")
            assert isinstance(app.screen, MailboxScreen)
            app.screen.folder.value = str(tmp_path)
            await pilot.press("enter")
            app.screen.folder.value = "/media/stick"
            await pilot.pause()
            assert_snapshot(f"mailbox-{label}", grid(app), refresh)
            await pilot.press("escape")
            assert app.store is not None
            app.store.refusal = UserError("copied_database", file="terren.db")
            app.push_screen(IdentityScreen(app.store))
            await pilot.pause()
            assert_snapshot(f"identity-{label}", grid(app), refresh)
