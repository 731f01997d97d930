"""Names of units within the words of a heading or a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from planreader.interpret.mapping.guesses import ROMAN
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import fold, month_of
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.tracking import days_in, names_status
from planreader.vocabulary.vocabulary import listed
from store.db.errors import UserError
from store.plan.units import known_units, municipality_codes, resolve_unit

OF_ALL: Final = "Σ"
"""Instead of a unit: of what sums up what others say."""
_NUMBER: Final = re.compile(r"^\s*(?:(?:nr|br|no)\.?\s*)?(?:\d[\d.]*|[IVX]+|[A-Za-z])(?:\s?[.):|])+\s*", re.I)
_MUNICIPAL: Final = frozenset(listed("municipal"))
_OF_MUNICIPALITY: Final = _MUNICIPAL.union(listed("of_municipality"))
_NAMING: Final = _OF_MUNICIPALITY.union(listed("naming"))
"""What stands beside the name of a unit: that it is a municipality, or that a name follows."""
_JOINING: Final = frozenset(listed("joins_names"))
_SUMMARIES: Final = listed("summaries")
_SUMS_OF: Final = frozenset(listed("sums_of"))
_EVERYTHING: Final = frozenset(listed("of_all"))
_SIGNS: Final = re.compile(r"[\s_,.;:()\[\]–—-]+")
_PARTS: Final = re.compile(r"\s+(?:[-–—|]|dhe|and|i|и)\s+|[,;:()–—|/&\n]")
_LABELLED: Final = re.compile(r"([^:|;\n–—]*)[:|](?:[^;\n–—]|[–—](?![^:|;\n–—]*[:|]))*")
_STATE: Final = re.compile(r"\brepubli[kc]")
_PERIOD: Final = re.compile(
    r"(?:tm|[ktq])?\d+|tremujor\w*|kvartal\w*|tromesec\w*|quarter|gjysmevjetor\w*|polugod\w*"
)
_YEAR_BESIDE: Final = re.compile(r"\d{4}")
_REPORT: Final = r"raport|izvest|izvjes|report|monitor|percjell|pracenj|tracker"
_TITLE: Final = re.compile("|".join(listed("titles_of_plans")))
"""How a plan, a list of actions, or what came of them is called."""
_ROMAN_WORDS: Final = frozenset({"I", "II", "III", "IV"})
_LIGHT: Final = re.compile(rf"(?:{_REPORT})\w*|{'|'.join(listed('beside_names'))}|\W|\d")
_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 12
"""Words of the longest name of a unit."""
_LONGEST_PLACE: Final = 5
"""Words of the longest name of a municipality: ``Komuna e Mitrovicës së Veriut``."""


class _Mention(NamedTuple):
    """A name of a unit within a text: its code, or the name where several share it.

    Its words are those from ``first`` up to ``end``. ``is_place`` says that it names a municipality, or may,
    ``is_called`` that a word for one stands beside it.
    """

    unit: str
    name: str
    first: int
    end: int
    is_place: bool
    is_called: bool


class Named(NamedTuple):
    """Of whom a text says that it is: the ``units``, by their codes or a name that several share; else the
    codes of those ``within`` it, of which it does not say so."""

    units: tuple[str, ...] = ()
    within: frozenset[str] = frozenset()


def _mentions(text: str, institutions: tuple[str, ...] = ()) -> list[_Mention]:
    """Return the names of units that a text holds, the longest of each place, in any case of the name.

    A word that headings are made of is a name only with a word for a municipality beside it, or next to
    another municipality: ``Viti`` is a year, ``Burimi`` a source.
    """
    words = _WORD.findall(text)
    spans = [*_spans(words, institutions)]
    places = [m for m in spans if m.is_place and not _is_of_heading(m)]
    return [
        mention
        for mention in spans
        if not _is_of_heading(mention) or any(_are_joined(words, mention, place) for place in places)
    ]


def unit_in(heading: str, institutions: Iterable[str]) -> str:
    """Return the code of the only unit that a heading names: a municipality, or one of the ``institutions``
    by its acronym; empty where it names none, or several."""
    named = _mentions(heading, tuple(institutions))
    codes = {m.unit for m in named if m.unit.isdigit() or kind_of(m.name) == "acronym"}
    return codes.pop() if len(codes) == 1 else ""


def names_several(heading: str) -> bool:
    """Return whether a heading names several municipalities."""
    return len({mention.unit for mention in _mentions(heading)}) > 1


@lru_cache(maxsize=4096)
def named_in(text: str, institutions: tuple[str, ...] = ()) -> Named:
    """Return of whom a text says that it is.

    It says so of each unit where nothing else stands in it but what stands beside names; of a municipality
    also where a part of it does, behind a sign or a comma, or where the text heads its report or its plan.
    Beside an institution, or the state, stands the name of where it sits.
    """
    if ROMAN.issuperset(text):
        return Named()
    if any(fold(text) == fold(name) for name in institutions):
        return Named((unit_called(text, institutions),))
    text = _LABELLED.sub(_without_other_label, text)
    named, others = _mentions(text, institutions), _others(text, institutions)
    if not named:
        alone = {m.unit for m in _spans(_WORD.findall(text), ()) if not others and not re.search(r"\d", text)}
        return Named(within=frozenset(alone))
    places = [mention for mention in named if mention.is_place]
    if not others:
        bodies = [mention for mention in named if mention not in places]
        is_seat = bool(bodies) or _STATE.search(fold(text)) is not None
        own = [mention for mention in named if mention.is_called or not (is_seat and mention.is_place)]
    else:
        is_report = is_of_report(text)
        own = [m for m in places if m.is_called and (is_report or _TITLE.search(fold(text)))]
        own += [m for part in _PARTS.split(text) for m in _alone(part, is_report=is_report)]
        own += places if own else []
    units = tuple(dict.fromkeys(mention.unit for mention in own))
    return Named(units, frozenset(mention.unit for mention in named) if len(units) != 1 else frozenset())


@lru_cache(maxsize=4096)
def unit_of_name(text: str, institutions: tuple[str, ...] = ()) -> str:
    """Return the only unit of which a text says that it is; empty where it says so of none, or of several."""
    units = named_in(text, institutions).units
    return units[0] if len(units) == 1 else ""


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
    return bool(dated) and len(_bare(place).split()) < _LONGEST_PLACE and not is_of_body


def _spans(words: Sequence[str], institutions: tuple[str, ...]) -> Iterator[_Mention]:
    """Yield all names of units in a row of words, the longest from each word on."""
    at, is_called = 0, False
    while at < len(words):
        ends = range(min(at + _LONGEST, len(words)), at, -1) if words[at][0].isupper() else ()
        spans = ((end, " ".join(words[at:end])) for end in ends)
        named = ((end, name, _unit(name, institutions)) for end, name in spans)
        end, name, unit = next(((*span,) for span in named if span[2]), (at + 1, "", ""))
        folded = fold(words[at])
        if unit:
            behind = fold(words[end]) if end < len(words) else ""
            is_called = is_called or folded in _OF_MUNICIPALITY or behind in _MUNICIPAL
            yield _Mention(unit, name, at, end, unit not in _codes_of(institutions), is_called)
        elif folded not in _JOINING:
            is_called = folded in _OF_MUNICIPALITY
        at = end


@lru_cache(maxsize=4)
def _codes_of(institutions: tuple[str, ...]) -> frozenset[str]:
    return frozenset(known_units(institutions)).difference(municipality_codes())


def _unit(name: str, institutions: tuple[str, ...]) -> str:
    return "" if ROMAN.issuperset(name) else unit_called(name, institutions)


def _is_of_heading(mention: _Mention) -> bool:
    """Return whether a name by itself is a word that headings are made of."""
    return (
        mention.is_place
        and not mention.is_called
        and bool(concepts(mention.name) and " " not in mention.name)
    )


def _are_joined(words: Sequence[str], first: _Mention, second: _Mention) -> bool:
    """Return whether nothing stands between two names but what joins them, and no number behind the first."""
    between = words[min(first.end, second.end) : max(first.first, second.first)]
    behind = words[first.end : first.end + 1]
    return _JOINING.issuperset(map(fold, between)) and not any(map(str.isdigit, behind))


def _others(text: str, institutions: tuple[str, ...]) -> list[str]:
    """Return the words of a text that stand neither in names of units nor beside these."""
    words = _WORD.findall(text)
    within = {at for mention in _spans(words, institutions) for at in range(mention.first, mention.end)}
    is_of_state = False
    others: list[str] = []
    for at, word in enumerate(words):
        folded = fold(word)
        is_of_state = _STATE.match(folded) is not None or (
            is_of_state and (folded in _JOINING or folded.startswith("kosov"))
        )
        if not (is_of_state or at in within or _is_beside(word)):
            others.append(word)
    return others


def _alone(part: str, *, is_report: bool) -> Iterator[_Mention]:
    """Yield the municipality of whose name a part of a text consists, where a word for one stands beside it,
    or where all of the text heads a report."""
    named = _mentions(part)
    if len(named) == 1 and (named[0].is_called or is_report) and not _others(part, ()):
        yield named[0]


def _without_other_label(label: re.Match[str]) -> str:
    """Return nothing of a label that is none of a unit's name, and of what it says: ``Burimi: MF``."""
    words = label[1]
    is_of_unit = is_label(words) or has_word_for_municipality(words) or bool(_mentions(words))
    return label[0] if is_of_unit or not any(map(concepts, words.split())) else ""


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


@lru_cache(maxsize=16384)
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


def without_report(line: str) -> str:
    """Return a line without words that say of it only that it reports: ``Raport për TM1 2026``."""
    words = [word for word in line.split() if word in _ROMAN_WORDS or not _is_light(word) or word.isdigit()]
    return " ".join(words)


def _is_light(before: str) -> bool:
    """Return whether words say of what follows only that it reports."""
    return all(_LIGHT.fullmatch(word) for word in re.findall(r"\w+", fold(before)))
