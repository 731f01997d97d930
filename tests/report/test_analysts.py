"""Datasette shows a snapshot on this computer alone, with prepared pages, and lets nothing be written."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import pytest

from language import LANGUAGES, speaking
from report.analysts import described
from tests.sync.world import headquarters

pytest.importorskip("datasette", reason="Datasette is not installed (terren[serve])")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SERVE = (sys.executable, "-m", "terren", "serve", "--port")


class Shown(NamedTuple):
    """Data that are shown: the address, and the program that shows them."""

    address: str
    program: subprocess.Popen[str]

    def get(self, path: str) -> Any:
        """What stands at a path, as JSON."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
            return json.load(answer)

    @property
    def snapshot(self) -> Path:
        """The file that is shown."""
        (row,) = [one for one in self.get("/-/databases.json") if one["name"] == "terren"]
        return Path(row["path"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    home: Path,
    end: signal.Signals = signal.SIGINT,
    language: str = "sr",
    options: Sequence[str] = (),
    out: int | IO[str] = subprocess.DEVNULL,
    err: int | IO[str] = subprocess.DEVNULL,
) -> Iterator[Shown]:
    """``terren serve`` in a home, until it hears a signal."""
    port = free_port()
    program = subprocess.Popen(
        [*SERVE, str(port), "--language", language, *options],
        env={**os.environ, "TERREN_HOME": str(home)},
        stdout=out,
        stderr=err,
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
        program.send_signal(end)
        try:
            program.wait(30)
        finally:
            program.kill()
            program.wait()


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """``terren serve`` on a headquarters with some reports."""
    home = tmp_path_factory.mktemp("served") / "home"
    center = headquarters(home)
    center.edit("1.1.1", "status", "implemented")
    center.edit("1.1.1", "next_steps", "<script>alert(1)</script>")
    center.edit("1.1.1", "2022.capital.spent", 1234, kind="money")
    center.store.close()
    with serving(home) as here:
        yield here


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_the_snapshot_goes_however_the_program_ends(tmp_path: Path, end: signal.Signals) -> None:
    headquarters(tmp_path / "home").store.close()
    with serving(tmp_path / "home", end) as here:
        snapshot = here.snapshot
        assert snapshot.is_file()
        assert snapshot.parent.stat().st_mode & 0o077 == 0
    assert not snapshot.parent.exists()


def test_words_are_in_the_language_that_was_asked_for(shown: Shown) -> None:
    """Also those in the data, of which the plan's language is another one."""
    rows = shown.get("/terren/statuses.json?_shape=objects")["rows"]
    assert {row["status_words"] for row in rows} <= {"Nije izvešteno", "Delimično sprovedeno", "U toku"}
    facets = shown.get("/terren/v_report.json?_facet=status_words")["facet_results"]
    assert "Sprovedeno" in {one["value"] for one in facets["status_words"]["results"]}


def test_words_are_in_the_letters_that_were_asked_for(tmp_path: Path) -> None:
    center = headquarters(tmp_path / "home")
    center.edit("1.1.1", "status", "implemented")
    center.store.close()
    with serving(tmp_path / "home", language="sr-Cyrl") as here:
        rows = here.get("/terren/statuses.json?_shape=objects")["rows"]
        facets = here.get("/terren/v_report.json?_facet=status_words")["facet_results"]
    assert {row["status_words"] for row in rows} <= {"Није извештено", "Делимично спроведено", "У току"}
    assert "Спроведено" in {one["value"] for one in facets["status_words"]["results"]}


@pytest.mark.parametrize("port", ["65536", "99999", "0", "80x"])
def test_a_port_that_is_none_is_wrong_usage(tmp_path: Path, port: str) -> None:
    said = subprocess.run(
        [*SERVE, port],
        env={**os.environ, "TERREN_HOME": str(tmp_path), "TERREN_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 2
    assert "whole number from 1" in said.stderr


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


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("evil.example:{port}", 421),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:{port}", 421),
        ("127.0.0.1:1", 421),
        ("", 421),
        ("localhost:{port}, evil.example", 421),
    ],
)
def test_a_page_of_another_name_reads_nothing(shown: Shown, host: str, status: int) -> None:
    """Whoever lets a name of his own point to this computer would read all through the browser of who sits
    here: a browser asks for that name."""
    port = shown.address.rpartition(":")[2]
    for path in ("/terren", "/terren/v_report.json", "/terren.db", "/-/metadata.json", "/-/static/app.css"):
        asked = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
        asked.request("GET", path, headers={"Host": host.format(port=port)})
        answer = asked.getresponse()
        told = answer.read()
        asked.close()
        assert answer.status == status, path
        assert status == 200 or len(told) < 200


def test_tables_facets_and_prepared_pages(shown: Shown) -> None:
    rows = shown.get("/terren/v_report.json?_shape=objects&status__notblank=1&_facet=status_words")["rows"]
    assert {row["status"] for row in rows} >= {"implemented"}
    for name in described("Plan")["databases"]["terren"]["queries"]:
        form = shown.get(f"/terren/{name}.json?_shape=objects&nr=1.1.1")
        assert form.get("ok", True), (name, form)
        assert "error" not in form or form["error"] is None, (name, form)
    recent = {row["field"]: row["value"] for row in shown.get("/terren/recent.json?_shape=objects")["rows"]}
    assert (recent["status"], recent["next_steps"]) == ("Sprovedeno", "<script>alert(1)</script>")
    newest = [row["recorded_at"] for row in shown.get("/terren/v_change.json?_shape=objects")["rows"]]
    assert newest == sorted(newest, reverse=True)
    units = [row["unit_name"] for row in shown.get("/terren/v_report.json?_shape=objects")["rows"]]
    assert units == sorted(units)
    (money,) = [row for row in shown.get("/terren/money.json?_shape=objects")["rows"] if row["spent"]]
    assert (money["year"], money["spent"]) == (2022, 12.34)


def test_the_csv_of_a_query_is_whole(shown: Shown) -> None:
    query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n"
    path = f"/terren.csv?{urllib.parse.urlencode({'sql': query, '_size': 'max'})}"
    with urllib.request.urlopen(f"{shown.address}{path}", timeout=30) as answer:
        assert len(answer.read().splitlines()) == 5001


WRITING: Final = (
    "DELETE FROM v_report",
    "DROP TABLE v_report",
    "INSERT INTO v_word VALUES (1)",
    "UPDATE v_report SET status = 1",
    "CREATE TABLE x (a)",
    "CREATE TEMP TABLE x (a)",
    "WITH x AS (SELECT 1) INSERT INTO v_word SELECT * FROM x",
    "SELECT 1; DELETE FROM v_report",
    "EXPLAIN DELETE FROM v_report",
    "ATTACH DATABASE '{file}' AS other",
    "VACUUM INTO '{file}'",
    "PRAGMA journal_mode = WAL",
    "PRAGMA writable_schema = 1",
    "PRAGMA query_only = 0",
    "SELECT load_extension('{file}')",
    "SELECT writefile('{file}', 'x')",
    "SELECT readfile('/etc/passwd')",
)


def test_nothing_can_be_written_through_it(shown: Shown, tmp_path: Path) -> None:
    """Neither by SQL nor by another method; nor is any other file reached."""
    snapshot, file = shown.snapshot, tmp_path / "made"
    before = snapshot.read_bytes(), sorted(snapshot.parent.iterdir())
    for sql in WRITING:
        with pytest.raises(urllib.error.HTTPError, match="400"):
            shown.get(f"/terren.json?sql={urllib.parse.quote(sql.format(file=file))}")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/terren", "/terren/v_report", "/terren/statuses", "/terren.db", "/terren/-/create"):
            asked = urllib.request.Request(f"{shown.address}{path}", b"x=1", method=method)
            with pytest.raises(urllib.error.HTTPError, match=r"HTTP Error [45]"):
                urllib.request.urlopen(asked, timeout=30)
    assert (snapshot.read_bytes(), sorted(snapshot.parent.iterdir())) == before
    assert not file.exists()


MISTYPED: Final = (
    "/terren/v_acton",
    "/terren/v_action?_sort=nosuch",
    "/terren/v_action?_facet=nosuch",
    "/terren?sql=delete+from+v_action",
    "/terren?sql=select+nosuch+from+v_action",
)


@pytest.mark.parametrize("options", [(), ("--debug",)], ids=["usual", "debug"])
def test_what_is_wrong_with_a_request_its_page_says(tmp_path: Path, options: tuple[str, ...]) -> None:
    """The terminal of whoever shows the data only says where they are; a maintainer may ask for more."""
    headquarters(tmp_path / "home").store.close()
    told, data = tmp_path / "told", tmp_path / "data"
    with (
        told.open("w") as err,
        data.open("w") as out,
        serving(tmp_path / "home", language="en", options=options, out=out, err=err) as here,
    ):
        for path in MISTYPED:
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"{here.address}{path}", timeout=30)
            assert b"<html" in caught.value.read()
        posted = urllib.request.Request(f"{here.address}/terren/v_action", b"a=1", method="POST")
        with pytest.raises(urllib.error.HTTPError, match="405"):
            urllib.request.urlopen(posted, timeout=30)
    if options:
        assert "nosuch" in data.read_text() + told.read_text()
        return
    (line,) = told.read_text().splitlines()
    assert here.address in line
    assert data.read_text() == ""


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
            browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        except playwright.Error:
            pytest.skip("no Chromium is installed")
        page = browser.new_page()
        acted: list[str] = []
        page.on("dialog", lambda dialog: acted.append(dialog.message))
        page.goto(f"{shown.address}/terren")
        assert "Sredstva po godinama" in page.inner_text("body")
        assert "Aktivnosti po statusu" in page.inner_text("body")
        page.goto(f"{shown.address}/terren/v_report?status__notblank=1")
        assert "<script>alert(1)</script>" in page.inner_text("table.rows-and-columns")
        assert page.locator(".facet-results").count() > 0
        page.goto(f"{shown.address}/terren/money")
        assert "2022" in page.inner_text("table.rows-and-columns")
        browser.close()
    assert acted == []
