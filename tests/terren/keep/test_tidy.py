"""Tidying up: what a restore needs is never removed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from sync.wire.format import open_container
from tests.terren.conftest import At, Exchange, Terren

SECRET = "ARDIT GASHI"


def removed(at: At, who: str, *options: str) -> list[str]:
    return [one["kind"] for one in json.loads(at(who, "tidy", "--json", *options).out)["files"]]


def age(folder: Path) -> None:
    """Let everything in a folder be from long ago."""
    for path in folder.iterdir():
        os.utime(path, (0, 0))


def test_without_a_backup_nothing_goes(at: At, tmp_path: Path, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    exchange.carry("peja", "hq")
    age(tmp_path / "hq" / "archive")
    assert removed(at, "hq", "--older-than", "1") == []
    assert list((tmp_path / "hq" / "archive").iterdir())


def test_what_the_newest_backup_knows_goes_and_a_restore_from_it_has_everything(
    at: At, tmp_path: Path, exchange: Exchange
) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    exchange.carry("peja", "hq")
    home = tmp_path / "hq"
    for name in ("terren-1.backup.db", "terren-2.backup.db"):
        assert at("hq", "backup", "-o", home / name).code == 0
    os.utime(home / "terren-1.backup.db", (0, 0))
    at("peja", "set", "1.1.2", "--status", "implemented")
    exchange.carry("peja", "hq")
    before = json.loads(at("hq", "state", "--json").out)

    assert removed(at, "hq") == ["backup"] and removed(at, "hq") == []
    age(home / "archive")
    assert removed(at, "hq", "--older-than", "1", "--dry-run") == ["archive"]
    assert removed(at, "hq", "--older-than", "1") == ["archive"]
    assert len(list((home / "archive").iterdir())) == 1
    assert at("hq", "restore", home / "terren-2.backup.db").code == 0
    assert [(r["target"], r["value"]) for r in json.loads(at("hq", "state", "--json").out)] == [
        (r["target"], r["value"]) for r in before
    ]


def test_what_has_a_redacted_text_goes_once_a_backup_has_it_not(
    at: At, tmp_path: Path, exchange: Exchange
) -> None:
    at("peja", "note", "1.1.1", SECRET)
    exchange.carry("peja", "hq")
    home = tmp_path / "hq"
    at("hq", "backup", "-o", home / "terren-1.backup.db")
    os.utime(home / "terren-1.backup.db", (0, 0))
    (known,) = json.loads(at("hq", "redact", "1.1.1", "--json").out)
    assert at("hq", "redact", "1.1.1", known["entry"], "--yes").code == 0
    assert removed(at, "hq", "--redacted") == []
    at("hq", "backup", "-o", home / "terren-2.backup.db")
    assert sorted(removed(at, "hq", "--redacted")) == ["archive", "backup"]
    assert not any(SECRET.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert at("hq", "verify").code == 0


def test_a_file_that_waits_is_named_where_a_text_is_redacted(
    at: At,
    terren: Terren,
    tmp_path: Path,
    exchange: Exchange,
    published: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at("peja", "note", "1.1.1", SECRET)
    exchange.carry("peja", "hq")
    monkeypatch.setenv("TERREN_HOME", str(tmp_path / "stranger"))
    assert terren("init", "--officer", "Z", "--unit", "02", "--role", "field", "--plan", published).code == 0
    assert exchange.carry("stranger", "hq").code == 3
    assert "waits" not in at("hq", "tidy", "--redacted").err
    (known,) = json.loads(at("hq", "redact", "1.1.1", "--json").out)
    assert at("hq", "redact", "1.1.1", known["entry"], "--yes").code == 0
    told = at("hq", "tidy", "--redacted")
    assert "1 file waits, and nobody knows whether a redacted text is in it" in told.err
    assert at("hq", "inbox", "--drop", "all").code == 0
    assert "waits" not in at("hq", "tidy", "--redacted").err


def test_of_a_copied_laptop_the_file_with_the_redacted_text_goes_and_the_other_stays(
    at: At, tmp_path: Path, exchange: Exchange
) -> None:
    """One of the two histories stands in a branch, whose numbers the other has as well."""
    at("peja", "status")
    shutil.copytree(tmp_path / "peja", tmp_path / "copy")
    home = tmp_path / "hq"
    for who in ("peja", "copy"):
        at(who, "note", "1.1.1", f"{SECRET} {who}")
        exchange.carry(who, "hq")
    at("hq", "backup", "-o", home / "terren-1.backup.db")
    os.utime(home / "terren-1.backup.db", (0, 0))
    with closing(sqlite3.connect(home / "terren.db")) as conn:
        (branched,) = conn.execute("SELECT value FROM change WHERE replica GLOB 'x*' AND kind = 'note'")
    other = {"peja": "copy", "copy": "peja"}[json.loads(branched[0]).split()[-1]]
    known = json.loads(at("hq", "redact", "1.1.1", "--json").out)
    (entry,) = [one["entry"] for one in known if json.dumps(one["value"]) == branched[0]]
    assert at("hq", "redact", "1.1.1", entry, "--yes").code == 0
    assert removed(at, "hq", "--redacted") == [], "the backup has it as well"
    at("hq", "backup", "-o", home / "terren-2.backup.db")
    assert sorted(removed(at, "hq", "--redacted")) == ["archive", "backup"]
    files = [path.read_bytes() for path in (home / "archive").iterdir()]
    left = "".join(zlib.decompress(open_container(data, "").body).decode() for data in files)
    assert f"{SECRET} {other}" in left and json.loads(branched[0]) not in left
    assert at("hq", "verify").code == 0
