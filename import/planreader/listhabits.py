"""How the lists of a document's column are written, where a single cell does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from planreader.form import Cell
from planreader.listing import counted

_SLASH: Final = re.compile(r"\s/\s")
_OTHERS: Final = re.compile(r"[,;•▪●]")
_FEWEST: Final = 3
"""Cells in which names stand between slashes, before slashes part names."""


class Habits(NamedTuple):
    """Whether entries are ``numbered``, one alone as well, and whether ``slashes`` part them."""

    numbered: bool = False
    slashes: bool = False


def habits_of(cells: Iterable[Cell]) -> Habits:
    """The habits of a column's cells: a ``1.`` may be a name's own where no cell counts further."""
    numbered = False
    slashed = others = 0
    for cell in cells:
        numbered = numbered or counted(cell.parts) != list(cell.parts)
        slashed += bool(_SLASH.search(cell.text))
        others += bool(_OTHERS.search(cell.text)) or len(cell.parts) > 1
    return Habits(numbered, slashed >= _FEWEST and not others)
