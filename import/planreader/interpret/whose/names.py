"""Names of units within the words of a heading or a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from planreader.interpret.mapping.guesses import ROMAN
from planreader.interpret.whose.beside import (
    MUNICIPAL,
    OF_MUNICIPALITY,
    bare,
    has_word_for_municipality,
    is_beside,
    is_label,
    is_of_report,
)
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import begins_body, fold
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.tracking import reported_role
from planreader.vocabulary.vocabulary import listed
from store.db.errors import UserError
from store.plan.units import known_units, municipality_codes, resolve_unit

OF_ALL: Final = "Σ"
"""Instead of a unit: of what sums up what others say."""
_OF_OTHERS: Final = listed("labels_of_others")
_OF_PERSONS: Final = listed("labels_of_persons")
_OF_TIMES: Final = listed("labels_of_times")
CAPITAL: Final = "19"
"""Where central institutions sit: its name alone beside one is their address."""
_JOINING: Final = frozenset(listed("joins_names"))
_PARTS: Final = re.compile(r"\s+(?:[-–—|]|dhe|and|i|и)\s+|[,;:()–—|/&\n]")
_LABELLED: Final = re.compile(r"([^:|;,\n–—]*)[:|]((?:[^;,\n–—]|[,–—](?![^:|;,\n–—]*[:|]))*)")
_STATE: Final = re.compile(r"\brepubli[kc]")
_TITLE: Final = re.compile("|".join(listed("titles_of_plans")))
"""How a plan, a list of actions, or what came of them is called."""
_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 12
"""Words of the longest name of a unit."""


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
    codes of those ``within`` it, of which it does not say so. ``is_called`` says that it calls one of these a
    municipality, or is labelled as its name."""

    units: tuple[str, ...] = ()
    within: frozenset[str] = frozenset()
    is_called: bool = False


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


def names_within(heading: str, institutions: tuple[str, ...]) -> bool:
    """Return whether words that headings have not stand beside the only name of a unit: ``DR Prizren``."""
    return any(not (concepts(word) or _role_of(word)) for word in _others(heading, institutions))


def _role_of(word: str) -> str:
    told = (reported_role(word, numbers=numbers, words=not numbers) for numbers in (True, False))
    return next(filter(None, told), "")


def names_several(heading: str) -> bool:
    """Return whether a heading names several municipalities."""
    return len({mention.unit for mention in _mentions(heading)}) > 1


@lru_cache(maxsize=4096)
def named_in(text: str, institutions: tuple[str, ...] = ()) -> Named:
    """Return of whom a text says that it is.

    It says so of each unit where nothing else stands in it but what stands beside names; of a municipality
    also where a part of it does, behind a sign or a comma, or where the text heads its report or its plan.
    Beside an institution, or the state, stands the capital as the place where it sits; any other place there
    is of nobody yet.
    """
    if ROMAN.issuperset(text):
        return Named()
    if any(fold(text) == fold(name) for name in institutions):
        return Named((unit_called(text, institutions),), is_called=has_word_for_municipality(text))
    label, sign, _value = text.partition(":")
    is_labelled = bool(sign) and is_label(label)
    text = _LABELLED.sub(_without_other_label, text)
    named, others = _mentions(text, institutions), _others(text, institutions)
    if not named:
        alone = {m.unit for m in _spans(_WORD.findall(text), ()) if not others and not re.search(r"\d", text)}
        return Named(within=frozenset(alone))
    places = [mention for mention in named if mention.is_place]
    is_seat = len(places) < len(named) or _STATE.search(fold(text)) is not None
    called = [mention for mention in places if mention.is_called or is_labelled]
    seats = [m for m in places if m.unit == CAPITAL and m not in called]
    if (others or is_seat) and not begins_body(others):
        named = [mention for mention in named if mention not in seats]
    if others:
        is_report = is_of_report(text)
        own = called if is_report or heads_list(text) else []
        own = [*own, *(m for part in _PARTS.split(text) for m in _alone(part, is_report=is_report))]
        own += places if own else []
    elif not is_seat or places == called:
        own = named
    else:
        own = [m for m in named if m not in seats] if len(seats) + len(called) == len(places) else []
    units = tuple(dict.fromkeys(mention.unit for mention in own))
    within = frozenset(mention.unit for mention in named) if len(units) != 1 else frozenset()
    return Named(units, within, bool(called))


