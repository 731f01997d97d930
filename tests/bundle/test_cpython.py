"""Python for the folder that has its own, below compiling it: that takes a quarter of an hour."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools.bundle import cpython
from tools.bundle.cpython import LICENCES, Build, Source, python_of, sources
from tools.bundle.lock import read_lock
from tools.bundle.program import licences_of
from tools.bundle.targets import MACHINES, TARGETS, Target


def known(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    one = Source("zlib", "1.3", "Zlib", "zlib", hashlib.sha256(data).hexdigest())
    monkeypatch.setattr(cpython, "SOURCES", (one,))


def test_a_source_is_known_by_its_hash_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, b"whole")
    asked: list[list[str]] = []

    def fetch(wanted: list[Source], _folder: Path) -> str:
        asked.append([source.name for source in wanted])
        return "apt has no list\n"

    monkeypatch.setattr(cpython, "_fetch", fetch)
    (tmp_path / "other-name.tar.gz").write_bytes(b"altered")
    with pytest.raises(OSError, match=r"apt has no list\n.* no archive of zlib 1\.3, SHA-256"):
        sources(tmp_path)
    (tmp_path / "other-name.tar.gz").write_bytes(b"whole")
    assert sources(tmp_path) == {"zlib": tmp_path / "other-name.tar.gz"}
    assert asked == [["zlib"]]


def test_sources_are_asked_for_beside_what_the_system_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, b"whole")
    system, folder = tmp_path / "apt", tmp_path / "sources"
    (system / "sources.list.d").mkdir(parents=True)
    (system / "sources.list").write_text("# deb of old\ndeb http://localhost stable main\n")
    (system / "sources.list.d" / "one.sources").write_text("Types: deb\nURIs: http://localhost\n")
    monkeypatch.setattr(cpython, "_SYSTEM", system)
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/apt-get")
    seen: dict[str, str] = {}

    def run(words: list[str], *, capture_output: bool, **_: Any) -> subprocess.CompletedProcess[str]:
        # what it warns of says nothing where the source came
        assert capture_output
        (listed,) = (word.partition("=")[2] for word in words if "sourceparts" in word)
        seen.update({path.name: path.read_text() for path in Path(listed).iterdir()})
        if "source" in words:
            (folder / "zlib.tar.gz").write_bytes(b"whole")
        return subprocess.CompletedProcess(words, 100, "", "E: Failed to fetch\n")

    monkeypatch.setattr("subprocess.run", run)
    assert list(sources(folder)) == ["zlib"]
    assert seen == {
        "sources.list": "# deb of old\ndeb-src http://localhost stable main\n",
        "one.sources": "Types: deb-src\nURIs: http://localhost\n",
    }


def test_the_compiler_is_locked_and_its_target_is_that_of_the_wheels(tmp_path: Path) -> None:
    (locked,) = read_lock(cpython.LOCK)
    assert (locked.name, bool(locked.hashes)) == ("ziglang", True)
    assert MACHINES[0].glibc == cpython.GLIBC
    assert Target(MACHINES[0], cpython.PYTHON) in TARGETS
    made = Build(tmp_path / "work", tmp_path / "prefix", tmp_path / "zig")
    assert f"x86_64-linux-gnu.{cpython.GLIBC} " in (tmp_path / "work/bin/cc").read_text()
    folder = tmp_path / "work" / "library"
    folder.mkdir()
    with pytest.raises(OSError, match=r"exit code 1; see .*library\.log"):
        made.run(folder, ["false"])


def test_it_is_found_where_it_was_made(tmp_path: Path) -> None:
    assert python_of(tmp_path) is None
    path = tmp_path / "python/bin/python3.13"
    path.parent.mkdir(parents=True)
    path.touch()
    assert python_of(tmp_path) == path


def test_the_folder_has_the_licences_of_all_that_is_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "a-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (
            "licenses/LICENSE",
            "licenses/licenses/LICENSE.libsodium.txt",
            "licenses/built/zlib.txt",
            "licenses/",
            "COPYING",
            "METADATA",
        ):
            archive.writestr(f"a-1.dist-info/{name}", name)
    (tmp_path / LICENCES).mkdir()
    (tmp_path / LICENCES / "sqlite.txt").touch()
    said = subprocess.CompletedProcess((), 0, f"{tmp_path}\n{tmp_path}\n")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: said)
    (tmp_path / "LICENSE.txt").touch()
    assert set(licences_of([wheel], tmp_path)) == {
        *("a-1/LICENSE", "a-1/licenses/LICENSE.libsodium.txt", "a-1/built/zlib.txt", "a-1/COPYING"),
        *("python/LICENSE.txt", "python/sqlite.txt"),
    }
