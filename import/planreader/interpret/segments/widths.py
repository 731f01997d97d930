"""The widths of a table's columns in a dump, from where the lines of their cells wrapped."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.layout import TEXT_ROLES
from planreader.interpret.segments.weights import WEIGHTS


class Widths:
    """The width of each column in characters, from where the lines of one table's cells wrapped.

    A wrap is (length of a line, what it would have been with the word that went to the next line): the width
    lies between. Letters differ in width, so that two characters more or less are within reason.
    """

    def __init__(self, samples: Mapping[str, Sequence[Cell]], wide: Mapping[str, Sequence[Cell]]) -> None:
        self._of: dict[str, int] = {}
        for role in TEXT_ROLES:
            cells = samples.get(role, ())
            if sum(map(len, cells)) < 4:
                cells = wide.get(role, ())
            if sum(map(len, cells)) >= 4:
                self._of[role] = _likeliest(cells)

    def wrap_score(self, wrap: Wrap, role: str) -> float:
        """How well a column of this role explains that a line was broken where it was."""
        width = self._of.get(role)
        if width is None:
            return 0.0
        off = max(wrap[0] - width, width + 1 - wrap[1])
        return (
            WEIGHTS.width_fits
            if off <= 0
            else (
                0.0
                if off <= WEIGHTS.width_slack
                else -min(WEIGHTS.width_off_most, WEIGHTS.width_off * (off - WEIGHTS.width_slack))
            )
        )

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
            for cut in line.cuts:
                score += self.wrap_score((cut, cut + 1), role)
        for wrap in chunk.wraps:
            score += self.wrap_score(wrap, role)
        return score


Wrap: TypeAlias = "tuple[int, int]"
Cell: TypeAlias = "list[Wrap]"


def _likeliest(cells: Sequence[Cell]) -> int:
    """The width that most wraps allow; a long cell, which may have been read amiss, weighs less a line."""
    votes: dict[int, float] = defaultdict(float)
    for wraps in cells:
        for low, high in wraps:
            for width in range(low, min(high, low + 25)):
                votes[width] += 1 / math.sqrt(len(wraps))
    return min(votes, key=lambda width: (-votes[width], width))
