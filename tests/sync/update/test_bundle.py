"""What is read out of a bundle, and what is not unpacked."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from store.db.errors import UserError
from sync.update import bundle as bundles
from sync.update.bundle import MARK, Bundle, check_whole, read_bundle, unpack
from tests.sync.update.bundles import bundle
from tools.bundle.archive import MARK as WRITTEN


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


def test_what_is_written_is_what_is_read() -> None:
    assert MARK == WRITTEN


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
