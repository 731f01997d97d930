"""Names of units within the words of a heading or a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from planreader.sources.text.words import kind_of
from planreader.vocabulary.headwords import concepts
from store.plan.units import known_units, municipality_codes, unit_code

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 5
"""Words of the longest name: ``Komuna e Mitrovicës së Veriut``."""


def municipalities_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the code of each municipality that a text names, in any case of the name, and the words before.

    A word that headings are made of is none by itself: ``Viti`` is a year, ``Burimi`` a source.
    """
    words = [(word[0], word.start()) for word in _WORD.finditer(text)]
    at, codes = 0, municipality_codes()
    while at < len(words):
        for end in range(min(at + _LONGEST, len(words)), at, -1):
            name = " ".join(word for word, _start in words[at:end])
            if not name[0].isupper() or (end - at == 1 and concepts(name)):
                continue
            code = next((c for c in map(unit_code, (name, f"Komuna e {name}")) if c in codes), "")
            if code:
                yield code, text[: words[at][1]]
                at = end - 1
                break
        at += 1


def unit_in(heading: str, institutions: Iterable[str]) -> str:
    """Return the code of the only unit that a heading names: a municipality, or one of the ``institutions``
    by its acronym; empty where it names none, or several."""
    codes = {code for code, _before in municipalities_in(heading)}
    acronyms = [word for word in _WORD.findall(heading) if kind_of(word) == "acronym"]
    if acronyms and institutions:
        codes |= {*map(unit_code, acronyms)}.intersection(known_units(institutions))
    return codes.pop() if len(codes) == 1 else ""
