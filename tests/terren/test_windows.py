"""A day's work where the system refuses what Windows refuses."""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import pytest

from store.db import system
from tests.support.paths import ROOT
from tests.terren.conftest import At, Terren

TOO_LONG = 260
_TAKE_PATHS = (
    *("open", "stat", "lstat", "access", "mkdir", "rmdir", "rename", "replace", "link", "unlink", "remove"),
    *("scandir", "listdir", "chmod", "utime", "truncate"),
)


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose path is too long for Windows, other than behind the prefix that lifts the limit."""
    prefix = tmp_path / "verbatim"
    prefix.symlink_to("/")
    folder = tmp_path.joinpath(*["f" * 50] * 5)
    folder.mkdir(parents=True)
    assert len(str(folder)) >= TOO_LONG

    def beyond_limit(path: str) -> str:
        whole = os.path.abspath(path)  # noqa: PTH100
        is_short = len(whole) + system._BELOW < system._LIMIT or whole.startswith(str(prefix))
        return path if is_short else f"{prefix}{whole}"

    def refusing(action: Callable[..., Any]) -> Callable[..., Any]:
        def refused(*given: Any, **named: Any) -> Any:
            for path in given:
                if isinstance(path, (str, bytes, os.PathLike)):
                    text = unquote(os.fsdecode(path).removeprefix("file:"))
                    if text.startswith("/") and len(text) >= TOO_LONG and not text.startswith(str(prefix)):
                        raise FileNotFoundError(errno.ENOENT, "too long", text)
            return action(*given, **named)

        return refused

    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(system, "beyond_limit", beyond_limit)
    for name in _TAKE_PATHS:
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    for module, name in ((io, "open"), (builtins, "open"), (sqlite3, "connect")):
        monkeypatch.setattr(module, name, refusing(getattr(module, name)))
    with pytest.raises(FileNotFoundError):
        (folder / "file").touch()
    return folder


def test_folders_of_an_exchange_may_have_long_paths(at: At, deep: Path) -> None:
    assert at("peja", "set", "1.1.1", "--percent", "40").code == 0
    written = at("peja", "export", "--to", deep)
    assert written.code == 0, written.err
    assert at("hq", "receive", written.out.strip()).code == 0
    synced = [at(who, "sync", deep).code for who in ("hq", "peja", "hq")]
    assert synced == [0, 0, 0]
    assert at("peja", "status").code == 0


def test_the_home_of_an_installation_may_have_a_long_path(
    terren: Terren, published: Path, deep: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERREN_HOME", str(deep / "home"))
    commands: list[tuple[str | Path, ...]] = [
        ("init", "--officer", "Arta Krasniqi", "--unit", "Pejë", "--plan", published),
        ("note", "1.1.1", "Word"),
        ("list", "--csv", "-o", deep / "list.csv"),
        ("backup", "-o", deep / "backup.db"),
        ("verify",),
        ("restore", deep / "backup.db"),
        ("doctor",),
    ]
    for command in commands:
        done = terren(*command)
        assert done.code in (0, 3), (command, done.err)
    made = {path.name for path in system.path_of(str(deep)).iterdir()}
    assert made == {"home", "list.csv", "backup.db"}


_MISSING = """
import os, signal, sys
for name in ("fcntl", "grp", "pwd", "resource", "syslog", "termios", "tty", "pty"):
    sys.modules[name] = None
for name in ("chown", "fork", "getuid", "geteuid", "getgid", "mkfifo", "setsid", "statvfs", "sync", "uname"):
    delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "SIGALRM", "SIGUSR1", "SIGWINCH", "alarm"):
    delattr(signal, name)
from store.db import system
system.WINDOWS = True
from terren.__main__ import run
for words in ARGUMENTS:
    if code := run(words):
        sys.exit(f"{words}: {code}")
"""


@pytest.fixture
def short(published: Path) -> Iterator[Path]:
    """A folder with a plan whose path is short enough for Windows whatever the tests' own folder is."""
    with TemporaryDirectory() as name:
        yield Path(shutil.copy(published, name)).parent


def test_nothing_is_asked_of_the_system_that_windows_does_not_have(short: Path) -> None:
    stick = short / "stick"
    stick.mkdir()
    words = [
        ["init", "--officer", "Arta Krasniqi", "--unit", "Pejë", "--plan", str(short / "plan.db")],
        ["set", "1.1.1", "--status", "in_progress", "--percent", "40"],
        ["undo"],
        ["export", "--to", str(stick)],
        ["sync", str(stick)],
        ["backup"],
        ["verify"],
        ["list"],
        ["status"],
    ]
    env = {"TERREN_HOME": str(short / "home"), "PATH": os.defpath, "LANG": "C.UTF-8"}
    env["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "import")))
    script = _MISSING.replace("ARGUMENTS", repr(words))
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
