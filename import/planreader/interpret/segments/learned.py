"""What a document has shown of its columns: which words stand in each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, TypeAlias

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.layout import TEXT_ROLES
from planreader.interpret.segments.weights import WEIGHTS
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import OPEN_WORDS

_BULLETS: Final = frozenset("•▪●")
_LEAST: Final = 0.02
"""The share of all words that a column is taken to have at least."""


@cache
def keys_of(word: str) -> list[str]:
    """Under what a word's use is remembered; ``A/B`` counts for A and for B, a list's sign for itself."""
    if word in _BULLETS:
        return [word]
    return [key for key in fold(word).strip('.,;:()“”"„').split("/") if any(map(str.isalnum, key))]


class Learned:
    """How often the document's words stand in each column, as its rows are labelled.

    ``roles`` are those columns in their order.
    """

    def __init__(
        self, roles: Sequence[str], rows: Sequence[Sequence[Chunk]], labels: Sequence[Sequence[str]]
    ) -> None:
        self._roles = roles
        self._by_word: dict[str, Counter[str]] = defaultdict(Counter)
        self._cache: dict[tuple[str, str], list[float]] = {}
        by_role: Counter[str] = Counter()
        for chunks, found in zip(rows, labels, strict=True):
            for chunk, role in zip(chunks, found, strict=True):
                if role in TEXT_ROLES and chunk.kinds != ["admin"]:
                    by_role[role] += len(chunk.words)
                    for word in chunk.words:
                        for key in keys_of(word):
                            self._by_word[key][role] += 1
        whole = by_role.total() or 1
        self._shares = [max(by_role[role] / whole, _LEAST) for role in roles]

    def scores(self, words: Sequence[str], own: str) -> list[float]:
        """How much likelier than any words these are in each column, their ``own`` occurrence left out."""
        most = WEIGHTS.learned_most
        columns = zip(*(self._word(word, own) for word in words), strict=True)
        return [max(-most, min(most, sum(column))) for column in columns]

    def _word(self, word: str, own: str) -> list[float]:
        if (word, own) not in self._cache:
            keys = [key for key in keys_of(word) if key not in OPEN_WORDS]
            told = [self._key(key, own) for key in keys if key in self._by_word]
            self._cache[word, own] = [sum(column) / len(keys) for column in zip(*told, strict=True)] or [
                0.0
            ] * len(self._roles)
        return self._cache[word, own]

    def _key(self, key: str, own: str) -> list[float]:
        seen, most = self._by_word[key], WEIGHTS.learned_most
        # what was read since may no longer be what was counted
        whole = max(seen.total() - (1 if own in TEXT_ROLES else 0), 0)
        found: list[float] = []
        for role, share in zip(self._roles, self._shares, strict=True):
            here = max(seen[role] - (1 if own == role else 0), 0)
            odds = (here + 2 * share) / (max(whole, here) + 2) / share
            told = WEIGHTS.learned_word * math.log(odds)
            found.append(told if -most <= told <= most else math.copysign(most, told))
        return found


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
        beyond = max(0.0, off - WEIGHTS.width_slack)
        return -min(WEIGHTS.width_off_most, WEIGHTS.width_off * beyond)

    def scores(self, chunk: Chunk, roles: Sequence[str]) -> list[float]:
        """How well each column explains a chunk's lines: none too long, each broken at the width."""
        lengths = [max(line.cuts, default=line.length) for line in chunk.full]
        wraps = wraps_of(chunk)
        found = [0.0] * len(roles)
        for n, role in enumerate(roles):
            width = self._of.get(role)
            if width is not None and lengths:
                over = (max(0.0, length - width * 1.1 - 2) for length in lengths)
                found[n] = -sum(min(WEIGHTS.width_over_most, WEIGHTS.width_over * more) for more in over)
            if width is not None and wraps:
                found[n] += sum(self.wrap_score(wrap, role) for wrap in wraps)
        return found


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
