"""Names of units within the words of a heading or a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from planreader.interpret.mapping.guesses import ROMAN
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.tracking import names_status
from store.db.errors import UserError
from store.plan.units import known_units, municipality_codes, resolve_unit, unit_code

_BESIDE: Final = re.compile(r"\b(?:(?:TM|[KTQ])?\d+|KK|K\.)|[-–_()/]", re.IGNORECASE)
"""What stands beside a unit: its number, a year, a quarter."""
_NUMBER: Final = re.compile(r"^\s*(?:\d+(?:\.\d+)*|[IVX]+|[A-Za-z])\s?[.):]\s*")
_PLACE: Final = r"\b(?:komun(?:a|e|es|en)|opstin(?:a|e|i|u|om)|municipality)"
_REPORT: Final = r"raport|izvest|izvjes|report|monitor|percjell|pracenj|tracker"
_ROMAN_WORDS: Final = frozenset({"I", "II", "III", "IV"})
_LIGHT: Final = re.compile(rf"(?:{_REPORT})\w*|i|e|te|se|per|za|of|the|from|nga|iz|tm|q|\W|\d")
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


def names_several(heading: str) -> bool:
    """Return whether a heading names several municipalities."""
    return len({code for code, _before in municipalities_in(heading)}) > 1


def bare_name(text: str) -> str:
    """Return a name without what stands beside one, empty where no word is left but that of a year."""
    bare = " ".join(_BESIDE.sub(" ", text).split())
    is_year = bare != text.strip() and concepts(bare) == {"year"}
    return "" if is_year or not any(map(str.isalpha, bare)) or ROMAN.issuperset(bare) else bare


def without_number(text: str) -> str:
    """Return a line without the number that counts it."""
    return _NUMBER.sub("", text)


@lru_cache(maxsize=1024)
def unit_called(name: str, institutions: tuple[str, ...] = ()) -> str:
    """Return the code of the unit that a name means, the name where it may be of several, empty where it is
    of none that is known."""
    try:
        return resolve_unit(name, institutions) if name else ""
    except UserError as refused:
        return name if refused.code == "unit_ambiguous" else ""


def says_municipality(text: str) -> bool:
    """Return whether a text begins with the word for a municipality."""
    return re.match(_PLACE, fold(text.strip())) is not None


def is_of_report(text: str) -> bool:
    """Return whether a line heads a report, or says how things stand."""
    return re.search(_REPORT, fold(text)) is not None or names_status(text)


def reporters_in(text: str) -> list[str]:
    """Return the municipalities whose report a line says that it heads: ``Raport i Komunës së Pejës``."""
    return [
        code
        for code, before in municipalities_in(text)
        if is_of_report(text)
        and (re.search(rf"{_PLACE}\b(?:\s+(?:e|se|te|of))?\s*$", fold(before)) or _is_light(before))
    ]


def without_report(line: str) -> str:
    """Return a line without words that say of it only that it reports: ``Raport për TM1 2026``."""
    words = [word for word in line.split() if word in _ROMAN_WORDS or not _is_light(word) or word.isdigit()]
    return " ".join(words)


def _is_light(before: str) -> bool:
    """Return whether words say of what follows only that it reports."""
    return all(_LIGHT.fullmatch(word) for word in re.findall(r"\w+", fold(before)))
