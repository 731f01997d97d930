"""Names of bodies that list what they are for: ``Ministry of Education, Science and Innovation`` is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.sources.form import Part
from planreader.sources.text.lines import BLANK
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import begins_body, fold, lists_its_fields
from planreader.vocabulary.vocabulary import CONJUNCTIONS

COMMA: Final = "\ue000"
"""Stands for a comma within a name, so that nothing parts the name there."""
_STOP: Final = re.compile(r"[;•▪●()\n]")
_WORD: Final = re.compile(r"[^\s,]+|,")
_MOST: Final = 4
"""Fields that a body is for, and words of one."""


def sealed(parts: Sequence[Part]) -> list[Part]:
    """Parts in which the commas within names of bodies are :data:`COMMA`, over line ends as well."""
    runs: list[list[int]] = []
    for n, part in enumerate(parts):
        if not runs or part.gap == BLANK:
            runs.append([])
        runs[-1].append(n)
    found = list(parts)
    for run in runs:
        text = " ".join(parts[n].text for n in run)
        for at in _commas(text):
            text = f"{text[:at]}{COMMA}{text[at + 1 :]}"
        begin = 0
        for n in run:
            size = len(parts[n].text)
            found[n] = replace(parts[n], text=text[begin : begin + size])
            begin += size + 1
    return found


def unsealed(text: str) -> str:
    """A text with its commas again."""
    return text.replace(COMMA, ",")


def _commas(text: str) -> list[int]:
    """Where the commas within names of bodies stand."""
    found: list[int] = []
    begin = 0
    for piece in _STOP.split(text):
        words = [(match.start() + begin, match[0]) for match in _WORD.finditer(piece)]
        for n, (_at, word) in enumerate(words):
            if lists_its_fields(word):
                found += _within(words[n:])
        begin += len(piece) + 1
    return found


def _within(words: Sequence[tuple[int, str]]) -> list[int]:
    """The commas of a name that begins with the first word; none without a last field behind ``and``."""
    fields: list[list[str]] = [[]]
    commas: list[int] = []
    for n, (at, word) in enumerate(words):
        if word == ",":
            if not _is_field(fields[-1], first=len(fields) == 1) or len(fields) == _MOST:
                return []
            commas.append(at)
            fields.append([])
        elif n and fields[-1] and fold(word) in CONJUNCTIONS and not (len(fields) == 1 and word in "ie"):
            last = [word for _at, word in words[n + 1 : n + 1 + _MOST]]
            last = last[: last.index(",")] if "," in last else last
            whole = bool(commas) and _is_field(fields[-1], first=False) and _is_field(last, first=False)
            return commas if whole else []
        else:
            fields[-1].append(word)
    return []


def _is_field(words: Sequence[str], *, first: bool) -> bool:
    """Whether words name what a body is for, and no other body, which stands before the ``first`` field."""
    named = words[1:] if first else words
    if not named or len(words) > _MOST + 2 * first:
        return False
    plain = all(kind_of(word) in ("capital", "lower") for word in named)
    return plain and not begins_body(named) and not any(map(lists_its_fields, named))
