"""Makes docs/pictures: the main screens on the published plan with made-up progress.

``python docs/make_pictures.py`` in the source tree. PNG files are made beside the SVG ones where
``rsvg-convert`` is installed.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "import")]

from language import use
from store.db.database import Store
from store.db.places import Places
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from sync.enrol import enrol
from sync.identity.opening import open_for_work
from tui.app.application import TerrenApp

PICTURES = Path(__file__).parent / "pictures"
TODAY = date(2022, 3, 14)


class Picture(NamedTuple):
    """A file's name, the language, the size in columns and rows, and the keys that lead there."""

    name: str
    language: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    first_run: bool = False
    theme: str = "textual-dark"


DOWN = ("j", "j")
MADE = (
    Picture("first-run", "en", (80, 24), ("enter", *"Agim Krasniqi", "enter", *"pe"), first_run=True),
    Picture("main", "en", (120, 36), DOWN),
    Picture("main-sq", "sq", (80, 24), DOWN),
    Picture("main-sr", "sr", (80, 24), DOWN),
    Picture("light", "en", (120, 36), (*DOWN, "j"), theme="textual-light"),
    Picture("narrow", "en", (60, 20), (*DOWN, "enter")),
    Picture("money", "en", (100, 28), (*DOWN, "b", *"+500")),
    Picture("search", "en", (100, 28), ("v", "slash", *"trajn")),
    Picture("filter", "en", (100, 28), ("v", "f", *"due 2022", "enter", *"mpb")),
    Picture(
        "filtered",
        "en",
        (100, 28),
        ("v", "f", *"due 2022", "enter", *"objective 1", "enter", "escape", "j", "j"),
    ),
    Picture("objective", "en", (120, 36), ("v", "home")),
    Picture("help", "en", (100, 36), ("question_mark",)),
    Picture("overview", "en", (100, 32), ("o",)),
    Picture("history", "en", (100, 24), (*DOWN, "h")),
    Picture("matrix", "en", (100, 28), ("M", "down", "down", *("right",) * 16)),
    Picture("meeting", "en", (80, 24), ("m", "enter", "right")),
    # the officer's guide is printed
    *(
        Picture(f"officer-{name}-{language}", language, size, keys, name == "begin", "textual-light")
        for language in ("sq", "sr", "en")
        for name, size, keys in (
            ("begin", (80, 24), ("enter", *"Arta Krasniqi", "enter", *"pe")),
            ("status", (80, 24), DOWN),
            ("money", (80, 24), (*DOWN, "b", *"+500")),
            ("send", (80, 24), ("e", *"USB", "enter")),
        )
    ),
)


def report(store: Store) -> None:
    """Some progress."""
    for number, status in (
        ("1.2.3", "in_progress"),
        ("1.2.5", "not_started"),
        ("1.2.6", "implemented"),
        ("1.4.2", "partially_implemented"),
        ("1.4.3", "not_implemented"),
    ):
        report_status(store, number, StatusReport(status), today=TODAY)
    report_money(store, "1.2.3", 2021, {"allocated": Amount(1_200_000), "recurrent.spent": Amount(1_195_000)})
    report_money(store, "1.2.3", 2022, {"capital.spent": Amount(450_000), "recurrent.spent": Amount(620_050)})
    report_money(store, "1.2.6", 2022, {"recurrent.spent": Amount(99_900_000)})
    add_note(store, "1.2.3", "Waiting for the list from MPB.")
    add_note(store, "1.2.3", "Two case managers appointed.")


async def shot(picture: Picture, folder: Path) -> None:
    """One picture."""
    use(picture.language)
    places = Places(folder / "new", folder / "new") if picture.first_run else Places(folder, folder)
    store = None if picture.first_run else open_for_work(places, places.database)
    app = TerrenApp(places, places.database, store, None, today=lambda: TODAY)
    app.theme, app.blink = picture.theme, False
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        await pilot.press(*picture.keys)
        await pilot.pause()
        # without the attribute some programs collapse the spaces that columns stand on
        drawn = app.export_screenshot(title="Terren").replace("<text ", '<text xml:space="preserve" ')
        # a page loads nothing from elsewhere, and has a font of its own
        drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
        (PICTURES / f"{picture.name}.svg").write_text(drawn, "utf-8")
    if store is not None:
        store.close()


def main() -> None:
    """All pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "USB").mkdir()
        os.chdir(folder)
        places = Places(folder, folder)
        use("en")
        store = enrol(
            places, places.database, officer="Agim Krasniqi", unit="17", role="field", language="en"
        )
        # the clock of the changes stands still as well, so that pictures can be compared
        with (
            store,
            patch("store.ledger.append.time.time", return_value=datetime(2022, 3, 14, 12).timestamp()),
        ):
            report(store)
        for picture in MADE:
            asyncio.run(shot(picture, folder))
            # no picture shows what the one before it left behind
            for remembered in ("interface.json", "drafts.json"):
                (folder / remembered).unlink(missing_ok=True)
    if (converter := shutil.which("rsvg-convert")) is not None:
        for path in sorted(PICTURES.glob("*.svg")):
            subprocess.run([converter, str(path), "-o", str(path.with_suffix(".png"))], check=True)


if __name__ == "__main__":
    main()
