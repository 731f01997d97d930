"""The HTML report in a browser: nothing is loaded, nothing serious is found by axe, and it prints on A4."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from language import LANGUAGES
from report.periodic.differing import differences
from report.periodic.making import render
from tests.report.periodic.test_reports import content, reported
from tests.support.lengths import soak

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [soak, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The report opened from the disk; every request that it makes is kept."""
    folder = tmp_path_factory.mktemp("browser")
    path = folder / "report.html"
    with reported(folder / "hq.db") as store:
        path.write_bytes(render(content(store, "sq"), ".html"))
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.requests = []
        opened.on("request", lambda request: opened.requests.append(request.url))
        opened.goto(path.as_uri())
        yield opened
        browser.close()


def test_nothing_is_loaded_and_nothing_overflows_a_telephone(page: Any) -> None:
    assert [url for url in page.requests if not url.startswith("file:")] == []
    assert len(page.requests) == 1
    for width in (360, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_serious_in_light_and_dark(page: Any) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(page).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["target"]) for one in serious] == []


def test_the_numbers_of_each_chart_stand_in_the_page(page: Any) -> None:
    figures = page.query_selector_all("figure")
    assert len(figures) >= 3
    for figure in figures:
        drawn = {text.text_content() for text in figure.query_selector_all("svg text")}
        table = {cell.inner_text() for cell in figure.query_selector_all("td, th")}
        numbers = {text for text in drawn if text.rstrip("%").replace(",", "").replace(".", "").isdigit()}
        assert numbers <= table and table


def test_a_heading_is_larger_than_those_below_it(page: Any) -> None:
    size = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        sizes = [page.evaluate(size, selector) for selector in ("h1", "h2", "h3", "h4", "h4 ~ p")]
        assert sizes == sorted(sizes, reverse=True) and len(set(sizes[:3])) == 3
        assert page.evaluate(size, ".muted") <= sizes[-1]
    page.emulate_media(media="screen")


def test_it_prints_on_a4(page: Any, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    printed = tmp_path / "report.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True)
    with pdfplumber.open(printed) as pdf:
        sizes = {(round(one.width), round(one.height)) for one in pdf.pages}
        assert sizes <= {(595, 842), (842, 595)}
        for one in pdf.pages:
            assert all(word["x1"] <= one.width for word in one.extract_words())


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_what_a_browser_saves_says_the_same(page: Any, tmp_path: Path, spoken: str) -> None:
    written = tmp_path / "report.html"
    with reported(tmp_path / "hq.db") as store:
        written.write_bytes(render(content(store, spoken), ".html"))
    opened = page.context.browser.new_page()
    opened.goto(written.as_uri())
    saved = opened.content().encode()
    opened.close()
    assert saved != written.read_bytes()
    assert differences(".html", saved, written.read_bytes()) == ([], 0)
    assert differences(".html", saved.replace(b"&nbsp;", b""), saved)[1] or b"&nbsp;" not in saved
