"""Folding of words and their likeness to the vocabulary."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from typing import Final

from planreader.vocabulary.vocabulary import CONCEPTS, listed

_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгдезијклмнопрстћуфхцчшж", "abvgdezijklmnoprstcufhccsz", strict=True))
    | {
        "ђ": "dj",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
        "ѕ": "dz",
        "đ": "dj",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "’": "'",
    }
)
_MAX_SLUG: Final = 100
_MARKS: Final = re.compile("[\u0300-\u036f]+")
"""What stands on letters, apart from them."""
_EDGES: Final = ".,:;()[]“”\"'„‘’*/|–—-"


@cache
def fold(text: str) -> str:
    """Return small letters without diacritics, Cyrillic as Latin, white space folded."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Macedonian letters are Cyrillic only when their marks are gone
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return " ".join(plain.translate(_CYRILLIC).split())


def squeeze(text: str) -> str:
    """Return the text with white space folded and nothing else changed."""
    return " ".join(text.split())


def within_one_edit(a: str, b: str) -> bool:
    """Return whether one letter inserted, dropped, changed or swapped with its neighbour turns a into b."""
    differ = (n for n, (here, there) in enumerate(zip(a, b, strict=False)) if here != there)
    same = next(differ, min(len(a), len(b)))
    left, right = a[same:], b[same:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


_SHORTEST: Final = 5
"""Letters of a stem, above which it may be mistyped."""


class Stems:
    """Stems with what they stand for, found in words by likeness: whole, as a beginning, one letter off."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._meanings: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        self._likely: dict[str, list[tuple[str, bool, str, str, str]]] = defaultdict(list)
        for stem, meaning in entries:
            bare = stem.rstrip("$")
            half = len(bare) // 2
            self._meanings[bare].append((bare != stem, meaning))
            if len(bare) > _SHORTEST:
                self._likely[stem[0]].append((bare, bare != stem, meaning, bare[: half - 1], bare[half:]))
        self._longest = max(map(len, self._meanings))

    def of(self, word: str) -> set[str]:
        """Return what a folded word may stand for."""
        meanings = {
            meaning
            for size in range(1, min(len(word), self._longest) + 1)
            for whole, meaning in self._meanings.get(word[:size], ())
            if not whole or size == len(word)
        }
        # likeness is for words that no stem has: "mjera" (a measure) is not "mijëra" (thousands)
        return meanings or {
            meaning
            for stem, whole, meaning, head, tail in self._likely.get(word[:1], ())
            # whichever letter is off, or changed places with the next, one half is as it was
            if (word.startswith(head) or tail in word)
            and len(stem) < len(word) + 2
            and _near(word, stem, whole)
        }


def _near(word: str, stem: str, whole: bool) -> bool:
    """Return whether a word, or for a stem that is no whole word its beginning, is one letter off."""
    if whole:
        return within_one_edit(word, stem)
    # asked for each of many stems: what both begin with is passed once, whichever letter is off
    same = next((n for n, letter in enumerate(stem) if not word.startswith(letter, n)), len(stem))
    left, rest = word[same:], stem[same:]
    swapped = left[:2] == rest[1::-1] and left[2:].startswith(rest[2:])
    return swapped or left.startswith(rest[1:]) or left[1:].startswith((rest, rest[1:]))


_CONCEPTS: Final = Stems(
    (stem, f"{concept}/{language}")
    for concept, languages in CONCEPTS.items()
    for language, stems in languages.items()
    for stem in stems
)
_SHORT: Final = frozenset(listed("short_documents"))
_ADJECTIVES: Final = 4
"""Words within which the kind of a document stands in its name."""
_MONTHS: Final = Stems(
    (stem, str(n)) for n, stems in enumerate(listed("months"), 1) for stem in stems.split()
)
_LONGEST_MONTH: Final = 11
_KINDS: Final = Stems(
    (stem, kind)
    for kind in ("documents", "bodies", "field_bodies", "municipalities", "groups")
    for stem in listed(kind)
)


@cache
def _meanings(word: str) -> frozenset[str]:
    return frozenset(_CONCEPTS.of(fold(word).strip(_EDGES)))


@cache
def tags(word: str) -> frozenset[str]:
    """Return the concepts of the vocabulary that a printed word may stand for."""
    return frozenset(meaning.split("/")[0] for meaning in _meanings(word))


def languages(texts: Iterable[str]) -> Counter[str]:
    """Return how often words of texts are headings of each language and of no other."""
    votes = Counter[str]()
    for word in (word for text in texts for word in text.split()):
        told = {meaning.split("/")[1] for meaning in _meanings(word)}
        votes.update(told if len(told) == 1 else ())
    return votes


@cache
def month_of(word: str) -> int | None:
    """Return the month (1-12) that a printed word names, or None."""
    bare = fold(word).strip(_EDGES)
    named = _MONTHS.of(bare) if len(bare) <= _LONGEST_MONTH and bare.isalpha() else ()
    return min(map(int, named), default=None)


@cache
def _kinds(word: str) -> set[str]:
    """Return which of the vocabulary's lists about names a printed word is of."""
    return _KINDS.of(fold(word).strip(_EDGES))


def begins_document(words: Sequence[str]) -> bool:
    """Return whether words begin like a reference: the kind of document comes first, or follows an adjective.

    Of more ("European Commission Country Report") the others have a capital too.
    """
    if words and words[0].strip(_EDGES) in _SHORT:
        # "UA MPB 05/2017" stands in outputs as well, "UA MPB Nr. 05/2017" and "UA nr. 05/2017" do not
        numbered = any("nr" in tags(word) for word in words[1:3])
        return len(words) == 1 or words[1][:1].isdigit() or words[1][:1] == "(" or numbered
    for n, word in enumerate(words[:_ADJECTIVES]):
        told, capital = "documents" in _kinds(word), word[:1].isupper()
        if told or not capital:
            return told and (capital or n == 1)
    return False


def lists_its_fields(word: str) -> bool:
    """Return whether a printed word is a kind of body whose names list what it is for, or where it is."""
    return word[:1].isupper() and bool({"field_bodies", "municipalities"} & _kinds(word))


def is_municipality(word: str) -> bool:
    """Return whether a printed word begins the names of municipalities."""
    return word[:1].isupper() and "municipalities" in _kinds(word)


def is_group(word: str) -> bool:
    """Return whether a printed word names schools, police or others that a list may name in small letters."""
    return "groups" in _kinds(word)


def begins_body(words: Sequence[str]) -> bool:
    """Return whether words begin like a body's name: its kind comes first, or behind an adjective."""
    if not words or not words[0][:1].isupper():
        return False
    second = words[1] if len(words) > 1 and words[1][:1].isalpha() else ""
    return "bodies" in _kinds(words[0]) or "bodies" in _kinds(second)


def slug(text: str) -> str:
    """Return ascii letters, digits and hyphens made of a text: the default id of a plan.

    That of a long title is cut, and ends in what tells it from others that begin alike.
    """
    whole = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "plan"
    if len(whole) <= _MAX_SLUG:
        return whole
    return f"{whole[:_MAX_SLUG]}-{sha256(whole.encode()).hexdigest()[:16]}"
