"""Bundles as small as can be: a program that says its version and proves what it is given."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tools.bundle.archive import MARK, mark

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
    within = "" if kind == "pyz" else f"terren-{version}/"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"{within}{MARK}"), mark(version, kind))
        archive.writestr(zipfile.ZipInfo(f"{within}__main__.py"), program.replace("{version}", version))
    return path
