"""Driving the interface in tests: an enrolled home, a frozen day, and the screen as a grid of text."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NamedTuple

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from language import current
from store.db.database import Store
from store.db.places import Places
from store.db.settings import Settings
from store.plan.model import Plan
from sync.enrol import enrol
from sync.identity.opening import open_for_work
from tests.plans import small_plan
from tests.support.lengths import soak
from tests.support.paths import MEMORY
from tests.support.speech import speaking as speaking
from tests.tui.settling import patient_pilot, strips
from tui.app.application import TerrenApp
from tui.documents.document import DocumentScreen
from tui.plan.screen import PlanScreen
from tui.screens.threadwork import FolderWorkScreen

TODAY = date(2022, 9, 15)
SNAPSHOTS = Path(__file__).parent / "snapshots"

Size = tuple[int, int]

SIZES: Final = ((120, 40), (80, 24), (60, 20))
LARGE: Final = (200, 50)
PICTURED: Final = (
    *((size, "sq") for size in SIZES),
    *((SIZES[1], code) for code in ("sr", "en")),
)
"""Sizes and languages in which a screen is kept: in one language in all sizes, in the others in one."""
WRITTEN: Final = ("sq", "sr", "en")
"""The languages of which somebody wrote the words; Serbian in Cyrillic is the Latin letter by letter."""


def of_pictures(*pictures: tuple[Size, str]) -> pytest.MarkDecorator:
    """Return the parameters ``size`` and ``code``.

    The widest and the narrowest of the sizes have all arrangements of a screen; the rest waits for the soak.
    """
    return pytest.mark.parametrize(
        ("size", "code"),
        [
            pytest.param(
                size,
                code,
                id=f"{size[0]}x{size[1]}-{code}",
                marks=() if code == "sq" and size in (SIZES[0], SIZES[-1]) else soak,
            )
            for size, code in pictures
        ],
    )


pictured = of_pictures(*PICTURED)
"""For a test of how a screen looks."""

TerrenPilot = Pilot[int]

_owners: dict[str, str] = {}
_enrolled: Final[dict[tuple[str, str, str], Path]] = {}
_copied: Final[dict[tuple[str, str, str], str]] = {}
"""The installations on the small plan that tests begin with, and by which test each was copied last."""


class Home(NamedTuple):
    """One installation in a temporary folder."""

    places: Places
    database: Path

    def open(self) -> Store:
        """Another connection, as another process would have it."""
        return open_for_work(self.places, self.database)


def home(folder: Path, plan: Plan | None = None, *, unit: str = "17", role: str = "field") -> Home:
    """Enrol an installation on a plan.

    On the small one the first of its kind in a test is a copy of one that was enrolled once.
    """
    kind, test = (unit, role, current()), os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    if plan is None and test and _copied.get(kind) != test:
        _copied[kind] = test
        if kind not in _enrolled:
            _enrolled[kind] = Path(mkdtemp(prefix="home", dir=MEMORY if MEMORY.is_dir() else None))
            atexit.register(shutil.rmtree, _enrolled[kind])
            _enrol(_enrolled[kind], small_plan(), unit=unit, role=role)
        shutil.copytree(_enrolled[kind], folder, dirs_exist_ok=True)
    else:
        _enrol(folder, plan or small_plan(), unit=unit, role=role)
    return Home(Places(folder, folder), Places(folder, folder).database)


def _enrol(folder: Path, plan: Plan, *, unit: str, role: str) -> None:
    places = Places(folder, folder)
    store = enrol(
        places,
        places.database,
        officer="Zyrtari",
        unit=unit,
        role=role,
        language=current(),
        plan=plan,
        source_name="prove.txt",
        source_sha256="00",
    )
    store.close()


async def open_document(app: TerrenApp, pilot: TerrenPilot, key: str, path: Path) -> None:
    """Read a document in the window that a key opens."""
    await pilot.press(key)
    assert isinstance(app.screen, DocumentScreen)
    app.screen.file.value = str(path)
    await pilot.press("enter")


async def work_in_folder(app: TerrenApp, pilot: TerrenPilot, key: str, folder: Path | str) -> None:
    """Begin in a folder what the window does that a key opens, and wait for it."""
    await pilot.press(key)
    assert isinstance(app.screen, FolderWorkScreen)
    app.screen.folder.value = str(folder)
    await pilot.press("enter")


@asynccontextmanager
async def running(
    at: Home,
    size: tuple[int, int] = (80, 24),
    *,
    settings: Settings = Settings(),
    ascii: bool = False,
    first_run: bool = False,
    again: bool = False,
) -> AsyncIterator[tuple[TerrenApp, TerrenPilot]]:
    """The interface on an installation; the cursor does not blink and today is a fixed day.

    Only with ``again`` does it know what it remembered of an earlier run.
    """
    if not again:
        for remembered in ("interface.json", "drafts.json"):
            (at.places.config / remembered).unlink(missing_ok=True)
    store = None if first_run else at.open()
    chosen = settings._replace(ascii=ascii)
    app = TerrenApp(at.places, at.database, store, None, today=lambda: TODAY, settings=chosen)
    app.blink = False
    try:
        with patient_pilot(app):
            async with app.run_test(size=size, notifications=True) as pilot:
                await pilot.pause()
                yield app, pilot
    finally:
        if app.store is not None:
            app.store.close()


def main(app: TerrenApp) -> PlanScreen:
    """Return the main screen, which shows."""
    assert isinstance(app.screen, PlanScreen), app.screen
    return app.screen


def here(app: TerrenApp) -> str | None:
    """Return the number of the row under the cursor of the tree; None where it is on none."""
    node = main(app).tree_view.node
    return None if node is None else node.row.nr


def fill(app: TerrenApp, text: str) -> None:
    """Let a text stand in the line that has the cursor; its letters are not what is tested."""
    assert isinstance(app.focused, (Input, TextArea))
    if isinstance(app.focused, Input):
        app.focused.value = text
    else:
        app.focused.text = text


def grid(app: TerrenApp) -> str:
    """What the screen shows, line by line, without trailing spaces."""
    return "\n".join(strip.text.rstrip() for strip in strips(app)) + "\n"


def said(app: TerrenApp) -> str:
    """What the screen says, without its line ends and frames."""
    return " ".join(grid(app).replace("▌", " ").replace("│", " ").split())


async def resize(app: TerrenApp, pilot: TerrenPilot, size: Size) -> None:
    """Make the terminal so large; the interface waits a moment for further sizes before it takes one."""
    if app.size != size:
        await pilot.resize_terminal(*size)
    while app.screen._compositor.size != size:
        await asyncio.sleep(0.002)
    await pilot.pause()


def assert_snapshot(name: str, shown: str, refresh: bool) -> None:
    """Compare a screen with the one kept; ``TERREN_REFRESH_SCREENS=1`` keeps the present one.

    Two tests that keep a picture under one name would overwrite each other's: the second one fails.
    """
    test = os.environ["PYTEST_CURRENT_TEST"].partition("[")[0].partition(" ")[0]
    assert _owners.setdefault(name, test) == test, (
        f"{name}.txt belongs to {_owners[name]}: choose another name"
    )
    path = SNAPSHOTS / f"{name}.txt"
    if refresh:
        path.write_text(shown, "utf-8")
        return
    if not path.is_file():
        pytest.fail(f"{path.name} is missing: keep it with TERREN_REFRESH_SCREENS=1 and look at it")
    assert shown == path.read_text("utf-8"), (
        f"{path.name} differs: look at it, then keep it with TERREN_REFRESH_SCREENS=1"
    )
