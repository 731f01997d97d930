"""How the words of a document are spelt: whether two pieces of text are one word or two."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

_ORDER: Final = 3
"""Letters before one that are looked at."""
_FEWEST: Final = 30
"""Different words that a document must have to tell."""
_ONE: Final = -0.7
_TWO: Final = 1.6
"""What the odds must come to, as a logarithm, before they tell: more words are cut than begin a line so."""
_SHORT: Final = 3
"""Letters of a word that a document of that language has elsewhere, too."""
_LETTERS: Final = 60
"""Letters that a word may have, for one that was never seen."""
_EDGE: Final = "#"


class Spelling:
    """Which letters follow on which in the words of a document, where they begin and where they end.

    ``words`` says how often each word stands whole. The odds are those of a model of letters with the three
    before each, smoothed with the shorter ones (Witten and Bell 1991).
    """

    def __init__(self, words: Mapping[str, int]) -> None:
        self._next: defaultdict[str, Counter[str]] = defaultdict(Counter)
        plain = {word: count for word, count in words.items() if word.isalpha()}
        self._tells = len(plain) >= _FEWEST
        self._short = {word for word in plain if len(word) <= _SHORT}
        for printed, count in plain.items():
            word = f"{_EDGE}{printed.lower()}{_EDGE}"
            for at in range(1, len(word)):
                for size in range(min(_ORDER, at) + 1):
                    self._next[word[at - size : at]][word[at]] += count

    def is_one(self, left: str, right: str, *, default: bool) -> bool:
        """Whether two pieces are one word; ``default`` where the document's words do not tell."""
        if not (self._tells and left.isalpha() and right.isalpha()):
            return default
        if len(right) <= _SHORT and right not in self._short:
            return True
        odds = self.odds(left.lower(), right.lower())
        return odds < (_TWO if default else _ONE)

    def odds(self, left: str, right: str) -> float:
        """How much likelier two words are than one, as a logarithm."""
        ends = math.log(self.chance(f"{_EDGE}{left}"[-_ORDER:], _EDGE))
        apart = self._run(_EDGE, f"{right}{_EDGE}")
        joined = self._run(f"{_EDGE}{left}", f"{right}{_EDGE}")
        return ends + apart - joined

    def _run(self, before: str, letters: str) -> float:
        whole = before + letters
        return sum(
            math.log(self.chance(whole[max(0, at - _ORDER) : at], whole[at]))
            for at in range(len(before), len(whole))
        )

    def chance(self, before: str, letter: str) -> float:
        """The chance of a letter behind others: what was seen, and the less of it the more that of fewer."""
        found = self._next.get(before)
        shorter = self.chance(before[1:], letter) if before else 1 / _LETTERS
        if not found:
            return shorter
        seen, kinds = found.total(), len(found)
        return (found[letter] + kinds * shorter) / (seen + kinds)


UNTOLD: Final = Spelling({})
"""Of a document of which no words are known."""
