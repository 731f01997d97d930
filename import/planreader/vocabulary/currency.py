"""Currencies as plans write them in three languages: signs, short forms, names, and "in thousands"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from planreader.vocabulary.fold import fold, tags
from planreader.vocabulary.vocabulary import CURRENCIES, OPEN_WORDS

KNOWN: Final = ("EUR", "RSD", "ALL", "MKD", "BAM")
"""Currencies that a plan may be kept in without anybody being asked."""

_CODE: Final = re.compile("|".join(f"(?P<{code}>{names})" for code, names in CURRENCIES.items()))
_UPPER: Final = frozenset({"all", "km", "ron", "try", "sek", "nok", "lev", "den", "din"})
"""Short forms that are words or measures in small letters, but with a full stop."""
UNIT: Final = rf"(?:{'|'.join(CURRENCIES.values())}|[¥₺₽₴₪])\.?"
"""What may stand beside an amount, folded."""
_SPLIT: Final = re.compile(r"[\s()\[\]/,;:]+")
_EDGE: Final = ".,;:()[]*"
_THOUSANDS: Final = r"(?:mije(?:ra)?|h?iljad\w*|hilj|thousands?|000)"
_MILLIONS: Final = r"(?:mil|mln|mio|mil(?:j|l?i)on\w*)"
_BEHIND: Final = re.compile(
    rf"(?<![\w.,])(?:{_THOUSANDS}|{_MILLIONS})\.?(?: of| e)? (?P<word>[^\W\d_]{{2,}})"
)
"""The word behind "in thousands": nothing but money stands there."""
_JOINING: Final = frozenset({"u", "ne", "in", "vo", "of", "e", "te", "the", "iznosi", "vlera"})
_SCALES: Final = ((1_000, re.compile(rf"{_THOUSANDS}|k")), (1_000_000, re.compile(_MILLIONS)))


@cache
def code_of(word: str) -> str:
    """Return the code of the currency that a word names, empty for another word."""
    bare = fold(word).strip(_EDGE)
    match = _CODE.fullmatch(bare)
    if match is None or match.lastgroup is None:
        # a sign of any other country's money
        return bare if len(bare) == 1 and unicodedata.category(bare) == "Sc" else ""
    if bare in _UPPER and not word.strip(_EDGE).isupper() and not word.strip("()[],;:").endswith("."):
        return ""
    return match.lastgroup


@lru_cache(maxsize=1024)
def named(text: str) -> tuple[str, ...]:
    """Return the currencies that a text about money names, by code, and unknown words for money."""
    codes = [code for word in _SPLIT.split(text) if (code := code_of(word))]
    behind = [match["word"] for match in _BEHIND.finditer(fold(text))]
    codes += [word for word in behind if not (_CODE.fullmatch(word) or word in OPEN_WORDS or tags(word))]
    return tuple(dict.fromkeys(codes))


@lru_cache(maxsize=1024)
def scale_of(text: str) -> int:
    """Return what each unit counts, as a text about money says: 1000 for "in thousands", else 1."""
    words = [word.strip(_EDGE + "'’") for word in _SPLIT.split(fold(text))]
    return next((scale for scale, named in _SCALES if any(map(named.fullmatch, words))), 1)


@lru_cache(maxsize=1024)
def is_unit(text: str) -> bool:
    """Return whether a text says in what money amounts are, and nothing else: ``u 000 din.``."""
    words = [word for word in _SPLIT.split(text) if word.strip(_EDGE)]
    told = [word for word in words if code_of(word) or scale_of(word) > 1]
    rest = [word for word in words if word not in told]
    return bool(told) and all(fold(word) in _JOINING for word in rest)
