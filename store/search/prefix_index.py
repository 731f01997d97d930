"""Numbers by how they begin."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


class PrefixIndex:
    """Texts, one a place, in an order in which those with one beginning stand together."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._places = sorted(range(len(texts)), key=texts.__getitem__)
        self._texts = [texts[place] for place in self._places]

    def places(self, beginning: str) -> tuple[list[int], list[int]]:
        """The places of the texts that are ``beginning``, and of all those that begin with it."""
        length = len(beginning)
        first = bisect_left(self._texts, beginning)
        # cut to its length, a text with the beginning is the beginning, whatever follows
        end = bisect_right(self._texts, beginning, first, key=lambda text: text[:length])
        same = bisect_right(self._texts, beginning, first, end)
        return self._places[first:same], self._places[first:end]
