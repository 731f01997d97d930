"""Names of units within the words of a heading or a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from planreader.interpret.mapping.guesses import ROMAN
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import fold, month_of
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.tracking import days_in, names_status
from planreader.vocabulary.vocabulary import listed
from store.db.errors import UserError
from store.plan.units import known_units, municipality_codes, resolve_unit, unit_code

OF_ALL: Final = "Σ"
"""Instead of a unit: of what sums up what others say."""
_NUMBER: Final = re.compile(r"^\s*(?:\d+(?:\.\d+)*|[IVX]+|[A-Za-z])\s?[.):]\s*")
_MUNICIPAL: Final = frozenset(listed("municipal"))
_OF_MUNICIPALITY: Final = _MUNICIPAL.union(listed("of_municipality"))
_NAMING: Final = _OF_MUNICIPALITY.union(listed("naming"))
"""What stands beside the name of a unit: that it is a municipality, or that a name follows."""
_SUMMARIES: Final = listed("summaries")
_SUMS_OF: Final = frozenset(listed("sums_of"))
_EVERYTHING: Final = frozenset(listed("of_all"))
_SIGNS: Final = re.compile(r"[\s_,.;:()\[\]–—-]+")
_COMMAS: Final = re.compile(r"\s+(?:[-–—|]|dhe|and|i|и)\s+|[,;:()–—|/&\n]")
_PARTS: Final = re.compile(r"\s+[-–—]\s+|[;:()–—|/&\n]")
"""What parts the names in a text; behind a comma may stand where it was written."""
_LABELLED: Final = re.compile(r"([^:|;\n–—]*)[:|][^;\n–—]*")
_LAST: Final = re.compile(rf"\b(?:{'|'.join(_OF_MUNICIPALITY)})(?:\s+(?:e|se|te|of))?\s*$")
_STATE: Final = re.compile(r"\W*(?:republi[kc]|qeveri|vlad|government)")
_PERIOD: Final = re.compile(
    r"(?:tm|[ktq])?\d+|tremujor\w*|kvartal\w*|tromesec\w*|quarter|gjysmevjetor\w*|polugod\w*"
)
_PLAIN: Final = re.compile(r"[\w\s.'’]+")
_YEAR_BESIDE: Final = re.compile(r"\d{4}")
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
    acronyms = [w for w in _WORD.findall(heading) if kind_of(w) == "acronym" and not concepts(w)]
    if acronyms and institutions:
        codes |= {*map(unit_code, acronyms)}.intersection(known_units(institutions))
    return codes.pop() if len(codes) == 1 else ""


def names_several(heading: str) -> bool:
    """Return whether a heading names several municipalities."""
    return len({code for code, _before in municipalities_in(heading)}) > 1


def units_named(text: str, institutions: tuple[str, ...] = ()) -> list[str]:
    """Return the units of which a text says that it is, each once: whose names, in whichever languages, all
    of its parts are; else the municipalities that parts call so, or whose report it heads, with others in it.

    A name that several municipalities share stays as it is.
    """
    if ROMAN.issuperset(text):
        return []
    if any(fold(text) == fold(name) for name in institutions):
        return [unit_called(text, institutions)]
    text = _LABELLED.sub(_without_other_label, text)
    parts = [part for part in _PARTS.split(text) if _bare(part) and not _is_of_state(part)]
    parts = [part for part in parts if not _is_of_headings(part, text, is_only=len(parts) == 1)]
    called = {part: _called(part, institutions) for part in parts}
    if called and all(called.values()):
        # beside an institution stands the name of where it sits
        bodies = [c for part, c in called.items() if not c.isdigit() or has_word_for_municipality(part)]
        return list(dict.fromkeys(bodies or called.values()))
    told = [unit for part in _COMMAS.split(text) if says_municipality(part) and (unit := _called(part))]
    told += [unit for part in parts if is_of_report(text) and (unit := _called(part))]
    told = told or reporters_in(text)
    others = [code for code, _before in municipalities_in(text) if told and told[0].isdigit()]
    return list(dict.fromkeys((*told, *others)))


@lru_cache(maxsize=1024)
def unit_of_name(text: str, institutions: tuple[str, ...] = ()) -> str:
    """Return the only unit of which a text says that it is; empty where it says so of none, or of several."""
    units = units_named(text, institutions)
    return units[0] if len(units) == 1 else ""


def units_within(text: str, institutions: tuple[str, ...] = ()) -> set[str]:
    """Return the codes of all units whose names stand somewhere in a text: its own may be nearly one."""
    plain = text.replace("_", " ")
    within = {code for code, _before in municipalities_in(plain)}
    own = unit_in(plain, institutions) if institutions else ""
    return within | {own} - {"", *_ROMAN_WORDS}


def is_label(text: str) -> bool:
    """Return whether words say of what follows that it is the name of a unit: ``Komuna/Opština``."""
    words = [word for word in re.split(r"[\s/:]+", fold(text)) if word]
    return not _NAMING.isdisjoint(words) and not any(_bare(word) for word in words)


def is_total(name: str) -> bool:
    """Return whether a sheet, a row or a line is called like what sums others up: ``Totali i komunave``."""
    words = [word for word in map(fold, _bare(name).split()) if word not in _SUMS_OF]
    return bool(words) and all("general" in concepts(word) or word.startswith(_SUMMARIES) for word in words)


def is_of_everything(name: str) -> bool:
    """Return whether a name says nothing but ``Të gjitha``: of all units, where others stand beside it."""
    words = [word for word in _SIGNS.split(fold(name)) if word and word not in _SUMS_OF]
    return bool(words) and _EVERYTHING.issuperset(words)


def is_place_of_signing(line: str) -> bool:
    """Return whether a line says where and when something was written: ``Prishtinë, tetor 2026``."""
    place, comma, rest = line.partition(",")
    dated = days_in(line) or any(map(month_of, line.split())) or (comma and _YEAR_BESIDE.search(rest))
    is_of_body = says_municipality(line) or is_of_report(line)
    return bool(dated) and len(_bare(place).split()) < _LONGEST and not is_of_body


def _called(text: str, institutions: tuple[str, ...] = ()) -> str:
    """Return the unit of whose name a part of a text consists, the name where it may be of several."""
    plain, bare = " ".join(text.replace("_", " ").strip(" :;,.").split()), _bare(text)
    if not bare or ROMAN.issuperset(bare) or len(bare.split()) > _LONGEST:
        return ""
    # an acronym before other signs would be whatever stands behind these
    names = (plain, without_number(plain), bare) if _PLAIN.fullmatch(plain) else (bare,)
    return next((unit for name in names if (unit := unit_called(name, institutions))), "")


def _without_other_label(label: re.Match[str]) -> str:
    """Return nothing of a label that is none of a unit's name, and of what it says: ``Burimi: MF``."""
    words = label[1]
    is_of_unit = is_label(words) or has_word_for_municipality(words) or any(municipalities_in(words))
    return label[0] if is_of_unit or not any(map(concepts, words.split())) else ""


