"""Bundles as small as can be: a program that says its version and proves what it is given."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from sync.update.whole import MARK
from tools.bundle.archive import listed, mark

PROGRAM = """
import pathlib, sys
if "--version" in sys.argv:
    print("terren {version}")
elif "verify" in sys.argv:
    copy = pathlib.Path(sys.argv[sys.argv.index("--db") + 1])
    sys.exit(not copy.read_bytes().startswith(b"SQLite format 3"))
elif "restore" in sys.argv:
    database = pathlib.Path(sys.argv[sys.argv.index("--db") + 1])
    database.write_bytes(pathlib.Path(sys.argv[sys.argv.index("restore") + 1]).read_bytes())
"""


def bundle(path: Path, version: str, kind: str = "pyz", program: str = PROGRAM) -> Path:
    """Write a bundle; of another kind than ``pyz`` it has a folder of its own."""
    files = {"__main__.py": program.replace("{version}", version).encode()}
    if kind == "pyz":
        return packed(path, {**files, MARK: mark(version, kind)})
    return packed(path, listed(files, version, kind), f"terren-{version}/")


def packed(path: Path, files: Mapping[str, bytes], within: str = "") -> Path:
    """Write files by name into an archive, below a folder; the archive."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"{within}{name}"), data)
    return path
