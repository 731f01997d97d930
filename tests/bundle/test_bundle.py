"""What the bundle is made of, below the trial that ``make bundle-test`` makes of the whole."""

from __future__ import annotations

import ast
import errno
import hashlib
import importlib.util
import io
import json
import marshal
import os
import platform
import re
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import tomli
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from store.db import apart
from store.db.errors import UserError
from sync.update.bundle import Bundle, check_whole, read_bundle
from sync.update.installation import POINTER, machine
from sync.update.running import AS_IS
from sync.update.whole import LIST, MARK, STARTS, broken_start
from tests.changed import imported
from tests.support.paths import ROOT
from tools.bundle import first, frozen
from tools.bundle.archive import packs_as_others
from tools.bundle.contents import INSIDE, PACKAGES, data_files, hidden_imports, left_out
from tools.bundle.cpython import SOURCES
from tools.bundle.embedded import Embedded
from tools.bundle.first import compiled
from tools.bundle.first import modules as modules_in
from tools.bundle.inside import of_program, of_wheels, of_windows
from tools.bundle.lock import Locked, read_lock
from tools.bundle.program import glibc_of
from tools.bundle.pyz import START, write_pyz
from tools.bundle.sbom import write_sbom
from tools.bundle.targets import MACHINES, TARGETS, Target, this_target
from tools.bundle.wheelhouse import write_wheelhouse
from tools.bundle.wheels import LEFT_OUT, NATIVE, wheels_of

PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HAVE_BOTH_FORMS = {"charset-normalizer", "tomli"}
"""They come as machine code here, and without it to whom it is carried."""
OFFICER = read_lock(ROOT / "requirements-officer.lock")


def wheel(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("said.py"), f"SAID = {text!r}")
    return path


def hashed(requirement: str, path: Path) -> Locked:
    return Locked(Requirement(requirement), frozenset({hashlib.sha256(path.read_bytes()).hexdigest()}))


def test_the_officers_lock_has_the_core_and_nothing_of_headquarters() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    names = {one.name for one in OFFICER}
    core = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    hq = {canonicalize_name(Requirement(line).name) for line in extras["hq"]}
    assert core <= names
    assert hq & names == set()
    run = {(one.name, one.version) for one in read_lock(ROOT / "requirements-dev.lock")}
    assert {(one.name, one.version) for one in OFFICER} <= run
    assert set(LEFT_OUT) | NATIVE <= names | {one.name for one in read_lock(ROOT / "requirements-hq.lock")}


def test_the_same_wheels_give_the_same_bytes(tmp_path: Path) -> None:
    own = wheel(tmp_path, "a-1-py3-none-any.whl")
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        code = compiled(tmp_path, this_target().python, ROOT, ["store/db/system.py", "tui/app/__init__.py"])
        write_pyz(tmp_path / f"{name}.pyz", {TARGETS[0]: [own]}, "1", [code])
        write_wheelhouse(tmp_path / name, MACHINES[0], [], own, OFFICER, "1")
    assert (tmp_path / "first.pyz").read_bytes() == (tmp_path / "second.pyz").read_bytes()
    (one,), (other,) = (list((tmp_path / name).iterdir()) for name in ("first", "second"))
    assert one.read_bytes() == other.read_bytes()


