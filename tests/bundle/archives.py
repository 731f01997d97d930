"""What is asked of archives without starting them: sizes, licences, and the bill of materials."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from packaging.utils import parse_wheel_filename

from tests.bundle.imported import OF_WINDOWS, foreign_libraries
from tests.bundle.installations import Failed
from tools.bundle.licences import TEXT

_LARGEST: Final = 25_000_000
"""Bytes of a file that an officer is given."""
_HEADER, _CHECKSUM, _SIGNATURE = 0x3C, 88, 168
"""Where a program of Windows says where its header is; in that its checksum, and where its signature is."""
_BESIDE: Final = re.compile(r"/licences/([^/]+)/[^/]+$")


def look_at_archives(dist: Path) -> None:
    """Raises Failed where one is too large, or says too little of what is inside."""
    if large := [path.name for path in dist.glob("terren[.-]*") if _is_too_large(path)]:
        raise Failed(f"larger than {_LARGEST} bytes: {', '.join(large)}")
    if silent := _without_licence(dist):
        raise Failed(f"the bill of materials says no licence of {', '.join(silent)}")
    if unlisted := _unlisted(dist):
        raise Failed(f"the bill of materials does not list {', '.join(unlisted)}")
    for path in (dist / "terren.pyz", *sorted(dist.glob("terren-*.zip"))):
        if silent := without_text(path):
            raise Failed(f"{path.name} has no text of the licence of {', '.join(silent)}")
        if foreign := unsigned(path):
            raise Failed(f"{path.name} has a Python without its maker's signature: {', '.join(foreign)}")
        if foreign := foreign_libraries(path):
            raise Failed(f"{path.name} asks for what Windows does not have: {', '.join(foreign)}")


def unsigned(path: Path) -> list[str]:
    """What is of Python for Windows in an archive and has no signature of the bytes that it has.

    Whose certificate that is only Windows tells; wheels come without signatures.
    """
    with zipfile.ZipFile(path) as archive:
        return [
            name
            for name in archive.namelist()
            if name.endswith(OF_WINDOWS) and "/lib/" not in name and not is_signed(archive.read(name))
        ]


def is_signed(program: bytes) -> bool:
    """Return True if it has a signature (Authenticode), and in that the hash of all its other bytes."""
    (header,) = struct.unpack_from("<I", program, _HEADER)
    checksum, place = header + _CHECKSUM, header + _SIGNATURE
    start, size = struct.unpack_from("<II", program, place)
    signed = program[:checksum] + program[checksum + 4 : place] + program[place + 8 : start]
    return bool(size) and sha256(signed).digest() in program[start:]


def without_text(path: Path) -> list[str]:
    """The packages in an archive, and its Python where it has one, that come without their licence."""
    packages, texts, of_python = set(), set(), set()
    with zipfile.ZipFile(path) as archive:
        for name in _names(archive):
            package, _, file = name.partition(".dist-info/")
            if file == "METADATA":
                packages.add(Path(package).name)
            if text := TEXT.match(name) or _BESIDE.search(name):
                texts.add(text[1])
            if name.endswith(("/python.exe", "/LICENSE.txt")):
                of_python.add(Path(name).name)
    silent = {package for package in packages - texts if package.partition("-")[0] not in texts}
    return [*sorted(silent), *(["python"] if of_python == {"python.exe"} else [])]


def _names(archive: zipfile.ZipFile) -> Iterator[str]:
    """The files in it, and in wheels in it; those of packages are named from where they are installed."""
    for name in archive.namelist():
        if name.endswith(".whl"):
            with zipfile.ZipFile(io.BytesIO(archive.read(name))) as wheel:
                yield from wheel.namelist()
        else:
            yield name.partition("/lib/")[2] or name


def _is_too_large(path: Path) -> bool:
    """Whether it is more than an officer is given."""
    return not path.name.startswith("terren-hq-") and path.stat().st_size > _LARGEST


def _without_licence(dist: Path) -> list[str]:
    """What the bill of materials names without saying its licence; nothing where no bill was made."""
    path = dist / "terren.cdx.json"
    components = json.loads(path.read_text("utf-8"))["components"] if path.is_file() else []
    return [one["bom-ref"] for one in components if not one.get("licenses")]


def _unlisted(dist: Path) -> list[str]:
    """The wheels in installers that the bill of materials does not list; nothing where no bill was made."""
    path = dist / "terren.cdx.json"
    if not path.is_file():
        return []
    listed = {one["bom-ref"] for one in json.loads(path.read_text("utf-8"))["components"]}
    wheels: set[str] = set()
    for bundle in dist.glob("terren-*.zip"):
        with zipfile.ZipFile(bundle) as archive:
            wheels |= {Path(name).name for name in archive.namelist() if name.endswith(".whl")}
    named = {wheel: parse_wheel_filename(wheel)[:2] for wheel in sorted(wheels)}
    return [
        wheel
        for wheel, (name, version) in named.items()
        if name != "terren" and f"pkg:pypi/{name}@{version}" not in listed
    ]
