"""Files called ``-``: what comes by standard input, and what goes to standard output, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terren.conftest import Terren


def piped(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", "terren", *map(str, arguments)], env=env, input=stdin, capture_output=True
    )


def test_a_change_set_goes_through_a_pipe(
    terren: Terren,
    enrolled: Path,
    home: Path,
    published: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terren("set", "1.1.1", "--status", "implemented")
    sent = piped("export", "--to", "-")
    assert sent.returncode == 0
    assert b"TERREN_" in sent.stderr and str(tmp_path).encode() not in sent.stderr
    monkeypatch.setenv("TERREN_HOME", str(tmp_path / "hq"))
    hq = ("--officer", "B", "--unit", "MPB", "--role", "headquarters", "--plan", published)
    assert terren("init", *hq).code == 0
    taken = piped("receive", "-", "--json", stdin=sent.stdout)
    assert taken.returncode == 3, taken.stderr
    assert b'"path": "-"' in taken.stdout
    assert piped("receive", "-", stdin=b"no change set").stdout == b""


def test_a_backup_and_a_report_go_to_a_pipe(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(piped("backup", "-o", "-").stdout)
    assert terren("verify", "--db", copy).code == 0
    written = piped("report", "--period", "2022", "-o", "-.json")
    assert written.stdout.startswith(b'{\n "format": "terren-report/1"')
    assert b"Written: -\n" in written.stderr
    assert piped("report", "--period", "2022", "-o", "-").returncode == 2
    mixed = piped("backup", "-o", "-", "--json")
    assert (mixed.returncode, mixed.stdout) == (2, b"")


def test_a_plan_comes_by_a_pipe(terren: Terren, published: Path) -> None:
    form = terren("plan", "--toml", "--db", published).out.encode()
    read = piped("import", "--dry-run", "--", "-.plan.toml", stdin=form)
    assert read.returncode == 0, read.stderr
    assert b"8 actions" in read.stderr