def test_what_is_compiled_is_the_same_whoever_compiles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["store/db/system.py", "schema/registers.py", "gone/since.py"]
    made = compiled(tmp_path, this_target().python, ROOT, names).read_bytes()
    (tmp_path / "sitecustomize.py").write_text("import json, email, dataclasses\n")
    for name, value in {
        "PYTHONPATH": str(tmp_path),
        "PYTHONOPTIMIZE": "2",
        "PYTHONHASHSEED": "77",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    assert compiled(tmp_path, this_target().python, ROOT, names).read_bytes() == made
    assert set(marshal.loads(made)) == {"store.db.system", "schema.registers"}


def test_each_python_gets_the_code_of_its_own_wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library may have its last version for an old Python."""
    seen: dict[tuple[int, int], str] = {}

    def note(folder: Path, python: tuple[int, int], root: Path, _names: object) -> Path:
        seen[python] = (root / "said.py").read_text()
        return folder

    monkeypatch.setattr(first, "compiled", note)
    monkeypatch.setattr(first, "_listed", lambda _wheels: [])
    found = {Target(MACHINES[0], (3, 10)): [wheel(tmp_path, "a-1-py3-none-any.whl", "old")]}
    found[Target(MACHINES[0], (3, 14))] = [own := wheel(tmp_path, "a-2-py3-none-any.whl", "new")]
    first.write_first(tmp_path / "first", own, found, Target(MACHINES[0], (3, 14)))
    assert seen == {(3, 10): "SAID = 'old'", (3, 14): "SAID = 'new'"}


def test_what_modules_read_beside_them_is_in_the_file_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first, "_listed", lambda _wheels: [])
    own = wheel(tmp_path, "terren-1-py3-none-any.whl")
    read, *others = f"{INSIDE}store/plan.db", f"{INSIDE}store/plan.py", "terren/docs/guide.md"
    with zipfile.ZipFile(own, "a") as archive:
        for name in (read, *others):
            archive.writestr(name, "")
    first.write_first(tmp_path / "first", own, {this_target(): [own]}, this_target())
    data = (tmp_path / "first" / "data").read_bytes()
    assert marshal.loads(data) == [own.name, [read]]


def test_a_module_beyond_the_list_comes_with_a_note(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = first.LIST.read_text("utf-8").split()
    assert listed == sorted(set(listed))
    assert set(first._ELSEWHERE) < set(listed)
    # what the oldest Python alone loads is listed whichever Python writes the list
    assert "tomli/__init__.py" in first._ELSEWHERE
    monkeypatch.setattr(first, "_loaded", lambda _wheels: listed[:9])
    assert (first._listed([]), capsys.readouterr().out) == (listed, "")
    monkeypatch.setattr(first, "_loaded", lambda _wheels: [*listed, "terren/rooms/tui/beyond.py"])
    assert first._listed([]) == sorted([*listed, "terren/rooms/tui/beyond.py"])
    assert capsys.readouterr().out.startswith("NOTE a start loads what first.txt does not have: terren/")


def test_the_list_has_what_a_module_of_it_imports_at_once() -> None:
    """``make bundle-first`` writes it from starts, which take a minute; this needs none."""
    listed = set(first.LIST.read_text("utf-8").split())
    files = [(ROOT / package).rglob("*.py") for package in PACKAGES]
    sources = {inside(path): path for found in files for path in found}
    assert {name for name in listed if name.startswith("terren/")} <= sources.keys()
    needed = {}
    for name in listed & sources.keys():
        for line in ast.parse(sources[name].read_text("utf-8")).body:
            for module in (
                imported(ast.unparse(line)) if isinstance(line, ast.Import | ast.ImportFrom) else ()
            ):
                path = Path(*module.split("."))
                for one in (path.with_suffix(".py"), path / "__init__.py"):
                    found = one.as_posix() if one.parts[0] == "terren" else f"{INSIDE}{one.as_posix()}"
                    needed[found] = name
    assert {found: by for found, by in needed.items() if found in sources and found not in listed} == {}


def inside(path: Path) -> str:
    """How a source of the checkout is called in the wheel."""
    name = path.relative_to(ROOT).as_posix()
    return name if name.startswith("terren/") else f"{INSIDE}{name.removeprefix('import/')}"


def test_a_zlib_that_packs_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert packs_as_others()
    packer = zlib.compressobj
    monkeypatch.setattr(zlib, "compressobj", lambda wbits: packer(1, wbits=wbits))
    assert not packs_as_others()


def test_the_best_wheel_of_a_machine_is_taken_and_no_altered_one(tmp_path: Path) -> None:
    target = Target(MACHINES[0], (3, 12))
    wheel(tmp_path, "cffi-1.0-cp312-cp312-win_amd64.whl", "windows")
    linux = wheel(tmp_path, "cffi-1.0-cp312-cp312-manylinux_2_17_x86_64.whl", "linux")
    assert wheels_of(target, [hashed("cffi==1.0", linux)], tmp_path) == [linux]
    with pytest.raises(OSError, match="not what the lock file says"):
        wheels_of(target, [hashed("cffi==1.0", START)], tmp_path)


@pytest.mark.parametrize("lock", ["requirements-officer.lock", "requirements-hq.lock"])
def test_whatever_comes_as_machine_code_is_known_as_such(lock: str) -> None:
    """The build stops otherwise, which nobody sees before the next bundle."""
    compiled = set()
    for one in read_lock(ROOT / lock):
        with suppress(PackageNotFoundError):
            said = distribution(one.name).read_text("WHEEL") or ""
            if not re.search(r"(?m)^Tag: .*-any$", said):
                compiled.add(one.name)
    assert compiled - HAVE_BOTH_FORMS <= NATIVE
    assert {"cffi", "pynacl"} <= compiled


def test_markers_are_asked_about_the_machine_and_not_about_this_one() -> None:
    only = Locked(Requirement("a==1; sys_platform == 'win32' and python_full_version < '3.11'"), frozenset())
    fits = [target.key for target in TARGETS if only.applies_to(target)]
    assert fits == ["win32-x86_64-3.10"]


def test_the_bill_of_materials_names_licences_and_hashes(tmp_path: Path) -> None:
    for name, header in (
        ("a", "License-Expression: MIT"),
        ("b", "Classifier: License :: OSI Approved :: BSD"),
    ):
        with zipfile.ZipFile(tmp_path / f"{name}-1-py3-none-any.whl", "w") as archive:
            archive.writestr(
                f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.4\nName: {name}\n{header}\n\n"
            )
    with zipfile.ZipFile(tmp_path / "d-1-py3-none-any.whl", "w") as archive:
        needs = "Requires-Dist: a\nRequires-Dist: b; extra == 'x'"
        archive.writestr("d-1.dist-info/METADATA", f"Name: d\n{needs}\n\n")
        archive.writestr("d-1.dist-info/licenses/LICENSE", "\nMIT License\n\nPermission is hereby granted")
    native = [wheel(tmp_path, f"c-2-cp311-cp311-{system}.whl") for system in ("win_amd64", "linux_x86_64")]
    own = wheel(tmp_path, "terren-1.5-py3-none-any.whl")
    files = {
        "python313.dll": b"MZ 3.13.2 \xff1.3.1\0",
        "sqlite3.dll": b"MZ 3.45.3 ",
        "_bz2.pyd": b"MZ\0001.0.8, 13-Jul-2019\0",
        "_decimal.pyd": b"MZ mpdecimal-4.0.0\\libmpdec",
        "_lzma.pyd": b"MZ",
        "pyexpat.pyd": b"MZ expat_2.6.4",
    }
    python = Embedded((3, 13), files)
    write_sbom(tmp_path / "sbom.json", [own, *native, *tmp_path.glob("[abd]-*.whl")], own, python)
    form = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    assert form["metadata"]["component"]["purl"] == "pkg:pypi/terren@1.5"
    a, b, c, d, *of_windows = form["components"]
    assert d["licenses"] == [{"license": {"name": "MIT License"}}]
    versions = {one["name"]: one["version"] for one in of_windows}
    compiled_in = {"bzip2": "1.0.8", "expat": "2.6.4", "mpdecimal": "4.0.0", "xz": "5.2.5", "zlib": "1.3.1"}
    assert versions == {"cpython": "3.13.2", "sqlite": "3.45.3", **compiled_in}
    assert [one["name"] for one in of_windows if "licenses" not in one] == []
    needed = {one["ref"]: one["dependsOn"] for one in form["dependencies"]}
    assert needed["pkg:pypi/d@1"] == ["pkg:pypi/a@1"]
    assert (a["licenses"], b["licenses"]) == ([{"expression": "MIT"}], [{"license": {"name": "BSD"}}])
    assert len(c["components"]) == 2 and "licenses" not in c
    digest = hashlib.sha256((tmp_path / "a-1-py3-none-any.whl").read_bytes()).hexdigest()
    assert a["hashes"] == [{"alg": "SHA-256", "content": digest}]


def test_the_bill_of_materials_says_of_which_library_the_version_cannot_be_known() -> None:
    of_later = {"python313.dll": b"MZ 3.13.99 ", "_lzma.pyd": b"MZ"}
    told = {one.name: one.component() for one in of_windows(Embedded((3, 13), of_later))}
    assert told["xz"]["version"] == "" and told["xz"]["description"].endswith(
        "nothing in there says its version"
    )
    assert "nothing" not in told["cpython"]["description"]
    told_in_words = {"libffi-8.dll": "LibFFI for Python (libffi-3.4.4)".encode("utf-16-le")}
    assert [one.version for one in of_windows(Embedded((3, 13), told_in_words))] == ["3.4.4"]


def test_the_bill_of_materials_names_what_is_inside_a_wheel_and_a_program(tmp_path: Path) -> None:
    sodium = tmp_path / "pynacl-1.6-cp311-cp311-linux_x86_64.whl"
    with zipfile.ZipFile(sodium, "w") as archive:
        archive.writestr("nacl/_sodium.abi3.so", b"\x7fELF\x001.0.20\0")
    billed = tmp_path / "sealed-2-cp311-cp311-linux_x86_64.whl"
    with zipfile.ZipFile(billed, "w") as archive:
        inside: list[dict[str, Any]] = [
            {
                "name": "crate",
                "version": "3",
                "licenses": [{"license": {"id": "MIT", "acknowledgement": "x"}}],
            },
            {"name": "sealed.part", "version": "2", "purl": "pkg:pypi/sealed@2#part"},
        ]
        archive.writestr("sealed-2.dist-info/sboms/a.json", json.dumps({"components": inside}))
    own = wheel(tmp_path, "terren-1.5-py3-none-any.whl")
    program = tmp_path / "program.zip"
    with zipfile.ZipFile(program, "w") as archive:
        archive.writestr("terren/_internal/libcrypto.so.3", b"\x7fELF OpenSSL 3.0.15 3 Sep 2024")
        for name in ("libbz2.so.1.0", "libsqlite3.so.0", "libpython3.13.so.1.0"):
            archive.writestr(f"terren/_internal/{name}", b"\x7fELF")
    of_it = of_program(program, Path(sys.executable), compiled=True)
    # an older version of the same package, with the same inside; and one that does not say its version
    older = tmp_path / "sealed-1-cp310-cp310-linux_x86_64.whl"
    older.write_bytes(billed.read_bytes())
    silent = tmp_path / "pynacl-1.7-cp312-cp312-linux_x86_64.whl"
    wheel(tmp_path, silent.name)
    assert [(one.name, one.version) for one in of_wheels("", [silent])] == [("libsodium", "")]
    changes = (
        "* Updated ``libsodium`` to 1.0.20-stable (2025-12-31 build) to mend\n* ``libsodium`` to 1.0.18\n"
    )
    with zipfile.ZipFile(tmp_path / "pynacl-1.8-cp312-cp312-linux_x86_64.whl", "w") as archive:
        archive.writestr("PyNaCl-1.8.dist-info/METADATA", f"Name: PyNaCl\n\n{changes}")
    (in_words,) = of_wheels("", [Path(str(archive.filename))])
    assert in_words.version == "1.0.20-stable (2025-12-31 build)"
    write_sbom(tmp_path / "sbom.json", [own, sodium, billed, older], own, program=of_it)
    form = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    components = {one["bom-ref"]: one for one in form["components"]}
    assert len(components) == len(form["components"])
    assert components["program:bz2"]["licenses"] == [{"license": {"id": "bzip2-1.0.6"}}]
    assert {one for one in components if one.startswith(("program:sqlite", "program:python"))} == {
        "program:sqlite"
    }
    assert components["pynacl:libsodium"]["version"] == "1.0.20"
    assert components["sealed:crate@3"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert components["program:cpython"]["version"] == platform.python_version()
    assert components["program:openssl"]["version"] == "3.0.15"
    assert components["program:sqlite"]["version"]
    assert {one.name for one in SOURCES} <= {one["name"] for one in components.values()}
    needed = {one["ref"]: one["dependsOn"] for one in form["dependencies"]}
    assert set(needed) == {*components, "pkg:pypi/terren@1.5"}
    assert needed["pkg:pypi/pynacl@1.6"] == ["pynacl:libsodium"]
    assert needed["pkg:pypi/sealed@2"] == ["sealed:crate@3"]
    assert "program:cpython" in needed["pkg:pypi/terren@1.5"]
    assert "program:sqlite" in needed["program:cpython"]


def test_the_bill_of_materials_names_what_the_client_of_postgresql_brings(tmp_path: Path) -> None:
    path = tmp_path / "psycopg_binary-3-cp313-cp313-linux_x86_64.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("libpq-e9.so.5.18", "libssl-3.so.3", "libkrb5support-9.so.0", "libldap-f.so.2"):
            archive.writestr(f"psycopg_binary.libs/{name}", b"")
        archive.writestr("psycopg_binary.libs/libkrb5-f1.so.3.3", b"KRB5_BRAND: krb5-1.22.2-final 1.22.2")
        archive.writestr("psycopg_binary.libs/libcrypto-3-x64.dll", b"OpenSSL 3.6.5 1 Jan 2026")
        bill = [
            {"name": "psycopg_binary", "version": "3", "purl": "pkg:pypi/psycopg_binary@3?file_name=x"},
            {"name": "cyrus-sasl-lib", "version": "2", "purl": "pkg:rpm/centos/cyrus-sasl-lib@2"},
        ]
        archive.writestr("psycopg_binary-3.dist-info/sboms/a.json", json.dumps({"components": bill}))
    found = {one.name: one for one in of_wheels("", [path])}
    assert {name: one.version for name, one in found.items()} == {
        "libpq": "18",
        "openssl": "3.6.5",
        "krb5": "1.22.2",
        "openldap": "",
        "cyrus-sasl-lib": "2",
    }
    assert [name for name, one in found.items() if not one.licences] == []
    for_windows = tmp_path / "psycopg_binary-3-cp313-cp313-win_amd64.whl"
    with zipfile.ZipFile(for_windows, "w") as archive:
        text = "FileVersion\0\00018.4\0\0ProductVersion".encode("utf-16-le")
        archive.writestr("psycopg_binary.libs/libpq-f3.dll", text)
    assert [one.version for one in of_wheels("", [for_windows])] == ["18.4"]


def test_the_bill_of_materials_names_what_reads_pages_and_what_that_is_made_of(tmp_path: Path) -> None:
    path = tmp_path / "pypdfium2-5-py3-none-win_amd64.whl"
    with zipfile.ZipFile(path, "w") as archive:
        version = {"major": 159, "minor": 0, "build": 8149, "patch": 0, "hash": None}
        archive.writestr("pypdfium2_raw/version.json", json.dumps(version))
        archive.writestr("pypdfium2_raw/pdfium.dll", b"MZ icudt78l-")
        for name in (
            "abseil.txt",
            "icu.txt",
            "libjpeg_turbo.ijg",
            "libjpeg_turbo.md",
            "android/catapult.txt",
        ):
            archive.writestr(f"pypdfium2-5.dist-info/licenses/BUILD_LICENSES/{name}", b"")
    own = wheel(tmp_path, "terren-1.5-py3-none-any.whl")
    write_sbom(tmp_path / "sbom.json", [own, path], own)
    form = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    named = {one["name"]: one for one in form["components"]}
    assert {*named} == {"pypdfium2", "pdfium", "abseil", "icu", "libjpeg_turbo"}
    assert (named["icu"]["version"], named["abseil"]["version"]) == ("78", "")
    assert named["pdfium"]["version"] == "159.0.8149.0"
    assert len(named["libjpeg_turbo"]["licenses"]) == 2
    needed = {one["ref"]: one["dependsOn"] for one in form["dependencies"]}
    assert needed["pkg:pypi/pypdfium2@5"] == [named["pdfium"]["bom-ref"]]
    assert set(needed[named["pdfium"]["bom-ref"]]) == {
        named[one]["bom-ref"] for one in ("abseil", "icu", "libjpeg_turbo")
    }


def test_every_dependency_has_its_line_with_the_version_that_is_locked() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    extras = PROJECT["project"]["optional-dependencies"]
    lines = [*PROJECT["project"]["dependencies"], *extras["hq"], *extras["seal"]]
    locked = {one.name: one.version for one in read_lock(ROOT / "requirements-dev.lock")}
    names = [Requirement(line).name for line in lines]
    newest = {name: locked[canonicalize_name(name)] for name in names}
    assert [name for name, version in newest.items() if f"| {name} {version} |" not in text] == []
    assert [Requirement(line).name for line in extras["pdf"] if Requirement(line).name not in text] == []


def test_what_is_said_of_the_project_is_known_to_the_index() -> None:
    import trove_classifiers

    assert set(PROJECT["project"]["classifiers"]) <= set(trove_classifiers.classifiers)


@pytest.mark.parametrize("machine", MACHINES[:3], ids=lambda machine: str(machine.name))
def test_an_installer_has_its_files(machine: object, tmp_path: Path) -> None:
    assert machine in MACHINES
    found = write_wheelhouse(
        tmp_path, machine, [], wheel(tmp_path, "terren-1.5-py3-none-any.whl"), OFFICER, "1.5"
    )
    with zipfile.ZipFile(found) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    wheels = {"wheels/terren-1.5-py3-none-any.whl"}
    assert set(files) == {"README.txt", "requirements.txt", LIST, MARK, *wheels, "install.sh"}
    check_whole(found)
    assert read_bundle(found) == Bundle("1.5", machine.name)
    assert not any(b"@VERSION@" in data for data in files.values())


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The first code of a file that is made for this machine and says what it is."""
    path, source = tmp_path / "terren.pyz", tmp_path / "begun" / "__init__.py"
    source.parent.mkdir()
    source.write_text("from pathlib import Path\nREAD = Path(__file__).with_name('read.txt').read_text()")
    code = compiled(tmp_path, this_target().python, tmp_path, ["begun/__init__.py"])
    own = wheel(tmp_path, "a-1-py3-none-any.whl", "new")
    with zipfile.ZipFile(own, "a") as archive:
        archive.writestr("begun/__init__.py", "")
        archive.writestr("begun/read.txt", "beside it")
        archive.writestr("begun/later.py", source.read_text().replace("read.txt", "later.txt"))
        archive.writestr("begun/later.txt", "beside the other")
    data = tmp_path / "data"
    data.write_bytes(marshal.dumps([own.name, ["begun/read.txt"]]))
    files = [data, code, modules_in(tmp_path, [own])]
    write_pyz(path, {this_target(): [own]}, "1.5", files)
    monkeypatch.setenv("TERREN_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    yield module_of(path)
    for name in ("begun", "begun.later", "said"):
        sys.modules.pop(name, None)


def module_of(path: Path) -> ModuleType:
    with zipfile.ZipFile(path) as archive:
        source = archive.read("__main__.py").decode()
    spec = importlib.util.spec_from_loader("terren_start", loader=None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    exec(compile(source, "start.py", "exec"), module.__dict__)
    return module


def test_it_is_unpacked_once_and_the_one_before_stays(start: ModuleType, tmp_path: Path) -> None:
    home = tmp_path / "home" / "terren-program"
    for n, old in enumerate(("0.1-a", "0.2-b")):
        (home / old).mkdir(parents=True)
        os.utime(home / old, (n, n))
    folder = Path(start.prepared(str(tmp_path / "terren.pyz")).folder)
    assert read_bundle(tmp_path / "terren.pyz") == Bundle("1.5", "pyz")
    assert folder.name.startswith("1.5-")
    assert sorted(path.name for path in home.iterdir()) == ["0.2-b", folder.name]
    assert folder.stat().st_mode & 0o077 == 0
    assert start.prepared("/no/such/file").folder == str(folder)


@pytest.fixture
def modules(start: ModuleType, tmp_path: Path) -> Any:
    """What imports from the file, which was on a stick that is pulled by now."""
    found = start.prepared(str(tmp_path / "terren.pyz"))
    (tmp_path / "terren.pyz").unlink()
    sys.path.insert(0, found.folder)
    sys.meta_path.insert(0, found)
    return found


def unpacked(modules: Any) -> set[str]:
    root = Path(modules.folder, "begun").parent
    return {path.relative_to(root).as_posix() for path in root.rglob("*.*") if path.suffix != ".pyc"}


def test_what_the_first_content_needs_is_there_and_another_module_comes_when_asked_for(modules: Any) -> None:
    before = unpacked(modules)
    assert importlib.import_module("begun").READ == "beside it"
    assert importlib.util.find_spec("only_on_another_computer") is None
    assert before == unpacked(modules) == {"__main__.py", "begun/read.txt", "wheels.zip"}
    later = importlib.import_module("begun.later")
    assert (later.READ, later.__name__) == ("beside the other", "begun.later")
    assert unpacked(modules) - before == {"begun/later.py", "begun/later.txt"}
    assert importlib.import_module("said").SAID == "new"


def test_a_module_that_came_half_is_unpacked_anew(modules: Any) -> None:
    Path(modules.folder, "said.py").write_text("SAID =")
    assert importlib.import_module("said").SAID == "new"


def test_another_start_that_unpacks_the_same_meanwhile_is_no_harm(
    modules: Any, start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(source: str, target: str) -> None:
        os.rename(source, target)  # noqa: PTH104
        Path(source).touch()
        raise PermissionError

    monkeypatch.setattr(os, "replace", in_use)
    assert importlib.import_module("said").SAID == "new"
    assert [name for name in unpacked(modules) if name.startswith("said")] == ["said.py"]


def test_a_module_for_which_the_disk_has_no_room_is_refused_as_such(
    modules: Any, start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UserError) as refused:
        importlib.import_module("said")
    assert refused.value.code == "disk_full"
    # before anything of Terren is there to say it
    monkeypatch.delitem(sys.modules, "store.db.durable")
    with pytest.raises(start.Unfit, match="no room"):
        importlib.import_module("said")


def test_documents_are_read_by_what_was_unpacked(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert start.READER == apart.READ
    monkeypatch.setattr(sys.modules["__main__"], "UNPACKED", "folder", raising=False)
    assert apart._command() == [sys.executable, "-I", "-S", "folder", apart.READ]


@pytest.mark.parametrize("left", [b"", b"\0" * 100, b"{"])
def test_what_a_power_cut_left_is_unpacked_anew(start: ModuleType, tmp_path: Path, left: bytes) -> None:
    code = Path(start.prepared(str(tmp_path / "terren.pyz")).folder, start.CODE)
    whole = code.read_bytes()
    code.write_bytes(left)
    assert set(start.prepared(str(tmp_path / "terren.pyz")).code) == {"begun"}
    assert code.read_bytes() == whole


def test_unpacking_that_is_broken_off_leaves_nothing(start: ModuleType, tmp_path: Path) -> None:
    def fill(folder: str) -> None:
        Path(folder, "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start.whole(str(tmp_path / "base" / "made"), fill)
    assert list((tmp_path / "base").iterdir()) == []


def test_a_computer_that_it_is_not_for_is_told_so_in_three_languages(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = this_target().key.rpartition("-")[0]
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "terren.pyz"), *sys.path])
    monkeypatch.setattr(sys, "platform", "plan9")
    with pytest.raises(SystemExit) as ended:
        start.main()
    said.seek(0)
    lines = said.read().splitlines()
    assert (ended.value.code, len(lines)) == (1, 3)
    assert all("plan9" in line and here in line for line in lines)


def test_a_disk_that_cannot_be_written_to_is_told(start: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    with pytest.raises(start.Unfit):
        start.prepared(str(tmp_path / "terren.pyz"))


def test_a_file_that_is_damaged_anywhere_is_told_as_such(start: ModuleType, tmp_path: Path) -> None:
    path, home = tmp_path / "terren.pyz", tmp_path / "home" / "terren-program"
    whole, told = path.read_bytes(), 0
    for at in range(0, len(whole), 16):
        path.write_bytes(whole[:at] + bytes(byte ^ 0xFF for byte in whole[at : at + 16]) + whole[at + 16 :])
        try:
            start.prepared(str(path))
            # in what only another computer, or the first code, needs
            shutil.rmtree(home)
        except start.Unfit as unfit:
            assert len(unfit.lines) == 3
            told += all(str(path) in line for line in unfit.lines)
            assert not home.exists() or list(home.iterdir()) == []
    assert told > len(whole) // 16 // 10


def test_every_sentence_of_the_start_is_there_in_three_languages(start: ModuleType) -> None:
    assert {len(set(texts)) for texts in start.SAID.values()} == {3}


def test_the_program_has_all_that_the_wheel_has() -> None:
    target = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert list(PACKAGES) == target["only-include"]
    inside = {name: f"{INSIDE}{Path(name).name}" for name in PACKAGES if name != "terren"}
    assert inside == target["sources"]
    shipped = {Path(name).suffix for name, _folder in data_files(ROOT)}
    assert {".tcss", ".mo", ".toml", ".csv", ".db"} <= shipped
    assert shipped & {".py", ".pyc", ".po"} == set()
    folders = {Path(folder, Path(name).name) for name, folder in data_files(ROOT)}
    assert {Path("store/published/plan.db"), Path("language/catalogs/sq/LC_MESSAGES/terren.mo")} <= folders
    assert {Path(goal.removeprefix(INSIDE)) for goal in target["force-include"].values()} <= folders
    modules = hidden_imports(ROOT)
    assert {"terren.commands.reporting.progress", "store.db.child", "textual.widgets._input"} <= set(modules)
    assert {"docx", "openpyxl", "pdfplumber", "python_calamine", "tomlkit"} <= set(left_out(ROOT))


def test_a_program_with_its_own_python_reads_documents_with_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(apart._command()[-1]) == sys.path
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert apart._command() == [sys.executable, apart.READ]
    assert frozen.READER == apart.READ


def test_this_machine_has_one_name() -> None:
    assert machine() == this_target().machine.name


def test_a_program_with_its_own_python_starts_the_version_that_is_pointed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(os, "execv", lambda path, _words: started.append(str(path)))
    monkeypatch.delenv("PYINSTALLER_RESET_ENVIRONMENT", raising=False)
    own, other = tmp_path / "terren", tmp_path / "versions" / "0.2.0" / "terren" / "terren"
    other.parent.mkdir(parents=True)
    for path in (own, other):
        path.touch()
    assert (frozen.POINTER, frozen.AS_IS) == (POINTER, AS_IS)
    for said in (None, "terren", "versions/0.3.0/terren/terren", "", "\xff"):
        if said is not None:
            (tmp_path / POINTER).write_bytes(said.encode("latin-1"))
        frozen.start_current(own)
    assert started == []
    (tmp_path / POINTER).write_text("versions/0.2.0/terren/terren\n")
    frozen.start_current(own)
    frozen.start_current(other)
    assert started == [str(other)]
    monkeypatch.setenv(AS_IS, "1")
    frozen.start_current(own)
    assert started == [str(other)]


def test_a_program_says_the_glibc_that_its_symbols_ask_for() -> None:
    assert glibc_of(b"\x7fELF\0GLIBC_2.17\0GLIBC_2.34\0GLIBC_2.9\0") == 34
    assert glibc_of(b"\x7fELF no symbols") == glibc_of(b"text of GLIBC_2.40") == 0


def test_what_starts_a_folder_is_as_its_version_has_it(tmp_path: Path) -> None:
    version, names = tmp_path / "versions" / "1", ("Terren.cmd", "bin/terren.cmd")
    for name in names:
        for start in (version / STARTS / name, tmp_path / name):
            start.parent.mkdir(parents=True, exist_ok=True)
            start.write_text(name)
    assert broken_start(version, tmp_path) is None
    (tmp_path / "bin/terren.cmd").write_bytes(b"")
    assert broken_start(version, tmp_path) == "bin/terren.cmd"
    (tmp_path / "Terren.cmd").unlink()
    assert broken_start(version, tmp_path) == "Terren.cmd"
