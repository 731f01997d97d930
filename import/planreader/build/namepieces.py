"""Texts of list cells cut into names at the signs between them, and beside short forms."""

from __future__ import annotations

import re
from typing import Final

from planreader.sources.listing import unclosed
from planreader.sources.text.words import kind_of
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import CONJUNCTIONS, PAYING

_SEPARATOR: Final = re.compile(r"\s*;\s*|\s*,(?:\s+|(?=[^\W\d]))|,$|\s*[•▪●]\s*|\s+[+/](?:\s+|$)")
_QUOTES: Final = '"“”„'
_QUOTED_NAME: Final = re.compile(r"[“\"„‘][^“”\"„‘’]+[”\"“’] \w+")
"""A name that begins with its own name in quotation marks."""
_UNION: Final = frozenset({"EU", "BE"})
_PRE_ACCESSION: Final = "IPA"
"""The Union's fund: ``EU IPA III`` is one source."""
_LEGAL_FORMS: Final = frozenset({"AD", "DD", "DOO", "SHA", "SHPK", "JSC", "LLC"})
"""Behind a company's short form they are part of its name: ``EPS AD``."""


def is_unquoted(text: str) -> bool:
    """Whether a text opens a quotation that it does not close."""
    return sum(map(text.count, _QUOTES)) % 2 == 1


def pieces(text: str, *, paying: bool = False) -> list[tuple[str, bool]]:
    """A part's text at separators that stand between names, with whether a separator ended each piece.

    ``paying`` says that they are the names of those who pay.
    """
    found: list[tuple[str, bool]] = []
    begin = 0
    for match in _SEPARATOR.finditer(text):
        left, right = text[begin : match.start()], text[match.end() :]
        goes_on = right and ";" not in match[0] and continues(left, right, paying=paying)
        if unclosed(left) or is_unquoted(left) or goes_on:
            continue
        found.append((text[begin : match.end()].strip(), True))
        begin = match.end()
    found.append((text[begin:].strip(), False))
    return [(piece, ended) for piece, ended in found if piece]


def continues(left: str, right: str, *, paying: bool = False) -> bool:
    """Whether a name goes on behind a separator, in small letters or in quotation marks or brackets.

    Of those who are ``paying`` one may begin in small letters: ``BK, donatorë``.
    """
    first = right.split()[0]
    if paying and fold(first).startswith(PAYING):
        return False
    quoted = first[:1] in '“"„‘(' and not _QUOTED_NAME.match(right)
    return bool(left) and (kind_of(first) == "lower" or quoted)


def split_acronyms(text: str) -> list[str]:
    """The names of a text of nothing but short forms, joined by ``and`` or not; the text of any other."""
    words = [word for word in text.split() if fold(word) not in CONJUNCTIONS]
    if len(words) < 2 or any(kind_of(word) != "acronym" or word[:1] == "(" for word in words):
        return [text]
    names = words[:1]
    for word in words[1:]:
        funds = names[-1] in _UNION and word.startswith(_PRE_ACCESSION)
        joined = names[-1][-1] in "/-–" or word[0] in "/-–"
        bare = word.strip(",;/")
        if funds or joined or bare in _LEGAL_FORMS or numbers.ROMAN.fullmatch(bare):
            names[-1] = f"{names[-1]} {word}"
        else:
            names.append(word)
    return names
