"""No database, key or change set of an office is in the checkout but those that tests keep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from language.build import ROOT

OFFICE: Final = (".db", ".key", ".mark", ".terren")
KEPT: Final = ("plan.db", "tests/store/opening/golden/", "tests/sync/golden/")
ASIDE: Final = ("dist",)
"""Folders of the checkout that are not in its history, beside the hidden ones."""


def faults(root: Path = ROOT) -> Iterator[str]:
    """Yield the files of an office that lie in the checkout."""
    for top in sorted(root.iterdir()):
        if top.name.startswith(".") or top.name in ASIDE:
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else (top,):
            place = path.relative_to(root).as_posix()
            if path.suffix in OFFICE and not place.startswith(KEPT):
                yield f"{place}: a file of an office, which does not belong into the source"
