"""Installing and removing on the command line."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sync.update import removal
from sync.update.installation import Installation
from terren import __version__, asking
from terren.commands.keep import installing
from tests.terren.conftest import At, Terren


def test_an_older_version_is_not_installed_over_data_that_it_cannot_read(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[object] = []

    def install(installation: object, _version: str) -> tuple[Path, list[Path]]:
        installed.append(installation)
        return tmp_path, [tmp_path / "Desktop" / "Terren.lnk"]

    monkeypatch.setattr(installing, "_installation", lambda _otherwise: Installation(tmp_path, "python.exe"))
    monkeypatch.setattr(removal, "install_for_user", install)
    database = tmp_path / "peja" / "terren.db"
    assert json.loads(at("peja", "install", "--look", "--json").out)["version"] == __version__
    assert installed == []
    done = at("peja", "install")
    # a locked desktop is nobody's mistake
    assert done.code == 0
    assert f"{tmp_path / 'Desktop' / 'Terren.lnk'} could not be written" in done.err
    assert str(tmp_path / "Terren.cmd") in done.err
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


@pytest.mark.parametrize("with_data", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_it_says_what_was_removed_and_what_is_left(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: bool, with_data: bool
) -> None:
    done: list[str] = []

    def removed(_installation: object) -> list[Path]:
        done.append("program")
        return [tmp_path / "unpacked"] if own else []

    monkeypatch.setattr(installing, "_installation", lambda _otherwise: None)
    monkeypatch.setattr(removal, "remove_program", removed)
    monkeypatch.setattr(removal, "check_data", lambda *_given: None)
    monkeypatch.setattr(removal, "remove_data", lambda *_given: done.append("data"))
    at("peja", "set", "1.1.1", "--percent", "40")
    said = at("peja", "uninstall", "--yes", *(["--with-data"] if with_data else []))
    assert done == ["data", "program"][not with_data :]
    assert (f"delete {tmp_path / 'unpacked'}" in said.err) == own
    # what a person unpacked is still there
    assert ("Terren was removed" in said.err or "Terren and its data" in said.err) == (not own)
    assert ("stay in" in said.err) == (not with_data)
    assert ("1 change is not confirmed" in said.err) == with_data


@pytest.mark.parametrize(
    ("answers", "done", "code"),
    [
        (["n"], [], 1),
        (["y", "n"], ["program"], 0),
        (["po", ""], ["program"], 0),
        (["y", "da"], ["data", "program"], 0),
    ],
)
def test_the_data_go_only_where_a_person_says_so_who_sees_what_is_lost(
    at: At, monkeypatch: pytest.MonkeyPatch, answers: list[str], done: list[str], code: int
) -> None:
    gone: list[str] = []
    questions: list[str] = []

    def asked(question: str) -> str:
        questions.append(question)
        return answers[len(questions) - 1]

    def removed(_installation: object) -> list[Path]:
        gone.append("program")
        return []

    monkeypatch.setattr(installing, "_installation", lambda _otherwise: None)
    monkeypatch.setattr(removal, "remove_program", removed)
    monkeypatch.setattr(removal, "remove_data", lambda *_given: gone.append("data"))
    at("peja", "set", "1.1.1", "--percent", "40")
    # nobody is there who could be asked
    refused = at("peja", "uninstall")
    assert (refused.code, gone) == (1, []) and "--with-data" in refused.err
    monkeypatch.setattr(asking, "asked", asked)
    for module in (asking, installing):
        monkeypatch.setattr(module, "at_terminal", lambda: True)
    assert (at("peja", "uninstall").code, gone, len(questions)) == (code, done, len(answers))
    assert all("not confirmed by headquarters" in question for question in questions[1:])


def test_a_database_that_cannot_be_read_keeps_nobody_from_removing_the_program(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []
    questions: list[str] = []

    def asked(question: str) -> str:
        questions.append(question)
        return "yn"[len(questions) - 1]

    def removed(_installation: object) -> list[Path]:
        gone.append("program")
        return []

    monkeypatch.setattr(installing, "_installation", lambda _otherwise: None)
    monkeypatch.setattr(removal, "remove_program", removed)
    monkeypatch.setattr(asking, "asked", asked)
    for module in (asking, installing):
        monkeypatch.setattr(module, "at_terminal", lambda: True)
    at("peja", "set", "1.1.1", "--percent", "40")
    database = tmp_path / "peja" / "terren.db"
    database.write_bytes(b"none")
    assert (at("peja", "uninstall").code, gone) == (0, ["program"])
    assert "nobody knows what of it headquarters lacks" in questions[1]
    assert database.exists()


@pytest.mark.parametrize("chosen", ["setting", "environment", "link"])
def test_data_stay_whole_where_a_database_lies_elsewhere(
    terren: Terren, tmp_path: Path, published: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    """Without its key it could only be read, and it is the person's to delete."""
    data, config, elsewhere = (tmp_path / name for name in ("data", "config", "srv"))
    monkeypatch.delenv("TERREN_HOME")
    for folder in (data, config, elsewhere):
        folder.mkdir()
    database = elsewhere / "terren.db"
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_given, **_named: str(data))
    monkeypatch.setattr("platformdirs.user_config_dir", lambda *_given, **_named: str(config))
    if chosen == "setting":
        (config / "config.toml").write_text('database = "../srv/terren.db"\n', "utf-8")
    elif chosen == "environment":
        monkeypatch.setenv("TERREN_DB", str(database))
    assert terren("init", "--officer", "Arta", "--unit", "Pejë", "--plan", published).code == 0
    if chosen == "link":
        (data / "terren.db").rename(database)
        (data / "terren.db").symlink_to(database)
    monkeypatch.setattr(installing, "_installation", lambda _otherwise: None)
    monkeypatch.setattr(removal, "remove_program", lambda _installation: [])
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    refused = terren("uninstall", "--yes", "--with-data")
    assert (refused.code, sorted(path for path in tmp_path.rglob("*") if path.is_file())) == (1, before)
    assert str(database) in refused.err and "nothing was removed" in refused.err
    # what SQLite keeps beside it has data as well
    log = database.rename(elsewhere / "terren.db-wal")
    assert str(log) in terren("uninstall", "--yes", "--with-data").err
    log.unlink()
    removed = terren("uninstall", "--yes", "--with-data")
    assert (removed.code, data.exists(), config.exists()) == (0, False, False), removed.err
    assert "Terren and its data were removed." in removed.err
