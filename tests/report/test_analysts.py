"""Datasette shows a snapshot on this computer alone, with prepared pages, and lets nothing be written."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from language import LANGUAGES, speaking
from report.analysts import described
from tests.sync.world import headquarters

pytest.importorskip("datasette", reason="Datasette is not installed (terren[serve])")

SERVE = (sys.executable, "-m", "terren", "serve", "--port")


class Shown(NamedTuple):
    """Data that are shown: the address, and the program that shows them."""

    address: str
    program: subprocess.Popen[str]

    def get(self, path: str) -> Any:
        """What stands at a path, as JSON."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
            return json.load(answer)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """``terren serve`` on a headquarters with some reports."""
    home = tmp_path_factory.mktemp("served") / "home"
    center = headquarters(home)
    center.edit("1.1.1", "status", "implemented")
    center.edit("1.1.1", "next_steps", "<script>alert(1)</script>")
    center.edit("1.1.1", "2022.capital.spent", 1234, kind="money")
    center.store.close()
    port = free_port()
    program = subprocess.Popen(
        [*SERVE, str(port), "--language", "sr"],
        env={**os.environ, "TERREN_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    here = Shown(f"http://127.0.0.1:{port}", program)
    try:
        for _ in range(300):
            with suppress(urllib.error.URLError, ConnectionError):
                here.get("/-/versions.json")
                break
            assert program.poll() is None
            time.sleep(0.2)
        yield here
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(30)


def test_it_listens_to_this_computer_alone(shown: Shown) -> None:
    listening = (
        Path("/proc/net/tcp").read_text().splitlines() + Path("/proc/net/tcp6").read_text().splitlines()
    )
    port = f":{int(shown.address.rpartition(':')[2]):04X}"
    addresses = {
        line.split()[1].partition(":")[0]
        for line in listening
        if line.split()[1].endswith(port) and line.split()[3] == "0A"
    }
    assert addresses == {"0100007F"}


def test_tables_facets_and_prepared_pages(shown: Shown) -> None:
    rows = shown.get("/terren/v_report.json?_shape=objects&status__notblank=1&_facet=status_words")["rows"]
    assert {row["status"] for row in rows} >= {"implemented"}
    for name in described("Plan")["databases"]["terren"]["queries"]:
        form = shown.get(f"/terren/{name}.json?_shape=objects&nr=1.1.1")
        assert form.get("ok", True), (name, form)
        assert "error" not in form or form["error"] is None, (name, form)
    (money,) = [row for row in shown.get("/terren/money.json?_shape=objects")["rows"] if row["spent"]]
    assert (money["year"], money["spent"]) == (2022, 12.34)


def test_nothing_can_be_written_through_it(shown: Shown) -> None:
    before = shown.get("/terren/v_report.json?_shape=arrays")["rows"]
    for sql in ("DELETE+FROM+v_report", "DROP+TABLE+v_report", "INSERT+INTO+v_word+VALUES+(1)", "PRAGMA+x=1"):
        with pytest.raises(urllib.error.HTTPError, match="400"):
            shown.get(f"/terren.json?sql={sql}")
    with pytest.raises(urllib.error.HTTPError, match=r"HTTP Error [45]"):
        urllib.request.urlopen(urllib.request.Request(f"{shown.address}/terren/v_report", b"x=1"), timeout=30)
    assert shown.get("/terren/v_report.json?_shape=arrays")["rows"] == before


def test_a_port_that_is_taken_is_told(shown: Shown, tmp_path: Path) -> None:
    headquarters(tmp_path / "home").store.close()
    said = subprocess.run(
        [*SERVE, shown.address.rpartition(":")[2], "--language", "en"],
        env={**os.environ, "TERREN_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 1
    assert "Another program listens at port" in said.stderr


@pytest.mark.parametrize("speech", LANGUAGES)
def test_titles_are_in_the_language(speech: str) -> None:
    with speaking(speech):
        form = described("Plan")
    titles = {query["title"] for query in form["databases"]["terren"]["queries"].values()}
    assert ("Money by year" in titles) == (speech == "en")


def test_the_pages_in_a_browser(shown: Shown) -> None:
    """In Chromium: what stands in the data never acts, and facets and prepared pages are there."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as browsers:
        try:
            browser = browsers.chromium.launch()
        except playwright.Error:
            pytest.skip("no Chromium is installed")
        page = browser.new_page()
        acted: list[str] = []
        page.on("dialog", lambda dialog: acted.append(dialog.message))
        page.goto(f"{shown.address}/terren")
        assert "Novac po godinama" in page.content()
        page.goto(f"{shown.address}/terren/v_report")
        assert "<script>alert(1)</script>" in page.inner_text("table.rows-and-columns")
        assert page.locator(".facet-results").count() > 0
        page.goto(f"{shown.address}/terren/money")
        assert "2022" in page.inner_text("table.rows-and-columns")
        browser.close()
    assert acted == []
