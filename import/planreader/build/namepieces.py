"""Texts of list cells cut into names at the signs between them, and beside short forms."""

from __future__ import annotations

import re
from typing import Final

from planreader.build.listhabits import Habits
from planreader.sources.listing import unclosed
from planreader.sources.text.words import kind_of
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import PAYING

_SEPARATOR: Final = re.compile(r"\s*;\s*|\s*,(?:\s+|(?=[^\W\d]))|,$|\s*[•▪●]\s*|\s+\+(?:\s+|$)")
_SLASHES: Final = re.compile(rf"{_SEPARATOR.pattern}|\s+/\s+")
_ANY_SLASHES: Final = re.compile(rf"{_SEPARATOR.pattern}|\s*/\s*")
_OPENING: Final = re.compile(r"(?<![\w.!?])“")
_QUOTED_NAME: Final = re.compile(r"[“\"„‘][^“”\"„‘’]+[”\"“’] \w+")
_UNION: Final = frozenset({"EU", "BE"})
_PRE_ACCESSION: Final = "IPA"
"""The Union's fund: ``EU IPA III`` is one source."""

_LEGAL_FORMS: Final = frozenset({"AD", "DD", "DOO", "SHA", "SHPK", "JSC", "LLC"})
"""Behind a company's short form they are part of its name: ``EPS AD``."""


def unquoted(text: str) -> bool:
    """Whether a text opens more quotation marks than it closes."""
    # behind letters “ closes, also what was opened on another line
    low, high, closed = text.count("„"), len(_OPENING.findall(text)), text.count("”")
    closed += text.count("“") - high
    straight = text.count('"') % 2 == 1
    return straight or low + high > closed


def pieces(text: str, habits: Habits, *, paying: bool = False) -> list[tuple[str, bool]]:
    """A part's text at separators that stand between names, with whether a separator ended each piece.

    ``paying`` says that they are the names of those who pay.
    """
    found: list[tuple[str, bool]] = []
    begin = 0
    separator = _ANY_SLASHES if habits.slashed else _SLASHES if habits.slashes else _SEPARATOR
    for match in separator.finditer(text):
        left, right = text[begin : match.start()], text[match.end() :]
        goes_on = right and ";" not in match[0] and continues(left, right, paying=paying)
        if unclosed(left) or unquoted(left) or goes_on:
            continue
        found.append((text[begin : match.end()].strip(), True))
        begin = match.end()
    found.append((text[begin:].strip(), False))
    return [(one, ended) for piece, ended in found if piece for one in _beside_short(piece, habits)]


def continues(left: str, right: str, *, paying: bool = False) -> bool:
    """Whether a name goes on behind a separator, in small letters or in quotation marks or brackets.

    Of those who are ``paying`` one may begin in small letters: ``BK, donatorë``.
    """
    first = right.split()[0]
    if paying and fold(first).startswith(PAYING):
        return False
    if first[:1] in '“"„‘' and _QUOTED_NAME.match(right):
        # a name that begins with its own name in quotes
        return False
    return bool(left) and (kind_of(first) == "lower" or first[:1] in '“"„‘(')


def split_acronyms(text: str) -> list[str]:
    """The names of a text of nothing but short forms; the text where it is another."""
    words = text.split()
    if len(words) < 2 or any(kind_of(word) != "acronym" or word[:1] == "(" for word in words):
        return [text]
    names = words[:1]
    for word in words[1:]:
        funds = names[-1] in _UNION and word.startswith(_PRE_ACCESSION)
        if (
            funds
            or word.strip(",;/") in _LEGAL_FORMS
            or names[-1][-1] in "/-–"
            or word[0] in "/-–"
            or numbers.ROMAN.fullmatch(word.strip(",;/"))
        ):
            names[-1] = f"{names[-1]} {word}"
        else:
            names.append(word)
    return names


def _beside_short(text: str, habits: Habits) -> list[str]:
    """A short form and the name beside it that stands by itself elsewhere: ``MLGA Ministry of Justice``."""
    words = text.split()
    if len(words) > 1 and kind_of(words[0]) == "acronym" and fold(" ".join(words[1:])) in habits.filling:
        return [words[0], " ".join(words[1:])]
    if len(words) > 1 and kind_of(words[-1]) == "acronym" and fold(" ".join(words[:-1])) in habits.filling:
        return [" ".join(words[:-1]), words[-1]] if words[-1][0] != "(" else [text]
    return [text]
