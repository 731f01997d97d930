"""The Cyrillic catalog of Serbian, made from the Latin one letter by letter when the catalogs are built."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_PAIRS: Final = {"lj": "љ", "nj": "њ", "dž": "џ"}
_LETTERS: Final = (
    dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True)) | _PAIRS
)
"""The Serbian alphabet: the two scripts stand for each other letter by letter."""
_LETTER: Final = re.compile("|".join((*_PAIRS, *_LETTERS)), re.IGNORECASE)

_SERBIAN: Final = frozenset(
    (
        "a",
        "disk",
        "editor",
        "filter",
        "format",
        "o",
        "on",
        "period",
        "plan",
        "program",
        "status",
        "terminal",
        "to",
    )
)
"""Words that are Serbian although the English message has them as well."""
_NAMES: Final = frozenset(("Excel", "HTML", "Linux", "PDF", "Python", "Terren", "USB", "Windows", "Word"))
"""Names that are written in Latin letters also where the English message lacks them."""
_AS_IT_STANDS: Final = re.compile(
    r"\{[^}]*\}"  # placeholders
    r"|`[^`]*`"  # code
    r"|„(?:terren|-|id\b|this\b)[^“]*“"  # what is typed at a command line
    r"|(?<!\w)-\w\b|[^\s„“]*(?:--|[*.=_]\w*[a-z]{2})[^\s„“]*"  # options, files, filters
    r"|\w+ = \"\w+\""  # settings
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def cyrillic(text: str, original: str) -> str:
    """Return a Serbian message in Cyrillic.

    What is typed or filled in stays (placeholders, code, commands, options, files), and so do names of
    programs and the words that the ``original`` message has as well: codes, keys.
    """
    kept = _NAMES | {word for word in _WORD.findall(original) if word.lower() not in _SERBIAN}
    parts: list[str] = []
    at = 0
    for match in _AS_IT_STANDS.finditer(text):
        parts += [_written(text[at : match.start()], kept), match[0]]
        at = match.end()
    return "".join([*parts, _written(text[at:], kept)])


def _written(text: str, kept: Collection[str]) -> str:
    return _WORD.sub(lambda word: word[0] if word[0] in kept else _LETTER.sub(_letter, word[0]), text)


def _letter(match: re.Match[str]) -> str:
    letter = _LETTERS[match[0].lower()]
    return letter.upper() if match[0][0].isupper() else letter