def _is_of_headings(part: str, text: str, *, is_only: bool) -> bool:
    """Return whether a word that headings are made of, as ``Viti`` for a year, stands there as one: with a
    word for a municipality beside it, or by itself, it is a name."""
    bare = _bare(part)
    label, _sign, value = text.rpartition(":")
    alone = value if is_label(label) else without_number(text)
    if not concepts(bare) or alone.strip() == bare:
        return False
    return not has_word_for_municipality(text if is_only else part)


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    """Return a text without what stands at its ends beside the name of a unit: numbers, years, periods, words
    for a municipality and for a report; empty where nothing else does."""
    words = [word for word in _SIGNS.split(text) if word]
    while words and _is_beside(words[0]):
        del words[0]
    while words and _is_beside(words[-1]):
        del words[-1]
    return " ".join(words)


def _is_beside(word: str) -> bool:
    folded = fold(word)
    is_period = word in _ROMAN_WORDS or _PERIOD.fullmatch(folded) is not None or month_of(word) is not None
    return is_period or folded in _NAMING or _is_light(folded)


def _is_of_state(part: str) -> bool:
    return _STATE.match(fold(part)) is not None and not units_within(part)


@lru_cache(maxsize=1024)
def unit_called(name: str, institutions: tuple[str, ...] = ()) -> str:
    """Return the code of the unit that a name means, the name where it may be of several, empty where it is
    of none that is known."""
    try:
        return resolve_unit(name, institutions) if any(map(str.isalpha, name)) else ""
    except UserError as refused:
        return name if refused.code == "unit_ambiguous" else ""


def without_number(text: str) -> str:
    """Return a line without the number that counts it."""
    return _NUMBER.sub("", text)


def says_municipality(text: str) -> bool:
    """Return whether a text begins with a word for a municipality."""
    words = [word for word in _SIGNS.split(fold(without_number(text))) if word]
    return bool(words) and words[0] in _MUNICIPAL


def has_word_for_municipality(text: str) -> bool:
    """Return whether a word for a municipality stands somewhere in a text."""
    return not _MUNICIPAL.isdisjoint(_SIGNS.split(fold(text)))


def is_of_report(text: str) -> bool:
    """Return whether a line heads a report, or says how things stand."""
    return re.search(_REPORT, fold(text)) is not None or names_status(text)


def reporters_in(text: str) -> list[str]:
    """Return the municipalities whose report a line says that it heads: ``Raport i Komunës së Pejës``."""
    return [
        code
        for code, before in municipalities_in(text)
        if is_of_report(text) and (_LAST.search(fold(before)) or _is_light(before))
    ]


def without_report(line: str) -> str:
    """Return a line without words that say of it only that it reports: ``Raport për TM1 2026``."""
    words = [word for word in line.split() if word in _ROMAN_WORDS or not _is_light(word) or word.isdigit()]
    return " ".join(words)


def _is_light(before: str) -> bool:
    """Return whether words say of what follows only that it reports."""
    return all(_LIGHT.fullmatch(word) for word in re.findall(r"\w+", fold(before)))
