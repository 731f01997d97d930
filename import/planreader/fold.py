"""Folding of words and their likeness to the vocabulary."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from planreader.vocabulary import CONCEPTS, DOCUMENT_KINDS, MONTHS

_CYRILLIC: Final = str.maketrans(
    dict(
        zip(
            "абвгдђежзијклмнопрстћуфхцчш",
            [
                "a",
                "b",
                "v",
                "g",
                "d",
                "dj",
                "e",
                "z",
                "z",
                "i",
                "j",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
            ]
            + ["c", "u", "f", "h", "c", "c", "s"],
            strict=True,
        )
    )
    | {"љ": "lj", "њ": "nj", "џ": "dz", "đ": "dj", "ı": "i", "ł": "l", "ø": "o", "’": "'"}
)
_SPACES: Final = re.compile(r"\s+")
_EDGES: Final = ".,:;()[]“”\"'„‘’*/|–—-"


@cache
def fold(text: str) -> str:
    """Small letters without diacritics, Cyrillic as Latin, white space folded."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFD", text.lower().translate(_CYRILLIC))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def squeeze(text: str) -> str:
    """The text with white space folded and nothing else changed."""
    return " ".join(text.split())


def within_one_edit(a: str, b: str) -> bool:
    """Whether one letter inserted, dropped, changed or swapped with its neighbour turns a into b."""
    if a == b:
        return True
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    return a[start + 1 :] == b[start + 1 :] or (
        a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    )


def like(word: str, stem: str) -> bool:
    """Whether a folded word is the stem, or begins with it or with something one letter away from it."""
    if stem.endswith("$"):
        whole = stem[:-1]
        return word == whole or (len(whole) > 6 and within_one_edit(word, whole))
    if word.startswith(stem):
        return True
    if len(stem) < 6 or word[:1] != stem[:1]:
        return False
    return any(within_one_edit(word[:n], stem) for n in (len(stem) - 1, len(stem), len(stem) + 1))


@cache
def tags(word: str) -> frozenset[str]:
    """The concepts of the vocabulary that a printed word may stand for."""
    folded = fold(word)
    bare = folded.strip(_EDGES)
    if not bare:
        return frozenset({"nr"}) if folded == "#" else frozenset()
    return frozenset(
        concept
        for concept, languages in CONCEPTS.items()
        if any(like(bare, stem) or folded == stem[:-1] for stems in languages.values() for stem in stems)
    )


@cache
def languages_of(word: str) -> frozenset[str]:
    """The languages in which a printed word is one of the vocabulary's headings."""
    bare = fold(word).strip(_EDGES)
    return frozenset(
        language
        for languages in CONCEPTS.values()
        for language, stems in languages.items()
        if any(like(bare, stem) for stem in stems)
    )


@cache
def month_of(word: str) -> int | None:
    """The month (1-12) that a printed word names, or None."""
    bare = fold(word).strip(_EDGES)
    if len(bare) < 3:
        return None
    for names in MONTHS.values():
        for number, stem in enumerate(names, 1):
            if bare == stem[:-1] or (bare.startswith(stem) and len(bare) <= len(stem) + 3):
                return number
    return None


@cache
def names_document(word: str) -> bool:
    """Whether a printed word is one that references to documents begin with."""
    bare = fold(word).strip(_EDGES)
    return any(like(bare, stem) for stem in DOCUMENT_KINDS)


def slug(text: str) -> str:
    """Ascii letters, digits and hyphens made of a text: the default id of a plan."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "plan"
