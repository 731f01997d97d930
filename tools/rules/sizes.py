"""A folder has at most 20 modules, and a module at most 300 lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from language.build import ROOT, ROOTS

MODULES: Final = 20
LINES: Final = 300


def faults(root: Path = ROOT) -> Iterator[str]:
    """Yield the folders and modules that are too large."""
    modules = [path for name in ROOTS for path in sorted((root / name).rglob("*.py"))]
    folders = Counter(path.parent for path in modules if path.name != "__init__.py")
    for folder, size in folders.items():
        if size > MODULES:
            yield f"{folder.relative_to(root)}: {size} modules, at most {MODULES}"
    for path in modules:
        lines = path.read_text("utf-8").count("\n")
        if lines > LINES:
            yield f"{path.relative_to(root)}: {lines} lines, at most {LINES}"
