"""The texts of licences: those that wheels bring, and those kept here of packages that bring none."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from packaging.utils import parse_wheel_filename

TEXT: Final = re.compile(
    r"^([^/]+)\.dist-info/(?:licenses/)?"
    r"((?<=/licenses/).*[^/]|(?:[^/]+/)*(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*)$",
    re.IGNORECASE,
)
"""A text among the files of a wheel: of which package, and its name."""
_KEPT: Final = Path(__file__).with_name("texts")


def texts_of(wheels: Iterable[Path]) -> dict[str, bytes]:
    """The texts that wheels bring, by package and file."""
    texts = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if about := TEXT.match(name):
                    texts[f"{about[1]}/{about[2]}"] = archive.read(name)
    return texts


def texts_beside(wheels: Iterable[Path]) -> dict[str, bytes]:
    """The texts that wheels do not bring, by their names in an archive."""
    packages = {parse_wheel_filename(wheel.name)[0] for wheel in wheels}
    kept = {path: path.parent.name for path in sorted(_KEPT.glob("*/*"))}
    return {
        f"licences/{package}/{path.name}": path.read_bytes()
        for path, package in kept.items()
        if package in packages
    }
