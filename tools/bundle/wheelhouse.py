"""The wheels of one machine with an installer, for Linux and macOS: ``terren-VERSION-MACHINE.zip``."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from packaging.utils import parse_wheel_filename

import sync.update.whole
from tools.bundle.archive import add, listed, named
from tools.bundle.licences import texts_beside
from tools.bundle.lock import Locked
from tools.bundle.targets import Machine

HERE: Final = Path(__file__).parent
_FILES: Final = ("README.txt", "install.sh")


def write_wheelhouse(
    folder: Path,
    machine: Machine,
    wheels: Iterable[Path],
    own: Path,
    locked: Sequence[Locked],
    version: str,
    *,
    hq: bool = False,
) -> Path:
    """Write the archive into ``folder``; ``wheels`` are those of every Python of the machine, and pip's.

    With ``hq`` it is headquarters' one.
    """
    name, kind = named(version, machine.name, hq=hq)
    path = folder / f"{name}.zip"
    sorts = {wheel.name: wheel for wheel in (own, *wheels)}
    files = {file: filled(HERE / file, machine, version).encode() for file in _FILES}
    lines = "\n".join(_requirements(sorts, own, locked))
    files["requirements.txt"] = f"{lines}\n".encode()
    files |= {f"wheels/{file}": wheel.read_bytes() for file, wheel in sorts.items()}
    files |= texts_beside(sorts.values())
    with zipfile.ZipFile(path, "w") as archive:
        for file, data in sorted(listed(files, version, kind).items()):
            packed, executable = file.endswith(".whl"), file.endswith(".sh")
            add(archive, f"{name}/{file}", data, packed=packed, executable=executable)
    return path


def filled(path: Path, machine: Machine, version: str) -> str:
    """A file with the version in it, and for which machine it is."""
    text = path.read_text(encoding="utf-8")
    whole = Path(sync.update.whole.__file__).read_text(encoding="utf-8").rstrip()
    given = {"VERSION": version, "MACHINE": machine.name, "GLIBC": machine.glibc, "WHOLE": whole}
    for place, words in given.items():
        text = text.replace(f"@{place}@", words)
    return text.replace("\n", "\r\n") if path.suffix == ".txt" else text


def _requirements(names: Iterable[str], own: Path, locked: Iterable[Locked]) -> list[str]:
    """The lines of the lock file whose wheels are there, and Terren itself by its hash."""
    there = {(name, str(version)) for name, version, *_ in map(parse_wheel_filename, names)}
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    _name, version, *_ = parse_wheel_filename(own.name)
    kept = [
        package.line()
        for package in locked
        if (package.name, package.version) in there and package.name != "pip"
    ]
    return [f"terren=={version} --hash=sha256:{digest}", *kept]
