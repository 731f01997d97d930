"""A bundle of a higher version, and with a newer form of the database, than the one that is tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.bundle.cpython import python_of

ROOT: Final = Path(__file__).parents[2]
VERSION: Final = "9.0.0"
_LEFT: Final = (".*", "__pycache__", "dist", "tests", "benchmarks", "samples", "pictures")
_LAST: Final = ')\n"""The oldest first."""'
_ANOTHER: Final = f'    ("9999_tried", lambda db: None),\n{_LAST}'
_PROGRAM: Final = f"""
from pathlib import Path
from tools.bundle.program import write_program
from tools.bundle.targets import this_target
write_program(Path("../dist"), this_target().machine, "{VERSION}", Path("@PYTHON@"), {{}})
"""


def newer_bundles(dist: Path, folder: Path, *, program: bool) -> Path:
    """Build into a folder from these sources, the version and the number of migrations apart.

    The wheels of others and the names of what is prepared come from ``dist``, so that nothing is fetched
    or started; with ``program`` the folder with its own Python is among them. The folder with the bundles.
    """
    tree, built = folder / "tree", folder / "dist"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*_LEFT))
    _change(tree / "terren" / "__init__.py", "__version__ = ", f'__version__ = "{VERSION}"  # ')
    _change(tree / "store" / "opening" / "schema.py", _LAST, _ANOTHER)
    built.mkdir()
    (built / "wheels").symlink_to(dist / "wheels")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tree), str(tree / "import")))}
    bundles = ["-m", "tools.bundle", "--here", "--dist", "../dist", "--like", str(dist.absolute())]
    python = python_of(dist) or sys.executable
    for words in (bundles, ["-c", _PROGRAM.replace("@PYTHON@", str(python))]):
        if program or words[0] == "-m":
            subprocess.run([sys.executable, *words], cwd=tree, env=env, check=True, stdout=subprocess.DEVNULL)
    return built


def _change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, path
    path.write_text(text.replace(before, after), encoding="utf-8")
