"""How alike two titles are, and which of many come near what a person has typed.

Titles go by letters side by side, quick where there are thousands. A word of few letters that a person
mistyped goes by the standard library's matcher, which forgives letters that have changed places. A search
counts edits (``store.search.near_words``), since a beginning must do there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from store.db.text import fold

_COMMON: Final = 100
"""A word that stands in more titles than this one tells nothing of which of them is meant."""
_NEAR: Final = 20
"""How many titles are compared letter by letter."""


@lru_cache(maxsize=4096)
def _pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(f" {fold(text)} ")))


def likeness(first: str, second: str) -> int:
    """Return how alike two texts are, 0 to 100: the same letters side by side (Dice's coefficient).

    Case, diacritics and spaces do not count. It is symmetrical, and 100 only where the folded texts have the
    same pairs of letters.
    """
    first_pairs, second_pairs = _pairs(first), _pairs(second)
    common = sum(min(n, second_pairs[pair]) for pair, n in first_pairs.items())
    return 200 * common // (first_pairs.total() + second_pairs.total())


def nearest(word: str, candidates: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """At most ``n`` candidates like ``word``, the most alike first; case and diacritics do not count."""
    import difflib

    folded: dict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        folded[fold(candidate)].append(candidate)
    close = difflib.get_close_matches(fold(word), folded, n=n)
    return tuple(original for key in close for original in folded[key])[:n]


class TitleIndex:
    """Titles by key, and those that share words with a given one; quick where they are thousands."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        self._titles = dict(titles)
        self._holders: dict[str, list[str]] = defaultdict(list)
        for key, title in self._titles.items():
            for word in set(fold(title).split()):
                self._holders[word].append(key)

    def near(self, title: str, least: int) -> Iterator[tuple[str, int]]:
        """Yield keys of titles at least so alike, with their likeness, in no meaningful order."""
        if len(self._titles) <= _NEAR:
            candidates = list(self._titles)
        else:
            weight: Counter[str] = Counter()
            for word in set(fold(title).split()):
                if len(holders := self._holders.get(word, ())) <= _COMMON:
                    weight.update(dict.fromkeys(holders, len(word)))
            edge = sorted(weight.values(), reverse=True)[:_NEAR]
            candidates = [key for key, n in weight.items() if n >= edge[-1]] if edge else []
        for key in candidates:
            if (alike := likeness(title, self._titles[key])) >= least:
                yield key, alike
