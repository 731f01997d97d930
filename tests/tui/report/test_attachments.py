"""A photograph is attached to evidence on the screen, and opened by the viewer of the system."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from store.edits.entries import add_evidence
from store.exchange.attachment_names import named_attachments
from store.exchange.attachments import attachment_of, attachments_beside, kept_attachments, read_attachment
from tests.tui.harness import Home, home, running, said
from tui.report.entry import EvidenceScreen

PHOTO = b"\xff\xd8\xff\xe0 a photograph"


def attached(at: Home) -> list[str]:
    with at.open() as store:
        return [named.attachment.name for named in named_attachments(store.conn)]


async def test_a_photograph_is_attached_corrected_and_opened(tmp_path: Path) -> None:
    at = home(tmp_path / "laptop")
    path = tmp_path / "foto e urës.jpg"
    path.write_bytes(PHOTO)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("g", *"111", "enter", "E", *"Ura", "tab", "tab", "tab")
        assert "a PDF of at most 1 MB; Ctrl+F completes it." in said(app)
        # it acts in this field alone
        assert "Ctrl+F complete" in said(app)
        await pilot.press("shift+tab")
        assert "Ctrl+F" not in said(app)
        await pilot.press("tab")
        screen = app.screen
        assert isinstance(screen, EvidenceScreen)
        screen.fill("file", str(tmp_path / "foto"))
        await pilot.pause()
        assert "There is no such file; Ctrl+F completes the name." in said(app)
        screen.fill("file", str(tmp_path))
        await pilot.press("ctrl+s")
        assert "is a folder. Name the photograph or PDF itself." in said(app)
        screen.fill("file", str(tmp_path / "foto"))
        await pilot.press("ctrl+f")
        assert "foto e urës.jpg, 1 kB, goes along with the next file." in said(app)
        await pilot.press("enter")
        assert (
            attached(at) == ["foto e urës.jpg"]
            and len(kept_attachments(attachments_beside(at.database))) == 1
        )
        opened: list[Path] = []
        with patch("store.db.system.open_file", opened.append):
            await pilot.press("E")
            assert "Ura · foto e urës.jpg · attached: foto e urës.jpg (1 kB)" in said(app)
            await pilot.press("ctrl+o")
        assert "Opened: foto e urës.jpg" in said(app) and opened[0].read_bytes() == PHOTO
        with patch("store.db.system.open_file", side_effect=OSError):
            await pilot.press("ctrl+o")
        assert "No program here shows" in said(app)
        # a correction of the title leaves what is attached
        await pilot.press("shift+tab", "right", "tab", *" e re", "ctrl+s")
        assert attached(at) == ["foto e urës.jpg"]


async def test_what_is_no_photograph_is_said_where_it_is_typed(tmp_path: Path) -> None:
    at = home(tmp_path / "laptop")
    path = tmp_path / "program.jpg"
    path.write_bytes(b"MZ")
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("g", *"111", "enter", "E", "ctrl+o")
        assert "Nothing is attached." in said(app)
        await pilot.press(*"Ura")
        screen = app.screen
        assert isinstance(screen, EvidenceScreen)
        await pilot.press("tab", "tab", "tab")
        screen.fill("file", str(path))
        await pilot.press("ctrl+s")
        assert app.screen is screen and "neither a photograph" in said(app)
    assert attached(at) == [] and attachment_of(None) is None


async def test_headquarters_opens_what_a_unit_attached_while_it_reviews(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    path = tmp_path / "ura.jpg"
    path.write_bytes(PHOTO)
    with at.open() as store:
        file = read_attachment(path, attachments_beside(at.database))
        add_evidence(store, "1.1.1", "Ura", "zyra", attached=file, unit="17")
    opened: list[Path] = []
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("A")
        with patch("store.db.system.open_file", opened.append):
            await pilot.press("o")
        await pilot.pause()
        assert "Opened: ura.jpg" in said(app) and [path.suffix for path in opened] == [".jpg"]
