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
_UPPER: Final = frozenset({"all", "km", "ron", "try", "sek", "nok", "lev", "den"})
"""Short forms that are words or measures in small letters, but with a full stop or beside a figure alone."""
_SIGNS: Final = "€$£¥₺₽₴₪"
UNIT: Final = rf"(?:{'|'.join(CURRENCIES.values())}|[¥₺₽₴₪])\.?"
"""What may stand beside an amount, folded."""
_SPLIT: Final = re.compile(r"[\s()\[\]/,;:]+")
_EDGE: Final = ".,;:()[]*'’"
_FIGURES: Final = "0123456789.,'’"
_NO_WORDS: Final = "|".join(code for code in CURRENCIES if code.lower() not in _UPPER)
_GLUED: Final = re.compile(
    rf"(?<=\w)(?=[{_SIGNS}])|(?<=[{_SIGNS}])(?=\w)|(?<=\b[TtKkMm])(?=(?:{_NO_WORDS})\b)"
)
"""Where two words are written as one: ``k€``, ``€m``, ``TEUR``, ``$500``."""
_ONE: Final = re.compile(
    rf"(?P<ahead>(?<!\w)(?:in|u|n[ëe]|vo|во|у)\s+|(?<!\d)(?<!\d\s)[x×]\s*|\((?=\s*1[., ]?000\s*{UNIT}))"
    r"\s*1[., ]?000(?P<more>[., ]?000)?(?![.,]?\d)",
    re.IGNORECASE,
)
"""A figure that says what each unit counts: in 1000, x 1000."""
_THOUSANDS: Final = r"(?:mij(?:e(?:ra)?)?|h?iljad\w*|hilj|thousands?|thous|thsd|tis(?:uc\w*)?|000s?)"
_MILLIONS: Final = r"(?:mill?|mln|mio|mn|mil(?:j|l?i)on\w*)"
_BILLIONS: Final = r"(?:bn|mlrd|mrd|mld|mil(?:ij|i|j)ard\w*|billions?)"
_SCALES: Final = (
    (1_000, re.compile(rf"{_THOUSANDS}|k")),
    (1_000_000, re.compile(_MILLIONS)),
    (1_000_000_000, re.compile(_BILLIONS)),
)
_NOT: Final = re.compile(r"\b(?:not|nuk|jo|nije|nisu)\b")
_SHORT: Final = {"k": 1_000, "t": 1_000, "th": 1_000, "m": 1_000_000}
"""Letters that say so beside a currency alone."""
_BESIDE: Final = re.compile(
    rf"(?<![\w/])(?:{UNIT}\s(?P<behind>k|th?|m)\.?|(?P<ahead>k|th?|m)(?:\.\s?|\s){UNIT})(?![\w/])"
)
_BEHIND: Final = re.compile(
    rf"(?<![\w.,])(?:{_THOUSANDS}|{_MILLIONS}|{_BILLIONS})\.?(?: of| e)? (?P<word>[^\W\d_]{{2,}})"
)
"""The word behind "in thousands": nothing but money stands there."""
_BRACKETED: Final = re.compile(rf"[(\[](?:\w{{1,2}} )?(?P<word>[^\W\d_]{{2,}})\.? (?:{UNIT})[)\]]")
"""The word that alone stands before a currency in brackets: how many of it each unit counts."""
_JOINING: Final = frozenset(
    {"u", "ne", "in", "vo", "of", "e", "te", "the", "x", "×", "sve", "all", "gjitha", "iznosi", "vlera"}
)


@cache
def code_of(word: str, *, sure: bool = False) -> str:
    """Return the code of the currency that a word names, empty for another word.

    Of short forms that may be other words too, a ``sure`` one is a currency.
    """
    bare = fold(word).strip(_EDGE)
    match = _CODE.fullmatch(bare)
    if match is None or match.lastgroup is None:
        # a sign of any other country's money
        return bare if len(bare) == 1 and unicodedata.category(bare) == "Sc" else ""
    is_word = not word.strip(_EDGE).isupper() and not word.strip("()[],;:").endswith(".")
    return "" if bare in _UPPER and is_word and not sure else match.lastgroup


def _parted(text: str) -> str:
    """Return a text with a blank between what is written as one word, and 000 for "in 1000"."""
    if any(c.isdigit() for c in text):
        text = _ONE.sub(lambda match: f"{match['ahead']} {'mln' if match['more'] else '000'}", text)
    return _GLUED.sub(" ", text)


def _words(parted: str) -> list[str]:
    """Return the words of a parted text about money, without figures that are glued to them."""
    words = _SPLIT.split(parted)
    return [word.strip(_FIGURES) if word[:1].isdigit() or word[-1:].isdigit() else word for word in words]


@lru_cache(maxsize=1024)
def named(text: str) -> tuple[str, ...]:
    """Return the currencies that a text about money names, by code, and unknown words for money."""
    words = _words(parted := _parted(text))
    # beside an amount alone "km" is no measure
    sure = any(map(str.isdigit, text)) and all(
        code_of(word, sure=True) or scale_of(word) > 1 or fold(word) in _SHORT for word in words if word
    )
    codes = [code for word in words if (code := code_of(word, sure=sure))]
    folded = fold(parted)
    unknown = [match["word"] for match in (_BRACKETED if codes else _BEHIND).finditer(folded)]
    codes += [word for word in unknown if not _is_known(word)]
    return tuple(dict.fromkeys(codes))


def _is_known(word: str) -> bool:
    """Return whether a folded word is known, of money or of anything else."""
    return bool(
        _CODE.fullmatch(word) or word in OPEN_WORDS or word in _SHORT or tags(word) or scale_of(word) > 1
    )


@lru_cache(maxsize=1024)
def scale_of(text: str) -> int:
    """Return what each unit counts, as a text about money says: 1000 for "in thousands", else 1."""
    folded = fold(_parted(text))
    if _NOT.search(folded):
        return 1
    words = [word.strip(_EDGE) for word in _SPLIT.split(folded)]
    told = next((scale for scale, named in _SCALES if any(map(named.fullmatch, words))), 1)
    beside = _BESIDE.search(folded) if told == 1 else None
    return told if beside is None else _SHORT[beside["ahead"] or beside["behind"]]


@lru_cache(maxsize=1024)
def is_unit(text: str) -> bool:
    """Return whether a text says in what money amounts are, and nothing else: ``u 000 din.``."""
    words = [word for word in _SPLIT.split(_parted(text)) if word.strip(_EDGE)]
    told = {word for word in words if code_of(word) or scale_of(word) > 1}
    joining = _JOINING.union(_SHORT) if scale_of(text) > 1 else _JOINING
    return bool(told) and all(word in told or fold(word).strip(_EDGE) in joining for word in words)
