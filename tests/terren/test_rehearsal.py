"""``--dry-run`` says what would happen, to the word, and nothing on the disk is another afterwards."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from store.db.scratch import scratch_folder
from tests.terren.conftest import At, Exchange, Result, Terren
from tests.terren.declared import ALL


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but those that SQLite lays beside a database while it is read."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rehearsals make their copies."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def checked_rehearsal(at: At, who: str, folder: Path, *arguments: str | Path) -> Result:
    """The result of a rehearsal, which left everything as it was and told what the command itself tells."""
    before = contents(folder)
    first = at(who, *arguments, "--dry-run")
    assert contents(folder) == before
    said, *rest = first.err.splitlines()
    assert "nothing is changed" in said
    again = at(who, *arguments)
    assert (first.code, first.out) == (again.code, again.out)
    assert rest == again.err.splitlines()
    assert contents(folder) != before
    return again


def test_receive(at: At, exchange: Exchange, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    written = at("peja", "export", "--to", exchange.stick).out.strip()
    done = checked_rehearsal(at, "hq", tmp_path, "receive", written, "--json")
    assert json.loads(done.out)[0]["new"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("set", "1.1.1", "1.1.2", "--status", "implemented"),
        ("spend", "1.1.1", "--year", "2022", "--capital", "12.50", "--yes"),
        ("note", "1.1.1", "Text."),
        ("undo",),
    ],
    ids=lambda words: words[0],
)
def test_what_records(at: At, exchange: Exchange, tmp_path: Path, words: tuple[str, ...]) -> None:
    at("peja", "set", "1.1.3", "--status", "in_progress")
    checked_rehearsal(at, "peja", tmp_path, *words)


def test_approve(at: At, exchange: Exchange, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    exchange.carry("peja", "hq")
    done = checked_rehearsal(at, "hq", tmp_path, "approve", "1.1.1", "--unit", "Pejë")
    assert "1.1.1" in done.err


def test_whatever_records_can_be_rehearsed() -> None:
    without = [
        name
        for name, command in ALL.items()
        if not command.has_form and not any("--dry-run" in parameter.opts for parameter in command.params)
    ]
    assert without == []


def test_it_speaks_as_the_officer_does(terren: Terren, enrolled: Path) -> None:
    assert "nothing is changed" not in terren("undo", "--dry-run", "--language", "sq").err
    terren("set", "1.1.1", "--status", "4")
    assert terren("undo", "--dry-run").err.startswith("This only says what would happen")


def test_a_refused_file_is_not_kept(at: At, exchange: Exchange, tmp_path: Path) -> None:
    at("hq", "locate")
    bad = exchange.stick / "bad.terren"
    bad.write_bytes(b"no change set")
    before = contents(tmp_path)
    assert at("hq", "receive", bad, "--dry-run").code == 1
    assert contents(tmp_path) == before


def test_resolve(at: At, exchange: Exchange, tmp_path: Path) -> None:
    for who, status in (("peja", "implemented"), ("peja2", "in_progress")):
        at(who, "set", "1.1.1", "--status", status)
        exchange.carry(who, "hq")
    (conflict,) = json.loads(at("hq", "conflicts", "--json").out)
    checked_rehearsal(at, "hq", tmp_path, "resolve", conflict["id"], "--keep", "implemented", "--reason", "x")
    assert json.loads(at("hq", "conflicts", "--json").out) == []


def test_restore(at: At, exchange: Exchange, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    backup = tmp_path / "backup.db"
    at("peja", "backup", "-o", backup)
    before = contents(tmp_path)
    first = at("peja", "restore", backup, "--dry-run", "--json")
    assert contents(tmp_path) == before
    again = at("peja", "restore", backup, "--json")
    assert first.code == again.code == 0

    def told(result: Result) -> dict[str, object]:
        form: dict[str, object] = json.loads(result.out)
        # new ids are drawn by lot, and the name has the moment in it
        aside = re.sub(r"\d{8}-\d{6}", "", str(form["aside"]))
        return {**form, "new": None, "aside": aside}

    assert told(first) == told(again)


def test_trust_accept(
    terren: Terren, tmp_path: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(who: str, *arguments: str | Path) -> Result:
        monkeypatch.setenv("TERREN_HOME", str(tmp_path / who))
        return terren(*arguments)

    plan = ("--plan", str(published))
    at("hq", "init", "--officer", "hq", "--unit", "MPB", "--role", "headquarters", *plan)
    at("peja", "init", "--officer", "peja", "--unit", "Pejë", *plan)
    at("peja", "set", "1.1.1", "--status", "implemented")
    written = json.loads(at("peja", "export", "--to", tmp_path, "--json").out)
    assert at("hq", "receive", written["path"]).code == 3
    done = checked_rehearsal(at, "hq", tmp_path, "trust", "accept", written["check_code"], "--json")
    assert json.loads(done.out)[0]["taken"][0]["new"] == 1


def test_no_copy_is_left(at: At, exchange: Exchange, temporary: Path, tmp_path: Path) -> None:
    at("peja", "restore", tmp_path / "none.db", "--dry-run")
    assert list(temporary.iterdir()) == list((tmp_path / "peja").glob(".*")) == []


KILLED = """
import os, signal
from pathlib import Path
from store.db.places import Places
from terren.rehearsal import copied
home = Path({home!r})
with copied(Places(home, home), home / "terren.db"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_kill_leaves_goes_with_the_next_start(at: At, exchange: Exchange, tmp_path: Path) -> None:
    """It lies in the home, where the keys lie anyway; a copy that is in use stays."""
    at("peja", "status")
    home = tmp_path / "peja"
    before = contents(home)
    subprocess.run([sys.executable, "-c", KILLED.format(home=str(home))], check=False)
    (left,) = home.glob(".*")
    assert list(left.rglob("*.key"))
    assert left.stat().st_mode & 0o077 == 0
    with scratch_folder(home) as used:
        at("peja", "set", "1.1.1", "--status", "implemented")
        assert list(home.glob(".*")) == [used]
    assert contents(home).keys() == before.keys()
