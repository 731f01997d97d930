"""What the text of a cell or a paragraph begins: an indicator."""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold, month_of, tags
from planreader.vocabulary.headwords import concepts

_LONGEST: Final = 6
"""Words of a label."""
_OF_INDICATORS: Final = frozenset({"indicator", "output", "objective", "strategic", "specific", "nr"})
"""What the words of an indicator's label say besides."""
_OF: Final = frozenset({"i", "e", "te"})
_SIGNS: Final = " :.–—-)"
_FIRST: Final = re.compile(
    r"\s*(?:[•▪●*o–-]\s+)?(?:(?:\d{1,2}|[IVX]+)(?:\.\d{1,2})*[.)]?\s+)?([^\W\d_]+)\s*"
    r"(?:(?:nr\.?|no\.?|br\.?)?\s*\d[\d.]*\s*)?[:.–-]\s*"
)
"""A word and a sign, behind a number or a list's sign: ``Treguesi:``, ``2. Indikator 1 –``."""


def indicator(text: str) -> str | None:
    """What stands behind ``Treguesi:``, ``Outcome indicator 2:``, ``Indikator 1. Broj``, or None."""
    match = _FIRST.match(text)
    if match is not None and "indicator" in tags(match[1]) and not month_of(match[1]):
        return text[match.end() :]
    title = without_indicator(text)
    if title is not None:
        return title
    words = text.split()
    for n, word in enumerate(words[:_LONGEST]):
        if word[-1:] in ":–—":
            return " ".join(words[n + 1 :]) if "indicator" in concepts(" ".join(words[: n + 1])) else None
    return None


def without_indicator(text: str) -> str | None:
    """What stands behind a label that is made of nothing but words for an indicator; None without one.

    A number that ends it needs no sign behind it where the title begins with a capital letter.
    """
    words = text.split()
    named = False
    for n, word in enumerate(words[: _LONGEST + 1]):
        bare = word.rstrip(_SIGNS)
        found = {"indicator"} if bare == "KPI" else concepts(bare)
        sign, number = word[-1:] in ":–—-", numbers.is_number(bare)
        named = named or "indicator" in found
        if not (number or (found and found <= _OF_INDICATORS) or fold(bare) in _OF or not bare):
            return None
        rest = " ".join(words[n + 1 :])
        if named and rest and (sign or (number and rest[:1].isupper())):
            return rest
    return None
