"""The folder with its own Python, for the system it is made on: ``terren-VERSION-MACHINE-program.zip``."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from tools.bundle.archive import add
from tools.bundle.targets import Machine

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
    path = folder / f"terren-{version}-{machine.name}-program.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(built.rglob("*")):
            if file.is_file():
                name = file.relative_to(built.parent).as_posix()
                add(archive, name, file.read_bytes(), executable=os.access(file, os.X_OK))
    return path
