"""What a document has shown of its columns: which words stand in each, and how wide each is."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from planreader.interpret.dump.pieces import FIGURES, Piece
from planreader.vocabulary.fold import fold

_LEAST: Final = 0.02
"""The share of all words that a column is taken to have at least."""
_MOST: Final = 1.5
"""The most that words count for or against a piece in a column."""
_WORD: Final = 0.5
"""How much each word counts by how much likelier it is in a column than any other."""
_FEWEST: Final = 4
"""Wraps that tell a width."""
_NEAR: Final = 25
"""Characters beyond a line's length that its column may be wide."""
_SLACK: Final = 1.5
"""Characters by which a line may miss a column's width at no cost."""
_EACH: Final = 0.6
"""What each beyond costs of a line that was broken there or is longer."""
_COST: Final = 2.5
"""The most that a line costs."""


@cache
def keys_of(word: str) -> list[str]:
    """Return under what a word's use is remembered; ``A/B`` counts for A and for B."""
    return [key for key in fold(word).strip('.,;:()“”"„').split("/") if any(map(str.isalnum, key))]


class Learned:
    """How often the document's words stand in each column, as its pieces were placed."""

    def __init__(self, roles: Sequence[str], pieces: Iterable[Piece]) -> None:
        self._roles = roles
        self._seen: dict[str, Counter[str]] = defaultdict(Counter)
        self._told: dict[tuple[str, str], list[float]] = {}
        """The scores of words that stand in a column."""
        sizes: Counter[str] = Counter()
        for piece in pieces:
            sizes[piece.role] += len(piece.words)
            for word in piece.words:
                for key in keys_of(word):
                    self._seen[key][piece.role] += 1
        self._shares = [max(sizes[role] / (sizes.total() or 1), _LEAST) for role in roles]

    def scores(self, piece: Piece) -> list[float]:
        """Return how much likelier than any words a piece's are in each column, its own place left out."""
        told = [scores for word in piece.words if (scores := self._word(word, piece.role))]
        if not told:
            return [0.0] * len(self._roles)
        return [_bounded(sum(column)) for column in zip(*told, strict=True)]

    def _word(self, word: str, own: str) -> list[float]:
        """Return the scores of a word, nothing where it stands nowhere else."""
        if (told := self._told.get((word, own))) is None:
            counts = ((self._seen[key], sum(self._seen[key].values())) for key in keys_of(word))
            seen, whole = next((count for count in counts if count[1] > 1), (Counter[str](), 0))
            told = self._told[word, own] = [
                _bounded(
                    _WORD * math.log((seen.get(role, 0) - (role == own) + 2 * share) / (whole + 1) / share)
                )
                for role, share in zip(self._roles if whole else (), self._shares, strict=False)
            ]
        return told


def _bounded(score: float) -> float:
    return max(-_MOST, min(_MOST, score))


class Widths:
    """The width of each column in characters, from where the lines of its cells wrapped.

    It lies between the two lengths of a wrap; letters differ in width, so that a character or two are within
    reason. Where too little tells it, it is that of the ``other`` tables.
    """

    def __init__(self, roles: Sequence[str], pieces: Iterable[Piece], other: Widths | None = None) -> None:
        votes: dict[str, Counter[int]] = defaultdict(Counter)
        wraps: Counter[str] = Counter()
        for piece in pieces:
            wraps[piece.role] += len(piece.wraps)
            for low, high in piece.wraps:
                votes[piece.role].update(range(low, min(high, low + _NEAR)))
        self._widths: list[int | None] = []
        for n, role in enumerate(roles):
            width = other._widths[n] if other is not None else None
            if wraps[role] >= _FEWEST and role not in FIGURES:
                width = max(sorted(votes[role]), key=votes[role].__getitem__)
            self._widths.append(width)
        self._narrowest = min((width for width in self._widths if width is not None), default=math.inf)

    def scores(self, piece: Piece) -> list[float]:
        """Return how well each column explains a piece's lines: none too long, each broken at the width."""
        text = piece.text
        rows = [max(line.cuts or (len(line.text),)) for line in piece.lines if line.text in text]
        if not piece.wraps and max(rows, default=0) <= self._narrowest:
            return [0.0] * len(self._widths)
        scores: list[float] = []
        for width in self._widths:
            off: list[float] = []
            if width is not None:
                off += [row - width * 1.1 - 2 for row in rows]
                off += [max(low - width, width + 1 - high) - _SLACK for low, high in piece.wraps]
            scores.append(-sum(min(_COST, _EACH * beyond) for beyond in off if beyond > 0))
        return scores
