"""The site is read from a folder without internet: links lead somewhere, nothing is loaded from elsewhere."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from terren.help.guides import NAMES, SITE, guide_text, title
from tests.support.lengths import soak
from tests.support.paths import ROOT
from tools.bundle.contents import data_files
from tools.site.__main__ import build
from tools.site.pages import LANGUAGES, linked, names_in, pages, pictures


def test_what_is_read_in_the_field_and_at_headquarters_is_there_in_every_language() -> None:
    for language in LANGUAGES:
        assert {"officer", "headquarters", "trouble", "keys", "commands"} <= {*names_in(language)}
    assert names_in("en") == list(NAMES)


def test_links_stay_within_the_site() -> None:
    text = "[a](officer.sq.md#x) [b](exchange.md) [`c`](decisions/0001-one-reader.md) [d](#here) [e](https://x.org/)"
    assert linked(text, "sq") == "[a](index.md#x) [b](../en/exchange.html) `c` [d](#here) [e](https://x.org/)"


def test_a_link_without_words_of_its_own_is_called_as_its_page_and_code_shows_its_strokes() -> None:
    words = title(guide_text("exchange"))
    assert linked("[exchange.md](exchange.md)", "sq") == f"[{words}](../en/exchange.html)"
    assert [name for name, text in pages("en") if "\\|" in "".join(re.findall(r"`[^`\n]+`", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_officers_guide_has_a_picture_of_every_step_in_its_language(language: str) -> None:
    shown = pictures(dict(pages(language))["index.md"])
    assert len(shown) == 4
    assert all(path.stem.endswith(f"-{language}") and path.is_file() for path in shown)
    assert [path.name for path in shown if "@font-face" in path.read_text("utf-8")] == []


class Links(HTMLParser):
    """What a page leads to, what it loads, and the names that one can lead to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.names: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.names.add(held.get("id", ""))
        if "href" in held and (tag == "a" or held.get("rel") not in ("stylesheet", "icon")):
            self.leads.append(held["href"])
        elif address := held.get("href", held.get("src", "")):
            self.loads.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="requirements-docs.lock is not installed")
    folder = tmp_path_factory.mktemp("site")
    for language in LANGUAGES:
        build(language, folder)
    return folder


@soak
def test_every_link_leads_somewhere_and_all_that_is_loaded_is_there_and_light(site: Path) -> None:
    found = {path.resolve(): Links(path) for path in site.rglob("*.html")}
    assert {path.relative_to(site.resolve()).as_posix() for path in found} == {
        f"{language}/{'index' if name == NAMES[0] else name}.html"
        for language in LANGUAGES
        for name in names_in(language)
    }
    wrong = []
    for page, links in found.items():
        for address in (*links.leads, *links.loads):
            path, _, anchor = address.partition("#")
            target = (page.parent / path).resolve() if path else page
            if address in links.leads and re.match(r"(https?|mailto):", address):
                continue
            if not target.is_file() or (anchor and target in found and anchor not in found[target].names):
                wrong.append((page.name, address))
    assert wrong == []
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 5_000_000
    assert len(sizes) < 100
    assert [path for path in sizes if path.suffix in (".map", ".gz", ".xml")] == []
    assert "Permission is hereby granted" in (site / "sq" / "assets" / "LICENSE.txt").read_text("utf-8")


@soak
def test_a_browser_opens_it_from_the_folder_searches_and_prints_two_pages(site: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="requirements-look.lock is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium")
    with sync_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for language in LANGUAGES:
            asked: list[str] = []
            page = browser.new_page()
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto((site / language / "index.html").as_uri())
            page.click("[data-md-component=search-query]")
            page.keyboard.type("femijeve")
            page.wait_for_selector("[data-md-component=search-result] mark")
            assert [url for url in asked if not url.startswith("file:")] == []
            printed = page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
            page.close()
        browser.close()


_TWO_PAGES = 7_200
"""Letters of the officer's guide that fit two printed pages beside its pictures."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_officers_guide_is_no_longer_than_two_pages_hold(language: str) -> None:
    assert len(dict(pages(language))["index.md"]) <= _TWO_PAGES


@soak
def test_the_officers_guide_prints_on_two_pages_by_the_style_of_the_site(tmp_path: Path) -> None:
    """It is drawn without MkDocs, so that this runs wherever a browser is."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="requirements-look.lock is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium")
    style = (ROOT / "tools" / "site" / "theme" / "assets" / "site.css").read_text("utf-8")
    with sync_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for language in LANGUAGES:
            text = dict(pages(language))["index.md"]
            body = MarkdownIt("commonmark").enable("table").render(text)
            drawn = tmp_path / f"{language}.html"
            drawn.write_text(
                f'<!doctype html><base href="{(ROOT / "docs").as_uri()}/"><meta charset="utf-8">'
                f"<style>{style} body {{ margin: 0; font-family: sans-serif }}</style>"
                f'<body class="md-typeset">{body}</body>',
                "utf-8",
            )
            page = browser.new_page()
            page.goto(drawn.as_uri())
            printed = page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
            page.close()
        browser.close()


def test_the_bundle_takes_the_site_where_it_was_made() -> None:
    carried = {Path(folder, Path(name).name) for name, folder in data_files(ROOT)}
    made = {path.relative_to(ROOT) for path in SITE.rglob("*") if path.is_file()}
    assert made <= carried
