"""What stands beside the name of a unit, and what lines are besides names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from planreader.vocabulary.deadlinewords import days_in
from planreader.vocabulary.fold import fold, month_of
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.tracking import names_status
from planreader.vocabulary.vocabulary import listed

_NUMBER: Final = re.compile(r"^\s*(?:(?:nr|br|no)\.?\s*)?(?:\d[\d.]*|[IVX]+|[A-Za-z])(?:\s?[.):|])+\s*", re.I)
MUNICIPAL: Final = frozenset(listed("municipal"))
OF_MUNICIPALITY: Final = MUNICIPAL.union(listed("of_municipality"))
_NAMING: Final = OF_MUNICIPALITY.union(listed("naming"))
"""What stands beside the name of a unit: that it is a municipality, or that a name follows."""
_LABELS: Final = _NAMING.union(listed("labels_of_units"))
_SUMMARIES: Final = listed("summaries")
_SUMS_OF: Final = frozenset(listed("sums_of"))
_EVERYTHING: Final = frozenset(listed("of_all"))
_SIGNS: Final = re.compile(r"[\s_,.;:()\[\]–—-]+")
_PERIOD: Final = re.compile(
    r"(?:tm|[ktq])?\d+|tremujor\w*|kvartal\w*|tromesec\w*|quarter|gjysmevjetor\w*|polugod\w*"
)
_YEAR_BESIDE: Final = re.compile(r"\d{4}")
_REPORT: Final = r"raport|izvest|izvjes|report|monitor|percjell|pracenj|tracker"
_ROMAN_WORDS: Final = frozenset({"I", "II", "III", "IV"})
_LIGHT: Final = re.compile(rf"(?:{_REPORT})\w*|{'|'.join(listed('beside_names'))}|\W|\d")
_LONGEST_PLACE: Final = 5
"""Words of the longest name of a municipality: ``Komuna e Mitrovicës së Veriut``."""


def is_label(text: str) -> bool:
    """Return whether words say of what follows that it is the name of a unit: ``Komuna/Opština``."""
    words = [word for word in re.split(r"[\s/:]+", fold(text)) if word]
    return not _LABELS.isdisjoint(words) and not any(bare(word) for word in words if word not in _LABELS)


def is_total(name: str) -> bool:
    """Return whether a sheet, a row or a line is called like what sums others up: ``Totali i komunave``."""
    words = [word for word in map(fold, bare(name).split()) if word not in _SUMS_OF]
    return bool(words) and all("general" in concepts(word) or word.startswith(_SUMMARIES) for word in words)


def is_of_everything(name: str) -> bool:
    """Return whether a name says nothing but ``Të gjitha``: of all units, where others stand beside it."""
    words = [word for word in _SIGNS.split(fold(name)) if word and word not in _SUMS_OF]
    return bool(words) and _EVERYTHING.issuperset(words)


def is_place_of_signing(line: str) -> bool:
    """Return whether a line says where and when something was written: ``Prishtinë, tetor 2026``."""
    place, comma, rest = line.partition(",")
    dated = days_in(line) or any(map(month_of, line.split())) or (comma and _YEAR_BESIDE.search(rest))
    is_of_body = has_word_for_municipality(line) or is_of_report(line)
    return bool(dated) and len(bare(place).split()) < _LONGEST_PLACE and not is_of_body


@lru_cache(maxsize=1024)
def bare(text: str) -> str:
    """Return a text without what stands at its ends beside the name of a unit: numbers, years, periods, words
    for a municipality and for a report; empty where nothing else does."""
    words = [word for word in _SIGNS.split(text) if word]
    while words and is_beside(words[0]):
        del words[0]
    while words and is_beside(words[-1]):
        del words[-1]
    return " ".join(words)


def is_beside(word: str) -> bool:
    folded = fold(word)
    is_period = word in _ROMAN_WORDS or _PERIOD.fullmatch(folded) is not None or month_of(word) is not None
    return is_period or folded in _NAMING or _is_light(folded)


def without_number(text: str) -> str:
    """Return a line without the number that counts it."""
    return _NUMBER.sub("", text)


def has_word_for_municipality(text: str) -> bool:
    """Return whether a word for a municipality stands somewhere in a text."""
    return not MUNICIPAL.isdisjoint(_SIGNS.split(fold(text)))


def is_of_report(text: str) -> bool:
    """Return whether a line heads a report, or says how things stand."""
    return re.search(_REPORT, fold(text)) is not None or names_status(text)


def without_report(line: str) -> str:
    """Return a line without words that say of it only that it reports: ``Raport për TM1 2026``."""
    words = [word for word in line.split() if word in _ROMAN_WORDS or not _is_light(word) or word.isdigit()]
    return " ".join(words)


def _is_light(before: str) -> bool:
    """Return whether words say of what follows only that it reports."""
    return all(_LIGHT.fullmatch(word) for word in re.findall(r"\w+", fold(before)))
