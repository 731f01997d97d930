"""Draws the pictures of a finished report: ``python docs/make_report_pictures.py``.

Needs Chromium and playwright (the extra ``look``). The report is that of ``terren demo``.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import sync_playwright

from report.periodic.making import write_report
from report.periodic.parameters import ReportRequest
from store.opening.open_store import open_store
from sync.demo.making import make_demo

PICTURES: Final = Path(__file__).parent / "pictures"
DAY, WRITTEN = date(2022, 12, 31), date(2023, 1, 16)
SHOTS: Final = (("report", "en", "light", 0), ("report-sq", "sq", "light", 1), ("report-sr", "sr", "dark", 1))
"""Name, language, colours, and from which chapter on."""


def main() -> None:
    """Make the demonstration, write its report, and draw it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        office, *_others = make_demo(Path(folder) / "demo", language="sq")
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-lcd-text"]
        )
        for name, spoken, scheme, chapter in SHOTS:
            file = Path(folder) / f"{name}.html"
            with open_store(office / "terren.db", read_only=True) as store:
                write_report(store, file, ReportRequest("2022", DAY, spoken, WRITTEN))
            page = browser.new_page(viewport={"width": 860, "height": 1000}, color_scheme=scheme)
            page.goto(file.as_uri())
            page.evaluate("document.querySelector('nav').style.display = 'none'")
            if chapter:
                page.evaluate("document.getElementById('part-3').scrollIntoView()")
            picture = PICTURES / f"{name}.png"
            page.screenshot(path=str(picture))
            # few colours make a small file
            Image.open(picture).convert("RGB").quantize(64).save(picture, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
