"""CPython's embeddable package for Windows: fetched by its hash, or taken from a file."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tools.bundle.lock import read_lock
from tools.bundle.targets import Machine, Target

LOCK: Final = Path(__file__).parents[2] / "requirements-windows.lock"
_PATHS: Final = re.compile(r"python(\d)(\d+)\._pth")
_LEFT_OUT: Final = re.compile(r"(_ssl|_hashlib|winsound)\.pyd|lib(ssl|crypto)-.*\.dll|pythonw\.exe")
"""Nothing of Terren connects anywhere; hashes are computed without OpenSSL as well."""


class Embedded(NamedTuple):
    """A Python for Windows: its version as (3, 13), and its files by name."""

    python: tuple[int, int]
    files: Mapping[str, bytes]

    @property
    def target(self) -> Target:
        """The machine and the Python that wheels are needed for."""
        return Target(Machine("win32", "x86_64"), self.python)

    @property
    def paths(self) -> str:
        """The name of the file that says where this Python finds modules."""
        return f"python{self.python[0]}{self.python[1]}._pth"


def read_embedded(path: Path) -> Embedded:
    """The Python in a file: the package as python.org gives it, or one from an index with it inside.

    Raises OSError where there is none in it.
    """
    if path.suffix != ".zip":
        with tarfile.open(path) as source:
            inside = next(
                (member for member in source.getmembers() if member.name.endswith("/data.zip")), None
            )
            data = None if inside is None else source.extractfile(inside)
            content = b"" if data is None else data.read()
    else:
        content = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise OSError(f"{path} has no Python for Windows inside")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        named = {name.rpartition("/")[2]: name for name in archive.namelist() if not name.endswith("/")}
        version = next(filter(None, map(_PATHS.fullmatch, named)), None)
        if version is None:
            raise OSError(f"{path} has no Python for Windows inside")
        files = {name: archive.read(whole) for name, whole in named.items() if not _LEFT_OUT.fullmatch(name)}
    return Embedded((int(version[1]), int(version[2])), files)


def fetch_embedded(folder: Path) -> Path:
    """The package that the lock file names, in a folder; fetched where it is not there. Raises OSError."""
    (locked,) = read_lock(LOCK)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{locked.name.replace('-', '_')}-{locked.version}.tar.gz"
    if not path.is_file():
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        with tempfile.TemporaryDirectory() as temporary:
            listed = Path(temporary, "requirements.txt")
            listed.write_text(locked.line(), encoding="utf-8")
            # the build tool is the one of the lock file, which is here
            words = ["--no-deps", "--no-build-isolation", "--require-hashes", "--dest", str(folder)]
            done = subprocess.run([*command, *words, "--requirement", str(listed)], check=False)
        if done.returncode:
            raise OSError(f"pip could not fetch {locked.requirement}")
    locked.check(path)
    return path
