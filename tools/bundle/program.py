"""The folder with its own Python, for the system it is made on.

It is called ``terren-VERSION-MACHINE-glibc2.NN-program.zip``: the name says the oldest glibc on which it
runs, that for which its Python was compiled: with :mod:`tools.bundle.cpython` an old one, else the builder's.
"""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tools.bundle.archive import add, listed
from tools.bundle.cpython import LICENCES
from tools.bundle.licences import texts_of
from tools.bundle.targets import Machine

_GLIBC: Final = re.compile(rb"\0GLIBC_2\.(\d+)")
SPEC: Final = Path(__file__).with_name("terren.spec")


def write_program(
    folder: Path, machine: Machine, version: str, python: Path, licences: Mapping[str, bytes]
) -> Path:
    """Build the folder with PyInstaller in a Python, and pack it with the texts of licences by name."""
    subprocess.run(
        [
            *(str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(folder / "program"), "--workpath", str(folder / "work"), str(SPEC)),
        ],
        check=True,
        # the order of sets, and the date in what is built
        env={**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "315532800"},
    )
    built = folder / "program" / "terren"
    path = folder / f"terren-{version}-{machine.name}{_floor(built)}-program.zip"
    built_files = {
        file.relative_to(built).as_posix(): file for file in sorted(built.rglob("*")) if file.is_file()
    }
    files = {name: file.read_bytes() for name, file in built_files.items()}
    files |= {f"licences/{name}": text for name, text in licences.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in sorted(listed(files, version, f"{machine.name}-program").items()):
            executable = name in built_files and os.access(built_files[name], os.X_OK)
            add(archive, f"{built.name}/{name}", data, executable=executable)
    return path


def licences_of(wheels: Iterable[Path], python: Path) -> dict[str, bytes]:
    """The texts that wheels and a Python carry, by package and file."""
    asked = [
        str(python),
        "-c",
        "import sys, sysconfig; print(sysconfig.get_path('stdlib'), sys.base_prefix, sep='\\n')",
    ]
    stdlib, prefix = subprocess.run(asked, capture_output=True, check=True, text=True).stdout.splitlines()
    of_python = [*Path(stdlib).glob("LICENSE*"), *Path(prefix, LICENCES).glob("*.txt")]
    return texts_of(wheels) | {f"python/{path.name}": path.read_bytes() for path in of_python}


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