@lru_cache(maxsize=4096)
def units_within(text: str, institutions: tuple[str, ...] = ()) -> frozenset[str]:
    """Return all units of whose names one stands in a text, whatever it says of them, but behind the label of
    a place, a source or a remark; the capital, where central institutions sit, where it is called one."""
    counting = _LABELLED.sub(_without_place, text)
    return frozenset(m.unit for m in _mentions(counting, institutions) if m.unit != CAPITAL or m.is_called)


@lru_cache(maxsize=4096)
def unit_of_name(text: str, institutions: tuple[str, ...] = ()) -> str:
    """Return the only unit of which a text says that it is; empty where it says so of none, or of several."""
    units = named_in(text, institutions).units
    return units[0] if len(units) == 1 else ""


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
            is_called = is_called or folded in OF_MUNICIPALITY or behind in MUNICIPAL
            yield _Mention(unit, name, at, end, unit not in _codes_of(institutions), is_called)
        elif folded not in _JOINING:
            is_called = folded in OF_MUNICIPALITY
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
        if not (is_of_state or at in within or is_beside(word)):
            others.append(word)
    return others


def _alone(part: str, *, is_report: bool) -> Iterator[_Mention]:
    """Yield the municipality of whose name a part of a text consists, where a word for one stands beside it,
    or where all of the text heads a report."""
    named = _mentions(part)
    if len(named) == 1 and (named[0].is_called or is_report) and not _others(part, ()):
        yield named[0]


def heads_list(text: str) -> bool:
    """Return whether a line is called as a plan, a table, or a list of actions is."""
    return _TITLE.search(fold(text)) is not None


def is_list(text: str) -> bool:
    """Return whether nothing stands in a line but numbers and how reports, lists and columns are called."""
    words = _WORD.findall(text)
    return not begins_body(words) and all(heads_list(w) or is_beside(w) or concepts(w) for w in words)


def is_of_other_label(text: str) -> bool:
    """Return whether a text is labelled as something else than the name of a unit: ``Vërejtje: …``."""
    return ":" in text and not _LABELLED.sub(_without_other_label, text).strip()


def _without_place(label: re.Match[str]) -> str:
    words = re.split(r"\W+", fold(label[1]))
    return "" if any(word.startswith(_OF_OTHERS) for word in words if word) else label[0]


def _without_other_label(label: re.Match[str]) -> str:
    """Return nothing of a label of something else and of what stands behind it: ``Burimi: MF``; of a label of
    a time what says that it is a municipality."""
    words = [word for word in re.split(r"\W+", fold(label[1])) if word]
    if is_label(label[1]) or any(word in OF_MUNICIPALITY for word in words):
        return label[0]
    if any(word.startswith((*_OF_OTHERS, *_OF_PERSONS)) for word in words):
        return ""
    if any(word.startswith(_OF_TIMES) for word in words):
        parts = re.split(r"[,–—]", label[2])
        return ", ".join(part for part in parts if has_word_for_municipality(part))
    # what another label names need not be who reports
    return label[0] if not bare(label[1]) or is_of_report(label[1]) else " ".join(label.groups())


@lru_cache(maxsize=16384)
def unit_called(name: str, institutions: tuple[str, ...] = ()) -> str:
    """Return the code of the unit that a name means, the name where it may be of several, empty where it is
    of none that is known."""
    try:
        return resolve_unit(name, institutions) if any(map(str.isalpha, name)) else ""
    except UserError as refused:
        return name if refused.code == "unit_ambiguous" else ""
