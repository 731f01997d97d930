"""What the folder with its own Python holds beyond what its imports say."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path
from typing import Final

import tomli
from packaging.requirements import Requirement

from terren import ROOMS

PACKAGES: Final = ("terren", "tui", "report", "sync", "import/planreader", "store", "schema", "language")
"""The packages that ship, as the wheel has them."""
INSIDE: Final = f"terren/{ROOMS}/"
"""Where the wheel has all packages but the first."""
_SOURCES: Final = (".py", ".pyc", ".po")
_IMPORTED_AS: Final = {"python-docx": "docx", "python-calamine": "python_calamine"}
_WITH_THEM: Final = ("PIL", "cryptography", "lxml", "pdfminer", "pypdfium2", "pypdfium2_raw")
_NEVER: Final = ("babel", "multiprocessing", "pip", "pycparser", "setuptools", "ssl", "tkinter", "tzdata")


def _modules(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (root / package).rglob("*") if path.is_file())


def data_files(root: Path) -> list[tuple[str, str]]:
    """Files that are no code, each with its folder: styles, catalogs, reference data, plan and guides."""
    data = [
        (str(path), str(path.parent.relative_to(root / "import" if "import" in path.parts else root)))
        for path in _modules(root)
        if path.suffix not in _SOURCES
    ]
    project = tomli.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    goals = {name: Path(goal.removeprefix(INSIDE)).parent for name, goal in packed.items()}
    return sorted([*data, *((str(root / name), str(goal)) for name, goal in goals.items())])


def hidden_imports(root: Path) -> list[str]:
    """All modules of Terren, since commands are imported by name, and what libraries import by name."""
    own = []
    for path in _modules(root):
        if path.suffix == ".py" and path.name not in ("__main__.py", "build.py"):
            parts = path.relative_to(root).with_suffix("").parts
            own.append(".".join(part for part in parts if part not in ("import", "__init__")))
    from PyInstaller.utils.hooks import collect_submodules

    compiled = {file.name.partition(".")[0] for file in files("tomli") or () if "__mypyc" in file.name}
    return sorted(
        {*own, *compiled, "_cffi_backend", "terren.__main__", *collect_submodules("textual.widgets")}
    )


def left_out(root: Path) -> list[str]:
    """Return what an officer never uses: the extra for headquarters with what it needs, and tools of
    developers."""
    project = tomli.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [Requirement(line).name for line in project["optional-dependencies"]["hq"]]
    return sorted({*(_IMPORTED_AS.get(name, name.lower()) for name in names), *_WITH_THEM, *_NEVER})
