"""The widths of a table's columns in a dump, from where the lines of their cells wrapped."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.layout import TEXT_ROLES
from planreader.interpret.segments.weights import WEIGHTS

Wrap: TypeAlias = "tuple[int, int]"
"""The length of a line, and what it would have been with the word that went to the next line."""
Cell: TypeAlias = "list[Wrap]"
_FEWEST: Final = 4
"""Wraps that tell a width."""
_NEAR: Final = 25
"""Characters beyond a line's length that its column may be wide."""


class Widths:
    """The width of each column in characters, from where the lines of one table's cells wrapped.

    It lies between the two lengths of a wrap. Letters differ in width, so that two characters more or less
    are within reason. ``wide`` are the cells of all tables, for columns of which this one shows too little.
    """

    def __init__(self, samples: Mapping[str, Sequence[Cell]], wide: Mapping[str, Sequence[Cell]]) -> None:
        self._of: dict[str, int] = {}
        for role in TEXT_ROLES:
            told = (cells for cells in (samples.get(role, ()), wide.get(role, ())) if _tells(cells))
            cells = next(told, None)
            if cells is not None:
                self._of[role] = _likeliest(cells)

    def wrap_score(self, wrap: Wrap, role: str) -> float:
        """How well a column of this role explains that a line was broken where it was."""
        width = self._of.get(role)
        if width is None:
            return 0.0
        off = max(wrap[0] - width, width + 1 - wrap[1])
        if off <= 0:
            return WEIGHTS.width_fits
        beyond = max(0.0, off - WEIGHTS.width_slack)
        return -min(WEIGHTS.width_off_most, WEIGHTS.width_off * beyond)

    def chunk_score(self, chunk: Chunk, role: str) -> float:
        """How well a column explains a chunk's lines: none too long, each broken at the width."""
        width = self._of.get(role)
        if width is None:
            return 0.0
        score = 0.0
        for line in chunk.full:
            over = max(line.cuts, default=line.length) - width * 1.1 - 2
            if over > 0:
                score -= min(WEIGHTS.width_over_most, WEIGHTS.width_over * over)
        return score + sum(self.wrap_score(wrap, role) for wrap in wraps_of(chunk))


def wraps_of(chunk: Chunk) -> list[Wrap]:
    """Where the lines of a chunk wrapped, and where they were cut inside a word."""
    return [*chunk.wraps, *((cut, cut + 1) for line in chunk.full for cut in line.cuts)]


def _tells(cells: Sequence[Cell]) -> bool:
    return sum(map(len, cells)) >= _FEWEST


def _likeliest(cells: Sequence[Cell]) -> int:
    """The width that most wraps allow; a long cell, which may have been read amiss, weighs less a line."""
    votes: dict[int, float] = defaultdict(float)
    for wraps in cells:
        for low, high in wraps:
            for width in range(low, min(high, low + _NEAR)):
                votes[width] += 1 / math.sqrt(len(wraps))
    return min(votes, key=lambda width: (-votes[width], width))
