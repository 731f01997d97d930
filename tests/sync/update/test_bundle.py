"""What is read out of a bundle, and what is not unpacked."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from store.db.errors import UserError
from sync.update import bundle as bundles
from sync.update.bundle import Bundle, check_whole, read_bundle, unpack
from sync.update.whole import LIST, MARK, broken_in, copy
from tests.sync.update.bundles import bundle, packed
from tools.bundle.archive import listed


def refusal(function: object, *arguments: object) -> str:
    assert callable(function)
    with pytest.raises(UserError) as refused:
        function(*arguments)
    return refused.value.code


@pytest.mark.parametrize("kind", ["pyz", "windows-x86_64", "linux-arm64-program"])
def test_version_and_kind_are_read_without_running_anything(tmp_path: Path, kind: str) -> None:
    found = read_bundle(bundle(tmp_path / "any name", "1.20.3", kind, "raise SystemExit"))
    assert found == Bundle("1.20.3", kind)
    assert found.name in ("terren-1.20.3.pyz", f"terren-1.20.3-{kind}.zip")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{}",
        b"[]",
        b'{"version": 1, "kind": "pyz"}',
        b'{"version": "1", "kind": "../x"}',
        b"\xff",
        b"{" * 9,
    ],
)
def test_what_says_nothing_of_itself_is_no_bundle(tmp_path: Path, said: bytes) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MARK, said)
    assert refusal(read_bundle, path) == "bundle_unreadable"


def test_what_is_cut_or_altered_is_no_bundle(tmp_path: Path) -> None:
    path = bundle(tmp_path / "a.pyz", "1.0")
    whole = path.read_bytes()
    check_whole(path)
    path.write_bytes(whole[: len(whole) // 2])
    assert refusal(check_whole, path) == refusal(read_bundle, path) == "bundle_unreadable"
    at = whole.index(b"import pathlib")
    path.write_bytes(whole[:at] + b"j" + whole[at + 1 :])
    assert refusal(check_whole, path) == "bundle_unreadable"
    assert refusal(read_bundle, tmp_path / "none") == "folder_missing"


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a/../../x", "a//x", "C:x", "a\\..\\x", "a/./x", "con?", "..", "a/.."]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good", "")
        archive.writestr(zipfile.ZipInfo(name), "bad")
    assert refusal(unpack, path, tmp_path / "goal") == "bundle_unsafe"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_a_link_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc")
    assert refusal(unpack, path, tmp_path / "goal") == "bundle_unsafe"


def test_no_more_is_unpacked_than_a_bundle_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bundle(tmp_path / "a.zip", "1.0", "linux-x86_64")
    unpack(path, tmp_path / "goal")
    assert (tmp_path / "goal" / "terren-1.0" / MARK).is_file()
    monkeypatch.setattr(bundles, "MOST_BYTES", 100)
    assert refusal(unpack, path, tmp_path / "other") == "bundle_unsafe"


def test_a_program_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, mode in (("run", 0o755), ("read", 0o644)):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | mode) << 16
            archive.writestr(entry, "")
    unpack(path, tmp_path / "goal")
    modes = [(tmp_path / "goal" / name).stat().st_mode & stat.S_IXUSR for name in ("run", "read")]
    assert modes == [stat.S_IXUSR, 0]


FILES = {"python.exe": b"MZ", "lib/nacl/__init__.py": b"import sys\n", "lib/terren/it's.txt": b""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What was unpacked of a bundle, whole."""
    for name, data in listed(FILES, "1.0", "windows-x64").items():
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "folder"


def told(folder: Path) -> tuple[int, str]:
    """What an installer that runs the check by itself is told, in whatever folder it stands."""
    script = str(sys.modules["sync.update.whole"].__file__)
    done = subprocess.run([sys.executable, "-I", script, folder], capture_output=True, text=True)
    return done.returncode, done.stdout.strip()


def test_a_whole_folder_is_copied_without_what_is_none_of_it(folder: Path, tmp_path: Path) -> None:
    (folder / "lib" / "stray.py").touch()
    (folder / "lib" / "__pycache__").mkdir()
    (folder / "desktop.ini").touch()
    assert (broken_in(folder), told(folder)) == (None, (0, ""))
    assert copy(folder, tmp_path / "copy") is None
    found = {path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*.*")}
    assert found == {*FILES, LIST, MARK}


def gone(path: Path) -> None:
    path.unlink() if path.is_file() else shutil.rmtree(path)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if path.is_file() else b"")


def no_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.touch()


@pytest.mark.parametrize(
    ("name", "harm", "broken"),
    [
        *(
            (name, harm, name)
            for name in (*FILES, LIST, MARK)
            if FILES.get(name) != b""
            for harm in (gone, cut)
        ),
        ("lib/nacl", gone, "lib/nacl/__init__.py"),
        ("lib/nacl/__init__.py", no_folder, "lib/nacl/__init__.py"),
        ("lib/terren/it's.txt", gone, "lib/terren/it's.txt"),
        ("python.exe", lambda path: path.write_bytes(b"NZ"), "python.exe"),
        # the first half of a list, which says nothing of the rest
        (LIST, lambda path: path.write_bytes(b"".join(path.read_bytes().splitlines(True)[:1])), LIST),
        (MARK, lambda path: path.write_bytes(b"[" * 100_000), MARK),
        (MARK, lambda path: path.write_bytes(b'{"version": "1.0", "kind": "windows-x64"}'), MARK),
    ],
)
def test_what_is_missing_or_altered_is_named(
    folder: Path, tmp_path: Path, name: str, harm: Callable[[Path], object], broken: str
) -> None:
    harm(folder / name)
    assert (broken_in(folder), told(folder)) == (broken, (3, broken))
    assert copy(folder, tmp_path / "copy") == broken


def test_a_list_leads_nowhere_else(folder: Path, tmp_path: Path) -> None:
    for name, data in listed({"../x": b"x"}, "1.0", "windows-x64").items():
        (folder / name).write_bytes(data)
    assert copy(folder, tmp_path / "goal" / "copy") == LIST
    assert not (tmp_path / "goal" / "x").exists()


def test_sha256sum_reads_the_list(folder: Path) -> None:
    if not (program := shutil.which("sha256sum")):
        pytest.skip("no sha256sum is here")
    assert subprocess.run([program, "--quiet", "--strict", "-c", LIST], cwd=folder).returncode == 0
    cut(folder / "python.exe")
    done = subprocess.run([program, "-c", LIST], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1 and "python.exe: FAILED" in done.stdout


@pytest.mark.parametrize("name", [LIST, "lib/nacl/__init__.py", "python.exe"])
def test_a_bundle_that_does_not_have_what_it_lists_is_not_published(tmp_path: Path, name: str) -> None:
    files = listed(FILES, "1.0", "windows-x64")
    check_whole(packed(tmp_path / "a.zip", files, "terren-1.0/versions/1.0/"))
    for less in ({**files, name: b"x"}, {one: data for one, data in files.items() if one != name}):
        assert refusal(check_whole, packed(tmp_path / "b.zip", less, "x/")) == "bundle_unreadable"
