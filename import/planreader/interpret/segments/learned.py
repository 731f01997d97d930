"""What a document has shown of its columns: which words stand in each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, TypeAlias

from planreader.interpret.segments.chunks import Chunk
from planreader.interpret.segments.layout import TEXT_ROLES
from planreader.interpret.segments.weights import WEIGHTS
from planreader.vocabulary.fold import fold

_LEAST: Final = 0.02
"""The share of all words that a column is taken to have at least."""


@cache
def keys_of(word: str) -> list[str]:
    """Under what a word's use is remembered; ``A/B`` counts for A and for B."""
    return [key for key in fold(word).strip('.,;:()“”"„').split("/") if any(map(str.isalnum, key))]


class Learned:
    """How often the document's words stand in each column, as its rows are labelled.

    ``roles`` are those columns in their order.
    """

    def __init__(
        self, roles: Sequence[str], rows: Sequence[Sequence[Chunk]], labels: Sequence[Sequence[str]]
    ) -> None:
        self._at = {role: n for n, role in enumerate(roles) if role in TEXT_ROLES}
        self._seen: dict[str, list[int]] = defaultdict(lambda: [0] * len(roles))
        self._told: dict[tuple[str, str], list[float]] = {}
        self._unseen: dict[int, list[float]] = {}
        by_role: Counter[str] = Counter()
        for chunks, found in zip(rows, labels, strict=True):
            for chunk, role in zip(chunks, found, strict=True):
                if role in self._at:
                    by_role[role] += len(chunk.words)
                    for word in chunk.words:
                        for key in keys_of(word):
                            self._seen[key][self._at[role]] += 1
        whole = by_role.total() or 1
        self._shares = [max(by_role[role] / whole, _LEAST) for role in roles]

    def scores(self, words: Sequence[str], own: str) -> list[float]:
        """How much likelier than any words these are in each column, their ``own`` occurrence left out."""
        most = WEIGHTS.learned_most
        told = [scores for word in words if (scores := self._word(word, own))]
        if len(told) < 2:
            return told[0] if told else [0.0] * len(self._shares)
        return [
            -most if score < -most else most if score > most else score
            for score in map(sum, zip(*told, strict=True))
        ]

    def _word(self, word: str, own: str) -> list[float]:
        """The scores of a word, none where nothing is known of it."""
        found = self._told.get((word, own))
        if found is None:
            told = (scores for key in keys_of(word) if (scores := self._key(key, own)))
            found = self._told[word, own] = next(told, [])
        return found

    def _key(self, key: str, own: str) -> list[float]:
        seen = self._seen.get(key, ())
        # what was read since may no longer be what was counted
        whole = sum(seen) - (own in self._at)
        if whole <= 0:
            return []
        if whole not in self._unseen:
            self._unseen[whole] = [self._odds(0, whole, share) for share in self._shares]
        found = list(self._unseen[whole])
        for n, count in enumerate(seen):
            if count:
                here = count - (n == self._at.get(own))
                found[n] = self._odds(here, max(whole, here), self._shares[n])
        return found

    def _odds(self, here: int, whole: int, share: float) -> float:
        """What it tells that so many of a word's occurrences are in a column of that share of all words."""
        told = WEIGHTS.learned_word * math.log((here + 2 * share) / (whole + 2) / share)
        return max(-WEIGHTS.learned_most, min(WEIGHTS.learned_most, told))


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

    def __init__(
        self, roles: Sequence[str], samples: Mapping[str, Sequence[Cell]], wide: Mapping[str, Sequence[Cell]]
    ) -> None:
        self._widths: list[int | None] = []
        self._told: dict[int | Wrap, list[float]] = {}
        for role in roles:
            told = (cells for cells in (samples.get(role, ()), wide.get(role, ())) if _tells(cells))
            cells = next(told, None) if role in TEXT_ROLES else None
            self._widths.append(None if cells is None else _likeliest(cells))

    def scores(self, chunk: Chunk) -> list[float]:
        """How well each column explains a chunk's lines: none too long, each broken at the width."""
        lines: list[int | Wrap] = [max(line.cuts or (len(line.text),)) for line in chunk.full]
        lines += chunk.wraps
        for line in lines:
            if line not in self._told:
                self._told[line] = [0.0 if width is None else -_cost(line, width) for width in self._widths]
        if not lines:
            return [0.0] * len(self._widths)
        return [sum(column) for column in zip(*(self._told[line] for line in lines), strict=True)]


@cache
def _cost(line: int | Wrap, width: int) -> float:
    """What a line costs that is longer than its column is wide, or was broken elsewhere."""
    if isinstance(line, int):
        off = line - width * 1.1 - 2
    else:
        off = max(line[0] - width, width + 1 - line[1]) - WEIGHTS.width_slack
    return min(WEIGHTS.width_most, WEIGHTS.width_off * max(0.0, off))


def _tells(cells: Sequence[Cell]) -> bool:
    return sum(map(len, cells)) >= _FEWEST


def _likeliest(cells: Sequence[Cell]) -> int:
    """The width that most wraps allow; a long cell, which may have been read amiss, weighs less a line."""
    votes: dict[int, float] = defaultdict(float)
    for wraps in cells:
        weight = 1 / math.sqrt(max(1, len(wraps)))
        for low, high in wraps:
            for width in range(low, min(high, low + _NEAR)):
                votes[width] += weight
    return min(votes, key=lambda width: (-votes[width], width))
