"""What a document has shown of its columns: which words stand in each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.layout import TEXT_ROLES
from planreader.interpret.segments.weights import WEIGHTS
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import OPEN_WORDS

_BULLETS: Final = frozenset("•▪●")


@cache
def keys_of(word: str) -> list[str]:
    """Under what a word's use is remembered; ``A/B`` counts for A and for B, a list's sign for itself."""
    if word in _BULLETS:
        return [word]
    return [key for key in fold(word).strip('.,;:()“”"„').split("/") if any(map(str.isalnum, key))]


class Learned:
    """How often the document's words stand in each column, as far as it has been read."""

    def __init__(self) -> None:
        self._by_word: dict[str, Counter[str]] = defaultdict(Counter)
        self._by_role: Counter[str] = Counter()
        self._cache: dict[tuple[str, str, str], float] = {}

    def see(self, chunk: Chunk, role: str) -> None:
        """Count a chunk's words in a column."""
        if role not in TEXT_ROLES or chunk.kinds == ["admin"]:
            return
        for word in chunk.words:
            for key in keys_of(word):
                self._by_word[key][role] += 1
        self._by_role[role] += len(chunk.words)

    def see_row(self, chunks: Sequence[Chunk], labels: Sequence[str]) -> None:
        """Count the words of a row."""
        for chunk, role in zip(chunks, labels, strict=True):
            self.see(chunk, role)

    def score(self, words: Sequence[str], role: str, own: str) -> float:
        """How much likelier than any words these are in a column, their own occurrence left out."""
        total = 0.0
        for word in words:
            cached = self._cache.get((word, role, own))
            if cached is None:
                keys = [key for key in keys_of(word) if key not in OPEN_WORDS]
                cached = sum(self._one(key, role, own) for key in keys) / len(keys) if keys else 0.0
                self._cache[word, role, own] = cached
            total += cached
        return max(-WEIGHTS.learned_most, min(WEIGHTS.learned_most, total))

    def _one(self, key: str, role: str, own: str) -> float:
        seen = self._by_word.get(key)
        if not seen:
            return 0.0
        share = max(self._by_role[role] / self._total, 0.02)
        # what was read since may no longer be what was counted
        here = max(seen[role] - (1 if own == role else 0), 0)
        whole = max(sum(seen.values()) - (1 if own in TEXT_ROLES else 0), here)
        return max(
            -WEIGHTS.learned_most,
            min(
                WEIGHTS.learned_most,
                WEIGHTS.learned_word * math.log((here + 2 * share) / (whole + 2) / share),
            ),
        )

    @cached_property
    def _total(self) -> int:
        return sum(self._by_role.values()) or 1
