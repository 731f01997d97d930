"""Targets of indicators as printed: a value and its year."""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary.headwords import concepts, year_of
from store.plan.model import Target

TARGETS: Final = ("baseline", "interim", "final")
"""The roles of targets, in their order."""
_YEAR: Final = r"(?:19|20)\d\d"
_PREPOSITION: Final = re.compile(r"\s+(?:deri\s+)?(?:në|në vitin|u|do|in|by|për)\s*$", re.IGNORECASE)
"""Words between a target and its year."""
_BEFORE_YEAR: Final = " /,(:;–—-"
_YEAR_IN_WORDS: Final = re.compile(
    rf"(?:(?<![^\W\d_])(?:viti[nt]?|year|god(?:\.|ine?|ina)?)\s+)?(?P<year>{_YEAR})\.?(?:\s*(?:god(?:\.|in[aeiu])?|g\.))?"
    r"(?=\s*[)\]]|\s*:|\s*$)",
    re.IGNORECASE,
)
"""A target's year with the word for it: ``2024. godine``, ``viti 2024``, at an end or before a sign."""


def read_target(text: str) -> Target | None:
    """A target cell (``50% (2021)``, ``50% (2021. god.)``, ``2021 (50%)``, ``50%``); None where blank."""
    plain = " ".join(text.split())
    bare = _YEAR_IN_WORDS.sub(lambda match: match["year"], plain)
    if not bare.strip("-–—/ "):
        return None
    if re.fullmatch(rf"{_YEAR}\s*:?", bare):
        return Target(None, int(bare[:4]))
    found = re.fullmatch(rf"({_YEAR})\s*\(\s*(?!{_YEAR}\s*\))(.+?)\s*\)", bare)
    if found:
        return Target(found[2], int(found[1]))
    found = re.fullmatch(rf"(.*?)\s*[(\[]?\s*(?<!\d)(?<!\d[.,])({_YEAR})\.?\s*[)\]]?", bare)
    if found and (found[1] or "(" in bare) and not re.fullmatch(rf"{_YEAR}\s*[-–—]\s*", found[1]):
        return Target(_PREPOSITION.sub("", found[1]).rstrip(_BEFORE_YEAR) or None, int(found[2]))
    # the year first: (2021) 35%, 2021: 35%, 2021 - 35%
    found = re.fullmatch(rf"(?:[(\[]\s*({_YEAR})\s*[)\]]\s*[:–—-]?|({_YEAR})\s*(?:[:–—]|-\s))\s*(\S.*)", bare)
    if found:
        return Target(found[3], int(found[1] or found[2]))
    return Target(plain, None)


def without_label(text: str) -> str:
    """A target without the words before its colon that say which it is: ``Baseline (2022): 20%``."""
    label, colon, value = (part.strip() for part in text.partition(":"))
    if not colon or not concepts(label) & {"baseline", "target", "interim"}:
        return text
    year, target = year_of(label), read_target(value)
    return f"{value} ({year})" if year is not None and target is not None and target.year is None else value
