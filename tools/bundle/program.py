"""The folder with its own Python, for the system it is made on.

It is called ``terren-VERSION-MACHINE-glibc2.NN-program.zip``: the name says the oldest glibc on which it
runs, that of the system it is made on, or older.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from tools.bundle.archive import add
from tools.bundle.targets import Machine

_GLIBC: Final = re.compile(rb"\0GLIBC_2\.(\d+)")
SPEC: Final = Path(__file__).with_name("terren.spec")


def write_program(folder: Path, machine: Machine, version: str) -> Path:
    """Build the folder with PyInstaller and pack it."""
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(folder / "program"), "--workpath", str(folder / "work"), str(SPEC)),
        ],
        check=True,
        # the order of sets, and the date in what is built
        env={**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "315532800"},
    )
    built = folder / "program" / "terren"
    path = folder / f"terren-{version}-{machine.name}{_floor(built)}-program.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(built.rglob("*")):
            if file.is_file():
                name = file.relative_to(built.parent).as_posix()
                add(archive, name, file.read_bytes(), executable=os.access(file, os.X_OK))
    return path


def _floor(folder: Path) -> str:
    """The part of the name that says which glibc is asked for; "" on other systems than Linux."""
    asked = [glibc_of(file.read_bytes()) for file in folder.rglob("*") if file.is_file()]
    newest = max(asked, default=0)
    return f"-glibc2.{newest}" if newest else ""


def glibc_of(data: bytes) -> int:
    """The newest 2.N of glibc whose symbols a program or a library names; 0 where it names none."""
    if not data.startswith(b"\x7fELF"):
        return 0
    return max((int(number) for number in _GLIBC.findall(data)), default=0)
