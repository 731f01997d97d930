"""Words of a line of a dump that are one name, so that no cell ends between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import fold
from planreader.vocabulary.reference import places

_BODIES_BEHIND: Final = frozenset(
    {"agency", "office", "fund", "bank", "council", "institute", "authority", "commission", "foundation"}
)
"""Kinds of bodies that end their names in English."""
_BUDGETS: Final = frozenset({"KB", "BK"})
_COUNTRIES: Final = frozenset({"US", "UK", "EU", "UN", "USA"})
_OF_COUNTRIES: Final = frozenset(
    {"department", "women", "delegation", "office", "embassy", "mission", "volunteers", "habitat"}
)
"""What goes on with a short form of a country in English: ``US Department of State``, ``UN Women``."""
_REFERENCES_END: Final = frozenset(
    {
        "plan", "strategy", "framework", "code", "agenda", "programme", "program", "act", "report",
        "convention", "directive",
    }
)  # fmt: skip
"""Kinds of documents that end their names in English."""
_AHEAD: Final = 4
"""Words of a reference behind its short form."""


def is_one_name(words: Sequence[tuple[str, int]], n: int) -> bool:
    """Whether a word of a line, given with the spaces before each, goes on with the name before it."""
    word, spaces = words[n]
    over = words[n + 1][0] if n + 1 < len(words) else ""
    if spaces == 1 and (
        ends_name(words[n - 1][0], word, over) or _ends_reference(words[n - 1][0], word, over)
    ):
        return True
    return _is_slashed(words, n) or _names_reference(words, n)


def ends_name(before: str, word: str, after: str = "") -> bool:
    """Whether a short form and a word are one name: ``ICT Agency``, ``KRU Prishtina``.

    "BK Agency of Statistics" is two.
    """
    bare = fold(word).strip(",;.")
    if before in _COUNTRIES and bare in _OF_COUNTRIES:
        return True
    ends = (bare in _BODIES_BEHIND and after not in ("of", "for")) or bare in places()
    return ends and kind_of(before) == "acronym" and before[-1].isalpha()


def _names_reference(words: Sequence[tuple[str, int]], n: int) -> bool:
    """Whether a short form and what follows on its line are a reference: ``MIA Work Plan``."""
    if words[n][1] != 1 or kind_of(words[n - 1][0]) != "acronym" or words[n - 1][0] in _BUDGETS:
        return False
    for word, spaces in words[n : n + _AHEAD]:
        if spaces != 1 or kind_of(word) != "capital":
            return False
        if fold(word).strip(",;.") in _REFERENCES_END:
            return word == words[-1][0]
    return False


def _is_slashed(words: Sequence[tuple[str, int]], n: int) -> bool:
    """Whether a word is a slash between two names, ``KB / EU``, or the second of them."""
    at = n if words[n][0] == "/" else n - 1
    if not 0 < at < len(words) - 1 or words[at][0] != "/" or {words[at][1], words[at + 1][1]} != {1}:
        return False
    return all(kind_of(words[m][0]) in ("acronym", "capital") for m in (at - 1, at + 1))


def _ends_reference(before: str, word: str, after: str) -> bool:
    """Whether a word is the kind of a document at the end of its name: ``Sendai Framework``."""
    if kind_of(before) != "capital" or before[-1] in ",.;:" or after[:1].islower():
        return False
    return fold(word).strip(",;.") in _REFERENCES_END
