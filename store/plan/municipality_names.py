"""How the name of a municipality is written within an Albanian or a Serbian sentence."""

from __future__ import annotations

import re
from typing import Final

_BEFORE_U: Final = re.compile(r"(?:[kg]|(?<![sztxd])h)$")
_ADJECTIVE: Final = re.compile(r"(?:ska|rna|žna|va|ovo|Novo|bin)$")
"""The first of two Serbian words that is declined as an adjective is: ``Suva Reka``, ``Zubin Potok``."""


def inflected(name: str, official: str) -> tuple[str, ...]:
    """Return an Albanian name in the definite form and its cases, and what the official one has behind
    ``Komuna e``."""
    endings: tuple[str, ...]
    stem = name
    if name.endswith("ë"):
        stem, endings = name[:-1], ("a", "ës", "ën")
    elif name.endswith("i"):
        endings = ("a", "së", "në")
    elif name[-1] in "aeou":
        endings = ("", "s", "n")
    else:
        vowel = "u" if _BEFORE_U.search(name) else "i"
        endings = (vowel, f"{vowel}t", f"{vowel}n")
    return (*(f"{stem}{ending}" for ending in endings), official.partition(" e ")[2] or official)


def declined(name: str) -> tuple[str, ...]:
    """Return a Serbian name in Latin script in the cases behind ``opštine``, ``za`` and ``u``."""
    *before, last = name.split()
    cases = (_adjective(word) if _ADJECTIVE.search(word) else (word,) * 3 for word in before)
    return tuple(" ".join(words) for words in zip(*cases, _noun(last), strict=True))


def _adjective(word: str) -> tuple[str, str, str]:
    if word.endswith("a"):
        return f"{word[:-1]}e", f"{word[:-1]}u", f"{word[:-1]}oj"
    stem = word.removesuffix("o")
    return f"{stem}og", word, f"{stem}om"


def _noun(word: str) -> tuple[str, str, str]:
    if word == "Peć":
        return "Peći", "Peć", "Peći"
    if word.endswith("a"):
        return f"{word[:-1]}e", f"{word[:-1]}u", f"{word[:-1]}i"
    if word[-1] in "eo":
        return f"{word[:-1]}a", word, f"{word[:-1]}u"
    stem = f"{word[:-2]}c" if word.endswith("ac") else word
    return f"{stem}a", word, f"{stem}u"


def shortened(name: str) -> tuple[str, ...]:
    """Return what a name of several words is called with the initial of the first: ``F. Kosovë``."""
    first, *others = (word for word in name.split() if word not in ("e", "i"))
    if not others or first in ("Komuna", "Opština"):
        return ()
    return tuple(f"{first[0]}{point}{' '.join(others)}" for point in (". ", ".", " "))
