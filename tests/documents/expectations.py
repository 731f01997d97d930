"""What an import of a document must and may notice (``*.findings.toml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import tomli

ANYWHERE: Final = "*"
"""A place of an expected finding that may be anything."""

OUTSIDE: Final = "-"
"""A place that is no number of the plan: the plan as a whole."""


class Expected(NamedTuple):
    """A finding by its code and the number it concerns (or ANYWHERE, OUTSIDE)."""

    code: str
    where: str


def read_untold(path: Path) -> frozenset[Expected]:
    """The expected findings of which the cell-by-cell dump shows nothing."""
    form = tomli.loads(path.read_text(encoding="utf-8"))
    return frozenset(Expected(entry["code"], entry["where"]) for entry in form.get("untold", ()))


def read_expectations(path: Path) -> tuple[tuple[Expected, ...], tuple[Expected, ...]]:
    """The expected and the allowed findings."""
    form = tomli.loads(path.read_text(encoding="utf-8"))
    expected, allowed = (
        tuple(Expected(entry["code"], entry["where"]) for entry in form[key])
        for key in ("expected", "allowed")
    )
    return expected, allowed
