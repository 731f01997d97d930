"""Installing and removing on the command line."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sync.update import removal
from sync.update.installation import Installation
from terren import __version__
from terren.commands.keep import installing
from tests.terren.conftest import At


def test_an_older_version_is_not_installed_over_data_that_it_cannot_read(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[object] = []

    def install(installation: object, _version: str) -> Path:
        installed.append(installation)
        return tmp_path

    monkeypatch.setattr(installing, "_installation", lambda _otherwise: Installation(tmp_path, "python.exe"))
    monkeypatch.setattr(removal, "install_for_user", install)
    database = tmp_path / "peja" / "terren.db"
    assert json.loads(at("peja", "install", "--look", "--json").out)["version"] == __version__
    assert installed == []
    assert at("peja", "install").code == 0
    with closing(sqlite3.connect(database)) as conn:
        conn.execute("PRAGMA user_version = 999")
    for words in ([], ["--look"]):
        refused = at("peja", "install", *words)
        assert (refused.code, len(installed)) == (1, 1)
        assert "was not installed" in refused.err and str(database) in refused.err
    assert at("peja", "install", "--force").code == 0
    # what is no database is no hindrance
    database.write_bytes(b"none")
    assert at("peja", "install").code == 0
    assert len(installed) == len(("at first", "by force", "over a damaged one"))
