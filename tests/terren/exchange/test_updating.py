"""Newer versions of Terren on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sync.update import installation, revert
from sync.update.installation import Pyz
from sync.update.revert import Reverted
from terren import __version__
from tests.sync.update.bundles import bundle
from tests.terren.conftest import At, Exchange
from tests.terren.test_rehearsal import contents


@pytest.fixture
def waiting(at: At, exchange: Exchange, tmp_path: Path) -> Exchange:
    """Headquarters has published version 99, and a laptop has its word."""
    made = bundle(tmp_path / "made.pyz", "99.0.0")
    told = at("hq", "publish-update", made, "--to", exchange.stick, "--note", "Më i shpejtë.", "--json")
    assert told.code == 0, told.err
    form = json.loads(told.out)
    assert (form["version"], form["files"][0]["bytes"]) == ("99.0.0", made.stat().st_size)
    assert Path(form["paths"][0]).read_bytes() == made.read_bytes()
    assert "terren sync FOLDER" in told.err
    carried = exchange.carry("hq", "peja")
    assert "Version 99.0.0 of Terren waits: “terren update FOLDER”. Më i shpejtë." in carried.err
    return exchange


def test_a_version_that_waits_is_said_everywhere(waiting: Exchange, at: At) -> None:
    status = at("peja", "status", "--json")
    assert (status.code, json.loads(status.out)["update"]) == (
        3,
        {"version": "99.0.0", "note": "Më i shpejtë."},
    )
    assert "Version 99.0.0 of Terren waits" in at("peja", "status").out
    (check,) = (one for one in json.loads(at("peja", "doctor", "--json").out) if one["subject"] == "update")
    assert (check["level"], check["params"]["version"]) == ("attention", "99.0.0")
    (check,) = (one for one in json.loads(at("peja2", "doctor", "--json").out) if one["subject"] == "update")
    assert check["level"] == "fine"
    synced = at("peja", "sync", waiting.stick)
    assert "Version 99.0.0 of Terren waits" in synced.err
    assert "Version of Terren: – → 99.0.0 · Më i shpejtë." in at("peja", "log").out


def test_it_is_installed_and_taken_back(
    waiting: Exchange, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "program").mkdir()
    pyz = bundle(tmp_path / "program" / "terren.pyz", __version__)
    monkeypatch.setattr(installation, "find_installation", lambda version: Pyz(pyz, version))
    before = contents(tmp_path)
    rehearsed = at("peja", "update", waiting.stick, "--dry-run", "--json")
    assert contents(tmp_path) == before
    done = at("peja", "update", waiting.stick, "--json")
    assert (done.code, done.out) == (0, rehearsed.out), done.err
    assert "is installed" in done.err and "is not installed" in rehearsed.err
    form = json.loads(done.out)
    assert (form["version"], form["from"]) == ("99.0.0", __version__)
    assert pyz.read_bytes() == Path(form["file"]).read_bytes()
    before = contents(tmp_path)
    rehearsed = at("peja", "update", "--back", "--dry-run", "--json")
    assert contents(tmp_path) == before
    back = at("peja", "update", "--back", "--json")
    assert (back.code, back.out) == (0, rehearsed.out), rehearsed.err
    assert json.loads(back.out) == {"version": __version__, "restored": None}
    assert pyz.read_bytes() != Path(form["file"]).read_bytes()
    assert at("peja", "update", "--back").code == 1


def test_whether_the_version_before_reads_the_database_is_asked_of_the_database_itself(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, bool]] = []

    def looked(
        _places: object, database: Path, *_given: object, only_look: bool, **_named: object
    ) -> Reverted:
        asked.append((database, only_look))
        return Reverted("0.0.9", database.with_name("kept.db"))

    monkeypatch.setattr(installation, "find_installation", lambda _version: None)
    monkeypatch.setattr(revert, "revert", looked)
    told = [json.loads(at("peja", "update", "--back", *words, "--json").out) for words in (["--dry-run"], [])]
    database = tmp_path / "peja" / "terren.db"
    # a copy would already be of the newer form
    assert asked == [(database, True), (database, False)]
    assert told == [{"version": "0.0.9", "restored": str(database.with_name("kept.db"))}] * 2


def test_a_checkout_is_updated_otherwise(waiting: Exchange, at: At) -> None:
    refused = at("peja", "update", waiting.stick)
    assert refused.code == 1
    assert sys.prefix in refused.err and "pip" in refused.err


def test_who_may_publish_and_what(at: At, exchange: Exchange, tmp_path: Path) -> None:
    made = bundle(tmp_path / "made.pyz", "99.0.0")
    before = contents(exchange.stick)
    assert at("peja", "publish-update", made, "--to", exchange.stick).code == 1
    (tmp_path / "empty").mkdir()
    for bad in (tmp_path / "empty", Path(__file__), tmp_path / "none.pyz"):
        refused = at("hq", "publish-update", bad, "--to", exchange.stick)
        assert refused.code == 1
    assert f"There is no file {tmp_path / 'none.pyz'}" in refused.err
    other = bundle(tmp_path / "other.zip", "99.1.0", "windows-x86_64")
    assert at("hq", "publish-update", made, other, "--to", exchange.stick).code == 1
    assert contents(exchange.stick) == before
    # a folder such as dist stands for the bundles in it
    (tmp_path / "dist").mkdir()
    for kind, name in (("pyz", "terren.pyz"), ("windows-x86_64", "terren-99.0.0-windows-x86_64.zip")):
        bundle(tmp_path / "dist" / name, "99.0.0", kind)
    (tmp_path / "dist" / "terren.cdx.json").write_text("{}")
    done = at("hq", "publish-update", tmp_path / "dist", "--to", exchange.stick, "--json")
    assert [file["kind"] for file in json.loads(done.out)["files"]] == ["pyz", "windows-x86_64"]
    assert at("hq", "undo").code == 0
    assert json.loads(at("hq", "doctor", "--json").out)


def test_update_says_what_it_needs(at: At) -> None:
    assert at("peja", "update").code == 2
    assert at("peja", "update", "stick", "--back").code == 2
