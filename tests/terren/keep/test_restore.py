"""Restoring a backup on the command line, and a laptop whose folder was copied."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

from tests.terren.conftest import At, Exchange


def values(at: At, who: str) -> list[tuple[str, str]]:
    return [(r["target"], r["value"]) for r in json.loads(at(who, "state", "--json").out)]


def test_what_was_sent_after_the_backup_comes_back(at: At, tmp_path: Path, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    copy = tmp_path / "copy.db"
    assert at("peja", "backup", "-o", copy).code == 0
    at("peja", "set", "1.1.2", "--status", "implemented")
    assert at("peja", "export", "--to", exchange.stick).code == 0
    before = values(at, "peja")
    form = json.loads(at("peja", "restore", copy, "--json").out)
    assert (form["changes"], form["refused"], form["kept"]) == (1, [], 1)
    assert Path(form["aside"]).is_file()
    assert values(at, "peja") == before
    assert at("peja", "verify").code == 0
    assert at("peja", "set", "1.1.3", "--status", "in_progress").code == 0


def test_a_copy_without_its_key_goes_on_by_restoring_itself(at: At, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    shutil.rmtree(tmp_path / "peja" / "keys")
    assert at("peja", "set", "1.1.2", "--status", "in_progress").code == 1
    database = tmp_path / "peja" / "terren.db"
    assert at("peja", "restore", database).code == 0
    assert at("peja", "set", "1.1.2", "--status", "in_progress").code == 0
    assert len(values(at, "peja")) == 2


def test_a_damaged_or_missing_backup_changes_nothing(at: At, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "in_progress")
    before = values(at, "peja")
    bad = tmp_path / "bad.db"
    bad.write_bytes((tmp_path / "peja" / "terren.db").read_bytes()[:5000])
    for file in (bad, tmp_path / "missing.db", tmp_path / "plan.db"):
        result = at("peja", "restore", file)
        assert (result.code, result.out) == (1, ""), result.err
    assert values(at, "peja") == before
    assert not list((tmp_path / "peja").glob("*before-restore*"))
    assert not list((tmp_path / "peja").glob(".*partial*"))


def test_it_speaks_as_the_officer_does(at: At, tmp_path: Path) -> None:
    copy, database = tmp_path / "copy.db", tmp_path / "peja" / "terren.db"
    at("peja", "backup", "-o", copy)
    with sqlite3.connect(copy) as conn:
        conn.execute("UPDATE identity SET language = 'en'")
    conn.close()
    for path in database.parent.glob("terren.db*"):
        path.unlink()
    assert "under a new identity" in at("peja", "restore", copy).err
