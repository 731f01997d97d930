"""How the lists of a document's column are written, where a single cell does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from planreader.sources.form import Cell, Part
from planreader.sources.listing import COLUMN, counted
from planreader.sources.text.lines import BLANK
from planreader.vocabulary.fold import fold

_SLASH: Final = re.compile(r"\s/(?:\s|$)")
_OTHERS: Final = re.compile(r"[,;•▪●]")
_FEWEST: Final = 3
"""Cells in which names stand between slashes, before slashes part names."""

_RARE: Final = 4
"""How many of these stand against one whose names are paragraphs, as a page's end makes them in a dump."""


class Habits(NamedTuple):
    """Whether entries are ``numbered``, one alone as well, and whether ``slashes`` between spaces part them.

    ``filling`` are the entries, folded, that are all that stands in some cell, ``firsts`` the words, folded,
    that begin cells. Any slash parts names where cells of three and more, ``A/B/C``, stand ``slashed`` and
    nothing else parts them. Where ``semicolons`` part entries, no line's end does.
    """

    numbered: bool = False
    slashes: bool = False
    filling: frozenset[str] = frozenset()
    firsts: frozenset[str] = frozenset()
    slashed: bool = False
    semicolons: bool = False


def habits_of(cells: Iterable[Cell]) -> Habits:
    """The habits of a column's cells: a ``1.`` may be a name's own where no cell counts further."""
    numbered = False
    slashed = signed = apart = several = parted = 0
    filling: set[str] = set()
    firsts: set[str] = set()
    for cell in cells:
        firsts |= {fold(word) for part in cell.parts[:1] for word in part.text.split()[:1]}
        numbered = numbered or counted(cell.parts) != list(cell.parts)
        slashed += bool(_SLASH.search(cell.text))
        several += cell.text.count("/") > 1
        parted += ";" in cell.text.rstrip("; ")
        for parts in by_column(cell.parts):
            text = " ".join(part.text for part in parts)
            signed += bool(_OTHERS.search(text))
            apart += any(part.gap >= BLANK for part in parts[1:])
            filling |= set() if "/" in text else {fold(text)}
    return Habits(
        numbered,
        slashed >= _FEWEST and not signed and slashed > _RARE * apart,
        frozenset(filling),
        frozenset(firsts),
        several >= _FEWEST and not (signed or apart),
        parted >= _FEWEST and parted > _RARE * apart,
    )


def by_column(parts: Sequence[Part]) -> list[list[Part]]:
    """The pieces of a cell by the column that they stand in."""
    found: list[list[Part]] = []
    for part in parts:
        if not found or part.gap == COLUMN:
            found.append([])
        found[-1].append(part)
    return found
